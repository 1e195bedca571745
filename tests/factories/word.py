"""A small draft in two languages, and some changes of cities to it."""

from __future__ import annotations

from datetime import UTC, datetime

from mithaq.core.docx.drafts import Cover
from mithaq.core.edits import Edit
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText

WHEN = datetime(2031, 3, 2, 9, 30, tzinfo=UTC)
DRAFT = DraftText(
    ("en", "ar"),
    "ab" * 32,
    (
        DraftClause(
            "pre", "preamble", "",
            {
                "en": "We, the mayors of the river cities,\nrecalling earlier years,",
                "ar": "نحن، رؤساء مدن الأنهار،\nإذ نستذكر السنوات السابقة،",
            },
        ),
        DraftClause("h1", "heading", "", {"en": "Water and land", "ar": "الماء والأرض"}),
        DraftClause(
            "p1", "point", "1",
            {
                "en": "Urge the leaders of the G20 to invest 2.5% of their funds (SDG 11.b) in cities every year.",
                "ar": "نحث قادة G20 على استثمار 2.5% من أموالهم (SDG 11.b) في المدن كل عام.",
            },
            1,
        ),
        DraftClause("p2", "point", "2", {"en": "Protect river banks.", "ar": "حماية ضفاف الأنهار."}, 1),
        DraftClause("p21", "point", "2.1", {"en": "Plant trees by 2030.", "ar": "غرس الأشجار بحلول 2030."}, 2),
        DraftClause("p3", "point", "3", {"en": "Call upon states to open data.", "ar": "ندعو الدول إلى فتح البيانات."}, 1),
        DraftClause("end", "closing", "", {"en": "Adopted by the cities.", "ar": "اعتمدته المدن."}),
    ),
)  # fmt: skip
COVER = Cover(
    {"en": "Declaration of the River Cities", "ar": "إعلان مدن الأنهار"},
    {"en": "Draft, first revision", "ar": "المسودة، المراجعة الأولى"},
    running="River Cities · 1",
    text="decl",
    at=WHEN,
)


def words(clause: str, language: str = "en") -> str:
    """The words of a clause of the draft."""
    return next(one.words[language] for one in DRAFT.clauses if one.id == clause)


def swap(clause: str, old: str, new: str, author: str, language: str = "en") -> Change:
    """Other words for some of a clause's words; nothing for `old` puts them at its end."""
    said = words(clause, language)
    start = said.index(old) if old else len(said)
    edit = Edit(start, start + len(old), new)
    return Change(clause, Sort.REPLACE, old, new, (edit,), author, WHEN, language=language)


def change(clause: str, kind: Sort, author: str, after: str = "", **more: object) -> Change:
    """Another change of a city."""
    return Change(clause, kind, after=after, author=author, date=WHEN, **{"before": "", "language": "en", **more})  # type: ignore[arg-type]
