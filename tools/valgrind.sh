#!/bin/sh
# Runs unit tests and golden cases under valgrind: no leak, no byte used that was never set.
#
#   usage: tools/valgrind.sh BUILD_FOLDER
set -u
WRAPPER="valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite,possible --suppressions=$PWD/tools/valgrind.supp"
export WRAPPER
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# A script may not look at exit status 99, so what valgrind says counts too; that it does not
# know openat2 begins with "--". A log file would leave descriptor 3 open in the program. By its
# name the program knows that kustomize asks.
mkdir "$work/named"
cat >"$work/meshgen" <<END
#!/bin/sh
ln -sf "$(realpath "$1/meshgen")" "$work/named/\${0##*/}"
exec $WRAPPER --log-fd=9 "$work/named/\${0##*/}" "\$@" 9>>"$work/said"
END
chmod +x "$work/meshgen"
status=0
tools/unit.sh "$1" || status=1
tools/golden.sh "$work/meshgen" || status=1
! grep '^==' "$work/said" || status=1
exit $status
