#include "ca/passphrase.h"

#include "base/system.h"
#include "ca/private_file.h"
#include "ca/secret_line.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <string.h>
#include <unistd.h>

/* file is empty when the passphrase was not read from one. */
static struct finding *refuse(struct findings *found, struct str file, const char *why)
{
	return file.n ? finding_add_path(found, MG0551, file, "the passphrase %s", why)
		      : finding_add(found, MG0551, (struct place){ 0 }, "the passphrase %s", why);
}

static void refuse_system(struct findings *found, struct str file, int error)
{
	struct arena a = { 0 };

	refuse(found, file, arena_fmt(&a, "cannot be read: %s", system_reason(error)).s);
	arena_release(&a);
}

static bool read_file(struct str file, struct findings *found, struct secret *ret)
{
	struct arena a = { 0 };
	int fd = private_file_open(AT_FDCWD, arena_dup(&a, file).s, file, MG0551, MG0552, found);
	bool ok = fd >= 0 && secret_line_read(fd, PASSPHRASE_MOST, ret);

	if (fd >= 0 && !ok)
		refuse_system(found, file, errno);
	if (fd >= 0)
		close(fd);
	arena_release(&a);
	return ok;
}

static bool ask(const char *question, struct str key_file, struct findings *found,
		struct secret *ret)
{
	struct arena a = { 0 };
	bool ok = secret_line_ask(arena_fmt(&a, "%s %.*s: ", question, FMT(key_file)),
				  PASSPHRASE_MOST, ret);
	struct finding *f;

	if (!ok && (errno == ENXIO || errno == ENOENT || errno == ENOTTY)) {
		f = refuse(found, S(""), "cannot be asked for, as there is no terminal");
		finding_help(f, "give it by --passphrase-file=FILE or --passphrase-fd=N");
	} else if (!ok) {
		refuse_system(found, S(""), errno);
	}
	arena_release(&a);
	return ok;
}

static bool same(const struct secret *a, const struct secret *b)
{
	return a->n == b->n && CRYPTO_memcmp(a->bytes, b->bytes, a->n) == 0;
}

static bool ask_new(struct str key_file, struct findings *found, struct secret *ret)
{
	struct secret again;
	bool ok;

	if (!ask("new passphrase for", key_file, found, ret))
		return false;
	if (!ask("the same again for", key_file, found, &again)) {
		secret_release(ret);
		return false;
	}
	ok = same(ret, &again);
	secret_release(&again);
	if (ok)
		return true;
	secret_release(ret);
	refuse(found, S(""), "was not the same the second time");
	return false;
}

static bool read_any(const struct passphrase_source *from, struct str key_file, bool is_new,
		     struct findings *found, struct secret *ret)
{
	if (from->file.n)
		return read_file(from->file, found, ret);
	if (from->fd < 0)
		return is_new ? ask_new(key_file, found, ret)
			      : ask("passphrase of", key_file, found, ret);
	if (secret_line_read(from->fd, PASSPHRASE_MOST, ret))
		return true;
	refuse_system(found, S(""), errno);
	return false;
}

/* In words that follow "the passphrase "; NULL when there is nothing. */
static const char *fault_of(const struct secret *passphrase, bool is_new)
{
	if (passphrase->n == 0)
		return "is empty";
	if (passphrase->n > PASSPHRASE_MOST)
		return "is longer than 1024 bytes";
	if (memchr(passphrase->bytes, 0, passphrase->n))
		return "holds a NUL byte: it must be text, and not in UTF-16";
	if (is_new && passphrase->n < PASSPHRASE_LEAST)
		return "of a new key must have at least 8 characters";
	return NULL;
}

bool passphrase_read(const struct passphrase_source *from, struct str key_file, bool is_new,
		     struct findings *found, struct secret *ret)
{
	const char *fault;

	if (!read_any(from, key_file, is_new, found, ret))
		return false;
	fault = fault_of(ret, is_new);
	if (!fault)
		return true;
	refuse(found, from->file, fault);
	secret_release(ret);
	return false;
}
