"""What the live checks of both appliers need: a fleet, and who stands in for the controllers that do not run."""
import pathlib
import time

from . import objects

IOP = ("install.istio.io/v1alpha1", "IstioOperator")
WORK = ("work.open-cluster-management.io/v1", "ManifestWork")
TEXT = "[%START_TIME%] ${HOSTNAME} $$"


def mesh(name, clusters, *components, revision=None, version="1.22.3"):
  """A mesh with a text that is a variable to others."""
  plane = {"namespace": "istio-system", "version": version, "components": list(components)}
  return {"apiVersion": "mesh.open-cluster-management.io/v1alpha1", "kind": "MeshDeployment",
          "metadata": {"name": name, "namespace": "hub"},
          "spec": {"meshProvider": "Upstream Istio", "clusters": clusters,
                   "meshConfig": {"trustDomain": "mesh.example",
                                  "proxyConfig": {"accessLogging": {"file": "/dev/stdout", "format": TEXT}}},
                   "controlPlane": {**plane, **({"revision": revision} if revision else {})}}}


def config(**spec):
  return {"apiVersion": "meshgen.dev/v1alpha1", "kind": "Config", "metadata": {"name": "config"}, "spec": spec}


def by_works(cluster):
  return {"apiVersion": "meshgen.dev/v1alpha1", "kind": "ClusterConfig", "metadata": {"name": cluster},
          "spec": {"match": {"names": [cluster]}, "delivery": "manifestwork"}}


def namespace(name):
  return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def definitions(folder, *groups):
  """The resource definitions of these groups."""
  return [o for p in sorted(pathlib.Path(folder).rglob("*.yaml")) for o in objects.load(p.read_text(encoding="utf-8"))
          if o and o["kind"] == "CustomResourceDefinition" and o["spec"]["group"] in groups]


def written(folder):
  """The objects of a folder of the output."""
  return [o for p in sorted(folder.rglob("*.yaml")) if p.name != "kustomization.yaml"
          for o in objects.load(p.read_text(encoding="utf-8"))]


def lacks(want, got, path=""):
  """Where got has something else than want, a line each; got may have more."""
  if isinstance(want, dict) and isinstance(got, dict):
    return [p for k, v in want.items() for p in lacks(v, got.get(k), f"{path}.{k}")]
  if isinstance(want, list) and isinstance(got, list) and len(want) == len(got):
    return [p for i, v in enumerate(want) for p in lacks(v, got[i], f"{path}[{i}]")]
  return [] if want == got else [f"{path}: {str(got)[:80]!r}, not {str(want)[:80]!r}"]


def missing(cluster, wanted):
  """What the cluster does not have as it was written. SOPS is opened on the way."""
  found = []
  for o in wanted:
    if "sops" not in o:
      what = f"{cluster.name}: {o['kind']} {o['metadata']['name']}"
      live = cluster.live(o)
      found += [f"{what}: not there"] if live is None else [f"{what}{p}" for p in lacks(o, live)]
  return found


def run_deployments(cluster):
  """Stands in for the controller of Deployments."""
  for d in cluster.list("apps/v1", "Deployment"):
    cluster.status(d, {"observedGeneration": d["metadata"]["generation"], "replicas": 1, "readyReplicas": 1,
                       "updatedReplicas": 1, "availableReplicas": 1, "conditions": [
                           {"type": "Available", "status": "True"},
                           {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}]})


def run_operators(cluster, status="HEALTHY"):
  """Stands in for the operator of Istio."""
  for o in cluster.list(*IOP):
    if "deletionTimestamp" in o["metadata"]:
      continue
    cluster.patch(o, {"metadata": {"finalizers": ["istio-finalizer.install.istio.io"]}})
    cluster.status(o, {"status": status})


def run_agent(hub, cluster, applied="True", available="True"):
  """Stands in for the work agent of a cluster."""
  for w in hub.list(*WORK, cluster):
    hub.status(w, {"conditions": [
        {"type": kind, "status": status, "reason": "Live", "message": f"{kind} is {status}",
         "lastTransitionTime": "2026-01-01T00:00:00Z", "observedGeneration": w["metadata"]["generation"]}
        for kind, status in (("Applied", applied), ("Available", available))]})


def stays_so(ask, seconds=4):
  """Is it true all the time?"""
  end = time.monotonic() + seconds
  while time.monotonic() < end:
    if not ask():
      return False
    time.sleep(0.3)
  return True
