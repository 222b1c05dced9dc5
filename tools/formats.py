#!/usr/bin/env python3
"""Do the formats of findings hold what their readers ask for, for hostile input too?

  usage: tools/formats.py MESHGEN

github: the escapes and limits of workflow commands. sarif: what SARIF 2.1.0 requires of
the properties that we write, and what code scanning of GitHub does. junit: XML, with
counts that are true. markdown: no tag and no open fence but ours.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
from urllib.parse import unquote_to_bytes

MESH = """apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata: {name: istio, namespace: mesh-hub}
spec:
  meshProvider: Upstream Istio
  clusters: [%s]
  controlPlane: {namespace: istio-system, version: 1.22.3, profiles: [default], components: [base, istiod]}
"""
HOSTILE = ('"</code></details>`@all|\\e[31m", "\\n::error::%0A,", "]]>&<img src=x>[a](http://e)\\u202e\\uFFFE", '
           '"```\\n```\\n", "\\U0001F600", "##[error]x"')
meshgen = os.path.realpath(sys.argv[1])
checked, failed = set(), set()


def check(what, good, detail=""):
    checked.add(what)
    if not good:
        failed.add(what)
        print(f"not ok {what}: {detail!r}"[:2000])


def run(folder, *args):
    done = subprocess.run([meshgen, *args], cwd=folder, capture_output=True, timeout=60)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def findings(folder, *args):
    return json.loads(run(folder, *args, "--format=json")[1])


def is_in(folder, path):
    return path and not os.path.isabs(path) and os.path.exists(os.path.join(os.fsencode(folder), path))


def github(what, text, found, top):
    errors = sum(f["severity"] == "error" for f in found)
    counts = {"error": 0, "warning": 0, "notice": 0}
    for line in text.split("\n")[:-1]:
        command = re.fullmatch(r"::(error|warning|notice) ((?:[a-z]+=[^,:]*,?)*)::(.*)", line)
        check(f"{what}: a command", command, line)
        if not command:
            continue
        counts[command[1]] += 1
        check(f"{what}: escaped", not re.search(r"%(?!25|0A|0D|2C|3A)", command[2] + command[3]), line)
        check(f"{what}: no control", all(c.isprintable() for c in line), line)
        file = re.match(r"file=([^,:]*)", command[2])
        if file and "\\x" not in file[1] and "MG0724" not in line:
            check(f"{what}: a file", is_in(top, unquote_to_bytes(file[1])), line)
    check(f"{what}: errors", counts["error"] == min(errors, 10), counts)
    check(f"{what}: warnings", counts["warning"] == min(len(found) - errors, 10), counts)
    check(f"{what}: the rest", counts["notice"] == (counts["error"] + counts["warning"] < len(found)), counts)


def sarif(what, text, found, top):
    log = json.loads(text)
    check(f"{what}: version", log["version"] == "2.1.0" and log["$schema"].endswith("sarif-2.1.0.json"))
    check(f"{what}: a run", len(log["runs"]) == 1)
    only = log["runs"][0]
    check(f"{what}: columns", only["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints"))
    check(f"{what}: properties", set(only) <= {"tool", "columnKind", "results", "invocations"}, set(only))
    rules = only["tool"]["driver"]["rules"]
    for rule in rules:
        check(f"{what}: rule", re.fullmatch("MG[0-9]{4}", rule["id"]) and rule["help"]["text"]
              and rule["shortDescription"]["text"] and rule["fullDescription"]["text"]
              and rule["defaultConfiguration"]["level"] in ("error", "warning"), rule)
    check(f"{what}: rules stand once", len({rule["id"] for rule in rules}) == len(rules))
    check(f"{what}: results", len(only["results"]) == min(len(found), 5000), len(only["results"]))
    check(f"{what}: size", len(text.encode()) < 10_000_000)
    prints = [json.dumps(r["partialFingerprints"]) for r in only["results"]]
    check(f"{what}: fingerprints differ", len(set(prints)) == len(prints))
    for result in only["results"]:
        check(f"{what}: result", rules[result["ruleIndex"]]["id"] == result["ruleId"]
              and result["level"] in ("error", "warning") and result["message"]["text"]
              and len(result["locations"]) == 1 and len(result.get("relatedLocations", [])) <= 1000, result)
        for location in result["locations"] + result.get("relatedLocations", []):
            place = location["physicalLocation"]
            uri = place["artifactLocation"]["uri"]
            check(f"{what}: relative", re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
                  and not uri.startswith("/"), uri)
            region = place["region"]
            check(f"{what}: region", region["startLine"] > 0 and 0 < region["startColumn"] < region["endColumn"])


def junit(what, text, found, top):
    suites = xml.fromstring(text.encode())
    cases = suites.findall("testsuite/testcase")
    failures = suites.findall("testsuite/testcase/failure")
    errors = sum(f["severity"] == "error" for f in found)
    counts = tuple(int(suites.get(k)) for k in ("tests", "failures"))
    check(f"{what}: counts", counts == (len(cases), len(failures)), counts)
    check(f"{what}: failures", len(failures) == min(errors, 5000), len(failures))
    check(f"{what}: one at least", cases)
    names = [(c.get("classname"), c.get("name")) for c in cases]
    check(f"{what}: names differ", len(set(names)) == len(names))
    for suite in suites:
        told = [int(suite.get(k)) for k in ("tests", "failures", "skipped")]
        there = [len(suite), len(suite.findall("testcase/failure")), len(suite.findall("testcase/skipped"))]
        check(f"{what}: suite", told == there and suite.get("name"), suite.attrib)


def markdown(what, text, found, top):
    check(f"{what}: size", len(text) <= 65535 and len(text.encode()) <= 65535, len(text))
    fenced, outside = False, []
    for line in text.split("\n"):
        if re.match(r" {0,3}(```|~~~)", line) and (not fenced or re.fullmatch(r" {0,3}```+ *", line)):
            fenced = not fenced
        elif not fenced:
            outside.append(line)
    check(f"{what}: fences", not fenced)
    rest = "\n".join(outside)
    tags = set(re.findall(r"<[^>]*>", rest))
    check(f"{what}: tags", tags <= {"<h3>", "</h3>", "<details>", "<details open>", "</details>", "<summary>",
                                    "</summary>", "<b>", "</b>", "<code>", "</code>"}, tags)
    check(f"{what}: told", not re.search("[@\\[\u202e]", re.sub("<code>.*?</code>", "", rest)), rest)
    check(f"{what}: whole", rest.count("<details") == rest.count("</details>"))


def all_formats(what, top, *args):
    plain = run(top, *args)
    found = findings(top, *args)
    for judge in (github, sarif, junit, markdown):
        name = judge.__name__
        status, out, err = run(top, *args, f"--format={name}")
        check(f"{what}, {name}: exit status", status == plain[0], (status, plain[0]))
        check(f"{what}, {name}: stderr", err == "", err)
        judge(f"{what}, {name}", out, found, top)


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text.encode("utf-8", "surrogateescape"))


def fingerprints(folder):
    log = json.loads(run(folder, "check", "--format=sarif")[1])
    return sorted(r["partialFingerprints"]["meshgenFinding/v1"] for r in log["runs"][0]["results"])


def formats(work):
    write(f"{work}/good/m.yaml", MESH % "east, west")
    all_formats("no findings", f"{work}/good", "check")
    all_formats("nothing rendered", f"{work}/good", "verify")
    all_formats("render", f"{work}/good", "render")
    all_formats("no repository", f"{work}/good", "check", "--from=index")

    write(f"{work}/bad/.git/x", "")
    write(f"{work}/bad/fleet/meshgen.yaml", "apiVersion: meshgen.dev/v1alpha1\nkind: Config\n")
    write(f"{work}/bad/fleet/m.yaml", MESH % "east, east, west, west")
    all_formats("below the top", f"{work}/bad", "check", "fleet")
    before = fingerprints(f"{work}/bad/fleet")
    write(f"{work}/bad/fleet/m.yaml", "# a line more\n" + MESH % "east, east, west, west")
    check("fingerprints: no line", fingerprints(f"{work}/bad/fleet") == before, before)

    write(f"{work}/hostile/a%, :b\n::error::/<&\"']]>`\udcff\x1b@all.yaml", MESH % HOSTILE)
    all_formats("hostile", f"{work}/hostile", "check")
    write(f"{work}/many/m.yaml", MESH % ", ".join(["east"] * 6000))
    all_formats("many", f"{work}/many", "check")


def differences(work):
    """The Markdown of diff, cut and not: as many groups as clusters, each with a hostile value."""
    folder = f"{work}/differences"
    hostile = ["</code></details>\\n```\\n@all <img src=x>|", "\\u202e\\e[31m```diff\\n\\n</summary>", "\\U0001F600" * 90,
               "~~~\\n\\r\\n# [a](http://e) <!--", "-->&lt;`@x`"]
    write(f"{folder}/m.yaml", MESH % ", ".join(f"c{i}" for i in range(300)))
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-C", folder]
    for args in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        subprocess.run([*git, *args], check=True)
    for n in (0, 3, 300):
        write(f"{folder}/clusters.yaml", "".join(
            "---\napiVersion: meshgen.dev/v1alpha1\nkind: ClusterConfig\nmetadata: {name: c%d}\n"
            'spec: {match: {names: [c%d]}, hub: "registry.example/%d%s"}\n' % (i, i, i, hostile[i % 5]) for i in range(n)))
        status, text, err = run(folder, "diff", "--format=markdown")
        check(f"diff of {n}: exit status", status == bool(n), err)
        markdown(f"diff of {n}", text, [], folder)


with tempfile.TemporaryDirectory() as scratch:
    formats(scratch)
    differences(scratch)
print(f"{len(checked - failed)} passed, {len(failed)} failed")
sys.exit(bool(failed))
