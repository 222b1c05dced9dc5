/*
 * meshgen as a KRM function: a ResourceList comes in on standard input, and goes out with
 * the generated objects behind its items, or with results that say why not. After the
 * functions-spec of kustomize (cmd/config/docs/api-conventions) and the results of its
 * kyaml/fn/framework.
 */
#ifndef CLI_KRM_H
#define CLI_KRM_H

#include "diag/report.h"
#include "yaml/read.h"

/* What came in; its nodes lie in the arena that they were read into. */
struct resource_list {
	struct node node;
	const struct node *config; /* functionConfig */
	uint32_t file;             /* the text that was read, in sources */
};

/*
 * Takes a document for what it is. Findings: no ResourceList, or one without
 * functionConfig (MG0742). Returns false after one.
 */
bool resource_list_of(const struct node *doc, struct findings *found, struct resource_list *ret);

/*
 * Items of kinds that meshgen compiles would be taken for input, which is read from files
 * alone, and be passed on to the cluster (MG0743; recognise.h). Returns false after a finding.
 */
bool resource_list_check(const struct resource_list *l, struct findings *found);

/* The same list with more items, and with the findings of the report as results. */
struct node resource_list_with(const struct resource_list *l, const struct documents *more,
			       const struct report *r, struct arena *a);

/*
 * krm_result.c: the findings, errors before warnings when there are more than
 * LIMIT_FINDINGS_REPORTED, as a list of {message, severity, resourceRef, field, file, tags}.
 * A finding in the list itself is one of the function's configuration or of an item, whose
 * annotations name the file. Paths of the input are from the root of the repository on.
 */
struct node krm_results(const struct resource_list *l, const struct report *r, struct arena *a);

#endif
