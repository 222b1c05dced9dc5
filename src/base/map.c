#include "base/map.h"

#include <endian.h>
#include <string.h>

/* Four ways at each level, chosen by the two highest bits of what is left of the hash. */
struct map_node {
	struct str key;
	void *value;
	struct map_node *child[4];
};

static uint64_t rotate(uint64_t x, int b)
{
	return x << b | x >> (64 - b);
}

static void sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] = rotate(v[0], 32) + v[3];
	v[2] += v[1];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

/* n bytes, up to 8, the first one the lowest of the word. */
static uint64_t load(const char *s, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, s, n);
	return le64toh(word);
}

static void sip_add(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

/* SipHash-1-3 (Aumasson and Bernstein, 2012) with a constant key: the same on every machine. */
static uint64_t sip_hash(struct str s)
{
	uint64_t v[4] = { 0x736f6d6570736575, 0x646f72616e646f6d, 0x6c7967656e657261,
			  0x7465646279746573 };

	size_t i = 0;

	for (; i + 8 <= s.n; i += 8)
		sip_add(v, load(s.s + i, 8));
	sip_add(v, load(s.s + i, s.n - i) | (uint64_t)s.n << 56);
	v[2] ^= 0xff;
	for (int k = 0; k < 3; k++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

void **map_at(struct map *m, struct str key, struct arena *a)
{
	struct map_node **at = &m->root;

	for (uint64_t h = sip_hash(key); *at; h <<= 2) {
		if (str_eq((*at)->key, key))
			return &(*at)->value;
		at = &(*at)->child[h >> 62];
	}
	*at = ARENA_NEW(a, struct map_node);
	(*at)->key = key;
	return &(*at)->value;
}

void *map_get(const struct map *m, struct str key)
{
	const struct map_node *at = m->root;

	for (uint64_t h = sip_hash(key); at; h <<= 2) {
		if (str_eq(at->key, key))
			return at->value;
		at = at->child[h >> 62];
	}
	return NULL;
}
