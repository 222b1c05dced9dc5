/*
 * The state of one yaml_read, for the files of this room only.
 */
#ifndef YAML_READER_H
#define YAML_READER_H

#include "base/map.h"
#include "yaml/items.h"
#include "yaml/read.h"

#include <yaml.h>

struct reader {
	yaml_parser_t parser;
	uint32_t file;
	struct str text;   /* of the file */
	struct str parsed; /* what libyaml reads: text, or text with surrogate pairs rewritten */
	struct arena *arena;
	struct findings *found;
	size_t findings_before;
	bool broken; /* the document at hand, or one before it, has an error */

	/* The byte of a code point, as libyaml counts them; moves with the events. */
	size_t byte, index;
	bool ascii;

	struct node *open; /* children of the collections that are not yet closed; malloc */
	size_t n_open, open_cap;

	bool keeps_long;    /* lists of LONG_LIST items and more as bytes */
	bool in_long;       /* the items of one are read now */
	struct arena items; /* of the item that is read, until it is kept */

	struct arena scratch; /* of the document: anchors */
	struct arena keys;    /* of the map that is closed: its keys */
	struct map anchors;
	size_t nodes, bytes, aliases; /* of the file, aliases expanded */
};

/* Where a mark of libyaml stands in the text. */
size_t reader_offset(struct reader *r, yaml_mark_t mark);

/* len bytes from there, for a finding. */
struct place reader_place(struct reader *r, yaml_mark_t mark, size_t len);

/* So many findings that no more are read: a hostile file could ask for millions. */
bool reader_is_full(const struct reader *r);

/* What to do about braces of Helm or Jinja. */
#define READER_TEMPLATE_HELP                                                                       \
	"quote a text in braces; a template is no YAML: leave its folder out by spec.exclude of "  \
	"meshgen.yaml"

/* Adds the finding for what stopped libyaml (MG0105). */
void reader_syntax_error(struct reader *r);

/* The node of a scalar event; a finding MG0108 for a tag that does not fit. */
struct node reader_scalar(struct reader *r, const yaml_event_t *e);

/* A finding MG0108 for the tag of a map or list unless it is the given one of the core schema. */
void reader_check_tag(struct reader *r, const yaml_event_t *e, const yaml_char_t *tag,
		      const char *expected);

/*
 * The node as a key, which is its text, whatever a value of this text would be.
 * Findings: a merge key (MG0109), what is no text (MG0111).
 */
struct node reader_key(struct reader *r, const yaml_event_t *e, struct node key);

/* A finding MG0106 for each key among the n nodes of a map that stood before. */
void reader_check_duplicates(struct reader *r, const struct node *pairs, size_t n);

/*
 * libyaml refuses "\ud83d\ude00", the way JSON writes a character beyond U+FFFF.
 * The rewriting keeps every offset: "\U0001f600\0". Returns text itself when
 * there is no pair in it.
 */
struct str surrogates_rewrite(struct str text, struct arena *a);

/*
 * Takes back what the rewriting did to a scalar that begins at byte off: drops
 * the NULs in double quotes, restores the letters elsewhere. Changes value in
 * place.
 */
void surrogates_restore(struct str text, struct str rewritten, size_t off, bool double_quoted,
			char *value, size_t *n);

#endif
