"""A running Argo CD applies what meshgen writes for it."""
import base64
import contextlib
import json
import subprocess

from . import objects
from .clusters import TOKEN, Late, answers, clusters, environment, ports, program, until
from .live_parts import (IOP, WORK, by_works, config, definitions, lacks, mesh, missing, namespace, run_agent,
                         run_deployments, run_operators, stays_so, written)

APPLICATION = ("argoproj.io/v1alpha1", "Application")
SETS = ("argoproj.io/v1alpha1", "ApplicationSet")
COMPARED = "argocd.argoproj.io/compare-options"


class Repository:
  """A fleet in git: two clusters directly, one by works; east has a second mesh."""

  def __init__(self, run, top):
    self.meshgen, self.root, self.url = run.meshgen, top, f"file://{top}"
    top.mkdir(parents=True)
    self.git("init", "-q", "-b", "main")
    self.write("meshgen.yaml", config(appliers=["argocd"], repository={"url": self.url, "revision": "main"}))
    self.write("north.yaml", by_works("north"))
    self.write("prod.yaml", mesh("prod", ["east", "north", "west"], "base", "istiod", "istio-ingress"))
    self.write("canary.yaml", mesh("canary", ["east"], "istiod", revision="canary", version="1.21.0"))

  def git(self, *args):
    subprocess.run(["git", "-c", "user.name=live", "-c", "user.email=live@mesh.example", "-c", "commit.gpgsign=false",
                    *args], cwd=self.root, check=True, capture_output=True)

  def write(self, name, document):
    (self.root / name).write_text(objects.dump(document))

  def commit(self, *options):
    done = subprocess.run([self.meshgen, "render", *options], cwd=self.root, capture_output=True, text=True)
    if done.returncode != 0:
      raise RuntimeError(f"meshgen render: {' '.join(done.stderr.split())[:300]}")
    self.git("add", "-A")
    self.git("commit", "-q", "-m", "live")

  def out(self, *path):
    return written(self.root.joinpath("out", *path))


class Argo:
  """Argo CD on the hub, with its sight of the other clusters."""

  def __init__(self, run, hub, top):
    self.run, self.hub, self.top = run, hub, top

  def config_map(self, name, data, kind="ConfigMap", **labels):
    return {"apiVersion": "v1", "kind": kind, "stringData" if kind == "Secret" else "data": data,
            "metadata": {"name": name, "namespace": "argocd", "labels": {"app.kubernetes.io/part-of": "argocd", **labels}}}

  def prepare(self, others):
    self.hub.apply(*definitions(self.run.cache / "crds", "argoproj.io"),
                   *definitions(self.run.shared / "crds", WORK[0].split("/")[0]),
                   *map(namespace, ("argocd", "north")), self.config_map("argocd-cm", {}), self.config_map("argocd-rbac-cm", {}),
                   self.config_map("argocd-secret", {"server.secretkey": "live"}, "Secret"),
                   {"apiVersion": APPLICATION[0], "kind": "AppProject", "metadata": {"name": "default", "namespace": "argocd"},
                    "spec": {"sourceRepos": ["*"], "destinations": [{"namespace": "*", "server": "*"}],
                             "clusterResourceWhitelist": [{"group": "*", "kind": "*"}]}})
    for c in others:
      tls = {"caData": base64.b64encode(c.certificate.read_bytes()).decode()}
      self.hub.apply(self.config_map(f"cluster-{c.name}", {
          "name": c.name, "server": c.url, "config": json.dumps({"bearerToken": TOKEN, "tlsClientConfig": tls})},
          "Secret", **{"argocd.argoproj.io/secret-type": "cluster"}))

  def plugin(self):
    """plugin.yaml as it is, but for the place of the program."""
    description, = objects.load((self.run.root / "plugin/plugin.yaml").read_text(encoding="utf-8"))
    for part in (description["spec"]["generate"], description["spec"]["parameters"]["dynamic"]):
      part["command"] = [str(self.run.meshgen)]
    (self.top / "plugin.yaml").write_text(objects.dump(description))

  @contextlib.contextmanager
  def running(self):
    redis, repo, *p = (f"127.0.0.1:{n}" for n in ports(7))
    env = environment(self.top, KUBECONFIG=self.hub.write_kubeconfig("argocd"), ARGOCD_FAKE_IN_CLUSTER="true",
                      ARGOCD_GPG_ENABLED="false", ARGOCD_PLUGINSOCKFILEPATH=str(self.top / "socket"),
                      ARGOCD_CMP_WORKDIR=str(self.top / "tmp"), ARGOCD_APPLICATION_CONTROLLER_PERSIST_RESOURCE_HEALTH="true")
    env["PATH"] = f"{self.run.cache / 'bin'}:{env['PATH']}"     # kustomize
    (self.top / "socket").mkdir()
    self.plugin()
    argocd, plaintext = self.run.tool("argocd"), "--repo-server-plaintext"
    with contextlib.ExitStack() as stack:
      for log, *words in (
          ("redis", argocd, "redis", redis),
          ("plugin", self.run.tool("argocd-cmp-server"), f"--config-dir-path={self.top}"),
          ("repo", argocd, "repo-server", "--disable-tls", "--address=127.0.0.1", f"--port={repo.split(':')[1]}",
           "--metrics-address=127.0.0.1", f"--metrics-port={p[0].split(':')[1]}", f"--redis={redis}"),
          ("sets", argocd, "applicationset-controller", "--namespace=argocd", f"--metrics-addr={p[1]}", f"--probe-addr={p[2]}",
           f"--webhook-addr={p[3]}", f"--argocd-repo-server={repo}", plaintext),
          ("applications", argocd, "application-controller", "--namespace=argocd", f"--metrics-port={p[4].split(':')[1]}",
           f"--repo-server={repo}", plaintext, f"--redis={redis}")):
        stack.enter_context(program(self.top / f"{log}.log", *words, env=env))
      until("Argo CD is ready", lambda: answers(f"http://{p[4]}/healthz"))
      yield

  def applications(self):
    return {a["metadata"]["name"]: a for a in self.hub.list(*APPLICATION, "argocd")}

  def refresh(self):
    for kind, name, value in ((SETS, "application-set-refresh", "true"), (APPLICATION, "refresh", "normal")):
      for o in self.hub.list(*kind, "argocd"):
        self.hub.patch(o, {"metadata": {"annotations": {f"argocd.argoproj.io/{name}": value}}})

  def stands(self, name, sync, health):
    status = self.applications().get(name, {}).get("status", {})
    return status.get("sync", {}).get("status") == sync and status.get("health", {}).get("status") == health

  def becomes(self, name, sync, health, meanwhile=lambda: None):
    until(f"{name} {sync} {health}", lambda: (meanwhile(), self.stands(name, sync, health))[1])


def first_sync(argo, repository, east, west):
  """Applications, and the waves of a cluster. What is wrong, a line each."""
  argo.hub.apply(*repository.out("apply", "argocd", "health"))
  argo.hub.apply(*[o for o in repository.out("apply", "argocd") if o["kind"] == "ApplicationSet"])
  until("three Applications", lambda: len(argo.applications()) == 3)
  found = {n: (a["spec"]["destination"], a["spec"]["source"]["path"]) for n, a in argo.applications().items()}
  wanted = {"meshgen-istio-east": ({"name": "east"}, "out/istio/east"), "meshgen-istio-west": ({"name": "west"}, "out/istio/west"),
            "meshgen-manifestwork-north": ({"name": "in-cluster"}, "out/manifestwork/north")}
  yield from lacks(wanted, found)
  until("operators on east", lambda: len(east.names("apps/v1", "Deployment")) == 2)
  if not stays_so(lambda: not east.names(*IOP)):
    yield "an IstioOperator before the operators run"
  run_deployments(east)
  until("meshes on east", lambda: east.names(*IOP) == ["east-canary", "east-prod"])
  if not stays_so(lambda: east.names(*IOP) == ["east-canary", "east-prod"]):
    yield "the gateways before the control plane is healthy"
  for c in (east, west):
    argo.becomes(f"meshgen-istio-{c.name}", "Synced", "Healthy", lambda c=c: (run_deployments(c), run_operators(c)))
    yield from missing(c, repository.out("istio", c.name))


def works(argo, repository):
  name = "meshgen-manifestwork-north"
  until("the first work", lambda: argo.hub.names(*WORK, "north"))
  if not stays_so(lambda: argo.hub.names(*WORK, "north") == ["meshgen-base"]):
    yield "a work before the one with the operator is healthy"
  argo.becomes(name, "Synced", "Healthy", lambda: run_agent(argo.hub, "north"))
  yield from missing(argo.hub, repository.out("manifestwork", "north"))
  for applied, available, health in (("False", "True", "Degraded"), ("True", "False", "Progressing"), ("True", "True", "Healthy")):
    run_agent(argo.hub, "north", applied, available)
    argo.becomes(name, "Synced", health)


def compared_otherwise(argo, repository):
  """Does Argo CD take the defaults of OCM for drift when it compares by itself?"""
  planted, = [o for o in repository.out("apply", "argocd") if o["metadata"]["name"] == "meshgen-manifestwork"]
  del planted["spec"]["template"]["metadata"]["annotations"][COMPARED]
  argo.hub.apply(planted)
  until("the annotation is gone", lambda: COMPARED not in argo.applications()["meshgen-manifestwork-north"]["metadata"]["annotations"])
  argo.refresh()
  try:
    until("drift", lambda: (run_agent(argo.hub, "north"), argo.stands("meshgen-manifestwork-north", "OutOfSync", "Healthy"))[1])
  except Late:
    return False
  return True


def prune(argo, repository, east):
  """A mesh of east is removed in one commit: its operator stays until it has ended the IstioOperator."""
  (repository.root / "canary.yaml").unlink()
  repository.commit()
  argo.refresh()
  canary = {"apiVersion": IOP[0], "kind": IOP[1], "metadata": {"name": "east-canary", "namespace": "istio-system"}}
  operator = {"apiVersion": "apps/v1", "kind": "Deployment",
              "metadata": {"name": "istio-operator-canary", "namespace": "istio-system"}}

  def going(o):
    live = east.live(o)
    return live is None or "deletionTimestamp" in live["metadata"]
  until("the IstioOperator is deleted", lambda: going(canary))
  if not stays_so(lambda: not going(operator)):
    yield "the operator is deleted before its IstioOperator has ended"
  east.patch(canary, {"metadata": {"finalizers": None}})
  until("the operator is deleted", lambda: going(operator))


def remove(argo, repository, west):
  """A cluster is removed: its Application goes, and what it applied stays."""
  before = repository.out("istio", "west")
  repository.write("prod.yaml", mesh("prod", ["east", "north"], "base", "istiod", "istio-ingress"))
  repository.commit("--allow-destroy=west")
  argo.refresh()
  until("the Application is gone", lambda: "meshgen-istio-west" not in argo.applications())
  if not stays_so(lambda: not missing(west, before)):
    yield from missing(west, before)
  yield from (f"{o['kind']} {o['metadata']['name']} is deleted" for o in before
              if "deletionTimestamp" in (west.live(o) or o)["metadata"])


def plugin(argo, repository, west):
  """Applications that name the plugin."""
  repository.write("prod.yaml", mesh("prod", ["north", "west"], "base", "istiod"))
  for o in argo.hub.list(*SETS, "argocd"):
    argo.hub.delete(o)
  repository.commit("--allow-destroy=east")
  for name in ("west", "nobody"):
    argo.hub.apply({"apiVersion": APPLICATION[0], "kind": APPLICATION[1],
                    "metadata": {"name": f"plugin-{name}", "namespace": "argocd"}, "spec": {
                        "project": "default", "destination": {"name": "west"},
                        "source": {"repoURL": repository.url, "targetRevision": "main", "path": ".", "plugin": {
                            "name": "meshgen", "parameters": [{"name": "cluster", "string": name}]}},
                        "syncPolicy": {"automated": {"prune": True}, "syncOptions": ["ServerSideApply=true"]}}})
  argo.becomes("plugin-west", "Synced", "Healthy", lambda: (run_deployments(west), run_operators(west)))
  yield from missing(west, repository.out("istio", "west"))
  said = until("the mistake is told", lambda: argo.applications()["plugin-nobody"].get("status", {}).get("conditions"))
  yield from ([] if "error[MG0908]" in said[0]["message"] else [said[0]["message"]])


def ask(run, report):
  repository = Repository(run, run.work / "live" / "argocd" / "repository")
  repository.commit()
  with clusters(run, run.work / "live" / "argocd" / "clusters", ["hub", "east", "west"]) as c:
    hub, east, west = c.values()
    argo = Argo(run, hub, run.work / "live" / "argocd" / "controllers")
    argo.prepare((east, west))
    with argo.running():
      report.result("live Argo CD makes Applications, and syncs in waves", first_sync(argo, repository, east, west))
      report.result("live Argo CD shows the health of works, and no drift", works(argo, repository))
      report.refused("live Argo CD without ServerSideDiff", compared_otherwise(argo, repository))
      report.result("live Argo CD prunes a mesh before its operator", prune(argo, repository, east))
      report.result("live Argo CD leaves a removed cluster alone", remove(argo, repository, west))
      report.result("live Argo CD runs the plugin", plugin(argo, repository, west))
