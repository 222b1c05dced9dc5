#include "ca/keys_out.h"

#include "base/system.h"
#include "ca/key_file.h"
#include "ca/ledger_context.h"
#include "yaml/write.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_MODE = 0700, FILE_MODE = 0600, OTHERS = 0077, SHORT_SPKI = 16 };

/* Stands where the key will be; no PEM and no name holds it. */
static const struct str placeholder = STR("@key@");

static bool report(struct findings *found, struct str path, const char *what)
{
	finding_help(finding_add_path(found, MG0571, path, "%s", what),
		     "--keys-out names a new folder, or one of yours of mode 0700");
	return false;
}

static bool is_private(int fd, const char **ret_why)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		*ret_why = system_reason(errno);
	else if (st.st_uid != geteuid())
		*ret_why = "the folder belongs to another user";
	else if (st.st_mode & OTHERS)
		*ret_why = "group or others may enter the folder";
	else
		return true;
	return false;
}

bool keys_out_open(struct str path, struct str root, const struct renderer *templates,
		   struct findings *found, struct keys_out *ret)
{
	const char *why = "";
	struct buf name = BUF_INIT;

	*ret = (struct keys_out){ -1, path, templates };
	if (!key_path_check(path, root, found))
		return false;
	buf_add(&name, path);
	if (mkdir(name.s, FOLDER_MODE) == 0 || errno == EEXIST)
		ret->fd = open(name.s, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (ret->fd < 0)
		why = errno == ENOTDIR ? "it is a link, or no folder" : system_reason(errno);
	buf_release(&name);
	if (ret->fd >= 0 && is_private(ret->fd, &why))
		return true;
	keys_out_close(ret);
	return report(found, path, why);
}

void keys_out_close(struct keys_out *k)
{
	if (k->fd >= 0)
		close(k->fd);
	k->fd = -1;
}

/* The lines of the key, each behind the indent of its block. */
static bool write_key(int fd, const struct secret *key, struct str indent)
{
	struct str rest = { (const char *)key->bytes, key->n };

	while (rest.n) {
		size_t end = str_find(rest, '\n');

		if (!write_all(fd, indent) || !write_all(fd, str_first(rest, end)) ||
		    !write_all(fd, S("\n")))
			return false;
		rest = str_from(rest, end + 1);
	}
	return true;
}

/* The text with the key in place of the line of the placeholder. */
static bool write_secret(int fd, struct str text, const struct secret *key)
{
	size_t at = str_search(text, placeholder), line = at;

	while (line && text.s[line - 1] != '\n')
		line--;
	return write_all(fd, str_first(text, line)) &&
	       write_key(fd, key, str_from(str_first(text, at), line)) &&
	       write_all(fd, str_from(text, at + placeholder.n + 1));
}

static bool write_file(const struct keys_out *k, const char *name, struct str text,
		       const struct secret *key)
{
	int fd = openat(k->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
			FILE_MODE);
	bool ok = fd >= 0 && write_secret(fd, text, key) && fsync(fd) == 0;
	int error = errno;

	if (fd >= 0 && close(fd) != 0 && ok) {
		error = errno;
		ok = false;
	}
	if (ok && fsync(k->fd) == 0)
		return true;
	if (fd >= 0)
		unlinkat(k->fd, name, 0);
	errno = ok ? errno : error;
	return false;
}

bool keys_out_write(const struct keys_out *k, const struct intermediate_ca *e,
		    const struct secret *key, struct str chain, struct str bundle,
		    struct findings *found)
{
	struct arena a = { 0 };
	struct str line = arena_fmt(&a, "%.*s\n", FMT(placeholder));
	struct node context = context_secret(e, line, chain, bundle, &a);
	struct rendering r = { .renderer = k->templates, .arena = &a, .found = found };
	const struct shape *secret = render_template(&r, S("ledger/secret"), &context);
	struct str spki = str_from(e->spki.text, S("sha256:").n);
	struct str name = arena_fmt(&a, "%.*s.%.*s.%.*s.yaml", FMT(e->cluster.text),
				    FMT(e->namespace.text), SHORT_SPKI, spki.s);
	struct buf text = BUF_INIT;
	bool ok = secret != NULL;

	if (ok) {
		yaml_write(&text, &secret->node);
		ok = write_file(k, name.s, buf_str(&text), key);
	}
	if (!ok)
		report(found, arena_fmt(&a, "%.*s/%.*s", FMT(k->path), FMT(name)),
		       system_reason(errno));
	buf_release(&text);
	arena_release(&a);
	return ok;
}
