#!/bin/bash
# Runs what plugin/Containerfile makes as Argo CD does: its root file system, made in a
# folder with the file's own steps, and in it Argo CD's plugin server, as uid 999, with
# nothing to write to but the volumes of the sidecar.
#
#   usage: interop/container.sh
#
# It needs root, for chroot and for mounts in a namespace of its own, and what
# `interop/install.sh argocd` installs.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop}
passed=0 failed=0

# expect WORDS WHAT COMMAND...: does it say that, on stdout or stderr?
expect() {
	local words=$1 what=$2 said
	shift 2
	said=$("$@" 2>&1)
	if [[ $said == *"$words"* ]]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'not ok container: %s\n%s\n' "$what" "$said"
	fi
}

# The files of the image, made where the argument says.
make_image() {
	local steps
	steps=$(sed -n '/^RUN make/,/[^\\]$/{s/^RUN//;s/\\$//;p}' "$top/plugin/Containerfile" | tr '\n' ' ')
	mkdir "$work/src"
	tar -C "$top" --exclude-from="$top/.dockerignore" -c . | tar -C "$work/src" -x
	(cd "$work/src" && sh -e -c "${steps//\/image/$1}") >"$work/log" 2>&1 && return
	tail -n 5 "$work/log"
	echo "not ok container: its steps"
	exit 1
}

# What is neither the program, a library nor the description of the plugin.
strangers() {
	(cd "$1" && find . ! -type d ! -path './usr/local/bin/meshgen' ! -name '*.so.*' \
		! -path './home/argocd/cmp-server/config/plugin.yaml')
}

# The pod: volumes, a root file system that is read-only, and the server.
start_sidecar() {
	local home=$1/home/argocd/cmp-server
	mkdir -p "$1/tmp" "$1/var/run/argocd" "$1/dev" "$home/plugins" && touch "$1/dev/null"
	cp "$cache/bin/argocd-cmp-server" "$work"
	mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 2
	mount --bind /dev/null "$1/dev/null"
	mount -t tmpfs -o mode=1777 tmp "$1/tmp"
	mount -t tmpfs -o uid=999,gid=999 plugins "$home/plugins"
	mount -t tmpfs var-files "$1/var/run/argocd"
	mv "$work/argocd-cmp-server" "$1/var/run/argocd/" && mount -o remount,ro "$1/var/run/argocd"
	env -i PATH="$PATH" setpriv --no-new-privs chroot --userspec=999:999 --groups= "$1" /var/run/argocd/argocd-cmp-server \
		--config-dir-path /home/argocd/cmp-server/config >"$work/log" 2>&1 &
	server=$!
	for _ in {1..100}; do
		[ ! -S "$home/plugins/meshgen.sock" ] || return 0
		sleep 0.1
	done
	cat "$work/log"
}

ask() {
	"$cache/bin/cmpclient" "$image/home/argocd/cmp-server/plugins/meshgen.sock" "$1" "$2" "$2" \
		"ARGOCD_APP_PARAMETERS=[{\"name\":\"cluster\",\"string\":\"$3\"}]"
}

if [ "${1-}" != --inside ]; then
	[ -x "$cache/bin/argocd-cmp-server" ] && [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null &&
		exec unshare --mount --pid --fork --kill-child "$0" --inside
	echo "interop: no root, or no argocd-cmp-server: the container is not tried" >&2
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi

work=$(mktemp -d)
image=$work/image
server=
trap '[ -z "$server" ] || { kill -9 "$server"; wait "$server" 2>/dev/null; umount -R "$image"; }; rm -rf "$work"' EXIT
make_image "$image"
chmod 755 "$work"
expect "none" "only what belongs there" echo "$(strangers "$image" | grep . || echo none)"
expect "usage: meshgen" "the program" env -i PATH="$PATH" chroot --userspec=999:999 "$image" /usr/local/bin/meshgen help
expect "failed to run command" "no shell" env -i PATH="$PATH" chroot "$image" /bin/sh -c true
start_sidecar "$image"

cp -r "$top/examples/quickstart" "$work/repository"
cluster=$(basename "$(find "$work/repository/out/istio" -mindepth 1 -maxdepth 1 -type d | sort | head -n 1)")
expect '{"manifests":["{' "an Application" ask generate "$work/repository" "$cluster"
expect '"name":"only"' "the announcement" ask parameters "$work/repository" "$cluster"
expect "error[MG0908]" "a mistake" ask generate "$work/repository" nowhere

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
