/*
 * Objects -> files: paths, kustomizations, ManifestWorks. What meshgen must
 * know of a Kubernetes kind (plural, order, what controllers write, what must
 * survive a deletion) stands in one table, kinds.c.
 */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include "render/render.h"

/* One file of the output tree. */
struct file {
	struct str path;
	enum file_form {
		FILE_OBJECT,
		FILE_KUSTOMIZATION, /* of a folder: no object of the cluster or the hub */
		FILE_MARKER,        /* the marker line alone: GENERATED (pack/bare.h) */
		FILE_LUA,           /* text behind the marker line, as Lua has it */
		FILE_BARE,          /* text, without the marker line */
	} form;
	struct node node; /* of the first two */
	struct str text;  /* of the last two */
};

struct files {
	struct file *list; /* sorted by path */
	size_t n, cap;
};

enum trees {
	TREE_ISTIO = 1,
	TREE_MANIFESTWORK = 2,
	TREE_CA = 4,
	TREE_FLUX = 8,      /* for the Flux of the cluster itself */
	TREE_FLUX_HUB = 16, /* for that of the hub, which applies ManifestWorks */
	TREE_ARGOCD = 32,   /* of the whole fleet */
	TREE_APPLY = TREE_FLUX | TREE_FLUX_HUB | TREE_ARGOCD,
	TREE_ALL = 63
};

/* Tree i is the bit 1 << i. The first N_TREES have a folder for each cluster. */
enum { N_TREES = 5 };

/* The folder of one tree below the output folder. */
struct str tree_name(enum trees tree);

/* `<below><tree>`, the same folder as the paths of a run have it; below as in struct packing. */
struct str pack_tree(struct str below, enum trees tree, struct arena *a);

/* `<below><tree>/<cluster>`, the folder of a cluster in it. */
struct str pack_folder(struct str below, enum trees tree, struct str cluster, struct arena *a);

/* The same for all clusters of a run. */
struct packing {
	struct str below;  /* what all paths begin with: the output folder and '/', or nothing */
	unsigned appliers; /* enum applier: Config.appliers */
	unsigned trees;    /* enum trees */
};

/*
 * The trees in which a cluster may have files: not ca/ when the ledger has no
 * certificate of it, not manifestwork/ when a key of it is sealed by SOPS, since
 * nothing on the way through the hub decrypts.
 */
unsigned pack_trees(const struct cacerts_list *cacerts);

/*
 * The files of one cluster for the chosen trees, among those of pack_trees, annotated for
 * the appliers. Findings: an object without identity (MG0701: a template that was
 * replaced), one identity twice (MG0702), a file name over LIMIT_NAME_BYTES (MG0704),
 * a name of a work over LIMIT_WORK_NAME (MG0705), one object over LIMIT_WORK_BYTES
 * (MG0706), a kind that is not in the table (MG0707). Returns false after one.
 */
bool pack_cluster(const struct rendering *r, const struct packing *how, struct str cluster,
		  const struct objects *objects, const struct cacerts_list *cacerts,
		  struct files *ret);

/*
 * The first of n removed files whose object is stranded: its finalizer waits for
 * the operator, which is removed too. Empty when there is none. Paths are sorted.
 */
struct str pack_stranded(const struct str *removed, size_t n);

#endif
