/*
 * The ends of the program that no user causes. BUG() is for a broken promise
 * between our own functions: it says where and aborts. A mistake of the user is
 * a finding (diag/findings.h), a failure of the system a finding without a line.
 */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#define BUG(...) bug(__FILE__, __LINE__, __VA_ARGS__)

_Noreturn void bug(const char *file, int line, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Says so on standard error and exits with status 2. */
_Noreturn void out_of_memory(void);

#endif
