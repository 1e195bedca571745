"""The things of a list while it is gone through, and how they are told from one another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mithaq.core.contacts.entries import Entry
from mithaq.core.contacts.outcome import Change, FieldChange, Thing
from mithaq.core.likeness import as_compared
from mithaq.core.text import text_hash


@dataclass(eq=False)
class Draft:
    """A thing while the list is gone through."""

    thing: Thing
    ref: str
    now: dict[str, str]
    before: dict[str, str] | None = None
    organisation: str = ""
    person: str = ""
    seat: str = ""
    row: int = 0
    is_guarded: bool = False
    #: Which row said what is now in a field.
    said: dict[str, int] = field(default_factory=dict)
    #: Its names under which it can be found already.
    entered: set[str] = field(default_factory=set)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(value for name, value in sorted(self.now.items()) if name.startswith("name_") and value)

    def change(self, before: Mapping[str, str] | None) -> Change:
        """What has become of it since it was like `before`."""
        was = before or {}
        fields = tuple(
            FieldChange(name, was.get(name, ""), value)
            for name, value in self.now.items()
            if value != was.get(name, "")
        )
        return Change(self.thing, self.ref, self.before is None, fields, self.organisation, self.person, self.seat)


def key_of(thing: Thing, names: Iterable[str], *more: str) -> str:
    """The key of a question about somebody or something of these names, whatever their spelling."""
    return text_hash("|".join([thing, *sorted(map(as_compared, names)), *more]))[:16]


def as_fields(name: str, words: Mapping[str, str]) -> dict[str, str]:
    """Words per language as the fields of a draft: "name_en", "name_ar"."""
    return {f"{name}_{language}": text for language, text in words.items()}


def told(names: Mapping[str, str], draft: Draft, keeps_name: bool) -> dict[str, str]:
    """The names that a row says, but those that are written the same, or that a person has called the same."""
    return {
        name: value
        for name, value in names.items()
        if not draft.now.get(name) or not (keeps_name or as_compared(value) == as_compared(draft.now[name]))
    }


def of_another_country(entry: Entry, draft: Draft) -> bool:
    """Whether the row names another country than is known."""
    country = draft.now.get("country", "")
    return bool(entry.country and country and entry.country != country)


def spoken(languages: Iterable[str], draft: Draft) -> str:
    """The languages of a person, those that the row names first, and after them what else is on record."""
    said = list(languages)
    before = filter(None, draft.now.get("languages", "").split(","))
    return ",".join(dict.fromkeys([*said, *before])) if said else ""
