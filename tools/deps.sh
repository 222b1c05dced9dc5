#!/bin/sh
# Installs the Debian packages that building, testing and checking need. Does
# nothing, and needs no network, when all are there.
set -eu

build="build-essential pkg-config libyaml-dev libgit2-dev libcjson-dev libssl-dev zlib1g-dev libcmocka-dev"
static="libhttp-parser-dev libpcre2-dev libmbedtls-dev"
checks="clang clang-format libclang-rt-14-dev cppcheck shellcheck codespell valgrind strace binutils"
manual="scdoc mandoc"
scripts="git openssl python3 python3-yaml python3-venv diffutils zsh fish lua5.4"

if ! command -v dpkg-query >/dev/null; then
	echo "deps: no Debian system; install what these packages hold: $build $static $checks $manual $scripts" >&2
	exit 1
fi
missing=
for p in $build $static $checks $manual $scripts; do
	case $(dpkg-query -W -f '${Status}' "$p" 2>/dev/null) in
	*" installed") ;;
	*) missing="$missing $p" ;;
	esac
done
[ -n "$missing" ] || exit 0

sudo=
if [ "$(id -u)" -ne 0 ]; then
	sudo=sudo
	command -v sudo >/dev/null || {
		echo "deps: run as root: apt-get install$missing" >&2
		exit 1
	}
fi
$sudo apt-get update -q
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
