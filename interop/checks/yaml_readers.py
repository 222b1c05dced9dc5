"""PyYAML (YAML 1.1) and ruamel.yaml (YAML 1.2) read every output as the same data, and that is the data we wrote.

What meshgen wrote is known from the templates check, which compares with what
json-e makes; here each output must hold what its template gave.
"""
import copy
import re

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from . import objects
from .templates import dumped

PLANTED = {"YAML 1.1 word": "a: yes\n", "YAML 1.1 letter": "a: n\n", "YAML 1.1 number in base 60": "a: 1:30\n", "YAML 1.1 octal": "a: 010\n",
           "date": "a: 2026-01-02\n"}
SCALARS = (str, int, float, bool, type(None))


class Letters(objects.LOADER):
  """YAML 1.1 as it stands, and as Go reads it: y and n are truth values, which PyYAML leaves out."""


Letters.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^[yYnN]$"), list("yYnN"))
Letters.add_constructor("tag:yaml.org,2002:bool", lambda loader, node: node.value.lower() in ("y", "yes", "on", "true"))


def strange(x, path=""):
  """Values that JSON does not have, such as dates, and keys that are no strings."""
  if isinstance(x, dict):
    for k, v in x.items():
      if not isinstance(k, str):
        yield f"{path}: the key {k!r} is no string"
      yield from strange(v, f"{path}.{k}")
  elif isinstance(x, list):
    for i, v in enumerate(x):
      yield from strange(v, f"{path}[{i}]")
  elif not isinstance(x, SCALARS):
    yield f"{path}: {x!r} is no JSON value"


def both(text):
  """What two readers disagree about."""
  try:
    old = [d for d in yaml.load_all(text, Letters) if d is not None]
    new = [d for d in YAML(typ="safe", pure=True).load_all(text) if d is not None]
  except (yaml.YAMLError, YAMLError, ValueError) as e:
    return [" ".join(str(e).split())[:300]]
  return list(objects.differences(old, new)) + list(strange(old))


def longer(key, wanted, got):
  """Packing adds to the list of a template's sync options."""
  return key == "argocd.argoproj.io/sync-options" and str(got).startswith(f"{wanted},")


def holds(wanted, got, path=""):
  """Whether got has all that wanted has; packing may add annotations and nothing else."""
  got = copy.deepcopy(got)
  notes = got["metadata"].get("annotations")
  if notes is not None:
    kept = wanted["metadata"].get("annotations") or {}
    got["metadata"]["annotations"] = {k: kept[k] if longer(k, kept[k], v) else v for k, v in notes.items() if k in kept}
    if "annotations" not in wanted["metadata"] and not got["metadata"]["annotations"]:
      del got["metadata"]["annotations"]
  return objects.differences(wanted, got, path)


def wrote(run, repository):
  """Each object of a template is in the output with equal fields of equal types."""
  files = {(cluster, objects.identity(o)): (path, o) for top in ("manifestwork", "istio")
           for cluster, paths in repository.below(top).items() for path in paths for o in run.documents(path)}
  for d in dumped(run, repository, "objects"):
    o = d.get("object")
    if isinstance(o, dict) and isinstance(o.get("metadata"), dict):
      place = files.get((d.get("cluster"), objects.identity(o)))
      if place:
        yield from (f"{run.place(repository, place[0])}: {x}" for x in holds(o, place[1]))


def check(run, report):
  distinct = run.distinct()
  problems = [f"{run.place(*places[0])}: {d}" for places in distinct.values() for d in both(run.text(places[0][1]))]
  report.result("YAML 1.1 and 1.2 agree", problems, f"{len(distinct)} files")
  for name, text in PLANTED.items():
    report.refused(f"YAML 1.1 and 1.2 disagree: {name}", both(text))
  problems = []
  for repository in run.rendered:
    try:
      problems += wrote(run, repository)
    except ValueError as e:
      problems.append(f"{repository.name}: {e}")
  report.result("PyYAML reads what was written", problems, f"{len(run.rendered)} repositories")
  planted = {"metadata": {"name": "1.10"}}
  report.refused("PyYAML refuses: an unquoted string", list(holds(planted, objects.load("metadata:\n  name: 1.10\n")[0])))
