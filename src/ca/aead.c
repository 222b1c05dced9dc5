#include "ca/aead.h"

bool aead_encrypt(const EVP_CIPHER *cipher, const struct secret *key, struct str nonce,
		  struct str additional, const struct secret *plain, unsigned char *ret)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	int n, more;
	bool ok = ctx && EVP_EncryptInit_ex(ctx, cipher, NULL, NULL, NULL) &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, (int)nonce.n, NULL) &&
		  EVP_EncryptInit_ex(ctx, NULL, NULL, key->bytes, (const unsigned char *)nonce.s) &&
		  EVP_EncryptUpdate(ctx, NULL, &n, (const unsigned char *)additional.s,
				    (int)additional.n) &&
		  EVP_EncryptUpdate(ctx, ret, &n, plain->bytes, (int)plain->n) &&
		  EVP_EncryptFinal_ex(ctx, ret + n, &more) && (size_t)(n + more) == plain->n &&
		  EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, AEAD_TAG, ret + plain->n);

	EVP_CIPHER_CTX_free(ctx);
	return ok;
}
