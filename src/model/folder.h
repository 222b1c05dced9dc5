/*
 * Paths of folders that a document names: they stay below the folder that they are
 * relative to.
 */
#ifndef MODEL_FOLDER_H
#define MODEL_FOLDER_H

#include "base/str.h"

/* "./out/" is "out". */
struct str folder_normal(struct str folder);

/*
 * Why a normalised path is none of a folder below another, in words that follow "'x' ...: ",
 * static; NULL when it is one.
 */
const char *why_not_below(struct str path);

#endif
