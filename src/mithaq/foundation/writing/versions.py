"""Two who change the same thing: the second one to send is told, and nothing that either wrote is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.permissions import Refused


def version_of(values: Mapping[str, Any]) -> str:
    """A mark of these values as they stand: what was changed meanwhile has another. It is sent along with the form."""
    plain = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


class Overtaken(Refused):
    """Somebody changed the thing after the form was opened. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else has changed this since you opened it. Nothing was changed."))


def require_unchanged(values: Mapping[str, Any], base: str) -> None:
    """Raise `Overtaken` unless these values are still of the version `base`. Asked by a verb, of the locked row."""
    if version_of(values) != base:
        raise Overtaken


@dataclass(frozen=True)
class Difference:
    """One field in which the two versions differ."""

    label: Any
    language: str
    stands: str
    typed: str


def differences(fields: Iterable[tuple[Any, str, str, str]]) -> list[Difference]:
    """The fields, given as (label, language, what stands, what was typed), in which the two are not the same."""
    found = (Difference(label, language, stands, typed) for label, language, stands, typed in fields)
    return [one for one in found if _as_sent(one.stands) != _as_sent(one.typed)]


def _as_sent(words: str) -> str:
    """A browser sends each end of a line as two letters."""
    return words.replace("\r\n", "\n").strip()
