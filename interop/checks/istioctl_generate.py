"""istioctl manifest generate renders every IstioOperator."""
import copy
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from . import istio_line, objects
from .inputs import WORKERS

# Profiles that came and went between the versions of one line.
MAY_BE_MISSING = {"ambient", "external", "remote", "stable"}


def generate(istioctl, path):
  """-> (number of objects or None, message)"""
  done = subprocess.run([istioctl, "manifest", "generate", "-f", path], capture_output=True, text=True)
  count = len(re.findall(r"(?m)^kind: ", done.stdout))
  return (count if done.returncode == 0 else None), " ".join(done.stderr.split())[:300]


def without_profile(o, message):
  profile = o["spec"].get("profile")
  missing = re.search(r"profile.*(not found|does not exist|no such file)", message)
  return profile in MAY_BE_MISSING and missing is not None


def check(run, report):
  for name, files in istio_line.by_line(run, lambda o: o.get("kind") == "IstioOperator").items():
    istioctl = run.tool(istio_line.TOOLS[name])
    if istioctl is None or not files:
      report.skip(f"istioctl {name} manifest generate", "no istioctl" if istioctl is None else "no object is for it")
      continue
    places = list(files.values())
    with ThreadPoolExecutor(WORKERS) as pool:
      results = list(pool.map(lambda place: generate(istioctl, place[1]), places))
    problems, objects_made, left_out = [], 0, 0
    for place, (count, message) in zip(places, results):
      if count is not None:
        objects_made += count
      elif without_profile(run.documents(place[1])[0], message):
        left_out += 1
      else:
        problems.append(f"{run.place(*place)}: {message}")
    report.result(f"istioctl {name} manifest generate", problems,
                  f"{len(places) - left_out} IstioOperators, {objects_made} objects made, "
                  f"{left_out} left out whose profile this istioctl does not have")
    o = copy.deepcopy(run.documents(places[0][1])[0])
    o["spec"]["profile"] = "planted"
    path = run.scratch(f"generate-{name}.yaml", objects.dump(o))
    report.refused(f"istioctl {name} manifest generate refuses: unknown profile", generate(istioctl, path)[0] is None)
