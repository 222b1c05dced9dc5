#include "trust/sealed.h"

#include "base/buf.h"
#include "trust/openssl.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <openssl/evp.h>
#include <cmocka.h>

enum { AT_VALUE = 1, AT_METHOD, AT_MAC, AT_MODIFIED, AT_RECIPIENT, AT_ENC };

#define AGE_1 "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
#define AGE_2 "age1yt3tfqlfrwdwx0z0ynwplcr6qxcxfaqycuprpmy89nr83ltx74tqdpszlw"
/* 32 octets of zero; 16 of them. */
#define IV "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define TAG "AAAAAAAAAAAAAAAAAAAAAA=="
#define VALUE "ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" TAG ",type:str]"
/* "age-encryption.org/v1\n-> X25519 xyz\n" */
#define AGE_FILE                                                                                   \
	"-----BEGIN AGE ENCRYPTED FILE-----\n"                                                     \
	"YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB4eXoK\n"                                       \
	"-----END AGE ENCRYPTED FILE-----\n"

static struct name text_at(uint32_t off, const char *text)
{
	return (struct name){ str_of(text), place_at(1, off, 1) };
}

/* NULL: it is right. */
static void expect(const struct intermediate_ca *e, enum seal_method method, uint32_t off,
		   const char *message)
{
	struct arena a = { 0 };
	struct place place;
	const char *fault = sealed_fault(e, method, &a, &place);

	if (message) {
		assert_non_null(fault);
		assert_string_equal(fault, message);
		assert_int_equal(place.off, off);
	} else {
		assert_null(fault);
	}
	arena_release(&a);
}

/* A value of Sealed Secrets: the length it says, the octets that follow. */
static void sealed_secret(size_t says, size_t n, const char *message)
{
	unsigned char octets[2048] = { (unsigned char)(says >> 8), (unsigned char)says };
	char text[4096];
	struct intermediate_ca e = { .method = text_at(AT_METHOD, "SealedSecret") };

	EVP_EncodeBlock((unsigned char *)text, octets, (int)(2 + n));
	e.value = text_at(AT_VALUE, text);
	expect(&e, SEAL_SEALED_SECRET, AT_VALUE, message);
}

static void test_sealed_secret(void **state)
{
	struct intermediate_ca e = { .method = text_at(AT_METHOD, "SealedSecret") };

	(void)state;
	sealed_secret(256, 256 + 17, NULL);
	sealed_secret(1024, 1024 + 17, NULL);
	sealed_secret(256, 256 + 16, "the value is none of Sealed Secrets");
	sealed_secret(255, 255 + 17, "the value is none of Sealed Secrets");
	sealed_secret(1025, 1025 + 17, "the value is none of Sealed Secrets");
	expect(&e, SEAL_SEALED_SECRET, AT_METHOD, "the value is absent");
	e.value = text_at(AT_VALUE, "AQ==");
	expect(&e, SEAL_SEALED_SECRET, AT_VALUE, "the value is none of Sealed Secrets");
	e.value = text_at(AT_VALUE, "AQ=");
	expect(&e, SEAL_SEALED_SECRET, AT_VALUE, "the value is no canonical base64");
	e.mac = text_at(AT_MAC, "x");
	expect(&e, SEAL_SEALED_SECRET, AT_VALUE, "it has fields of SOPS");
}

static void test_others(void **state)
{
	struct intermediate_ca e = { .method = text_at(AT_METHOD, "x") };

	(void)state;
	expect(&e, SEAL_EXTERNAL_SECRET, 0, NULL);
	expect(&e, SEAL_OUT_OF_BAND, 0, NULL);
	e.value = text_at(AT_VALUE, "AgB");
	expect(&e, SEAL_EXTERNAL_SECRET, AT_VALUE,
	       "it has a value, but the method keeps the key elsewhere");
	expect(&e, SEAL_OUT_OF_BAND, AT_VALUE,
	       "it has a value, but the method keeps the key elsewhere");
}

static struct sops {
	struct intermediate_ca e;
	struct age_stanza age[2];
	struct name recipients[2];
	struct arena arena;
} sops;

/* Two recipients; all is right. */
static struct intermediate_ca *sealed_with_sops(void)
{
	static const char *const texts[] = { AGE_1, AGE_2 };

	memset(&sops, 0, sizeof(sops));
	for (size_t i = 0; i < 2; i++) {
		struct str hash = sha256_text(str_of(texts[i]), &sops.arena);

		sops.recipients[i] = (struct name){ hash, { 0 } };
		sops.age[i] = (struct age_stanza){ text_at(AT_RECIPIENT, texts[i]),
						   text_at(AT_ENC, AGE_FILE) };
	}
	sops.e = (struct intermediate_ca){ .method = text_at(AT_METHOD, "SOPS"),
					   .value = text_at(AT_VALUE, VALUE),
					   .mac = text_at(AT_MAC, VALUE),
					   .last_modified =
						   text_at(AT_MODIFIED, "2027-01-31T12:00:00Z"),
					   .age = sops.age,
					   .n_age = 2,
					   .recipients = { sops.recipients, 2 } };
	return &sops.e;
}

static void refuses(uint32_t off, const char *message)
{
	expect(&sops.e, SEAL_SOPS, off, message);
	arena_release(&sops.arena);
}

static void test_sops(void **state)
{
	static const char *const wrong[] = {
		"x",
		"ENC[AES256_GCM,data:,iv:" IV ",tag:" TAG ",type:str]",
		"ENC[AES256_GCM,data:QUJ=,iv:" IV ",tag:" TAG ",type:str]",
		"ENC[AES256_GCM,data:QUI=,iv:" TAG ",tag:" TAG ",type:str]",
		"ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" IV ",type:str]",
		"ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" TAG ",type:int]",
		"ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" TAG ",type:str] ",
		"ENC[AES256_GCM,data:QUI=,tag:" TAG ",iv:" IV ",type:str]",
		"ENC[AES256_GCM,data:QUI=,iv:" IV ",tag:" TAG,
		"ENC[AES256_CBC,data:QUI=,iv:" IV ",tag:" TAG ",type:str]",
		"ENC[AES256_GCM,data:QUI=,vi:" IV ",tag:" TAG ",type:str]",
	};

	(void)state;
	sealed_with_sops();
	refuses(0, NULL);
	sealed_with_sops()->value.text = S("");
	refuses(AT_METHOD, "the value is absent");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		sealed_with_sops()->value.text = str_of(wrong[i]);
		refuses(AT_VALUE, "the value is none of SOPS");
		sealed_with_sops()->mac.text = str_of(wrong[i]);
		refuses(AT_MAC, "the mac is none of SOPS");
	}
	sealed_with_sops()->mac.text = S("");
	refuses(AT_METHOD, "the mac is none of SOPS");
	sealed_with_sops()->last_modified.text = S("");
	refuses(AT_METHOD, "lastModified is absent");
}

static void test_stanzas(void **state)
{
	(void)state;
	sealed_with_sops()->n_age = 1;
	refuses(AT_METHOD, "there is not one age file for each recipient");
	sealed_with_sops()->recipients.n = 1;
	refuses(AT_METHOD, "there is not one age file for each recipient");
	sealed_with_sops();
	sops.recipients[1].text = S("sha256:00");
	refuses(AT_RECIPIENT, "an age file is for somebody who is no recipient");
	sealed_with_sops();
	sops.age[1].recipient.text = S(AGE_1);
	refuses(AT_RECIPIENT, "the age files are not in the order of their recipients");
	sealed_with_sops();
	sops.age[1].enc.text = S("x");
	refuses(AT_ENC, "the data key is no age file for X25519");
	sealed_with_sops();
	sops.age[0].enc.text = S("-----BEGIN AGE ENCRYPTED FILE-----\nQUJD\n"
				 "-----END AGE ENCRYPTED FILE-----\n");
	refuses(AT_ENC, "the data key is no age file for X25519");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sealed_secret),
		cmocka_unit_test(test_others),
		cmocka_unit_test(test_sops),
		cmocka_unit_test(test_stanzas),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
