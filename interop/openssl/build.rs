fn main() {
    let built = openssl_src::Build::new().build();
    let config = built.lib_dir().join("pkgconfig");
    std::fs::write("../pkgconfig", config.to_str().unwrap()).unwrap();
}
