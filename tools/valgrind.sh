#!/bin/sh
# Runs unit tests and golden cases under valgrind: no leak, no byte used that was never set.
#
#   usage: tools/valgrind.sh BUILD_FOLDER
set -u
WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible --suppressions=$PWD/tools/valgrind.supp"
export WRAPPER
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# It does not know openat2 and says so; what counts is its exit status, 99. A log file would
# leave descriptor 3 open in the program.
printf '#!/bin/sh\nexec %s --log-fd=9 "%s" "$@" 9>/dev/null\n' "$WRAPPER" "$(realpath "$1/meshgen")" >"$work/meshgen"
chmod +x "$work/meshgen"
status=0
tools/unit.sh "$1" || status=1
tools/golden.sh "$work/meshgen" || status=1
exit $status
