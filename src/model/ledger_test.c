#include "model/ledger.h"

#include "base/workers.h"
#include "model/load_fixture.h"

#define ENTRY                                                                                      \
	OWN_API "kind: IntermediateCA\n"                                                           \
		"metadata: {name: c1.istio-system}\n"                                              \
		"spec:\n"                                                                          \
		"  policy: p\n"                                                                    \
		"  issuer: 3\n"                                                                    \
		"  issuedAt: \"2026-01-01T00:00:00Z\"\n"                                           \
		"  for: {cluster: c1, namespace: istio-system, trustDomain: td}\n"                 \
		"  certificate: |\n    A\n    B\n"                                                 \
		"  spki: sha256:ab\n"                                                              \
		"  serial: \"0a\"\n"                                                               \
		"  notAfter: \"2027-01-01T00:00:00Z\"\n"

static void put_entry(struct repo *r, const char *path, const char *rest)
{
	struct buf text = BUF_INIT;

	buf_addf(&text, ENTRY "%s", rest);
	put(r, path, text.s);
	buf_release(&text);
}

/* Loads, and opens the ledger; end_ledger closes what was opened. */
static struct ledger *open_ledger(struct repo *r, struct tree **ret_tree)
{
	*ret_tree = tree_open_folder(str_of(r->folder), &r->found);
	model_load(*ret_tree, S(""), S("1.2.3"), &r->arena, &r->sources, &r->found, &r->model);
	return ledger_open(*ret_tree, &r->model, &r->sources, &r->arena);
}

static void end_ledger(struct repo *r, struct tree *t)
{
	tree_close(t);
	end(r);
}

static void test_list(void **state)
{
	struct repo r;
	struct ledger *l;
	struct tree *t;
	const struct ledger_file *f;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml", OWN_API "kind: Config\nspec: {exclude: [\"trust/**\"]}\n");
	put(&r, "trust/p/issued/a-b/n.yaml", "not: read\n");
	put(&r, "trust/p/issued/a/n.yaml", "[not read");
	put(&r, "trust/p/issued/a/README.md", "");
	put(&r, "trust/o/issued/z/n.yaml", "");
	put(&r, "elsewhere/trust/p/issued/a/m.yaml", "");
	l = open_ledger(&r, &t);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_ledger, 3);
	assert_true(is(r.model.ledger[0].policy, "o"));
	assert_true(is(r.model.ledger[1].cluster, "a"));
	assert_true(is(r.model.ledger[2].cluster, "a-b"));
	f = ledger_find(l, S("p"), S("a"), S("n"));
	assert_non_null(f);
	assert_true(is(f->path, "trust/p/issued/a/n.yaml"));
	assert_true(is(source_at(&r.sources, f->file).path, "trust/p/issued/a/n.yaml"));
	assert_null(ledger_find(l, S("p"), S("z"), S("n")));
	assert_null(ledger_find(l, S("p"), S("a"), S("m")));
	end_ledger(&r, t);
}

static void test_wrong_places(void **state)
{
	static const char *const paths[] = { "trust/p/issued/x.yaml", "trust/p/issued/a/b/n.yaml",
					     "trust/p/issued/a/n.json" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct repo r;

		start(&r);
		put(&r, paths[i], ENTRY);
		load(&r);
		says(only(&r, MG0502), "a file at a place for no entry of the ledger");
		assert_true(is(r.found.list[0]->path, paths[i]));
		assert_int_equal(r.model.n_ledger, 0);
		end(&r);
	}
}

static void test_read(void **state)
{
	struct repo r;
	struct ledger *l;
	struct tree *t;
	struct intermediate_ca e;

	(void)state;
	start(&r);
	put_entry(&r, "trust/p/issued/c1/istio-system.yaml",
		  "  key:\n    method: SOPS\n    recipients: [sha256:a, sha256:b]\n    value: V\n"
		  "    age: [{recipient: age1x, enc: E}, {recipient: age1y, enc: F}]\n"
		  "    lastModified: \"2026-01-01T00:00:01Z\"\n    mac: M\n");
	l = open_ledger(&r, &t);
	assert_true(ledger_read(l, &r.model.ledger[0], &r.arena, &r.found, &e));
	assert_int_equal(r.found.n, 0);
	assert_true(is(e.name.text, "c1.istio-system"));
	assert_true(is(e.policy.text, "p"));
	assert_int_equal(e.issuer, 3);
	assert_true(is(e.issued_at.text, "2026-01-01T00:00:00Z"));
	assert_true(is(e.cluster.text, "c1"));
	assert_true(is(e.namespace.text, "istio-system"));
	assert_true(is(e.trust_domain.text, "td"));
	assert_true(is(e.certificate.text, "A\nB\n"));
	assert_true(is(e.spki.text, "sha256:ab"));
	assert_true(is(e.serial.text, "0a"));
	assert_true(is(e.not_after.text, "2027-01-01T00:00:00Z"));
	assert_true(is(e.method.text, "SOPS"));
	assert_int_equal(e.recipients.n, 2);
	assert_true(is(e.value.text, "V"));
	assert_int_equal(e.n_age, 2);
	assert_true(is(e.age[1].recipient.text, "age1y"));
	assert_true(is(e.age[1].enc.text, "F"));
	assert_true(is(e.last_modified.text, "2026-01-01T00:00:01Z"));
	assert_true(is(e.mac.text, "M"));
	assert_int_equal(e.policy.place.file, r.model.ledger[0].file);
	end_ledger(&r, t);
}

/* The line of a finding is there once the text was read again. */
static void test_show(void **state)
{
	struct repo r;
	struct ledger *l;
	struct tree *t;
	struct intermediate_ca e;

	(void)state;
	start(&r);
	put_entry(&r, "trust/p/issued/c1/istio-system.yaml", "  key: {method: SOPS}\n");
	l = open_ledger(&r, &t);
	assert_true(ledger_read(l, &r.model.ledger[0], &r.arena, &r.found, &e));
	finding_add(&r.found, MG0502, e.issuer_place, "here");
	finding_note(r.found.list[0], e.cluster.place, "there");
	assert_int_equal(source_at(&r.sources, e.issuer_place.file).text.n, 0);
	ledger_show(l, &r.found);
	assert_int_equal(place_find(&r.sources, e.issuer_place).line, 6);
	assert_true(is(place_find(&r.sources, e.issuer_place).text, "  issuer: 3"));
	assert_int_equal(place_find(&r.sources, e.cluster.place).line, 8);
	end_ledger(&r, t);
}

static void expect(const char *text, enum code code, const char *message)
{
	struct repo r;
	struct ledger *l;
	struct tree *t;
	struct intermediate_ca e;

	start(&r);
	put(&r, "trust/p/issued/c1/istio-system.yaml", text);
	l = open_ledger(&r, &t);
	assert_int_equal(r.found.n, 0);
	assert_false(ledger_read(l, &r.model.ledger[0], &r.arena, &r.found, &e));
	says(only(&r, code), message);
	end_ledger(&r, t);
}

static void test_not_an_entry(void **state)
{
	(void)state;
	expect("", MG0502, "no document in a file of the trust ledger");
	expect("apiVersion: v1\nkind: ConfigMap\n", MG0502,
	       "a document that is no IntermediateCA in a file of the trust ledger");
	expect(OWN_API "kind: TrustRoots\nmetadata: {name: p}\n", MG0502,
	       "a document that is no IntermediateCA in a file of the trust ledger");
	expect(ENTRY "  key: {method: SOPS}\n---\na: b\n", MG0502,
	       "a second document in a file of the trust ledger");
	expect(OWN_API "kind: Intermediate\n", MG0206, "meshgen.dev has no kind 'Intermediate'");
	expect(ENTRY "  key: {method: Plain}\n", MG0204,
	       "'spec.key.method' is 'Plain', it can be one of: SealedSecret, SOPS, "
	       "ExternalSecret, OutOfBand");
	expect(ENTRY "  key: {method: SOPS, age: [null]}\n", MG0216,
	       "an entry of the list is empty");
	expect(ENTRY "  key: {method: SOPS, lastModified: yesterday}\n", MG0225,
	       "'yesterday' is no time");
	expect("a: [", MG0105, "expected a value");
	expect("\xff", MG0103, "no UTF-8 at line 1, column 1");
}

static void test_gone(void **state)
{
	struct repo r;
	struct ledger *l;
	struct tree *t;
	struct intermediate_ca e;

	(void)state;
	start(&r);
	put(&r, "trust/p/issued/c1/istio-system.yaml", ENTRY);
	l = open_ledger(&r, &t);
	assert_int_equal(unlink(path_in(&r, "trust/p/issued/c1/istio-system.yaml")), 0);
	assert_false(ledger_read(l, &r.model.ledger[0], &r.arena, &r.found, &e));
	only(&r, MG0101);
	ledger_show(l, &r.found);
	assert_int_equal(r.found.n, 1);
	end_ledger(&r, t);
}

enum { ENTRIES = 200, WORKERS = 4 };

struct reader {
	const struct ledger *ledger;
	const struct model *model;
	struct arena arena;
	struct findings found;
	size_t n;
};

static void read_some(void *arg, size_t chunk, size_t first, size_t end)
{
	struct reader *x = arg;
	struct intermediate_ca e;

	(void)chunk;
	for (size_t i = first; i < end; i++)
		x->n += ledger_read(x->ledger, &x->model->ledger[i], &x->arena, &x->found, &e) &&
			e.issuer == 3;
}

static void test_many_workers(void **state)
{
	struct reader readers[WORKERS] = { 0 };
	struct repo r;
	struct ledger *l;
	struct tree *t;
	size_t n = 0;

	(void)state;
	start(&r);
	for (int i = 0; i < ENTRIES; i++)
		put_entry(&r, arena_fmt(&r.arena, "trust/p/issued/c%d/istio-system.yaml", i).s,
			  i % 2 ? "  key: {method: SOPS}\n" : "  key: {method: no}\n");
	l = open_ledger(&r, &t);
	for (int i = 0; i < WORKERS; i++)
		readers[i] = (struct reader){ .ledger = l, .model = &r.model };
	workers_run(WORKERS, ENTRIES, WORKERS_CHUNK, readers, sizeof(*readers), read_some);
	for (int i = 0; i < WORKERS; i++) {
		n += readers[i].n;
		findings_take(&r.found, &readers[i].found);
		findings_release(&readers[i].found);
		arena_release(&readers[i].arena);
	}
	assert_int_equal(n, ENTRIES / 2);
	assert_int_equal(r.found.n, ENTRIES / 2);
	end_ledger(&r, t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_list),         cmocka_unit_test(test_wrong_places),
		cmocka_unit_test(test_read),         cmocka_unit_test(test_show),
		cmocka_unit_test(test_not_an_entry), cmocka_unit_test(test_gone),
		cmocka_unit_test(test_many_workers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
