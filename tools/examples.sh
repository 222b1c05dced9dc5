#!/bin/bash
# Is every example right, is its committed output what render writes, is its README
# short, and does it hold no key?
#
#   usage: tools/examples.sh MESHGEN
set -u
meshgen=$(realpath -e "$1") || exit 2
passed=0 failed=0

# right EXAMPLE COMMAND...
right() {
	local example=$1 said
	shift
	if said=$("$@" 2>&1) && [ -z "$said" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s: %s\n%s\n' "$example" "$*" "$said"
	fi
}

for example in examples/*/; do
	right "$example" "$meshgen" verify -q "$example"
	right "$example" test "$(wc -l <"$example/README.md")" -lt 30
	right "$example" test -z "$(grep -rlE 'PRIVATE KEY|AGE-SECRET-KEY' "$example")"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
