/*
 * Config, the settings of a repository in meshgen.yaml: checked and put into
 * force.
 */
#ifndef MODEL_SETTINGS_H
#define MODEL_SETTINGS_H

#include "model/intake.h"

/* The settings that hold without a meshgen.yaml. */
struct config config_defaults(void);

/*
 * Findings: another requiredVersion (MG0210), an unknown code in severities
 * (MG0214), a folder that cannot be one of ours (MG0215), a Config outside
 * meshgen.yaml or a second one (MG0217), too many globs (MG0218), a part of
 * spec.repository that cannot be, or a folder that Argo CD would not find (MG0230),
 * Argo CD without its url (MG0231). Raises severities in in->found. What is right
 * holds, even if something else is wrong. Returns false after an error.
 */
bool accept_config(struct intake *in, const struct node *doc);

#endif
