#!/bin/bash
# Measures what docs/performance.md promises, as ratios within this run, and
# prints a Markdown table of goals and verdicts.
#
#   run.sh MESHGEN TOOLS    the program, and the folder of pair, walk and keys
#
# BENCH_DIR   scratch folder, made and removed (a new one under TMPDIR); it must
#             lie on a real file system
# BENCH_ROWS  only these rows: full unchanged changes hook argocd stream memory linear
#             start issue others
# BENCH_N     clusters of the rows full and unchanged (10000)
# BENCH_BIG   clusters of the rows memory and linear (100000)
# BENCH_HOOK  clusters of the row hook (4211: 80,009 outputs)
# BENCH_ROUNDS  pairs of each row (5)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
meshgen=$(realpath "$1")
pair=$(realpath "$2")/pair walk=$(realpath "$2")/walk keys=$(realpath "$2")/keys
rows=${BENCH_ROWS:-full unchanged changes hook argocd stream memory linear start issue others}
n=${BENCH_N:-10000} big=${BENCH_BIG:-100000} hook=${BENCH_HOOK:-4211} rounds=${BENCH_ROUNDS:-5}
if [ -n "${BENCH_DIR:-}" ]; then
	mkdir "$BENCH_DIR"
	scratch=$(realpath "$BENCH_DIR")
else
	scratch=$(mktemp -d "${TMPDIR:-/var/tmp}/meshgen-bench.XXXXXX")
fi
trap 'rm -rf "$scratch"' EXIT

wants() {
	[[ " $rows " == *" $1 "* ]]
}

# The config repository of $1 clusters, made when first asked for.
fleet() {
	[ -d "$scratch/fleet$1" ] || "$here/fleet.sh" "$scratch/fleet$1" "$1"
	echo "$scratch/fleet$1"
}

# The same with its output beside it, which is what cp, walk and render find.
rendered() {
	local folder

	folder=$(fleet "$1")
	[ -d "$folder/out" ] || "$meshgen" render -q "$folder"
	echo "$folder"
}

# `pair` with folders of its own.
race() {
	mkdir -p "$scratch/$1"
	"$pair" -n "$rounds" -d "$scratch/$1" "${@:2}"
}

# row NAME GOAL FIGURE OPERATOR LIMIT REMARK: the verdict is FIGURE OPERATOR LIMIT.
row() {
	local verdict

	verdict=$(awk -v a="$3" -v b="$5" "BEGIN { print (a $4 b ? \"met\" : \"short\") }")
	echo "| $1 | $2 | $3 | $6 | $verdict |"
}

# The line of `pair` number $1 in the text $2, its fields as an array `line`.
pick() {
	read -ra line <<< "$(sed -n "$1p" <<< "$2")"
}

# ratio_row RESULT NUMBER NAME GOAL LIMIT: a ratio to the baseline.
ratio_row() {
	pick "$2" "$1"
	row "$3" "$4" "$(printf %.2f "${line[3]}")" "<=" "$5" \
		"$(printf '%.2f to %.2f; %s ms, %s MB' "${line[4]}" "${line[5]}" \
			"${line[0]%.*}" $((line[1] / 1024)))"
}

full() {
	local folder result

	folder=$(rendered "$n")
	result=$(race full -- "$meshgen" render -q -j1 "$folder" -o '{new}' \
		-- "$meshgen" render -q -j2 "$folder" -o '{new}' \
		-- cp -r "$folder/out" '{new}')
	ratio_row "$result" 1 "full render of $n clusters, new folder, 1 worker" "<= 0.9 x cp -r" 0.9
	ratio_row "$result" 2 "the same, 2 workers" "<= 0.6 x cp -r" 0.6
}

unchanged() {
	local folder result

	folder=$(rendered "$n")
	result=$("$pair" -n "$rounds" -- "$meshgen" render -q -j1 "$folder" \
		-- "$meshgen" render -q -j2 "$folder" \
		-- "$meshgen" verify -q -j1 "$folder" \
		-- "$meshgen" verify -q -j2 "$folder" \
		-- "$walk" "$folder/out")
	ratio_row "$result" 1 "render when nothing changed, 1 worker" "<= 1.0 x walk" 1.0
	ratio_row "$result" 2 "the same, 2 workers" "<= 0.6 x walk" 0.6
	ratio_row "$result" 3 "verify, 1 worker" "<= 1.0 x walk" 1.0
	ratio_row "$result" 4 "the same, 2 workers" "<= 0.6 x walk" 0.6
}

stream() {
	local folder result

	folder=$(fleet "$n")
	result=$("$pair" -n "$rounds" -p \
		-- "$meshgen" render -q -o - --only manifestwork "$folder")
	pick 1 "$result"
	row "stdout through a pipe, $n clusters" ">= 500 MB/s" "${line[2]}" ">=" 500 \
		"${line[0]%.*} ms, $((line[1] / 1024)) MB"
}

# memory_row NAME PEAK-KB INPUT-BYTES
memory_row() {
	local input

	input=$(awk -v b="$3" 'BEGIN { printf "%.1f", b / 1048576 }')
	row "$1" "<= 16 MB + $input MB of input" "$(awk -v k="$2" 'BEGIN { printf "%.1f", k / 1024 }')" \
		"<=" "$(awk -v i="$input" 'BEGIN { print 16 + i }')" "peak, MB"
}

memory() {
	local folder result input

	folder=$(fleet "$big")
	input=$("$walk" "$folder" | cut -d' ' -f2)
	result=$("$pair" -n 1 -w 0 -- "$meshgen" render -q -o - --only manifestwork "$folder")
	pick 1 "$result"
	memory_row "memory, stream of $big clusters" "${line[1]}" "$input"
	mkdir "$scratch/memory"
	result=$("$pair" -n 1 -w 0 -d "$scratch/memory" -- "$meshgen" render -q "$folder" -o '{new}')
	pick 1 "$result"
	memory_row "memory, tree of $big clusters" "${line[1]}" "$input"
}

linear() {
	local large small result

	large=$(fleet "$big") small=$(fleet 1000)
	result=$("$pair" -n "$rounds" \
		-- "$meshgen" render -q -j1 -o - --only manifestwork "$large" \
		-- "$meshgen" render -q -j1 -o - --only manifestwork "$small")
	pick 1 "$result"
	row "time a cluster, $big against 1000 (stream)" "<= 1.3 x" \
		"$(awk -v r="${line[3]}" -v n="$big" 'BEGIN { printf "%.2f", r * 1000 / n }')" "<=" 1.3 \
		"$(awk -v ms="${line[0]}" -v n="$big" 'BEGIN { printf "%.1f", ms * 1000 / n }') us a cluster"
}

start() {
	local folder result

	result=$("$pair" -n 100 -w 10 -- "$meshgen" version -- git --version)
	ratio_row "$result" 1 "start: version" "<= 1.4 x git --version" 1.4
	folder=$(fleet 2)
	result=$("$pair" -n 100 -w 10 -- "$meshgen" check -q "$folder" -- git --version)
	ratio_row "$result" 1 "start: check of a folder of two clusters" "<= 1.4 x git --version" 1.4
	git init -q "$folder"
	git -C "$folder" add -A
	git -C "$folder" -c user.name=bench -c user.email=bench@example commit -qm fleet
	result=$("$pair" -n 100 -w 10 -- "$meshgen" check -q --from=HEAD "$folder" \
		-- git -C "$folder" rev-parse HEAD)
	ratio_row "$result" 1 "start: the same from a repository" "<= 1.5 x git rev-parse HEAD" 1.5
}

# A repository of its own, since its input changes.
changes() {
	local folder=$scratch/changes result

	"$here/fleet.sh" "$folder" "$n"
	"$meshgen" render -q "$folder"
	git init -q "$folder"
	git -C "$folder" add -A
	git -C "$folder" -c user.name=bench -c user.email=bench@example commit -qm fleet
	echo "  hub: registry.example/other" >> "$folder/fleet/clusters.yaml"
	result=$("$pair" -n "$rounds" \
		-- "$meshgen" diff -q -j1 --format=names --max-clusters=1 HEAD "$folder" \
		-- "$meshgen" verify -q -j1 --from=HEAD "$folder")
	ratio_row "$result" 1 "diff of one changed cluster among $n" "<= 2 x verify --from" 2
	sed -i 's/1.22.3/1.22.4/' "$folder/fleet/deployment.yaml"
	result=$("$pair" -n "$rounds" \
		-- "$meshgen" diff -q -j1 --format=names --allow='*' HEAD "$folder" \
		-- "$meshgen" verify -q -j1 --from=HEAD "$folder")
	ratio_row "$result" 1 "diff of $n changed clusters" "<= 2 x verify --from" 2
}

# A repository whose outputs are all staged and clean, as at most commits.
hook() {
	local folder=$scratch/hook outputs result

	"$here/fleet.sh" "$folder" "$hook"
	"$meshgen" render -q "$folder"
	outputs=$(find "$folder/out" -type f | wc -l)
	git init -q "$folder"
	git -C "$folder" add -A
	git -C "$folder" status -uno >/dev/null
	result=$("$pair" -n "$rounds" \
		-- "$meshgen" check -q --from=index "$folder" \
		-- "$meshgen" verify -q --from=index "$folder" \
		-- git -C "$folder" status -uno)
	ratio_row "$result" 1 "check --from=index, $outputs staged outputs" "<= 3 x git status -uno" 3
	ratio_row "$result" 2 "verify --from=index, the same" "<= 3 x git status -uno" 3
}

argocd() {
	local folder result

	folder=$(fleet 1000)
	result=$(cd "$folder" && "$pair" -n "$rounds" -c -- "$meshgen" argocd --cluster=eu-00003)
	pick 1 "$result"
	row "argocd, one cluster of 1000, processor time" "<= 50 ms" "$(printf %.1f "${line[0]}")" \
		"<=" 50 "median, ms; $((line[1] / 1024)) MB"
}

# A fleet of 1000 whose keys are sealed to one controller of RSA-4096; a run starts from a copy.
issue() {
	local folder=$scratch/issue fingerprint result

	if ! command -v openssl >/dev/null; then
		echo "| ca issue of 1000 clusters | <= 2 x | - | openssl is not installed | skipped |"
		return
	fi
	"$here/fleet.sh" "$folder/repository" 1000
	openssl req -x509 -newkey rsa:4096 -nodes -keyout /dev/null -days 9 -subj /O=sealed-secrets \
		-out "$folder/controller.pem" 2>/dev/null
	sed -i s/OutOfBand/SealedSecret/ "$folder/repository/trust/prod/policy.yaml"
	{
		printf -- '---\napiVersion: meshgen.dev/v1alpha1\nkind: ClusterConfig\n'
		printf 'metadata:\n  name: controller\nspec:\n  match:\n    names: ["*"]\n'
		printf '  recipients:\n    sealedSecrets: |\n'
		sed 's/^/      /' "$folder/controller.pem"
	} >> "$folder/repository/fleet/clusters.yaml"
	fingerprint=$(openssl x509 -in "$folder/controller.pem" -noout -pubkey |
		openssl pkey -pubin -outform DER | sha256sum | cut -d' ' -f1)
	(umask 077 && echo passphrase > "$folder/passphrase")
	(cd "$folder/repository" &&
		"$meshgen" ca init prod -q --key=../root.key --passphrase-file=../passphrase)
	result=$(race issue/runs -u -- "$here/issue.sh" "$meshgen" "$folder" "$fingerprint" '{new}' \
		-- "$keys" 1000 "$folder/controller.pem")
	ratio_row "$result" 1 "ca issue of 1000 clusters, user time" \
		"<= 2 x its keys, signatures, seals and scrypt" 2
	result=$("$pair" -n 1 -w 0 -u -- "$keys" 20)
	pick 1 "$result"
	row "a key of RSA-4096, user time, for which ca issue estimates 2 s" "<= 4 s" \
		"$(awk -v ms="${line[0]}" 'BEGIN { printf "%.1f", ms / 20000 }')" "<=" 4 "mean of 20"
}

# times_row RESULT NAME GOAL LIMIT: how many times slower the second command is.
times_row() {
	pick 1 "$1"
	row "$2" "$3" "$(awk -v r="${line[3]}" 'BEGIN { printf "%.1f", 1 / r }')" ">=" "$4" \
		"$(awk -v a="${line[4]}" -v b="${line[5]}" -v ms="${line[0]}" \
			'BEGIN { printf "%.1f to %.1f; %.0f ms", 1 / b, 1 / a, ms }')"
}

# overlays_row FOLDER COMMAND...: against the command, once for each of 100 overlays.
overlays_row() {
	local name="against $2 $3, 100 overlays" result

	if ! command -v "$2" >/dev/null; then
		echo "| $name | >= 500 x | - | not installed | skipped |"
		return
	fi
	result=$(race "others-$2" -w 0 -- "$meshgen" render -q "$1" -o '{new}' \
		-- "$here/kustomize.sh" build "$scratch/kustomize" '{new}' "${@:2}")
	times_row "$result" "$name" ">= 500 x" 500
}

others() {
	local folder model python result

	folder=$(rendered 100)
	ls "$folder/out/istio" > "$scratch/names100"
	model=$(head -1 "$scratch/names100")
	"$here/kustomize.sh" "$folder/out" "$model" "$scratch/kustomize" "$scratch/names100"
	overlays_row "$folder" kustomize build
	overlays_row "$folder" kubectl kustomize
	folder=$(rendered 1000)
	ls "$folder/out/istio" > "$scratch/names1000"
	python=$(python3 -c 'import jinja2, sys; print(sys.executable)' 2>/dev/null || true)
	if [ -n "$python" ]; then
		result=$(race others1000 -- "$meshgen" render -q "$folder" -o '{new}' \
			-- "$python" "$here/template.py" "$folder/out" "$model" '{new}' "$scratch/names1000")
		times_row "$result" "against one Jinja2 process, 1000 clusters" ">= 2 x" 2
	else
		echo "| against one Jinja2 process, 1000 clusters | >= 2 x | - | not installed | skipped |"
	fi
}

echo "$(date -u +%F), $(nproc) processors, $(df --output=fstype "$scratch" | tail -1), Linux $(uname -r);" \
	"medians of $rounds interleaved rounds"
echo
echo "| row | goal | measured | range and size | verdict |"
echo "|---|---|---|---|---|"
for row in full unchanged changes hook argocd stream memory linear start issue others; do
	if wants "$row"; then
		"$row"
	fi
done
