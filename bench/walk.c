/*
 * The baseline of "nothing changed": stat, open, read and close every file below
 * a folder, in the order in which the folder lists them, and nothing else.
 * Prints the number of files and of bytes.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct total {
	unsigned long files, bytes;
};

static void fail(const char *name)
{
	fprintf(stderr, "walk: %s: %s\n", name, strerror(errno));
	exit(1);
}

static void walk_file(int folder, const char *name, size_t size, struct total *all)
{
	static char bytes[1 << 16];
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	size_t left = size;
	ssize_t n = 1;

	if (fd < 0)
		fail(name);
	while (left && (n = read(fd, bytes, sizeof(bytes))) > 0)
		left -= (size_t)n < left ? (size_t)n : left;
	if (n < 0)
		fail(name);
	close(fd);
	all->files++;
	all->bytes += size;
}

static void walk_folder(int fd, struct total *all)
{
	DIR *folder = fdopendir(fd);

	if (!folder)
		fail("folder");
	for (struct dirent *e; (e = readdir(folder));) {
		struct stat st;

		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			fail(e->d_name);
		if (S_ISREG(st.st_mode))
			walk_file(fd, e->d_name, (size_t)st.st_size, all);
		else if (S_ISDIR(st.st_mode))
			walk_folder(openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC), all);
	}
	closedir(folder);
}

int main(int argc, char **argv)
{
	struct total all = { 0 };

	if (argc != 2) {
		fprintf(stderr, "usage: walk FOLDER\n");
		return 2;
	}
	walk_folder(open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC), &all);
	printf("%lu %lu\n", all.files, all.bytes);
	return 0;
}
