"""A configuration repository with a CA of its own, for the checks of keys and certificates."""
import datetime
import subprocess

from . import objects

CLUSTERS = ["east", "north", "west"]
NAMESPACE = "istio-system"
DOMAIN = "mesh.example"
PUBLIC = ["ca-cert.pem", "cert-chain.pem", "root-cert.pem"]


def documents(clusters, kind, method, recipients):
  """The files that people write."""
  yield "meshgen.yaml", [{"apiVersion": "meshgen.dev/v1alpha1", "kind": "Config", "metadata": {"name": "config"},
                          "spec": {}}]
  yield "meshes.yaml", [
      {"apiVersion": "mesh.open-cluster-management.io/v1alpha1", "kind": "MeshDeployment",
       "metadata": {"name": "istio", "namespace": "hub"},
       "spec": {"meshProvider": "Upstream Istio", "clusters": clusters, "meshConfig": {"trustDomain": DOMAIN},
                "controlPlane": {"namespace": NAMESPACE, "version": "1.22.3", "profiles": ["default"],
                                 "components": ["base", "istiod"]}}},
      {"apiVersion": "mesh.open-cluster-management.io/v1alpha1", "kind": "MeshFederation",
       "metadata": {"name": "all", "namespace": "hub"},
       "spec": {"meshPeers": [{"peers": [{"name": f"{c}-istio", "cluster": c} for c in clusters]}]}}]
  yield "trust/prod/policy.yaml", [
      {"apiVersion": "meshgen.dev/v1alpha1", "kind": "TrustPolicy", "metadata": {"name": "prod"},
       "spec": {"federations": [{"namespace": "hub", "name": "all"}], "key": kind, "seal": {"method": method}}}]
  for cluster, value in recipients.items():
    yield f"clusters/{cluster}.yaml", [
        {"apiVersion": "meshgen.dev/v1alpha1", "kind": "ClusterConfig", "metadata": {"name": cluster},
         "spec": {"match": {"names": [cluster]}, "recipients": value}}]


def days_ago(days):
  """For --at. Istio and OpenSSL go by the clock, so nothing may begin later."""
  at = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=days)
  return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Repository:
  """The repository; the key of its root and the passphrase lie beside it."""

  def __init__(self, run, name, clusters, kind, method, recipients=None):
    self.meshgen, self.top = run.meshgen, run.work / "trust" / name
    self.root, self.key, self.new_key = self.top / "repository", self.top / "root.key", self.top / "new.key"
    self.passphrase = self.top / "passphrase"
    for path, docs in documents(clusters, kind, method, recipients or {}):
      (self.root / path).parent.mkdir(parents=True, exist_ok=True)
      (self.root / path).write_text(objects.dump(*docs))
    self.passphrase.write_text("a passphrase of some length\n")
    self.passphrase.chmod(0o600)

  def call(self, *args):
    return subprocess.run([self.meshgen, *args], cwd=self.root, capture_output=True, text=True, timeout=300)

  def ca(self, *args, key=None, days=0):
    """meshgen ca, as it was so many days ago."""
    given = [] if key is None else ["--key", key, "--passphrase-file", self.passphrase]
    done = self.call("ca", *args, *given, "--at", days_ago(days))
    if done.returncode != 0:
      raise RuntimeError(f"meshgen ca {' '.join(map(str, args))}: {' '.join(done.stderr.split())[:300]}")

  def render(self):
    """The folder with the output."""
    done = self.call("render")
    if done.returncode != 0:
      raise RuntimeError(f"meshgen render: {' '.join(done.stderr.split())[:300]}")
    return self.root / "out"


def public(out, cluster):
  """name -> text of the public files of its cacerts."""
  return {name: (out / "ca" / cluster / NAMESPACE / name).read_text() for name in PUBLIC}


def fits(key, certificate):
  """Is it the private key of the certificate?"""
  ours = subprocess.run(["openssl", "pkey", "-pubout"], input=key, capture_output=True, text=True)
  theirs = subprocess.run(["openssl", "x509", "-noout", "-pubkey"], input=certificate, capture_output=True, text=True)
  return ours.returncode == 0 and ours.stdout == theirs.stdout


def misfits(texts, out, cluster):
  """What keeps these four files from being the cacerts of the cluster, a line each."""
  expected = public(out, cluster)
  if not fits(texts.get("ca-key.pem", ""), expected["ca-cert.pem"]):
    yield f"{cluster}: the key is not that of the certificate"
  for name in PUBLIC:
    if texts.get(name) != expected[name]:
      yield f"{cluster}: {name} is not that of ca/"
