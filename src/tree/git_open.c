#include "tree/git.h"

#include "base/system.h"

#include <git2/sys/repository.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Without links, with a slash at its end; empty when it cannot be found out. A state of a
 * repository may hold a folder that the work tree lacks.
 */
static struct str real_folder(struct str folder, struct arena *a)
{
	struct str path = real_path_to(folder, a);

	return path.n && !str_ends(path, S("/")) ? arena_fmt(a, "%.*s/", FMT(path)) : path;
}

/* What the error of libgit2 says of a repository that is there, and what can be done about it. */
static const struct refusal {
	const char *said, *help;
} refusals[] = {
	{ "objectformat", "its object ids are SHA-256, which libgit2 cannot read: use "
			  "--from=worktree" },
	{ "unsupported extension", "it has a format that libgit2 does not know: use "
				   "--from=worktree" },
	{ "", "mend it, or read the files themselves with --from=worktree" },
};

static bool repository_refused(const struct opening *o, int failure)
{
	const git_error *e = git_error_last();
	const struct refusal *r = refusals;

	if (failure == GIT_ENOTFOUND) {
		finding_help(git_report(o, MG0902, "no git repository can be opened here"),
			     "run `git init`, or let render, check and verify read the files with "
			     "--from=worktree");
		return false;
	}
	while (!strstr(e && e->message ? e->message : "", r->said))
		r++;
	finding_help(git_report(o, MG0905, "the repository cannot be opened"), "%s", r->help);
	return false;
}

/* Where git would look: by GIT_DIR, or from the folder upwards. */
static bool open_repository(struct opening *o)
{
	struct arena *a = &o->store->arena;
	git_repository **ret = &o->store->repository;
	struct str start = existing_part(o->folder, a);
	const char *git_dir = git_setting("GIT_DIR");
	int failure;

	if (git_dir)
		failure =
			git_repository_open_ext(ret, git_dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	else
		failure = git_repository_open_ext(ret, start.n ? arena_dup(a, start).s : ".", 0,
						  git_setting("GIT_CEILING_DIRECTORIES"));
	return failure ? repository_refused(o, failure) : true;
}

const char *git_work_tree(const struct opening *o)
{
	const char *named = git_setting("GIT_WORK_TREE");

	return named ? named : git_repository_workdir(o->store->repository);
}

/* Which folder of the repository is the root? A bare one has no other than its top. */
static bool find_prefix(struct opening *o)
{
	struct arena *a = &o->store->arena;
	const char *top = git_work_tree(o);
	struct str above, folder;

	if (!top)
		return true;
	above = real_folder(str_of(top), a);
	folder = real_folder(o->folder, a);
	if (!above.n || !str_starts(folder, above)) {
		finding_help(finding_add_path(o->found, MG0902, o->folder,
					      "the folder lies outside of the work tree '%s'", top),
			     "unset GIT_DIR and GIT_WORK_TREE, or name a folder of that work tree");
		return false;
	}
	o->prefix = str_from(folder, above.n);
	o->prefix.n -= o->prefix.n > 0;
	return true;
}

/* The first line of objects/info/alternates that names something; empty when there is none. */
static struct str first_alternate(const char *common, struct arena *a)
{
	FILE *f = fopen(arena_fmt(a, "%sobjects/info/alternates", common).s, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	struct str hit = S("");

	while (f && !hit.n && (n = getline(&line, &size, f)) > 0) {
		if (*line != '\n' && *line != '#')
			hit = arena_dup(a, str_trim((struct str){ line, (size_t)n }));
	}
	free(line);
	if (f)
		fclose(f);
	return hit;
}

static bool add_objects(git_odb *odb, git_odb_backend *backend, int priority)
{
	if (git_odb_add_backend(odb, backend, priority) == 0)
		return true;
	backend->free(backend);
	return false;
}

/* Packs have the higher priority: an object that is whole in one is not looked for elsewhere. */
static bool open_odb(struct store *s, struct str objects)
{
	git_odb_backend *packs;

	return git_odb_new(&s->odb) == 0 && git_odb_backend_pack(&packs, objects.s) == 0 &&
	       add_objects(s->odb, packs, 2) &&
	       add_objects(s->odb, git_loose_backend(objects), 1) &&
	       git_repository_set_odb(s->repository, s->odb) == 0;
}

static bool open_objects(struct opening *o)
{
	struct arena *a = &o->store->arena;
	const char *common = git_repository_commondir(o->store->repository);
	struct str alternate = first_alternate(common, a);
	struct finding *f;

	if (!alternate.n && open_odb(o->store, arena_fmt(a, "%sobjects", common)))
		return true;
	if (!alternate.n) {
		git_report(o, MG0905, "the objects of the repository cannot be opened");
		return false;
	}
	f = finding_add_path(o->found, MG0905, o->folder,
			     "the repository borrows objects from '%.*s', which may lie anywhere",
			     FMT(alternate));
	finding_help(f, "git repack -a -d && rm %sobjects/info/alternates", common);
	return false;
}

bool git_find(struct opening *o)
{
	return open_repository(o) && find_prefix(o) && open_objects(o);
}
