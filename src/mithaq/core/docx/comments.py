"""The comments of a Word document and their replies, and what the document says of itself.

Replies stand in a part of their own (`commentsExtended`), which names comments by the paragraph they end with. Dates
that are none (LibreOffice writes `0-00-00T00:00:00Z` where it knows none) are unknown; so are authors where a program
names none.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from mithaq.core.docx.pieces import Comment
from mithaq.core.reading.document import instant
from mithaq.core.reading.package import Element, Package, related
from mithaq.core.reading.paragraphs import ALTERNATIVES, chosen, part_of, sign_of
from mithaq.core.reading.words import W

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
#: The year before which Word knows no hours.
_NEVER = 1601
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_UTC = "{http://schemas.microsoft.com/office/word/2023/wordml/word16du}dateUtc"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
_GONE = frozenset(W + name for name in ("del", "moveFrom", "pPr", "rPr", "instrText"))


def comments_in(package: Package, main: str) -> tuple[tuple[Comment, ...], dict[str, str]]:
    """The comments in their order, and the identifier of each by the one that the text uses for it."""
    parts = related(package, main)
    root = part_of(package, parts.get("comments"))
    found = [] if root is None else root.findall(W + "comment")
    answers, done = _threads(part_of(package, parts.get("commentsExtended")))
    names: dict[str, str] = {}
    ends: dict[str, str] = {}
    for place, comment in enumerate(found):
        own = comment.get(W + "id", "")
        name = f"comments/{own}" if own and own not in names else f"comments/{own}~{place}"
        names.setdefault(own, name)
        paragraphs = [one.get(W14 + "paraId", "") for one in comment.iter(W + "p")]
        ends.update(dict.fromkeys(filter(None, paragraphs[-1:]), name))
    by_name = {name: end for end, name in ends.items()}
    listed = []
    taken: set[str] = set()
    for place, comment in enumerate(found):
        own = comment.get(W + "id", "")
        name = names[own] if names[own] not in taken else f"comments/{own}~{place}"
        taken.add(name)
        end = by_name.get(name, "")
        listed.append(
            Comment(
                id=name,
                author=comment.get(W + "author", "").strip(),
                date=instant_of(comment),
                text="\n".join(_words_of(one) for one in comment.iter(W + "p")).strip(),
                answers=ends.get(answers.get(end, ""), ""),
                done=end in done,
            )
        )
    return tuple(listed), names


def instant_of(element: Element) -> datetime | None:
    """When a change or comment was made. Word writes the hour of its own clock as if it were universal time, and since
    2023 the true one beside it; where it keeps persons and hours to itself, the first day of 1601 stands for none."""
    found = instant(element.get(_UTC, "")) or instant(element.get(W + "date", ""))
    return found if found is not None and found.year > _NEVER else None


def custom_properties(package: Package) -> dict[str, str]:
    """What a document's custom properties say, by their names."""
    root = part_of(package, related(package, "").get("custom-properties"))
    found = [] if root is None else root.findall(_PROPERTY)
    return {one.get("name", ""): "".join(map(str, one.itertext())).strip() for one in found}


def _threads(root: Element | None) -> tuple[dict[str, str], set[str]]:
    """Which comment answers which, and which are settled, all by their last paragraphs."""
    answers: dict[str, str] = {}
    done: set[str] = set()
    for one in () if root is None else root.iter(W15 + "commentEx"):
        last = one.get(W15 + "paraId", "")
        if above := one.get(W15 + "paraIdParent", ""):
            answers[last] = above
        if one.get(W15 + "done", "0") in ("1", "true", "on"):
            done.add(last)
    return answers, done


def _words_of(paragraph: Element) -> str:
    return "".join(_signs(paragraph))


def _signs(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == ALTERNATIVES:
            yield from _signs(chosen(child))
        elif child.tag not in _GONE and isinstance(child.tag, str):
            yield sign_of(child)
            yield from _signs(child)
