/*
 * Whose a file is, by its first line: the marker behind '#', or behind '--' as
 * Lua has it, whatever its line end.
 */
#ifndef OUT_MARKER_H
#define OUT_MARKER_H

#include "base/str.h"

/* As much of a file as marker_is_ours must see. */
enum { MARKER_BYTES = 64 };

bool marker_is_ours(struct str start);

/* Is this what a write that was cut off leaves: empty, all NUL, or a prefix of the marker line? */
bool marker_is_torn(struct str bytes);

#endif
