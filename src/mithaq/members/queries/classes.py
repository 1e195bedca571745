"""What a group calls its classes of member, where it has words of its own."""

from __future__ import annotations

from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import classes_of, current_cycle
from mithaq.foundation.languages.words import both
from mithaq.members.vocabulary import Standing


def class_word(standing: str, cycle: Cycle | None) -> str:
    """The class of one member in the group's own word, or else the usual one."""
    return str(classes_of(cycle).get(standing) or Standing(standing).label)


def class_heading(standing: str, cycle: Cycle | None) -> str:
    """What stands above the members of a class: the group's own word where it has one, else the usual."""
    own = classes_of(cycle).get(standing)
    klass = Standing(standing)
    return str(own) if own and own != both(klass.label) else str(klass.heading)


def class_choices() -> list[tuple[str, str]]:
    """The classes that the group of the current year has, in its words, to choose from. One query."""
    cycle = current_cycle()
    known = classes_of(cycle)
    return [(one.value, class_word(one, cycle)) for one in Standing if not known or one in known]
