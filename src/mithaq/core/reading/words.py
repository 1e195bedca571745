"""Names of WordprocessingML, and how its small elements say yes, no and how many."""

from __future__ import annotations

import re

from mithaq.core.reading.package import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def value_of(element: Element | None) -> str:
    """The element's w:val, empty where there is none."""
    return "" if element is None else element.get(W + "val", "")


def number_of(element: Element | None, otherwise: int, attribute: str = "val") -> int:
    """An attribute of the element as a whole number, `otherwise` where it is none."""
    value = "" if element is None else element.get(W + attribute, "")
    return int(value) if re.fullmatch(r"-?\d{1,9}", value, re.ASCII) else otherwise


def switched_on(element: Element | None) -> bool:
    """Whether a toggle such as w:b or w:bidi means yes: where it stands it does, unless its value says no."""
    return element is not None and element.get(W + "val", "true") not in ("0", "false", "off")
