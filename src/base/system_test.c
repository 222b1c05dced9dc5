#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* root/{file,folder/deep/file,link -> file,away -> ..,pipe}, secret */
static int make_files(void **state)
{
	char *path = strdup("/tmp/meshgen-test-XXXXXX");

	*state = path;
	return !path || !mkdtemp(path) || chdir(path) ||
	       system("mkdir -p root/folder/deep && cd root && echo x > file && mkfifo pipe && "
		      "echo x > folder/deep/file && ln -s file link && ln -s .. away && "
		      "echo x > ../secret") != 0;
}

static int remove_files(void **state)
{
	int failed = system("rm -r root secret") || chdir("/") || rmdir(*state);

	free(*state);
	return failed;
}

/* The errno with which a path is refused, 0 when it is opened. */
static int refusal(int root, const char *path, int flags)
{
	int fd = open_beneath(root, str_of(path), flags);
	int error = fd < 0 ? errno : 0;

	if (fd >= 0 && !(fcntl(fd, F_GETFD) & FD_CLOEXEC))
		error = -1;
	if (fd >= 0)
		close(fd);
	return error;
}

/* Returns the number of the first case that is not as it should be, 0 when all are. */
static int wrong_case(void)
{
	static const struct {
		const char *path;
		int flags, error;
	} cases[] = {
		{ "file", O_RDONLY, 0 },
		{ "folder/deep/file", O_RDWR, 0 },
		{ "folder/deep", O_RDONLY | O_DIRECTORY, 0 },
		{ "folder", O_PATH | O_DIRECTORY, 0 },
		{ "", O_RDONLY | O_DIRECTORY, 0 },
		{ "pipe", O_RDONLY, 0 },
		{ "pipe", O_WRONLY, ENXIO },
		{ "none", O_RDONLY, ENOENT },
		{ "none/none", O_RDONLY, ENOENT },
		{ "none/none", O_WRONLY | O_CREAT, ENOENT },
		{ "folder/deep/new", O_WRONLY | O_CREAT, 0 },
		{ "file", O_RDONLY | O_DIRECTORY, ENOTDIR },
		{ "file/x", O_RDONLY, ENOTDIR },
		{ "link", O_RDONLY, ELOOP },
		{ "link", O_WRONLY | O_CREAT, ELOOP },
		{ "..", O_RDONLY, EINVAL },
		{ "../secret", O_RDONLY, EINVAL },
		{ "folder/../file", O_RDONLY, EINVAL },
		{ "./file", O_RDONLY, EINVAL },
		{ "/etc/passwd", O_RDONLY, EINVAL },
		{ "folder//deep", O_RDONLY, EINVAL },
		{ "folder/", O_RDONLY, EINVAL },
	};
	int root = open("root", O_PATH | O_DIRECTORY), wrong = 0;

	for (size_t i = 0; !wrong && i < sizeof(cases) / sizeof(*cases); i++) {
		if (refusal(root, cases[i].path, cases[i].flags) != cases[i].error)
			wrong = (int)i + 1;
	}
	/* ENOTDIR where there is no openat2: a link is no folder. */
	if (!wrong && !refusal(root, "away/secret", O_RDONLY))
		wrong = 100;
	close(root);
	return wrong;
}

static void test_open_beneath(void **state)
{
	int root = open("root", O_PATH | O_DIRECTORY);
	struct stat st;

	(void)state;
	umask(022);
	assert_int_equal(wrong_case(), 0);
	assert_int_equal(stat("root/folder/deep/new", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0644);
	assert_int_equal(open_beneath(root, S("fi\0le"), O_RDONLY), -1);
	assert_int_equal(errno, EINVAL);
	close(root);
}

/* From now on the kernel does not know openat2. */
static bool forget_openat2(int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

static void test_without_openat2(void **state)
{
	static const int errors[] = { ENOSYS, EPERM };
	int status;

	(void)state;
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
		pid_t child = fork();

		if (child == 0)
			_exit(forget_openat2(errors[i]) ? wrong_case() : 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 0);
	}
}

static void test_open_parent(void **state)
{
	int root = open("root", O_PATH | O_DIRECTORY), fd;
	struct str name;

	(void)state;
	fd = open_parent(root, S("folder/deep/file"), &name);
	assert_true(fd >= 0 && str_eq(name, S("file")));
	assert_int_equal(faccessat(fd, "file", F_OK, 0), 0);
	close(fd);
	fd = open_parent(root, S("file"), &name);
	assert_true(fd >= 0 && str_eq(name, S("file")));
	assert_int_equal(faccessat(fd, "folder", F_OK, 0), 0);
	close(fd);
	assert_int_equal(open_parent(root, S("folder/.."), &name), -1);
	assert_int_equal(open_parent(root, S("folder/"), &name), -1);
	assert_int_equal(open_parent(root, S(""), &name), -1);
	assert_int_equal(open_parent(root, S("away/secret"), &name), -1);
	assert_int_equal(open_parent(root, S("file/x"), &name), -1);
	close(root);
}

static void test_reason(void **state)
{
	(void)state;
	assert_string_equal(system_reason(ENOENT), "No such file or directory");
	assert_string_equal(system_reason(99999), "unknown error");
}

static void test_real_path(void **state)
{
	struct arena a = { 0 };
	struct str here = real_path(S(""), &a);

	(void)state;
	assert_true(here.n > 1 && here.s[0] == '/');
	assert_true(str_eq(real_path(S("./root/away/root/link"), &a),
			   arena_fmt(&a, "%.*s/root/file", FMT(here))));
	errno = 0;
	assert_int_equal(real_path(S("root/absent"), &a).n, 0);
	assert_int_equal(errno, ENOENT);
	arena_release(&a);
}

static void test_make_folder(void **state)
{
	int root = open("root", O_PATH | O_DIRECTORY | O_CLOEXEC);

	(void)state;
	assert_true(make_folder(root, S("new/a/b")));
	assert_int_equal(access("root/new/a/b", F_OK), 0);
	assert_true(make_folder(root, S("new/a")));
	assert_false(make_folder(root, S("away/c")));
	assert_false(make_folder(root, S("file/c")));
	assert_int_equal(errno, ENOTDIR);
	assert_int_not_equal(access("c", F_OK), 0);
	close(root);
}

/* What comes in two parts, what ends before, and what is longer than is asked for. */
static void test_read_and_write(void **state)
{
	char bytes[8] = "";
	int ends[2];
	size_t n;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_true(write_all(ends[1], S("ab")));
	assert_true(write_all(ends[1], S("cdef")));
	assert_true(read_up_to(ends[0], bytes, 4, &n));
	assert_int_equal(n, 4);
	assert_memory_equal(bytes, "abcd", 4);
	close(ends[1]);
	assert_true(read_up_to(ends[0], bytes, sizeof(bytes), &n));
	assert_int_equal(n, 2);
	assert_memory_equal(bytes, "ef", 2);
	close(ends[0]);
	assert_false(read_up_to(ends[0], bytes, 1, &n));
	assert_int_equal(errno, EBADF);
	assert_false(write_all(ends[1], S("x")));
}

static void test_real_path_to(void **state)
{
	struct arena a = { 0 };
	struct str here = real_path(S(""), &a);

	(void)state;
	assert_true(str_eq(existing_part(S("root/absent/x"), &a), S("root/")));
	assert_true(str_eq(existing_part(S("/absent"), &a), S("/")));
	assert_int_equal(existing_part(S("absent"), &a).n, 0);
	assert_true(str_eq(real_path_to(S("root/away//absent/x/"), &a),
			   arena_fmt(&a, "%.*s/absent/x", FMT(here))));
	assert_true(str_eq(real_path_to(S("absent"), &a), arena_fmt(&a, "%.*s/absent", FMT(here))));
	assert_true(str_eq(real_path_to(S("/absent"), &a), S("/absent")));
	assert_true(str_eq(real_path_to(S("root/.."), &a), here));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_open_beneath, make_files, remove_files),
		cmocka_unit_test_setup_teardown(test_without_openat2, make_files, remove_files),
		cmocka_unit_test_setup_teardown(test_open_parent, make_files, remove_files),
		cmocka_unit_test_setup_teardown(test_real_path, make_files, remove_files),
		cmocka_unit_test_setup_teardown(test_real_path_to, make_files, remove_files),
		cmocka_unit_test_setup_teardown(test_make_folder, make_files, remove_files),
		cmocka_unit_test(test_read_and_write),
		cmocka_unit_test(test_reason),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
