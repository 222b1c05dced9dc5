"""The formats for programs: Microsoft's SARIF Multitool with the rules of code scanning, the schema by which the xUnit plugin
of Jenkins reads JUnit, to which GitLab adds the attribute file of a case; and for examples/ci actionlint and the schemas of GitLab and GitHub.
"""
import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor

import xmlschema

from .inputs import WORKERS

MESH = """apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata: {name: istio, namespace: mesh-hub}
spec:
  meshProvider: Upstream Istio
  clusters: [%s]
"""
OF_VERIFY = {"none", "hostile", "MG0301", "MG0721", "MG0722", "MG0723"}
RUNS = 20
OF_GITLAB = "'file' attribute not allowed for element"
SUFFIX = {"sarif": "sarif", "junit": "xml"}
# The program has no site to point to.
NOT_OURS = {"SARIF2005"}


def answers(run, form):
  """Files with what meshgen says in this format, of a golden case for each code, of hostile names and of many findings."""
  folder = run.work / "formats" / form
  folder.mkdir(parents=True)
  hostile = run.work / "formats" / f"in-{form}"
  (hostile / "a%,\n:b").mkdir(parents=True)
  with open(os.path.join(os.fsencode(hostile), b"a%,\n:b", b"<x> '\"#?]]>\xff\x1b::.yaml"), "w", encoding="utf-8") as f:
    f.write(MESH % '"</code>`@all|\\e[31m]]>&<img src=x>[a](http://e)\\u202e", "\\U0001F600"')
  many = run.work / "formats" / f"many-{form}"
  many.mkdir()
  (many / "m.yaml").write_text(MESH % ", ".join(["east"] * 600))
  first = {p.parent.name[:6]: p for p in sorted((run.root / "golden").glob("*/MG*/in"), reverse=True)}
  inputs = [*first.items(), ("hostile", hostile), ("many", many), ("none", run.root / "examples" / "quickstart")]

  def ask(given):
    name, source = given
    copy = folder / "copies" / name
    shutil.copytree(source, copy, symlinks=True)
    for command in ("check", "verify") if name in OF_VERIFY else ("check",):
      done = subprocess.run([run.meshgen, command, f"--format={form}"], cwd=copy, capture_output=True, timeout=60)
      (folder / f"{name}-{command}.{SUFFIX[form]}").write_bytes(done.stdout)

  with ThreadPoolExecutor(WORKERS) as pool:
    list(pool.map(ask, inputs))
  return sorted(folder.glob(f"*.{SUFFIX[form]}"))


def multitool(run, paths):
  """What the validator holds against the files, a line each."""
  told = run.work / "formats" / "told.sarif"
  done = subprocess.run([run.cache / "sarif" / "Sarif.Multitool", "validate", *paths, "--rule-kind", "Sarif;Ghas", "--level",
                         "Error;Warning", "--output", told, "--log", "ForceOverwrite", "--quiet", "true"],
                        capture_output=True, text=True, timeout=600, env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"})
  try:
    only = json.loads(told.read_text(encoding="utf-8-sig"))["runs"][0]
  except (OSError, ValueError) as e:
    return [f"no answer: {e}: {done.stdout[-300:]} {done.stderr[-300:]}"]
  lines = [f"{r['locations'][0]['physicalLocation']['artifactLocation'].get('uri', '').rsplit('/', 1)[-1]}: {r['ruleId']}: "
           f"{r['message'].get('arguments')}" for r in only.get("results", []) if r["ruleId"] not in NOT_OURS]
  return lines + [str(n["message"]) for i in only.get("invocations", [])
                  for n in i.get("toolExecutionNotifications", []) if n.get("level") == "error"]


def together(run, logs):
  """Files with the runs of the logs, as many in each as code scanning takes: the validator needs a second for a file."""
  for i in range(0, len(logs), RUNS):
    runs = [r for log in logs[i:i + RUNS] for r in log["runs"]]
    yield run.scratch(f"{i}.sarif", json.dumps({**logs[i], "runs": runs}))


def sarif(run, report):
  if not (run.cache / "sarif" / "Sarif.Multitool").exists():
    return report.skip("formats SARIF", "no SARIF Multitool")
  paths = answers(run, "sarif")
  logs = [json.loads(p.read_text(encoding="utf-8")) for p in paths]
  report.result("formats SARIF", multitool(run, list(together(run, logs))), f"{len(paths)} logs")
  report.refused("formats SARIF refuses: half a log", multitool(run, [run.scratch("half.sarif", json.dumps(logs[0])[:100])]))
  for what, change in (("a property that SARIF does not know", lambda r: r.update(planted=1)),
                       ("a result without a place", lambda r: r["results"].append({"message": {"text": "x"}})),
                       ("a result without a message", lambda r: r["results"].append({"ruleId": "MG0101"})),
                       ("no tool", lambda r: r.pop("tool"))):
    bad = json.loads(json.dumps(logs[0]))
    change(bad["runs"][0])
    report.refused(f"formats SARIF refuses: {what}", multitool(run, [run.scratch("planted.sarif", json.dumps(bad))]))
  return None


def junit(run, report):
  schema = run.cache / "junit-10.xsd"
  if not schema.exists():
    return report.skip("formats JUnit", "no schema")
  schema = xmlschema.XMLSchema(schema)
  paths = answers(run, "junit")
  refused = [f"{p.name}: {e.reason}" for p in paths for e in schema.iter_errors(str(p)) if e.reason != OF_GITLAB]
  report.result("formats JUnit", refused, f"{len(paths)} reports")
  for what, text in (("an attribute that is none", '<testsuites planted="1"></testsuites>'),
                     ("an element that is none", '<testsuites><planted/></testsuites>'),
                     ("a case without a name", '<testsuites><testsuite name="x"><testcase/></testsuite></testsuites>')):
    report.refused(f"formats JUnit refuses: {what}", not schema.is_valid(text))
  return None


def refusals(done):
  return [f"exit {done.returncode}", *(done.stdout + done.stderr).splitlines()] if done.returncode else []


def examples(run, report):
  """The files of examples/ci, by the schema of the system and by actionlint."""
  judge = run.cache / "python" / "bin" / "check-jsonschema"
  for name, schema in (("github.yml", "vendor.github-workflows"), ("gitlab.yml", "vendor.gitlab-ci")):
    text = (run.root / "examples" / "ci" / name).read_text()
    for what, given in (("", text), ("planted", text.replace("check:\n", "check:\n    plantid: [1]\n" if name == "github.yml"
                                                             else "check:\n  plantid: [1]\n", 1))):
      done = subprocess.run([judge, "--builtin-schema", schema, run.scratch(name, given)], capture_output=True, text=True)
      if what:
        report.refused(f"formats {schema} refuses: an unknown key", done.returncode != 0)
      else:
        report.result(f"formats examples/ci/{name} by its schema", refusals(done))
  lint = run.tool("actionlint")
  if lint is None:
    return report.skip("formats actionlint", "no actionlint")
  text = (run.root / "examples" / "ci" / "github.yml").read_text()
  for what, given in (("", text), ("an expression that is none", text.replace("cancelled()", "canceled()"))):
    done = subprocess.run([lint, "-no-color", run.scratch("github.yml", given)], capture_output=True, text=True)
    if what:
      report.refused(f"formats actionlint refuses: {what}", done.returncode == 1)
    else:
      report.result("formats examples/ci/github.yml by actionlint", refusals(done))
  return None


def check(run, report):
  sarif(run, report)
  junit(run, report)
  examples(run, report)
