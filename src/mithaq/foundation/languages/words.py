"""Names and titles: a small text per language, read in the reader's language.

`PerLanguage` is a plain mapping `{"en": "Cairo", "ar": "القاهرة"}`. Negotiated texts are never kept
this way: they are one row per language with their own history (see `communique.Wording`).
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

#: The order in which a missing language is replaced by another.
FALLBACK = ("en", "ar")


class PerLanguage(dict[str, str]):
    """Words per language code; `str()` gives those of the active language, else the nearest."""

    def language(self, wanted: str | None = None) -> str:
        """The code of the language that `wanted` (default: the active one) is served with."""
        wanted = (wanted or get_language() or FALLBACK[0]).partition("-")[0]
        if self.get(wanted):  # nearly always, and long lists ask for nothing else
            return wanted
        for code in (wanted, *FALLBACK, *self):
            if self.get(code):
                return code
        return wanted

    def in_language(self, wanted: str | None = None) -> str:
        """The words in `wanted`, or in the nearest language there is; empty if there is none."""
        return self.get(self.language(wanted), "")

    def __str__(self) -> str:
        return self.in_language()

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted(self.items())))


class PerLanguageField(models.JSONField):
    """Stores a `PerLanguage` as JSON."""

    description = _("Words per language")

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> PerLanguage | str:
        found = super().from_db_value(value, expression, connection)
        # A query may also ask for the words of one language ("name__en").
        return found if isinstance(found, str) else PerLanguage(found or {})

    def to_python(self, value: Any) -> PerLanguage:
        return PerLanguage(value or {})

    def pre_save(self, model_instance: models.Model, add: bool) -> PerLanguage:
        words = PerLanguage(super().pre_save(model_instance, add) or {})
        setattr(model_instance, self.attname, words)
        return words

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not all(isinstance(k, str) and isinstance(v, str) for k, v in value.items()):
            raise ValidationError(_("Words are kept as text per language."))


def reader_first() -> list[str]:
    """The codes of the interface's languages, the reader's own before the others: the order in which forms ask."""
    from django.conf import settings
    from django.utils.translation import get_language

    return sorted((code for code, _name in settings.LANGUAGES), key=lambda code: code != get_language())


def both(message: Any) -> dict[str, str]:
    """A lazily translated sentence in every language of the interface, as `{code: sentence}`."""
    from django.conf import settings
    from django.utils.translation import override

    sentences = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            sentences[code] = str(message)
    return sentences
