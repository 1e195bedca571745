"""All that is on record of a person: every row that names the person or a seat of theirs, and the acts that do."""

from __future__ import annotations

import base64
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Field, ForeignKey, JSONField, Model, Q, TextField
from django.db.models.functions import Cast

from mithaq.foundation.actors.forgetting import Leaving, told_everywhere
from mithaq.foundation.actors.models import Person, Seat
from mithaq.foundation.chronicle.models import Act, ActThing, ActWords
from mithaq.foundation.chronicle.sentences import sentence_of
from mithaq.foundation.things import kind_of
from mithaq.foundation.uploads.queries import NotAsReceived, content_of
from mithaq.members.models import Photo

#: Kinds told in a form of their own.
_TOLD_APART = {"chronicle.act", "chronicle.actthing", "chronicle.actwords"}


def export_of(person: Person, at: datetime) -> dict[str, Any]:
    """What is on record of a person, in words and numbers: the answer to a request for it. Ready for JSON."""
    persons = [person, *person.merged.all()]
    seats = list(Seat.objects.filter(person=person).select_related("organisation"))
    mandates = [mandate for seat in seats for mandate in seat.mandates.all()]
    named: list[Model] = [*persons, *seats, *mandates]
    return {
        "exported_at": at,
        "person": [_row(one) for one in persons],
        "seats": [_row(seat) for seat in seats],
        "records": dict(_rows_naming(named)),
        "otherwise": told_everywhere(Leaving(tuple(persons), frozenset(known_as(person)))),
        "photos": [_as_file(photo) for photo in Photo.objects.filter(person__in=persons, is_living=True)],
        "acts": [_told(act) for act in acts_of(persons, seats)],
        "named_in": where_named(person),
    }


def _as_file(photo: Photo) -> dict[str, str]:
    """A photo as it is kept, so that nobody has to ask for it apart; without it where the storage lost it."""
    try:
        return {"photo": photo.public_id, "jpeg_in_base64": base64.b64encode(content_of(photo.large)).decode("ascii")}
    except NotAsReceived:
        return {"photo": photo.public_id}


def acts_of(persons: Iterable[Person], seats: Iterable[Seat]) -> Iterable[Act]:
    """The acts that a person did or that concerned the person, in the order in which they happened."""
    ids = [person.public_id for person in persons]
    about = ActThing.objects.filter(kind=kind_of(Person), thing__in=ids).values("act")
    done = Act.objects.filter(Q(pk__in=about) | Q(seat__in=list(seats)))
    return done.select_related("seat__person", "seat__organisation", "mandate__seat__organisation", "spoken").order_by(
        "sequence"
    )


def words_of_acts(person: Person) -> list[int]:
    """The acts whose words may tell who the person is: those about the person, and those that quote the name."""
    about = [person.public_id, *person.merged.values_list("public_id", flat=True)]
    things = ActThing.objects.filter(kind=kind_of(Person), thing__in=about)
    names = known_as(person)
    spoken = ActWords.objects.exclude(words=None)
    quoting = [words.act_id for words in spoken.iterator() if _quotes(words.words or {}, names)]
    return sorted({*things.values_list("act", flat=True), *quoting})


def where_named(person: Person) -> dict[str, list[str]]:
    """Where a person's names or addresses stand in the free words of other records: the kind, and which of them.

    One query for each kind of record that has words; for rare use.
    """
    names = known_as(person)
    found: dict[str, list[str]] = {}
    for model in _ours():
        fields = [field for field in model._meta.concrete_fields if _has_words(field)]
        if names and fields and model is not Person:
            rows = _naming(model, fields, names)
            if rows:
                found[model._meta.label_lower] = rows
    return found


def _naming(model: type[Model], fields: list[Field[Any, Any]], names: set[str]) -> list[str]:
    as_text = {f"{field.name}_as_text": Cast(field.name, TextField()) for field in fields}
    holds = Q()
    for name in as_text:
        for words in names:
            # SQLite keeps JSON with Arabic letters escaped, PostgreSQL with the letters themselves.
            holds |= Q(**{f"{name}__contains": words}) | Q(**{f"{name}__contains": json.dumps(words)[1:-1]})
    rows = model._default_manager.annotate(**as_text).filter(holds)
    return [str(getattr(row, "public_id", row.pk)) for row in rows]


def known_as(person: Person) -> set[str]:
    """The words by which a person is known: names in every language, addresses, numbers."""
    persons = [person, *person.merged.all()]
    names = {words for one in persons for words in (*one.name.values(), *one.pronunciation.values(), one.email)}
    return {words for words in {*names, *person.channels.values_list("value", flat=True)} if words}


def _quotes(words: dict[str, str], names: set[str]) -> bool:
    return any(name in text for text in words.values() for name in names)


def _ours() -> Iterator[type[Model]]:
    ours = {app.rpartition(".")[2] for app in (*settings.FOUNDATION, *settings.ROOMS)}
    return (model for model in apps.get_models() if model._meta.app_label in ours)


def _has_words(field: Field[Any, Any]) -> bool:
    return isinstance(field, (CharField, TextField, JSONField)) and not field.choices


def _rows_naming(named: list[Model]) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in named:
        for relation in one._meta.related_objects:
            model: Any = relation.related_model
            if model._meta.label_lower not in _TOLD_APART and not isinstance(one, model):
                found = model._default_manager.filter(**{relation.field.name: one})
                rows[model._meta.label_lower] += [_row(row) for row in found]
    return rows


def _row(row: Model) -> dict[str, Any]:
    """A record's own fields; for one that points at another, the other's public identifier."""
    return {field.name: _value(row, field) for field in row._meta.concrete_fields if field.name != "password"}


def _value(row: Model, field: Field[Any, Any]) -> Any:
    if not isinstance(field, ForeignKey):
        return getattr(row, field.attname)
    other = getattr(row, field.name)
    return None if other is None else getattr(other, "public_id", other.pk)


def _told(act: Act) -> dict[str, Any]:
    spoken = getattr(act, "spoken", None)
    words = spoken.words if spoken else None
    return {"at": act.at, "verb": act.verb, "sentence": sentence_of(act), "facts": act.facts, "words": words}
