"""API servers of Kubernetes on one etcd, with no controllers behind them, and programs that run for a while."""
import contextlib
import json
import os
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.request

TOKEN = "live"
SECONDS = 120


class Late(Exception):
  """What was waited for did not come."""


def until(what, ask, seconds=SECONDS):
  """The first answer of ask() that is true."""
  end = time.monotonic() + seconds
  while not (answer := ask()):
    if time.monotonic() > end:
      raise Late(f"{what}: not within {seconds} seconds")
    time.sleep(0.3)
  return answer


def fetch(request, context=None, seconds=60):
  """The body. No proxy is asked."""
  opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context))
  with opener.open(request, timeout=seconds) as answer:
    return answer.read()


def answers(url):
  try:
    return fetch(url, seconds=5) is not None
  except OSError:
    return False


def ports(n):
  """Free ports of 127.0.0.1."""
  with contextlib.ExitStack() as stack:
    sockets = [stack.enter_context(socket.socket()) for _ in range(n)]
    for s in sockets:
      s.bind(("127.0.0.1", 0))
    return [s.getsockname()[1] for s in sockets]


@contextlib.contextmanager
def program(log, *words, env=None):
  """Runs it; what it says goes to the file log."""
  with open(log, "wb") as f:
    process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=f, stderr=f, env=env)
  try:
    yield
  finally:
    process.kill()
    process.wait()


def environment(folder, **more):
  """For a program: its own HOME and TMPDIR, and nothing else of ours."""
  (folder / "tmp").mkdir(parents=True)
  return {"PATH": os.environ["PATH"], "HOME": str(folder), "TMPDIR": str(folder / "tmp"), **more}


class Cluster:
  def __init__(self, name, url, folder):
    self.name, self.url, self.certificate = name, url, folder / "apiserver.crt"
    self.kubeconfig = folder / "kubeconfig"
    self.plurals = {}

  def call(self, method, path, body=None, content="application/json"):
    """The answer, or None if there is no such thing."""
    request = urllib.request.Request(self.url + path, None if body is None else json.dumps(body).encode(), method=method,
                                     headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": content})
    context = ssl.create_default_context(cafile=self.certificate)
    try:
      return json.loads(fetch(request, context))
    except urllib.error.HTTPError as e:
      if e.code == 404:
        return None
      if e.code == 429:     # a resource definition that has just come
        time.sleep(1)
        return self.call(method, path, body, content)
      raise RuntimeError(f"{self.name}: {method} {path}: {e.code} {e.read().decode()[:300]}") from None

  def is_ready(self):
    try:
      return self.certificate.exists() and self.get("v1", "Namespace", name="default")
    except (OSError, RuntimeError):
      return False

  def path(self, version, kind, namespace=None, name=None):
    """Where it is, or None while the server does not know the kind."""
    group = f"/apis/{version}" if "/" in version else f"/api/{version}"
    if (version, kind) not in self.plurals:
      known = self.call("GET", group) or {"resources": []}
      self.plurals.update({(version, r["kind"]): (r["name"], r["namespaced"]) for r in known["resources"] if "/" not in r["name"]})
    if (version, kind) not in self.plurals:
      return None
    plural, namespaced = self.plurals[version, kind]
    return group + (f"/namespaces/{namespace}" if namespaced and namespace else "") + f"/{plural}" + (f"/{name}" if name else "")

  def place(self, o):
    return self.path(o["apiVersion"], o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"])

  def get(self, version, kind, namespace=None, name=None):
    path = self.path(version, kind, namespace, name)
    return path and self.call("GET", path)

  def live(self, o):
    """What the server has of this object."""
    return self.get(o["apiVersion"], o["kind"], o["metadata"].get("namespace"), o["metadata"]["name"])

  def list(self, version, kind, namespace=None):
    found = self.get(version, kind, namespace) or {"items": []}
    return [{"apiVersion": version, "kind": kind, **o} for o in found["items"]]

  def names(self, version, kind, namespace=None):
    return sorted(o["metadata"]["name"] for o in self.list(version, kind, namespace))

  def apply(self, *documents):
    for o in documents:
      path = until(f"{self.name} knows {o['kind']}", lambda o=o: self.place(o))
      self.call("PATCH", f"{path}?fieldManager=live&force=true", o, "application/apply-patch+yaml")

  def patch(self, o, change, part=""):
    return self.call("PATCH", self.place(o) + part, change, "application/merge-patch+json")

  def status(self, o, status):
    return self.patch(o, {"status": status}, "/status")

  def delete(self, o):
    return self.call("DELETE", self.place(o))

  def write_kubeconfig(self, namespace):
    self.kubeconfig.write_text(json.dumps({
        "apiVersion": "v1", "kind": "Config", "current-context": "c",
        "clusters": [{"name": "c", "cluster": {"server": self.url, "certificate-authority": str(self.certificate)}}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u", "namespace": namespace}}],
        "users": [{"name": "u", "user": {"token": TOKEN}}]}))
    return str(self.kubeconfig)


@contextlib.contextmanager
def clusters(run, top, names):
  """name -> Cluster."""
  top.mkdir(parents=True)
  subprocess.run(["openssl", "genrsa", "-out", top / "sa.key", "2048"], check=True, capture_output=True)
  (top / "tokens.csv").write_text(f'{TOKEN},admin,1,"system:masters"\n')
  client, peer, *secure = ports(2 + len(names))
  etcd = f"http://127.0.0.1:{client}"
  with contextlib.ExitStack() as stack:
    stack.enter_context(program(top / "etcd.log", run.tool("etcd"), "--data-dir", top / "etcd", "--unsafe-no-fsync",
                                "--listen-client-urls", etcd, "--advertise-client-urls", etcd,
                                "--listen-peer-urls", f"http://127.0.0.1:{peer}"))
    made = {}
    for name, port in zip(names, secure):
      made[name] = Cluster(name, f"https://127.0.0.1:{port}", top / name)
      stack.enter_context(program(
          top / f"{name}.log", run.tool("kube-apiserver"), f"--etcd-servers={etcd}", f"--etcd-prefix=/{name}",
          f"--cert-dir={top / name}", "--bind-address=127.0.0.1", f"--secure-port={port}",
          "--service-cluster-ip-range=10.0.0.0/24", "--service-account-issuer=https://kubernetes.default.svc",
          f"--service-account-key-file={top / 'sa.key'}", f"--service-account-signing-key-file={top / 'sa.key'}",
          "--authorization-mode=RBAC", f"--token-auth-file={top / 'tokens.csv'}", "--disable-admission-plugins=ServiceAccount"))
    for c in made.values():
      until(f"the API server of {c.name}", c.is_ready)
    yield made
