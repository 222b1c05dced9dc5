#!/bin/sh
# Prints the given files as rows FILE("path", bytes) for src/base/embedded.c.
set -eu
for f in "$@"; do
	printf 'FILE("%s",\n' "$f"
	LC_ALL=C od -An -v -tx1 "$f" | sed 's/ \(..\)/\\x\1/g; s/.*/\t"&"/'
	printf ')\n'
done
