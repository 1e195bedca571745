"""Amendments as they lie before a draft: their words, their edits over its wording, and what was decided on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mithaq.communique.models import Amendment, Carrying, Draft, Settlement
from mithaq.communique.queries.negotiation import carried_to, on_the_table
from mithaq.communique.vocabulary import AmendmentKind, Outcome
from mithaq.core.edits import Edit, applied, collides
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import Reference, reference_to


@dataclass(frozen=True)
class Touched:
    """Where the ground under an amendment changed: what stood there, what the city wants, what stands there now."""

    was: str
    theirs: str
    now: str


@dataclass(frozen=True)
class Tabled:
    """An amendment before a draft."""

    amendment: Amendment
    #: The words that the edits are over; empty where it is about no words.
    base: str
    edits: tuple[Edit, ...]
    settlement: Settlement | None = None
    touched: tuple[Touched, ...] = ()
    is_carried: bool = False

    @property
    def city(self) -> Organisation:
        """Whose it is."""
        return self.amendment.returned.organisation

    @property
    def words(self) -> str:
        """The words that it asks for, in its language; empty where it asks for none."""
        if self.amendment.kind == AmendmentKind.INSERT_AFTER and self.amendment.amends_id is None:
            return self.amendment.words.get(self.amendment.language, "")
        return applied(self.base, self.edits) if self.edits else ""

    @property
    def is_open(self) -> bool:
        """Whether it would stay on the table of the next draft."""
        return self.settlement is None or Outcome(self.settlement.outcome).stays_open

    @property
    def content(self) -> tuple[object, ...]:
        """What two cities that ask for the same have in common."""
        one = self.amendment
        return (
            one.kind,
            one.clause_id,
            one.amends_id,
            one.language,
            self.edits,
            one.after_id,
            tuple(one.words.items()),
        )


def table_of(draft: Draft) -> list[Tabled]:
    """All amendments before a draft: those of its round, and those that went on to it. Four queries at most."""
    about = getattr(draft, "round", None)
    fresh = on_the_table(about) if about is not None else ()
    return [*(_carried(one, draft) for one in carried_to(draft)), *(tabled(one, draft) for one in fresh)]


def cities_of(table: Iterable[Tabled]) -> set[Reference]:
    """Whose amendments these are."""
    return {reference_to(one.city) for one in table}


_KINDS = ("communique.", "cycle.")
_tables: Memory[list[Tabled]] = Memory(16, _KINDS, cities_of)
_groups: Memory[list[Group]] = Memory(
    16, _KINDS, lambda groups: cities_of(one for group in groups for one in group.members)
)


def remembered_table_of(draft: Draft) -> list[Tabled]:
    """The same, read once for each act: for whoever only shows it."""
    return _tables.recall(draft.pk, None, lambda: table_of(draft))


def remembered_groups_of(draft: Draft) -> list[Group]:
    """The table with what is identical joined, read once for each act."""
    return _groups.recall(draft.pk, None, lambda: groups_of(remembered_table_of(draft)))


def tabled(amendment: Amendment, draft: Draft) -> Tabled:
    """One amendment before the draft of its own round."""
    return Tabled(amendment, base_words(amendment), edits_of(amendment.edits), settlement_on(amendment, draft))


def _carried(carrying: Carrying, draft: Draft) -> Tabled:
    touched = tuple(Touched(*readings) for readings in carrying.touched)
    base = carrying.base.text if carrying.base is not None else ""
    settled = settlement_on(carrying.amendment, draft)
    return Tabled(carrying.amendment, base, edits_of(carrying.edits), settled, touched, is_carried=True)


def settlement_on(amendment: Amendment, draft: Draft) -> Settlement | None:
    """What holds of what was decided on an amendment while this draft was on the table."""
    decided = [one for one in amendment.settlements.all() if one.draft_id == draft.pk]
    return decided[-1] if decided else None


def base_words(amendment: Amendment) -> str:
    """The words that an amendment's own edits are over."""
    if amendment.amends is not None:
        return asked_words(amendment.amends)
    return amendment.base.text if amendment.base is not None else ""


def asked_words(amendment: Amendment) -> str:
    """The words that an amendment asks for in its language, over the draft of its own round."""
    if amendment.kind == AmendmentKind.INSERT_AFTER:
        return amendment.words.get(amendment.language, "")
    edits = edits_of(amendment.edits)
    return applied(base_words(amendment), edits) if edits else ""


def edits_of(spans: Iterable[list[object]]) -> tuple[Edit, ...]:
    """Edits as they are stored, as edits."""
    return tuple(Edit(int(str(start)), int(str(end)), str(words)) for start, end, words in spans)


def spans_of(edits: Iterable[Edit]) -> list[list[object]]:
    """Edits as they are stored."""
    return [[edit.start, edit.end, edit.replacement] for edit in edits]


@dataclass
class Group:
    """Amendments of several cities that ask for the same thing, as one line of the table."""

    members: list[Tabled] = field(default_factory=list)
    #: The lines that cannot be adopted together with this one.
    against: list[Group] = field(default_factory=list)

    @property
    def first(self) -> Tabled:
        """The one that speaks for all."""
        return self.members[0]

    @property
    def cities(self) -> list[Organisation]:
        """Who asks for it."""
        return [one.city for one in self.members]


def groups_of(table: Iterable[Tabled]) -> list[Group]:
    """The table with what is identical joined, each line with those that it collides with."""
    groups: dict[tuple[object, ...], Group] = {}
    for one in table:
        groups.setdefault(one.content, Group()).members.append(one)
    by_clause: dict[tuple[int | None, str], list[Group]] = {}
    for group in groups.values():
        if group.first.edits and group.first.amendment.amends_id is None:
            clause = group.first.amendment.clause_id, group.first.amendment.language
            for other in by_clause.setdefault(clause, []):
                if cannot_both_be(group.first.edits, other.first.edits):
                    group.against.append(other)
                    other.against.append(group)
            by_clause[clause].append(group)
    return list(groups.values())


def cannot_both_be(some: Iterable[Edit], others: Iterable[Edit]) -> bool:
    """Whether two amendments of one wording collide."""
    others = list(others)
    return any(collides(one, other) for one in some for other in others)
