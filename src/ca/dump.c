#include "ca/dump.h"

#include "base/buf.h"
#include "base/bug.h"
#include "base/char.h"
#include "base/limits.h"
#include "base/path.h"
#include "base/system.h"
#include "pack/metadata.h"
#include "trust/base64.h"
#include "yaml/read.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Base64 of "-----BEGIN " and of "-----BEGIN CERTIFICATE-", as far as whole octets go. */
static const struct str any_pem = STR("LS0tLS1CRUdJTi");
static const struct str certificate_pem = STR("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0");
static const struct str plain_key = STR("PRIVATE KEY-----");

static bool is_base64(char c)
{
	return is_alnum(c) || c == '+' || c == '/' || c == '=';
}

static size_t run_end(struct str text, size_t at)
{
	while (at < text.n && is_base64(text.s[at]))
		at++;
	return at;
}

/* The end of the base64 that begins there, also when it goes on in lines of nothing else. */
static size_t base64_end(struct str text, size_t at)
{
	size_t end, next = run_end(text, at);

	do {
		end = at = next;
		while (at < text.n && (text.s[at] == '\n' || text.s[at] == ' '))
			at++;
		next = run_end(text, at);
	} while (at > end && next > at && next < text.n && text.s[next] == '\n');
	return end;
}

/* The text without the values that are PEM but no certificate. Returns whether there was one. */
static bool cut_keys(struct str text, struct buf *ret)
{
	bool cut = false;

	while (text.n) {
		size_t at = str_search(text, any_pem), end = base64_end(text, at);

		buf_add(ret, str_first(text, at));
		if (str_starts(str_from(text, at), certificate_pem))
			buf_add(ret, str_first(str_from(text, at), end - at));
		else
			cut |= end > at;
		text = str_from(text, end);
	}
	return cut;
}

static bool is_inside(struct str path, struct str root, struct arena *a)
{
	return is_within(real_path(path, a), real_path(root, a));
}

/* A regular file of a size that we read; -1 with errno. */
static int open_dump(struct str path, size_t *ret_size)
{
	struct buf name = BUF_INIT;
	struct stat st;
	int fd;

	buf_add(&name, path);
	fd = open(name.s, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	buf_release(&name);
	if (fd < 0 || fstat(fd, &st) != 0)
		return fd;
	*ret_size = (size_t)st.st_size;
	if (S_ISREG(st.st_mode) && st.st_size <= LIMIT_FILE_BYTES)
		return fd;
	close(fd);
	errno = S_ISREG(st.st_mode) ? EFBIG : EINVAL;
	return -1;
}

/* The file without its keys. Returns false with errno. */
static bool read_file(struct str path, struct buf *ret, bool *ret_cut)
{
	size_t size = 0, n;
	int fd = open_dump(path, &size), error;
	char *bytes = malloc(size + 1);
	struct str text;
	bool ok;

	if (!bytes)
		out_of_memory();
	ok = fd >= 0 && read_up_to(fd, bytes, size, &n);
	error = errno;
	if (ok) {
		text = (struct str){ bytes, n };
		*ret_cut = cut_keys(text, ret);
	}
	OPENSSL_cleanse(bytes, size);
	free(bytes);
	if (fd >= 0)
		close(fd);
	errno = error;
	return ok;
}

/* A value of `data`; empty when it is absent or no base64. */
static struct str value_of(const struct node *secret, struct str key, struct arena *a)
{
	const struct node *data = node_get(secret, S("data"));
	struct str text = S("");

	if (!base64_decode(node_get_str(data, key), a, &text))
		return S("");
	return text;
}

static void add_secret(struct dump *d, const struct node *x, struct arena *a)
{
	struct identity id;

	if (!identity_of(x, &id) || !str_eq(id.kind, S("Secret")))
		return;
	d->list = arena_grow(a, d->list, d->n, &d->cap, sizeof(*d->list));
	d->list[d->n++] = (struct dumped_secret){
		.namespace = id.namespace,
		.name = id.name,
		.certificate = value_of(x, S("ca-cert.pem"), a),
		.place = node_place(x),
	};
}

/* The same documents, a list as its items. */
static struct documents unfold(struct documents all, struct arena *a)
{
	struct documents ret = { 0 };
	size_t cap = 0;

	for (size_t i = 0; i < all.n; i++) {
		const struct node *items = node_get(&all.list[i], S("items"));
		bool is_list = items && items->kind == NODE_SEQ;
		const struct node *from = is_list ? items->items : &all.list[i];

		for (size_t k = 0; k < (is_list ? items->n : 1); k++) {
			ret.list = arena_grow(a, ret.list, ret.n, &cap, sizeof(*ret.list));
			ret.list[ret.n++] = from[k];
		}
	}
	return ret;
}

static bool refuse(struct findings *found, struct str path, const char *why, const char *help)
{
	finding_help(finding_add_path(found, MG0590, path, "%s", why), "%s", help);
	return false;
}

bool dump_documents(struct str path, struct str root, struct arena *a, struct sources *sources,
		    struct findings *found, struct documents *ret)
{
	struct buf text = BUF_INIT;
	struct str bytes;
	bool cut = false, ok;

	if (is_inside(path, root, a))
		return refuse(found, path, "a dump inside the config repository",
			      "a dump may hold keys: keep it elsewhere, and delete it afterwards");
	ok = read_file(path, &text, &cut);
	if (!ok)
		refuse(found, path, system_reason(errno),
		       "name a file that `kubectl get -o yaml` wrote");
	bytes = arena_dup(a, buf_str(&text));
	buf_release(&text);
	if (cut || str_search(bytes, plain_key) < bytes.n)
		finding_help(finding_add_path(found, MG0591, path, "this dump holds a private key"),
			     "nothing of it was taken; delete the file when this is done");
	if (!ok || !yaml_decode(bytes, path, a, found, &bytes) ||
	    !yaml_read(sources_add(sources, a, path, bytes), bytes, a, found, ret))
		return false;
	*ret = unfold(*ret, a);
	return true;
}

bool dump_read(struct str path, struct str root, struct arena *a, struct sources *sources,
	       struct findings *found, struct dump *ret)
{
	struct documents docs = { 0 };

	if (!dump_documents(path, root, a, sources, found, &docs))
		return false;
	for (size_t i = 0; i < docs.n; i++)
		add_secret(ret, &docs.list[i], a);
	return true;
}
