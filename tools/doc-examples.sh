#!/bin/bash
# Runs the examples of README.md and the manual.
#
#   usage: tools/doc-examples.sh MESHGEN
#
# In a block ```console (in the manual ```) a line `$ command` is run, and what
# follows up to the next one is what it prints (`...` stands for anything). A block
# ```sh behind a line <!-- run --> is run as a whole and must succeed. The blocks
# of one file share a folder, which is empty but for the program, and the working
# directory.
set -u
meshgen=$(realpath -e "$1") || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# example COMMAND PRINTED: runs the command where the last one ended.
example() {
	local got status
	got=$(cd "$(cat "$work/cwd")" && PATH="$work/run:$PATH" LC_ALL=C.UTF-8 NO_COLOR=1 \
		sh -c "trap 'pwd >$work/cwd' EXIT; $1" </dev/null 2>&1)
	status=$?
	# shellcheck disable=SC2053
	if [ "$2" = status ] && [ $status -eq 0 ] || [[ $got == "$2" || ($2 == *...* && $got == ${2//.../*}) ]]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s: $ %s\n--- written\n%s\n--- printed\n%s\n' "$file" "$1" "$2" "$got"
	fi
}

# Ends the example at hand.
finish() {
	[ -z "$command" ] || example "$command" "${printed#$'\n'}"
	command='' printed=''
}

examples() {
	local fence='```console' inside='' command='' printed='' before='' line
	[[ $file != *.scd ]] || fence='```'
	while IFS= read -r line; do
		line=${line#$'\t'}
		if [ -z "$inside" ]; then
			[ "$line" != "$fence" ] || inside=console
			[ "$before$line" != '<!-- run -->```sh' ] || inside='sh'
			before=$line
		elif [ "$line" = '```' ]; then
			[ $inside != sh ] || printed=status
			finish
			inside=''
		elif [ $inside = sh ]; then
			command=$command$line$'\n'
		elif [[ $line == '$ '* ]]; then
			finish
			command=${line#'$ '}
		else
			printed=$printed$'\n'$line
		fi
	done <"$file"
}

for file in README.md docs/*.scd; do
	[ -f "$file" ] || continue
	rm -rf "$work/run" && mkdir "$work/run" && ln -s "$meshgen" "$work/run/meshgen"
	echo "$work/run" >"$work/cwd"
	examples
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
