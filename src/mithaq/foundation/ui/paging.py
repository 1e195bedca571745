"""Long lists in pages: one piece for every room, drawn by the component `pagination`.

`?page=3` asks for a page and `?page=all` for the whole list where that is offered, to print or to copy. A number beyond
the end leads to the last page, since a list may have become shorter since the address was written down; what is no
number leads to the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

#: Rows on a page, unless a room says otherwise.
A_PAGE = 50
#: What stands in the address for the whole list.
ALL = "all"


class Pages(Paginator):
    """A list cut into pages of `size` rows; `is_whole` where all of them stand on one, `known` how many there are,
    where that need not be asked."""

    def __init__(
        self, listed: Any, size: int, *, may_be_whole: bool = False, is_whole: bool = False, known: int | None = None
    ) -> None:
        self.size, self.may_be_whole, self.is_whole = size, may_be_whole, is_whole
        super().__init__(listed, size)
        if known is not None:
            self.count = known
        if is_whole:
            self.per_page = max(self.count, 1)


def page_of(
    listed: Sequence[Any] | QuerySet[Any],
    request: HttpRequest,
    *,
    size: int = A_PAGE,
    may_be_whole: bool = False,
    known: int | None = None,
) -> Page[Any]:
    """The page of a list that the address asks for. One query more than the list itself, where it is a query and it is
    not `known` how long it is."""
    asked = request.GET.get("page")
    is_whole = may_be_whole and asked == ALL
    return Pages(listed, size, may_be_whole=may_be_whole, is_whole=is_whole, known=known).get_page(asked)
