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

from mithaq.core.addresses import address_key
from mithaq.core.contacts.drafts import Draft, as_fields, key_of, of_another_country, spoken, told
from mithaq.core.contacts.entries import Entry, Fault, Wrong, dialled
from mithaq.core.contacts.exonyms import cities_called
from mithaq.core.contacts.outcome import (
    ANOTHER,
    LEAVE_OUT,
    SAME,
    Candidate,
    Change,
    Comparison,
    Known,
    Line,
    Otherwise,
    Question,
    State,
    Thing,
)
from mithaq.core.contacts.words import zone_of
from mithaq.core.likeness import LIKELY, Index, as_compared, most_like

#: A person of another organisation is asked about only where the names are this much alike.
_NEARLY_CERTAIN = 95
_MOST_CANDIDATES = 4


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
        self.drafts: dict[str, Draft] = {}
        self.named: dict[tuple[Thing, str], list[Draft]] = defaultdict(list)
        #: Other spellings that a person has said to mean the same.
        self.settled: dict[str, Draft] = {}
        self.alike = {thing: Index[Draft]() for thing in (Thing.ORGANISATION, Thing.PERSON)}
        #: Organisations by the city that they are in some language, whatever the spelling.
        self.cities: dict[str, list[Draft]] = defaultdict(list)
        self.with_address: dict[str, Draft] = {}
        self.seats: dict[tuple[str, str], list[Draft]] = defaultdict(list)
        self.sitting: dict[str, set[str]] = defaultdict(set)
        self.memberships: dict[str, Draft] = {}
        #: Whom a number reaches, by its digits; which seats are those of focal points.
        self.numbers: set[tuple[str, str]] = set()
        self.focal: set[str] = set()
        self.asked: dict[str, int] = {}
        for one in known:
            fields = dict(one.fields)
            self._enter(
                Draft(
                    one.thing, one.ref, fields, dict(fields), one.organisation, one.person, one.seat, 0, one.is_guarded
                )
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

    def _said_by(self, entry: Entry) -> list[tuple[Draft, dict[str, str]]]:
        """Each thing that the row speaks of, with what it says of it. Nothing is changed yet."""
        organisation, keeps_name = self._organisation(entry)
        names = as_fields("name", entry.organisation)
        said = [
            (
                organisation,
                {
                    **told(names, organisation, keeps_name),
                    "kind": entry.kind,
                    "country": entry.country,
                    "time_zone": entry.time_zone,
                },
            ),
            *self._membership(entry, organisation),
        ]
        if entry.person:
            person, keeps_name = self._person(entry, organisation)
            seat = self._seat(entry, person, organisation)
            said += [(person, self._of_person(entry, person, keeps_name)), seat]
            said += [*self._channels(entry, person), *self._focal_point(entry, seat[0])]
        self._refuse_what_contradicts(entry, said)
        return said

    def _of_person(self, entry: Entry, person: Draft, keeps_name: bool) -> dict[str, str]:
        fields = {
            **told(as_fields("name", entry.person), person, keeps_name),
            **told(as_fields("family", entry.family), person, keeps_name),
            **as_fields("honorific", entry.honorific),
            **as_fields("pronunciation", entry.pronunciation),
            "email": "" if address_key(entry.email) == address_key(person.now.get("email", "")) else entry.email,
        }
        return {**fields, "languages": spoken(entry.languages, person)}

    def _channels(self, entry: Entry, person: Draft) -> Iterable[tuple[Draft, dict[str, str]]]:
        """The numbers that the person is not known to be reached at. Those on record stay beside them."""
        for kind, number in entry.numbers:
            if (person.ref, dialled(number)) not in self.numbers:
                ref = f"{kind}-{person.ref}-{dialled(number)}"
                yield Draft(Thing.CHANNEL, ref, {}, person=person.ref, row=entry.number), {kind: number}

    def _focal_point(self, entry: Entry, seat: Draft) -> Iterable[tuple[Draft, dict[str, str]]]:
        """That the person admits the colleagues of the organisation. A list names, and it ends nothing."""
        is_one = seat.ref in self.focal
        if entry.is_focal is False and is_one:
            raise _Refuses(Fault(None, "", Wrong.ENDS_BY_HAND))
        if entry.is_focal and not is_one:
            ref = f"focal-{seat.ref}"
            named = Draft(Thing.FOCAL_POINT, ref, {}, None, seat.organisation, seat.person, seat.ref, entry.number)
            yield named, {"focal_point": "yes"}

    def _refuse_what_contradicts(self, entry: Entry, said: list[tuple[Draft, dict[str, str]]]) -> None:
        for draft, fields in said:
            for name, value in fields.items():
                differs = value and draft.now.get(name, "") not in ("", value)
                if differs and name in draft.said:
                    raise _Refuses(Fault(None, value, Wrong.OTHERWISE_BEFORE, str(draft.said[name])))
                if differs and draft.is_guarded:
                    raise _Refuses(Fault(None, value, Wrong.GUARDED))

    def _carried_out(self, entry: Entry, said: list[tuple[Draft, dict[str, str]]]) -> Iterable[Change]:
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

    def _complete(self, draft: Draft) -> None:
        """What holds where the first row of a new thing is silent."""
        if draft.thing is Thing.ORGANISATION:
            draft.now["kind"] = draft.now.get("kind") or self.otherwise.kind
            draft.now["time_zone"] = draft.now.get("time_zone") or zone_of(draft.now.get("country", "")) or "UTC"

    def _organisation(self, entry: Entry) -> tuple[Draft, bool]:
        """The organisation of a row, and whether its name on record stays as it is."""
        names = tuple(entry.organisation.values())
        key = key_of(Thing.ORGANISATION, names, entry.country)
        if key in self.settled:
            return self.settled[key], True
        same = self._written_the_same(Thing.ORGANISATION, names)
        if len(same) == 1 and not of_another_country(entry, same[0]):
            return same[0], False
        alike = [(100, draft) for draft in same] or self.alike[Thing.ORGANISATION].like(names)
        translated = [draft for draft in self._same_city(entry, names) if draft not in same]
        alike = [(score, draft) for score, draft in alike if draft not in translated]
        if not alike and not translated:
            return self._fresh(Thing.ORGANISATION, entry), False
        candidates = (*self._candidates([(100, draft) for draft in translated], True), *self._candidates(alike))
        return self._answered(entry, Question(key, Thing.ORGANISATION, names, candidates[:_MOST_CANDIDATES]))

    def _same_city(self, entry: Entry, names: tuple[str, ...]) -> list[Draft]:
        """Organisations of no other country that bear the name of the same city in another language."""
        found = [draft for city in sorted(cities_called(names)) for draft in self.cities[city]]
        return [draft for draft in dict.fromkeys(found) if not of_another_country(entry, draft)]

    def _person(self, entry: Entry, organisation: Draft) -> tuple[Draft, bool]:
        """The person of a row, and whether the name on record stays as it is."""
        names = tuple(entry.person.values())
        key = key_of(Thing.PERSON, names, entry.email, organisation.ref)
        if key in self.settled:
            return self.settled[key], True
        addressed = self.with_address.get(address_key(entry.email)) if entry.email else None
        if addressed is not None:
            return self._with_that_address(entry, addressed, names, key)
        alike = self._like_person(entry, names, organisation.ref)
        if len(alike) == 1 and self._is_surely(entry, *alike[0], organisation.ref):
            return alike[0][1], False
        if not alike:
            return self._fresh(Thing.PERSON, entry), False
        return self._answered(entry, Question(key, Thing.PERSON, names, self._candidates(alike)))

    def _with_that_address(
        self, entry: Entry, addressed: Draft, names: tuple[str, ...], key: str
    ) -> tuple[Draft, bool]:
        score = most_like(names, addressed.names)
        if score >= LIKELY:
            return addressed, score < 100
        if addressed.row:
            raise _Refuses(Fault(None, entry.email, Wrong.ADDRESS_TAKEN, str(addressed.row)))
        candidates = self._candidates([(score, addressed)])
        return self._answered(entry, Question(key, Thing.PERSON, names, candidates, may_be_another=False))

    def _like_person(self, entry: Entry, names: tuple[str, ...], organisation: str) -> list[tuple[int, Draft]]:
        """Those whose name is like it: in this organisation a little, elsewhere very much."""
        found = self.alike[Thing.PERSON].like(names)
        return [
            (score, draft)
            for score, draft in found
            if score >= (LIKELY if draft.ref in self.sitting[organisation] else _NEARLY_CERTAIN)
        ]

    def _is_surely(self, entry: Entry, score: int, draft: Draft, organisation: str) -> bool:
        """The same name in the same organisation, and no other address."""
        address = draft.now.get("email", "")
        here = draft.ref in self.sitting[organisation]
        return (
            here
            and bool(self._written_the_same(Thing.PERSON, tuple(entry.person.values())))
            and score == 100
            and (not address or not entry.email or address == entry.email)
        )

    def _membership(self, entry: Entry, organisation: Draft) -> list[tuple[Draft, dict[str, str]]]:
        there = self.memberships.get(organisation.ref)
        if there is not None:
            is_other = entry.standing not in ("", there.now["standing"])
            since = entry.since or (self.otherwise.since if is_other else "")
            return [(there, {"standing": entry.standing, "since": since})]
        standing = entry.standing or self.otherwise.standing
        if not standing:
            return []
        fresh = Draft(Thing.MEMBERSHIP, f"membership-{organisation.ref}", {}, None, organisation.ref, row=entry.number)
        return [(fresh, {"standing": standing, "since": entry.since or self.otherwise.since})]

    def _seat(self, entry: Entry, person: Draft, organisation: Draft) -> tuple[Draft, dict[str, str]]:
        """The seat of a person in an organisation: in the role that the row says, or whichever there is."""
        held = self.seats[person.ref, organisation.ref]
        there = next((seat for seat in held if entry.role in ("", seat.now["role"])), None)
        role = entry.role or (there.now["role"] if there else self.otherwise.role)
        fields = {"role": role, **as_fields("title", entry.title)}
        if there is not None:
            return there, fields
        ref = f"seat-{person.ref}-{organisation.ref}-{role}"
        return Draft(Thing.SEAT, ref, {}, None, organisation.ref, person.ref, row=entry.number), fields

    # Who and what there is --------------------------------------------------------------------------------------

    def _fresh(self, thing: Thing, entry: Entry) -> Draft:
        return Draft(thing, f"row-{entry.number}-{thing}", {}, None, row=entry.number)

    def _enter(self, draft: Draft) -> None:
        """Let a thing be found, by whatever it is called by now."""
        is_new = draft.ref not in self.drafts
        self.drafts[draft.ref] = draft
        if draft.thing is Thing.MEMBERSHIP:
            self.memberships[draft.organisation] = draft
        elif draft.thing is Thing.SEAT:
            if is_new:
                self.seats[draft.person, draft.organisation].append(draft)
                self.sitting[draft.organisation].add(draft.person)
        elif draft.thing is Thing.CHANNEL:
            self.numbers.update((draft.person, dialled(number)) for number in draft.now.values())
        elif draft.thing is Thing.FOCAL_POINT:
            self.focal.add(draft.seat)
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
                self.with_address.setdefault(address_key(draft.now["email"]), draft)

    def _written_the_same(self, thing: Thing, names: tuple[str, ...]) -> list[Draft]:
        found = [draft for name in names for draft in self.named.get((thing, as_compared(name)), ())]
        return list(dict.fromkeys(found))

    def _candidates(self, alike: list[tuple[int, Draft]], is_translation: bool = False) -> tuple[Candidate, ...]:
        return tuple(
            Candidate(draft.ref, draft.names, self._about(draft), score, draft.row, is_translation)
            for score, draft in alike[:_MOST_CANDIDATES]
        )

    def _about(self, draft: Draft) -> str:
        """What tells it from another of its name: the country of an organisation, the address of a person."""
        return draft.now.get("country", "") or draft.now.get("email", "")

    def _answered(self, entry: Entry, question: Question) -> tuple[Draft, bool]:
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
