"""Forms whose words are typed once for each language of the interface, and the pieces that they share."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale
from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from mithaq.core.names import one_line
from mithaq.foundation.languages import formats
from mithaq.foundation.languages.words import PerLanguage, reader_first
from mithaq.foundation.ui.fields import in_either

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Line(forms.CharField):
    """A short text on one line: a line break or an invisible sign in it is refused beside the field."""

    def clean(self, value: Any) -> str:
        """The text in composed form, with single spaces."""
        # Before Django's own check, which would quietly take a line break at the end away.
        try:
            return str(super().clean(one_line(value) if isinstance(value, str) else value))
        except ValueError as fault:
            raise forms.ValidationError(
                _("A name stands on one line and holds no invisible signs. Please type it again.")
            ) from fault


class Words(forms.Form):
    """A form that keeps some words per language: `worded` names them, `self.words(name)` reads them."""

    #: Name of the words → their label, and whether they are needed in at least one language.
    worded: Mapping[str, tuple[Promise | str, bool]] = {}
    #: Words of more than one line.
    long: tuple[str, ...] = ()

    def __init__(self, typed: Any = None, *, initial: Mapping[str, Any] | None = None, **more: Any) -> None:
        given = dict(initial or {})
        for name in self.worded:
            for code in LANGUAGES:
                given[f"{name}_{code}"] = (given.get(name) or {}).get(code, "")
        super().__init__(typed, initial=given, **more)
        before = dict(self.fields)
        self.fields.clear()
        for name, (label, needed) in self.worded.items():
            for code in reader_first():
                field = self._field(name, label, code)
                self.fields[f"{name}_{code}"] = in_either(field) if needed else field
        self.fields.update(before)

    def _field(self, name: str, label: Promise | str, code: str) -> forms.CharField:
        title = str(label) % {"language": get_language_info(code)["name_local"]}
        if name in self.long:
            return forms.CharField(label=title, required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))
        return Line(label=title, required=False, max_length=200)

    def words(self, name: str) -> PerLanguage:
        """What was typed, without the languages left empty; further languages that were on record stay."""
        kept = {code: text for code, text in (self.initial.get(name) or {}).items() if code not in LANGUAGES}
        typed = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGES}
        return PerLanguage({code: text for code, text in {**typed, **kept}.items() if text})

    def clean(self) -> dict[str, Any]:
        """What is needed must be there in one language at least."""
        typed: dict[str, Any] = super().clean() or {}
        for name, (_label, needed) in self.worded.items():
            if needed and not self.words(name) and not any(f"{name}_{code}" in self.errors for code in LANGUAGES):
                self.add_error(f"{name}_{reader_first()[0]}", _("Give it in at least one language."))
        return typed

    @property
    def rows(self) -> Iterator[tuple[forms.BoundField, str]]:
        """Each field with the language of what is typed in it."""
        languages = {f"{name}_{code}": code for name in self.worded for code in LANGUAGES}
        return ((bound, languages.get(bound.name, "")) for bound in self)


class OverARecord(Words):
    """A form that changes a record: it knows over which state of the record it was opened."""

    base = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, typed: Any = None, *, initial: Mapping[str, Any], **more: Any) -> None:
        self.state = _state_of(initial) if initial else ""
        super().__init__(typed, initial={**initial, "base": self.state}, **more)

    def clean(self) -> dict[str, Any]:
        """Refused where the record has changed since the form was opened; the next sending is over the new state."""
        typed = super().clean()
        if self.state and typed.get("base") and typed["base"] != self.state:
            sent: Any = self.data  # a QueryDict: its copy may be written to
            again = sent.copy()
            again["base"] = self.state
            self.data = again
            self.add_error(
                None,
                _(
                    "Somebody changed this record while you were typing. Nothing was changed yet and what you typed is "
                    "still here. Look at the record in another window, then send the form again."
                ),
            )
        return typed


def _state_of(record: Mapping[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(record.items(), key=lambda pair: pair[0])).encode()).hexdigest()


def countries(known: str = "") -> list[tuple[str, Any]]:
    """Every country by its name in the reader's language; and `known`, where it is none of them."""
    names = Locale.parse(formats.writing_of(get_language() or "en").locale).territories
    listed = {code: name for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in NO_STATE}
    if known and known not in listed:
        listed[known] = known
    return [("", _("No country")), *sorted(listed.items(), key=lambda pair: str(pair[1]))]


#: Territories of CLDR that are groups of states or stand for the unknown.
NO_STATE = {"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"}


def languages(known: list[str]) -> list[tuple[str, str]]:
    """Languages that a person may speak, by their names in the reader's language."""
    names = Locale.parse(formats.writing_of(get_language() or "en").locale).languages
    listed = {code: names.get(code, code) for code in (*SPOKEN, *known)}
    return sorted(listed.items(), key=lambda pair: pair[1])


#: Languages with many speakers or an official standing, as CLDR names them; others are kept where they are on record.
SPOKEN = (
    "af", "am", "ar", "az", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fil",
    "fr", "gl", "ha", "he", "hi", "hr", "hu", "hy", "id", "ig", "is", "it", "ja", "ka", "kk", "km", "ko", "ku", "lt",
    "lv", "ms", "my", "ne", "nl", "no", "pl", "ps", "pt", "ro", "ru", "rw", "sk", "sl", "so", "sq", "sr", "sv", "sw",
    "ta", "th", "ti", "tr", "uk", "ur", "uz", "vi", "wo", "xh", "yo", "zh", "zu",
)  # fmt: skip
