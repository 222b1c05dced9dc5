/*
 * Any file of a loose object is read or refused for a reason, and what is read is
 * what was compressed.
 */
#include "base/buf.h"
#include "base/system.h"
#include "fuzz/fuzz.h"
#include "tree/loose.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LARGEST = 1000 * 1000 };

/* The object as it is hashed, header and all; empty when it is refused or large. */
static void read_file(struct str file, struct buf *ret)
{
	int fd = memfd_create("object", MFD_CLOEXEC);
	struct loose l;
	unsigned char *bytes;

	if (fd < 0 || !write_all(fd, file) || lseek(fd, 0, SEEK_SET) != 0)
		abort();
	if (!loose_open(&l, fd) && l.n <= LARGEST) {
		bytes = malloc(l.n + 1);
		if (!bytes)
			abort();
		if (!loose_read(&l, bytes)) {
			buf_addf(ret, "%.*s %zu", FMT(l.kind), l.n);
			buf_addc(ret, '\0');
			buf_add(ret, (struct str){ (const char *)bytes, l.n });
		}
		free(bytes);
	}
	loose_close(&l);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct str given = { (const char *)bytes, n };
	struct buf file = BUF_INIT, object = BUF_INIT;
	uLongf size = compressBound(n);

	read_file(given, &object);
	buf_truncate(&object, 0);
	if (compress((unsigned char *)buf_room(&file, size), &size, bytes, n) != Z_OK)
		abort();
	read_file((struct str){ file.s, size }, &object);
	if (object.n && !str_eq(buf_str(&object), given))
		abort();
	buf_release(&object);
	buf_release(&file);
	return 0;
}
