#!/bin/sh
# Builds meshgen, as it was committed, with OpenSSL 3.5, and runs all its tests. The system's
# OpenSSL, 3.0 in Debian 12, is what every other build is made with.
#
#   usage: interop/openssl.sh
#
# OpenSSL is built from source, which the crate openssl-src carries: it takes cargo, and
# three minutes on two idle cores the first time. The last line is that of `make test`.
#
# INTEROP_CACHE  as for install.sh
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop}/openssl
mkdir -p "$cache"
if ! cmp -s "$here/openssl/Cargo.lock" "$cache/done"; then
	rm -rf "$cache/source" && cp -r "$here/openssl" "$cache/source"
	(cd "$cache/source" && cargo build --quiet --locked) >&2
	cp "$here/openssl/Cargo.lock" "$cache/done"
fi
PKG_CONFIG_PATH=$(cat "$cache/pkgconfig")
export PKG_CONFIG_PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
git -C "$here/.." archive HEAD | tar -x -C "$work"
echo "OpenSSL $(pkg-config --modversion libcrypto)" >&2
cd "$work" && make -s -j2 DEV=1 >&2 && make -s DEV=1 test
