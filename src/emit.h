/*
 * The part of the pipeline whose unit of work is one cluster: render, pack,
 * print, then compare or write; its arena is reset and the worker takes the
 * next. Workers share nothing but the fleet and the templates, read-only.
 */
#ifndef EMIT_H
#define EMIT_H

#include "compile.h"

/* What all workers read. Filled by compile(). */
struct emission {
	const struct compile_options *options;
	const struct fleet *fleet;
	const struct config *config;
	const struct renderer *renderer;
	const struct trust *trust;
	struct chosen_clusters chosen;
	bool prune; /* files that nothing generates any more are ours to remove */

	struct tree *committed;   /* the output as it is; NULL when there is none */
	unsigned committed_trees; /* those that have a folder there */
	bool folder_is_new; /* render finds nothing to compare with: the dry pass need not print */
	struct packing packing; /* below: the folder of the output in that tree */
	bool *differs;  /* by number among the chosen: has the committed output to change? */
	bool has_fleet; /* there is one number more, for what is of the whole fleet */
	struct out_folder *folder;
	struct stream *stream;
};

/*
 * The dry pass: every chosen cluster is rendered and packed, and compared with
 * the committed output when there is one. Nothing is written. Findings: those
 * of render/ and pack/, and MG0709 for a foreign file at one of our paths.
 */
void emit_compare(struct emission *e, struct compilation *c);

/*
 * Clusters with a folder of ours that have no mesh any more: an error (MG0708)
 * without --allow-destroy; verify's extra files.
 */
void emit_vanished(struct emission *e, struct compilation *c, bool remove);

/*
 * Warns (MG0710) when an IstioOperator of the cluster vanishes together with the
 * operator: nobody would end its finalizer.
 */
void warn_stranded(const struct changes *changes, struct str cluster, struct arena *a,
		   struct findings *found);

/*
 * Removes the files that are extra, the last first: so the one that says whose bare
 * files are (pack/bare.h) goes after them. Returns false after a finding.
 */
bool remove_extra(struct out_folder *folder, const struct changes *changes, struct findings *found);

/* Adds changes that a pass made or found; the paths are copied. */
void compilation_add(struct compilation *c, const struct changes *from);

/* Writes the clusters that differ, and removes what nobody generates. */
void emit_write(struct emission *e, struct compilation *c);

/* Prints all objects as one YAML stream, in the order of clusters. */
void emit_stream(struct emission *e, struct compilation *c);

/* Prints contexts or objects; one worker. */
void emit_dump(struct emission *e, struct compilation *c);

#endif
