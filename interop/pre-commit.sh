#!/bin/bash
# Puts the hooks to the real pre-commit in a scratch repository: those that
# `meshgen init` writes, and those of .pre-commit-hooks.yaml; then runs the story of the
# README with it.
#
#   usage: interop/pre-commit.sh MESHGEN
#
# pre-commit is looked for on the PATH and in $INTEROP_CACHE/python/bin. The hooks for
# docker get a stand-in for it, which takes the options that docker does and gives the
# program of the environment what --env names, and no more.
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

# Every file of the work tree and its bytes, and the index.
state() {
	find . -path ./.git -prune -o -type f -exec sha256sum {} + | sort
	git ls-files --stage
}

# refused WHAT WORDS COMMAND...: it says WORDS, and nothing has been written.
refused() {
	local before
	before=$(state)
	expect no "$@"
	[ "$(state)" = "$before" ] || expect yes "$1: the hooks write" "" false
}

# The commit made undone, the folder as it was.
back() {
	git reset -q --hard start
	git clean -qfdx
}

mesh=meshes/prod.yaml
deployment=out/istio/cluster1/control-plane/kustomization.yaml

# A mistake, in the index and elsewhere.
mistakes() {
	sed -i 's/clusters:.*/clusters: [cluster1, {/' $mesh
	git add -A
	refused "a staged mistake" "$mesh" commit
	git show start:$mesh >$mesh
	git add -A
	echo "# a comment" >>$mesh
	git add -A
	sed -i 's/clusters:.*/clusters: [cluster1, {/' $mesh
	expect yes "a mistake that is not staged" "" commit
	back
	cp $mesh meshes/new.yaml
	sed -i '$a # a comment' $mesh
	git add $mesh
	expect yes "a mistake in an untracked file" "" commit
	git add -A
	refused "the same, added" "meshes/new.yaml" commit
	back
	sed -i '1i # a comment' $mesh
	git diff >"$work/hunk" && git checkout -q $mesh
	sed -i -e '1i # a comment' -e '$a - nonsense' $mesh
	git apply --cached "$work/hunk"
	expect yes "one hunk of two, the right one" "" commit
	refused "the other hunk" "$mesh" commit -a
	back
}

# The output and the input, one without the other.
outputs() {
	sed -i 's/- default/- demo/' $mesh
	refused "commit -a without the output" "edited" commit -a
	back
	sed -i 's/- default/- demo/' $mesh
	meshgen render
	git add $mesh
	refused "an output that is not staged" "edited" commit
	refused "a commit of one path" "edited" commit -- $mesh
	expect yes "commit -a with the output" "" commit -a
	back
	sed -i 's/- default/- demo/' $mesh
	meshgen render
	git add out
	refused "an input that is not staged" "edited" commit
	back
	sed -i 's/- cluster2/- cluster2\n  - cluster3/' $mesh
	meshgen render
	refused "commit -a without new files" "out/istio/cluster3/kustomization.yaml: missing" commit -a
	git add -A
	expect yes "new files staged" "" commit
	back
	echo "# by hand" >>$deployment
	refused "an edited output" "$deployment: edited" commit -a
	back
	echo "# by hand" >>$deployment
	echo "text" >NOTES
	git add NOTES
	expect yes "an edited output that is not staged" "" commit
	back
	git rm -q $deployment
	refused "an output removed" "$deployment: missing" commit
	back
	git mv $deployment out/istio/cluster1/control-plane/other.yaml
	refused "an output renamed" "$deployment: missing" commit
	back
	git mv $mesh meshes/renamed.yaml
	expect yes "an input renamed" "" commit
	back
	git rm -q Makefile
	expect yes "another file removed" "" commit
	back
	git rm -q -r $mesh
	refused "all meshes removed" "out/istio/cluster1/kustomization.yaml: extra" commit
	meshgen render --allow-destroy=all -q && git add -A
	expect yes "all meshes removed, and their output" "" commit
	back
}

# Two branches whose outputs conflict, and two that each are right and together are not.
merges() {
	local version
	for version in 1.22.4 1.22.5; do
		git checkout -q -B $version start
		sed -i "s/1\.22\.3/$version/" $mesh
		meshgen render && git add -A && expect yes "version $version" "" commit
	done
	git merge -q 1.22.4 >/dev/null 2>&1
	expect no "a merge that has stopped" "unmerged" commit
	git checkout -q --ours $mesh && meshgen render && git add -A
	expect yes "a merge, rendered anew" "" git commit -q --no-edit
	git checkout -q -B other start
	sed -i 's/- cluster2/- cluster2\n  - cluster3/' $mesh
	meshgen render && git add -A && expect yes "a third cluster" "" commit
	expect no "a merge without render" "out/istio/cluster3/" git merge -q --no-edit 1.22.4
	meshgen render && git add -A
	expect yes "the same, rendered" "" git commit -q --no-edit
	git checkout -q -B main start
}

# In a linked work tree, and in a submodule.
elsewhere() {
	git worktree add -q "$work/linked" -b "linked-$hooks" start
	cd "$work/linked" || exit 2
	echo "# by hand" >>$deployment
	refused "an edited output in a linked work tree" "$deployment: edited" commit -a
	git checkout -q .
	echo "# a comment" >>$mesh
	expect yes "a change in a linked work tree" "" commit -a
	cd - >/dev/null && git worktree remove --force "$work/linked"
	git init -q "$work/super-$hooks" && cd "$work/super-$hooks" || exit 2
	git -c protocol.file.allow=always submodule --quiet add "$work/$hooks" fleet && cd fleet || exit 2
	pre-commit install >/dev/null
	echo "# by hand" >>$deployment
	refused "an edited output in a submodule" "$deployment: edited" commit -a
	git checkout -q .
	echo "# a comment" >>$mesh
	expect yes "a change in a submodule" "" commit -a
	cd "$work/$hooks" || exit 2
}

# repository NAME SCENE...: what init writes, rendered and committed with the hooks on.
repository() {
	hooks=$1
	shift
	git init -q -b main "$work/$hooks" && cd "$work/$hooks" && meshgen init || exit 2
	[ ! -f "$work/config" ] || cp "$work/config" .pre-commit-config.yaml
	pre-commit install >/dev/null || exit 2
	git add -A
	expect no "no output yet" "missing" commit
	meshgen render && git add -A
	expect yes "the first commit" "" commit
	git tag start
	for scene; do
		"$scene"
	done
}

# config ID...: as a repository names hooks of this project.
config() {
	printf 'default_install_hook_types: [pre-commit, pre-merge-commit]\nrepos:\n- repo: %s\n  rev: %s\n  hooks:\n' "$work/project" \
		"$(git -C "$work/project" rev-parse HEAD)" >"$work/config"
	printf '  - id: %s\n' "$@" >>"$work/config"
}

# docker run OPTIONS IMAGE ARGUMENTS, as pre-commit and the entries of the hooks call it.
stand_in() {
	mkdir "$work/docker" && cat >"$work/docker/docker" <<'SH'
#!/bin/bash
[ "$1" != system ] || exec echo '{"SecurityOptions": []}'
shift
mount='' env=()
while [[ ${1-} == -* ]]; do
	case $1 in
	--rm | --tty | --network=none) ;;
	-u | --workdir) shift ;;
	-v) shift && mount=${1%%:*} ;;
	--env=*) ! name=${1#--env=} || [ -z "${!name-}" ] || env+=("$name=${!name}") ;;
	*) echo "docker: unknown option $1" >&2 && exit 125 ;;
	esac
	shift
done
[ "$1" = meshgen ] || { echo "docker: no image $1" >&2 && exit 125; }
cd "$mount" && exec env -i "${env[@]}" "$MESHGEN" "${@:2}"
SH
	chmod +x "$work/docker/docker"
	export MESHGEN=$meshgen PATH=$work/docker:$PATH
}

repository init mistakes outputs merges elsewhere

git init -q -b main "$work/project"
cp "$here/.pre-commit-hooks.yaml" "$work/project"
git -C "$work/project" add -A && git -C "$work/project" commit -q -m hooks
config meshgen-check meshgen-verify
repository system mistakes outputs
config meshgen-check-docker meshgen-verify-docker
stand_in
repository docker mistakes outputs

if said=$(cd "$here" && tools/doc-examples.sh --pre-commit "$meshgen"); then
	passed=$((passed + $(tail -n 1 <<<"$said" | cut -d' ' -f1)))
else
	failed=$((failed + 1))
	echo "$said"
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
