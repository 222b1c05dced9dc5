#!/bin/bash
# Runs the examples of README.md, of the README.md that `meshgen init` writes, and of the
# manual.
#
#   usage: tools/doc-examples.sh [--pre-commit] MESHGEN
#
# In a block ```console (in the manual ```) a line `$ command` is run, and what
# follows up to the next one is what it prints (`...` stands for anything). A block
# ```sh behind a line <!-- run --> is run as a whole and must succeed; in the README.md
# of init each is. The blocks of one file share a folder, which is empty but for the
# program, and for that README.md what init writes, and the working directory.
#
# `pre-commit` is the one on the PATH after --pre-commit; else a few lines that install
# the entries of .pre-commit-config.yaml as a hook.
set -u
real=
[ "${1-}" = --pre-commit ] && real=1 && shift
meshgen=$(realpath -e "$1") || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
mkdir "$work/bin" "$work/home"
ln -s "$meshgen" "$work/bin/meshgen"
[ -n "$real" ] || cat >"$work/bin/pre-commit" <<'EOF'
#!/bin/sh
{ echo '#!/bin/sh -e' && sed -n 's/^ *entry: \(.*\)/echo \1; \1/p' .pre-commit-config.yaml; } >.git/hooks/pre-commit
chmod +x .git/hooks/pre-commit
EOF
chmod +x "$work/bin"/*
unset MAKEFLAGS MAKELEVEL MFLAGS
export PATH=$work/bin:$PATH HOME=$work/home PRE_COMMIT_HOME=$work/home/pre-commit LC_ALL=C.UTF-8 NO_COLOR=1
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_EDITOR='echo message >'
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

# example COMMAND PRINTED: runs the command where the last one ended.
example() {
	local got status
	got=$(cd "$(cat "$work/cwd")" && sh -c "trap 'pwd >$work/cwd' EXIT; $1" </dev/null 2>&1)
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
	local fence='```console' run='<!-- run -->' inside='' command='' printed='' before='' line
	[[ $file != *.scd ]] || fence='```'
	[[ $file != starter/* ]] || run=''
	while IFS= read -r line; do
		line=${line#$'\t'}
		if [ -z "$inside" ]; then
			[ "$line" != "$fence" ] || inside=console
			[ "$before$line" != "$run"'```sh' ] || inside='sh'
			[ -z "$run" ] || before=$line
		elif [ "$line" = '```' ]; then
			[ $inside != sh ] || command="set -e; $command" printed=status
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

for file in README.md starter/README.md docs/*.scd; do
	[ -f "$file" ] || continue
	rm -rf "$work/run" && mkdir "$work/run"
	[[ $file != starter/* ]] || meshgen init "$work/run" || exit 2
	echo "$work/run" >"$work/cwd"
	examples
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
