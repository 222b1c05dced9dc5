#!/bin/sh
# What a team without meshgen keeps for N clusters: the objects of one cluster as
# a base, and for each cluster an overlay that names its mesh and its network.
#
#   kustomize.sh TREE MODEL FOLDER NAMES   write base and overlays: TREE is an output
#                                          tree, MODEL the cluster that becomes the
#                                          base, NAMES a file of clusters
#   kustomize.sh build FOLDER OUT COMMAND...   build each overlay by a command, such as
#                                          kubectl kustomize, into OUT/<cluster>.yaml
set -eu

build() {
	folder=$1 out=$2
	shift 2
	mkdir -p "$out"
	for overlay in "$folder"/overlays/*/; do
		"$@" "$overlay" > "$out/$(basename "$overlay").yaml"
	done
}

overlay() {
	cat <<END
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ../../base
patches:
- target: {kind: IstioOperator, name: $model-mesh}
  patch: |-
    - {op: replace, path: /metadata/name, value: $1-mesh}
    - {op: replace, path: /spec/values/global/network, value: $1-mesh}
    - {op: replace, path: /spec/values/global/multiCluster/clusterName, value: $1-mesh}
- target: {kind: IstioOperator, name: $model-mesh-gateways}
  patch: |-
    - {op: replace, path: /metadata/name, value: $1-mesh-gateways}
END
}

if [ "$1" = build ]; then
	shift
	build "$@"
	exit
fi
tree=$1 model=$2 folder=$3 names=$4
mkdir -p "$folder"
cp -r "$tree/istio/$model" "$folder/base"
while read -r cluster; do
	mkdir -p "$folder/overlays/$cluster"
	overlay "$cluster" > "$folder/overlays/$cluster/kustomization.yaml"
done < "$names"
