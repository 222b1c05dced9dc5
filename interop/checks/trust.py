"""Istio's own CA takes the keys and certificates, at each step of a rotation.

A federation gets a CA of each kind of key, and a new root. Clusters sync one by one, so after each step the four files of
every cacerts, as they were before it and as they are now, are put to Istio's plugged-in CA: it must sign workload
certificates that verify under all of these bundles. `openssl verify -x509_strict` must say the same.
"""
import re
import subprocess

from . import objects
from .trust_repository import CLUSTERS, DOMAIN, Repository, misfits, public

IDENTITY = f"spiffe://{DOMAIN}/ns/default/sa/web"
# Keys of RSA take their time, so fewer clusters get one.
KINDS = {"P-256": CLUSTERS, "P-384": CLUSTERS, "RSA-4096": CLUSTERS[:2]}
CATEST = ["catest-1.13", "catest-1.22", "catest-1.30"]
# state -> how many roots the bundle has, and how many of them sign
STATES = {"issued": (1, 1), "staged": (2, 1), "wave": (2, 2), "activated": (2, 1), "retired": (1, 1)}


def rotation(r, clusters):
  """Leads to each state, a fortnight apart."""
  r.ca("init", "prod", key=r.key, days=56)
  r.ca("issue", "--keys-out", r.top / "keys", key=r.key, days=56)
  yield "issued"
  r.ca("rotate", "stage", "prod", "--new-key", r.new_key, key=r.key, days=42)
  yield "staged"
  r.ca("rotate", "activate", "prod", "--cluster", clusters[0], key=r.new_key, days=28)
  yield "wave"
  r.ca("rotate", "activate", "prod", key=r.new_key, days=14)
  yield "activated"
  r.ca("rotate", "retire", "prod")
  yield "retired"


def handed_out(folder):
  """cluster -> its cacerts, out of the Secrets of --keys-out, which are named by cluster."""
  return {path.name.split(".")[0]: o["stringData"]
          for path in sorted(folder.iterdir()) for o in objects.load(path.read_text())}


def cacerts(r, out, keys, state):
  """A folder for each cluster with the four files of its cacerts."""
  folders = []
  for cluster, texts in keys.items():
    folder = r.top / state / cluster
    folder.mkdir(parents=True)
    for name, text in {**public(out, cluster), "ca-key.pem": texts["ca-key.pem"]}.items():
      (folder / name).write_text(text)
    folders.append(folder)
  return folders


def lifecycle(run, report, kind, clusters):
  """Through the rotation of a root, with the keys handed out. Returns state -> the folders of the clusters."""
  r, folders, before = Repository(run, kind, clusters, kind, "OutOfBand"), {}, []
  for state in rotation(r, clusters):
    out, keys = r.render(), handed_out(r.top / "keys")
    if state == "issued":
      report.result(f"trust {kind} keys that are handed out",
                    [m for cluster in clusters for m in misfits(keys.get(cluster, {}), out, cluster)])
    folders[state] = cacerts(r, out, keys, state)
    judge(run, report, f"{kind} {state}", before + folders[state])
    before = folders[state]
  report.result(f"trust {kind} roots and issuers", strange_states(folders))
  return folders


def strange_states(folders):
  """What was put to the CA must be what its state is called."""
  for state, expected in STATES.items():
    issuers = {subprocess.run(["openssl", "x509", "-noout", "-issuer", "-in", f / "ca-cert.pem"], check=True,
                              capture_output=True, text=True).stdout for f in folders[state]}
    for folder in folders[state]:
      found = ((folder / "root-cert.pem").read_text().count("BEGIN CERTIFICATE"), len(issuers))
      if found != expected:
        yield f"{folder}: roots and issuers: {found}, not {expected}"


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


def said(lines, reason):
  """Who fails for another reason has refused nothing."""
  return any(re.search(reason, line) for line in lines)


def plant(run, report, kind, folders):
  """A key that does not fit must not be taken, nor a CA whose root is not in the bundle."""
  (east, west), old = folders["retired"][:2], folders["issued"][0]
  unknown, unfit = "under the bundle of .*: certificate signed by unknown authority", "the cert does not match the key"
  report.refused(f"trust {kind} openssl refuses: a skipped phase", said(strict(east, old), "self-signed certificate in"))
  report.refused(f"trust {kind} openssl refuses: the old root", said(strict(old, east), "self-signed certificate in"))
  for tool in filter(run.tool, CATEST):
    report.refused(f"trust {kind} {tool} refuses: a skipped phase", said(loads(run.tool(tool), [old, east]), unknown))
  (east / "ca-key.pem").write_text((west / "ca-key.pem").read_text())
  for tool in filter(run.tool, CATEST):
    report.refused(f"trust {kind} {tool} refuses: the key of another cluster", said(loads(run.tool(tool), [east]), unfit))


def check(run, report):
  for kind, clusters in KINDS.items():
    try:
      plant(run, report, kind, lifecycle(run, report, kind, clusters))
    except RuntimeError as e:
      report.result(f"trust {kind}", [str(e)])
