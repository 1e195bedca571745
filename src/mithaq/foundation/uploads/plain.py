"""Dataclasses as JSON and back: what passes between a child that read a hostile file and us.

JSON and not pickle, because whoever took the child over would also write its answer. Coming back, each value must have
exactly the type that the dataclass states; anything else is a ValueError.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any


def packed(value: Any) -> bytes:
    """A value of dataclasses, tuples, lists, mappings with text keys, texts, numbers, instants and None, as JSON."""
    return json.dumps(value, default=_as_plain, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(kind: Any, content: bytes) -> Any:
    """The value of this type that the JSON holds. Raises ValueError where it holds something else."""
    try:
        return _reader(kind)(json.loads(content))
    except (RecursionError, KeyError, TypeError, AttributeError) as fault:
        raise ValueError(f"Not a {kind}: {type(fault).__name__}") from None


def _as_plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field: getattr(value, field) for field in _fields(type(value))}
    raise TypeError(f"{type(value).__name__} does not pass between processes.")


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """The function that checks and rebuilds values of this type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _union(tuple(map(_reader, arguments)))
    if origin in (tuple, list):
        return _sequence(origin, arguments)
    if origin is dict:
        item = _reader(arguments[1])
        return lambda plain: {_exactly(str, key): item(value) for key, value in _exactly(dict, plain).items()}
    if dataclasses.is_dataclass(kind):
        return _record(typing.cast(type, kind))
    if kind is datetime:
        return lambda plain: datetime.fromisoformat(_exactly(str, plain))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return lambda plain: kind(_exactly(str, plain))
    if kind in (str, int, bool, float, types.NoneType):
        return lambda plain: _exactly(kind, plain)
    raise TypeError(f"{kind} does not pass between processes.")


def _exactly(kind: type, plain: Any) -> Any:
    if type(plain) is not kind:
        raise ValueError(f"{type(plain).__name__} instead of {kind.__name__}")
    return plain


def _union(readers: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    def read(plain: Any) -> Any:
        for reader in readers:
            try:
                return reader(plain)
            except ValueError:
                continue
        raise ValueError(f"{type(plain).__name__} fits none of the types.")

    return read


def _sequence(origin: type, arguments: tuple[Any, ...]) -> Callable[[Any], Any]:
    if origin is tuple and not (len(arguments) == 2 and arguments[1] is Ellipsis):
        readers = tuple(map(_reader, arguments))
        return lambda plain: tuple(reader(item) for reader, item in zip(readers, _exactly(list, plain), strict=True))
    item = _reader(arguments[0])
    return lambda plain: origin(map(item, _exactly(list, plain)))


def _record(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    readers: dict[str, Callable[[Any], Any]] = {}

    def read(plain: Any) -> Any:
        if not readers:
            readers.update({name: _reader(hints[name]) for name in _fields(kind)})
        if _exactly(dict, plain).keys() != readers.keys():
            raise ValueError(f"The fields are not those of {kind.__name__}.")
        return kind(**{name: reader(plain[name]) for name, reader in readers.items()})

    return read
