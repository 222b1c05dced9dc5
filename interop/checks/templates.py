"""The real json-e gives the value that meshgen's own evaluator gave, for every template and context."""
import copy
import subprocess

import jsone
from ruamel.yaml import YAML

from . import objects


def dumped(run, repository, what):
  done = subprocess.run([run.meshgen, "render", repository.source, f"--dump={what}"], capture_output=True, text=True)
  if done.returncode != 0:
    raise ValueError(f"--dump={what}: exit {done.returncode}: {' '.join(done.stderr.split())[:200]}")
  return objects.load(done.stdout)


class Templates:
  """The built-in templates, and those of a repository in their place."""

  def __init__(self, run):
    self.run, self.read = run, {}

  def get(self, repository, name):
    for folder in self.folders(repository):
      path = folder / f"{name}.yaml"
      if path.exists():
        if path not in self.read:
          self.read[path] = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        return self.read[path]
    raise ValueError(f"there is no template {name}")

  def folders(self, repository):
    config = repository.source / "meshgen.yaml"
    if config.exists():
      for o in objects.load(config.read_text(encoding="utf-8")):
        if o.get("kind") == "Config" and (o.get("spec") or {}).get("templates"):
          yield repository.source / o["spec"]["templates"]
    yield self.run.root / "templates"


def evaluations(run, templates, repository):
  """(name, template, context, the value that meshgen gave), in order."""
  contexts, values = dumped(run, repository, "context"), dumped(run, repository, "objects")
  if len(contexts) != len(values):
    raise ValueError(f"{len(contexts)} contexts and {len(values)} objects are dumped")
  for context, value in zip(contexts, values):
    if context["template"] != value["template"] or context.get("cluster") != value.get("cluster"):
      raise ValueError(f"the dumps are in different order at {context['template']}")
    yield (f"{context['template']} for {context.get('cluster')}", templates.get(repository, context["template"]),
           context["context"], value.get("object"))


def never_evaluated(run, names):
  """A template that gives no object anywhere would pass unseen; those of ledger/ are for `meshgen ca` alone."""
  folder = run.root / "templates"
  for path in sorted(folder.rglob("*.yaml")):
    name = path.relative_to(folder).with_suffix("").as_posix()
    if name not in names and not name.startswith(("init/", "ledger/")):
      yield f"{name} never gave an object"


def check(run, report):
  templates, problems, seen, names, sample = Templates(run), [], 0, set(), None
  for repository in run.rendered:
    try:
      for name, template, context, value in evaluations(run, templates, repository):
        seen += 1
        if value is not None:
          names.add(name.split()[0])
        real = jsone.render(template, copy.deepcopy(context))
        problems += [f"{repository.name}: {name}: json-e and meshgen: {d}" for d in objects.differences(real, value)]
        if sample is None and isinstance(value, dict) and "metadata" in value:
          sample = (template, context, value)
    except (ValueError, jsone.JSONTemplateError) as e:
      problems.append(f"{repository.name}: {e}")
  problems += never_evaluated(run, names)
  report.result("json-e", problems, f"{seen} evaluations of {len(names)} templates")
  if sample:
    template, context, value = copy.deepcopy(sample)
    value["metadata"]["planted"] = 1
    report.refused("json-e refuses: another value", list(objects.differences(jsone.render(template, context), value)))
