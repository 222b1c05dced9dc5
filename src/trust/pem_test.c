#include "trust/pem.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#define BEGIN "-----BEGIN CERTIFICATE-----\n"
#define END "-----END CERTIFICATE-----\n"
#define LINE "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2"

static void gives(struct str pem, struct str octets)
{
	struct arena a = { 0 };
	const char *why = NULL;
	struct str der;

	assert_true(pem_decode(pem, S("CERTIFICATE"), &a, &der, &why));
	assert_null(why);
	assert_true(str_eq(der, octets));
	if (str_ends(pem, S("\n")))
		assert_true(str_eq(
			pem_encode((const unsigned char *)der.s, der.n, S("CERTIFICATE"), &a),
			pem));
	arena_release(&a);
}

static void refuses(const char *pem, const char *because)
{
	struct arena a = { 0 };
	const char *why = NULL;
	struct str der;

	assert_false(pem_decode(str_of(pem), S("CERTIFICATE"), &a, &der, &why));
	assert_string_equal(why, because);
	arena_release(&a);
}

static void test_right(void **state)
{
	struct str line = S("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuv");

	(void)state;
	gives(S(BEGIN LINE "\n" END), line);
	gives(S(BEGIN LINE "\n-----END CERTIFICATE-----"), line);
	gives(S(BEGIN "AAE=\n" END), (struct str){ "\0\1", 2 });
	gives(S(BEGIN LINE "\nQUI=\n" END),
	      S("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvAB"));
}

static void test_around(void **state)
{
	(void)state;
	refuses("", "is empty");
	refuses(" \n", "is empty");
	refuses("x\n" BEGIN LINE "\n" END, "has text before its block");
	refuses("\n" BEGIN LINE "\n" END, "has text before its block");
	refuses(BEGIN LINE "\n" END "x", "has text after its block");
	refuses(BEGIN LINE "\n" END "\n", "has text after its block");
	refuses(BEGIN LINE "\n" END BEGIN LINE "\n" END, "is followed by a second block");
	refuses("-----BEGIN CERTIFICATE-----\r\n" LINE "\r\n-----END CERTIFICATE-----\r\n",
		"has line ends of Windows (CRLF)");
	refuses("-----BEGIN TRUSTED CERTIFICATE-----\n" LINE
		"\n-----END TRUSTED CERTIFICATE-----\n",
		"is a PEM block of another label than CERTIFICATE");
	refuses("LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t",
		"is the base64 of a PEM block, as the data of a Secret has it: decode it");
	refuses("MIIB", "does not begin with -----BEGIN CERTIFICATE-----");
	refuses(BEGIN LINE "\n", "has no last line -----END: it was cut off");
	refuses("-----BEGIN CERTIFICATE-----", "has no last line -----END: it was cut off");
	refuses("-----BEGIN CERTIFICATE-----END CERTIFICATE-----\n",
		"is not in lines: its line ends were lost");
	refuses("-----BEGIN CERTIFICATE----- " LINE " -----END CERTIFICATE----- ",
		"is not in lines: its line ends were lost");
	refuses(BEGIN LINE END, "is not in lines: its line ends were lost");
}

static void test_lines(void **state)
{
	(void)state;
	refuses(BEGIN LINE "A\n" END, "is not in lines of 64 characters");
	refuses(BEGIN "QUJD\n" LINE "\n" END, "is not in lines of 64 characters");
	refuses(BEGIN LINE "\n\n" END, "is not in lines of 64 characters");
	refuses(BEGIN "QUJ\n" END, "has base64 that was cut off");
	refuses(BEGIN "QUJ!\n" END, "has base64 that is not canonical");
	refuses(BEGIN "QUJ=\n" END, "has base64 that is not canonical");
	refuses(BEGIN " QU=\n" END, "has base64 that is not canonical");
}

static void test_length(void **state)
{
	struct buf long_pem = BUF_INIT;

	(void)state;
	buf_add(&long_pem, S(BEGIN));
	for (int i = 0; i < 256; i++)
		buf_add(&long_pem, S(LINE "\n"));
	buf_add(&long_pem, S(END));
	refuses(long_pem.s, "is longer than 16 KiB");
	buf_release(&long_pem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_right),
		cmocka_unit_test(test_around),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
