#!/usr/bin/env python3
"""Are the jobs of examples/ci red when their README says so, and green otherwise?

  usage: tools/ci.py MESHGEN

Every command of the two files runs in scratch repositories of real git, as the systems
run it: GitHub on the merge of a change, GitLab on its head.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

import yaml

ENV = {"LC_ALL": "C.UTF-8", "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
       **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", "A"), ("EMAIL", "a@example.org"))}}
passed, failed = 0, 0


def check(what, good, detail=""):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print(f"not ok {what}: {detail}"[:2000])


def shell(folder, script, **variables):
    return subprocess.run(["sh", "-e", "-c", script], cwd=folder, env={**ENV, "PATH": path, "HOME": scratch, **variables},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60)


def must(folder, script):
    done = shell(folder, script)
    if done.returncode:
        sys.exit(f"{script}: {done.stdout}")
    return done.stdout.strip()


def github(folder):
    """job -> (green, what it says). A step with !cancelled() runs after a failure too."""
    for name, job in load("github.yml")["jobs"].items():
        green, said = True, ""
        for step in job["steps"]:
            if "run" in step and (green or "!cancelled()" in step.get("if", "")):
                done = shell(folder, step["run"], GITHUB_STEP_SUMMARY=f"{scratch}/summary")
                green, said = green and done.returncode == 0, said + done.stdout
        if name == "check":
            with open(f"{folder}/meshgen.sarif", encoding="utf-8") as f:
                check("github: meshgen.sarif", json.load(f)["version"] == "2.1.0")
        yield name, green, said


def gitlab(folder, base):
    for name, job in load("gitlab.yml").items():
        if isinstance(job, dict) and "script" in job:
            done = shell(folder, "\n".join(job["script"]), CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
            reports = job.get("artifacts", {}).get("reports", {}).get("junit", [])
            for report in [reports] if isinstance(reports, str) else reports:
                check(f"gitlab: {report} is a report", xml.parse(f"{folder}/{report}").getroot().tag == "testsuites")
            yield name, done.returncode == 0, done.stdout


def load(name):
    with open(f"examples/ci/{name}", encoding="utf-8") as f:
        return yaml.safe_load(f)


def jobs_of_readme():
    with open("examples/ci/README.md", encoding="utf-8") as f:
        return sorted({line.split()[1].rstrip(",") for line in f if line.startswith("| ")} - {"job"})


def expect(what, jobs, red, words):
    """The jobs are those of the README; red are these alone, and they say so."""
    jobs = list(jobs)
    names = sorted(name for name, _, _ in jobs)
    check(f"{what}: the jobs", names == jobs_of_readme(), names)
    for name, green, said in jobs:
        check(f"{what}: {name}", green == (name not in red) and (green or words in said), said or "green")


def scene(what, base, change, red, words=""):
    """The change, a script, is committed on a branch of the repository."""
    folder = f"{scratch}/{what}"
    shutil.copytree(base, folder)
    must(folder, f"git checkout -q -b change\n{change}\ngit add -A && git commit -q -m change")
    expect(f"gitlab, {what}", gitlab(folder, must(folder, "git rev-parse main")), red, words)
    must(folder, "git clean -qfdx && git checkout -q --detach main && git merge -q --no-ff -m merge change")
    expect(f"github, {what}", github(folder), red, words)
    with open(f"{folder}/comment.md", encoding="utf-8") as f:
        comment = f.read()
    check(f"{what}: the comment", comment.startswith("<h3>meshgen: ") == ("check" not in red or "edited" in words), comment)


def scenes():
    fleet, ledger = f"{scratch}/fleet", f"{scratch}/ledger"
    must(scratch, f"meshgen init {fleet} && cd {fleet} && meshgen render && git init -q -b main && git add -A && git commit -q -m x")
    shutil.copytree("examples/rotation/1-issued", ledger)
    must(ledger, "git init -q -b main && git add -A && git commit -q -m x")
    mesh = "meshes/prod.yaml"
    scene("a change", fleet, f"sed -i 's/- default/- demo/' {mesh} && meshgen render", [])
    scene("a mistake", fleet, f"sed -i 's/- istiod/- istoid/' {mesh}", ["check", "change", "status"], "error[MG0341]")
    scene("not rendered", fleet, f"sed -i 's/- default/- demo/' {mesh}", ["check"], "edited")
    scene("a cluster gone", fleet, f"sed -i '/- cluster2/d' {mesh} && meshgen render --allow-destroy=cluster2", ["change"],
          "error[MG0732]")
    scene("a phase skipped", ledger, "rm -r trust out && cp -R ../5-retired/. .", ["change"], "error[MG0")


def commands():
    """Each command of the files and of their README is one that there is."""
    for name in sorted(os.listdir("examples/ci")):
        with open(f"examples/ci/{name}", encoding="utf-8") as f:
            words = [w.split() for w in f.read().split("meshgen ")[1:]]
        for command in {" ".join(w[:2 if w[0] == "ca" else 1]) for w in words if w}:
            if command.replace(" ", "").isalpha():
                done = shell(".", f"meshgen {command} --help")
                check(f"examples/ci/{name}: {command}", done.returncode == 0, done.stdout)


with tempfile.TemporaryDirectory() as scratch:
    os.mkdir(f"{scratch}/bin")
    os.symlink(os.path.realpath(sys.argv[1]), f"{scratch}/bin/meshgen")
    shutil.copytree("examples/rotation/5-retired", f"{scratch}/5-retired")
    path = f"{scratch}/bin:{os.environ['PATH']}"
    scenes()
    commands()
print(f"{passed} passed, {failed} failed")
sys.exit(bool(failed))
