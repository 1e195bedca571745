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
    assert r"  title = {{أنهار \& Rivers: 50 \% of \{all\} they\_carry}}," in written
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


@given(st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_no_title_breaks_out_of_its_place(title: str, authors: list[str]) -> None:
    work = Work("S1", title, authors=tuple(authors))
    assert all(re.match(r"^[A-Z][A-Z0-9]  - ", line) for line in ris(work).split("\r\n")[:-1])
    bare = re.sub(r"\\[{}]", "", bibtex(work))
    assert bare.count("{") == bare.count("}")
    assert len(json.loads(csl_json(work))) == 1
