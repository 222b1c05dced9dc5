#!/bin/bash
# What the program asks of the system, as strace sees it: no command of the compiler opens a
# socket or starts a program, and with --from=index and --from=REV none opens a file of the
# work tree or writes anything.
#
#   usage: tools/syscalls.sh MESHGEN
set -u
meshgen=$(realpath -e "$1") || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
# The sanitizer looks for leaks by way of ptrace, which strace has taken.
export ASAN_OPTIONS=detect_leaks=0
export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org
export GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
if ! strace -o /dev/null true 2>/dev/null; then
	echo "no strace here: system calls are not looked at" >&2
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

# right WHAT LINES: there are none.
right() {
	if [ -z "$2" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s\n%s\n' "$1" "$2"
	fi
}

# trace COMMAND...: threads are no processes, and what strace itself starts is none of ours.
trace() {
	right "$*: it succeeds" "$(strace -f -y -qq -o "$work/trace" -e trace=%file,%network,%process \
		"$meshgen" "$@" 2>&1 >/dev/null || echo "status $?")"
	right "$*: a socket" "$(grep -E ' (socket|connect|bind|sendto|recvfrom)\(' "$work/trace")"
	right "$*: a process" "$(grep -E ' (execve|execveat|fork|vfork|clone3?)\(' "$work/trace" |
		tail -n +2 | grep -v CLONE_THREAD)"
}

# What the trace shows: files of the work tree that are opened, and what is written anywhere.
opened() {
	grep -E ' (open|openat|openat2|creat)\(' "$work/trace" | grep "$PWD/" | grep -v "$PWD/.git/"
}
written() {
	grep -E 'O_(WRONLY|RDWR|CREAT)| (rename|unlink|mkdir|link|symlink)(at2?)?\(' "$work/trace"
}

# The same, where git has all that is asked for.
from_git() {
	trace "$@"
	right "$*: a file of the work tree" "$(opened)"
	right "$*: it writes" "$(written)"
}

mkdir "$work/fleet" && cd "$work/fleet" && "$meshgen" init && "$meshgen" render || exit 2
git init -q && git add -A && git commit -q -m first
for from in index HEAD; do
	from_git check --from=$from "$PWD"
	from_git verify --from=$from "$PWD"
done
git gc -q
from_git verify --from=HEAD "$PWD"
from_git diff HEAD..HEAD "$PWD"
trace check
right "check: its reading is seen" "$([ -n "$(opened)" ] || echo 'no file of the work tree')"
trace verify
trace diff HEAD
trace argocd --cluster=cluster1
sed -i 's/- cluster2/- cluster2\n  - cluster3/' meshes/prod.yaml
trace render
right "render: its writing is seen" "$([ -n "$(written)" ] || echo 'nothing is written')"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
