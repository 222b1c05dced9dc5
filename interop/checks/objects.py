"""Kubernetes objects as data."""
import json

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
ISTIO_GROUPS = {"install.istio.io", "networking.istio.io", "security.istio.io", "telemetry.istio.io",
                "extensions.istio.io"}


def load(text):
  """The documents of a stream that hold anything, as YAML 1.1 reads them."""
  return [d for d in yaml.load_all(text, LOADER) if d is not None]


def dump(*documents):
  """As JSON, which every YAML reader reads alike: PyYAML writes the text n bare, which Go reads as false."""
  return "---\n".join(json.dumps(d, indent=1) + "\n" for d in documents)


def group(o):
  version = o.get("apiVersion", "")
  return version.split("/")[0] if "/" in version else ""


def identity(o):
  """What an applier knows an object by."""
  meta = o.get("metadata") or {}
  return (group(o), o.get("kind"), meta.get("namespace", ""), meta.get("name"))


def title(key):
  return f"{key[1]} {key[2]}/{key[3]}" if key[2] else f"{key[1]} {key[3]}"


def differences(a, b, path=""):
  """Where two values differ, also in type, a line each."""
  if isinstance(a, dict) and isinstance(b, dict):
    for k in sorted(set(a) | set(b), key=str):
      if k not in a or k not in b:
        yield f"{path}.{k}: only {'left' if k in a else 'right'}"
      else:
        yield from differences(a[k], b[k], f"{path}.{k}")
  elif isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
    for i, (x, y) in enumerate(zip(a, b)):
      yield from differences(x, y, f"{path}[{i}]")
  elif type(a) is not type(b) or a != b:
    yield f"{path}: {a!r} and {b!r}"


def by_identity(documents):
  """identity -> the objects that have it"""
  found = {}
  for o in documents:
    found.setdefault(identity(o), []).append(o)
  return found


def compare(left, right):
  """The same for two lists of objects in any order, in which each may stand once."""
  left, right = by_identity(left), by_identity(right)
  for key in sorted(set(left) | set(right), key=str):
    counts = len(left.get(key, [])), len(right.get(key, []))
    if counts == (1, 1):
      yield from differences(left[key][0], right[key][0], title(key))
    else:
      yield f"{title(key)}: {counts[0]} left, {counts[1]} right"
