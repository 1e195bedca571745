"""What every verb asks of the words it is given, and how it tells what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mithaq.core.names import one_line
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused


def on_one_line(words: Mapping[str, str]) -> PerLanguage:
    """A name per language as it is kept: without empty languages, each on one line. Refused with a line break."""
    try:
        return PerLanguage({code: kept for code, name in words.items() if (kept := one_line(name))})
    except ValueError as fault:
        raise Refused(
            _("A name stands on one line and holds no invisible signs. Nothing was changed. Please type it again.")
        ) from fault


def line_of(text: str) -> str:
    """A short text as it is kept: on one line. Refused with a line break."""
    return on_one_line({"": text}).get("", "")


def as_kept(fields: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The fields with those among `names` on one line and the e-mail address checked."""
    kept = dict(fields)
    for name in names:
        if name in kept:
            kept[name] = on_one_line(kept[name])
    if kept.get("email"):
        kept["email"] = kept["email"].strip()
        try:
            validate_email(kept["email"])
        except ValidationError as fault:
            raise Refused(_("This is not an e-mail address, so nothing was changed.")) from fault
    if "name" in kept and not kept["name"]:
        raise Refused(_("A name is needed in at least one language. Nothing was changed."))
    return kept


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[list[str], dict[str, str]]:
    """Which fields differ, and the words of the difference: "name.en.before" and "name.en.after" for each.

    The first goes into the act's facts; the second into its words, which can be erased.
    """
    changed = sorted(name for name in after if after[name] != before[name])
    words: dict[str, str] = {}
    for name in changed:
        for moment, said in (("before", before[name]), ("after", after[name])):
            words |= {f"{name}{language}.{moment}": text for language, text in _said(said).items()}
    return changed, words


def _said(value: Any) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {f".{language}": str(text) for language, text in value.items()}
    if isinstance(value, list):
        return {"": ", ".join(map(str, value))}
    return {"": "" if value is None else str(value)}
