#include "ca/secret.h"
#include "ca/status.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "tree/root.h"
#include "yaml/write.h"

#include <fcntl.h>
#include <time.h>

/* A sub-command; what it returns decides the exit status together with the findings. */
typedef bool ca_step(struct ca *ca, const struct options *o);

static int no_key_guard(void)
{
	print_talk(S("meshgen: the system gives no memory that is safe for keys\n"));
	return EXIT_TROUBLE;
}

static bool is_closed(int fd)
{
	return fd != NO_FD && fcntl(fd, F_GETFD) < 0;
}

/* What a step found, did and gives. Returns the exit status that it comes to. */
static int print_all(const struct options *o, const struct ca *ca)
{
	const struct compilation *c = ca->c;
	int status = EXIT_YES;

	if (c->findings.n || !ca->data.n)
		status = run_print_findings(o, c, ca->data.n > 0);
	if (!o->quiet)
		print_talk(buf_str(&ca->said));
	if (run_is_watched(o))
		print_talk(buf_str(&ca->summary));
	if (status == EXIT_YES && ca->data.n)
		status = print_data(buf_str(&ca->data));
	return status == EXIT_YES ? run_status(c) : status;
}

static int run_step(const struct options *o, struct arena *a, ca_step *step)
{
	struct compile_options compile = o->compile;
	struct compilation c = { 0 };
	struct ca_options options = o->ca;
	struct ca ca = { .options = &options,
			 .compile = &compile,
			 .c = &c,
			 .said = BUF_INIT,
			 .summary = BUF_INIT,
			 .data = BUF_INIT,
			 .tell = o->quiet ? NULL : print_talk };
	struct progress progress;
	bool ok;
	int status;

	/* Before a file of ours gets that number. */
	if (is_closed(options.passphrase.fd) || is_closed(options.new_passphrase.fd))
		return print_usage(o->command->name,
				   S("the descriptor of the passphrase is not open"));
	if (!secrets_begin())
		return no_key_guard();
	compile.root = root_find(S("."), a);
	options.now = compile.at == ANY_TIME ? (int64_t)time(NULL) : compile.at;
	compile.at = ANY_TIME;
	run_show_progress(o, &compile, &progress);
	ok = step(&ca, o);
	if (compile.progress)
		progress_end(&progress);
	if (ca.input.trust.ledger)
		ledger_show(ca.input.trust.ledger, &c.findings);
	findings_sort(&c.findings, &c.sources);
	status = print_all(o, &ca);
	ca_close(&ca);
	compilation_release(&c);
	return status == EXIT_YES && !ok ? EXIT_NO : status;
}

/* A group alone. */
int cmd_ca(const struct options *o, struct arena *a)
{
	(void)a;
	return print_usage(o->command->name, S("a command is missing"));
}

static int no_key(const struct options *o)
{
	return print_usage(o->command->name, S("--key is missing: the file of the root's key"));
}

static bool init(struct ca *ca, const struct options *o)
{
	return ca_init(ca, o->operand);
}

int cmd_ca_init(const struct options *o, struct arena *a)
{
	return o->ca.key.n ? run_step(o, a, init) : no_key(o);
}

static bool issue(struct ca *ca, const struct options *o)
{
	(void)o;
	return ca_issue(ca);
}

int cmd_ca_issue(const struct options *o, struct arena *a)
{
	return o->ca.key.n || o->ca.dry_run ? run_step(o, a, issue) : no_key(o);
}

/* What is due is no finding, but no yes either. */
static bool status(struct ca *ca, const struct options *o)
{
	struct status s;
	struct node node;

	if (!ca_open(ca) || !status_take(ca, &s))
		return false;
	if (o->format == FORMAT_JSON) {
		node = status_node(ca, &s);
		json_write(&ca->data, &node);
	} else {
		status_text(ca, &s, &ca->data);
	}
	return !s.due;
}

int cmd_ca_status(const struct options *o, struct arena *a)
{
	return run_step(o, a, status);
}

static bool stage(struct ca *ca, const struct options *o)
{
	return ca_rotate_stage(ca, o->operand);
}

int cmd_ca_rotate_stage(const struct options *o, struct arena *a)
{
	if (o->ca.key.n && !o->ca.new_key.n)
		return print_usage(o->command->name,
				   S("--new-key is missing: a file for the new root's key"));
	return o->ca.key.n ? run_step(o, a, stage) : no_key(o);
}

static bool activate(struct ca *ca, const struct options *o)
{
	return ca_rotate_activate(ca, o->operand);
}

int cmd_ca_rotate_activate(const struct options *o, struct arena *a)
{
	return o->ca.key.n || o->ca.new_key.n ? run_step(o, a, activate) : no_key(o);
}

static bool retire(struct ca *ca, const struct options *o)
{
	return ca_rotate_retire(ca, o->operand);
}

int cmd_ca_rotate_retire(const struct options *o, struct arena *a)
{
	return run_step(o, a, retire);
}

/* BASE..HEAD; either may be left out and is HEAD then, as with git. */
static bool verify(struct ca *ca, const struct options *o)
{
	size_t dots = str_search(o->operand, S(".."));
	struct str base = str_first(o->operand, dots), head = str_from(o->operand, dots + 2);

	if (!o->operand.n)
		return ca_verify(ca);
	return ca_verify_change(ca, base.n ? base : S("HEAD"), head.n ? head : S("HEAD"));
}

int cmd_ca_verify(const struct options *o, struct arena *a)
{
	if (o->operand.n && str_search(o->operand, S("..")) == o->operand.n)
		return print_usage(o->command->name, S("two revisions are needed: BASE..HEAD"));
	return run_step(o, a, verify);
}

static bool import(struct ca *ca, const struct options *o)
{
	return ca_import(ca, &o->operands);
}

int cmd_ca_import(const struct options *o, struct arena *a)
{
	return run_step(o, a, import);
}
