"""The organisations on the register by name, for lists to choose from: hundreds of them, in many forms."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import get_language

from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.foundation.chronicle.memory import Memory


class Named(NamedTuple):
    """An organisation as a list names it."""

    pk: int
    public_id: str
    kind: str
    name: str


_named: Memory[tuple[Named, ...]] = Memory(8, kinds=("actors.organisation",))


def organisations_by_name() -> tuple[Named, ...]:
    """Every organisation that was not merged into another, in the order of its name in the active language. One query
    after an act about an organisation, none until the next."""
    return _named.recall(get_language(), None, _read)


def _read() -> tuple[Named, ...]:
    rows = Organisation.objects.filter(merged_into=None).order_by().values_list("pk", "public_id", "kind", "name")
    return tuple(sorted((Named(*row[:3], str(row[3])) for row in rows), key=lambda one: one.name.casefold()))


def organisations_to_choose(kind: Kind | None = None) -> list[tuple[str, str]]:
    """Their identifiers and names, as choices of a field; of one kind alone where it is named."""
    return [(one.public_id, one.name) for one in organisations_by_name() if kind is None or one.kind == kind]


def names_of_organisations() -> dict[int, Named]:
    """The same by key, for choices among some of them."""
    return {one.pk: one for one in organisations_by_name()}
