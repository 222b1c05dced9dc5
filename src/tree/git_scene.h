/*
 * For tests only: a repository made by git itself, and what a tree of it must say.
 */
#ifndef TREE_GIT_SCENE_H
#define TREE_GIT_SCENE_H

#include "tree/scene.h"
#include "tree/tree.h"

/* A repository `repo` with one commit; the test stands above it. */
static inline int repository_open(void **state)
{
	static const char *const variables[] = { "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE" };
	int failed = scene_open(state);
	struct scene *s = *state;

	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++)
		unsetenv(variables[i]);
	setenv("GIT_CEILING_DIRECTORIES", s->path, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
	setenv("GIT_AUTHOR_NAME", "a", 1);
	setenv("GIT_AUTHOR_EMAIL", "a@example.com", 1);
	setenv("GIT_COMMITTER_NAME", "a", 1);
	setenv("GIT_COMMITTER_EMAIL", "a@example.com", 1);
	scene_put("repo/sub/a", S("one"));
	scene_put("repo/sub/x/b", S("two"));
	scene_put("repo/sub-c", S("three"));
	return failed || system("cd repo && git init -q -b main && git add . && git commit -qm 1");
}

static inline void run(const char *command)
{
	if (system(command) != 0)
		fail_msg("%s", command);
}

static inline struct tree *open_git(struct scene *s, const char *folder, const char *rev)
{
	struct tree *t = tree_open_git(str_of(folder), str_of(rev), &s->found);

	assert_int_equal(s->found.n, 0);
	assert_non_null(t);
	return t;
}

/* The folder cannot be opened, for one reason; help is a part of the help. */
static inline void expect_finding(struct scene *s, const char *folder, const char *rev,
				  enum code code, const char *path, const char *help)
{
	struct str said;

	assert_null(tree_open_git(str_of(folder), str_of(rev), &s->found));
	assert_int_equal(s->found.n, 1);
	said = s->found.list[0]->help;
	if (str_search(said, str_of(help)) == said.n && *help)
		fail_msg("help: %.*s", FMT(said));
	scene_expect(s, code, path);
}

static inline void expect_list(struct scene *s, struct tree *t, const char *folder,
			       const char *expected)
{
	static const char marks[] = { ' ', '@', '/', '?' };
	struct str text = S("");
	struct entries all;

	assert_true(tree_list(t, str_of(folder), NULL, NULL, &s->arena, &s->found, &all));
	for (size_t i = 0; i < all.n; i++)
		text = arena_fmt(&s->arena, "%.*s%.*s%c", FMT(text), FMT(all.list[i].path),
				 marks[all.list[i].kind]);
	assert_string_equal(text.n ? text.s : "", expected);
}

static inline void expect_text(struct scene *s, struct tree *t, const char *path,
			       struct str expected)
{
	struct str bytes;

	assert_true(tree_read(t, str_of(path), &s->arena, &s->found, &bytes));
	assert_true(str_eq(bytes, expected));
	assert_int_equal(tree_same(t, str_of(path), expected), TREE_SAME);
}

#endif
