#!/bin/bash
# Runs the golden cases: everything that a user sees of meshgen.
#
#   usage: tools/golden.sh [--update] MESHGEN [CASE...]
#
# A case is a folder golden/AREA/NAME:
#
#   cmd      the arguments of meshgen on one line; or, if it begins with #!, a script of sh -eu
#            in which `meshgen` is the program
#   in/      run in a copy of it; none: an empty folder
#   out/     what out/ holds in the end; none: what in/out holds, or there is no out/
#   stdout, stderr, status    none: empty, 0
#
# CASE is AREA/NAME or the beginning of it; without one all cases run, and then every code of
# src/diag/codes.def must be shown by a case, or be listed in golden/elsewhere with the test that
# shows it. --update rewrites what the cases expect. The last line is `N passed, N failed`.
set -u
update=
[ "${1-}" = --update ] && update=1 && shift
meshgen=$(realpath -e "$1") && shift || exit 2
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" && ln -s "$meshgen" "$work/bin/meshgen"
passed=0 failed=0

# Runs the case in $work/run; leaves $work/stdout, stderr and status.
run() {
	local cmd=$top/$1/cmd
	rm -rf "$work/run" && mkdir "$work/run"
	[ ! -d "$1/in" ] || cp -R "$1/in/." "$work/run"
	case $(head -c 2 "$cmd") in
	'#!') set -- sh -eu "$cmd" ;;
	*) set -- sh -c "meshgen $(cat "$cmd")" ;;
	esac
	(cd "$work/run" && exec env -i PATH="$work/bin:$PATH" HOME="$work/home" TZ=UTC LC_ALL=C.UTF-8 \
		ASAN_OPTIONS="${ASAN_OPTIONS-}" LSAN_OPTIONS="${LSAN_OPTIONS-}" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
		GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A \
		GIT_COMMITTER_EMAIL=a@example.org GIT_AUTHOR_DATE=2026-01-01T00:00:00Z \
		GIT_COMMITTER_DATE=2026-01-01T00:00:00Z timeout 60 "$@") \
		</dev/null >"$work/stdout" 2>"$work/stderr"
	echo $? >"$work/status"
}

# The tree that a case expects: its out/, else what it began with.
expected_tree() {
	local tree
	for tree in "$1/out" "$1/in/out" "$work/none"; do
		[ ! -d "$tree" ] || break
	done
	printf '%s\n' "$tree"
}

same_tree() {
	[ -e "$2" ] || [ -e "$1" ] || return 0
	diff -r "$1" "$2" 2>&1
}

check() {
	local bad=0 f
	for f in stdout stderr; do
		if [ -f "$1/$f" ]; then
			diff -u "$1/$f" "$work/$f" || bad=1
		elif [ -s "$work/$f" ]; then
			sed "s/^/$f, none was due: /" "$work/$f"
			bad=1
		fi
	done
	[ "$(cat "$1/status" 2>/dev/null || echo 0)" = "$(cat "$work/status")" ] ||
		{ echo "status $(cat "$work/status")" && bad=1; }
	same_tree "$(expected_tree "$1")" "$work/run/out" || bad=1
	return $bad
}

rewrite() {
	local f
	rm -rf "$1/stdout" "$1/stderr" "$1/status" "$1/out"
	for f in stdout stderr; do
		[ ! -s "$work/$f" ] || cp "$work/$f" "$1/$f"
	done
	[ "$(cat "$work/status")" = 0 ] || cp "$work/status" "$1/status"
	same_tree "$(expected_tree "$1")" "$work/run/out" >/dev/null 2>&1 || cp -R "$work/run/out" "$1/out"
}

chosen() {
	[ $# -gt 1 ] || return 0
	local name=${1#golden/}
	while shift && [ $# -gt 0 ]; do
		case $name in "$1"*) return 0 ;; esac
	done
	return 1
}

for cmd in $(find golden -name cmd -type f | LC_ALL=C sort); do
	name=${cmd%/cmd}
	chosen "$name" "$@" || continue
	run "$name"
	[ -z "$update" ] || rewrite "$name"
	if said=$(check "$name"); then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s\n%s\n' "$name" "$said"
	fi
done

# Every code has a case, or says in golden/elsewhere which test shows it.
elsewhere() {
	local file
	file=$(sed -n "s/^$1 \([^ ]*\) .*/\1/p" golden/elsewhere)
	[ -n "$file" ] && grep -q "$1" "$file"
}
if [ $# -eq 0 ] && [ -z "$update" ]; then
	shown=$(cat golden/*/*/std{err,out} 2>/dev/null | grep -oE '\[MG[0-9]{4}\]|"code": *"MG[0-9]{4}"')
	while read -r code; do
		if ! grep -q "$code" <<<"$shown" && ! elsewhere "$code"; then
			failed=$((failed + 1))
			echo "not ok $code: no golden case shows it"
		fi
	done < <(sed -n 's/^CODE(\(MG[0-9]*\),.*/\1/p' src/diag/codes.def)
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
