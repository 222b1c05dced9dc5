#!/bin/bash
# Runs the examples of README.md and the manual: in a block ```console (in the
# manual ```) a line `$ command` is run, and what follows up to the next one is
# what it prints (`...` stands for anything). The blocks of one file share a
# folder, which is empty at first.
#
#   usage: tools/doc-examples.sh MESHGEN
set -u
meshgen=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$meshgen" "$work/bin/meshgen"
passed=0 failed=0

# check FILE COMMAND EXPECTED: runs the command in $work/run.
check() {
	local got
	got=$(cd "$work/run" && PATH="$work/bin:$PATH" LC_ALL=C.UTF-8 NO_COLOR=1 sh -c "$2" </dev/null 2>&1)
	# shellcheck disable=SC2053
	if [[ $got == "$3" || ($3 == *...* && $got == ${3//.../*}) ]]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s: $ %s\n--- written\n%s\n--- printed\n%s\n' "$1" "$2" "$3" "$got"
	fi
}

# Ends the example at hand.
finish() {
	[ -z "$command" ] || check "$file" "$command" "${expected#$'\n'}"
	command='' expected=''
}

examples() {
	local fence='```console' inside='' command='' expected='' line
	[[ $file != *.scd ]] || fence='```'
	while IFS= read -r line; do
		line=${line#$'\t'}
		if [ -z "$inside" ]; then
			[ "$line" != "$fence" ] || inside=1
		elif [ "$line" = '```' ]; then
			finish
			inside=''
		elif [[ $line == '$ '* ]]; then
			finish
			command=${line#'$ '}
		else
			expected=$expected$'\n'$line
		fi
	done <"$file"
}

for file in README.md docs/*.scd; do
	[ -f "$file" ] || continue
	rm -rf "$work/run" && mkdir "$work/run"
	examples
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
