#include "tree/git.h"

#include "base/bug.h"
#include "base/limits.h"
#include "base/system.h"
#include "tree/loose.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* Lives as long as the odb, which frees it, and asks it under a lock. */
struct loose_backend {
	git_odb_backend backend;
	char *path; /* "…/objects/", and room for the name of an object */
	char *name; /* where that begins */

	/* Who has asked for the size of an object asks for its bytes next, so these are kept. */
	git_oid held; /* zeros when none is */
	git_object_t type;
	size_t n;
	unsigned char *bytes; /* NULL when there are more than LIMIT_FILE_BYTES */
};

static int refuse(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

static int refuse(const char *fmt, ...)
{
	struct arena scratch = { 0 };
	va_list args;

	va_start(args, fmt);
	git_error_set_str(GIT_ERROR_ODB, arena_vfmt(&scratch, fmt, args).s);
	va_end(args);
	arena_release(&scratch);
	return GIT_ERROR;
}

static void drop(struct loose_backend *b)
{
	git_odb_backend_data_free(&b->backend, b->bytes);
	b->bytes = NULL;
	memset(&b->held, 0, sizeof(b->held));
}

static git_object_t type_of(struct str kind)
{
	for (git_object_t type = GIT_OBJECT_COMMIT; type <= GIT_OBJECT_TAG; type++)
		if (str_eq(kind, str_of(git_object_type2string(type))))
			return type;
	return GIT_OBJECT_INVALID;
}

static int read_object(struct loose_backend *b, int fd)
{
	struct loose l;
	const char *wrong = loose_open(&l, fd);

	b->n = l.n;
	b->type = wrong ? GIT_OBJECT_INVALID : type_of(l.kind);
	if (!wrong && b->type == GIT_OBJECT_INVALID)
		wrong = "the loose object is of no kind that git has";
	if (!wrong && b->n <= LIMIT_FILE_BYTES) {
		b->bytes = git_odb_backend_data_alloc(&b->backend, b->n + 1);
		if (!b->bytes)
			out_of_memory();
		wrong = loose_read(&l, b->bytes);
	}
	loose_close(&l);
	return wrong ? refuse("%s", wrong) : 0;
}

/* Links are followed, as git does; a fifo is not waited for. */
static int hold(struct loose_backend *b, const git_oid *id)
{
	int fd, failed;

	if (git_oid_equal(&b->held, id))
		return 0;
	drop(b);
	git_oid_pathfmt(b->name, id);
	fd = open(b->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
		return GIT_ENOTFOUND;
	if (fd < 0)
		return refuse("the loose object cannot be opened: %s", system_reason(errno));
	failed = read_object(b, fd);
	close(fd);
	if (failed)
		drop(b);
	else
		git_oid_cpy(&b->held, id);
	return failed;
}

static struct loose_backend *backend_of(git_odb_backend *b)
{
	return (struct loose_backend *)b;
}

static int backend_read_header(size_t *ret_n, git_object_t *ret_type, git_odb_backend *backend,
			       const git_oid *id)
{
	struct loose_backend *b = backend_of(backend);
	int failed = hold(b, id);

	*ret_n = b->n;
	*ret_type = b->type;
	return failed;
}

/* The caller's are the bytes from then on. */
static int backend_read(void **ret_bytes, size_t *ret_n, git_object_t *ret_type,
			git_odb_backend *backend, const git_oid *id)
{
	struct loose_backend *b = backend_of(backend);
	int failed = backend_read_header(ret_n, ret_type, backend, id);

	if (!failed && !b->bytes)
		failed = refuse("the loose object holds more than %d bytes", LIMIT_FILE_BYTES);
	if (!failed) {
		*ret_bytes = b->bytes;
		b->bytes = NULL;
	}
	drop(b);
	return failed;
}

/* The one object whose id begins so; there are two digits at least. */
static int find_prefix(struct loose_backend *b, const git_oid *prefix, size_t digits, git_oid *ret)
{
	char hex[GIT_OID_HEXSZ + 1];
	git_oid id;
	struct dirent *e;
	size_t n = 0;
	DIR *dir;

	git_oid_tostr(hex, sizeof(hex), prefix);
	memcpy(b->name, hex, 2);
	b->name[2] = '\0';
	dir = opendir(b->path);
	while (dir && (e = readdir(dir))) {
		if (strlen(e->d_name) != GIT_OID_HEXSZ - 2 ||
		    strncmp(e->d_name, hex + 2, digits - 2) != 0)
			continue;
		memcpy(hex + 2, e->d_name, GIT_OID_HEXSZ - 2);
		if (git_oid_fromstr(&id, hex) != 0)
			continue;
		git_oid_cpy(ret, &id);
		n++;
	}
	if (dir)
		closedir(dir);
	if (n > 1)
		return GIT_EAMBIGUOUS;
	return n ? 0 : GIT_ENOTFOUND;
}

static int backend_read_prefix(git_oid *ret_id, void **ret_bytes, size_t *ret_n,
			       git_object_t *ret_type, git_odb_backend *backend,
			       const git_oid *prefix, size_t digits)
{
	int failed = find_prefix(backend_of(backend), prefix, digits, ret_id);

	return failed ? failed : backend_read(ret_bytes, ret_n, ret_type, backend, ret_id);
}

static void backend_free(git_odb_backend *backend)
{
	struct loose_backend *b = backend_of(backend);

	drop(b);
	free(b->path);
	free(b);
}

/* Only what libgit2 asks for when revisions and blobs are read. */
git_odb_backend *git_loose_backend(struct str objects)
{
	struct loose_backend *b = calloc(1, sizeof(*b));

	if (!b || git_odb_init_backend(&b->backend, GIT_ODB_BACKEND_VERSION) != 0 ||
	    !(b->path = calloc(1, objects.n + sizeof("/00/") + GIT_OID_HEXSZ)))
		out_of_memory();
	memcpy(b->path, objects.s, objects.n);
	b->path[objects.n] = '/';
	b->name = b->path + objects.n + 1;
	b->backend.read = backend_read;
	b->backend.read_prefix = backend_read_prefix;
	b->backend.read_header = backend_read_header;
	b->backend.free = backend_free;
	return &b->backend;
}
