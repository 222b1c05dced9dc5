#!/bin/bash
# Runs all tests with the programs of a build folder; the last line is the sum,
# `N passed, N failed`, with `, N skipped` if something is not there.
#
#   usage: tools/test.sh BUILD_FOLDER
set -u
build=$1 meshgen=$1/meshgen
passed=0 failed=0 skipped=0
export PYTHONDONTWRITEBYTECODE=1
export LSAN_OPTIONS="suppressions=$PWD/tools/lsan.supp:print_suppressions=0"

# Runs a test whose last line is a sum; what it says is shown if it fails, also by trying nothing.
part() {
	local said sum status
	said=$("$@" 2>&1)
	status=$?
	sum=$(tail -n 1 <<<"$said")
	if [ "$sum" = "0 passed, 0 failed" ] || ! [[ $sum =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)?$ ]]; then
		printf '%s\nnot ok %s: no sum of anything, status %s\n' "$said" "$*" "$status"
		failed=$((failed + 1))
		return
	fi
	passed=$((passed + BASH_REMATCH[1]))
	failed=$((failed + BASH_REMATCH[2]))
	skipped=$((skipped + ${BASH_REMATCH[4]:-0}))
	[ "$status" -eq 0 ] || printf '%s\nnot ok %s\n' "$said" "$*"
	[ "$status" -eq 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] || failed=$((failed + 1))
}

# A test that lies beside the repository, where the project keeps what it shares.
shared() {
	if [ -e "$1" ]; then
		part python3 "$@"
	else
		echo "skipped: ${1#../}"
		skipped=$((skipped + 1))
	fi
}

part tools/unit.sh "$build"
for replay in "$build"/fuzz/replay_*; do
	part "$replay" "src/fuzz/corpus/${replay##*/replay_}"
done
part tools/golden.sh "$meshgen"
part tools/determinism.sh "$meshgen"
part tools/examples.sh "$meshgen"
part tools/doc-examples.sh "$meshgen"
part tools/doc-options.sh "$meshgen"
part tools/syscalls.sh "$meshgen"
part tools/ca.sh "$meshgen"
part python3 tools/formats.py "$meshgen"
part python3 tools/completion.py "$meshgen"
part lua5.4 tools/health.lua
part python3 tools/ci.py "$meshgen"
shared ../shared/reference/compare.py "$meshgen"
shared ../shared/field/run.py "$meshgen" --needs=compiler
shared ../shared/field/run.py "$meshgen" --needs=gitops
shared ../shared/field/run.py "$meshgen" --needs=trust
sum="$passed passed, $failed failed"
[ $skipped -eq 0 ] || sum="$sum, $skipped skipped"
echo "$sum"
[ $failed -eq 0 ]
