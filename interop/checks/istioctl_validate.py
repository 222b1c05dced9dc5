"""istioctl validates every IstioOperator, Gateway and other Istio object.

It calls every document of a kind and version that it does not know valid, so
a mistake is planted in one object of each kind and version that was accepted.
"""
import copy
import re
import subprocess

from . import istio_line, objects


def validate(istioctl, paths):
  done = subprocess.run([istioctl, "validate"] + [a for p in paths for a in ("-f", p)], capture_output=True, text=True)
  return done.returncode, " ".join((done.stdout + done.stderr).split())


def known_version(run, number, path):
  """Both lines are older than the v1 of Istio's own groups, whose fields are those of v1beta1 or v1alpha1."""
  text = re.sub(r"(?m)^(apiVersion: (?:networking|security)\.istio\.io/)v1$", r"\1v1beta1", run.text(path))
  text = re.sub(r"(?m)^(apiVersion: telemetry\.istio\.io/)v1$", r"\1v1alpha1", text)
  return path if text == run.text(path) else run.scratch(f"validate/{number}.yaml", text)


def check(run, report):
  wanted = istio_line.by_line(run, lambda o: objects.group(o) in objects.ISTIO_GROUPS)
  for name, files in wanted.items():
    istioctl = run.tool(istio_line.TOOLS[name])
    if istioctl is None or not files:
      report.skip(f"istioctl {name} validate", "no istioctl" if istioctl is None else "no object is for it")
      continue
    given = [(run.place(*place), known_version(run, f"{name}-{i}", place[1])) for i, place in enumerate(files.values())]
    problems = []
    if validate(istioctl, [path for _, path in given])[0] != 0:
      for place, path in given:
        code, text = validate(istioctl, [path])
        if code != 0:
          problems.append(f"{place}: {text[:400]}")
    report.result(f"istioctl {name} validate", problems, f"{len(given)} objects")
    plant(run, report, name, istioctl, [path for _, path in given])


def plant(run, report, name, istioctl, paths):
  samples = {}
  for path in paths:
    for o in objects.load(path.read_text(encoding="utf-8")):
      samples.setdefault((o["apiVersion"], o["kind"]), o)
  for (version, kind), o in sorted(samples.items()):
    o = copy.deepcopy(o)
    o["spec"]["planted"] = 1
    path = run.scratch(f"validate/bad-{name}-{kind}-{version.replace('/', '-')}.yaml", objects.dump(o))
    report.refused(f"istioctl {name} validate refuses: unknown field in {version} {kind}", validate(istioctl, [path])[0] != 0)
