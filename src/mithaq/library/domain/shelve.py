"""Keeping what a study is found by in step with what is said of it and with its file."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from mithaq.foundation.search.index import Said, index
from mithaq.foundation.search.models import Passage
from mithaq.library.models import Study
from mithaq.library.queries import KIND
from mithaq.library.vocabulary import Looked


def shelve(study: Study, pages: Iterable[Said] | None = None) -> None:
    """The study is found by its title, description and authors, and by `pages`; without them, by those of before."""
    if pages is None:
        pages = [
            Said(one.text, one.language, one.page)
            for one in Passage.objects.filter(kind=KIND, subject=study.pk, is_title=False)
        ]
    index(KIND, study.pk, list(_called(study)), pages)


def shelve_pages(study: Study, pages: Iterable[Said], looked: Looked) -> None:
    """The study is also found by these pages of its file, or by none, with what became of the file."""
    with transaction.atomic():
        shelve(study, pages)
        Study.objects.filter(pk=study.pk).update(looked=looked)


def _called(study: Study) -> Iterable[Said]:
    authors = " · ".join(study.authors)
    for language, title in study.title.items():
        words = [title, study.abstract.get(language, ""), authors]
        yield Said("\n".join(part for part in words if part), language)
