#!/bin/sh
# Runs the unit tests of a build folder, under WRAPPER if it is set. A program none of
# whose tests passed or skipped has tried nothing, and failed.
#
#   usage: [WRAPPER="valgrind ..."] tools/unit.sh BUILD_FOLDER
set -u
passed=0 failed=0 skipped=0
for t in $(find "$1" -name '*_test' -type f | LC_ALL=C sort); do
	[ -f "src/${t#"$1"/}.c" ] || continue
	out=$(${WRAPPER-} "$t" 2>&1)
	status=$?
	n=$(printf '%s\n' "$out" | sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p')
	s=$(printf '%s\n' "$out" | sed -n 's/^ *\([0-9]*\) SKIPPED TEST(S)$/\1/p')
	passed=$((passed + ${n:-0}))
	skipped=$((skipped + ${s:-0}))
	if [ $status -ne 0 ] || [ "${n:-0}${s:-0}" -eq 0 ]; then
		printf '%s\n' "$out"
		echo "not ok ${t##*/}"
		failed=$((failed + 1))
	fi
done
sum="$passed passed, $failed failed"
[ $skipped -eq 0 ] || sum="$sum, $skipped skipped"
echo "$sum"
[ $failed -eq 0 ]
