#!/bin/bash
# Does render write the same bytes whatever the time zone, the locale, the umask,
# the working directory and the number of workers? Tried with every example and
# every golden case that renders.
#
#   usage: tools/determinism.sh MESHGEN
set -u
meshgen=$(realpath "$1")
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

for in in examples/*/out examples/*/*/out golden/*/*/in; do
	in=${in%/out}
	rm -rf "$work/a" "$work/b"
	(cd "$in" && umask 022 && TZ=UTC LC_ALL=C "$meshgen" render . -q -j1 -o "$work/a") >/dev/null 2>&1 || continue
	(cd / && umask 077 && TZ=Asia/Kathmandu LC_ALL=tr_TR.UTF-8 LANG=de_DE.UTF-8 \
		"$meshgen" render "$top/$in" -j8 -o "$work/b") >/dev/null 2>&1
	if diff -r "$work/a" "$work/b"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "not ok $in"
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
