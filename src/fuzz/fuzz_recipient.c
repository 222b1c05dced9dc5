/*
 * Any text is a recipient, or is refused with a reason or a finding; of an age
 * recipient every other last character makes none.
 */
#include "fuzz/fuzz.h"

#include "base/bug.h"
#include "trust/recipient.h"

static void check_age(struct str text, struct arena *a)
{
	struct str other = arena_dup(a, text);
	unsigned char point[32];
	const char *why = NULL;

	if (!age_recipient_parse(text, point, &why)) {
		if (!why)
			BUG("no reason");
		return;
	}
	((char *)other.s)[other.n - 1] = text.s[text.n - 1] == 'q' ? 'p' : 'q';
	if (age_recipient_parse(other, point, &why))
		BUG("two recipients that differ in one character");
}

static void check_fingerprints(struct str text, enum seal_method method, struct arena *a)
{
	struct name name = { text, { 1, 0, 1 } };
	struct recipients r = { .sealed_secrets = name, .age = { &name, 1 } };
	struct findings found = { 0 };
	struct names all;
	bool right = recipients_fingerprints(&r, method, S("c"), name.place, a, &found, &all);

	if (right != !found.errors || (right && all.n != 1))
		BUG("a failure without a finding, or a finding without a failure");
	findings_release(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str text = { (const char *)bytes, n };
	struct arena a = { 0 };

	if (n && bytes[n - 1] == '\n' && bytes[0] != '-')
		text.n--;
	check_age(text, &a);
	check_fingerprints(text, SEAL_SOPS, &a);
	check_fingerprints(text, SEAL_SEALED_SECRET, &a);
	arena_release(&a);
	return 0;
}
