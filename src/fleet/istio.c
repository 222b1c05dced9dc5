#include "fleet/istio.h"

/* From first to last inclusive; names sorted, separated by ", ". */
static const struct profiles {
	unsigned first, last;
	struct str names;
} profiles[] = {
	{ 10, 14, STR("default, demo, empty, external, minimal, openshift, preview, remote") },
	{ 15, 15, STR("default, demo, empty, external, minimal, openshift, preview") },
	{ 16, 21,
	  STR("ambient, default, demo, empty, external, minimal, openshift, preview, remote") },
	{ 22, 23,
	  STR("ambient, default, demo, empty, minimal, openshift, openshift-ambient, preview, "
	      "remote, stable") },
};

/*
 * By minor from OPERATOR_FIRST_MINOR on. Source: istio/istio.io,
 * data/compatibility/supportStatus.yml; before 1.13 endoflife.date, which kept its older states.
 */
static const struct str support_ends[] = {
	STR("2022-01-07"), STR("2022-03-25"), STR("2022-07-12"), STR("2022-10-12"),
	STR("2022-12-27"), STR("2023-04-04"), STR("2023-07-25"), STR("2023-10-27"),
	STR("2024-01-04"), STR("2024-04-24"), STR("2024-06-25"), STR("2024-09-27"),
	STR("2025-01-22"), STR("2025-04-16"),
};

struct str istio_support_end(unsigned minor)
{
	if (minor < OPERATOR_FIRST_MINOR || minor > OPERATOR_LAST_MINOR)
		return (struct str){ "", 0 };
	return support_ends[minor - OPERATOR_FIRST_MINOR];
}

bool istio_has_operator(const struct istio_version *v)
{
	return v->major == 1 && v->minor >= OPERATOR_FIRST_MINOR && v->minor <= OPERATOR_LAST_MINOR;
}

struct str istio_profiles(unsigned minor)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(*profiles); i++)
		if (minor >= profiles[i].first && minor <= profiles[i].last)
			return profiles[i].names;
	return (struct str){ "", 0 };
}

/* Takes the first name off a list; returns false when it is empty. */
static bool next_name(struct str *list, struct str *ret_name)
{
	size_t comma = str_find(*list, ',');

	if (!list->n)
		return false;
	*ret_name = str_first(*list, comma);
	*list = str_from(*list, comma + 2);
	return true;
}

bool istio_has_profile(unsigned minor, struct str profile)
{
	struct str list = istio_profiles(minor), name;

	while (next_name(&list, &name))
		if (str_eq(name, profile))
			return true;
	return false;
}

struct str istio_profile_near(unsigned minor, struct str profile)
{
	struct str list = istio_profiles(minor), name, best = { "", 0 };
	unsigned least = 3;

	while (next_name(&list, &name)) {
		unsigned distance = str_distance(profile, name, 2);

		if (distance < least) {
			least = distance;
			best = name;
		}
	}
	return best;
}
