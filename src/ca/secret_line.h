/*
 * One line that nobody else shall see: from a descriptor, or from the user.
 */
#ifndef CA_SECRET_LINE_H
#define CA_SECRET_LINE_H

#include "ca/secret.h"

/*
 * Reads up to the end of the line (LF or CRLF, left out) or of the input, and no
 * byte behind it. A line of more than most bytes is cut somewhere behind them.
 * Returns false with errno; else ret is the caller's, who may find it empty.
 */
bool secret_line_read(int fd, size_t most, struct secret *ret);

/*
 * The same from /dev/tty after a question, with the echo off. Signals that end or
 * stop the process are kept waiting until the echo is on again; a process that
 * goes on after one asks anew. Returns false with errno, ENXIO without a terminal.
 */
bool secret_line_ask(struct str question, size_t most, struct secret *ret);

#endif
