#include "diff/difference.h"

#include "base/char.h"

#include <string.h>

/* No byte of UTF-8. */
enum { CLUSTER = 0xff, MESH = 0xfe };

enum { TEXTS = 7 };

static void texts_of(struct difference *d, struct str *ret[TEXTS])
{
	ret[0] = &d->id.kind;
	ret[1] = &d->id.group;
	ret[2] = &d->id.namespace;
	ret[3] = &d->id.name;
	ret[4] = &d->field;
	ret[5] = &d->old;
	ret[6] = &d->new;
}

struct str leaf_text(const struct node *x, struct arena *a)
{
	if (!x)
		return S("");
	if (x->kind >= NODE_SEQ)
		return x->kind == NODE_SEQ ? S("[]") : S("{}");
	if (x->kind == NODE_STR && !(x->flags & NODE_PLAIN))
		return arena_concat(a, (struct str[]){ S("\""), node_text(x), S("\"") }, 3);
	return node_text(x);
}

/* Does the name stand at i as a word, as in net-east, east.example, east-mesh? */
static bool stands_at(struct str s, size_t i, struct str name)
{
	size_t end = i + name.n;

	return name.n && str_starts(str_from(s, i), name) && (i == 0 || !is_alnum(s.s[i - 1])) &&
	       (end == s.n || !is_alnum(s.s[end]));
}

static struct str anywhere(struct str s, const struct aliases *names, struct arena *a)
{
	char *copy = NULL;
	size_t n = 0;

	for (size_t i = 0; i < s.n;) {
		bool cluster = stands_at(s, i, names->cluster);
		bool mesh = !cluster && stands_at(s, i, names->mesh);

		if ((cluster || mesh) && !copy) {
			copy = arena_alloc(a, s.n);
			memcpy(copy, s.s, n = i);
		}
		if (copy)
			copy[n++] = (char)(cluster ? CLUSTER : mesh ? MESH : s.s[i]);
		i += cluster ? names->cluster.n : mesh ? names->mesh.n : 1;
	}
	return copy ? (struct str){ copy, n } : s;
}

struct difference difference_anywhere(const struct difference *d, const struct aliases *names,
				      struct arena *a)
{
	struct difference any = *d;
	struct str *texts[TEXTS];

	texts_of(&any, texts);
	for (size_t i = 0; i < TEXTS; i++)
		*texts[i] = anywhere(*texts[i], names, a);
	return any;
}

int difference_cmp(const struct difference *a, const struct difference *b)
{
	struct difference x = *a, y = *b;
	struct str *xs[TEXTS], *ys[TEXTS];
	int order = (int)b->risk - (int)a->risk;

	texts_of(&x, xs);
	texts_of(&y, ys);
	for (size_t i = 0; !order && i < TEXTS; i++)
		order = str_cmp(*xs[i], *ys[i]);
	if (!order)
		order = (int)a->op - (int)b->op;
	return order ? order : (int)a->refused - (int)b->refused;
}

struct difference difference_dup(const struct difference *d, struct arena *a)
{
	struct difference copy = *d;
	struct str *texts[TEXTS];

	texts_of(&copy, texts);
	for (size_t i = 0; i < TEXTS; i++)
		*texts[i] = arena_dup(a, *texts[i]);
	return copy;
}

void difference_key(const struct difference *d, struct buf *out)
{
	struct difference copy = *d;
	struct str *texts[TEXTS];

	texts_of(&copy, texts);
	buf_addc(out, (char)d->risk);
	buf_addc(out, (char)d->op);
	buf_addc(out, (char)d->refused);
	for (size_t i = 0; i < TEXTS; i++) {
		buf_add(out, (struct str){ (const char *)&texts[i]->n, sizeof(texts[i]->n) });
		buf_add(out, *texts[i]);
	}
}

struct str difference_text(struct str text, const struct aliases *names, struct arena *a)
{
	struct buf out = BUF_INIT;
	struct str copy;

	if (str_find(text, (char)CLUSTER) == text.n && str_find(text, (char)MESH) == text.n)
		return text;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c == CLUSTER)
			buf_add(&out, names->cluster.n ? names->cluster : S("{cluster}"));
		else if (c == MESH)
			buf_add(&out, names->mesh.n ? names->mesh : S("{mesh}"));
		else
			buf_addc(&out, text.s[i]);
	}
	copy = arena_dup(a, buf_str(&out));
	buf_release(&out);
	return copy;
}
