"""YAML whose mappings know on which line each of their names stands, so that a fault can say where it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

_MERGE = "tag:yaml.org,2002:merge"


class Lined(dict[Any, Any]):
    """A mapping, and the line of each of its names, counted from 1."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[Any, int] = {}

    @property
    def line(self) -> int:
        """The line of the first name."""
        return min(self.lines.values(), default=0)


def lined(text: str) -> Any:
    """What stands in the YAML text. Raises `yaml.YAMLError`, also where a name stands twice in one mapping."""
    return yaml.load(text, _Loader)  # noqa: S506 (it is a SafeLoader)


class _Loader(yaml.SafeLoader):
    """Makes plain values and `Lined` mappings, nothing else."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[Lined]:
    found = Lined()
    yield found
    names = [name for name, _value in node.value if isinstance(name, yaml.ScalarNode) and name.tag != _MERGE]
    for node_of_name in names:
        name, mark = loader.construct_object(node_of_name), node_of_name.start_mark
        if name in found.lines:
            raise yaml.constructor.ConstructorError(None, None, "a name that stands twice", mark)
        found.lines[name] = mark.line + 1
    found |= loader.construct_mapping(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
