#include "ca/root_key.h"

#include "ca/key.h"

#include <sys/stat.h>

void report_no_chance(struct ca *ca)
{
	finding_help(finding_add_path(&ca->c->findings, MG0560, ca->compile->root,
				      "OpenSSL or its random generator failed"),
		     "nothing was made with it; run the command again on a healthy machine");
	ca->c->trouble = true;
}

static bool is_there(struct str path)
{
	struct buf name = BUF_INIT;
	struct stat st;
	bool there;

	buf_add(&name, path);
	there = lstat(name.s, &st) == 0;
	buf_release(&name);
	return there;
}

bool root_key_ask(struct ca *ca, struct str path, bool is_new, const struct passphrase_source *from,
		  struct secret *ret)
{
	*ret = (struct secret){ 0 };
	return key_path_check(path, ca->compile->root, &ca->c->findings) &&
	       passphrase_read(from, path, is_new && !is_there(path), &ca->c->findings, ret);
}

EVP_PKEY *root_key_read(struct ca *ca, struct str path, const struct secret *passphrase)
{
	return key_file_read(path, ca->compile->root, passphrase, &ca->c->findings);
}

static EVP_PKEY *make(struct ca *ca, const struct trust_policy *policy, struct str path,
		      const struct secret *passphrase)
{
	EVP_PKEY *key = key_new(policy->key);

	if (!key) {
		report_no_chance(ca);
	} else if (!key_file_write(path, ca->compile->root, key, passphrase, &ca->c->findings)) {
		EVP_PKEY_free(key);
		key = NULL;
	}
	return key;
}

bool root_key_is_of(EVP_PKEY *key, const struct certificate *c)
{
	EVP_PKEY *public = X509_get0_pubkey(c->x509);

	return public && EVP_PKEY_eq(key, public) == 1;
}

/* The policy that has a root of this key; NULL when none does. */
static const struct trust_policy *holder_of(const struct ca *ca, EVP_PKEY *key)
{
	for (size_t i = 0; i < ca->input.trust.authorities.n; i++) {
		const struct authority *y = &ca->input.trust.authorities.list[i];

		for (size_t k = 0; y->roots && k < y->roots->n; k++)
			if (root_key_is_of(key, &y->certificates[k]))
				return y->policy;
	}
	return NULL;
}

static bool is_kind(EVP_PKEY *key, enum key_kind kind)
{
	int bits = EVP_PKEY_get_bits(key);

	if (kind == KEY_RSA4096)
		return EVP_PKEY_is_a(key, "RSA") && bits == 4096;
	return EVP_PKEY_is_a(key, "EC") && bits == (kind == KEY_P384 ? 384 : 256);
}

static bool fits(struct ca *ca, EVP_PKEY *key, const struct trust_policy *policy, struct str path)
{
	const struct trust_policy *taken = holder_of(ca, key);
	struct finding *f;

	if (!taken && is_kind(key, policy->key))
		return true;
	if (taken)
		f = finding_add_path(&ca->c->findings, MG0568, path,
				     "this key is a root's of TrustPolicy '%.*s' already",
				     FMT(taken->name.text));
	else
		f = finding_add_path(&ca->c->findings, MG0568, path,
				     "this key is of another kind than TrustPolicy '%.*s' has",
				     FMT(policy->name.text));
	finding_help(f, "name a file that is not there: the key is made in it");
	return false;
}

EVP_PKEY *root_key_for_new(struct ca *ca, const struct trust_policy *policy, struct str path,
			   const struct secret *passphrase)
{
	EVP_PKEY *key;

	if (!is_there(path))
		return make(ca, policy, path, passphrase);
	key = root_key_read(ca, path, passphrase);
	if (!key || fits(ca, key, policy, path))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}
