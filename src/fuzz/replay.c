/*
 * Runs a fuzz target once for each file of a folder; the last line is
 * `N passed, N failed`. A broken promise aborts.
 */
#include "base/buf.h"
#include "fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static bool replay(const char *folder, const char *name)
{
	struct buf path = BUF_INIT, bytes = BUF_INIT;
	size_t n = 1;
	FILE *f;

	buf_addf(&path, "%s/%s", folder, name);
	f = fopen(path.s, "rb");
	while (f && n) {
		n = fread(buf_room(&bytes, 4096), 1, 4096, f);
		bytes.n += n;
	}
	fprintf(stderr, "%s\n", path.s);
	if (f) {
		fclose(f);
		LLVMFuzzerTestOneInput((const uint8_t *)bytes.s, bytes.n);
	}
	buf_release(&path);
	buf_release(&bytes);
	return f;
}

static int is_shown(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	struct dirent **list = NULL;
	int n = argc == 2 ? scandir(argv[1], &list, is_shown, alphasort) : -1, passed = 0;

	if (n < 0) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	for (int i = 0; i < n; i++) {
		passed += replay(argv[1], list[i]->d_name);
		free(list[i]);
	}
	free(list);
	printf("%d passed, %d failed\n", passed, n - passed);
	return passed != n || !n;
}
