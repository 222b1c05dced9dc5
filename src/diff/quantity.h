/*
 * Quantities of Kubernetes, "500m" or "1Gi", by value: the server keeps those of its own kinds
 * in their canonical form, whatever was applied, and those of a custom resource as they are.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
#ifndef DIFF_QUANTITY_H
#define DIFF_QUANTITY_H

#include "base/str.h"

/*
 * Are both one quantity? Known as one is only what people write: up to 18 characters and a suffix
 * from m to P or Ki to Pi, whole thousandths below 2^64. Anything else equals nothing.
 */
bool quantity_eq(struct str a, struct str b);

#endif
