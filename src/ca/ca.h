/*
 * `meshgen ca`: the sub-commands and what they share. Each reads the ledger and the
 * fleet as render does, decides, and only then touches a key or writes; what it
 * cannot do is a finding, and nothing is written after one.
 */
#ifndef CA_CA_H
#define CA_CA_H

#include "ca/passphrase.h"
#include "compile.h"
#include "model/ledger.h"
#include "trust/authority.h"

enum { NO_FD = -1 };

/* What argv says. Texts belong to argv. */
struct ca_options {
	struct str key, new_key; /* --key, --new-key; empty when not given */
	struct passphrase_source passphrase, new_passphrase;
	struct str force_reason; /* --force-soak */
	struct str keys_out;     /* --keys-out */
	struct names accepted;   /* --accept-recipient */
	bool dry_run;
	int64_t now; /* --at, else the clock: seconds since 1970 */
};

/* One run of a sub-command. */
struct ca {
	const struct ca_options *options;
	const struct compile_options *compile; /* root, clusters, progress */
	struct compilation *c;                 /* arena, sources, findings */
	struct input input;
	struct buf said;    /* for standard error: what is to be known of what was done, in lines */
	struct buf summary; /* the same for who watches a terminal */
	struct buf data;    /* for standard output: what was asked for */
	void (*tell)(struct str text); /* at once, before something that takes long; may be NULL */
};

/*
 * Reads the fleet, the policies and their roots. Returns false after a finding of
 * check; ca_close is due in either case. A policy without roots is none here.
 */
bool ca_open(struct ca *ca);
void ca_close(struct ca *ca);

/* The TrustPolicy of that name; NULL when there is none. */
const struct trust_policy *ca_policy(const struct ca *ca, struct str name);

/*
 * `ca init POLICY`. Findings: those of the key and the store; MG0564: no name of a
 * policy; MG0565: it has roots; MG0566: no federation to be under it; MG0567: its method
 * needs none; MG0568: the key there is of another kind, or another root's.
 */
bool ca_init(struct ca *ca, struct str policy);

/*
 * `ca issue`. Findings: those of the key, the store, the recipients and ca/gate.h; MG0515: a
 * policy has no root yet, MG0516: the Active root of one with work to do is not valid now (the
 * other policies go on); MG0569: no policy has a root of this key; MG0570: keys that would
 * have nowhere to go; MG0571: the folder of --keys-out.
 */
bool ca_issue(struct ca *ca);

/*
 * `ca rotate stage|activate|retire POLICY`. Findings: those of the key and the store;
 * MG0516: the root that is to vouch for the staged one is not valid now; MG0569: the key is
 * not that of the root; MG0572: no such policy; MG0573: it has no root; MG0574: not the turn
 * of this step; MG0575: the soak has not passed; MG0576: an entry to be signed is wrong;
 * MG0577: one is still signed by the old root.
 */
bool ca_rotate_stage(struct ca *ca, struct str policy);
bool ca_rotate_activate(struct ca *ca, struct str policy);
bool ca_rotate_retire(struct ca *ca, struct str policy);

/*
 * `ca verify`: the ledger as render and check will judge it, whatever the date. With
 * two revisions also what the change between them does to it (ca/change.h).
 * Findings: those of trust/ and change.h. Returns false after an error.
 */
bool ca_verify(struct ca *ca);
bool ca_verify_change(struct ca *ca, struct str base, struct str head);

/*
 * `ca import DUMP...`: takes over the certificates of a federation that the addon
 * runs, from dumps of its secrets <federation>-sharedca and <mesh>-intermediateca
 * on the hub. No key is taken. Findings: those of dump.h, of trust/ and of the store;
 * MG0592: a federation under no TrustPolicy; MG0593: one whose method is not OutOfBand;
 * MG0594: a second root; MG0595: a broken certificate; MG0596 (warning): one for no mesh of
 * the fleet.
 */
bool ca_import(struct ca *ca, const struct names *files);

#endif
