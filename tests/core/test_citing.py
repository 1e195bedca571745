"""A citation is read by reference managers as it was meant, whatever its title holds."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.citing import Work, bibtex, csl_json, ris

WORK = Work(
    "S2031-07",
    "أنهار & Rivers: 50 % of {all} they_carry",
    authors=("Ketut Wiradana", "ليلى الحسن"),
    publishers=("Interbasin Flood Observatory",),
    issued="2031-02-03",
    language="en",
    pages=31,
    url="https://library.example/s/7?x=1&y={2}",
    keywords=("warning", "evacuation"),
    series="Library of studies",
)


def test_bibtex_escapes_what_tex_would_obey() -> None:
    written = bibtex(WORK)
    assert written.startswith("@techreport{S2031-07,\n")
    assert r"  title = {{أنهار \& Rivers: 50 \% of \textbraceleft{}all\textbraceright{} they\_carry}}," in written
    assert "  author = {{Ketut Wiradana} and {ليلى الحسن}}," in written
    assert "  month = {2}," in written


def test_ris_has_a_line_for_each_author_and_ends() -> None:
    lines = ris(WORK).split("\r\n")
    assert lines[0] == "TY  - RPRT"
    assert [line for line in lines if line.startswith("AU")] == ["AU  - Ketut Wiradana", "AU  - ليلى الحسن"]
    assert "DA  - 2031/02/03/" in lines
    assert lines[-2:] == ["ER  - ", ""]


@pytest.mark.parametrize(("issued", "parts"), [("2031", [2031]), ("2031-02", [2031, 2]), ("2031-02-03", [2031, 2, 3])])
def test_a_date_is_as_exact_as_it_is_known(issued: str, parts: list[int]) -> None:
    (item,) = json.loads(csl_json(Work("S1", "A", issued=issued)))
    assert item["issued"] == {"date-parts": [parts]}


def test_what_is_not_known_is_left_out() -> None:
    assert json.loads(csl_json(Work("S1", "A"))) == [{"id": "S1", "type": "report", "title": "A", "number": "S1"}]
    assert ris(Work("S1", "A")) == "TY  - RPRT\r\nID  - S1\r\nTI  - A\r\nM1  - S1\r\nER  - \r\n"


def closes_what_it_opens(entry: str) -> bool:
    """Whether the braces of an entry are balanced as BibTeX counts them: it knows no escape."""
    depth, came_to_nothing = 0, 0
    for letter in entry.rstrip("\n"):
        depth += (letter == "{") - (letter == "}")
        came_to_nothing += letter == "}" and depth == 0
        if depth < 0:
            return False
    return depth == 0 and came_to_nothing == 1


@pytest.mark.parametrize("name", ["A {", "} B", "C \\", "D\0E", "F\r\nTY  - BOOK", "G and H", "% I", '"J"', "@book{K,"])
def test_no_name_breaks_any_of_the_forms(name: str) -> None:
    work = Work("S1", "Title", authors=(name, "Ketut Wiradana"))
    assert closes_what_it_opens(bibtex(work))
    assert "\0" not in bibtex(work) + ris(work)
    lines = ris(work).split("\r\n")
    assert [line[:2] for line in lines if line] == ["TY", "ID", "TI", "AU", "AU", "M1", "ER"]
    (item,) = json.loads(csl_json(work))
    assert len(item["author"]) == 2


@pytest.mark.parametrize("link", ["https://doi.org/10.1234/ab_c(2)", "http://dx.doi.org/10.1234/ab_c%282%29"])
def test_a_link_to_a_doi_is_given_as_one(link: str) -> None:
    work = Work("S1", "A", url=link)
    assert json.loads(csl_json(work))[0]["DOI"] == "10.1234/ab_c(2)"
    assert "DO  - 10.1234/ab_c(2)\r\n" in ris(work)
    assert r"  doi = {10.1234/ab\_c(2)}," in bibtex(work)
    assert Work("S1", "A", url="https://library.example/10.1234/ab").doi == ""


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_no_title_breaks_out_of_its_place(title: str, authors: list[str]) -> None:
    work = Work("S1", title, authors=tuple(authors))
    assert all(re.match(r"^[A-Z][A-Z0-9]  - ", line) for line in ris(work).split("\r\n")[:-1])
    assert closes_what_it_opens(bibtex(work))
    assert len(json.loads(csl_json(work))) == 1
