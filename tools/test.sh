#!/bin/sh
# Runs the unit tests of a build folder; the last line is `N passed, N failed`.
set -u
passed=0 failed=0
for t in $(find "$1" -name '*_test' -type f -perm -u+x | LC_ALL=C sort); do
	out=$("$t" 2>&1)
	status=$?
	n=$(printf '%s\n' "$out" | sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p')
	passed=$((passed + ${n:-0}))
	if [ $status -ne 0 ]; then
		printf '%s\n' "$out"
		echo "not ok ${t##*/}"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
