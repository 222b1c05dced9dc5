#include "model/grammar.h"

#include "base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct str times(struct arena *a, char c, size_t n)
{
	char *s = arena_alloc(a, n + 1);

	memset(s, c, n);
	return (struct str){ s, n };
}

static void test_label(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(is_dns_label(S("a")));
	assert_true(is_dns_label(S("0-a9")));
	assert_true(is_dns_label(times(&a, 'z', 63)));
	assert_false(is_dns_label(times(&a, 'z', 64)));
	assert_false(is_dns_label(S("")));
	assert_false(is_dns_label(S("-a")));
	assert_false(is_dns_label(S("a-")));
	assert_false(is_dns_label(S("a.b")));
	assert_false(is_dns_label(S("A")));
	assert_false(is_dns_label(S("a\n")));
	assert_false(is_dns_label(S("a{")));
	assert_false(is_dns_label(S("a`")));
	assert_false(is_dns_label(S("a/b")));
	assert_false(is_dns_label(S("a:")));
	assert_true(is_cluster_name(S("cluster1")));
	assert_false(is_cluster_name(S("cluster1.east")));
	arena_release(&a);
}

static void test_subdomain(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(is_dns_subdomain(S("a")));
	assert_true(is_dns_subdomain(S("a--b.c1")));
	assert_true(is_dns_subdomain(times(&a, 'a', 253)));
	assert_false(is_dns_subdomain(times(&a, 'a', 254)));
	assert_false(is_dns_subdomain(S("")));
	assert_false(is_dns_subdomain(S(".")));
	assert_false(is_dns_subdomain(S("..")));
	assert_false(is_dns_subdomain(S("a..b")));
	assert_false(is_dns_subdomain(S("a-.b")));
	assert_false(is_dns_subdomain(S("a.-b")));
	assert_false(is_dns_subdomain(S("-a")));
	assert_false(is_dns_subdomain(S("a.")));
	assert_false(is_dns_subdomain(S("a-")));
	assert_false(is_dns_subdomain(S("a/b")));
	assert_false(is_dns_subdomain(S("a_b")));
	assert_false(is_dns_subdomain(S("a\nb")));
	arena_release(&a);
}

static void test_labels(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(is_label_value(S("")));
	assert_true(is_label_value(S("Prod_1.x-y")));
	assert_true(is_label_value(S("AZ")));
	assert_true(is_label_value(times(&a, 'a', 63)));
	assert_false(is_label_value(times(&a, 'a', 64)));
	assert_false(is_label_value(S("-a")));
	assert_false(is_label_value(S("a.")));
	assert_false(is_label_value(S("a b")));
	assert_true(is_label_key(S("env")));
	assert_true(is_label_key(S("topology.istio.io/Network_1")));
	assert_false(is_label_key(S("")));
	assert_false(is_label_key(S("/a")));
	assert_false(is_label_key(S("a/")));
	assert_false(is_label_key(S("a/b/c")));
	assert_false(is_label_key(S("A.b/c")));
	arena_release(&a);
}

static void test_trust_domain(void **state)
{
	struct arena a = { 0 };
	struct str label = times(&a, 'a', 62); /* four with a dot each are 252 bytes */
	struct str dots = arena_fmt(&a, "%.*s.%.*s.%.*s.%.*s.", FMT(label), FMT(label), FMT(label),
				    FMT(label));

	(void)state;
	assert_true(is_trust_domain(S("cluster.local")));
	assert_true(is_trust_domain(S("a-9.b")));
	assert_true(is_trust_domain(S("a.")));
	assert_true(is_trust_domain(arena_fmt(&a, "%.*sab.", FMT(dots))));
	assert_false(is_trust_domain(arena_fmt(&a, "%.*sabc.", FMT(dots))));
	assert_false(is_trust_domain(S("a_b")));
	assert_false(is_trust_domain(S("-a")));
	assert_false(is_trust_domain(S("a..b")));
	assert_false(is_trust_domain(S(".")));
	assert_false(is_trust_domain(S("")));
	assert_false(is_trust_domain(S("A")));
	assert_false(is_trust_domain(S("a/b")));
	assert_false(is_trust_domain(S("a:1")));
	arena_release(&a);
}

static void test_version(void **state)
{
	struct istio_version v;

	(void)state;
	assert_true(istio_version_parse(S("1.22.3"), &v));
	assert_int_equal(v.major, 1);
	assert_int_equal(v.minor, 22);
	assert_int_equal(v.patch, 3);
	assert_true(v.has_patch);
	assert_int_equal(v.suffix.n, 0);
	assert_true(istio_version_parse(S("1.24"), &v));
	assert_false(v.has_patch);
	assert_true(istio_version_parse(S("1.24-alpha.0_f-1"), &v));
	assert_false(v.has_patch);
	assert_true(str_eq(v.suffix, S("alpha.0_f-1")));
	assert_true(istio_version_parse(S("1.0.999999-distroless"), &v));
	assert_int_equal(v.patch, 999999);
	assert_true(str_eq(v.suffix, S("distroless")));
}

static void test_no_version(void **state)
{
	struct istio_version v;

	(void)state;
	assert_false(istio_version_parse(S(""), &v));
	assert_false(istio_version_parse(S("1"), &v));
	assert_false(istio_version_parse(S("1."), &v));
	assert_false(istio_version_parse(S("1.22."), &v));
	assert_false(istio_version_parse(S("1.22.3."), &v));
	assert_false(istio_version_parse(S("1.22.3-"), &v));
	assert_false(istio_version_parse(S("1.22.3-a b"), &v));
	assert_false(istio_version_parse(S("1.22.3+a"), &v));
	assert_false(istio_version_parse(S("1.022.3"), &v));
	assert_false(istio_version_parse(S("1.22.1000000"), &v));
	assert_false(istio_version_parse(S("1.22.99999999999999999999"), &v));
	assert_false(istio_version_parse(S("v1.22.3"), &v));
	assert_false(istio_version_parse(S("latest"), &v));
}

static void test_private_keys(void **state)
{
	(void)state;
	assert_true(is_private_key(S("-----BEGIN PRIVATE KEY-----\nMI")));
	assert_true(is_private_key(S("-----BEGIN EC PRIVATE KEY-----\nMI")));
	assert_true(is_private_key(S("-----BEGIN OPENSSH PRIVATE KEY-----\n")));
	assert_true(is_private_key(S("AGE-SECRET-KEY-1QQ")));
	assert_true(is_private_key(S("LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1J")));
	assert_true(is_private_key(S("LS0tLS1CRUdJTiBFQyBQUklWQVRFIEtFWS0tLS0t")));
	assert_true(is_private_key(S("LS0tLS1CRUdJTiBSU0EgUFJJVkFURSBLRVktLS0t")));
	assert_true(is_private_key(S("LS0tLS1CRUdJTiBPUEVOU1NIIFBSSVZBVEUgS0VZLS0t")));
	assert_false(is_private_key(S("-----BEGIN CERTIFICATE-----\nMI")));
	assert_false(is_private_key(S("age1qq")));
	assert_false(is_private_key(S("# the PRIVATE KEY of the CA goes here\nca-key.pem: x")));
}

static void test_kind(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(is_kind(S("Issuer")));
	assert_true(is_kind(S("aZ09")));
	assert_true(is_kind(times(&a, 'a', 63)));
	assert_false(is_kind(times(&a, 'a', 64)));
	assert_false(is_kind(S("")));
	assert_false(is_kind(S("0a")));
	assert_false(is_kind(S("a-b")));
	arena_release(&a);
}

static void test_key_prefix(void **state)
{
	struct arena a = { 0 };

	(void)state;
	assert_true(is_key_prefix(S("")));
	assert_true(is_key_prefix(S("mesh/ca_1/+=.@-")));
	assert_true(is_key_prefix(times(&a, 'a', 253)));
	assert_false(is_key_prefix(times(&a, 'a', 254)));
	assert_false(is_key_prefix(S("/a")));
	assert_false(is_key_prefix(S("a/")));
	assert_false(is_key_prefix(S("a//b")));
	assert_false(is_key_prefix(S("a b")));
	assert_false(is_key_prefix(S("a\xc3")));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_label),        cmocka_unit_test(test_subdomain),
		cmocka_unit_test(test_labels),       cmocka_unit_test(test_trust_domain),
		cmocka_unit_test(test_version),      cmocka_unit_test(test_no_version),
		cmocka_unit_test(test_private_keys), cmocka_unit_test(test_kind),
		cmocka_unit_test(test_key_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
