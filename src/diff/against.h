/*
 * What render gives for one cluster against what `kubectl get -o yaml` says is
 * there, without a connection to it.
 *
 * Only what is ours is looked at: objects of ours that are missing, and fields of
 * ours that have another value or none. What servers and controllers add, from
 * status and managedFields to defaults, is no difference; nor is the version in
 * apiVersion, or an empty collection or text that is absent. Limits and requests of containers
 * are compared by value (diff/quantity.h), other numbers as they are written.
 *
 * The stringData of a Secret is compared with its data, decoded; of a value that is
 * sealed only whether the key is there. No value of a Secret is shown.
 */
#ifndef DIFF_AGAINST_H
#define DIFF_AGAINST_H

#include "compile.h"
#include "pack/manifest.h"
#include "yaml/read.h"

/*
 * Compares objects with those of a dump (dump_documents of ca/dump.h), whose path findings
 * name: a field that differs (MG0726), an object that is missing (MG0727).
 */
void against_compare(const struct manifests *ours, const struct documents *dump, struct str path,
		     struct arena *a, struct findings *found);

/*
 * Compares so what render gives for the one cluster of o->clusters; the documents are
 * among the sources of c. Returns false when the input does not compile. Findings besides
 * those of against_compare: those of compile_fleet, render/ and pack/.
 */
bool against_run(const struct compile_options *o, const struct documents *dump, struct str path,
		 struct compilation *c);

#endif
