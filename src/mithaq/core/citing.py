"""A work as reference managers take it in: BibTeX, RIS (2001) and CSL-JSON (schema 1.0.2).

All three are UTF-8. Values are written on one line, without control characters. In BibTeX the characters that TeX reads
as orders are escaped, braces by their names, since BibTeX counts even escaped ones; and the title stands in two pairs
of braces so that no style changes its capitals. A link to doi.org is also given as the DOI that it is. In RIS a line is
a tag, two spaces, a hyphen, a space and the value, and lines end with CR LF.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

_WHITE = re.compile(r"\s+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_DOI = re.compile(r"https?://(?:dx\.)?doi\.org/(10\.\d{4,9}/\S+)", re.IGNORECASE)
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "%": r"\%",
        "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_",
        "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Work:
    """A work to be cited. `issued` is a year, a month or a day in ISO form, or empty; `authors` as they are printed."""

    identifier: str
    title: str
    authors: Sequence[str] = ()
    publishers: Sequence[str] = ()
    issued: str = ""
    language: str = ""
    pages: int | None = None
    url: str = ""
    abstract: str = ""
    keywords: Sequence[str] = ()
    series: str = ""

    @property
    def doi(self) -> str:
        """The DOI to which the link leads; empty where it leads elsewhere."""
        found = _DOI.fullmatch(self.url)
        return unquote(found[1]) if found else ""


def bibtex(work: Work) -> str:
    """The work as a BibTeX entry of kind `techreport`."""
    year, month, _day = _date(work)
    fields = {
        "title": "{" + _tex(work.title) + "}",
        "author": " and ".join("{" + _tex(name) + "}" for name in work.authors),
        "institution": _tex("; ".join(work.publishers)),
        "type": _tex(work.series),
        "number": _tex(work.identifier),
        "year": year,
        "month": month.lstrip("0"),
        "language": _tex(work.language),
        "pagetotal": str(work.pages or ""),
        "doi": _tex(work.doi),
        "url": _line(work.url).replace("{", "%7B").replace("}", "%7D"),
        "keywords": _tex(", ".join(work.keywords)),
        "abstract": _tex(work.abstract),
    }
    key = re.sub(r"[^A-Za-z0-9:-]", "-", work.identifier)
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@techreport{{{key},\n{body}\n}}\n"


def ris(work: Work) -> str:
    """The work as a RIS record of type RPRT."""
    year, month, day = _date(work)
    lines = [
        ("TY", "RPRT"), ("ID", work.identifier), ("TI", work.title), *(("AU", name) for name in work.authors),
        *(("PB", name) for name in work.publishers), ("PY", year), ("DA", f"{year}/{month}/{day}/" if year else ""),
        ("LA", work.language), ("SP", str(work.pages or "")), ("DO", work.doi), ("UR", work.url), ("AB", work.abstract),
        *(("KW", word) for word in work.keywords), ("T3", work.series), ("M1", work.identifier),
    ]  # fmt: skip
    return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def csl_json(work: Work) -> str:
    """The work as a list of one CSL item."""
    item = {
        "id": work.identifier,
        "type": "report",
        "title": _line(work.title),
        # Names are not taken apart: no rule says of a name of any country which part of it is the family's.
        "author": [{"literal": _line(name)} for name in work.authors],
        "publisher": _line("; ".join(work.publishers)),
        "issued": {"date-parts": [[int(part) for part in work.issued.split("-")]]} if work.issued else None,
        "language": work.language,
        "number-of-pages": work.pages,
        "DOI": work.doi,
        "URL": work.url,
        "abstract": _line(work.abstract),
        "keyword": ", ".join(map(_line, work.keywords)),
        "collection-title": _line(work.series),
        "number": work.identifier,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class Form:
    """A way to write a citation: the ending of its file, its media type, and what writes it."""

    ending: str
    content_type: str
    written: Callable[[Work], str]


FORMS = {
    "bibtex": Form("bib", "application/x-bibtex", bibtex),
    "ris": Form("ris", "application/x-research-info-systems", ris),
    "csl": Form("json", "application/vnd.citationstyles.csl+json", csl_json),
}


def _date(work: Work) -> tuple[str, str, str]:
    year, month, day, *_rest = [*work.issued.split("-"), "", ""]
    return year, month, day


def _line(value: str) -> str:
    return _WHITE.sub(" ", _CONTROL.sub("", value)).strip()


def _tex(value: str) -> str:
    return _line(value).translate(_TEX)
