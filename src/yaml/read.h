/*
 * Bytes to nodes, with libyaml's parser (events only). Every node knows its
 * place. One reader for YAML and JSON files.
 */
#ifndef YAML_READ_H
#define YAML_READ_H

#include "diag/findings.h"
#include "yaml/node.h"

/*
 * The text of a file in UTF-8 without byte order mark: UTF-8 and UTF-16 with a
 * mark are read, everything else must be UTF-8 without NUL. Returns false after
 * a finding (MG0103 not UTF-8, MG0104 a NUL byte), whose text is then shown as
 * far as it is valid. Without a change ret_text is bytes itself.
 */
bool yaml_decode(struct str bytes, struct str path, struct arena *a, struct findings *found,
		 struct str *ret_text);

/* The documents of one file, in order; empty ones are left out. */
struct documents {
	struct node *list;
	size_t n;
};

/*
 * Reads a text that yaml_decode gave. Findings: syntax (MG0105), duplicate keys
 * with a note at the first (MG0106), unknown anchors (MG0107), tags that are not
 * the core schema's (MG0108), merge keys (MG0109), depth, nodes, text and aliases
 * beyond base/limits.h (MG0110), keys that are no strings (MG0111). Returns
 * false after an error; ret then holds the documents before the broken one.
 */
bool yaml_read(uint32_t file, struct str text, struct arena *a, struct findings *found,
	       struct documents *ret);

/* The same, but lists of LONG_LIST items and more are kept small: see yaml/items.h. */
bool yaml_read_input(uint32_t file, struct str text, struct arena *a, struct findings *found,
		     struct documents *ret);

#endif
