#!/bin/sh
# Writes a config repository of N clusters, the same bytes each time: one
# MeshDeployment with two member namespaces, one federation of all clusters, its
# TrustPolicy, three ClusterConfigs.
#
#   fleet.sh FOLDER N
set -eu

folder=$1 n=$2
mkdir -p "$folder/fleet" "$folder/trust/prod"

# Names as fleets have them, eu-00001; $1 is the awk text that one of them becomes.
each_cluster() {
	awk -v n="$n" 'BEGIN {
		split("eu us ap", region, " ")
		for (i = 1; i <= n; i++) {
			cluster = sprintf("%s-%05d", region[i % 3 + 1], i)
			'"$1"'
		}
	}'
}

cat > "$folder/meshgen.yaml" <<END
apiVersion: meshgen.dev/v1alpha1
kind: Config
metadata:
  name: config
spec: {}
END

{
	cat <<END
apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata:
  name: mesh
  namespace: open-cluster-management
spec:
  meshProvider: Upstream Istio
  clusters:
END
	each_cluster 'print "  - " cluster'
	cat <<END
  controlPlane:
    namespace: istio-system
    version: 1.22.3
    profiles:
    - default
    components:
    - istio-ingress
  meshConfig:
    trustDomain: mesh.example
    proxyConfig:
      accessLogging:
        file: /dev/stdout
        encoding: JSON
  meshMemberRoll:
  - bookinfo
  - checkout
END
} > "$folder/fleet/deployment.yaml"

{
	cat <<END
apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshFederation
metadata:
  name: federation
  namespace: open-cluster-management
spec:
  trustConfig:
    trustType: Complete
  meshPeers:
  - peers:
END
	each_cluster 'print "    - name: " cluster "-mesh\n      cluster: " cluster'
} > "$folder/fleet/federation.yaml"

cat > "$folder/fleet/clusters.yaml" <<END
apiVersion: meshgen.dev/v1alpha1
kind: ClusterConfig
metadata:
  name: europe
spec:
  match:
    names: ["eu-*"]
  hub: registry.example/istio
  imagePullSecrets: [regcred]
---
apiVersion: meshgen.dev/v1alpha1
kind: ClusterConfig
metadata:
  name: america
spec:
  match:
    names: ["us-*"]
  eastWest:
    annotations:
      service.beta.kubernetes.io/aws-load-balancer-type: nlb
---
apiVersion: meshgen.dev/v1alpha1
kind: ClusterConfig
metadata:
  name: pilot-cluster
spec:
  match:
    names: [ap-00002]
  delivery: manifestwork
END

cat > "$folder/trust/prod/policy.yaml" <<END
apiVersion: meshgen.dev/v1alpha1
kind: TrustPolicy
metadata:
  name: prod
spec:
  federations:
  - namespace: open-cluster-management
    name: federation
  key: P-256
  san: trustDomain
  seal:
    method: OutOfBand
END
