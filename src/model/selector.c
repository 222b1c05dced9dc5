#include "base/limits.h"
#include "model/grammar.h"
#include "model/model.h"

bool names_have(const struct names *all, struct str text)
{
	for (size_t i = 0; i < all->n; i++)
		if (str_eq(all->list[i].text, text))
			return true;
	return false;
}

bool names_eq(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->n && i < b->n; i++)
		if (!str_eq(a->list[i].text, b->list[i].text))
			return false;
	return a->n == b->n;
}

const struct label *labels_find(const struct labels *labels, struct str key)
{
	size_t low = 0, high = labels->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_cmp(labels->list[middle].key, key);

		if (order == 0)
			return &labels->list[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static bool has_value(const struct requirement *r, struct str value)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->values[i], value))
			return true;
	return false;
}

static bool holds(const struct requirement *r, const struct label *label)
{
	switch (r->op) {
	case LABEL_IN:
		return label && has_value(r, label->value);
	case LABEL_NOT_IN:
		return !label || !has_value(r, label->value);
	case LABEL_EXISTS:
		return label != NULL;
	case LABEL_ABSENT:
		break;
	}
	return !label;
}

bool selector_matches(const struct selector *s, const struct labels *labels)
{
	for (size_t i = 0; i < s->n; i++)
		if (!holds(&s->list[i], labels_find(labels, s->list[i].key)))
			return false;
	return true;
}

/* What is left of the text, and what was wrong with it. */
struct parser {
	struct str rest;
	struct arena *arena;
	const char *why; /* NULL so far */
};

static void skip_blanks(struct parser *p)
{
	while (p->rest.n && (p->rest.s[0] == ' ' || p->rest.s[0] == '\t'))
		p->rest = str_from(p->rest, 1);
}

static bool take(struct parser *p, struct str symbol)
{
	skip_blanks(p);
	if (!str_starts(p->rest, symbol))
		return false;
	p->rest = str_from(p->rest, symbol.n);
	return true;
}

static bool ends_word(char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case ',':
	case '=':
	case '!':
	case '(':
	case ')':
	case '<':
	case '>':
		return true;
	default:
		return false;
	}
}

static struct str take_word(struct parser *p)
{
	size_t n = 0;
	struct str word;

	skip_blanks(p);
	while (n < p->rest.n && !ends_word(p->rest.s[n]))
		n++;
	word = str_first(p->rest, n);
	p->rest = str_from(p->rest, n);
	return word;
}

static void add_value(struct parser *p, struct requirement *r, size_t *cap, struct str value)
{
	if (!is_label_value(value))
		p->why = "a value is no label value";
	if (r->n == LIMIT_VALUES)
		p->why = "one label has more than 1000 values";
	r->values = arena_grow(p->arena, r->values, r->n, cap, sizeof(*r->values));
	r->values[r->n++] = value;
}

static void parse_list(struct parser *p, struct requirement *r)
{
	size_t cap = 0;

	if (!take(p, S("("))) {
		p->why = "'in' and 'notin' want values in parentheses";
		return;
	}
	do {
		struct str value = take_word(p);

		if (value.n == 0)
			p->why = "a value is missing between the parentheses";
		add_value(p, r, &cap, value);
	} while (!p->why && take(p, S(",")));
	if (!p->why && !take(p, S(")")))
		p->why = "a closing parenthesis is missing";
}

static void parse_set(struct parser *p, struct requirement *r)
{
	struct str word = take_word(p);

	if (str_eq(word, S("in")))
		r->op = LABEL_IN;
	else if (str_eq(word, S("notin")))
		r->op = LABEL_NOT_IN;
	else
		p->why = "one of =, ==, !=, in, notin is due behind a key";
	if (!p->why)
		parse_list(p, r);
}

static void parse_requirement(struct parser *p, struct requirement *r)
{
	bool absent = take(p, S("!"));
	size_t cap = 0;

	r->op = absent ? LABEL_ABSENT : LABEL_EXISTS;
	r->key = take_word(p);
	skip_blanks(p);
	if (!is_label_key(r->key)) {
		p->why = r->key.n ? "a key is no label key" : "a key is missing";
	} else if (p->rest.n == 0 || p->rest.s[0] == ',') {
		return;
	} else if (absent) {
		p->why = "nothing can follow '!key' but a comma";
	} else if (take(p, S("!="))) {
		r->op = LABEL_NOT_IN;
		add_value(p, r, &cap, take_word(p));
	} else if (take(p, S("==")) || take(p, S("="))) {
		r->op = LABEL_IN;
		add_value(p, r, &cap, take_word(p));
	} else {
		parse_set(p, r);
	}
}

bool selector_parse(struct str text, struct arena *a, struct selector *ret, const char **ret_why)
{
	struct parser p = { .rest = text, .arena = a };
	size_t cap = 0;

	*ret = (struct selector){ 0 };
	do {
		if (ret->n == LIMIT_REQUIREMENTS)
			p.why = "there are more than 100 requirements";
		ret->list = arena_grow(a, ret->list, ret->n, &cap, sizeof(*ret->list));
		parse_requirement(&p, &ret->list[ret->n++]);
	} while (!p.why && take(&p, S(",")));
	skip_blanks(&p);
	if (!p.why && p.rest.n)
		p.why = "a comma is due behind a requirement";
	*ret_why = p.why;
	return !p.why;
}
