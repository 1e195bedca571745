"""The texts that the papers of the model year were made from."""

import re

import yaml


def written_in(source):
    """The settings of a paper's source, and its recommendations with those who proposed each."""
    _, settings, text = source.read_text(encoding="utf-8").split("---\n", 2)
    chapter, found = False, []
    for line in text.splitlines():
        if line.startswith("# "):
            chapter = line in ("# Recommendations", "# التوصيات")
        elif chapter and (one := re.fullmatch(r"(?:R?\d+\.|-) (.*?) \(([^()]*)\)[.:]", line)):
            found.append((one[1], tuple(re.split("[,،] ", one[2]))))
    return yaml.safe_load(settings), found
