"""A foreign key by name escapes the import contracts, so its direction is checked here."""

from __future__ import annotations

from django.apps import apps
from django.db.models import Field, Model

from tests.house.tree import layers

Height = tuple[int, int]
OUTSIDE: Height = (-1, -1)


def height(model: type[Model]) -> Height:
    """How far up in the house a model lives: its layer, and in the foundation the layer inside it."""
    house, *parts = model.__module__.split(".")
    if house != "mithaq":
        return OUTSIDE
    inner = level("foundation", parts[1]) if parts[0] == "foundation" else 0
    return level("arrow-of-time", parts[0]), inner


def level(contract_id: str, name: str) -> int:
    return next(number for number, layer in enumerate(layers(contract_id)) if name in layer)


def relations(model: type[Model]) -> list[Field]:
    """The relations that a model itself declares; never those that point at it."""
    return [field for field in (*model._meta.local_fields, *model._meta.local_many_to_many) if field.is_relation]


def test_no_model_points_at_a_later_room():
    ahead = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for model in apps.get_models(include_auto_created=True)
        for field in relations(model)
        if height(model) != OUTSIDE and height(field.related_model) > height(model)
    ]
    assert ahead == []
