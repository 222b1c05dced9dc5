"""A running kustomize-controller applies what meshgen writes for Flux. What it would fetch is served as a tarball."""
import base64
import contextlib
import hashlib
import http.server
import json
import re
import shutil
import tarfile
import threading
import time

from . import objects
from .clusters import clusters, environment, ports, program, until
from .live_parts import (IOP, TEXT, WORK, by_works, config, definitions, mesh, missing, namespace, run_agent,
                         run_deployments, run_operators, stays_so, written)
from .sealing import age_key
from .trust_repository import CLUSTERS, Repository, misfits

KUSTOMIZATION = ("kustomize.toolkit.fluxcd.io/v1", "Kustomization")
GATEWAY = ("networking.istio.io/v1alpha3", "Gateway")


class Source:
  """The GitRepository of Flux, which has what was rendered last."""

  def __init__(self, cluster, repository, folder):
    self.cluster, self.repository, self.folder, self.n = cluster, repository, folder, 0
    folder.mkdir(parents=True)

  @contextlib.contextmanager
  def served(self):
    folder = str(self.folder)

    class Handler(http.server.SimpleHTTPRequestHandler):
      def __init__(self, *args):
        super().__init__(*args, directory=folder)

      def log_message(self, *args):
        pass
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
      self.url = f"http://127.0.0.1:{server.server_address[1]}"
      threading.Thread(target=server.serve_forever, daemon=True).start()
      try:
        yield self
      finally:
        server.shutdown()

  def publish(self):
    self.n += 1
    name = f"{self.n}.tar.gz"
    with tarfile.open(self.folder / name, "w:gz") as tar:
      tar.add(self.repository.root / "out", "out")
    data, now = (self.folder / name).read_bytes(), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    git = {"apiVersion": "source.toolkit.fluxcd.io/v1", "kind": "GitRepository",
           "metadata": {"name": "flux-system", "namespace": "flux-system"},
           "spec": {"interval": "10m", "url": "https://git.example/mesh/fleet.git"}}
    self.cluster.apply(git)
    self.cluster.status(git, {
        "observedGeneration": 1,
        "artifact": {"path": name, "url": f"{self.url}/{name}", "revision": self.revision(), "lastUpdateTime": now,
                     "digest": "sha256:" + hashlib.sha256(data).hexdigest(), "size": len(data)},
        "conditions": [{"type": "Ready", "status": "True", "reason": "Succeeded", "message": "", "lastTransitionTime": now}]})

  def revision(self):
    return f"main@sha1:{self.n:040x}"


class Flux:
  def __init__(self, run, cluster, source, top):
    self.run, self.cluster, self.source, self.top = run, cluster, source, top

  @contextlib.contextmanager
  def running(self):
    metrics, health = ports(2)
    env = environment(self.top, KUBECONFIG=self.cluster.write_kubeconfig("flux-system"), RUNTIME_NAMESPACE="flux-system")
    with program(self.top / "log", self.run.tool("kustomize-controller"), "--enable-leader-election=false",
                 "--requeue-dependency=2s", f"--metrics-addr=127.0.0.1:{metrics}", f"--health-addr=127.0.0.1:{health}", env=env):
      yield

  def names(self):
    return self.cluster.names(*KUSTOMIZATION, "flux-system")

  def point(self, name, path, **more):
    """What a team writes."""
    self.cluster.apply({"apiVersion": KUSTOMIZATION[0], "kind": KUSTOMIZATION[1],
                        "metadata": {"name": name, "namespace": "flux-system"},
                        "spec": {"interval": "10m", "path": path, "prune": True,
                                 "sourceRef": {"kind": "GitRepository", "name": "flux-system"}, **more}})

  def ready(self, name):
    """(status, message), of the last revision if it is True."""
    status = (self.cluster.get(*KUSTOMIZATION, "flux-system", name) or {}).get("status", {})
    said = {c["type"]: (c["status"], c["message"]) for c in status.get("conditions", [])}.get("Ready", ("", ""))
    return ("", "") if said[0] == "True" and status.get("lastAppliedRevision") != self.source.revision() else said

  def becomes(self, names, meanwhile=lambda: None):
    until(f"{' '.join(names)} Ready", lambda: (meanwhile(), all(self.ready(n)[0] == "True" for n in names))[1])


class Fleet(Repository):
  """Meshes whose keys are sealed by SOPS, applied by Flux, and one by works."""

  def __init__(self, run, top):
    top.mkdir(parents=True)
    self.age = top / "age.key"
    recipient = age_key(run, self.age)
    super().__init__(run, "live", CLUSTERS, "P-256", "SOPS", {c: {"age": [recipient]} for c in CLUSTERS})
    self.federation = objects.load((self.root / "meshes.yaml").read_text())[1]
    self.write("meshgen.yaml", config(appliers=["flux"]))
    self.write("meshes.yaml", mesh("istio", CLUSTERS, "base", "istiod", "istio-ingress"), self.federation)
    self.write("works.yaml", mesh("remote", ["remote"], "base", "istiod"), by_works("remote"))
    self.ca("init", "prod", key=self.key, days=28)
    listed = self.call("ca", "issue", "--key", self.key, "--passphrase-file", self.passphrase).stderr
    self.ca("issue", *[f"--accept-recipient={a}" for a in sorted(set(re.findall("sha256:[0-9a-f]{64}", listed)))],
            key=self.key, days=28)

  def write(self, name, *documents):
    (self.root / name).write_text(objects.dump(*documents))

  def render(self, *options):
    done = self.call("render", *options)
    if done.returncode != 0:
      raise RuntimeError(f"meshgen render: {' '.join(done.stderr.split())[:300]}")


def text(cluster):
  return str(cluster.get(*IOP, "istio-system", "east-istio")["spec"])


def first_sync(flux, fleet, c):
  flux.point("cluster", "./out/apply/flux/clusters/east")
  flux.point("hub", "./out/apply/flux/hub")
  until("the mesh", lambda: c.names(*IOP) == ["east-istio"])
  run_deployments(c)
  if not stays_so(lambda: c.names(*IOP) == ["east-istio"] and not c.names(*GATEWAY)):
    yield "the gateways before the control plane is healthy"
  flux.becomes(["meshgen-east-control-plane", "meshgen-east-data-plane", "cluster"], lambda: run_operators(c))
  yield from missing(c, written(fleet.root / "out/istio/east"))
  if flux.ready("meshgen-remote-manifestwork")[0] == "True":
    yield "the works are ready before their agent says so"
  flux.becomes(["meshgen-remote-manifestwork", "hub"], lambda: run_agent(c, "remote"))
  yield from missing(c, written(fleet.root / "out/manifestwork/remote"))


def decrypted(fleet, c):
  data = (c.get("v1", "Secret", "istio-system", "cacerts") or {}).get("data", {})
  return list(misfits({k: base64.b64decode(v).decode() for k, v in data.items()}, fleet.root / "out", "east"))


def variables(flux, c):
  """The Kustomizations of a team that puts variables in."""
  flux.point("cluster", "./out/apply/flux/clusters/east", patches=[{"target": {"kind": "Kustomization"}, "patch": json.dumps(
      [{"op": "add", "path": "/spec/postBuild", "value": {"substitute": {"HOSTNAME": "planted"}}}])}])
  until("postBuild", lambda: "postBuild" in c.get(*KUSTOMIZATION, "flux-system", "meshgen-east-control-plane")["spec"])
  flux.source.publish()
  flux.becomes(["cluster", "meshgen-east-control-plane"])


def without_annotation(flux, fleet, c):
  for path in (fleet.root / "out/istio/east/control-plane").glob("istiooperator.*"):
    path.write_text(path.read_text().replace("substitute: disabled", "substitute: enabled"))
  flux.source.publish()
  flux.becomes(["meshgen-east-control-plane"], lambda: run_operators(c))
  return "planted" in text(c)


def prune(flux, fleet, c):
  """The stage data-plane becomes empty: it goes, and what it applied."""
  fleet.write("meshes.yaml", mesh("istio", CLUSTERS, "base", "istiod"))
  shutil.rmtree(fleet.root / "trust")
  fleet.render("--allow-destroy=all")
  flux.source.publish()
  gateways = {"apiVersion": IOP[0], "kind": IOP[1], "metadata": {"name": "east-istio-gateways", "namespace": "istio-system"}}

  def going():
    live = c.live(gateways)
    return live is None or "deletionTimestamp" in live["metadata"]
  until("the gateways are deleted", going)
  c.patch(gateways, {"metadata": {"finalizers": None}})
  until("the stage is gone", lambda: "meshgen-east-data-plane" not in flux.names())
  flux.becomes(["meshgen-east-control-plane"], lambda: run_operators(c))
  yield from ([] if c.names(*IOP) == ["east-istio"] and not c.names(*GATEWAY) else [str(c.names(*IOP) + c.names(*GATEWAY))])
  yield from missing(c, written(fleet.root / "out/istio/east"))


def remove(flux, fleet, c):
  """The folder of the cluster goes: what points at it fails, and everything stays."""
  before, applied = flux.names(), written(fleet.root / "out/istio/east")
  fleet.write("meshes.yaml", mesh("istio", CLUSTERS[1:], "base", "istiod"))
  fleet.render("--allow-destroy=all")
  flux.source.publish()
  until("it says that the path is gone", lambda: "path not found" in flux.ready("cluster")[1])
  if not stays_so(lambda: flux.names() == before):
    yield f"Kustomizations are {flux.names()}"
  yield from missing(c, applied)
  c.delete(c.get(*KUSTOMIZATION, "flux-system", "cluster"))
  until("the control plane is let go", lambda: "meshgen-east-control-plane" not in flux.names())
  yield from missing(c, applied)


def ask(run, report):
  top = run.work / "live" / "flux"
  fleet = Fleet(run, top / "fleet")
  fleet.render()
  with clusters(run, top / "clusters", ["east"]) as found, Source(found["east"], fleet, top / "source").served() as source:
    c = found["east"]
    c.apply(*definitions(run.cache / "crds", KUSTOMIZATION[0].split("/")[0], "source.toolkit.fluxcd.io"),
            *definitions(run.shared / "crds", WORK[0].split("/")[0], GATEWAY[0].split("/")[0]),
            *map(namespace, ("flux-system", "remote")),
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "sops-age", "namespace": "flux-system"},
             "stringData": {"age.agekey": fleet.age.read_text()}})
    source.publish()
    flux = Flux(run, c, source, top / "controller")
    with flux.running():
      report.result("live Flux applies in stages, and waits", first_sync(flux, fleet, c))
      report.result("live Flux opens cacerts", decrypted(fleet, c))
      variables(flux, c)
      report.result("live Flux leaves texts alone", [] if TEXT in text(c) else [text(c)])
      report.refused("live Flux changes a text without the annotation", without_annotation(flux, fleet, c))
      report.result("live Flux prunes a stage that is empty", prune(flux, fleet, c))
      report.result("live Flux removes nothing with the folder of a cluster", remove(flux, fleet, c))
