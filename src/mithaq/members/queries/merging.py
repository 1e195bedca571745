"""What hangs on an organisation or a person, found by the foreign keys themselves: whatever room a record stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F, ForeignKey, Max, Model, Q, QuerySet, UniqueConstraint

from mithaq.foundation.actors.models import Organisation, Person
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import kind_of
from mithaq.members.models import Channel, Merger

#: What does not move: the account is a door, and the person's own one stays; an erasure is refused before.
LEFT = ("accounts.account", "members.erasure")


@dataclass(frozen=True)
class Pointing:
    """The records of one kind that name one of two through one of their fields."""

    model: type[Model]
    field: ForeignKey[Any, Any]

    @property
    def place(self) -> str:
        """The model and the field, as one word: "actors.seat.person"."""
        return f"{self.model._meta.label_lower}.{self.field.name}"

    @property
    def name(self) -> str:
        """What the records are called, many of them."""
        owner: Any = self.model._meta.auto_created or self.model
        return str(owner._meta.verbose_name_plural)

    def at(self, thing: Model) -> QuerySet[Any]:
        """Those that name this one."""
        return self.model._default_manager.filter(**{self.field.name: thing})


@dataclass(frozen=True)
class Moving:
    """So many records of one kind that would move, and so many of them that collide with one already there."""

    pointing: Pointing
    moving: int
    #: Each with the record of the one that is kept, with which it collides.
    pairs: list[tuple[Model, Model]]

    @property
    def colliding(self) -> int:
        """How many of them collide."""
        return len(self.pairs)


@dataclass(frozen=True)
class Since:
    """So many records of one kind that were entered after a merger, and stay with the record that was kept."""

    pointing: Pointing
    number: int


def pointing_at(thing: Organisation | Person) -> Iterator[Pointing]:
    """Every kind of record that can name an organisation, or a person, with the field in which it does."""
    for relation in thing._meta.related_objects:
        model: Any = relation.related_model
        field: Any = relation.field
        if relation.many_to_many:  # the rows of the table between the two name it
            model = field.remote_field.through
            field = model._meta.get_field(field.m2m_reverse_field_name())
        if model._meta.label_lower not in LEFT:
            yield Pointing(model, field)


def what_would_move(kept: Organisation | Person, gone: Organisation | Person) -> list[Moving]:
    """What would move from one to the other, kind by kind. A query a kind, and two more for what may collide."""
    found = []
    for pointing in pointing_at(gone):
        moving = pointing.at(gone).count()
        if moving:
            found.append(Moving(pointing, moving, _collisions(pointing, kept, gone)))
    return found


def _collisions(pointing: Pointing, kept: Model, gone: Model) -> list[tuple[Model, Model]]:
    """The records that could not move, since a rule of the database allows one of its kind only; each with the one that
    stands in its way."""
    colliding: dict[Any, Any] = {}
    for constraint in pointing.model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or pointing.field.name not in _names_in(constraint):
            continue
        others = [name for name in _names_in(constraint) if name != pointing.field.name]
        there = {row[1:]: row[0] for row in _rows(pointing, constraint, kept, others)}
        here = _rows(pointing, constraint, gone, others)
        colliding |= {row[0]: there[row[1:]] for row in here if row[1:] in there}
    rows = pointing.model._default_manager.in_bulk({*colliding, *colliding.values()}) if colliding else {}
    return [(rows[one], rows[other]) for one, other in colliding.items()]


def _names_in(constraint: UniqueConstraint) -> list[str]:
    """The fields of a rule, also of one over expressions, such as an address in small letters."""
    return [*constraint.fields, *(name for one in constraint.expressions for name in _fields_in(one))]


def _fields_in(expression: Any) -> list[str]:
    if isinstance(expression, F):
        return [expression.name]  # type: ignore[attr-defined]  # the stubs leave the name of an F out
    return [name for part in expression.get_source_expressions() for name in _fields_in(part)]


def _rows(pointing: Pointing, constraint: UniqueConstraint, thing: Model, others: list[str]) -> Iterator[Any]:
    bound = pointing.at(thing).filter(constraint.condition or Q())
    return (row for row in bound.values_list("pk", *others) if None not in row)


def latest_keys(thing: Organisation | Person) -> dict[str, int]:
    """The highest key of every model that can name it: what is entered from now on has a higher one."""
    models = {pointing.model for pointing in pointing_at(thing)}
    highest = {model: model._default_manager.aggregate(top=Max("pk"))["top"] for model in models}
    return {model._meta.label_lower: top or 0 for model, top in highest.items()}


def the_two(merger: Merger) -> tuple[Any, Any]:
    """The record that was kept and the one that was merged into it."""
    model: Any = Organisation if merger.kind == kind_of(Organisation) else Person
    found = {one.public_id: one for one in model.objects.filter(public_id__in=(merger.kept, merger.gone))}
    return found[merger.kept], found[merger.gone]


def came_since(merger: Merger, kept: Organisation | Person) -> list[Since]:
    """What was entered after the merger and names the record that was kept. A query a kind."""
    found = []
    for pointing in pointing_at(kept):
        top = merger.tops.get(pointing.model._meta.label_lower, 0)
        made = merger.fields.get("channel") if pointing.model is Channel else None
        number = pointing.at(kept).filter(pk__gt=top).exclude(pk=made).count()
        if number:
            found.append(Since(pointing, number))
    return found


#: What merges and undoes it ends all that is remembered.
_mergers: Memory[list[Merger]] = Memory(kinds=("members.merg",))


def mergers_of(thing: Organisation | Person) -> list[Merger]:
    """The mergers into this record that have not been undone, the latest first. One query after an act."""
    standing = Merger.objects.filter(kind=kind_of(thing), kept=thing.public_id, unmerging=None)
    return _mergers.recall((kind_of(thing), thing.pk), None, lambda: list(standing))
