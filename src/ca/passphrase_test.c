#include "ca/fixture.h"
#include "ca/passphrase.h"
#include "tree/scene.h"

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>

static const struct passphrase_source by_file = { .file = STR("pass"), .fd = -1 };
static const struct passphrase_source by_prompt = { .fd = -1 };

static void put_private(struct str text)
{
	unlink("pass");
	scene_put("pass", text);
	assert_int_equal(chmod("pass", 0600), 0);
}

static void assert_reads(struct scene *s, struct str text, struct str passphrase)
{
	struct secret got;

	put_private(text);
	assert_true(passphrase_read(&by_file, S("root.key"), true, &s->found, &got));
	assert_int_equal(got.n, passphrase.n);
	assert_memory_equal(got.bytes, passphrase.s, got.n);
	secret_release(&got);
	assert_int_equal(s->found.n, 0);
}

static void assert_refused(struct scene *s, struct str text, const char *why)
{
	struct secret got;

	put_private(text);
	assert_false(passphrase_read(&by_file, S("root.key"), true, &s->found, &got));
	assert_non_null(strstr(s->found.list[0]->message.s, why));
	scene_expect(s, MG0551, "pass");
}

static struct str many(struct scene *s, size_t n, char end)
{
	char *text = arena_alloc(&s->arena, n + 1);

	memset(text, 'a', n);
	text[n] = end;
	return (struct str){ text, n + 1 };
}

static void test_the_first_line_of_a_file(void **state)
{
	struct scene *s = *state;

	assert_reads(s, S("correct horse\n"), S("correct horse"));
	assert_reads(s, S("correct horse"), S("correct horse"));
	assert_reads(s, S("correct horse\r\nbattery\n"), S("correct horse"));
	assert_reads(s, S(" correct\thorse \n"), S(" correct\thorse "));
	assert_reads(s, S("correct horse\r"), S("correct horse\r"));
	assert_reads(s, S("correct horse\r\r\n"), S("correct horse\r"));
	assert_reads(s, many(s, PASSPHRASE_MOST, '\n'),
		     str_first(many(s, PASSPHRASE_MOST, 0), PASSPHRASE_MOST));
}

static void test_no_passphrase(void **state)
{
	struct scene *s = *state;

	assert_refused(s, S(""), "is empty");
	assert_refused(s, S("\n"), "is empty");
	assert_refused(s, S("\r\ncorrect horse"), "is empty");
	assert_refused(s, S("correct\0horse\n"), "NUL");
	assert_refused(s, S("1234567\n"), "at least 8");
	assert_reads(s, S("12345678\n"), S("12345678"));
	assert_refused(s, many(s, PASSPHRASE_MOST + 1, '\n'), "longer than");
	assert_refused(s, many(s, 100 * 1000, '\n'), "longer than");
}

/* One that is there already may be short. */
static void test_of_an_old_key(void **state)
{
	struct scene *s = *state;
	struct secret got;

	put_private(S("x\n"));
	assert_true(passphrase_read(&by_file, S("root.key"), false, &s->found, &got));
	assert_int_equal(got.n, 1);
	secret_release(&got);
}

static void test_files_that_others_see(void **state)
{
	struct scene *s = *state;
	struct secret got;

	assert_false(passphrase_read(&by_file, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0551, "pass");
	put_private(S("correct horse\n"));
	assert_int_equal(chmod("pass", 0604), 0);
	assert_false(passphrase_read(&by_file, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0552, "pass");
	assert_int_equal(rename("pass", "real"), 0);
	assert_int_equal(chmod("real", 0600), 0);
	assert_int_equal(symlink("real", "pass"), 0);
	assert_false(passphrase_read(&by_file, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0552, "pass");
	unlink("pass");
	assert_int_equal(mkfifo("pass", 0600), 0);
	assert_false(passphrase_read(&by_file, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0552, "pass");
}

/* Two keys can have their passphrases in one pipe. */
static void test_lines_of_a_descriptor(void **state)
{
	static const struct str lines[] = { STR("correct horse"), STR("battery staple") };
	struct scene *s = *state;
	struct passphrase_source from = { .fd = -1 };
	struct secret got;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	assert_true(write_all(ends[1], S("correct horse\nbattery staple")));
	close(ends[1]);
	from.fd = ends[0];
	for (int i = 0; i < 2; i++) {
		assert_true(passphrase_read(&from, S("root.key"), false, &s->found, &got));
		assert_int_equal(got.n, lines[i].n);
		assert_memory_equal(got.bytes, lines[i].s, got.n);
		secret_release(&got);
	}
	assert_false(passphrase_read(&from, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0551, "");
	close(ends[0]);
	assert_false(passphrase_read(&from, S("root.key"), false, &s->found, &got));
	scene_expect(s, MG0551, "");
}

static int read_standard_input(struct scene *s, int from)
{
	static const struct passphrase_source input = { .fd = 0 };
	struct secret got;

	return dup2(from, 0) == 0 &&
			       passphrase_read(&input, S("root.key"), false, &s->found, &got) &&
			       got.n == 13
		       ? 0
		       : 1;
}

static void test_standard_input(void **state)
{
	int ends[2], status;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	assert_true(write_all(ends[1], S("correct horse\n")));
	fflush(NULL);
	child = fork();
	if (child == 0) {
		setsid();
		_exit(read_standard_input(*state, ends[0]));
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(ends[0]);
	close(ends[1]);
}

/* A process of its own with a terminal, or without one. */
struct asked {
	pid_t child;
	int terminal, slave;
};

static int answer(struct scene *s, bool is_new)
{
	struct secret got;

	if (passphrase_read(&by_prompt, S("root.key"), is_new, &s->found, &got))
		return got.n == 13 && memcmp(got.bytes, "correct horse", 13) == 0 ? 0 : 1;
	if (s->found.n != 1 || s->found.list[0]->code != MG0551)
		return 3;
	return str_starts(s->found.list[0]->help, S("give it by --passphrase-file")) ? 4 : 2;
}

/* As a shell with a terminal starts it: nohup and & have signals ignored, which is inherited. */
static void restore_signals(void)
{
	static const int all[] = { SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP };

	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		signal(all[i], SIG_DFL);
}

/* A child that nobody answers ends by itself. */
static struct asked ask(struct scene *s, bool is_new, bool with_terminal)
{
	struct asked p = { .terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC) };

	assert_true(p.terminal >= 0 && grantpt(p.terminal) == 0 && unlockpt(p.terminal) == 0);
	p.slave = open(ptsname(p.terminal), O_RDWR | O_NOCTTY | O_CLOEXEC);
	fflush(NULL);
	p.child = fork();
	if (p.child == 0) {
		alarm(30);
		restore_signals();
		setsid();
		if (with_terminal && ioctl(p.slave, TIOCSCTTY, 0) != 0)
			_exit(9);
		_exit(answer(s, is_new));
	}
	return p;
}

/* What the terminal has shown when it ends in a text. */
static struct str shown(struct scene *s, struct asked *p, const char *end)
{
	struct pollfd ready = { .fd = p->terminal, .events = POLLIN };
	char *text = arena_alloc(&s->arena, 4096);
	size_t n = 0;
	ssize_t got;

	while (!str_ends((struct str){ text, n }, str_of(end))) {
		assert_int_equal(poll(&ready, 1, 5000), 1);
		got = read(p->terminal, text + n, 4095 - n);
		assert_true(got > 0);
		n += (size_t)got;
	}
	return (struct str){ text, n };
}

static bool echoes(const struct asked *p)
{
	struct termios now;

	assert_int_equal(tcgetattr(p->slave, &now), 0);
	return now.c_lflag & ECHO;
}

/* The wait status; the terminal must be as it was. */
static int status_of(struct asked *p)
{
	int status;

	assert_int_equal(waitpid(p->child, &status, 0), p->child);
	assert_true(echoes(p));
	close(p->terminal);
	close(p->slave);
	return status;
}

static void test_prompt(void **state)
{
	struct scene *s = *state;
	struct asked p = ask(s, false, true);

	assert_true(str_eq(shown(s, &p, ": "), S("passphrase of root.key: ")));
	assert_false(echoes(&p));
	assert_true(write_all(p.terminal, S("correct horse\n")));
	assert_true(str_eq(shown(s, &p, "\n"), S("\r\n")));
	assert_int_equal(status_of(&p), 0);
}

static int twice(struct scene *s, struct str first, struct str second)
{
	struct asked p = ask(s, true, true);

	shown(s, &p, "new passphrase for root.key: ");
	assert_true(write_all(p.terminal, first));
	assert_true(str_eq(shown(s, &p, ": "), S("\r\nthe same again for root.key: ")));
	assert_true(write_all(p.terminal, second));
	assert_true(str_eq(shown(s, &p, "\n"), S("\r\n")));
	return WEXITSTATUS(status_of(&p));
}

static void test_prompt_twice(void **state)
{
	assert_int_equal(twice(*state, S("correct horse\n"), S("correct horse\n")), 0);
	assert_int_equal(twice(*state, S("correct horse\n"), S("correct horsf\n")), 2);
	assert_int_equal(twice(*state, S("correct horse\n"), S("correct\n")), 2);
}

/* Ctrl-C and a kill: the process dies of it, but not before the echo is on. */
static void test_signals(void **state)
{
	struct scene *s = *state;
	struct asked p = ask(s, false, true);
	int status;

	shown(s, &p, ": ");
	assert_true(write_all(p.terminal, S("corr\x03")));
	status = status_of(&p);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);

	p = ask(s, false, true);
	shown(s, &p, ": ");
	assert_int_equal(kill(p.child, SIGTERM), 0);
	status = status_of(&p);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
}

/* Whoever stops it and comes back is asked again. Nobody waits for this group: so it never stops. */
static void test_stop(void **state)
{
	struct scene *s = *state;
	struct asked p = ask(s, false, true);

	shown(s, &p, ": ");
	assert_int_equal(kill(p.child, SIGTSTP), 0);
	assert_true(str_eq(shown(s, &p, ": "), S("\r\npassphrase of root.key: ")));
	assert_true(write_all(p.terminal, S("correct horse\n")));
	assert_int_equal(status_of(&p), 0);
}

static void test_no_terminal(void **state)
{
	struct asked p = ask(*state, false, false);

	assert_int_equal(WEXITSTATUS(status_of(&p)), 4);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, scene_open, scene_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_first_line_of_a_file),
		TEST(test_no_passphrase),
		TEST(test_of_an_old_key),
		TEST(test_files_that_others_see),
		TEST(test_lines_of_a_descriptor),
		TEST(test_standard_input),
		TEST(test_prompt),
		TEST(test_prompt_twice),
		TEST(test_signals),
		TEST(test_stop),
		TEST(test_no_terminal),
	};

	return secrets_begin() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
