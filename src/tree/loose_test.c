#include "tree/loose.h"

#include "tree/loose_scene.h"

#define DAMAGED "the loose object is cut off or damaged"
#define NO_HEADER "the loose object has no header of git"
#define WRONG_LENGTH "the loose object is not as long as it says"
#define FOLLOWED "something follows the loose object in its file"

/* Reads a file that holds these bytes; returns what is wrong with it, else NULL. */
static const char *read_file(struct scene *s, struct str file, struct str *ret_kind,
			     struct str *ret_bytes)
{
	struct loose l;
	unsigned char *room;
	const char *wrong;
	int fd;

	scene_put("object", file);
	fd = open("object", O_RDONLY | O_CLOEXEC);
	assert_true(fd >= 0);
	wrong = loose_open(&l, fd);
	*ret_kind = arena_dup(&s->arena, l.kind);
	if (!wrong && l.n < 1000 * 1000) {
		room = ARENA_TAKE(&s->arena, l.n + 1, unsigned char);
		wrong = loose_read(&l, room);
		*ret_bytes = (struct str){ (const char *)room, l.n };
		assert_true(wrong || !room[l.n]);
	}
	loose_close(&l);
	assert_int_equal(close(fd), 0);
	return wrong;
}

static void expect_object(struct scene *s, const char *header, const char *kind, struct str bytes)
{
	struct str got_kind, got = S("none");

	assert_null(read_file(s, loose_file(s, header, bytes), &got_kind, &got));
	assert_true(str_eq(got_kind, str_of(kind)));
	assert_true(str_eq(got, bytes));
}

static void expect_wrong(struct scene *s, struct str file, const char *what)
{
	struct str kind, bytes;
	const char *wrong = read_file(s, file, &kind, &bytes);

	assert_non_null(wrong);
	assert_string_equal(wrong, what);
}

static void test_whole(void **state)
{
	struct scene *s = *state;

	expect_object(s, "blob 0", "blob", S(""));
	expect_object(s, "blob 3", "blob", S("one"));
	expect_object(s, "tree 4", "tree", (struct str){ "a\0b", 4 });
	expect_object(s, "nonsense 1", "nonsense", S("x"));
}

/* Around the sizes of the pieces in which file and bytes are read. */
static void test_sizes(void **state)
{
	struct scene *s = *state;

	for (size_t n = LOOSE_PIECE_BYTES - 30; n < LOOSE_PIECE_BYTES + 10; n++) {
		const char *header = arena_fmt(&s->arena, "blob %zu", n).s;

		expect_object(s, header, "blob", noise(s, n));
		expect_object(s, header, "blob", (struct str){ arena_alloc(&s->arena, n), n });
	}
	expect_object(s, "blob 300000", "blob", noise(s, 300000));
	expect_object(s, "blob 900000", "blob",
		      (struct str){ arena_alloc(&s->arena, 900000), 900000 });
}

static void test_cut_off(void **state)
{
	struct scene *s = *state;
	struct str small = loose_file(s, "blob 3", S("one"));
	struct str large = loose_file(s, "blob 50000", noise(s, 50000));

	for (size_t n = 0; n < small.n; n++)
		expect_wrong(s, str_first(small, n), DAMAGED);
	for (size_t n = 0; n < large.n; n += 997)
		expect_wrong(s, str_first(large, n), DAMAGED);
	expect_wrong(s, str_first(large, LOOSE_PIECE_BYTES), DAMAGED);
	expect_wrong(s, str_first(large, large.n - 1), DAMAGED);
}

/* A sum at the end of the stream finds every change that has an effect. */
static void test_damaged(void **state)
{
	struct scene *s = *state;
	struct str file = loose_file(s, "blob 3", S("one")), kind, bytes;

	for (size_t i = 0; i < file.n; i++) {
		struct str copy = arena_dup(&s->arena, file);

		((char *)copy.s)[i] ^= 0x10;
		if (!read_file(s, copy, &kind, &bytes))
			assert_true(str_eq(kind, S("blob")) && str_eq(bytes, S("one")));
	}
	expect_wrong(s, S("blob 3"), DAMAGED);
	expect_wrong(s, noise(s, 40000), DAMAGED);
	expect_wrong(s, S("\x33xone"), DAMAGED);
}

static void test_headers(void **state)
{
	static const char *const bad[] = { "",
					   "blob",
					   "blob ",
					   " ",
					   "3",
					   "blob -3",
					   "blob +3",
					   "blob  3",
					   "blob 3 ",
					   "blob 0x3",
					   "blob 03",
					   "blob 1234567890123456789",
					   "blob 99999999999999999999999999999999999999999999" };
	struct scene *s = *state;
	struct str kind, bytes;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		expect_wrong(s, loose_file(s, bad[i], S("one")), NO_HEADER);
	expect_wrong(s, deflated(s, S("")), NO_HEADER);
	expect_wrong(s, deflated(s, S("blob 3")), NO_HEADER);
	expect_wrong(s, deflated(s, noise(s, 100)), NO_HEADER);
	expect_wrong(s, loose_file(s, "a kind of more than 32 bytes is none 3", S("one")),
		     NO_HEADER);
	assert_null(read_file(s, loose_file(s, "blob 999999999999999999", S("")), &kind, &bytes));
}

static void test_another_length(void **state)
{
	struct scene *s = *state;
	struct str whole = loose_file(s, "blob 3", S("one"));
	struct str parts[] = { whole, S("x") };
	struct str large = noise(s, 3 * LOOSE_PIECE_BYTES);

	expect_wrong(s, loose_file(s, "blob 2", S("one")), WRONG_LENGTH);
	expect_wrong(s, loose_file(s, "blob 4", S("one")), WRONG_LENGTH);
	expect_wrong(s, loose_file(s, "blob 0", S("one")), WRONG_LENGTH);
	expect_wrong(s, loose_file(s, "blob 49151", large), WRONG_LENGTH);
	expect_wrong(s, loose_file(s, "blob 49153", large), WRONG_LENGTH);
	expect_wrong(s, arena_concat(&s->arena, parts, 2), FOLLOWED);
	parts[1] = whole;
	expect_wrong(s, arena_concat(&s->arena, parts, 2), FOLLOWED);
}

/* Seen even where the stream ends with a piece. */
static void test_followed_behind_a_piece(void **state)
{
	struct scene *s = *state;
	struct str kind, bytes;

	for (size_t n = LOOSE_PIECE_BYTES - 100; n < LOOSE_PIECE_BYTES; n++) {
		struct str whole =
			loose_file(s, arena_fmt(&s->arena, "blob %zu", n).s, noise(s, n));
		struct str parts[] = { whole, S("x") };

		if (whole.n != LOOSE_PIECE_BYTES)
			continue;
		assert_null(read_file(s, whole, &kind, &bytes));
		expect_wrong(s, arena_concat(&s->arena, parts, 2), FOLLOWED);
		return;
	}
	fail_msg("no stream of a piece");
}

static void test_no_file(void **state)
{
	struct loose l;
	int fd = open(".", O_RDONLY | O_CLOEXEC);

	(void)state;
	assert_string_equal(loose_open(&l, fd), DAMAGED);
	loose_close(&l);
	close(fd);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)
	const struct CMUnitTest tests[] = {
		TEST(test_whole),
		TEST(test_sizes),
		TEST(test_cut_off),
		TEST(test_damaged),
		TEST(test_headers),
		TEST(test_another_length),
		TEST(test_followed_behind_a_piece),
		TEST(test_no_file),
	};
#undef TEST

	return cmocka_run_group_tests(tests, NULL, NULL);
}
