#!/usr/bin/env python3
"""Does Tab complete the words of meshgen, in bash, zsh and fish as they are?

usage: completion.py MESHGEN

bash and zsh run on a terminal of their own, and Ctrl-T makes them print the line as it
stands. The last line is `N passed, N failed`, with `, N skipped` for a shell that is not there.
"""
import os
import pathlib
import pty
import select
import shutil
import subprocess
import sys
import tempfile
import time

PATIENCE = 20  # seconds
MESH = """apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata: {name: prod}
spec:
  meshProvider: Upstream Istio
  clusters: [east, west]
  controlPlane: {namespace: istio-system, version: 1.22.3, components: [base, istiod]}
"""
# What is typed before Tab, and the line that it becomes.
CASES = [
  ("meshgen ver", "meshgen ver"),  # verify, version: both stay
  ("meshgen veri", "meshgen verify "),
  ("meshgen ca rot", "meshgen ca rotate "),
  ("meshgen ca rotate act", "meshgen ca rotate activate "),
  ("meshgen render --fai", "meshgen render --fail-on-change "),
  ("meshgen render --fr", "meshgen render --from="),
  ("meshgen render --from=in", "meshgen render --from=index "),
  ("meshgen render --only=istio,man", "meshgen render --only=istio,manifestwork "),
  ("meshgen render --cluster=we", "meshgen render --cluster=west "),
  ("meshgen render --cluster we", "meshgen render --cluster west "),
  ("meshgen diff --max-risk=exp", "meshgen diff --max-risk=exposure "),
  ("meshgen explain MG074", "meshgen explain MG074"),
  ("meshgen explain MG0743", "meshgen explain MG0743 "),
  ("meshgen schema MeshDep", "meshgen schema MeshDeployment "),
  ("meshgen kustomize gen", "meshgen kustomize generator.yaml "),
  ("meshgen completion f", "meshgen completion fish "),
  ("meshgen nothing x", "meshgen nothing x"),
]
START = {
  "bash": ["--norc", "--noprofile", "-i"],
  "zsh": ["-f", "-i"],
}
SETUP = {
  "bash": """PS1='>'; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
source <(meshgen completion bash)
bind -x '"\\C-t": printf "\\nLINE<%s>\\n" "$READLINE_LINE"; READLINE_LINE='
""",
  "zsh": """PS1='>'; setopt no_beep no_zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste
autoload -Uz compinit; compinit -u -D; source <(meshgen completion zsh)
show() { print -r -- $'\\n'"LINE<$BUFFER>"; BUFFER= }; zle -N show; bindkey '^T' show
""",
}


class Terminal:
  """A shell on a terminal of its own."""

  def __init__(self, shell, folder, env):
    pid, self.fd = pty.fork()
    if pid == 0:
      os.chdir(folder)
      os.execvpe(shell, [shell, *START[shell]], env)
    self.seen = b""
    self.send(SETUP[shell] + "echo READY$((1 + 1))\n")
    self.wait_for(b"READY2")

  def send(self, text):
    os.write(self.fd, text.encode())

  def wait_for(self, mark):
    """What comes before the mark; the rest is left."""
    end = time.monotonic() + PATIENCE
    while mark not in self.seen:
      left = end - time.monotonic()
      if left <= 0 or not select.select([self.fd], [], [], left)[0]:
        raise TimeoutError(f"{mark} did not come, but {self.seen[-500:]}")
      self.seen += os.read(self.fd, 65536)
    before, self.seen = self.seen.split(mark, 1)
    return before

  def complete(self, typed):
    self.send(typed + "\t\x14")
    self.wait_for(b"\nLINE<")
    return self.wait_for(b">").decode().rstrip("\r\n")


def fish(folder, env, typed):
  """fish tells what the last word may become; one candidate alone it would put there."""
  script = "source (meshgen completion fish | psub); complete -C $argv[1]"
  done = subprocess.run(["fish", "--no-config", "-c", script, typed], cwd=folder, env=env, text=True,
                        capture_output=True, timeout=PATIENCE, check=False)
  candidates = [line.split("\t")[0] for line in done.stdout.splitlines()]
  if len(candidates) != 1:
    return typed
  word = candidates[0]
  return typed[:typed.rfind(" ") + 1] + word + ("" if word.endswith("=") else " ")


def lines(shell, folder, env):
  if shell == "fish":
    return lambda typed: fish(folder, env, typed)
  return Terminal(shell, folder, env).complete


def main():
  meshgen = pathlib.Path(sys.argv[1]).resolve()
  passed = failed = skipped = 0
  with tempfile.TemporaryDirectory() as work:
    folder = pathlib.Path(work) / "fleet"
    bin_folder = pathlib.Path(work) / "bin"
    folder.mkdir()
    bin_folder.mkdir()
    (bin_folder / "meshgen").symlink_to(meshgen)
    (folder / "mesh.yaml").write_text(MESH)
    (folder / "generator.yaml").write_text("")
    env = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": work, "TERM": "xterm",
           "LC_ALL": "C.UTF-8", "HISTFILE": "/dev/null", "XDG_CONFIG_HOME": work, "XDG_DATA_HOME": work}
    for shell in ("bash", "zsh", "fish"):
      if not shutil.which(shell):
        skipped += 1
        print(f"skipped: no {shell}")
        continue
      complete = lines(shell, folder, env)
      for typed, wanted in CASES:
        got = complete(typed)
        passed += got == wanted
        failed += got != wanted
        if got != wanted:
          print(f"not ok {shell}: {typed!r} becomes {got!r}, not {wanted!r}")
  print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
  sys.exit(1 if failed else 0)


main()
