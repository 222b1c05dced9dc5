#!/bin/bash
# Is every example right, is its committed output what render writes, do its certificates
# verify, is its README short, and does it hold no key? An example is a folder with an out/;
# some folders of examples/ hold several, one for each state. A rotation leaves the sealed
# keys as they are.
#
#   usage: tools/examples.sh MESHGEN
set -u
meshgen=$(realpath -e "$1") || exit 2
passed=0 failed=0

# right EXAMPLE COMMAND...
right() {
	local example=$1 said
	shift
	if said=$("$@" 2>&1) && [ -z "$said" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s: %s\n%s\n' "$example" "$*" "$said"
	fi
}

# strict FOLDER: does an out/ca/<cluster>/<namespace> verify under its own bundle?
strict() {
	openssl verify -x509_strict -no_check_time -CAfile "$1/root-cert.pem" "$1/ca-cert.pem" >/dev/null
}

# keys EXAMPLE: all that its ledger and its output say of the sealed keys
keys() {
	sed -sn '/^  key:/,$p' "$1"/trust/prod/issued/*/*
	grep -rh 'ca-key.pem:' "$1/out" | sort
}

for folder in examples/*/; do
	[ "$folder" = examples/ci/ ] || right "$folder" test -n "$(find "$folder" -maxdepth 2 -name out)"
	right "$folder" test "$(wc -l <"$folder/README.md")" -lt 30
	right "$folder" test -z "$(grep -rlE 'PRIVATE KEY|AGE-SECRET-KEY' "$folder")"
done
for out in examples/*/out examples/*/*/out; do
	right "${out%/out}" "$meshgen" verify -q "${out%/out}"
done
for certificates in examples/*/out/ca/*/* examples/*/*/out/ca/*/*; do
	right "$certificates" strict "$certificates"
done
right examples/rotation test "$(keys examples/rotation/1-issued | grep -c 'value:\|ca-key.pem:')" -eq 6
for state in examples/rotation/*/out; do
	right "${state%/out}" diff <(keys examples/rotation/1-issued) <(keys "${state%/out}")
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
