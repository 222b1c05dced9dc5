#!/bin/sh
# One run of `ca issue` in a copy of FOLDER/repository.
#
#   issue.sh MESHGEN FOLDER FINGERPRINT COPY
set -eu

cp -r "$2/repository" "$4"
cd "$4"
exec "$1" ca issue -q --key="$2/root.key" --passphrase-file="$2/passphrase" \
	--accept-recipient="sha256:$3"
