#!/bin/sh
# Does layer-check catch what it is there for? Plants one mistake at a time.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R src "$work/clean"
status=0

# plant FILE LINE WORDS: the check must fail and say WORDS
plant() {
	rm -rf "$work/src"
	cp -R "$work/clean" "$work/src"
	printf '%s\n' "$2" >>"$work/src/$1"
	if said=$(tools/layer-check.sh "$work/src"); then
		echo "layer-check: '$2' in $1 passed"
		status=1
	elif ! printf '%s\n' "$said" | grep -qF "$1" || ! printf '%s\n' "$said" | grep -qF "$3"; then
		echo "layer-check: '$2' in $1: said '$said'"
		status=1
	fi
}

plant base/str.c '#include "fleet/fleet.h"' "may not include fleet/fleet.h"
plant tree/tree.h '#include "yaml/node.h"' "may not include yaml/node.h"
plant compile.c '#include "ca/key.h"' "may not include ca/key.h"
plant model/model.h '#include "cli/options.h"' "may not include cli/options.h"
plant base/str.c '#include <yaml.h>' "belongs elsewhere"
plant tree/tree.c '#include <git2.h>' "belongs elsewhere"
plant base/str.c '#include <cjson/cJSON.h>' "belongs elsewhere"
plant out/out.h '#include <openssl/evp.h>' "belongs elsewhere"
plant fleet/fleet.h 'static const char *key = "metadata";' "a key of Kubernetes"
plant base/str.c 'static long now(void) { return time(NULL); }' "the clock"
plant tree/root.c 'static char *home(void) { return getenv("HOME"); }' "the environment"
mkdir "$work/clean/odd"
plant odd/odd.c 'int odd;' "has no rank"
exit $status
