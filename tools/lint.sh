#!/bin/sh
# What a machine can see of style: format, shell scripts, spelling, the manual,
# dead code, sizes.
#
#   usage: tools/lint.sh MANUAL_PAGE...
set -u
status=0
fail() {
	status=1
	echo "lint: $*"
}
# Of these only what they say is looked at.
for tool in cppcheck mandoc; do
	command -v $tool >/dev/null || fail "$tool is not there"
done
sources=$(find src -name '*.[ch]' | LC_ALL=C sort)

# shellcheck disable=SC2086
clang-format --dry-run -Werror $sources || fail "format: make fmt"
git ls-files -co --exclude-standard -- ':!golden' | while read -r f; do
	[ -f "$f" ] && head -c 19 "$f" | grep -qaE '^#!/bin/(ba)?sh|^#!/usr/bin/env ba' && printf '%s\n' "$f"
done | xargs shellcheck || fail "shell scripts"
codespell -q 3 -S 'build,golden,interop/go,.git,*/out/*,*/trust/prod/*,*/recipients.yaml' -L "$(paste -sd, tools/words)" README.md CHANGELOG.md \
	CONTRIBUTING.md docs src schemas templates starter tools examples 2>/dev/null || fail "spelling"
# scdoc writes an empty paragraph before every heading.
[ $# -eq 0 ] || ! mandoc -Tlint -Wwarning "$@" | grep -v "skipping paragraph macro" || fail "manual"
# Of cppcheck only what it alone can see: a function that nothing calls. It misses calls
# with a cast within a compound literal; static ones are the compiler's to find.
unused=$(printf '%s\n' "$sources" | grep '\.c$' | grep -v -e _test.c -e ^src/fuzz/ -e no_transport |
	xargs cppcheck -q --std=c11 --enable=unusedFunction --template='{id} {file}:{line}: {message}' \
		'-DDECLARE_ASN1_ITEM(x)=' -Isrc 2>&1 |
	sed -n 's/^unusedFunction //p' |
	while IFS=: read -r file line message; do
		sed -n "${line}p" "$file" | grep -q '^static' || echo "$file:$line:$message"
	done)
[ -z "$unused" ] || fail "dead code
$unused"

# Which clang-format leaves to comments and literals.
for f in $sources; do
	! expand "$f" | LC_ALL=C.UTF-8 grep -nE '^.{105}' || fail "$f: a line of more than 104 columns"
done

# A function is a brace in the first column and all up to the next.
for f in $(printf '%s\n' "$sources" | grep '\.c$'); do
	awk '/^{$/ { start = FNR }
	/^}$/ && start {
		if (FNR - start + 1 > 80) { print FILENAME ":" start ": a function of " FNR - start + 1 " lines"; bad = 1 }
		start = 0
	}
	END {
		if (FNR > 600) { print FILENAME ": " FNR " lines"; bad = 1 }
		exit bad
	}' "$f" || fail "sizes"
done
exit $status
