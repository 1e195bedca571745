"""What a tracked change is in the XML of a Word document: which elements are one, and when two of them are the same."""

from __future__ import annotations

from mithaq.core.docx.pieces import Kind
from mithaq.core.reading.package import Element
from mithaq.core.reading.paragraphs import ALTERNATIVES
from mithaq.core.reading.words import W

#: Changes of words, of ends of paragraphs, of rows and cells.
CHANGES = {
    W + "ins": Kind.INSERTED,
    W + "del": Kind.DELETED,
    W + "moveFrom": Kind.MOVED_FROM,
    W + "moveTo": Kind.MOVED_TO,
    W + "cellIns": Kind.INSERTED,
    W + "cellDel": Kind.DELETED,
}
#: Changes of form only.
FORMS = frozenset(
    W + name
    for name in ("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
                 "tblGridChange", "numberingChange", "cellMerge", "customXmlInsRangeStart", "customXmlDelRangeStart",
                 "customXmlMoveFromRangeStart", "customXmlMoveToRangeStart")
)  # fmt: skip


def branches_around(element: Element) -> Element | None:
    """The outermost of the alternatives in which it stands, if it stands in one of several ways to show a thing."""
    around = list(element.iterancestors(ALTERNATIVES))
    return around[-1] if around else None


def said_by(element: Element) -> tuple[str, ...]:
    """What a change is besides its number: LibreOffice 7.4 numbers the twins in two branches apart."""
    return (str(element.tag), *(element.get(W + name, "") for name in ("author", "date")), words_in(element))


def words_in(element: Element) -> str:
    """All words under a change, those that it took out too."""
    return "".join(part.text or "" for part in element.iter(W + "t", W + "delText"))
