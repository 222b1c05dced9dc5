#include "base/bug.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void bug(const char *file, int line, const char *fmt, ...)
{
	va_list args;

	fprintf(stderr, "meshgen: BUG: %s:%d: ", file, line);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	abort();
}

void out_of_memory(void)
{
	fputs("meshgen: out of memory\n", stderr);
	exit(2);
}
