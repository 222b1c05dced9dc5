#!/bin/sh
# Is a variable of file scope mutable? Looks for objects in .data and .bss;
# constant tables of pointers lie in .data.rel.ro.
set -eu
found=$(objdump -t "$@" | awk '
	/file format/ { file = $1 }
	/^[0-9a-f]+ / && / O / && $0 ~ /[ \t]\.(data|bss|tdata|tbss|data\.[^r][^ \t]*|bss\.[^ \t]*)\t/ { print file " " $NF }')
[ -z "$found" ] || {
	printf 'mutable variable: %s\n' "$found"
	exit 1
}
