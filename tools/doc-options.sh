#!/bin/bash
# Do the manual pages name the commands and options that `meshgen help` lists,
# and no others? meshgen-ca.1 has those of `meshgen ca`, meshgen.1 the rest.
#
#   usage: tools/doc-options.sh MESHGEN
set -u
meshgen=$1
passed=0 failed=0

# same WHAT A B: two lists of words
same() {
	if diff <(sort -u <<<"$2") <(sort -u <<<"$3"); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok $1"
	fi
}

# The commands below the one of these words, groups without options left out.
commands() {
	local name words=$*
	for name in $("$meshgen" help "$@" | sed -n '/^topics:/q; s/^  \([a-z]*\) .*/\1/p'); do
		if "$meshgen" help "$@" "$name" | grep -q '^options:$'; then
			echo "${words:+$words }$name"
		fi
		commands "$@" "$name"
	done
}

# check PAGE COMMANDS
check() {
	local options
	options=$(while read -r words; do
		# shellcheck disable=SC2086
		"$meshgen" help $words | grep -oE '^  (-.,|   ) --[a-z-]+(=[^ ]*)?'
	done <<<"$2" | sed 's/^ *//; s/,  */, /')
	same "$1: the commands" "$2" "$(sed -n 's/^\*meshgen \([a-z ]*\)\*.*/\1/p' "$1" | sort -u)"
	same "$1: the options" "$options" "$(grep -oE '^\*(-., )?--[a-z-]+\*(=_[^ ]*_)?$' "$1" | tr -d '*_')"
}

all=$(commands)
check docs/meshgen.1.scd "$(grep -v '^ca ' <<<"$all" && echo ca)"
check docs/meshgen-ca.1.scd "$(grep '^ca ' <<<"$all")"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
