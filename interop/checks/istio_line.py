"""Which istioctl a cluster's objects are put to.

Two lines can be had: 1.13.1, and a build of the main branch shortly before
1.22.0. The first judges Istio below 1.18, the second the rest.
"""
import re

TOOLS = {"1.13": "istioctl-1.13", "1.22": "istioctl-1.22"}


def minor(tag):
  found = re.match(r"v?1\.(\d+)", str(tag or ""))
  return int(found.group(1)) if found else None


def versions(documents):
  """The minor versions that the objects of one cluster are for."""
  found = set()
  for o in documents:
    if o.get("kind") in ("IstioOperator", "Istio", "IstioCNI"):
      found.add(minor(o["spec"].get("tag") or o["spec"].get("version")))
  return found - {None}


def line(documents):
  found = versions(documents)
  return "1.13" if found and min(found) < 18 else "1.22"


def by_line(run, wanted):
  """line -> digest -> the first (repository, path), for the objects of istio/ that are wanted."""
  found = {name: {} for name in TOOLS}
  for repository in run.rendered:
    for paths in repository.below("istio").values():
      documents = [o for p in paths for o in run.documents(p)]
      for path in paths:
        for o in run.documents(path):
          if wanted(o):
            found[line([o] if o.get("kind") == "IstioOperator" else documents)].setdefault(
                run.text(path), (repository, path))
  return found
