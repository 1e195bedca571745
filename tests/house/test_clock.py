"""The time is asked for in one place; everything else is told it."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.tree import PACKAGE, files_under, shown

MAY_ASK = (PACKAGE / "foundation" / "clock", PACKAGE / "site" / "environment.py")
CLOCKS = {
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("timezone.now", "time.time", "time.time_ns"),
}
CLOCKS_UNLESS_TOLD = {"timezone.localdate", "timezone.localtime"}


def clocks_asked(path: Path) -> list[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = [node for node in nodes if isinstance(node, ast.Attribute) and last_two_names(node) in CLOCKS]
    bare = [node.func for node in nodes if isinstance(node, ast.Call) and not node.args + node.keywords]
    names += [node for node in bare if isinstance(node, ast.Attribute) and last_two_names(node) in CLOCKS_UNLESS_TOLD]
    return [f"{shown(path)}:{node.lineno}: {last_two_names(node)}" for node in names]


def last_two_names(node: ast.Attribute) -> str:
    owner = node.value
    return f"{getattr(owner, 'attr', getattr(owner, 'id', ''))}.{node.attr}"


def test_only_the_clock_asks_what_time_it_is():
    sources = [path for path in files_under(PACKAGE, ".py") if not any(path.is_relative_to(place) for place in MAY_ASK)]
    assert [asked for path in sources for asked in clocks_asked(path)] == []
