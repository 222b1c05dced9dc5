#!/bin/sh
# May every file include what it includes, and call what it calls?
#
#   usage: tools/layer-check.sh [FOLDER]
#
# The rooms of src/ have ranks. A file includes its own room or one of a lower
# rank; a foreign library stays in the room that wraps it; the clock, the
# environment and the locale stay in cli/ and ca/ (GIT_* in tree/git.c); the keys
# of Kubernetes objects stay where objects are read and packed.
set -eu
cd "${1:-src}"

# shellcheck disable=SC2016
find . -name '*.[ch]' ! -path './fuzz/*' | LC_ALL=C sort | sed 's|^\./||' | xargs awk '
BEGIN {
	n = split("base:1 diag:2 tree:3 yaml:3 jsone:4 schema:4 model:5 trust:6 fleet:7 render:8 " \
		  "pack:9 out:10 compile:11 diff:12 ca:12 cli:13 main:14", words, " ")
	for (i = 1; i <= n; i++) {
		split(words[i], pair, ":")
		rank[pair[1]] = pair[2]
	}
	owner["yaml.h"] = "^yaml/"
	owner["git2.h"] = "^tree/git"
	owner["cjson/cJSON.h"] = owner["cJSON.h"] = "^diag/"
	impure = "(^|[^a-z_.>])(setlocale|time|gettimeofday|clock_gettime|localtime|gmtime|rand|random|" \
		 "drand48|getrandom|getentropy|getenv|secure_getenv)[(]"
}

# The room of a path from src/ on; files of src/ itself are the pipeline, but for main.c.
function room(path) {
	if (path == "main.c")
		return "main"
	return path ~ "/" ? substr(path, 1, index(path, "/") - 1) : "compile"
}

function complain(text) {
	printf "src/%s:%d: %s\n", FILENAME, FNR, text
	bad = 1
}

FNR == 1 {
	here = room(FILENAME)
	is_test = FILENAME ~ /_test\.c$/
	if (!(here in rank))
		complain("the room " here "/ has no rank")
}

/^#include "/ {
	split($0, part, "\"")
	if (part[2] ~ /\.inc$/)
		next
	there = room(part[2])
	if (there != here && !(rank[there] < rank[here]))
		complain(here " may not include " part[2])
}

/^#include </ {
	gsub(/[<>]/, "", $2)
	pattern = $2 ~ /^openssl\// ? "^((trust|ca)/|tree/blob_id[.]c)" : owner[$2]
	if (pattern != "" && FILENAME !~ pattern)
		complain("<" $2 "> belongs elsewhere")
}

/^[\t ]*(\*|\/\*)/ { next } # comments

!is_test && /"(metadata|spec)"/ && FILENAME !~ /^(model|diff)\/|^pack\/metadata\.c/ {
	complain("a key of Kubernetes objects")
}

!is_test && here != "cli" && here != "ca" && FILENAME != "tree/git.c" && $0 ~ impure {
	complain("the clock, chance, the environment and the locale stay in cli/ and ca/")
}

END { exit bad }
'
