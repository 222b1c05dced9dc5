/*
 * What is known of Istio's releases: the one place with version numbers.
 * Sources: the charts, profiles and release announcements of istio/istio, read
 * in November 2026.
 */
#ifndef FLEET_ISTIO_H
#define FLEET_ISTIO_H

#include "model/grammar.h"

enum {
	OPERATOR_FIRST_MINOR = 10, /* the oldest shape of operator objects that is known here */
	OPERATOR_LAST_MINOR = 23,  /* the operator left Istio in 1.24 (istio/istio#52090) */
};

/* Can the in-cluster operator of that version be installed? */
bool istio_has_operator(const struct istio_version *v);

/* The day on which a minor's support ended, "2025-01-22"; empty when it is not known. */
struct str istio_support_end(unsigned minor);

/* Does the release of that minor carry a profile of that name? */
bool istio_has_profile(unsigned minor, struct str profile);

/* All profile names of a minor, separated by ", ". */
struct str istio_profiles(unsigned minor);

/* The profile name of that minor nearest to a misspelt one, empty when none is near. */
struct str istio_profile_near(unsigned minor, struct str profile);

#endif
