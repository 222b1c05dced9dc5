#include "model/load_fixture.h"

static void test_which_files(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml",
	    OWN_API "kind: Config\nspec:\n"
		    "  exclude: [\"charts/**\", no.yaml]\n"
		    "  output: ./gen/out/\n  templates: tpl\n");
	put_deployment(&r, "a.yaml", "a");
	put_deployment(&r, "deep/er/b.json", "b");
	put_deployment(&r, "c.txt", "c");
	put_deployment(&r, ".hidden/d.yaml", "d");
	put_deployment(&r, "gen/out/e.yaml", "e");
	put_deployment(&r, "gen/outer/f.yaml", "f");
	put_deployment(&r, "rendered/g.yaml", "g");
	put_deployment(&r, "tpl/h.yaml", "h");
	put_deployment(&r, "charts/x/i.yaml", "i");
	put_deployment(&r, "no.yaml", "j");
	put_deployment(&r, "nested/k.yaml", "k");
	put(&r, "nested/meshgen.yaml", OWN_API "kind: Config\n");
	put_deployment(&r, "empty/sub/l.yaml", "l");
	put(&r, "empty/meshgen.yaml", "");
	put(&r, "z.yaml", "a: b\n");
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 3);
	assert_true(is(r.model.deployments[0].name.text, "a"));
	assert_true(is(r.model.deployments[1].name.text, "b"));
	assert_true(is(r.model.deployments[2].name.text, "f"));
	assert_true(is(r.model.config.output, "gen/out"));
	assert_true(is(r.model.config.templates.text, "tpl"));
	assert_int_equal(r.sources.n, 4);
	end(&r);
}

static void test_inputs_narrow(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml",
	    OWN_API
	    "kind: Config\nspec: {inputs: [fleet/*.yaml, a/b/c/f.yaml], exclude: [\"trust/**\"]}\n"
	    "---\n" MESH_API "kind: MeshDeployment\nmetadata: {name: d}\n");
	put_deployment(&r, "a.yaml", "a");
	put_deployment(&r, "fleet/b.yaml", "b");
	put_deployment(&r, "fleet/sub/c.yaml", "c");
	put_deployment(&r, "fleets/e.yaml", "e");
	put_deployment(&r, "a/b/c/f.yaml", "f");
	put(&r, "trust/p/policy.yaml",
	    OWN_API "kind: TrustPolicy\nmetadata: {name: p}\n"
		    "spec: {federations: [{name: f}], seal: {method: OutOfBand}}\n");
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 3);
	assert_true(is(r.model.deployments[0].name.text, "d"));
	assert_true(is(r.model.deployments[1].name.text, "f"));
	assert_true(is(r.model.deployments[2].name.text, "b"));
	assert_int_equal(r.model.n_trust_policies, 1);
	end(&r);
}

static void test_where_inputs_can_be(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml",
	    OWN_API "kind: Config\nspec: {inputs: [\"a/**\", \"b?/x/*.yaml\", \"*/c.yaml\"]}\n");
	put_deployment(&r, "a/b/c/d/e.yaml", "deep");
	put_deployment(&r, "bb/x/f.yaml", "mark");
	put_deployment(&r, "bb/y/f.yaml", "other");
	put_deployment(&r, "c/c.yaml", "star");
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 3);
	assert_true(is(r.model.deployments[0].name.text, "deep"));
	assert_true(is(r.model.deployments[1].name.text, "mark"));
	assert_true(is(r.model.deployments[2].name.text, "star"));
	end(&r);
	start(&r);
	put(&r, "meshgen.yaml",
	    OWN_API "kind: Config\nspec: {inputs: [\"b?/x/*.yaml\", \"fleet/**\"]}\n");
	put_deployment(&r, "bb/x/f.yaml", "mark");
	put_deployment(&r, "fleet/a/b/g.yaml", "below");
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 2);
	end(&r);
}

static void test_inputs_name_nothing(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml", OWN_API "kind: Config\nspec:\n  inputs: [a.yaml, fleet]\n");
	put_deployment(&r, "a.yaml", "a");
	put_deployment(&r, "fleet/b.yaml", "b");
	load(&r);
	f = only(&r, MG0115);
	says(f, "'fleet' names no file");
	helps(f, "write FOLDER/** for all files below a folder");
	assert_int_equal(place_find(&r.sources, f->place).column, 20);
	assert_int_equal(r.found.errors, 0);
	assert_int_equal(r.model.n_deployments, 1);
	end(&r);
}

static void test_links(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put_deployment(&r, "real/a.yaml", "a");
	assert_int_equal(symlink("real/a.yaml", path_in(&r, "b.yaml")), 0);
	assert_int_equal(symlink("real", path_in(&r, "folder")), 0);
	assert_int_equal(symlink("real", path_in(&r, "x.txt")), 0);
	load(&r);
	assert_int_equal(r.found.n, 2);
	assert_int_equal(r.found.errors, 0);
	assert_true(is(r.found.list[0]->path, "b.yaml"));
	assert_int_equal(r.found.list[0]->code, MG0112);
	assert_true(is(r.found.list[1]->path, "folder"));
	assert_int_equal(r.model.n_deployments, 1);
	assert_false(r.model.incomplete);
	end(&r);
}

/* Clones and linked work trees are no part of the repository. */
static void test_other_repositories(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put_deployment(&r, "a.yaml", "a");
	put_deployment(&r, "clone/b.yaml", "b");
	put(&r, "clone/.git/HEAD", "ref: refs/heads/main\n");
	put_deployment(&r, "linked/c.yaml", "c");
	put(&r, "linked/.git", "gitdir: /modules/repo/.git/worktrees/linked\n");
	put_deployment(&r, "module/d.yaml", "d");
	put(&r, "module/.git", "gitdir: ../.git/modules/module\n");
	load(&r);
	assert_true(is(only(&r, MG0117)->path, "module"));
	assert_int_equal(r.model.n_deployments, 1);
	end(&r);
}

static void test_ledger_of_another_repository(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put_deployment(&r, "a.yaml", "a");
	put(&r, "trust/.github/a.yaml", "a: 1\n");
	put(&r, ".git/HEAD", "ref: refs/heads/main\n");
	load(&r);
	assert_int_equal(r.found.n, 0);
	put(&r, "trust/prod/.git/HEAD", "ref: refs/heads/main\n");
	load(&r);
	assert_true(is(only(&r, MG0118)->path, "trust/prod"));
	end(&r);
}

static void test_broken_files(void **state)
{
	struct repo r;

	(void)state;
	load_text(&r, "# for open-cluster-management.io\na: [\n{{ .Values.x }}\n");
	assert_int_equal(only(&r, MG0113)->place.file, 1);
	assert_int_equal(r.found.errors, 0);
	assert_true(r.model.incomplete);
	end(&r);
	load_text(&r, MESH_API "kind: MeshDeployment\na: [\n");
	only(&r, MG0105);
	end(&r);
	load_text(&r, "{\"apiVersion\" : \"meshgen.dev/v1alpha1\", \"a\": [");
	only(&r, MG0105);
	end(&r);
	start(&r);
	put(&r, "meshgen.yaml", OWN_API "kind: Config\nspec: {inputs: [\"*.yaml\"]}\n");
	put(&r, "x.yaml", "# meshgen.dev\na: [\n");
	load(&r);
	only(&r, MG0105);
	end(&r);
	start(&r);
	put(&r, "meshgen.yaml", "a: [ # meshgen.dev\n");
	load(&r);
	only(&r, MG0105);
	end(&r);
	start(&r);
	put_bytes(&r, "x.yaml", S("a\0b"));
	put(&r, "y.yaml", "a: [ # nothing of ours\n");
	load(&r);
	assert_int_equal(only(&r, MG0113)->place.off, 1);
	assert_true(is(source_at(&r.sources, r.found.list[0]->place.file).path, "x.yaml"));
	end(&r);
}

static void test_keys(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "x.yaml",
	    "kind: Secret\nstringData:\n  ca-key.pem: |\n"
	    "    -----BEGIN EC PRIVATE KEY-----\n");
	put(&r, "b.yaml", "data: {tls.key: LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1J}\n");
	put(&r, "c.yaml", "spec: {encryptedData: {ca-key.pem: AgBx}}\n");
	put(&r, "d.yaml", "metadata: {name: cacerts}\ndata: {tls.key: AgBx}\n");
	load(&r);
	assert_true(is(only(&r, MG0537)->path, "x.yaml"));
	end(&r);
	start(&r);
	put(&r, "tls.yaml",
	    "metadata: {name: cacerts}\ndata: {tls.key: "
	    "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1J}\n");
	load(&r);
	assert_true(is(only(&r, MG0537)->path, "tls.yaml"));
	assert_true(r.model.incomplete);
	end(&r);
}

static void test_encodings(void **state)
{
	struct repo r;
	struct buf wide = BUF_INIT;
	const char *text = MESH_API "kind: MeshDeployment\r\nmetadata: {name: wide}\r\n";

	(void)state;
	buf_add(&wide, S("\xff\xfe"));
	for (size_t i = 0; text[i]; i++) {
		buf_addc(&wide, text[i]);
		buf_addc(&wide, '\0');
	}
	start(&r);
	put_bytes(&r, "a.yaml", buf_str(&wide));
	put(&r, "b.yaml", "\xef\xbb\xbf" MESH_API "kind: MeshDeployment\nmetadata: {name: mark}\n");
	load(&r);
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.n_deployments, 2);
	assert_true(is(r.model.deployments[0].name.text, "wide"));
	assert_true(is(r.model.deployments[1].name.text, "mark"));
	end(&r);
	buf_release(&wide);
}

static void test_raised_link(void **state)
{
	struct repo r;

	(void)state;
	start(&r);
	put(&r, "meshgen.yaml", OWN_API "kind: Config\nspec: {severities: {mg0112: error}}\n");
	assert_int_equal(symlink("x", path_in(&r, "b.yaml")), 0);
	load(&r);
	assert_int_equal(only(&r, MG0112)->severity, SEVERITY_ERROR);
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_which_files),
		cmocka_unit_test(test_inputs_narrow),
		cmocka_unit_test(test_where_inputs_can_be),
		cmocka_unit_test(test_inputs_name_nothing),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_other_repositories),
		cmocka_unit_test(test_ledger_of_another_repository),
		cmocka_unit_test(test_broken_files),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_encodings),
		cmocka_unit_test(test_raised_link),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
