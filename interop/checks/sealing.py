"""The real tools open the keys that were sealed, and nobody else does.

Each is asked twice: when the keys have just been sealed, and when a new root has signed the certificates, which leaves
what is sealed as it is.
"""
import base64
import copy
import json
import os
import re
import subprocess

from . import objects
from .trust_repository import CLUSTERS, Repository, misfits


def states(r):
  """(state, output) before and after another root signs."""
  r.ca("init", "prod", key=r.key, days=28)
  listed = r.call("ca", "issue", "--key", r.key, "--passphrase-file", r.passphrase).stderr
  accepted = sorted(set(re.findall("sha256:[0-9a-f]{64}", listed)))
  r.ca("issue", *[f"--accept-recipient={a}" for a in accepted], key=r.key, days=28)
  yield "issued", r.render()
  r.ca("rotate", "stage", "prod", "--new-key", r.new_key, key=r.key, days=14)
  r.ca("rotate", "activate", "prod", key=r.new_key)
  yield "activated", r.render()


def rendered(out, cluster, kind):
  """The file with the object of this kind that becomes cacerts."""
  found = [p for p in (out / "istio" / cluster).rglob("*.yaml") for o in objects.load(p.read_text())
           if o["kind"] == kind and o["metadata"]["name"] == "cacerts"]
  if len(found) != 1:
    raise RuntimeError(f"{cluster} has {len(found)} objects {kind} cacerts")
  return found[0]


def changed(run, path, name, change):
  """A copy of the object with something else in it."""
  o = copy.deepcopy(objects.load(path.read_text())[0])
  change(o)
  return run.scratch(f"sealing/{name}.yaml", objects.dump(o))


def wrong(cluster, done, out):
  """What is wrong with the Secret that a tool opened, a line each."""
  if done.returncode != 0:
    return [f"{cluster}: {' '.join(done.stderr.split())[:300]}"]
  secret = objects.load(done.stdout)[0]
  data = {name: base64.b64decode(value).decode() for name, value in (secret.get("data") or {}).items()}
  return list(misfits({**data, **(secret.get("stringData") or {})}, out, cluster))


def sealing_key(folder):
  """The key pair of a sealed-secrets controller. Returns its certificate."""
  folder.mkdir(parents=True)
  subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:4096", "-nodes", "-days", "3650", "-subj", "/O=sealing",
                  "-keyout", folder / "tls.key", "-out", folder / "tls.crt"], check=True, capture_output=True)
  return (folder / "tls.crt").read_text()


def unseal(run, path, key):
  return subprocess.run([run.tool("kubeseal"), "--recovery-unseal", "--recovery-private-key", key],
                        stdin=open(path, encoding="utf-8"), capture_output=True, text=True)


def kubeseal(run, report):
  if run.tool("kubeseal") is None:
    return report.skip("sealing kubeseal", "no kubeseal")
  top = run.work / "sealing"
  keys = {c: top / c / "tls.key" for c in CLUSTERS}
  r = Repository(run, "kubeseal", CLUSTERS, "P-256", "SealedSecret",
                 {c: {"sealedSecrets": sealing_key(top / c)} for c in CLUSTERS})
  for state, out in states(r):
    files = {c: rendered(out, c, "SealedSecret") for c in CLUSTERS}
    report.result(f"sealing kubeseal opens every SealedSecret, {state}",
                  [w for c in CLUSTERS for w in wrong(c, unseal(run, files[c], keys[c]), out)])
  east, west = CLUSTERS[0], CLUSTERS[-1]
  elsewhere = changed(run, files[east], "namespace", lambda o: o["metadata"].update(namespace="elsewhere"))
  other = changed(run, files[east], "name", lambda o: o["metadata"].update(name="other"))
  for what, path, key in (("the key of another cluster", files[east], keys[west]),
                          ("another namespace", elsewhere, keys[east]), ("another name", other, keys[east])):
    report.refused(f"sealing kubeseal refuses: {what}", "no key could decrypt secret" in unseal(run, path, key).stderr)
  return None


def age_key(run, path):
  """A new key. Returns its recipient."""
  subprocess.run([run.tool("age-keygen"), "-o", path], capture_output=True, check=True)
  return re.search("age1[0-9a-z]+", path.read_text()).group(0)


def decrypt(run, path, key):
  return subprocess.run([run.tool("sops"), "--disable-version-check", "decrypt", "--input-type", "yaml", "--output-type",
                         "yaml", path],
                        env={"SOPS_AGE_KEY_FILE": str(key), "PATH": os.environ["PATH"], "HOME": str(path.parent)},
                        capture_output=True, text=True)


def kustomized(run, out, cluster):
  """The Secret as kustomize puts it out, its fields in another order."""
  built = subprocess.run([run.tool("kubectl"), "kustomize", out / "istio" / cluster], capture_output=True, text=True,
                         check=True)
  secret, = [o for o in objects.load(built.stdout) if o["kind"] == "Secret"]
  return run.scratch(f"sealing/kustomized-{cluster}.yaml", json.dumps(secret, indent=1, sort_keys=True))


def flux(run, out, cluster, key):
  """What Flux applies to a cluster; of all objects the Secret cacerts is left."""
  done = subprocess.run([run.tool("fluxdecrypt"), key, out / "istio" / cluster], capture_output=True, text=True)
  done.stdout = "\n".join(line for line in done.stdout.splitlines() if '"kind":"Secret"' in line)
  return done


def sops(run, report):
  if run.tool("sops") is None or run.tool("age-keygen") is None:
    return report.skip("sealing sops", "no sops, or no age-keygen")
  top = run.work / "age"
  top.mkdir()
  keys, shared = {c: top / f"{c}.key" for c in CLUSTERS}, top / "shared.key"
  everywhere = age_key(run, shared)
  r = Repository(run, "sops", CLUSTERS, "P-256", "SOPS",
                 {c: {"age": [age_key(run, keys[c]), everywhere]} for c in CLUSTERS})
  for state, out in states(r):
    files = {c: rendered(out, c, "Secret") for c in CLUSTERS}
    for whose, with_key in (("its cluster", keys), ("the shared recipient", dict.fromkeys(CLUSTERS, shared))):
      report.result(f"sealing sops opens every Secret with the key of {whose}, {state}",
                    [w for c in CLUSTERS for w in wrong(c, decrypt(run, files[c], with_key[c]), out)])
    if run.tool("kubectl"):
      report.result(f"sealing sops opens every Secret after kustomize, {state}",
                    [w for c in CLUSTERS for w in wrong(c, decrypt(run, kustomized(run, out, c), keys[c]), out)])
    else:
      report.skip(f"sealing sops after kustomize, {state}", "no kubectl")
    if run.tool("fluxdecrypt"):
      report.result(f"sealing Flux opens every Secret of a folder, {state}",
                    [w for c in CLUSTERS for w in wrong(c, flux(run, out, c, keys[c]), out)])
    else:
      report.skip(f"sealing Flux, {state}", "no fluxdecrypt")
  east, west = CLUSTERS[0], CLUSTERS[-1]
  report.refused("sealing sops refuses: the key of another cluster",
                 "identity did not match any of the recipients" in decrypt(run, files[east], keys[west]).stderr)
  if run.tool("fluxdecrypt"):
    report.refused("sealing Flux refuses: the key of another cluster",
                   "identity did not match any of the recipients" in flux(run, out, east, keys[west]).stderr)
  dated = changed(run, files[east], "date", lambda o: o["sops"].update(lastmodified="2001-01-01T00:00:00Z"))
  report.refused("sealing sops refuses: another date", "Cannot decrypt MAC" in decrypt(run, dated, keys[east]).stderr)
  return None


def check(run, report):
  for ask in (kubeseal, sops):
    try:
      ask(run, report)
    except RuntimeError as e:
      report.result(f"sealing {ask.__name__}", [str(e)])
