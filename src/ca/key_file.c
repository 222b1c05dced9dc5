#include "ca/key_file.h"

#include "base/system.h"
#include "ca/pkcs8.h"
#include "ca/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILE_MOST = 64 * 1024, RSA_LEAST = 2048 };

/* In secret memory, since somebody may name a file whose key is in the clear. */
static bool read_text(int folder, const char *name, struct str path, struct findings *found,
		      struct secret *ret)
{
	int fd = private_file_open(folder, name, path, MG0553, MG0553, found);
	bool ok;

	if (fd < 0)
		return false;
	*ret = secret_new(FILE_MOST);
	ok = read_up_to(fd, (char *)ret->bytes, FILE_MOST, &ret->n);
	if (!ok) {
		finding_add_path(found, MG0553, path, "the file cannot be read: %s",
				 system_reason(errno));
		secret_release(ret);
	}
	close(fd);
	return ok;
}

/* The kinds that trust/ accepts of a root. */
static bool is_known(EVP_PKEY *key)
{
	char group[32];

	if (EVP_PKEY_is_a(key, "RSA"))
		return EVP_PKEY_get_bits(key) >= RSA_LEAST;
	return EVP_PKEY_is_a(key, "EC") &&
	       EVP_PKEY_get_group_name(key, group, sizeof(group), NULL) &&
	       (str_eq(str_of(group), S("prime256v1")) || str_eq(str_of(group), S("secp384r1")));
}

static void refuse_text(struct str path, const char *why, struct findings *found)
{
	finding_help(finding_add_path(found, MG0556, path, "the key file %s", why),
		     "openssl pkcs8 -topk8 -scrypt -in '%.*s' -out NEW encrypts it anew",
		     FMT(path));
}

static EVP_PKEY *open_text(const struct secret *text, const struct secret *passphrase,
			   struct str path, struct findings *found)
{
	const char *why;
	EVP_PKEY *key = pkcs8_decrypt(text, passphrase, &why);

	if (key && is_known(key))
		return key;
	if (key)
		finding_add_path(found, MG0556, path,
				 "the key file holds a key that is neither P-256, P-384 nor RSA of "
				 "2048 bits and more");
	else if (why)
		refuse_text(path, why, found);
	else
		finding_add_path(found, MG0557, path, "the passphrase does not open the key file");
	EVP_PKEY_free(key);
	return NULL;
}

EVP_PKEY *key_file_read(struct str path, struct str root, const struct secret *passphrase,
			struct findings *found)
{
	struct arena a = { 0 };
	const char *name;
	int folder = key_folder_open(path, root, found, &a, &name);
	EVP_PKEY *key = NULL;
	struct secret text;

	if (folder >= 0 && read_text(folder, name, path, found, &text)) {
		key = open_text(&text, passphrase, path, found);
		secret_release(&text);
	}
	if (folder >= 0)
		close(folder);
	arena_release(&a);
	return key;
}

/* Closes fd. Returns the errno, 0 when all is on the disk. */
static int write_synced(int folder, int fd, struct str text)
{
	bool ok = fchmod(fd, 0600) == 0 && write_all(fd, text) && fsync(fd) == 0 &&
		  fsync(folder) == 0;
	int error = ok ? 0 : errno;

	return close(fd) == 0 || error ? error : errno;
}

static bool write_new(int folder, const char *name, struct str path, struct str text,
		      struct findings *found)
{
	int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int error = fd < 0 ? errno : write_synced(folder, fd, text);
	struct finding *f;

	if (!error)
		return true;
	f = finding_add_path(found, MG0558, path, "the key cannot be written: %s",
			     system_reason(error));
	if (fd >= 0)
		unlinkat(folder, name, 0);
	else if (error == EEXIST)
		finding_help(f, "name a new file: a key is never overwritten");
	return false;
}

bool key_file_write(struct str path, struct str root, EVP_PKEY *key,
		    const struct secret *passphrase, struct findings *found)
{
	struct arena a = { 0 };
	const char *name;
	struct str text;
	int folder = key_folder_open(path, root, found, &a, &name);
	bool ok = false;

	if (folder >= 0 && !pkcs8_encrypt(key, passphrase, &a, &text))
		finding_add_path(found, MG0560, path, "the key cannot be encrypted");
	else if (folder >= 0)
		ok = write_new(folder, name, path, text, found);
	if (folder >= 0)
		close(folder);
	arena_release(&a);
	return ok;
}
