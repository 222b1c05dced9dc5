"""kustomize and kubectl run meshgen as a plugin: the same objects as render, or nothing and a reason."""
import os
import subprocess

from . import objects

MESH = """apiVersion: mesh.open-cluster-management.io/v1alpha1
kind: MeshDeployment
metadata: {name: prod}
spec:
  meshProvider: Upstream Istio
  clusters: [east, west]
  controlPlane: {namespace: istio-system, version: 1.22.3, components: [base, istiod]}
  meshMemberRoll: [shop]
"""
KIND = "meshgen.dev/v1alpha1/meshgengenerator/MeshgenGenerator"


class Builder:
  """A config repository with a kustomization in it, and a program that builds that."""

  def __init__(self, run, program, as_function):
    self.run, self.program, self.as_function = run, program, as_function
    self.fleet = run.scratch("kustomize plugin/our fleet/meshgen.yaml", "").parent
    (self.fleet / "mesh.yaml").write_text(MESH)
    self.folder = run.scratch("kustomize plugin/our fleet/clusters/east one/kustomization.yaml", "").parent
    self.home = run.work / "scratch" / "kustomize plugin" / "home"
    link = self.home / KIND
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists():
      link.symlink_to(run.meshgen)

  def generator(self, spec):
    run_by = objects.dump({"exec": {"path": str(self.run.meshgen), "args": ["kustomize"]}})
    annotations = {"config.kubernetes.io/function": run_by} if self.as_function else {}
    return {"apiVersion": "meshgen.dev/v1alpha1", "kind": "MeshgenGenerator",
            "metadata": {"name": "east", "annotations": annotations}, "spec": spec}

  def build(self, spec, kustomization="generators: [generator.yaml]\n"):
    (self.folder / "kustomization.yaml").write_text(kustomization)
    (self.folder / "generator.yaml").write_text(objects.dump(self.generator(spec)))
    return self.build_folder(self.folder)

  def build_folder(self, folder):
    verb = "build" if self.program.name == "kustomize" else "kustomize"
    exec_flag = ["--enable-exec"] if self.as_function else []
    done = subprocess.run([self.program, verb, "--enable-alpha-plugins", *exec_flag, folder], text=True,
                          capture_output=True, env={**os.environ, "KUSTOMIZE_PLUGIN_HOME": str(self.home)})
    return done.returncode, done.stdout, done.stderr

  def rendered(self, tree):
    text = subprocess.run([self.run.meshgen, "render", self.fleet, "--output=-", f"--only={tree}", "--cluster=east"],
                          text=True, capture_output=True, check=True).stdout
    return objects.load(text)


def problems_of_output(builder, spec, tree):
  code, out, err = builder.build(spec)
  if code != 0:
    return [err]
  return list(objects.compare(builder.rendered(tree), objects.load(out)))


def problems_of_order(builder):
  """Namespaces and definitions first, and a patch of the kustomization applied."""
  patch = ("generators: [generator.yaml]\npatches:\n- target: {kind: Namespace, name: shop}\n"
           "  patch: |\n    - {op: add, path: /metadata/labels/team, value: x}\n")
  code, out, err = builder.build({"cluster": "east"}, patch)
  if code != 0:
    return [err]
  built = objects.load(out)
  kinds = [o["kind"] for o in built]
  last = max(i for i, k in enumerate(kinds) if k in ("Namespace", "CustomResourceDefinition"))
  shop = [o for o in built if o["kind"] == "Namespace" and o["metadata"]["name"] == "shop"]
  return ([] if last < kinds.index("IstioOperator") else [f"the order is {kinds}"]) + \
    ([] if shop and shop[0]["metadata"]["labels"].get("team") == "x" else ["the patch is not there"])


def problems_of_failure(built, *said):
  code, out, err = built
  return [f"it exits with {code}, prints {out!r} and says {err!r}, not {s!r}"
          for s in said if code == 0 or out or s not in err]


def problems_of_resources(builder):
  """The objects stand beside those of the kustomization, which are left as they are."""
  other = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "other"}, "data": {"answer": "42", "no": "off"}}
  (builder.folder / "other.yaml").write_text(objects.dump(other))
  found = []
  for how in ("generators", "transformers") if builder.as_function else ("generators",):
    code, out, err = builder.build({"cluster": "east"}, f"{how}: [generator.yaml]\nresources: [other.yaml]\n")
    found += [err] if code else objects.compare([other, *builder.rendered("istio")], objects.load(out))
  return found


def problems_of_example(builder):
  """examples/kustomize: what lies in out/, with the patch and the quota."""
  example = builder.run.root / "examples" / "kustomize"
  code, out, err = builder.build_folder(example / "clusters" / "east")
  if code != 0:
    return [err]
  files = [p for p in (example / "out" / "istio" / "east").rglob("*.yaml") if p.name != "kustomization.yaml"]
  files.append(example / "clusters" / "east" / "quota.yaml")
  wanted = [o for path in files for o in objects.load(path.read_text())]
  shop, = [o for o in wanted if o["kind"] == "Namespace" and o["metadata"]["name"] == "shop"]
  shop["metadata"]["labels"]["team"] = "shop"
  return list(objects.compare(wanted, objects.load(out)))


def check_program(run, report, name, program, as_function=False):
  builder = Builder(run, program, as_function)
  report.result(f"{name}: the objects of a cluster", problems_of_output(builder, {"cluster": "east"}, "istio"))
  report.result(f"{name}: the works of a cluster",
                problems_of_output(builder, {"cluster": "east", "only": "manifestwork"}, "manifestwork"))
  report.result(f"{name}: order and patches", problems_of_order(builder))
  report.result(f"{name}: other resources", problems_of_resources(builder))
  for what, spec, said in (("unknown cluster", {"cluster": "esat"}, ("MG0740", "did you mean 'east'?", "generator.yaml:")),
                           ("unknown field", {"cluster": "east", "tree": "x"}, ("MG0201", "spec.tree")),
                           ("path outside", {"cluster": "east", "path": "../.."}, ("MG0741",))):
    report.result(f"{name} refuses: {what}", problems_of_failure(builder.build(spec), *said))
  if not as_function:
    report.result(f"{name}: the example", problems_of_example(builder))
    report.result(f"{name} refuses: a transformer", problems_of_failure(
      builder.build({"cluster": "east"}, "transformers: [generator.yaml]\nresources: [other.yaml]\n"), "MG0744"))
  else:
    listed = "transformers: [generator.yaml]\nresources: [mesh.yaml]\n"
    (builder.folder / "mesh.yaml").write_text(MESH.replace("prod", "copy").replace("shop", "store"))
    report.result(f"{name} refuses: an input among the items", problems_of_failure(
      builder.build({"cluster": "east"}, listed), "MG0743"))
    (builder.folder / "mesh.yaml").unlink()
  (builder.fleet / "mesh.yaml").write_text(MESH.replace("istiod", "istoid"))
  report.result(f"{name} refuses: a mistake in the input",
                problems_of_failure(builder.build({"cluster": "east"}), "MG0341", "did you mean 'istiod'?"))


def check(run, report):
  for name in ("kustomize", "kubectl"):
    program = run.tool(name)
    if program is None:
      report.skip(f"kustomize plugin: {name}", "it is not there")
      continue
    check_program(run, report, f"kustomize plugin: {name}", program)
    if name == "kustomize":
      check_program(run, report, "KRM function: kustomize", program, as_function=True)
