"""Argo CD's own plugin server runs meshgen as the sidecar of repo-server does, and takes what it says.

The server runs in an environment that is as hostile as one can be, without HOME, and as uid 999 where this is root.
"""
import contextlib
import json
import os
import shutil
import signal
import stat
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

from . import objects
from .inputs import WORKERS

TREES = ["istio", "manifestwork"]
UID = 999
# Nothing of it may reach an output; Argo CD sets the second half.
HOSTILE = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "GIT_DIR": "/nonexistent", "GIT_INDEX_FILE": "/dev/null",
           "TERM": "xterm", "CLICOLOR_FORCE": "1", "MALLOC_PERTURB_": "85", "KUBE_VERSION": "1.29",
           "KUBE_API_VERSIONS": "v1,apps/v1", "ARGOCD_APP_NAME": "x", "ARGOCD_APP_REVISION": "0123456789",
           "ARGOCD_ENV_CLUSTER": "elsewhere", "PARAM_CLUSTER": "elsewhere", "PARAM_ONLY": "ca"}
MESH = """apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata: {name: istio, namespace: mesh-hub}
spec:
  meshProvider: Upstream Istio
  clusters: [%s]
  controlPlane: {namespace: istio-system, version: 1.22.3, profiles: [default], components: [base, istiod]}
"""


def parameters(cluster, tree="istio"):
  given = [{"name": "cluster", "string": cluster}, {"name": "only", "string": tree}]
  return f"ARGOCD_APP_PARAMETERS={json.dumps(given)}"


class Server:
  """A plugin server; command stands for meshgen where a mistake is planted."""

  def __init__(self, run, name, command):
    self.run, self.top = run, run.work / "argocd" / name
    self.socket = self.top / "socket" / "meshgen.sock"
    for folder in ("plugin", "socket", "work"):
      (self.top / folder).mkdir(parents=True)
    text = (run.root / "plugin" / "plugin.yaml").read_text()
    plugin = objects.load(text)[0]
    for called in (plugin["spec"]["generate"], plugin["spec"]["parameters"]["dynamic"]):
      called.update({"command": [str(run.work / "argocd" / "meshgen")], **command})
    (self.top / "plugin" / "plugin.yaml").write_text(objects.dump(plugin))
    self.log = open(self.top / "log", "wb")
    user = {"user": UID, "group": UID, "extra_groups": []} if os.geteuid() == 0 else {}
    if user:
      for folder in ("socket", "work"):
        os.chown(self.top / folder, UID, UID)
    self.process = subprocess.Popen(
        [run.work / "argocd" / "argocd-cmp-server", "--config-dir-path", self.top / "plugin"], stdout=self.log,
        stderr=subprocess.STDOUT, **user,
        env={**HOSTILE, "ARGOCD_PLUGINSOCKFILEPATH": str(self.top / "socket"),
             "ARGOCD_CMP_WORKDIR": str(self.top / "work" / "cmp")})
    for _ in range(100):
      if self.socket.exists() or self.process.poll() is not None:
        break
      time.sleep(0.1)

  def ask(self, question, repository, *variables, folder=".", flags=()):
    """(answer, error), one of them None."""
    done = subprocess.run([self.run.tool("cmpclient"), *flags, self.socket, question, repository, repository / folder,
                           *[f"{k}={v}" for k, v in HOSTILE.items()], *variables],
                          capture_output=True, text=True, timeout=120)
    if not done.stdout:
      raise RuntimeError(f"cmpclient: {done.stderr.strip()}")
    answer = json.loads(done.stdout)
    return (None, answer["error"]) if "error" in answer else (answer, None)

  def end(self):
    """It removes its socket at SIGTERM, and does not end."""
    self.process.kill()
    self.process.wait()
    self.log.close()


@contextlib.contextmanager
def server(run, name, command=None):
  s = Server(run, name, command or {})
  try:
    yield s
  finally:
    s.end()


def wrong_output(s, r, cluster, tree):
  """Where the answer is not what lies in the tree, a line each."""
  answer, error = s.ask("generate", r.source, parameters(cluster, tree))
  place = f"{r.name}: {tree}/{cluster}"
  if error:
    return [f"{place}: {' '.join(error.split())[:300]}"]
  wanted = [o for p in r.below(tree)[cluster] for o in s.run.documents(p)]
  got = [o for text in answer["manifests"] for o in objects.load(text)]
  return [f"{place}: {d}" for d in objects.compare(wanted, got)]


def repository(run, name, text, git=True):
  """A scratch repository, the input in a folder of it."""
  top = run.work / "argocd" / "repositories" / name
  (top / "meshes").mkdir(parents=True)
  (top / "meshes" / "mesh.yaml").write_text(text)
  if git:
    for args in (["init", "-q"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "x"]):
      subprocess.run(["git", *args], cwd=top, check=True, capture_output=True)
  return top


def outputs(run, s, report):
  asked = [(s, r, cluster, tree) for r in run.rendered for tree in TREES for cluster in sorted(r.below(tree))[:1]]
  with ThreadPoolExecutor(WORKERS) as pool:
    problems = [p for found in pool.map(lambda a: wrong_output(*a), asked) for p in found]
  report.result("argocd gets the objects of the tree", problems if asked else ["nothing was asked"],
                f"{len(asked)} applications")


def places(run, s, report):
  """Wherever it runs in a repository, and whatever of .git Argo CD sends."""
  top = repository(run, "good", MESH % "east, west")
  answers = {what: s.ask("generate", top, parameters("west"), **how)
             for what, how in (("the repository", {}), ("a folder", {"folder": "meshes"}),
                               ("an empty .git", {"flags": ["-exclude", ".git/*"]}),
                               ("an empty .git above", {"folder": "meshes", "flags": ["-exclude", ".git/*"]}),
                               ("no .git", {"flags": ["-exclude", ".git"]}))}
  wanted = answers["the repository"][0]
  report.result("argocd gets the same everywhere in the repository",
                [f"{what}: {error or 'other objects'}" for what, (answer, error) in answers.items()
                 if not wanted or answer != wanted])


def refusals(run, s, report):
  """Each mistake reaches the client, with its place and its code, and not a byte comes instead."""
  good, bad = repository(run, "fleet", MESH % "east, west"), repository(run, "mistake", MESH % "east, east")
  torn = repository(run, "torn", MESH % "east" + "  : {\n")
  for what, top, variable, words in (
      ("a mistake in the input", bad, parameters("east"), ["meshes/mesh.yaml:6:20: error[MG0301]", "\nhelp: "]),
      ("a torn file", torn, parameters("east"), ["meshes/mesh.yaml:8:", "error[MG01"]),
      ("a cluster that is not in the fleet", good, parameters("wset"), ["error[MG0908]", "'wset'", "did you mean 'west'?"]),
      ("no cluster", good, "ARGOCD_APP_PARAMETERS=null", ["the parameter 'cluster' is missing"]),
      ("a tree that is none", good, parameters("east", "ca"), ["ARGOCD_APP_PARAMETERS:1:", "error[MG0910]"])):
    answer, error = s.ask("generate", top, variable)
    problems = [f"answered: {answer}"] if error is None else [f"no {w!r} in: {error}" for w in words if w not in error]
    if error and any(not c.isprintable() and c != "\n" for c in error):
      problems.append(f"not readable: {error!r}")
    report.result(f"argocd tells the client of {what}", problems)
    done = subprocess.run([run.meshgen, "argocd"], cwd=top, capture_output=True, timeout=60,
                          env={"ARGOCD_APP_PARAMETERS": variable.partition("=")[2]})
    report.result(f"argocd prints nothing for {what}",
                  [] if done.returncode in (1, 2) and not done.stdout else [f"exit {done.returncode}, {done.stdout!r:.200}"])


def announcements(run, s, report):
  top = repository(run, "announced", MESH % "east, west")
  configuration, error = s.ask("configuration", top)
  report.result("argocd plugin without discovery, used by name",
                [error] if error else [f"{k} is on" for k in ("isDiscoveryConfigured", "provideGitCreds") if configuration.get(k)])
  for folder in (".", "meshes"):
    answer, error = s.ask("parameters", top, folder=folder)
    told = json.loads(subprocess.run([run.meshgen, "argocd", "parameters"], cwd=top / folder, capture_output=True,
                                     check=True, timeout=60).stdout)
    taken = [{k: v for k, v in a.items() if v} for a in (answer or {}).get("parameterAnnouncements", [])]
    report.result(f"argocd takes the announcement, in {folder}",
                  [error] if error else objects.differences([{k: v for k, v in a.items() if v} for a in told], taken))
    report.result(f"argocd announces the clusters, in {folder}",
                  [] if taken and taken[0].get("array") == ["east", "west"] else [repr(taken)])
  error = s.ask("parameters", repository(run, "broken", MESH % "east, east"))[1]
  report.result("argocd parameters of broken input", [] if "error[MG0301]" in (error or "") else [repr(error)])


def ends(run, s, report):
  """A deadline passes, or SIGTERM comes, in the middle."""
  many = repository(run, "many", MESH % ", ".join(f"c{n}" for n in range(190_000)), git=False)
  # How long the way to meshgen takes nobody knows: one of these ends in the middle of its work.
  said = [s.ask("generate", many, parameters("c7"), flags=["-timeout", f"{ms}ms"])[1] or "" for ms in range(20, 400, 20)]
  report.result("argocd at a deadline", [] if any("failed signal:" in e for e in said) else sorted(set(said)))
  env = {"ARGOCD_APP_PARAMETERS": parameters("c7").partition("=")[2]}
  for what, wait in (("while it reads", 0.05), ("while it writes", 5)):
    # Nobody reads the pipe, so the writing never ends.
    process = subprocess.Popen([run.meshgen, "argocd"], cwd=many, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               pipesize=4096)
    time.sleep(wait)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=10)
    report.result(f"argocd ends at SIGTERM {what}", [] if process.returncode == -signal.SIGTERM
                  else [f"exit {process.returncode}"])
    process.communicate()


def read_only(run, s, report):
  """A folder of the repository in which nothing may be written, which nobody but root may."""
  top = repository(run, "read-only", MESH % "east", git=False)
  for path in (top / "meshes", top):
    path.chmod(stat.S_IRUSR | stat.S_IXUSR | stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH)
  user = {"user": UID, "group": UID, "extra_groups": []} if os.geteuid() == 0 else {}
  done = subprocess.run([run.work / "argocd" / "meshgen", "argocd", "--cluster=east"], cwd=top, env={}, **user,
                        capture_output=True, text=True, timeout=60)
  report.result("argocd where nothing can be written", [] if done.returncode == 0 and done.stdout else [done.stderr])


def planted(run, report):
  top = repository(run, "planted", MESH % "east", git=False)
  for what, script in (("a failure after all of the output", "meshgen argocd; exit 3"),
                       ("a signal after all of the output", "meshgen argocd; kill -TERM $$"),
                       ("output that is no YAML", "echo '{a: ['")):
    script = script.replace("meshgen", str(run.work / "argocd" / "meshgen"))
    with server(run, what.replace(" ", "-"), {"command": ["/bin/sh"], "args": ["-c", script]}) as s:
      report.refused(f"argocd refuses: {what}", s.ask("generate", top, parameters("east"))[1] is not None)


def check(run, report):
  if run.tool("argocd-cmp-server") is None or run.tool("cmpclient") is None:
    return report.skip("argocd", "no argocd-cmp-server")
  (run.work / "argocd").mkdir()
  run.work.chmod(0o755)
  for program in (run.meshgen, run.tool("argocd-cmp-server")):
    shutil.copy(program, run.work / "argocd" / program.name)
  with server(run, "server") as s:
    for ask in (outputs, places, refusals, announcements, read_only, ends):
      ask(run, s, report)
  planted(run, report)
  return None
