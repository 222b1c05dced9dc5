"""The resource definitions accept every object.

Custom resources are held against their definitions, built-in kinds against
their Go types, strictly. One mistake is planted in an object of each kind.
"""
import copy
import re
import subprocess

from . import objects

LIMIT = 500     # files a call


def refusals(crdval, definitions, paths):
  """(path, reason) of all."""
  found = []
  for i in range(0, len(paths), LIMIT):
    done = subprocess.run([crdval, *definitions, "--", *paths[i:i + LIMIT]], capture_output=True, text=True)
    if done.returncode not in (0, 1):
      return [(str(paths[i]), done.stderr.strip())]
    found += [tuple(line.split("\t", 1)) for line in done.stdout.splitlines()]
  return found


def as_applied(run, path):
  """The file, or of a Secret that SOPS has sealed a copy as it is when whoever applies it has opened it."""
  documents = run.documents(path)
  if not any("sops" in o for o in documents):
    return path
  opened = [{k: v for k, v in o.items() if k != "sops"} for o in documents]
  return run.scratch(f"definitions/opened/{path.relative_to(run.work)}", objects.dump(*opened))


def operator_definition(run):
  """IstioOperator's, as istioctl prints it."""
  istioctl = run.tool("istioctl-1.13") or run.tool("istioctl-1.22")
  if istioctl is None:
    return []
  text = subprocess.run([istioctl, "operator", "dump"], capture_output=True, text=True, check=True).stdout
  found = [o for o in objects.load(text) if o["kind"] == "CustomResourceDefinition"]
  return [run.scratch("istiooperator-definition.yaml", objects.dump(*found))]


def check(run, report):
  crdval = run.tool("crdval")
  if crdval is None:
    return report.skip("definitions", "no crdval")
  definitions = sorted((run.shared / "crds").glob("*.yaml"))
  if not definitions:
    return report.skip("definitions", "the folder of resource definitions is not there")
  definitions += sorted((run.cache / "crds").rglob("*.yaml")) + operator_definition(run)
  # kustomization.yaml is read by kustomize alone, which has its own check.
  places = [p[0] for p in run.distinct(lambda p: p.name != "kustomization.yaml").values()]
  given = {str(as_applied(run, path)): run.place(repository, path) for repository, path in places}
  problems = [f"{given[path]}: {reason}" for path, reason in refusals(crdval, definitions, list(given))]
  report.result("definitions", sorted(problems), f"{len(given)} files, {len(definitions)} definitions")
  return plant(run, report, crdval, definitions, [o for _, path in places for o in run.documents(path)])


def plant(run, report, crdval, definitions, documents):
  samples = {}
  for o in documents:
    samples.setdefault((o["apiVersion"], o["kind"]), o)
  planted = {}
  for (version, kind), o in sorted(samples.items()):
    o = copy.deepcopy(o)
    # An IstioOperator may hold any field; its metadata may not.
    (o["metadata"] if kind == "IstioOperator" else o)["planted"] = 1
    name = re.sub(r"[^A-Za-z0-9]", "-", f"{version}-{kind}")
    planted[str(run.scratch(f"definitions/{name}.yaml", objects.dump(o)))] = f"{version} {kind}"
  refused = {path for path, reason in refusals(crdval, definitions, list(planted)) if "planted" in reason}
  for path, name in planted.items():
    report.refused(f"definitions refuse: unknown field in {name}", path in refused)
