#!/bin/bash
# Is every example right, is its committed output what render writes, is its README
# short, and does it hold no key? An example is a folder with an out/; some folders of
# examples/ hold several, one for each state.
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

for folder in examples/*/; do
	[ "$folder" = examples/ci/ ] || right "$folder" test -n "$(find "$folder" -maxdepth 2 -name out)"
	right "$folder" test "$(wc -l <"$folder/README.md")" -lt 30
	right "$folder" test -z "$(grep -rlE 'PRIVATE KEY|AGE-SECRET-KEY' "$folder")"
done
for out in examples/*/out examples/*/*/out; do
	right "${out%/out}" "$meshgen" verify -q "${out%/out}"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
