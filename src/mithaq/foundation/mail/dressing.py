"""A letter as a mail: its words as plain text and, beside them, the same words as HTML.

The HTML is for the eye alone: each language runs its own way, the group's mark and name stand at its head, links can
be touched, and nothing is wider than a phone. It loads nothing from anywhere and tells nobody that it was opened. Every
word in it is written as text, so that a name which looks like HTML is read as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import get_language_info

from mithaq.foundation.mail.letterhead import letterhead
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES

#: An address of the web, without the signs that end the sentence in which it stands.
_LINK = re.compile(r"(https?://[^\s<>\"“”«»]*[^\s<>\"“”«».,;:!?)\]'’،؛؟…])")
#: A paragraph all of whose lines are set in from the edge so far stands by itself: a code that is to be typed.
_SET_IN = "    "
#: What stands before whoever writes, in plain text: mail programs leave it out of an answer.
_SIGNATURE = "\n\n-- \n"


@dataclass(frozen=True)
class Run:
    """Some words of a line; a link where it is one."""

    words: str
    is_link: bool


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together."""

    lines: tuple[tuple[Run, ...], ...]
    is_set_in: bool


@dataclass(frozen=True)
class Part:
    """The letter in one language, under the letterhead in that language."""

    language: str
    direction: str
    mark: str
    group: str
    paragraphs: tuple[Paragraph, ...]


def dressed(subject: str, parts: Iterable[tuple[str, str]], **more: Any) -> EmailMultiAlternatives:
    """The letter as a mail with both of its forms. `parts` are its words by language, in their order; a part whose
    language is not known has "". `more` is what Django's mail takes besides."""
    parts = list(parts)
    text = BETWEEN_LANGUAGES.join(words for _language, words in parts)
    head = letterhead()
    if head is not None:
        lines = [head.line(language or settings.LANGUAGE_CODE) for language, _words in parts]
        text += _SIGNATURE + "\n".join(dict.fromkeys(lines))
    message = EmailMultiAlternatives(subject=subject, body=text, **more)
    message.attach_alternative(as_html(subject, parts), "text/html")
    return message


def as_html(subject: str, parts: Iterable[tuple[str, str]]) -> str:
    """The letter's words by language as a page of their own, for mail programs."""
    shown = [_part(language, words) for language, words in parts]
    page: str = render_to_string("mail/dressed.html", {"subject": subject, "parts": shown})
    return page


def _part(language: str, words: str) -> Part:
    head = letterhead()
    read = language or settings.LANGUAGE_CODE
    return Part(
        language=language,
        direction=("rtl" if get_language_info(language)["bidi"] else "ltr") if language else "auto",
        mark=head.mark.in_language(read) if head else "",
        group=head.group.in_language(read) if head else "",
        paragraphs=tuple(_paragraph(one) for one in re.split(r"\n\s*\n", words.strip("\n")) if one.strip()),
    )


def _paragraph(words: str) -> Paragraph:
    lines = words.split("\n")
    set_in = all(line.startswith(_SET_IN) for line in lines)
    return Paragraph(tuple(_runs(line.strip()) for line in lines), set_in)


def _runs(line: str) -> tuple[Run, ...]:
    # Splitting at a group leaves every second piece a link.
    return tuple(Run(words, place % 2 == 1) for place, words in enumerate(_LINK.split(line)) if words)
