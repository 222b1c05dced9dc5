/*
 * The one function of a fuzz target, called by libFuzzer (`make fuzz`) and by
 * replay.c (`make test`). Aborts when a promise is broken.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

#endif
