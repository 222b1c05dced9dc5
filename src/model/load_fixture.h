/*
 * A config repository in a temporary folder, and what was loaded from it: for
 * the tests of this room.
 */
#ifndef MODEL_LOAD_FIXTURE_H
#define MODEL_LOAD_FIXTURE_H

#include "base/buf.h"
#include "model/load.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#define MESH_API "apiVersion: mesh.open-cluster-management.io/v1alpha1\n"
#define OWN_API "apiVersion: meshgen.dev/v1alpha1\n"
#define CLUSTER_API "apiVersion: cluster.open-cluster-management.io/v1\n"

struct repo {
	char folder[32];
	struct arena arena;
	struct sources sources;
	struct findings found;
	struct model model;
};

static inline char *path_in(struct repo *r, const char *path)
{
	return (char *)arena_fmt(&r->arena, "%s/%s", r->folder, path).s;
}

static inline void put_bytes(struct repo *r, const char *path, struct str bytes)
{
	char *full = path_in(r, path);
	FILE *f;

	for (char *slash = full + strlen(r->folder) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = '\0';
		mkdir(full, 0755);
		*slash = '/';
	}
	f = fopen(full, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes.s, 1, bytes.n, f), bytes.n);
	fclose(f);
}

static inline void put(struct repo *r, const char *path, const char *text)
{
	put_bytes(r, path, str_of(text));
}

static inline void put_deployment(struct repo *r, const char *path, const char *name)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, MESH_API "kind: MeshDeployment\nmetadata: {name: %s}\n", name);
	put(r, path, text.s);
	buf_release(&text);
}

static inline void start(struct repo *r)
{
	memset(r, 0, sizeof(*r));
	strcpy(r->folder, "/tmp/meshgen-load-XXXXXX");
	assert_non_null(mkdtemp(r->folder));
}

static inline void load(struct repo *r)
{
	struct tree *t = tree_open_folder(str_of(r->folder), &r->found);

	assert_non_null(t);
	model_load(t, S("rendered"), S("1.2.3"), &r->arena, &r->sources, &r->found, &r->model);
	findings_sort(&r->found, &r->sources);
	tree_close(t);
}

static inline void end(struct repo *r)
{
	struct buf command = BUF_INIT;

	buf_addf(&command, "rm -r '%s'", r->folder);
	assert_int_equal(system(command.s), 0);
	buf_release(&command);
	findings_release(&r->found);
	model_forget_peers(&r->model);
	arena_release(&r->arena);
}

/* Loads one file beside an empty meshgen.yaml. */
static inline void load_text(struct repo *r, const char *text)
{
	start(r);
	put(r, "x.yaml", text);
	load(r);
}

/* The one finding there is. */
static inline const struct finding *only(const struct repo *r, enum code code)
{
	assert_int_equal(r->found.n, 1);
	assert_int_equal(r->found.list[0]->code, code);
	return r->found.list[0];
}

static inline void says(const struct finding *f, const char *message)
{
	struct arena a = { 0 };

	assert_string_equal(arena_dup(&a, f->message).s, message);
	arena_release(&a);
}

static inline void helps(const struct finding *f, const char *help)
{
	struct arena a = { 0 };

	assert_string_equal(arena_dup(&a, f->help).s, help);
	arena_release(&a);
}

static inline bool is(struct str s, const char *text)
{
	return str_eq(s, str_of(text));
}

#endif
