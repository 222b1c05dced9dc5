"""What apply/ tells Argo CD and Flux, read by their own code.

Argo CD makes one Application of each cluster, of a folder that is there; Flux finds the folders
of its Kustomizations, and changes no object when it puts in variables. Both tell the health of
our kinds as we mean it.
"""
import collections
import json
import pathlib
import subprocess

from . import objects


def condition(kind, status, seen=2):
  return {"type": kind, "status": status, "message": "m", "observedGeneration": seen}


def custom(version, kind, status):
  o = {"apiVersion": version, "kind": kind, "metadata": {"name": "a", "generation": 2}}
  return {**o, "status": status} if status else o


def work(*conditions):
  return custom("work.open-cluster-management.io/v1", "ManifestWork", conditions and {"conditions": list(conditions)})


def sail(kind, *conditions):
  return custom("sailoperator.io/v1", kind, conditions and {"conditions": list(conditions), "observedGeneration": 2})


def operator(status):
  return custom("install.istio.io/v1alpha1", "IstioOperator", status and {"status": status})


# object, what Argo CD shall say, what Flux: None where it is not asked.
HEALTH = [
    (work(), "Progressing", "Unknown"),
    (work(condition("Applied", "True")), "Progressing", "InProgress"),
    (work(condition("Applied", "True"), condition("Available", "True")), "Healthy", "Current"),
    (work(condition("Applied", "True", 1), condition("Available", "True", 1)), "Progressing", "InProgress"),
    (work(condition("Applied", "True"), condition("Available", "True", 1)), "Progressing", "InProgress"),
    (work(condition("Applied", "True"), condition("Available", "False")), "Progressing", "InProgress"),
    (work(condition("Applied", "False"), condition("Available", "True")), "Degraded", "Failed"),
    (work(condition("Applied", "True"), condition("Available", "True"), condition("Degraded", "True")),
     "Degraded", "Failed"),
    (operator(None), None, "Unknown"),
    (operator("RECONCILING"), None, "InProgress"),
    (operator("HEALTHY"), None, "Current"),
    (operator("ERROR"), None, "Failed"),
    (sail("Istio"), "Progressing", None),
    *[(sail(kind, condition("Reconciled", "True"), condition("Ready", "True")), "Healthy", None)
      for kind in ("Istio", "IstioCNI", "IstioRevision", "ZTunnel")],
    (sail("IstioRevisionTag", condition("Reconciled", "True"), condition("InUse", "False")), "Healthy", None),
    (sail("Istio", condition("Reconciled", "False")), "Degraded", None),
]


class Applied:
  """A rendered repository that names appliers, as its git repository would lie there."""

  def __init__(self, run, repository):
    spec = objects.load((repository.source / "meshgen.yaml").read_text(encoding="utf-8"))[0]["spec"]
    where = spec.get("repository") or {}
    self.name, self.out = repository.name, repository.out
    self.prefix = pathlib.PurePath(where.get("path", "")) / spec.get("output", "out")
    self.checkout = run.work / "checkout" / repository.name
    for folder in sorted(self.out.glob("*/*/**/")):
      (self.checkout / self.prefix / folder.relative_to(self.out)).mkdir(parents=True, exist_ok=True)

  def clusters(self):
    return {p.name for tree in ("istio", "manifestwork") for p in (self.out / tree).glob("*")}

  def objects(self, pattern):
    return [o for p in sorted(self.out.glob(pattern)) for o in objects.load(p.read_text(encoding="utf-8"))]


def repositories(run):
  return [Applied(run, r) for r in run.rendered if (r.out / "apply").is_dir()]


def ask(tool, *words):
  """Lines, or None and why not."""
  done = subprocess.run([tool, *words], capture_output=True, text=True)
  return (done.stdout.splitlines(), "") if done.returncode == 0 else (None, done.stderr.strip())


def applications(tool, r):
  sets = sorted(p for p in (r.out / "apply/argocd").glob("*.yaml") if p.name != "kustomization.yaml")
  lines, why = ask(tool, "applications", r.checkout, *sets) if sets else ([], "")
  if lines is None:
    return [f"{r.name}: {why}"]
  made = [json.loads(line) for line in lines]
  problems = [f"{r.name}: two Applications {n}" for n, count in
              collections.Counter(a["metadata"]["name"] for a in made).items() if count > 1]
  folders = collections.Counter(pathlib.PurePath(a["spec"]["source"]["path"]).name for a in made)
  if sets and folders != collections.Counter(r.clusters()):
    problems.append(f"{r.name}: Applications of {dict(folders)}, clusters {sorted(r.clusters())}")
  for a in made:
    path = pathlib.PurePath(a["spec"]["source"]["path"])
    own = {"istio": path.name, "manifestwork": "in-cluster"}[path.parent.name]
    if not (r.checkout / path).is_dir() or a["spec"]["destination"] != {"name": own}:
      problems.append(f"{r.name}: {path}: {a['spec']['destination']}")
    if a["metadata"].get("finalizers"):
      problems.append(f"{r.name}: {path}: its objects would go with it")
  return problems


def kustomizations(r):
  problems = []
  for folder in sorted(p for p in r.out.glob("apply/flux/*/*") if p.is_dir()):
    found = r.objects(f"{folder.relative_to(r.out)}/*.yaml")
    names = {k["metadata"]["name"] for k in found}
    for k in found:
      spec = k["spec"]
      if not (r.checkout / spec["path"]).is_dir():
        problems.append(f"{r.name}: {k['metadata']['name']}: there is no {spec['path']}")
      if not {d["name"] for d in spec.get("dependsOn", [])} <= names:
        problems.append(f"{r.name}: {k['metadata']['name']} depends on nobody")
  return problems


def says_so_itself(o):
  return "enabled" in (o["metadata"].get("annotations") or {}).get("kustomize.toolkit.fluxcd.io/substitute", "")


def variables(run, tool, named):
  """Files of istio/ and manifestwork/ that Flux would change."""
  paths = [p for r in named if (r.out / "apply/flux").is_dir() for tree in ("istio", "manifestwork")
           for p in sorted((r.out / tree).rglob("*.yaml")) if p.name != "kustomization.yaml"
           and not any(says_so_itself(o) for o in run.documents(p))]
  lines, why = ask(tool, "variables", *paths)
  return ([why] if lines is None else lines), len(paths)


def health(run, tool, given, index):
  """Where the tool says something else of an object than HEALTH does."""
  rows = [row for row in HEALTH if row[index] is not None]
  files = [run.scratch(f"health/{index}-{i}.yaml", objects.dump(row[0])) for i, row in enumerate(rows)]
  problems = []
  for row, file in zip(rows, files):
    kind = row[0]["kind"]
    lines, why = ask(tool, "health", given(kind), file)
    said = lines[0].split("\t")[1] if lines else why
    if said != row[index]:
      problems.append(f"{kind} {row[0].get('status')}: {said}, not {row[index]}")
  return problems, len(rows)


def check(run, report):
  named = repositories(run)
  report.result("Flux finds its folders", [p for r in named for p in kustomizations(r)], f"{len(named)} repositories")
  argo, flux = run.tool("argojudge"), run.tool("fluxjudge")
  if argo is None:
    report.skip("Argo CD makes Applications", "no argojudge")
  else:
    report.result("Argo CD makes Applications", [p for r in named for p in applications(argo, r)], f"{len(named)} repositories")
    config = next(p for r in named for p in r.out.glob("apply/argocd/health/argocd-cm.yaml"))
    problems, n = health(run, argo, lambda _: config, 1)
    report.result("Argo CD tells health", problems, f"{n} objects")
    r, path = next((r, p) for r in named for p in r.out.glob("apply/argocd/direct.yaml"))
    planted = run.scratch("appliers/missing.yaml",
                          path.read_text(encoding="utf-8").replace(".path.basename", ".cluster"))
    report.refused("Argo CD refuses: a parameter that nobody gives", ask(argo, "applications", r.checkout, planted)[0] is None)
  if flux is None:
    report.skip("Flux changes no object", "no fluxjudge")
    return
  problems, n = variables(run, flux, named)
  report.result("Flux changes no object", problems, f"{n} files")
  by_kind = {"ManifestWork": "apply/flux/hub/*/manifestwork.yaml", "IstioOperator": "apply/flux/clusters/*/control-plane.yaml"}
  files = {kind: next(p for r in named for p in sorted(r.out.glob(glob))) for kind, glob in by_kind.items()}
  problems, n = health(run, flux, files.get, 2)
  report.result("Flux tells health", problems, f"{n} objects")
  for name, text in (("a variable", "x${HOSTNAME}"), ("two dollars", "a$$b")):
    o = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "planted"}, "data": {"x": text}}
    path = run.scratch(f"appliers/{name}.yaml", objects.dump(o))
    report.refused(f"Flux changes: {name}", bool(ask(flux, "variables", path)[0]))
