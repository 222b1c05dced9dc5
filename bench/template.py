"""The script a team writes instead: the files of one cluster as Jinja2 templates,
rendered for every cluster by one process.

template.py TREE MODEL OUT NAMES    TREE is an output tree, MODEL the cluster whose
                                    files are the templates, NAMES a file of clusters
"""

import sys
from pathlib import Path

import jinja2


def load(tree, model):
    environment = jinja2.Environment(keep_trailing_newline=True)
    for path in sorted(tree.glob(f"*/{model}/**/*.yaml")):
        text = path.read_text().replace(model, "{{ cluster }}")
        name = str(path.relative_to(tree)).replace(model, "{{ cluster }}")
        yield environment.from_string(name), environment.from_string(text)


def main():
    tree, model, out, names = sys.argv[1:]
    templates = list(load(Path(tree), model))
    for cluster in Path(names).read_text().split():
        for name, text in templates:
            path = Path(out, name.render(cluster=cluster))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text.render(cluster=cluster))


main()
