"""kubectl kustomize builds every folder, and the result is the objects that lie there."""
import hashlib
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import objects
from .inputs import WORKERS


def build(kubectl, folder):
  done = subprocess.run([kubectl, "kustomize", folder], capture_output=True, text=True)
  return done.returncode, done.stdout, " ".join(done.stderr.split())[:300]


def digest(run, repository, folder):
  """Two folders with equal names and bytes are built once."""
  h = hashlib.sha256()
  for path in repository.files:
    if path.is_relative_to(folder):
      h.update(f"{path.relative_to(folder)}\0{run.text(path)}\0".encode())
  return h.hexdigest()


def problems(run, kubectl, repository, folder):
  code, text, err = build(kubectl, folder)
  place = run.place(repository, folder)
  if code != 0:
    return [f"{place}: {err}"]
  lie_there = [o for path in repository.files
               if path.is_relative_to(folder) and path.name not in ("kustomization.yaml", "argocd-cm.yaml")
               for o in run.documents(path)]
  return [f"{place}: {d}" for d in objects.compare(lie_there, objects.load(text))]


def check(run, report):
  kubectl = run.tool("kubectl")
  if kubectl is None:
    return report.skip("kustomize", "no kubectl")
  seen, jobs = set(), []
  for repository in run.rendered:
    for path in repository.files:
      if path.name == "kustomization.yaml":
        known = digest(run, repository, path.parent)
        if known not in seen:
          seen.add(known)
          jobs.append((repository, path.parent))
  with ThreadPoolExecutor(WORKERS) as pool:
    found = list(pool.map(lambda job: problems(run, kubectl, *job), jobs))
  report.result("kustomize", [p for f in found for p in f], f"{len(jobs)} folders")

  one = objects.dump({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "mesh"}})
  for name, resources in (("missing file", ["a.yaml", "missing.yaml"]), ("object twice", ["a.yaml", "b.yaml"])):
    folder = run.scratch(f"kustomize {name}/a.yaml", one).parent
    (folder / "b.yaml").write_text(one)
    (folder / "kustomization.yaml").write_text(objects.dump({"resources": resources}))
    report.refused(f"kustomize refuses: {name}", build(kubectl, folder)[0] != 0)
  return None
