"""Arabic is complete: every phrase of the interface has its translation, in all six plural forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.house.tree import PACKAGE, files_under, shown

ARABIC_PLURAL_FORMS = 6
KEYWORDS = (
    *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
NAMED_VALUE = re.compile(r"%\((\w+)\)")


@cache
def arabic() -> dict[object, Message]:
    """All Arabic messages by their phrase, a phrase with a context by both."""
    return {key(message.id, message.context): message for _, message in messages()}


def messages() -> Iterator[tuple[Path, Message]]:
    for path in files_under(PACKAGE, ".po"):
        with path.open("rb") as text:
            yield from ((path, message) for message in read_po(text, locale="ar") if message.id)


def key(phrase: str | tuple[str, ...], context: str | None = None) -> object:
    single = phrase if isinstance(phrase, str) else phrase[0]
    return (context, single) if context else single


def phrases(path: Path) -> Iterator[object]:
    """What a source file asks gettext for."""
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else calls_in_template(text)
    for _, function, found, _ in extract_python(BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = list(found) if isinstance(found, tuple) else [found]
        context = words.pop(0) if "pgettext" in (function or "") else None
        if words and words[0]:
            yield key(words[0], context)


def calls_in_template(text: str) -> str:
    """Django's rendering of a template as calls of gettext, on one line, since its line breaks are not Python's."""
    return templatize(COMMENT.sub("", text)).replace("\n", " ").lstrip()


def test_every_phrase_of_the_interface_is_in_arabic():
    sources = files_under(PACKAGE, ".py", ".html", ".txt")
    untranslated = [
        f"{shown(path)}: {phrase}" for path in sources for phrase in phrases(path) if phrase not in arabic()
    ]
    assert untranslated == []


def test_no_arabic_phrase_is_left_empty_or_in_doubt():
    left = [f"{shown(path)}: {one.id}" for path, one in messages() if one.fuzzy or not all(forms(one))]
    assert left == []


def test_what_is_counted_has_six_arabic_forms():
    counted = [(path, one) for path, one in messages() if one.pluralizable]
    assert [f"{shown(path)}: {one.id}" for path, one in counted if len(forms(one)) != ARABIC_PLURAL_FORMS] == []


def test_arabic_names_no_value_that_the_phrase_does_not_have():
    strange = [f"{shown(path)}: {one.id}" for path, one in messages() if values(forms(one)) - values(originals(one))]
    assert strange == []


def test_a_phrase_is_translated_the_same_everywhere():
    seen: dict[object, set[tuple[str, ...]]] = {}
    for _, one in messages():
        seen.setdefault(key(one.id, one.context), set()).add(forms(one))
    assert {phrase: ways for phrase, ways in seen.items() if len(ways) > 1} == {}


def forms(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def originals(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def values(texts: tuple[str, ...]) -> set[str]:
    return {name for text in texts for name in NAMED_VALUE.findall(text)}
