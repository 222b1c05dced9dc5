/*
 * A strict subset of JSON-e: `${path}` interpolation, $eval, $if/then/else,
 * $map with each(x) or each(x,i), $merge, $flatten, $let, and the expressions
 * `! == != && || len`, paths and literals. Every template is valid JSON-e and
 * means the same to the real one; whatever else JSON-e knows is refused when
 * the template is loaded, with its place. No clock, no arithmetic, no way to
 * loop without end. Language: https://json-e.js.org, docs/adr on the subset.
 */
#ifndef JSONE_TEMPLATE_H
#define JSONE_TEMPLATE_H

#include "base/buf.h"
#include "diag/findings.h"
#include "jsone/reads.h"
#include "yaml/node.h"

/* A parsed template. Immutable, shared by all workers; lies in the arena it was loaded in. */
struct template;

/*
 * The names that a context has at its top: a path that begins with another one is
 * refused. template_key relies on fewer than 64 of them, and on as many below each.
 */
struct context_names {
	const struct str *list;
	size_t n;
	size_t steps; /* values that an evaluation may come to; 0: LIMIT_NODES */
};

/*
 * Parses a template; the node must outlive it. NULL after findings: outside the
 * subset (MG0601), malformed expression (MG0602), unknown name in the context
 * (MG0603, with the name that was meant), malformed operator (MG0604), nested
 * too deep (MG0608). names NULL: any name is taken (for JSON-e's own test suite).
 */
const struct template *template_load(const struct node *root, const struct context_names *names,
				     struct arena *a, struct findings *found);

/*
 * The value of the template in a context, which must be a map. Constant parts
 * are shared with the template. A template that comes to nothing ($if without
 * else) gives NODE_NULL. Returns false after a finding (MG0605: a value has no
 * such property, or a wrong type for its use; MG0608: more than steps
 * values).
 */
bool template_eval(const struct template *t, const struct node *context, struct arena *a,
		   struct findings *found, struct node *ret);

/*
 * Appends what the template can see of a context: the values at all paths that its
 * expressions name, to the byte and in the order of their keys; places do not count.
 * Contexts of the declared names that give the same bytes give the same value.
 */
void template_key(const struct template *t, const struct node *context, struct buf *key);

/* Can it see the value at one of the paths, some part of it, or one that it is a part of? */
bool template_reads(const struct template *t, const struct reads *paths);

/*
 * The template for contexts that have what this one has, but for the values at the
 * open paths: what does not depend on these is evaluated now. It gives what t gives,
 * takes as many steps, and fails where t fails, though its finding may stand in
 * another place. Lies in the arena; the context must outlive it but for the values
 * at the open paths. Only one thread at a time may print what it gives.
 */
const struct template *template_specialise(const struct template *t, const struct node *context,
					   const struct reads *open, struct arena *a);

#endif
