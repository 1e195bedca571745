"""A list of contacts beside the record: what is new in it, what would change, what is doubtful, what is refused.

The record comes as plain values, and what comes out is plain too: lines for a person to read, and `made`, each thing
that would be made or changed, once, as it would be in the end.

- An empty cell changes nothing. What holds "otherwise" counts for new things only.
- A thing is the same where a name is written the same (case, accents and Arabic spellings aside) or the address of mail
  is the same. Where it only may be the same a person is asked, and until then the row waits.
- Two rows that say two things of one field: the later one is refused.
- The same list beside the same record gives the same `seal`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from mithaq.core.contacts.entries import Entry, Fault, Wrong, zone_of
from mithaq.core.contacts.exonyms import cities_called
from mithaq.core.contacts.outcome import (
    ANOTHER,
    LEAVE_OUT,
    SAME,
    Candidate,
    Change,
    Comparison,
    FieldChange,
    Known,
    Line,
    Otherwise,
    Question,
    State,
    Thing,
)
from mithaq.core.likeness import LIKELY, Index, as_compared, most_like
from mithaq.core.text import text_hash

#: A person of another organisation is asked about only where the names are this much alike.
_NEARLY_CERTAIN = 95
_MOST_CANDIDATES = 4


@dataclass(eq=False)
class _Draft:
    """A thing while the list is gone through."""

    thing: Thing
    ref: str
    now: dict[str, str]
    before: dict[str, str] | None = None
    organisation: str = ""
    person: str = ""
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
        return Change(self.thing, self.ref, self.before is None, fields, self.organisation, self.person)


class _Waits(Exception):
    def __init__(self, question: Question) -> None:
        super().__init__(question.key)
        self.question = question


class _Refuses(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.wrong)
        self.fault = fault


class _LeftOut(Exception):
    pass


def compared(
    entries: Iterable[Entry], known: Iterable[Known], answers: Mapping[str, str], otherwise: Otherwise
) -> Comparison:
    """What the list would do to the record, given a person's answers by the key of the question."""
    work = _Comparing(known, answers, otherwise)
    lines = tuple(work.line(entry) for entry in entries)
    return Comparison(lines, tuple(work.made()))


class _Comparing:
    def __init__(self, known: Iterable[Known], answers: Mapping[str, str], otherwise: Otherwise) -> None:
        self.answers, self.otherwise = answers, otherwise
        self.drafts: dict[str, _Draft] = {}
        self.named: dict[tuple[Thing, str], list[_Draft]] = defaultdict(list)
        #: Other spellings that a person has said to mean the same.
        self.settled: dict[str, _Draft] = {}
        self.alike = {thing: Index[_Draft]() for thing in (Thing.ORGANISATION, Thing.PERSON)}
        #: Organisations by the city that they are in some language, whatever the spelling.
        self.cities: dict[str, list[_Draft]] = defaultdict(list)
        self.with_address: dict[str, _Draft] = {}
        self.seats: dict[tuple[str, str], list[_Draft]] = defaultdict(list)
        self.sitting: dict[str, set[str]] = defaultdict(set)
        self.memberships: dict[str, _Draft] = {}
        self.asked: dict[str, int] = {}
        for one in known:
            fields = dict(one.fields)
            self._enter(
                _Draft(one.thing, one.ref, fields, dict(fields), one.organisation, one.person, 0, one.is_guarded)
            )

    def line(self, entry: Entry) -> Line:
        """What would become of a row; only a row that nothing hinders leaves a trace."""
        if entry.faults:
            return Line(entry.number, State.REFUSED, entry)
        try:
            drafts = self._said_by(entry)
        except _Waits as waits:
            earlier = self.asked.setdefault(waits.question.key, entry.number)
            asked_in = 0 if earlier == entry.number else earlier
            return Line(entry.number, State.ASKED, entry, question=waits.question, asked_in=asked_in)
        except _Refuses as refuses:
            refused = Entry(**{**vars(entry), "faults": (refuses.fault,)})
            return Line(entry.number, State.REFUSED, refused)
        except _LeftOut:
            return Line(entry.number, State.LEFT_OUT, entry)
        changes = tuple(self._carried_out(entry, drafts))
        state = State.UNCHANGED
        if changes:
            state = State.NEW if any(change.is_new for change in changes) else State.CHANGED
        return Line(entry.number, state, entry, changes)

    def made(self) -> Iterable[Change]:
        """Each thing that is new or other than it was, what others need first."""
        order = list(Thing)
        changed = [draft for draft in self.drafts.values() if draft.before is None or draft.now != draft.before]
        return (draft.change(draft.before) for draft in sorted(changed, key=lambda draft: order.index(draft.thing)))

    # What a row means -------------------------------------------------------------------------------------------

    def _said_by(self, entry: Entry) -> list[tuple[_Draft, dict[str, str]]]:
        """Each thing that the row speaks of, with what it says of it. Nothing is changed yet."""
        organisation, keeps_name = self._organisation(entry)
        names = _as_fields("name", entry.organisation)
        said = [
            (
                organisation,
                {
                    **_told(names, organisation, keeps_name),
                    "kind": entry.kind,
                    "country": entry.country,
                    "time_zone": entry.time_zone,
                },
            ),
            *self._membership(entry, organisation),
        ]
        if entry.person:
            person, keeps_name = self._person(entry, organisation)
            told = {**_told(_as_fields("name", entry.person), person, keeps_name), "email": entry.email}
            said += [(person, told), self._seat(entry, person, organisation)]
        self._refuse_what_contradicts(entry, said)
        return said

    def _refuse_what_contradicts(self, entry: Entry, said: list[tuple[_Draft, dict[str, str]]]) -> None:
        for draft, fields in said:
            for name, value in fields.items():
                differs = value and draft.now.get(name, "") not in ("", value)
                if differs and name in draft.said:
                    raise _Refuses(Fault(None, value, Wrong.OTHERWISE_BEFORE, str(draft.said[name])))
                if differs and draft.is_guarded:
                    raise _Refuses(Fault(None, value, Wrong.GUARDED))

    def _carried_out(self, entry: Entry, said: list[tuple[_Draft, dict[str, str]]]) -> Iterable[Change]:
        for draft, fields in said:
            is_new = draft.ref not in self.drafts
            if not is_new and all(not value or draft.now.get(name) == value for name, value in fields.items()):
                for name in filter(fields.get, fields):
                    draft.said.setdefault(name, entry.number)
                continue
            before = None if is_new else dict(draft.now)
            for name, value in fields.items():
                if value:
                    draft.now[name] = value
                    draft.said.setdefault(name, entry.number)
            if is_new:
                self._complete(draft)
            self._enter(draft)
            change = draft.change(before)
            if change.fields:
                yield change

    def _complete(self, draft: _Draft) -> None:
        """What holds where the first row of a new thing is silent."""
        if draft.thing is Thing.ORGANISATION:
            draft.now["kind"] = draft.now.get("kind") or self.otherwise.kind
            draft.now["time_zone"] = draft.now.get("time_zone") or zone_of(draft.now.get("country", "")) or "UTC"

    def _organisation(self, entry: Entry) -> tuple[_Draft, bool]:
        """The organisation of a row, and whether its name on record stays as it is."""
        names = tuple(entry.organisation.values())
        key = _key(Thing.ORGANISATION, names, entry.country)
        if key in self.settled:
            return self.settled[key], True
        same = self._written_the_same(Thing.ORGANISATION, names)
        if len(same) == 1 and not _of_another_country(entry, same[0]):
            return same[0], False
        alike = [(100, draft) for draft in same] or self.alike[Thing.ORGANISATION].like(names)
        translated = [draft for draft in self._same_city(entry, names) if draft not in same]
        alike = [(score, draft) for score, draft in alike if draft not in translated]
        if not alike and not translated:
            return self._fresh(Thing.ORGANISATION, entry), False
        candidates = (*self._candidates([(100, draft) for draft in translated], True), *self._candidates(alike))
        return self._answered(entry, Question(key, Thing.ORGANISATION, names, candidates[:_MOST_CANDIDATES]))

    def _same_city(self, entry: Entry, names: tuple[str, ...]) -> list[_Draft]:
        """Organisations of no other country that bear the name of the same city in another language."""
        found = [draft for city in sorted(cities_called(names)) for draft in self.cities[city]]
        return [draft for draft in dict.fromkeys(found) if not _of_another_country(entry, draft)]

    def _person(self, entry: Entry, organisation: _Draft) -> tuple[_Draft, bool]:
        """The person of a row, and whether the name on record stays as it is."""
        names = tuple(entry.person.values())
        key = _key(Thing.PERSON, names, entry.email, organisation.ref)
        if key in self.settled:
            return self.settled[key], True
        addressed = self.with_address.get(entry.email) if entry.email else None
        if addressed is not None:
            return self._with_that_address(entry, addressed, names, key)
        alike = self._like_person(entry, names, organisation.ref)
        if len(alike) == 1 and self._is_surely(entry, *alike[0], organisation.ref):
            return alike[0][1], False
        if not alike:
            return self._fresh(Thing.PERSON, entry), False
        return self._answered(entry, Question(key, Thing.PERSON, names, self._candidates(alike)))

    def _with_that_address(
        self, entry: Entry, addressed: _Draft, names: tuple[str, ...], key: str
    ) -> tuple[_Draft, bool]:
        score = most_like(names, addressed.names)
        if score >= LIKELY:
            return addressed, score < 100
        if addressed.row:
            raise _Refuses(Fault(None, entry.email, Wrong.ADDRESS_TAKEN, str(addressed.row)))
        candidates = self._candidates([(score, addressed)])
        return self._answered(entry, Question(key, Thing.PERSON, names, candidates, may_be_another=False))

    def _like_person(self, entry: Entry, names: tuple[str, ...], organisation: str) -> list[tuple[int, _Draft]]:
        """Those whose name is like it: in this organisation a little, elsewhere very much."""
        found = self.alike[Thing.PERSON].like(names)
        return [
            (score, draft)
            for score, draft in found
            if score >= (LIKELY if draft.ref in self.sitting[organisation] else _NEARLY_CERTAIN)
        ]

    def _is_surely(self, entry: Entry, score: int, draft: _Draft, organisation: str) -> bool:
        """The same name in the same organisation, and no other address."""
        address = draft.now.get("email", "")
        here = draft.ref in self.sitting[organisation]
        return (
            here
            and bool(self._written_the_same(Thing.PERSON, tuple(entry.person.values())))
            and score == 100
            and (not address or not entry.email or address == entry.email)
        )

    def _membership(self, entry: Entry, organisation: _Draft) -> list[tuple[_Draft, dict[str, str]]]:
        there = self.memberships.get(organisation.ref)
        if there is not None:
            is_other = entry.standing not in ("", there.now["standing"])
            since = entry.since or (self.otherwise.since if is_other else "")
            return [(there, {"standing": entry.standing, "since": since})]
        standing = entry.standing or self.otherwise.standing
        if not standing:
            return []
        fresh = _Draft(Thing.MEMBERSHIP, f"membership-{organisation.ref}", {}, None, organisation.ref, row=entry.number)
        return [(fresh, {"standing": standing, "since": entry.since or self.otherwise.since})]

    def _seat(self, entry: Entry, person: _Draft, organisation: _Draft) -> tuple[_Draft, dict[str, str]]:
        """The seat of a person in an organisation: in the role that the row says, or whichever there is."""
        held = self.seats[person.ref, organisation.ref]
        there = next((seat for seat in held if entry.role in ("", seat.now["role"])), None)
        role = entry.role or (there.now["role"] if there else self.otherwise.role)
        told = {"role": role, **_as_fields("title", entry.title)}
        if there is not None:
            return there, told
        ref = f"seat-{person.ref}-{organisation.ref}-{role}"
        return _Draft(Thing.SEAT, ref, {}, None, organisation.ref, person.ref, entry.number), told

    # Who and what there is --------------------------------------------------------------------------------------

    def _fresh(self, thing: Thing, entry: Entry) -> _Draft:
        return _Draft(thing, f"row-{entry.number}-{thing}", {}, None, row=entry.number)

    def _enter(self, draft: _Draft) -> None:
        """Let a thing be found, by whatever it is called by now."""
        is_new = draft.ref not in self.drafts
        self.drafts[draft.ref] = draft
        if draft.thing is Thing.MEMBERSHIP:
            self.memberships[draft.organisation] = draft
        elif draft.thing is Thing.SEAT:
            if is_new:
                self.seats[draft.person, draft.organisation].append(draft)
                self.sitting[draft.organisation].add(draft.person)
        else:
            unknown = [name for name in draft.names if name not in draft.entered]
            for name in unknown:
                draft.entered.add(name)
                self.named[draft.thing, as_compared(name)].append(draft)
            self.alike[draft.thing].add(unknown, draft)
            if draft.thing is Thing.ORGANISATION:
                for city in cities_called(unknown):
                    self.cities[city].append(draft)
            if draft.now.get("email"):
                self.with_address.setdefault(draft.now["email"].lower(), draft)

    def _written_the_same(self, thing: Thing, names: tuple[str, ...]) -> list[_Draft]:
        found = [draft for name in names for draft in self.named.get((thing, as_compared(name)), ())]
        return list(dict.fromkeys(found))

    def _candidates(self, alike: list[tuple[int, _Draft]], is_translation: bool = False) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(draft.ref, draft.names, self._about(draft), score, draft.row, is_translation)
            for score, draft in alike[:_MOST_CANDIDATES]
        )

    def _about(self, draft: _Draft) -> str:
        """What tells it from another of its name: the country of an organisation, the address of a person."""
        return draft.now.get("country", "") or draft.now.get("email", "")

    def _answered(self, entry: Entry, question: Question) -> tuple[_Draft, bool]:
        """What a person has answered. Raises `_Waits` where nobody has, or where the answer fits no more."""
        answer = self.answers.get(question.key, "")
        if answer == LEAVE_OUT:
            raise _LeftOut
        if answer == ANOTHER and question.may_be_another:
            fresh = self._fresh(question.thing, entry)
            self.settled[question.key] = fresh
            return fresh, False
        ref = answer.removeprefix(SAME)
        if answer.startswith(SAME) and ref in {candidate.ref for candidate in question.candidates}:
            self.settled[question.key] = self.drafts[ref]
            return self.drafts[ref], True
        raise _Waits(question)


def _key(thing: Thing, names: Iterable[str], *more: str) -> str:
    return text_hash("|".join([thing, *sorted(map(as_compared, names)), *more]))[:16]


def _as_fields(name: str, words: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in words.items()}


def _told(names: Mapping[str, str], draft: _Draft, keeps_name: bool) -> dict[str, str]:
    """The names that a row says, but those that are written the same, or that a person has called the same."""
    return {
        name: value
        for name, value in names.items()
        if not draft.now.get(name) or not (keeps_name or as_compared(value) == as_compared(draft.now[name]))
    }


def _of_another_country(entry: Entry, draft: _Draft) -> bool:
    country = draft.now.get("country", "")
    return bool(entry.country and country and entry.country != country)
