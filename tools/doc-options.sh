#!/bin/bash
# Does the manual page name the commands and options that `meshgen help` lists,
# and no others?
#
#   usage: tools/doc-options.sh MESHGEN
set -u
page=docs/meshgen.1.scd
passed=0 failed=0

# same WHAT A B: two lists of words
same() {
	if diff <(sort -u <<<"$2") <(sort -u <<<"$3"); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok $page: $1"
	fi
}

commands=$("$1" help | sed -n 's/^  \([a-z]*\) .*/\1/p')
options=$(for c in $commands; do "$1" help "$c" | grep -oE '^  (-.,|   ) --[a-z-]+(=[^ ]*)?'; done |
	sed 's/^ *//; s/,  */, /')
same "the commands" "$commands" "$(sed -n 's/^\*meshgen \([a-z]*\)\*.*/\1/p' "$page")"
same "the options" "$options" "$(grep -oE '^\*(-., )?--[a-z-]+\*(=_[^ ]*_)?$' "$page" | tr -d '*_')"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
