"""Running controllers apply what meshgen writes for them, to API servers of Kubernetes.

The appliers are real, and so are the API servers; nobody runs a pod. The checks stand in for the operator of Istio,
for OCM's agent and for the controller of Deployments, and so say when each is healthy.
"""
from . import live_argocd, live_flux
from .clusters import Late

NEEDED = {live_argocd: ["argocd", "argocd-cmp-server", "kustomize"], live_flux: ["kustomize-controller", "age-keygen"]}


def check(run, report):
  for part, tools in NEEDED.items():
    name = part.__name__.split(".")[-1]
    absent = [t for t in ["etcd", "kube-apiserver", *tools] if run.tool(t) is None]
    if absent or not (run.cache / "crds").is_dir() or not (run.shared / "crds").is_dir():
      report.skip(name, f"no {absent[0]}" if absent else "the folders of resource definitions are not there")
      continue
    try:
      part.ask(run, report)
    except (Late, OSError, RuntimeError) as e:
      report.result(name, [str(e)])
