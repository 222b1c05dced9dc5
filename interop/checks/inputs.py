"""The configuration repositories, rendered."""
import functools
import hashlib
import os
import pathlib
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import objects

WORKERS = os.cpu_count() or 1


class Rendered:
  """One configuration repository and what meshgen made of it."""

  def __init__(self, name, source, out):
    self.name, self.source, self.out = name, source, out
    self.files = sorted(p for p in out.rglob("*.yaml")) if out.is_dir() else []

  def below(self, top):
    """cluster -> its files that hold objects, in out/<top>/."""
    found = {}
    for path in self.files:
      parts = path.relative_to(self.out).parts
      if parts[0] == top and len(parts) > 2 and path.name != "kustomization.yaml":
        found.setdefault(parts[1], []).append(path)
    return found


class Run:
  def __init__(self, root, cache, meshgen, work):
    self.root, self.cache, self.meshgen, self.work = root, cache, meshgen, work
    self.shared = root.parent / "shared"
    self.rendered = []
    self.text = functools.cache(lambda path: path.read_text(encoding="utf-8"))
    self.parsed = functools.cache(objects.load)

  def documents(self, path):
    """The documents of a file. Equal files are parsed once, so leave them as they are."""
    return self.parsed(self.text(path))

  def tool(self, name):
    path = self.cache / "bin" / name
    return path if path.exists() else None

  def scratch(self, name, text):
    """A file for a planted mistake, or for a copy that a tool wants otherwise."""
    path = self.work / "scratch" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path

  def distinct(self, wanted=lambda path: True):
    """digest -> the files with that content, of all repositories, as (repository, path)."""
    found = {}
    for r in self.rendered:
      for path in r.files:
        if wanted(path):
          digest = hashlib.sha256(self.text(path).encode()).hexdigest()
          found.setdefault(digest, []).append((r, path))
    return found

  def place(self, repository, path):
    return f"{repository.name}: {path.relative_to(repository.out)}"

  def render(self, report):
    examples = sorted(p.parent for pattern in ("*/out", "*/*/out") for p in (self.root / "examples").glob(pattern))
    sources = [(str(p.relative_to(self.root)), p, "must") for p in examples]
    sources += [(f"fleets/{p.name}", p, "must") for p in sorted((self.root / "interop" / "fleets").glob("*")) if p.is_dir()]
    sources += [(f"golden/{p.parent.relative_to(self.root / 'golden')}", p, "may")
                for p in sorted((self.root / "golden").rglob("in")) if p.is_dir()]
    verdicts = self.shared / "reference" / "verdicts.tsv"
    if verdicts.exists():
      sources += list(self.reference(verdicts))
    else:
      report.skip("render reference", "the folder of reference cases is not there")
    with ThreadPoolExecutor(WORKERS) as pool:
      results = list(pool.map(lambda s: self.render_one(*s), sources))
    failed = [problem for _, problem in results if problem]
    self.rendered = [r for r, _ in results if r is not None]
    report.result("render", failed or ([] if self.rendered else ["nothing was rendered"]),
                  f"{len(self.rendered)} repositories")

  def reference(self, verdicts):
    for line in verdicts.read_text(encoding="utf-8").splitlines():
      case, verdict = (line.split("\t") + ["", ""])[:2]
      if line.startswith("#") or not case or verdict == "error":
        continue
      yield f"reference/{case}", verdicts.parent / case, "reference"

  def render_one(self, name, source, how):
    """A copy is rendered, so that committed output and work trees stay out of it."""
    copy, out = self.work / name / "in", self.work / name / "out"
    if how == "reference":
      copy.mkdir(parents=True)
      shutil.copy(source / "input.yaml", copy)
      put_under_policy(copy)
    else:
      shutil.copytree(source, copy, symlinks=True, ignore=shutil.ignore_patterns("out", ".git"))
    done = subprocess.run([self.meshgen, "render", copy, "-o", out], capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
      problem = f"{name}: exit {done.returncode}: {' '.join(done.stderr.split())[:300]}"
      return None, None if how == "may" and done.returncode in (1, 2) else problem
    return Rendered(name, copy, out), None


def put_under_policy(folder):
  """Federations of the reference cases get a policy that needs no certificate."""
  federations = [{"namespace": d["metadata"].get("namespace", "default"), "name": d["metadata"]["name"]}
                 for d in objects.load((folder / "input.yaml").read_text(encoding="utf-8"))
                 if d.get("kind") == "MeshFederation"]
  if federations:
    policy = folder / "trust" / "reference" / "policy.yaml"
    policy.parent.mkdir(parents=True)
    policy.write_text(objects.dump({"apiVersion": "meshgen.dev/v1alpha1", "kind": "TrustPolicy",
                                    "metadata": {"name": "reference"},
                                    "spec": {"federations": federations, "seal": {"method": "OutOfBand"}}}))
