#!/bin/bash
# Puts the hooks to the real pre-commit in a scratch repository: those that
# `meshgen init` writes, and those of .pre-commit-hooks.yaml.
#
#   usage: interop/pre-commit.sh MESHGEN
#
# pre-commit is looked for on the PATH and in $INTEROP_CACHE/python/bin.
set -u
meshgen=$(realpath "$1")
here=$(cd "$(dirname "$0")/.." && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop}
PATH=$PATH:$cache/python/bin
if ! command -v pre-commit >/dev/null; then
	echo "interop: no pre-commit: its hooks are not tried" >&2
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" && ln -s "$meshgen" "$work/bin/meshgen"
export PATH=$work/bin:$PATH HOME=$work/home PRE_COMMIT_HOME=$work/cache LC_ALL=C.UTF-8
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
passed=0 failed=0

# expect yes|no WHAT WORDS COMMAND...: does the commit go through, and does it say WORDS?
expect() {
	local want=$1 what=$2 words=$3 got=no said
	shift 3
	said=$("$@" 2>&1) && got=yes
	if [ $got = "$want" ] && [[ $said == *"$words"* ]]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok %s: %s: %s\n%s\n' "$hooks" "$what" "$got" "$said"
	fi
}

commit() {
	git commit -q -m x "$@"
}

# The commit made undone, the folder as it was.
back() {
	git reset -q --hard start
	git clean -qfdx
}

mesh=meshes/prod.yaml
deployment=out/istio/cluster1/control-plane/kustomization.yaml

scenes() {
	sed -i 's/clusters:.*/clusters: [cluster1, {/' $mesh
	git add -A
	expect no "a staged mistake" "$mesh" commit
	git show start:$mesh >$mesh
	git add -A
	echo "# a comment" >>$mesh
	git add -A
	sed -i 's/clusters:.*/clusters: [cluster1, {/' $mesh
	expect yes "a mistake that is not staged" "" commit
	back
	sed -i 's/- default/- demo/' $mesh
	expect no "commit -a without the output" "edited" commit -a
	back
	sed -i 's/- default/- demo/' $mesh
	meshgen render
	git add $mesh
	expect no "an output that is not staged" "edited" commit
	expect yes "commit -a with the output" "" commit -a
	back
	sed -i 's/- cluster2/- cluster2\n  - cluster3/' $mesh
	meshgen render
	expect no "commit -a without new files" "out/istio/cluster3/kustomization.yaml: missing" commit -a
	git add -A
	expect yes "new files staged" "" commit
	back
	echo "# by hand" >>$deployment
	expect no "an edited output" "$deployment: edited" commit -a
	back
	git rm -q $deployment
	expect no "an output removed" "$deployment: missing" commit
	back
	sed -i 's/- default/- demo/' $mesh
	meshgen render
	expect no "a commit of one path" "edited" commit -- $mesh
	back
}

# repository NAME: what init writes, rendered and committed with the hooks on.
repository() {
	hooks=$1
	git init -q -b main "$work/$hooks" && cd "$work/$hooks" && meshgen init || exit 2
	[ ! -f "$work/config" ] || cp "$work/config" .pre-commit-config.yaml
	pre-commit install >/dev/null || exit 2
	git add -A
	expect no "no output yet" "missing" commit
	meshgen render && git add -A
	expect yes "the first commit" "" commit
	git tag start
	scenes
}

repository init

git init -q -b main "$work/project"
cp "$here/.pre-commit-hooks.yaml" "$work/project"
git -C "$work/project" add -A && git -C "$work/project" commit -q -m hooks
cat >"$work/config" <<YAML
repos:
- repo: $work/project
  rev: $(git -C "$work/project" rev-parse HEAD)
  hooks:
  - id: meshgen-check
  - id: meshgen-verify
YAML
repository hooks

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
