"""Style sheets serve both directions of writing; pages carry no inline style and no inline script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import PACKAGE, files_under, shown

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARATION = re.compile(r"(?<=[{;])\s*(?P<property>[a-z-]+)\s*:\s*(?P<value>[^;{}]+)(?=[;}])")

SIDED = re.compile(
    r"(?:(?:scroll-)?(?:margin|padding)-(?:left|right|top|bottom)|left|right|top|bottom"
    r"|border-(?:left|right|top|bottom)(?:-(?:color|style|width))?"
    r"|border-(?:top|bottom)-(?:left|right)-radius)"
)
SIDES_IN_THE_VALUE = re.compile(r"\b(?:left|right)\b")
MAY_NAME_A_SIDE = {
    "text-align",
    "float",
    "clear",
    "background-position",
    "object-position",
    "transform-origin",
    "background",
}
FOUR_SIDES = {"margin", "padding", "inset", "border-width", "border-style", "border-color", "scroll-margin"}

INLINE = re.compile(
    r"""<style\b | <script\b(?![^>]*\bsrc=) | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | \bhx-on\b | javascript: """,
    re.VERBOSE | re.IGNORECASE,
)
NOT_MARKUP = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|{%.*?%}", re.DOTALL)  # a tag's own words are props


def declarations(sheet: str) -> Iterator[tuple[str, str]]:
    for found in DECLARATION.finditer(COMMENT.sub("", sheet)):
        yield found["property"], found["value"].strip()


def is_physical(name: str, value: str) -> bool:
    """Whether a declaration means the same side of the screen in Arabic as in English."""
    if SIDED.fullmatch(name):
        return True
    if name in MAY_NAME_A_SIDE and SIDES_IN_THE_VALUE.search(value):
        return True
    parts = re.findall(r"(?:[^\s()]|\([^()]*(?:\([^()]*\)[^()]*)*\))+", value.replace("!important", ""))
    return name in FOUR_SIDES and len(parts) == 4 and parts[1] != parts[3]


@pytest.mark.parametrize(
    "sheet",
    [
        "a{margin-left:1px}",
        "a { color: red; left : 0 }",
        "a{text-align:right;}",
        "a{padding:0 1px 0 2px}",
        "a{border-top-left-radius:3px}",
        "@media print{a{float:left}}",
    ],
)
def test_a_physical_side_is_seen(sheet: str):
    assert any(is_physical(*declaration) for declaration in declarations(sheet))


@pytest.mark.parametrize(
    "sheet",
    [
        "a{margin-inline-start:1px; inset-block:0; float:inline-end}",
        "/* margin-left: 1px; */ a{padding:0 1px 0 1px}",
        ".right{grid-area:left} a:hover{text-align:start}",
        "a{margin:calc(1px + (2px * 3)) auto}",
    ],
)
def test_a_logical_side_is_let_pass(sheet: str):
    assert [declaration for declaration in declarations(sheet) if is_physical(*declaration)] == []


def test_style_sheets_name_no_physical_side():
    physical = [
        f"{shown(path)}: {name}: {value}"
        for path in files_under(PACKAGE, ".css")
        for name, value in declarations(path.read_text(encoding="utf-8"))
        if is_physical(name, value)
    ]
    assert physical == []


def inline_code(path: Path) -> list[str]:
    text = NOT_MARKUP.sub(" ", path.read_text(encoding="utf-8"))
    return [f"{shown(path)}: {found.group().strip()}" for found in INLINE.finditer(text)]


#: No page: mail programs know no style sheet beside a letter, and no browser shows it under our policy.
LETTER = PACKAGE / "foundation/mail/templates/mail/dressed.html"
#: No page either: a file that is taken away and carries its look in itself.
TAKEN_AWAY = PACKAGE / "communique/templates/communique/frozen.html"

#: No page of ours either: `mithaq redline --html` writes it into a file, which is opened and sent on by itself.
FILE = PACKAGE / "core/redline/faces/page.html"


def test_pages_carry_no_inline_style_and_no_inline_script():
    pages = [path for path in files_under(PACKAGE, ".html", ".svg") if path not in (LETTER, FILE, TAKEN_AWAY)]
    assert [found for path in pages for found in inline_code(path)] == []


def test_a_letter_carries_style_and_nothing_that_runs_or_is_loaded():
    words = LETTER.read_text(encoding="utf-8")
    assert {found.partition(": ")[2].lower() for found in inline_code(LETTER)} == {"<style", "style="}
    assert not re.search(r"<script|<img|<link|url\(|@import|@font-face|src=|background=", words)


@pytest.mark.parametrize("file", [FILE, TAKEN_AWAY], ids=["redline", "frozen"])
def test_a_page_in_a_file_carries_its_style_and_nothing_that_runs_or_is_loaded(file):
    words = file.read_text(encoding="utf-8")
    assert {found.partition(": ")[2].lower() for found in inline_code(file)} == {"<style"}
    assert not re.search(r"<script|<img|<link|src=", words)


def test_no_html_made_in_python_carries_inline_style_or_script():
    markup = re.compile(r"""<\w[^>\n]*\s(?:style|on[a-z]+)=["'{]|<style\b|<script>""")
    sources = {path: path.read_text(encoding="utf-8") for path in files_under(PACKAGE, ".py")}
    assert [f"{shown(path)}: {hit}" for path, text in sources.items() for hit in markup.findall(text)] == []
