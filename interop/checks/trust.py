"""Keys and certificates: Istio's own CA takes them, and the real tools open what was sealed.

A federation of three clusters gets a CA of each kind of key, and goes through a rotation of its root. After each step
the four files of every cacerts are put to Istio's plugged-in CA, which must sign a workload certificate that verifies
under the bundle of every cluster; `openssl verify -x509_strict` is asked too. Then the keys are sealed, and kubeseal and
sops must open them, but nowhere else.
"""
import copy
import json
import re
import subprocess

from . import objects

CLUSTERS = ["east", "north", "west"]
NAMESPACE = "istio-system"
DOMAIN = "mesh.example"
IDENTITY = f"spiffe://{DOMAIN}/ns/default/sa/web"
KINDS = ["P-256", "P-384", "RSA-4096"]
CATEST = ["catest-1.13", "catest-1.22", "catest-1.30"]


def documents(kind, method, recipients):
  """The configuration repository, as files."""
  yield "meshgen.yaml", [{"apiVersion": "meshgen.dev/v1alpha1", "kind": "Config", "metadata": {"name": "config"},
                          "spec": {}}]
  yield "meshes.yaml", [
      {"apiVersion": "mesh.open-cluster-management.io/v1alpha1", "kind": "MeshDeployment",
       "metadata": {"name": "istio", "namespace": "hub"},
       "spec": {"meshProvider": "Upstream Istio", "clusters": CLUSTERS, "meshConfig": {"trustDomain": DOMAIN},
                "controlPlane": {"namespace": NAMESPACE, "version": "1.22.3", "profiles": ["default"],
                                 "components": ["base", "istiod"]}}},
      {"apiVersion": "mesh.open-cluster-management.io/v1alpha1", "kind": "MeshFederation",
       "metadata": {"name": "all", "namespace": "hub"},
       "spec": {"meshPeers": [{"peers": [{"name": f"{c}-istio", "cluster": c} for c in CLUSTERS]}]}}]
  yield "trust/prod/policy.yaml", [
      {"apiVersion": "meshgen.dev/v1alpha1", "kind": "TrustPolicy", "metadata": {"name": "prod"},
       "spec": {"federations": [{"namespace": "hub", "name": "all"}], "key": kind, "seal": {"method": method}}}]
  for cluster, value in recipients.items():
    yield f"clusters/{cluster}.yaml", [
        {"apiVersion": "meshgen.dev/v1alpha1", "kind": "ClusterConfig", "metadata": {"name": cluster},
         "spec": {"match": {"names": [cluster]}, "recipients": value}}]


class Repository:
  """One configuration repository with a CA of its own."""

  def __init__(self, run, name, kind, method, recipients=None):
    self.run, self.top = run, run.work / "trust" / name
    self.root, self.key, self.pass_file = self.top / "repository", self.top / "root.key", self.top / "passphrase"
    for path, docs in documents(kind, method, recipients or {}):
      (self.root / path).parent.mkdir(parents=True, exist_ok=True)
      (self.root / path).write_text(objects.dump(*docs))
    self.pass_file.write_text("a passphrase of some length\n")
    self.pass_file.chmod(0o600)

  def meshgen(self, *args):
    done = subprocess.run([self.run.meshgen, *args], cwd=self.root, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
      raise RuntimeError(f"meshgen {' '.join(map(str, args))}: {' '.join(done.stderr.split())[:300]}")

  def ca(self, *args, key=None):
    given = [] if key is None else ["--key", key, "--passphrase-file", self.pass_file]
    self.meshgen("ca", *args, *given)

  def render(self):
    self.meshgen("render")
    return self.root / "out"


def cacerts(repository, keys, name):
  """A folder for each cluster with the four files of its cacerts."""
  out, folders = repository.render(), []
  for cluster in CLUSTERS:
    folder = repository.top / name / cluster
    folder.mkdir(parents=True)
    for pem in (out / "ca" / cluster / NAMESPACE).glob("*.pem"):
      (folder / pem.name).write_bytes(pem.read_bytes())
    (folder / "ca-key.pem").write_text(keys[cluster])
    folders.append(folder)
  return folders


def keys_of(folder):
  """cluster -> the key, out of the Secrets of --keys-out, which are named by cluster."""
  found = {}
  for path in sorted(folder.rglob("*.yaml")):
    for o in objects.load(path.read_text()):
      for cluster in CLUSTERS:
        if cluster in str(path.relative_to(folder)):
          found[cluster] = o["stringData"]["ca-key.pem"]
  return found


def loads(tool, folders):
  done = subprocess.run([tool, IDENTITY, *folders], capture_output=True, text=True)
  return done.stdout.splitlines() if done.returncode in (0, 1) else [done.stderr.strip()]


def strict(folder, roots):
  done = subprocess.run(["openssl", "verify", "-x509_strict", "-CAfile", roots / "root-cert.pem", "-untrusted",
                         folder / "cert-chain.pem", folder / "ca-cert.pem"], capture_output=True, text=True)
  return [] if done.returncode == 0 else [f"{folder}: {' '.join((done.stdout + done.stderr).split())[:300]}"]


def judge(run, report, name, folders):
  for tool in CATEST:
    if run.tool(tool) is None:
      report.skip(f"trust {name} {tool}", f"no {tool}")
    else:
      report.result(f"trust {name} {tool}", loads(run.tool(tool), folders))
  report.result(f"trust {name} openssl", [p for f in folders for r in folders for p in strict(f, r)])


def lifecycle(run, report, kind):
  """Through the rotation of a root, with the keys handed out."""
  r, keys = Repository(run, f"rotation-{kind}", kind, "OutOfBand"), None
  new = r.top / "new.key"
  steps = [("issued", [["init", "prod"], ["issue", "--keys-out", r.top / "keys"]], r.key),
           ("staged", [["rotate", "stage", "prod", "--new-key", new, "--at", "2030-01-01"]], r.key),
           ("activated", [["rotate", "activate", "prod", "--at", "2030-02-01"]], new),
           ("retired", [["rotate", "retire", "prod", "--at", "2030-03-01"]], None)]
  for name, commands, key in steps:
    for command in commands:
      r.ca(*command, key=key)
    keys = keys or keys_of(r.top / "keys")
    folders = cacerts(r, keys, name)
    judge(run, report, f"{kind} {name}", folders)
  return folders, keys


def plant(run, report, folders, keys):
  """A CA that does not fit must not be taken."""
  tool = next((run.tool(t) for t in CATEST if run.tool(t)), None)
  if tool is None:
    return
  (folders[0] / "ca-key.pem").write_text(keys[CLUSTERS[1]])
  report.refused("trust refuses: the key of another cluster", loads(tool, folders[:1]))
  (folders[0] / "ca-key.pem").write_text(keys[CLUSTERS[0]])
  (folders[0] / "root-cert.pem").write_bytes((folders[0] / "ca-cert.pem").read_bytes())
  report.refused("trust refuses: another root", strict(folders[1], folders[0]))


def fits(key, certificate):
  """Is it the private key of the certificate?"""
  ours = subprocess.run(["openssl", "pkey", "-pubout"], input=key, capture_output=True, text=True)
  theirs = subprocess.run(["openssl", "x509", "-noout", "-pubkey", "-in", certificate], capture_output=True, text=True)
  return ours.returncode == 0 and ours.stdout == theirs.stdout


def secret_of(out, cluster, kind):
  found = [p for p in (out / "istio" / cluster).rglob("*.yaml") for o in objects.load(p.read_text())
           if (o.get("kind"), o["metadata"].get("name") if "metadata" in o else None) == (kind, "cacerts")]
  return found[0]


def sealing_key(folder, days=3650):
  folder.mkdir(parents=True, exist_ok=True)
  subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:4096", "-nodes", "-days", str(days), "-subj", "/O=sealed-secret",
                  "-keyout", folder / "tls.key", "-out", folder / "tls.crt"], check=True, capture_output=True)
  return (folder / "tls.crt").read_text()


def unseal(kubeseal, path, key):
  return subprocess.run([kubeseal, "--recovery-unseal", "--recovery-private-key", key], stdin=open(path, encoding="utf-8"),
                        capture_output=True, text=True)


def sealed_secrets(run, report):
  kubeseal = run.tool("kubeseal")
  if kubeseal is None:
    return report.skip("trust kubeseal", "no kubeseal")
  top = run.work / "trust" / "sealing"
  r = Repository(run, "sealed-secret", "P-256", "SealedSecret",
                 {c: {"sealedSecrets": sealing_key(top / c)} for c in CLUSTERS})
  begin(r)
  out, problems = r.render(), []
  for cluster in CLUSTERS:
    done = unseal(kubeseal, secret_of(out, cluster, "SealedSecret"), top / cluster / "tls.key")
    problems += opened(cluster, done, out)
  report.result("trust kubeseal opens every SealedSecret", problems)
  path = secret_of(out, CLUSTERS[0], "SealedSecret")
  report.refused("trust kubeseal: not with the key of another cluster",
                 unseal(kubeseal, path, top / CLUSTERS[1] / "tls.key").returncode != 0)
  for field, value in (("namespace", "elsewhere"), ("name", "other")):
    moved = copy.deepcopy(objects.load(path.read_text())[0])
    moved["metadata"][field] = value
    file = run.scratch(f"trust/{field}.yaml", objects.dump(moved))
    report.refused(f"trust kubeseal: not under another {field}", unseal(kubeseal, file, top / CLUSTERS[0] / "tls.key").returncode != 0)
  return None


def begin(r):
  """init, and issue with every recipient accepted that the first try lists."""
  r.ca("init", "prod", key=r.key)
  done = subprocess.run([r.run.meshgen, "ca", "issue", "--key", r.key, "--passphrase-file", r.pass_file], cwd=r.root,
                        capture_output=True, text=True)
  accepted = sorted(set(re.findall(r"sha256:[0-9a-f]{64}", done.stderr)))
  r.ca("issue", *[f"--accept-recipient={a}" for a in accepted], key=r.key)


def opened(cluster, done, out):
  """The Secret that a tool opened holds the key of the certificate, and the public files as they are."""
  if done.returncode != 0:
    return [f"{cluster}: {' '.join(done.stderr.split())[:300]}"]
  secret, public = objects.load(done.stdout)[0], out / "ca" / cluster / NAMESPACE
  texts = dict(secret.get("stringData") or {})
  for name, value in (secret.get("data") or {}).items():
    texts[name] = subprocess.run(["base64", "-d"], input=value, capture_output=True, text=True, check=True).stdout
  problems = [] if fits(texts.get("ca-key.pem", ""), public / "ca-cert.pem") else [f"{cluster}: the key is not that of the certificate"]
  for name in ("ca-cert.pem", "cert-chain.pem", "root-cert.pem"):
    if name in texts and texts[name] != (public / name).read_text():
      problems.append(f"{cluster}: {name} is not that of ca/")
  return problems


def age_key(keygen, path):
  done = subprocess.run([keygen, "-o", path], capture_output=True, text=True, check=True)
  return re.search("age1[0-9a-z]+", done.stderr + path.read_text()).group(0)


def decrypt(sops, path, key):
  return subprocess.run([sops, "--disable-version-check", "decrypt", "--input-type", "yaml", "--output-type", "yaml", path],
                        env={"SOPS_AGE_KEY_FILE": str(key), "PATH": "/usr/bin:/bin", "HOME": str(path.parent)},
                        capture_output=True, text=True)


def sops_secrets(run, report):
  sops, keygen, kubectl = run.tool("sops"), run.tool("age-keygen"), run.tool("kubectl")
  if sops is None or keygen is None:
    return report.skip("trust sops", "no sops, or no age-keygen")
  top = run.work / "trust" / "age"
  top.mkdir(parents=True)
  keys = {c: top / f"{c}.key" for c in CLUSTERS}
  shared = age_key(keygen, top / "shared.key")
  r = Repository(run, "sops", "P-256", "SOPS", {c: {"age": [age_key(keygen, keys[c]), shared]} for c in CLUSTERS})
  begin(r)
  out = r.render()
  for who, key in (("its cluster", lambda c: keys[c]), ("the shared recipient", lambda c: top / "shared.key")):
    report.result(f"trust sops opens every Secret with the key of {who}",
                  [p for c in CLUSTERS for p in opened(c, decrypt(sops, secret_of(out, c, "Secret"), key(c)), out)])
  path = secret_of(out, CLUSTERS[0], "Secret")
  report.refused("trust sops: not with the key of another cluster", decrypt(sops, path, keys[CLUSTERS[1]]).returncode != 0)
  tampered = copy.deepcopy(objects.load(path.read_text())[0])
  tampered["sops"]["lastmodified"] = "2001-01-01T00:00:00Z"
  report.refused("trust sops: not with another date", decrypt(sops, run.scratch("trust/date.yaml", objects.dump(tampered)), keys[CLUSTERS[0]]).returncode != 0)
  if kubectl is None:
    return report.skip("trust sops after kustomize", "no kubectl")
  built = subprocess.run([kubectl, "kustomize", out / "istio" / CLUSTERS[0]], capture_output=True, text=True, check=True).stdout
  secret = [o for o in objects.load(built) if o.get("kind") == "Secret"]
  file = run.scratch("trust/kustomized.yaml", json.dumps(secret[0], indent=1, sort_keys=True))
  return report.result("trust sops opens it after kustomize", opened(CLUSTERS[0], decrypt(sops, file, keys[CLUSTERS[0]]), out))


def check(run, report):
  try:
    for kind in KINDS:
      folders, keys = lifecycle(run, report, kind)
    plant(run, report, folders, keys)
    sealed_secrets(run, report)
    sops_secrets(run, report)
  except RuntimeError as e:
    report.result("trust", [str(e)])
