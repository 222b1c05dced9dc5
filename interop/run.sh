#!/bin/sh
# Asks the real tools about everything that meshgen writes: see README.md.
#
#   usage: interop/run.sh MESHGEN [CHECK...]
set -eu

here=$(cd "$(dirname "$0")" && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop}
if [ ! -x "$cache/python/bin/python3" ] || [ ! -e "$cache/done/python" ]; then
	echo "interop: no Python with json-e, PyYAML and ruamel.yaml: nothing is checked (interop/install.sh)" >&2
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
PYTHONDONTWRITEBYTECODE=1 exec "$cache/python/bin/python3" "$here/run.py" "$cache" "$@"
