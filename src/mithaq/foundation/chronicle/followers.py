"""How an earlier room moves a later one: the later room follows the chronicle.

A follower is a function of one act, declared with `@follows("endorsement.given")` in a room's
`followers.py`. The worker reads the acts in order and saves the follower's cursor in the same transaction
as the follower's effect: a kill at any moment neither loses nor doubles an effect. A follower that fails is
tried again and holds up nobody else.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from mithaq.foundation.chronicle.models import Act, Cursor

log = logging.getLogger(__name__)

Effect = Callable[[Act], None]


@dataclass(frozen=True)
class Follower:
    """A named effect and the verbs it waits for. The name is stored: keep it when the function moves."""

    name: str
    verbs: frozenset[str]
    effect: Effect


_followers: dict[str, Follower] = {}


def follows(*verbs: str, name: str) -> Callable[[Effect], Effect]:
    """Declare that `effect` is to happen once for every act with one of these verbs."""

    def declare(effect: Effect) -> Effect:
        if name in _followers and _followers[name].effect is not effect:
            raise ValueError(f"two followers are called {name}")
        _followers[name] = Follower(name, frozenset(verbs), effect)
        return effect

    return declare


def followers() -> list[Follower]:
    """Every declared follower."""
    return list(_followers.values())


def catch_up(let_others_write: Callable[[float], object] | None = None) -> int:
    """Let every follower read what it has not read yet; the number of effects that took place. After each effect
    `let_others_write`, where it is given, is told for how many seconds nobody else could write."""
    return sum(_catch_up(follower, let_others_write) for follower in followers())


def _catch_up(follower: Follower, let_others_write: Callable[[float], object] | None) -> int:
    effects = 0
    try:
        while True:
            began = time.monotonic()
            if (step := _one_step(follower)) is None:
                break
            effects += step
            if let_others_write is not None:
                let_others_write(time.monotonic() - began)
    except Exception:
        log.exception("follower failed; it will be tried again", extra={"follower": follower.name})
    return effects


def _one_step(follower: Follower) -> int | None:
    """Carry out the next effect, or move the cursor over acts that do not concern it. None: nothing was left."""
    with transaction.atomic():
        cursor, _new = Cursor.objects.select_for_update().get_or_create(follower=follower.name)
        unread = Act.objects.filter(sequence__gt=cursor.sequence).order_by("sequence")
        # Asked first, so that an act which is recorded between the two questions is not passed over.
        last = unread.values_list("sequence", flat=True).last()
        act = unread.filter(verb__in=follower.verbs).first()
        if act is None:
            if last is not None:
                Cursor.objects.filter(pk=cursor.pk).update(sequence=last)
            return None
        follower.effect(act)
        Cursor.objects.filter(pk=cursor.pk).update(sequence=act.sequence)
    return 1
