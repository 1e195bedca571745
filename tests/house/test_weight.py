"""What a first visit weighs, compressed: under 200 kB, pages of the text under 300 kB (both with all their fonts)."""

from __future__ import annotations

import gzip
from importlib.resources import files
from pathlib import Path

from tests.house.tree import PACKAGE

UI = PACKAGE / "foundation" / "ui" / "static" / "ui"
HTMX = files("django_htmx") / "static" / "django_htmx" / "htmx-2.min.js"
#: What the pages themselves may weigh beside these: the largest of them, compressed.
PAGE = 40_000


def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def sheets_and_scripts() -> int:
    sheets = sum(compressed(path) for path in UI.glob("css/*.css"))
    return sheets + sum(compressed(path) for path in UI.glob("*.js")) + len(gzip.compress(HTMX.read_bytes(), 6))


def fonts(pattern: str) -> int:
    return sum(path.stat().st_size for path in UI.glob(f"fonts/{pattern}.woff2"))


def test_a_first_visit_with_every_face_of_the_interface_is_under_200_kb():
    assert PAGE + sheets_and_scripts() + fonts("sans-*") < 200_000


def test_a_first_visit_to_the_text_with_every_face_is_under_300_kb():
    assert PAGE + sheets_and_scripts() + fonts("*") < 300_000


def test_the_budgets_written_down_are_the_sizes_there_are():
    readme = (UI / "README.md").read_text(encoding="utf-8")
    kept = {path.name: path.stat().st_size for path in UI.glob("fonts/*.woff2")}
    unsaid = {name: size for name, size in kept.items() if f"| {name} | {size:,} |" not in readme}
    assert unsaid == {}
