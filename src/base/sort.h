/*
 * Sorting. A cluster's lists are short and half in order as they come, where insertion
 * takes less time than qsort does to begin.
 */
#ifndef BASE_SORT_H
#define BASE_SORT_H

#include <stddef.h>

enum { SORT_MOST_SIZE = 64 };

/*
 * As qsort, of elements of at most SORT_MOST_SIZE bytes; those that compare equal keep
 * their order in a list of at most 32.
 */
void sort(void *list, size_t n, size_t size, int (*compare)(const void *a, const void *b));

#endif
