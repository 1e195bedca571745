"""What a year produced, as files that a person can read and recount: texts, the roll of endorsers, figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from mithaq.communique.domain.freeze import canonical_form
from mithaq.communique.models import Draft, Text
from mithaq.communique.queries import clauses_of, in_order, shown_draft
from mithaq.communique.vocabulary import ClauseKind
from mithaq.core.sheets.written import defused
from mithaq.cycle.models import Cycle
from mithaq.endorsements.models import Endorsement
from mithaq.endorsements.queries import release_of
from mithaq.press.queries import figures_of

ROLL = (
    "organisation_en",
    "organisation_ar",
    "method",
    "endorsed_at",
    "late",
    "provisional",
    "may_be_named",
    "reservation_en",
    "reservation_ar",
    "withdrawn_at",
    "text_sha256",
    "source",
)


def write_outcome(cycle: Cycle, at: datetime, out: Path) -> dict[str, Any]:
    """Write texts, roll and figures as of `at` into `out`; the figures, as they were written."""
    texts = out / "texts"
    texts.mkdir()
    for text in cycle.texts.select_related("cycle").order_by("id"):
        draft = shown_draft(text)
        if draft is not None:
            _write_text(text, draft, texts)
    _write_roll(cycle, at, out / "roll.csv")
    figures = figures_of(cycle, at, only_public=False)
    (out / "figures.json").write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return figures


def _write_text(text: Text, draft: Draft, texts: Path) -> None:
    for language in text.authentic:
        lines = [f"# {text.title.in_language(language)}", "", *_lines(draft, language)]
        (texts / f"{text.key}.{language}.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if hasattr(text, "freezing"):
        (texts / f"{text.key}.canonical.json").write_bytes(canonical_form(draft))


def _lines(draft: Draft, language: str) -> Iterator[str]:
    for depth, placed in in_order(clauses_of(draft)):
        words = placed.words.in_language(language)
        if placed.kind == ClauseKind.HEADING:
            yield f"## {words}"
        elif placed.number:
            yield f"{'  ' * max(depth - 1, 0)}{placed.number}. {words}"
        else:
            yield words
        yield ""


def _write_roll(cycle: Cycle, at: datetime, path: Path) -> None:
    release = release_of(cycle, at)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ROLL)
        register = Endorsement.objects.filter(text__cycle=cycle, at__lte=at)
        register = register.select_related("organisation", "withdrawal").prefetch_related("reservations")
        for one in register.order_by("at", "id"):
            writer.writerow(defused(_roll_row(one, release).values()))


def _roll_row(one: Endorsement, release: datetime | None) -> dict[str, Any]:
    reserved = [each.text for each in one.reservations.all()]
    withdrawal = getattr(one, "withdrawal", None)
    return {
        "organisation_en": one.organisation.name.get("en", ""),
        "organisation_ar": one.organisation.name.get("ar", ""),
        "method": one.method,
        "endorsed_at": one.at.isoformat(),
        "late": "yes" if release and one.at > release else "no",
        "provisional": "yes" if one.is_provisional else "no",
        "may_be_named": "yes" if one.may_be_named else "no",
        "reservation_en": "; ".join(words["en"] for words in reserved if words.get("en")),
        "reservation_ar": "; ".join(words["ar"] for words in reserved if words.get("ar")),
        "withdrawn_at": withdrawal.at.isoformat() if withdrawal else "",
        "text_sha256": one.text_hash,
        "source": one.source,
    }
