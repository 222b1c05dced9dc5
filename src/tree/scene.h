/*
 * For tests only: a temporary folder that is the working directory of a test,
 * and short ways to put something into it.
 */
#ifndef TREE_SCENE_H
#define TREE_SCENE_H

#include "base/system.h"
#include "diag/findings.h"

#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct scene {
	char path[sizeof("/tmp/meshgen-test-XXXXXX")];
	struct arena arena;
	struct findings found;
};

/* cmocka's set-up and tear-down. */
static inline int scene_open(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	assert_non_null(s);
	strcpy(s->path, "/tmp/meshgen-test-XXXXXX");
	assert_non_null(mkdtemp(s->path));
	assert_int_equal(chdir(s->path), 0);
	*state = s;
	return 0;
}

static inline int scene_remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
	(void)st;
	(void)type;
	(void)at;
	return remove(path);
}

static inline int scene_close(void **state)
{
	struct scene *s = *state;
	int failed = chdir("/") || nftw(s->path, scene_remove, 16, FTW_DEPTH | FTW_PHYS);

	findings_release(&s->found);
	arena_release(&s->arena);
	free(s);
	return failed;
}

/* Writes a file and the folders above it. */
static inline void scene_put(const char *path, struct str bytes)
{
	char *copy = strdup(path);
	int fd;

	assert_non_null(copy);
	for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(copy, 0755);
		*slash = '/';
	}
	free(copy);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	assert_true(fd >= 0);
	assert_true(write_all(fd, bytes));
	close(fd);
}

/* Does the file hold these bytes? */
static inline bool scene_holds(const char *path, struct str bytes)
{
	char *text = malloc(bytes.n + 1);
	int fd = open(path, O_RDONLY | O_NOFOLLOW);
	size_t n = 0;
	bool same = text && fd >= 0 && read_up_to(fd, text, bytes.n + 1, &n) &&
		    str_eq((struct str){ text, n }, bytes);

	if (fd >= 0)
		close(fd);
	free(text);
	return same;
}

static inline bool scene_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* The message of the last finding ends so. */
static inline void scene_expect_end(const struct scene *s, struct str end)
{
	assert_true(s->found.n > 0);
	assert_true(str_ends(s->found.list[s->found.n - 1]->message, end));
}

/* Exactly one finding was made, with this code at this path; it is forgotten. */
static inline void scene_expect(struct scene *s, enum code code, const char *path)
{
	assert_int_equal(s->found.n, 1);
	assert_string_equal(code_name(s->found.list[0]->code), code_name(code));
	assert_true(str_eq(s->found.list[0]->path, str_of(path)));
	findings_release(&s->found);
	s->found = (struct findings){ 0 };
}

#endif
