#include "tree/git.h"

#include "base/bug.h"

#include <dirent.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

/* Behind the packs, which have the same, and before the reader of loose objects, which has 1. */
enum { GUARD_PRIORITY = 2 };

/* Lives as long as the odb, which frees it. */
struct guard {
	git_odb_backend backend;
	struct arena arena; /* of folder */
	struct str folder;  /* "…/objects/" */
};

/* Feeds the file to zlib until the stream ends; false when the file ends first, or is damaged. */
static bool inflates(int fd, z_stream *z)
{
	unsigned char in[4096], out[16384];
	int status = Z_OK;
	ssize_t n = 1;

	while (status == Z_OK && n > 0) {
		if (!z->avail_in) {
			n = read(fd, in, sizeof(in));
			z->next_in = in;
			z->avail_in = n > 0 ? (uInt)n : 0;
		}
		z->next_out = out;
		z->avail_out = sizeof(out);
		if (z->avail_in)
			status = inflate(z, Z_NO_FLUSH);
	}
	return status == Z_STREAM_END;
}

/* GIT_PASSTHROUGH hands the question on, to who reads loose objects or says that there is none. */
static int check_file(const char *path)
{
	z_stream z = { 0 };
	int answer = GIT_PASSTHROUGH, fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return answer;
	if (inflateInit(&z) == Z_OK && !inflates(fd, &z)) {
		git_error_set_str(GIT_ERROR_ODB, "the loose object is cut off or damaged");
		answer = GIT_ERROR;
	}
	inflateEnd(&z);
	close(fd);
	return answer;
}

static int guard_read(void **ret_bytes, size_t *ret_n, git_object_t *ret_type, git_odb_backend *b,
		      const git_oid *id)
{
	const struct guard *g = (const struct guard *)b;
	struct arena scratch = { 0 };
	char hex[GIT_OID_HEXSZ + 1];
	int answer;

	(void)ret_bytes;
	(void)ret_n;
	(void)ret_type;
	git_oid_tostr(hex, sizeof(hex), id);
	answer = check_file(arena_fmt(&scratch, "%.*s%.2s/%s", FMT(g->folder), hex, hex + 2).s);
	arena_release(&scratch);
	return answer;
}

/* All that begin so; the odb is locked meanwhile and cannot be asked which those are. */
static int guard_read_prefix(git_oid *ret_id, void **ret_bytes, size_t *ret_n,
			     git_object_t *ret_type, git_odb_backend *b, const git_oid *prefix,
			     size_t digits)
{
	const struct guard *g = (const struct guard *)b;
	struct arena a = { 0 };
	char hex[GIT_OID_HEXSZ + 1];
	struct str folder;
	DIR *dir;
	struct dirent *e;
	int answer = GIT_PASSTHROUGH;

	(void)ret_id;
	(void)ret_bytes;
	(void)ret_n;
	(void)ret_type;
	git_oid_tostr(hex, sizeof(hex), prefix);
	folder = arena_fmt(&a, "%.*s%.2s/", FMT(g->folder), hex);
	dir = opendir(folder.s);
	while (dir && answer == GIT_PASSTHROUGH && (e = readdir(dir)))
		if (strncmp(e->d_name, hex + 2, digits - 2) == 0)
			answer = check_file(arena_fmt(&a, "%.*s%s", FMT(folder), e->d_name).s);
	if (dir)
		closedir(dir);
	arena_release(&a);
	return answer;
}

static void guard_free(git_odb_backend *b)
{
	struct guard *g = (struct guard *)b;

	arena_release(&g->arena);
	free(g);
}

bool git_guard_loose(struct store *s)
{
	struct guard *g = calloc(1, sizeof(*g));

	if (!g || git_odb_init_backend(&g->backend, GIT_ODB_BACKEND_VERSION) != 0)
		out_of_memory();
	g->folder = arena_fmt(&g->arena, "%sobjects/", git_repository_commondir(s->repository));
	g->backend.read = guard_read;
	g->backend.read_prefix = guard_read_prefix;
	g->backend.free = guard_free;
	if (git_odb_add_backend(s->odb, &g->backend, GUARD_PRIORITY) == 0)
		return true;
	guard_free(&g->backend);
	return false;
}
