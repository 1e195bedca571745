"""What no file of ours may say."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import files, shown

A_FOLDER_OF_SOMEONES_MACHINE = re.compile(r"(?<![\w}>.~-])/(?:work|tmp|root|home/\w+|Users/\w+)\b(?!-)")
A_REGISTRYS_ADDRESS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|unpkg\.com|jsdelivr\.net"
)
UNFINISHED = re.compile(r"\b(?:TO[D]O|FIX[M]E|X[X]X)\b")


@pytest.mark.parametrize(
    "words",
    [A_FOLDER_OF_SOMEONES_MACHINE, A_REGISTRYS_ADDRESS, UNFINISHED],
    ids=["a folder of someone's machine", "a registry's address", "unfinished work"],
)
def test_no_file_says(words: re.Pattern[str]):
    assert [line for path in files() for line in lines_with(words, path)] == []


def lines_with(words, path):
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return []
    numbered = enumerate(text.splitlines(), start=1)
    return [f"{shown(path)}:{number}: {line.strip()[:120]}" for number, line in numbered if words.search(line)]
