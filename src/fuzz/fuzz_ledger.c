/*
 * Any bytes in the place of a root, a recipient and an entry of the trust ledger
 * are read or refused with a finding. The three stand one behind the other, each
 * after the first with a line "===" before it.
 */
#include "diag/print.h"
#include "fuzz/fuzz.h"
#include "model/ledger.h"
#include "trust/entry.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH "trust/p/issued/c1/istio-system.yaml"

/* What is under test, and what is around it. */
struct subject {
	struct arena arena;
	struct sources sources;
	struct findings found;
	struct trust_policy policy;
	struct root root;
	struct trust_roots roots;
	struct recipients recipients;
	struct model model;
};

/* Takes the part before the next "===" off the input. */
static struct str next_part(struct str *rest)
{
	struct str line = S("===\n"), part = *rest;
	size_t at = str_search(part, line);

	*rest = str_from(part, at + line.n);
	return str_first(part, at);
}

static void put(struct str bytes, const char *path)
{
	FILE *f = fopen(path, "w");

	if (!f || fwrite(bytes.s, 1, bytes.n, f) != bytes.n || fclose(f))
		abort();
}

/* A folder with an entry; the path of the entry is returned. */
static char *make_folder(char *folder, struct str entry, struct arena *a)
{
	char *path;

	if (!mkdtemp(folder))
		abort();
	path = (char *)arena_fmt(a, "%s/" PATH, folder).s;
	for (char *at = path + str_of(folder).n + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		mkdir(path, 0700);
		*at = '/';
	}
	put(entry, path);
	return path;
}

static void remove_folder(char *path, size_t keep)
{
	unlink(path);
	for (size_t i = str_of(path).n; i >= keep; i--) {
		if (path[i] != '/' && i > keep)
			continue;
		path[i] = '\0';
		rmdir(path);
	}
}

static void begin(struct subject *s, struct str root, struct str recipient)
{
	struct str path = S("input");
	uint32_t file = sources_add(&s->sources, &s->arena, path, root);
	struct name as_root = { root, place_file(file) };
	struct name as_recipient = { recipient, place_file(file) };
	struct name as_age = { str_trim(recipient), place_file(file) };

	s->policy = (struct trust_policy){
		.name = { S("p"), place_file(file) },
		.root_validity = 315360000,
		.intermediate_validity = 31536000,
		.renew_before = 7776000,
	};
	s->root = (struct root){ .place = place_file(file),
				 .generation = 1,
				 .phase = ROOT_ACTIVE,
				 .certificate = as_root };
	s->roots = (struct trust_roots){ { S("p"), place_file(file) }, &s->root, 1 };
	s->recipients.sealed_secrets = as_recipient;
	s->recipients.age = (struct names){ ARENA_NEW(&s->arena, struct name), 1 };
	*s->recipients.age.list = as_age;
	s->model = (struct model){ .trust_policies = &s->policy,
				   .n_trust_policies = 1,
				   .trust_roots = &s->roots,
				   .n_trust_roots = 1 };
}

/* The entry under every method: what its value looks like to each. */
static void check_entry(struct subject *s, const struct intermediate_ca *e)
{
	static const struct str methods[] = { [SEAL_OUT_OF_BAND] = STR("OutOfBand"),
					      [SEAL_SEALED_SECRET] = STR("SealedSecret"),
					      [SEAL_SOPS] = STR("SOPS"),
					      [SEAL_EXTERNAL_SECRET] = STR("ExternalSecret") };
	struct holder h = { .cluster = S("c1"),
			    .namespace = S("istio-system"),
			    .trust_domain = S("cluster.local"),
			    .policy = &s->policy,
			    .recipients = &s->recipients };
	struct authorities all;

	authorities_open(&s->model, &s->arena, &s->found, &all);
	for (int seal = SEAL_OUT_OF_BAND; seal <= SEAL_EXTERNAL_SECRET; seal++) {
		size_t errors = s->found.errors;
		bool ok;

		s->policy.seal = (enum seal_method)seal;
		s->policy.method = (struct name){ methods[seal], s->policy.name.place };
		ok = entry_check(e, &h, authority_of(&all, &s->policy), 1800000000, &s->arena,
				 &s->found);
		if (ok != (s->found.errors == errors) && authority_of(&all, &s->policy)->ok)
			abort();
	}
	authorities_release(&all);
}

static void check_findings(struct subject *s, const struct ledger *l)
{
	struct buf out = BUF_INIT;

	ledger_show(l, &s->found);
	findings_sort(&s->found, &s->sources);
	print_text(&out, &s->found, &s->sources, SEVERITY_WARNING, false);
	for (size_t i = 0; i < out.n; i++)
		if ((unsigned char)out.s[i] < ' ' && out.s[i] != '\n' && out.s[i] != '\t')
			abort();
	print_json(&out, &s->found, &s->sources);
	buf_release(&out);
}

static void check(struct subject *s, const char *folder)
{
	struct tree *t = tree_open_folder(str_of(folder), &s->found);
	struct entry entry = { S(PATH), ENTRY_FILE };
	struct entries issued = { &entry, 1, 1 };
	struct intermediate_ca e;
	struct ledger *l;
	bool ok;

	ledger_list(&issued, &s->arena, &s->sources, &s->found, &s->model);
	l = ledger_open(t, &s->model, &s->sources, &s->arena);
	ok = ledger_read(l, &s->model.ledger[0], &s->arena, &s->found, &e);
	if (ok != !s->found.errors)
		abort();
	if (ok)
		check_entry(s, &e);
	check_findings(s, l);
	tree_close(t);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str rest = { (const char *)bytes, n }, root = next_part(&rest),
		   recipient = next_part(&rest);
	char folder[] = "/tmp/meshgen-fuzz-XXXXXX", *path;
	struct subject s = { 0 };

	begin(&s, root, recipient);
	path = make_folder(folder, rest, &s.arena);
	check(&s, folder);
	remove_folder(path, sizeof(folder) - 1);
	findings_release(&s.found);
	arena_release(&s.arena);
	return 0;
}
