/*
 * The least that `meshgen ca issue` can cost: the same key pairs, signatures and
 * seals, with nothing around them.
 *
 *   keys N CERTIFICATE   N key pairs on P-256, N signatures of ECDSA, N times the
 *                        public operation of the RSA key in the certificate, and
 *                        scrypt once, as the root's key is encrypted
 *   keys N               N keys of RSA-4096
 */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>

enum { HASH = 32, OCTETS = 512, LARGEST = 1024, RSA_BITS = 4096 };
enum { SCRYPT_N = 16384, SCRYPT_R = 8, SCRYPT_P = 5, MEMORY = 64 * 1024 * 1024 };

static void must(int ok)
{
	if (ok > 0)
		return;
	fprintf(stderr, "keys: OpenSSL or the certificate fails\n");
	exit(1);
}

static void open_root(void)
{
	unsigned char key[HASH];

	must(EVP_PBE_scrypt("passphrase", 10, key, 16, SCRYPT_N, SCRYPT_R, SCRYPT_P, MEMORY, key,
			    sizeof(key)));
}

static EVP_PKEY_CTX *generator(const char *kind)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, kind, NULL);

	must(ctx && EVP_PKEY_keygen_init(ctx) > 0);
	return ctx;
}

static EVP_PKEY *generate(EVP_PKEY_CTX *ctx)
{
	EVP_PKEY *key = NULL;

	must(EVP_PKEY_generate(ctx, &key));
	return key;
}

/* The context of a signer on P-256. */
static EVP_PKEY_CTX *signer(EVP_PKEY *key)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new(key, NULL);

	must(ctx && EVP_PKEY_sign_init(ctx) > 0);
	return ctx;
}

static EVP_PKEY_CTX *sealer(const char *path)
{
	FILE *f = fopen(path, "r");
	X509 *x = f ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;
	EVP_PKEY_CTX *ctx = x ? EVP_PKEY_CTX_new(X509_get0_pubkey(x), NULL) : NULL;

	must(ctx && EVP_PKEY_encrypt_init(ctx) > 0 &&
	     EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_NO_PADDING) > 0 &&
	     EVP_PKEY_get_size(X509_get0_pubkey(x)) == OCTETS);
	X509_free(x);
	fclose(f);
	return ctx;
}

static void issue(long n, const char *certificate)
{
	EVP_PKEY_CTX *keys = generator("EC"), *sign, *seal = sealer(certificate);
	unsigned char in[OCTETS] = { 0, 1 }, out[LARGEST];
	EVP_PKEY *root;
	size_t size;

	must(EVP_PKEY_CTX_set_group_name(keys, "P-256"));
	root = generate(keys);
	sign = signer(root);
	open_root();
	for (long i = 0; i < n; i++) {
		EVP_PKEY_free(generate(keys));
		size = sizeof(out);
		must(EVP_PKEY_sign(sign, out, &size, in, HASH));
		size = sizeof(out);
		must(EVP_PKEY_encrypt(seal, out, &size, in, sizeof(in)));
	}
	EVP_PKEY_CTX_free(keys);
	EVP_PKEY_CTX_free(sign);
	EVP_PKEY_CTX_free(seal);
	EVP_PKEY_free(root);
}

static void generate_rsa(long n)
{
	EVP_PKEY_CTX *keys = generator("RSA");

	must(EVP_PKEY_CTX_set_rsa_keygen_bits(keys, RSA_BITS));
	for (long i = 0; i < n; i++)
		EVP_PKEY_free(generate(keys));
	EVP_PKEY_CTX_free(keys);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		issue(atol(argv[1]), argv[2]);
	else if (argc == 2)
		generate_rsa(atol(argv[1]));
	else
		must(0);
	return 0;
}
