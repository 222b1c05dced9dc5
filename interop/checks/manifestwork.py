"""OCM's admission webhook takes every ManifestWork, and the works carry the objects of istio/."""
import subprocess

from . import objects

# The right of the work agent to write the objects; it exists for the works alone.
AGENT_ROLE = "open-cluster-management:meshgen:work"


def work(*manifests, **more):
  return objects.dump({"apiVersion": "work.open-cluster-management.io/v1", "kind": "ManifestWork",
                       "metadata": {"name": "planted", "namespace": "cluster1"},
                       "spec": {"workload": {"manifests": list(manifests)}, **more}})


def config_map(size=1, **metadata):
  return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"x": "x" * size}}


PLANTED = {
    "no manifest": work(),
    "object without a name": work(config_map()),
    "object with a generated name": work(config_map(name="a", generateName="a-")),
    "600 KB": work(config_map(300_000, name="a"), config_map(300_000, name="b")),
    "unknown field": work(config_map(name="a"), planted=1),
}


def refusals(mwv, paths):
  """path -> reason"""
  done = subprocess.run([mwv, *paths], capture_output=True, text=True)
  if done.returncode not in (0, 1):
    return {str(p): done.stderr.strip() for p in paths}
  return dict(line.split("\t", 1) for line in done.stdout.splitlines())


def is_work(run, path):
  return any(o.get("kind") == "ManifestWork" for o in run.documents(path))


def carried(run, repository):
  """Each object of istio/ is in exactly one work of its cluster, unchanged."""
  direct, works = repository.below("istio"), repository.below("manifestwork")
  for cluster, paths in works.items():
    inside = [o for path in paths for w in run.documents(path) for o in w["spec"]["workload"]["manifests"]
              if objects.identity(o) != ("rbac.authorization.k8s.io", "ClusterRole", "", AGENT_ROLE)]
    lie_there = [o for p in direct.get(cluster, []) for o in run.documents(p)]
    for d in objects.compare(lie_there, inside):
      yield f"{repository.name}: {cluster}: istio/ and manifestwork/: {d}"


def check(run, report):
  found = [carried(run, r) for r in run.rendered]
  report.result("works carry the objects of istio/", [p for f in found for p in f])
  mwv = run.tool("mwv")
  if mwv is None:
    return report.skip("OCM admission", "no mwv")
  given = {str(places[0][1]): run.place(*places[0]) for places in run.distinct(lambda p: is_work(run, p)).values()}
  report.result("OCM admission", [f"{given[p]}: {reason}" for p, reason in refusals(mwv, given).items()] if given else [],
                f"{len(given)} works")
  for name, text in PLANTED.items():
    path = run.scratch(f"work {name}.yaml", text)
    report.refused(f"OCM admission refuses: {name}", str(path) in refusals(mwv, [path]))
  return None
