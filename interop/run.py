"""Ask the real tools about everything that meshgen writes.

usage: run.py CACHE MESHGEN [CHECK...]

Each file in checks/ that has a function check() is one question; without CHECK all are asked.
"""
import pathlib
import sys
import tempfile

from checks import (appliers, argocd, definitions, formats, kustomize, kustomize_plugin, manifestwork, istioctl_generate, istioctl_validate,
                    live, operator_dump, sealing, templates, trust, yaml_readers)
from checks.inputs import Run
from checks.report import Report

CHECKS = [kustomize, kustomize_plugin, yaml_readers, templates, manifestwork, definitions, istioctl_validate,
          istioctl_generate, operator_dump, trust, sealing, argocd,
          formats, appliers, live]


def main():
  if len(sys.argv) < 3:
    sys.exit(__doc__)
  names = {c.__name__.split(".")[-1]: c for c in CHECKS}
  wanted = sys.argv[3:] or names
  unknown = [n for n in wanted if n not in names]
  if unknown:
    sys.exit(f"no check is called {unknown[0]}; there are: {' '.join(names)}")
  root = pathlib.Path(__file__).resolve().parent.parent
  report = Report()
  with tempfile.TemporaryDirectory(prefix="interop-") as work:
    run = Run(root, pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).resolve(), pathlib.Path(work))
    run.render(report)
    for name in wanted:
      names[name].check(run, report)
  sys.exit(report.end())


main()
