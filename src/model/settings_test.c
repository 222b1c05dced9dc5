#include "model/load_fixture.h"

static void load_config(struct repo *r, const char *spec)
{
	struct buf text = BUF_INIT;

	start(r);
	buf_addf(&text, OWN_API "kind: Config\nspec: {%s}\n", spec);
	put(r, "meshgen.yaml", text.s);
	load(r);
	buf_release(&text);
}

static void expect_config(const char *spec, enum code code, const char *message)
{
	struct repo r;

	load_config(&r, spec);
	says(only(&r, code), message);
	assert_int_equal(place_find(&r.sources, r.found.list[0]->place).line, 3);
	end(&r);
}

static void test_config_folders(void **state)
{
	(void)state;
	expect_config("output: ../x", MG0215,
		      "'../x' cannot be the folder of spec.output: it must stay below the root");
	expect_config(
		"output: a/../../x", MG0215,
		"'a/../../x' cannot be the folder of spec.output: it must stay below the root");
	expect_config("output: /x", MG0215,
		      "'/x' cannot be the folder of spec.output: it must be relative");
	expect_config("output: /", MG0215,
		      "'/' cannot be the folder of spec.output: it must be relative");
	expect_config(
		"output: \"a\\tb\"", MG0215,
		"'a\tb' cannot be the folder of spec.output: it holds a control character or a "
		"backslash");
	expect_config(
		"output: a\\b", MG0215,
		"'a\\b' cannot be the folder of spec.output: it holds a control character or a "
		"backslash");
	expect_config("output: a//b", MG0215,
		      "'a//b' cannot be the folder of spec.output: a part of it is empty");
	expect_config("output: a/./b", MG0215,
		      "'a/./b' cannot be the folder of spec.output: a part of it is '.'");
	expect_config("output: ./", MG0215,
		      "'./' cannot be the folder of spec.output: it is the root itself");
	expect_config("output: .", MG0215,
		      "'.' cannot be the folder of spec.output: it is the root itself");
	expect_config("output: .GIT/hooks", MG0215,
		      "'.GIT/hooks' cannot be the folder of spec.output: git keeps its own files "
		      "there");
	expect_config(
		"templates: trust/x", MG0215,
		"'trust/x' cannot be the folder of spec.templates: the folder trust holds the "
		"trust ledger");
	expect_config("templates: out", MG0215,
		      "spec.templates 'out' and spec.output 'out' overlap");
	expect_config("templates: a/b, output: a", MG0215,
		      "spec.templates 'a/b' and spec.output 'a' overlap");
}

/* What is wrong has no effect. */
static void test_config_defaults(void **state)
{
	struct repo r;

	(void)state;
	load_config(&r, "output: ../x, templates: ../y");
	assert_int_equal(r.found.n, 2);
	assert_true(is(r.model.config.output, "out"));
	assert_int_equal(r.model.config.templates.text.n, 0);
	end(&r);
	load_config(&r, "output: \"\", templates: my templates//");
	says(only(&r, MG0215),
	     "'my templates' cannot be the folder of spec.templates: it is not there");
	assert_true(is(r.model.config.output, "out"));
	assert_true(is(r.model.config.templates.text, "my templates"));
	end(&r);
	load_config(&r, "inputs: [\"\"], requiredVersion: 1.2.3, exclude: [a]");
	assert_int_equal(only(&r, MG0216)->severity, SEVERITY_ERROR);
	assert_true(is(r.model.config.required_version.text, "1.2.3"));
	assert_int_equal(r.model.config.exclude.n, 1);
	end(&r);
}

static void test_config_settings(void **state)
{
	struct repo r;

	(void)state;
	expect_config("requiredVersion: 1.2.4", MG0210,
		      "this repository wants meshgen 1.2.4, this is 1.2.3");
	expect_config("appliers: [argo]", MG0204,
		      "'spec.appliers[0]' is 'argo', it can be one of: argocd, flux");
	expect_config("severities: {MG9999: error}", MG0214, "there is no finding 'MG9999'");
	expect_config("severities: {MG0112: warning}", MG0204,
		      "'spec.severities.MG0112' is 'warning', it can be only error");
	load_config(&r, "appliers: [flux]");
	assert_int_equal(r.model.config.appliers, APPLIER_FLUX);
	end(&r);
	load_config(&r, "requiredVersion: 1.2.3, severities: {MG0112: error}, output: o-ut");
	assert_int_equal(r.found.n, 0);
	assert_true(r.found.raised[MG0112]);
	assert_false(r.found.raised[MG0113]);
	assert_true(is(r.model.config.output, "o-ut"));
	end(&r);
	start(&r);
	load(&r);
	assert_true(is(r.model.config.output, "out"));
	assert_int_equal(r.model.config.place.file, 0);
	end(&r);
}

/* Argo CD is told where the repository is; Flux has a GitRepository of its own. */
static void test_config_repository(void **state)
{
	struct repo r;
	const struct repository *at;

	(void)state;
	expect_config("appliers: [argocd]", MG0231,
		      "nothing says where Argo CD finds this repository");
	load_config(&r, "appliers: [flux, argocd], repository: {url: git@host:a/b.git}");
	at = &r.model.config.repository;
	assert_int_equal(r.found.n, 0);
	assert_int_equal(r.model.config.appliers, APPLIER_ARGOCD | APPLIER_FLUX);
	assert_true(is(at->url, "git@host:a/b.git"));
	assert_true(is(at->revision, "HEAD") && is(at->path, "") &&
		    is(at->git_repository, "flux-system"));
	end(&r);
	load_config(&r, "repository: {url: https://u@host:80/b, revision: v1/x, path: ./a/b/, "
			"gitRepository: fleet}");
	at = &r.model.config.repository;
	assert_int_equal(r.found.n, 0);
	assert_true(is(at->url, "https://u@host:80/b") && is(at->revision, "v1/x") &&
		    is(at->path, "a/b") && is(at->git_repository, "fleet"));
	end(&r);
	load_config(&r, "repository: {path: .}");
	assert_int_equal(r.found.n, 0);
	assert_true(is(r.model.config.repository.path, ""));
	end(&r);
}

static void test_config_repository_refused(void **state)
{
	static const char *const wrong[] = {
		"url: https://u:secret@host/b",
		"url: ssh://u:p@host",
		"url: host/path",
		"url: \":path\"",
		"url: https://",
		"url: '://host'",
		"url: 'https://h/{{x}}'",
		"url: 'https://h/a b'",
		"revision: 'a*'",
		"revision: 'a b'",
		"path: ../a",
		"path: /a",
		"path: 'a/[x]'",
		"path: a//b",
		"gitRepository: Fleet",
	};
	struct repo r;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		char text[100];

		snprintf(text, sizeof(text), "repository: {%s}", wrong[i]);
		load_config(&r, text);
		only(&r, MG0230);
		end(&r);
	}
	load_config(&r, "repository: {url: https://u:x@h}");
	says(only(&r, MG0230), "spec.repository.url holds a password");
	assert_int_equal(place_find(&r.sources, only(&r, MG0230)->place).line, 0);
	end(&r);
	expect_config(
		"output: 'a[1]', appliers: [argocd], repository: {url: https://h/x}", MG0230,
		"Argo CD would not find a folder below 'a[1]': an applier would not take one of "
		"*?[]{}\\\"'`$ in it as it is");
	expect_config("output: a/.out, appliers: [argocd], repository: {url: https://h/x}", MG0230,
		      "Argo CD would not find a folder below 'a/.out': it passes over folders that "
		      "begin with a dot");
	expect_config("appliers: [argocd], repository: {url: https://h/x, path: .x}", MG0230,
		      "Argo CD would not find a folder below '.x': it passes over folders that "
		      "begin with a dot");
}

static void test_config_elsewhere(void **state)
{
	struct repo r;
	const struct finding *f;

	(void)state;
	load_text(&r, OWN_API "kind: Config\n");
	says(only(&r, MG0217), "a Config outside meshgen.yaml");
	end(&r);
	start(&r);
	put(&r, "meshgen.yaml", OWN_API "kind: Config\n---\n" OWN_API "kind: Config\n");
	load(&r);
	f = only(&r, MG0217);
	says(f, "a second Config");
	assert_int_equal(place_find(&r.sources, f->notes->place).line, 1);
	end(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_config_folders),
		cmocka_unit_test(test_config_defaults),
		cmocka_unit_test(test_config_settings),
		cmocka_unit_test(test_config_repository),
		cmocka_unit_test(test_config_repository_refused),
		cmocka_unit_test(test_config_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
