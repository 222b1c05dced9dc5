"""istioctl operator dump prints the operator's objects that meshgen writes.

What dump does not print is passed over: the labels by which the operator
claims its objects, and the annotations for Argo CD and Flux.
"""
import copy
import subprocess

from . import istio_line, objects

# The versions whose operator has the shape that this istioctl prints: rights moved in 1.14, 1.15 and 1.22.
SAME_SHAPE = {"1.13": {13}, "1.22": {20, 21}}
KINDS = {"ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Deployment", "Service", "CustomResourceDefinition"}
NOT_PRINTED = {"operator.istio.io/managed", "operator.istio.io/component", "operator.istio.io/version", "istio.io/rev"}


def arguments(operator, documents):
  """The flags of `operator init` for the mesh that an IstioOperator installs."""
  meta, spec = operator["metadata"], operator["spec"]
  found = {"hub": spec.get("hub", "docker.io/istio"), "tag": spec["tag"], "operatorNamespace": meta["namespace"],
           "watchedNamespaces": meta["namespace"]}
  # From 1.17 on `operator init` takes "default" for none; dump leaves that out.
  if spec.get("revision") and not (spec["revision"] == "default" and istio_line.minor(spec["tag"]) >= 17):
    found["revision"] = spec["revision"]
  secrets = (spec.get("values") or {}).get("global", {}).get("imagePullSecrets")
  if secrets:
    found["imagePullSecrets"] = ",".join(secrets)
  return tuple(f"--{k}={v}" for k, v in found.items())


def dump(istioctl, flags):
  done = subprocess.run([istioctl, "operator", "dump", *flags], capture_output=True, text=True)
  return done.stdout if done.returncode == 0 else None


def normal(o):
  o = copy.deepcopy(o)
  meta = o["metadata"]
  meta.pop("creationTimestamp", None)
  for field in ("labels", "annotations"):
    kept = {k: v for k, v in (meta.pop(field, None) or {}).items() if k not in NOT_PRINTED
            and not k.startswith(("argocd.argoproj.io/", "kustomize.toolkit.fluxcd.io/"))}
    if kept:
      meta[field] = kept
  return o


def ours(documents, printed):
  """Our objects; of other revisions' operators only those that dump prints too."""
  known = objects.by_identity(printed)
  return [normal(o) for o in documents if o.get("kind") in KINDS and objects.identity(o) in known]


def check(run, report):
  meshes = {name: {} for name in SAME_SHAPE}
  for repository in run.rendered:
    for cluster, paths in repository.below("istio").items():
      documents = [o for p in paths for o in run.documents(p)]
      for o in documents:
        for name, minors in SAME_SHAPE.items():
          if o.get("kind") == "IstioOperator" and istio_line.minor(o["spec"].get("tag")) in minors:
            meshes[name].setdefault(arguments(o, documents), []).append((f"{repository.name}: {cluster}", documents))
  for name, given in meshes.items():
    istioctl = run.tool(istio_line.TOOLS[name])
    if istioctl is None or not given:
      report.skip(f"istioctl {name} operator dump", "no istioctl" if istioctl is None else "no mesh is for it")
      continue
    problems, compared, sample = [], 0, None
    for flags, places in given.items():
      text = dump(istioctl, flags)
      if text is None:
        problems.append(f"{places[0][0]}: operator dump {' '.join(flags)} failed")
        continue
      printed = [normal(o) for o in objects.load(text)]
      for place, documents in places:
        mine = ours(documents, printed)
        compared += len(mine)
        problems += [f"{place}: {d}" for d in objects.compare(printed, mine)]
        sample = (flags, documents)
    report.result(f"istioctl {name} operator dump", sorted(set(problems)),
                  f"{len(given)} ways to call it, {compared} objects compared")
    plant(report, name, istioctl, *sample)


def plant(report, name, istioctl, flags, documents):
  """A changed right must show."""
  changed = dump(istioctl, flags).replace("- monitoring.coreos.com", "- planted.coreos.com")
  printed = [normal(o) for o in objects.load(changed)]
  report.refused(f"istioctl {name} operator dump refuses: another right",
                 any("planted" in d for d in objects.compare(printed, ours(documents, printed))))
