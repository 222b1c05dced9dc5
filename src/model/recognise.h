/*
 * Which documents are ours: by their exact apiVersion and kind.
 */
#ifndef MODEL_RECOGNISE_H
#define MODEL_RECOGNISE_H

#include "diag/findings.h"
#include "yaml/node.h"

/* The kinds that are read. */
enum input {
	INPUT_MESH,
	INPUT_DEPLOYMENT,
	INPUT_FEDERATION,
	INPUT_MANAGED_CLUSTER,
	INPUT_CLUSTER_SET,
	INPUT_PLACEMENT_DECISION,
	INPUT_CONFIG,
	INPUT_CLUSTER_CONFIG,
	INPUT_TRUST_POLICY,
	INPUT_TRUST_ROOTS,
	INPUT_INTERMEDIATE_CA,
	INPUT_GENERATOR,
	INPUT_LATER, /* a kind of a later version */
};

struct input_kind {
	enum input input;
	struct str kind, group;
	struct str versions[2]; /* the second may be empty */
	bool namespaced;
	bool mesh; /* one of the addon's kinds: its annotations meshgen.dev/... are ours */
};

enum recognised {
	RECOGNISED,  /* ret_kind is set */
	PASSED_OVER, /* somebody else's */
	REFUSED,     /* after a finding */
};

/*
 * Findings: unknown kind or version in meshgen.dev (MG0206), a version of one of
 * the addon's kinds that we do not have, or a kind at most two edits away from
 * one of them (MG0207), one of our kinds in a group that is so near to its own (the
 * same codes), one of these kinds without apiVersion (MG0203), a kind of a
 * later version (MG0211). A version of one of OCM's kinds that we do not have is passed
 * over with a warning (MG0770).
 */
enum recognised recognise(const struct node *doc, struct findings *found,
			  const struct input_kind **ret_kind);

/* One of the addon's kinds or of our own, not one of OCM's inventory? */
bool is_for_meshgen(const struct input_kind *k);

/* Does it have group and kind of one of ours, of whatever version? */
bool is_of_our_kinds(const struct node *doc);

/*
 * Is it a list of objects: kind List of v1, or <Kind>List of a kind and version
 * that is ours?
 */
bool is_list(const struct node *doc);

/*
 * Do the bytes of a file have the text of one of the groups whose documents may
 * be ours? Everything else is not even parsed.
 */
bool may_be_ours(struct str bytes);

/* Do they have a line `apiVersion:` with a group in which a mistake is an error? */
bool declares_ours(struct str bytes);

#endif
