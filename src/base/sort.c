#include "base/sort.h"

#include "base/bug.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 32 };

static void insert(char *list, char *from, size_t size,
		   int (*compare)(const void *a, const void *b))
{
	char element[SORT_MOST_SIZE], *to = from;

	while (to > list && compare(to - size, from) > 0)
		to -= size;
	if (to == from)
		return;
	memcpy(element, from, size);
	memmove(to + size, to, (size_t)(from - to));
	memcpy(to, element, size);
}

void sort(void *list, size_t n, size_t size, int (*compare)(const void *a, const void *b))
{
	if (size > SORT_MOST_SIZE)
		BUG("elements of %zu bytes", size);
	if (n > FEW) {
		qsort(list, n, size, compare);
		return;
	}
	for (size_t i = 1; i < n; i++)
		insert(list, (char *)list + i * size, size, compare);
}
