"""Words with their changes marked, wherever a page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mithaq.communique.vocabulary import CUT
from mithaq.core.edits import Edit
from mithaq.core.redline import Kind, Run
from mithaq.foundation.languages.formats import number


def redlined(runs: Iterable[Run]) -> SafeString:
    """What was taken out struck through, what was put in underlined; what was moved has its number in both places."""
    return format_html('<p class="redline">{}</p>', format_html_join("", "{}", ((_run(run),) for run in runs)))


def unmarked(runs: Iterable[Run]) -> SafeString:
    """The same words without the marks."""
    return format_html('<p class="redline">{}</p>', "".join(run.text for run in runs))


def marked(base: str, edits: Iterable[Edit], around: int = 0) -> SafeString:
    """A wording with edits over it; with `around`, of what is kept only so many letters beside each change, to the
    next word."""
    runs = list(_runs(base, edits))
    shown = (
        Run(Kind.KEPT, _near(run.text, around, place > 0, place < len(runs) - 1)) if run.kind is Kind.KEPT else run
        for place, run in enumerate(runs)
    )
    return redlined(run for run in shown if run.text)


def _runs(base: str, edits: Iterable[Edit]) -> Iterator[Run]:
    """The base in runs. Where a clause is cut, the white space it is cut in is not shown as taken out."""
    place = 0
    for edit in chain(edits, [Edit(len(base), len(base), "")]):
        if edit.start > place:
            yield Run(Kind.KEPT, base[place : edit.start])
        if edit.end > edit.start and edit.replacement != CUT:
            yield Run(Kind.DELETED, base[edit.start : edit.end])
        if edit.replacement:
            yield Run(Kind.INSERTED, edit.replacement.replace(CUT, " ¶ "))
        place = edit.end


def _near(kept: str, around: int, after: bool, before: bool) -> str:
    """What is kept between two changes, or before the first and after the last one, as far as it stands near them."""
    if not around or len(kept) <= around * (after + before) + around:
        return kept
    head = kept[:around].rpartition(" ")[0] + " …" if after else ""
    tail = "… " + kept[-around:].partition(" ")[2] if before else ""
    return f"{head} {tail}".strip(" ") if after and before else (head or tail)


def _run(run: Run) -> SafeString:
    if run.kind is Kind.KEPT:
        return escape(run.text)
    tag = "del" if run.kind is Kind.DELETED else "ins"
    if run.move is None:
        return format_html("<{}>{}</{}>", tag, run.text, tag)
    words = gettext("moved, no. %(number)s") % {"number": number(run.move)}
    return format_html(
        '<sup title="{}">{}</sup><{} class="redline__moved">{}</{}>', words, number(run.move), tag, run.text, tag
    )
