/*
 * Whose a file is, by its first line: the marker behind '#', or behind '--' as
 * Lua has it, whatever its line end. For bare files (pack/bare.h) the one beside
 * them answers.
 */
#ifndef OUT_MARKER_H
#define OUT_MARKER_H

#include "base/arena.h"

/* As much of a file as marker_is_ours must see. */
enum { MARKER_BYTES = 64 };

bool marker_is_ours(struct str start);

/* Is this what a write that was cut off leaves: empty, all NUL, or a prefix of the marker line? */
bool marker_is_torn(struct str bytes);

/* The file that answers for this one, when its name is that of a bare one; else the path itself. */
struct str marker_path(struct str path, struct arena *a);

#endif
