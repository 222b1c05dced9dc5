/*
 * Runs commands in turn, round after round, and compares each with the last
 * one, the baseline, pair by pair: machines drift, ratios within one round do
 * not.
 *
 *   pair [-n ROUNDS] [-w WARM-UPS] [-d SCRATCH] [-puc] -- COMMAND... [-- COMMAND...]...
 *
 *   -n  rounds that count, 5 when absent; -w  rounds before them, 1 when absent
 *   -d  a word {new} of a command becomes SCRATCH/<number>, never the same twice
 *       and never made here; the disk is synced before each run. Nothing is
 *       removed: on ext4 whatever is created after a removal is slow
 *   -p  standard output goes through a pipe that is read and counted here, else
 *       to /dev/null
 *   -u  the milliseconds are those of the processor in user mode, not of the clock;
 *       -c  in both modes
 *
 * One line a command: median milliseconds, the largest peak memory in KB, MB
 * (10^6 bytes) a second of its output, then median, least and largest ratio to
 * the baseline. Exit 1 as soon as a command fails: a failure has no speed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct command {
	char **argv; /* ends in NULL */
	double *ms;  /* by round */
	long peak_kb;
	double bytes; /* of standard output, one run */
};

struct session {
	struct command *commands;
	int n;
	int rounds, warm_ups;
	const char *scratch;
	bool pipe, user_time, processor_time;
	unsigned fresh; /* folders named so far */
};

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "pair: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void *allocate(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		fail("memory");
	return p;
}

/* A copy of the command with a folder of its own in place of {new}. */
static char **with_new_folder(struct session *s, char **argv)
{
	size_t n = 0;
	char **copy;

	while (argv[n])
		n++;
	copy = allocate(n + 1, sizeof(*copy));
	for (size_t i = 0; i < n; i++) {
		copy[i] = argv[i];
		if (strcmp(argv[i], "{new}") != 0)
			continue;
		if (!s->scratch || asprintf(&copy[i], "%s/%u", s->scratch, ++s->fresh) < 0)
			fail("{new} needs -d");
	}
	return copy;
}

static int open_sink(const struct session *s, int ends[2])
{
	if (s->pipe) {
		if (pipe2(ends, O_CLOEXEC) < 0)
			fail("pipe");
		return ends[1];
	}
	ends[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (ends[1] < 0)
		fail("/dev/null");
	return ends[1];
}

static pid_t start(char **argv, int sink)
{
	pid_t child = vfork();

	if (child < 0)
		fail("vfork");
	if (child == 0) {
		if (dup2(sink, STDOUT_FILENO) >= 0)
			execvp(argv[0], argv);
		_exit(127);
	}
	return child;
}

static double drain(int fd)
{
	static char bytes[65536];
	double all = 0;
	ssize_t n;

	while ((n = read(fd, bytes, sizeof(bytes))) > 0)
		all += (double)n;
	return all;
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static double ms_of(const struct timeval *t)
{
	return (double)t->tv_sec * 1e3 + (double)t->tv_usec / 1e3;
}

/* One run; returns its milliseconds. */
static double run(struct session *s, struct command *c)
{
	char **argv = with_new_folder(s, c->argv);
	int ends[2] = { -1, -1 }, sink = open_sink(s, ends), status;
	struct rusage usage;
	double begin;
	pid_t child;

	if (s->scratch)
		sync();
	begin = now_ms();
	child = start(argv, sink);
	close(sink);
	if (s->pipe)
		c->bytes = drain(ends[0]);
	if (wait4(child, &status, 0, &usage) < 0)
		fail("wait4");
	begin = now_ms() - begin;
	if (s->pipe)
		close(ends[0]);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "pair: '%s' failed\n", argv[0]);
		exit(1);
	}
	if (usage.ru_maxrss > c->peak_kb)
		c->peak_kb = usage.ru_maxrss;
	if (s->processor_time)
		return ms_of(&usage.ru_utime) + ms_of(&usage.ru_stime);
	return s->user_time ? ms_of(&usage.ru_utime) : begin;
}

/* Every other round goes backwards, so that no command always follows the same one. */
static void run_round(struct session *s, int round)
{
	for (int i = 0; i < s->n; i++) {
		int at = round % 2 ? s->n - 1 - i : i;
		double ms = run(s, &s->commands[at]);

		if (round >= s->warm_ups)
			s->commands[at].ms[round - s->warm_ups] = ms;
	}
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts the figures. */
static double median(double *list, int n)
{
	qsort(list, (size_t)n, sizeof(*list), by_size);
	return n % 2 ? list[n / 2] : (list[n / 2 - 1] + list[n / 2]) / 2;
}

static void print_line(const struct session *s, const struct command *c)
{
	const struct command *base = &s->commands[s->n - 1];
	double *ratios = allocate((size_t)s->rounds, sizeof(*ratios));
	double *ms = allocate((size_t)s->rounds, sizeof(*ms));
	double middle, ratio;

	for (int i = 0; i < s->rounds; i++) {
		ms[i] = c->ms[i];
		ratios[i] = c->ms[i] / base->ms[i];
	}
	middle = median(ms, s->rounds);
	ratio = median(ratios, s->rounds);
	printf("%.3f %ld %.0f %.4f %.4f %.4f\n", middle, c->peak_kb, c->bytes / 1e3 / middle, ratio,
	       ratios[0], ratios[s->rounds - 1]);
	free(ratios);
	free(ms);
}

/* Splits the words at each "--", which becomes the end of a command. */
static void split(struct session *s, char **words)
{
	char **begin = words;

	s->commands = allocate(64, sizeof(*s->commands));
	for (char **w = words;; w++) {
		bool last = !*w;

		if (!last && strcmp(*w, "--") != 0)
			continue;
		*w = NULL;
		if (w > begin && s->n < 64)
			s->commands[s->n++].argv = begin;
		begin = w + 1;
		if (last)
			return;
	}
}

static void read_options(struct session *s, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "+n:w:d:puc")) != -1) {
		if (option == 'n')
			s->rounds = atoi(optarg);
		else if (option == 'w')
			s->warm_ups = atoi(optarg);
		else if (option == 'd')
			s->scratch = optarg;
		else if (option == 'p')
			s->pipe = true;
		else if (option == 'u')
			s->user_time = true;
		else if (option == 'c')
			s->processor_time = true;
		else
			exit(2);
	}
	split(s, argv + optind);
}

int main(int argc, char **argv)
{
	struct session s = { .rounds = 5, .warm_ups = 1 };

	read_options(&s, argc, argv);
	if (s.n == 0 || s.rounds < 1 || s.warm_ups < 0) {
		fprintf(stderr, "usage: pair [-n ROUNDS] [-w WARM-UPS] [-d SCRATCH] [-puc] -- "
				"COMMAND... [-- COMMAND...]...\n");
		return 2;
	}
	for (int i = 0; i < s.n; i++)
		s.commands[i].ms = allocate((size_t)s.rounds, sizeof(double));
	for (int round = 0; round < s.warm_ups + s.rounds; round++)
		run_round(&s, round);
	for (int i = 0; i < s.n; i++)
		print_line(&s, &s.commands[i]);
	return 0;
}
