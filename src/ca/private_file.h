/*
 * Files that must be for their owner's eyes alone.
 */
#ifndef CA_PRIVATE_FILE_H
#define CA_PRIVATE_FILE_H

#include "diag/findings.h"

/*
 * Opens a file called name in the folder (AT_FDCWD: a path) for reading. Findings
 * about path, which is what the user typed: with the code absent when the system
 * refuses, with the code exposed when it is a symbolic link or no regular file,
 * belongs to another user, or has a mode that lets group or others in. Returns -1
 * after one.
 */
int private_file_open(int folder, const char *name, struct str path, enum code absent,
		      enum code exposed, struct findings *found);

#endif
