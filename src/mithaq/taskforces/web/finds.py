"""What a search among the papers shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator

from mithaq.foundation.actors.request import Request
from mithaq.foundation.search.queries import Find
from mithaq.taskforces.models import Paper
from mithaq.taskforces.queries.pages import finds_of, listed_papers, search_papers

#: Papers on one page of what was found.
A_PAGE = 10


@dataclass(frozen=True)
class Row:
    """A paper that was found, and where in it stands what was asked for; None where its title alone says it."""

    paper: Paper
    find: Find | None


def found_on(line: str, request: Request) -> dict[str, Any]:
    """One page of the papers that a line finds. Five queries, whatever is found."""
    ranking, found = search_papers(line, request.seat, request.at)
    listed: Page[Any] = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    shown = list(listed)
    finds = finds_of(ranking, shown)
    papers = listed_papers([one.paper for one in shown], request.seat, request.at)
    return {"listed": listed, "rows": [Row(paper, finds.get(paper.pk)) for paper in papers]}
