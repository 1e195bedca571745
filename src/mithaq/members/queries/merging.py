"""What hangs on an organisation or a person, found by the foreign keys themselves: whatever room a record stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey, Model, Q, QuerySet, UniqueConstraint

from mithaq.foundation.actors.models import Organisation, Person

#: What does not move: the account is a door, and the person's own one stays; an erasure is refused before.
LEFT = ("accounts.account", "members.erasure")


@dataclass(frozen=True)
class Pointing:
    """The records of one kind that name one of two through one of their fields."""

    model: type[Model]
    field: ForeignKey[Any, Any]

    @property
    def name(self) -> str:
        """What the records are called, many of them."""
        return str(self.model._meta.verbose_name_plural)

    def at(self, thing: Model) -> QuerySet[Any]:
        """Those that name this one."""
        return self.model._default_manager.filter(**{self.field.name: thing})


@dataclass(frozen=True)
class Moving:
    """So many records of one kind that would move, and so many of them that collide with one already there."""

    pointing: Pointing
    moving: int
    colliding: int


def pointing_at(thing: Organisation | Person) -> Iterator[Pointing]:
    """Every kind of record that can name an organisation, or a person, with the field in which it does."""
    for relation in thing._meta.related_objects:
        model: Any = relation.related_model
        if model._meta.label_lower not in LEFT:
            yield Pointing(model, relation.field)  # type: ignore[arg-type]


def what_would_move(kept: Organisation | Person, gone: Organisation | Person) -> list[Moving]:
    """What would move from one to the other, kind by kind. A query a kind, and two more for what may collide."""
    found = []
    for pointing in pointing_at(gone):
        moving = pointing.at(gone).count()
        if moving:
            found.append(Moving(pointing, moving, _collisions(pointing, kept, gone)))
    return found


def _collisions(pointing: Pointing, kept: Model, gone: Model) -> int:
    """The records that could not move, since a rule of the database allows one of its kind only."""
    colliding: set[Any] = set()
    for constraint in pointing.model._meta.constraints:
        if not isinstance(constraint, UniqueConstraint) or pointing.field.name not in constraint.fields:
            continue
        others = [name for name in constraint.fields if name != pointing.field.name]
        there = {row[1:] for row in _rows(pointing, constraint, kept, others)}
        colliding |= {row[0] for row in _rows(pointing, constraint, gone, others) if row[1:] in there}
    return len(colliding)


def _rows(pointing: Pointing, constraint: UniqueConstraint, thing: Model, others: list[str]) -> Iterator[Any]:
    bound = pointing.at(thing).filter(constraint.condition or Q())
    return (row for row in bound.values_list("pk", *others) if None not in row)
