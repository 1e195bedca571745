"""A house and who is in it, made through the verbs: a test stands on what the house itself allows.

Everything begins at `OPENING` unless a test says otherwise; keys and names are those the caller gives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze, publish
from mithaq.communique.models import Text
from mithaq.communique.vocabulary import ClauseKind
from mithaq.cycle.domain.arrange import open_year
from mithaq.cycle.models import Cycle, Pillar
from mithaq.endorsements.domain.call import call
from mithaq.endorsements.domain.endorse import endorse
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.models import Mandate, Organisation, Person, Seat
from mithaq.foundation.actors.vocabulary import Kind, Role, Scope
from mithaq.members.domain.admit import admit, give_seat, register_organisation, register_person
from mithaq.members.domain.found import found
from mithaq.members.domain.mandate import examine, register_mandate
from mithaq.members.vocabulary import Standing
from mithaq.recommendations.domain.consolidate import gather, word
from mithaq.recommendations.domain.read_in import Read, read_in
from mithaq.recommendations.models import Point, Recommendation
from mithaq.taskforces.domain.set_up import set_up
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.models import Group, Paper
from mithaq.taskforces.vocabulary import GroupKind

#: The instant at which a test's house is founded, and its day.
OPENING = datetime(2031, 1, 6, 9, tzinfo=UTC)
FIRST_DAY = OPENING.date()

_numbers = count(1)


@dataclass(frozen=True)
class House:
    """A founded house with an open year; `secretariat` is the seat that founded it, `colleague` another one there."""

    secretariat: Seat
    colleague: Seat
    cycle: Cycle
    at: datetime

    @property
    def by_us(self) -> dict[str, object]:
        """The keywords of a verb that the secretariat carries out when the house opens."""
        return {"seat": self.secretariat, "at": self.at}


def a_house(at: datetime = OPENING) -> House:
    """A house with two seats in its secretariat and one open year, authentic in English and Arabic."""
    first = found(
        organisation={"kind": Kind.SECRETARIAT, "name": {"en": "Secretariat", "ar": "الأمانة"}},
        person={"name": {"en": "Salma Idris", "ar": "سلمى إدريس"}, "email": "salma@secretariat.example"},
        seat={},
        starts=at.date(),
        at=at,
    )
    cycle = open_year(
        key="2031",
        year=at.year,
        group={"en": "The Rivers Compact", "ar": "ميثاق الأنهار"},
        mark={"en": "R12", "ar": "أنهار 12"},
        title={"en": "The year", "ar": "السنة"},
        starts=at.date(),
        ends=at.date() + timedelta(days=360),
        authentic=["en", "ar"],
        seat=first,
        at=at,
    )
    colleague = register_person({"name": {"en": "Bilal Haddad", "ar": "بلال حداد"}}, seat=first, at=at)
    second = give_seat(colleague, first.organisation, Role.SECRETARIAT, at.date(), seat=first, at=at)
    return House(first, second, cycle, at)


def an_organisation(house: House, name: str = "", *, kind: str = Kind.CITY, zone: str = "UTC") -> Organisation:
    """An organisation on the register, and no member yet."""
    name = name or f"Place {next(_numbers)}"
    return register_organisation({"kind": kind, "name": {"en": name}, "time_zone": zone}, **house.by_us)


def a_city(
    house: House,
    name: str = "",
    *,
    zone: str = "UTC",
    standing: str = Standing.PARTICIPATING,
    since: date | None = None,
) -> Organisation:
    """A city that is a member of the year since its first day."""
    city = an_organisation(house, name, zone=zone)
    admit(house.cycle, city, standing, since or house.at.date(), **house.by_us)
    return city


def a_person(house: House, *, email: str | None = None) -> Person:
    """A person with a name in both languages and an address of their own."""
    number = next(_numbers)
    email = f"person-{number}@city.example" if email is None else email
    return register_person({"name": {"en": f"Person {number}", "ar": f"شخص {number}"}, "email": email}, **house.by_us)


def a_seated(
    house: House,
    role: str = Role.SHERPA,
    organisation: Organisation | None = None,
    *,
    person: Person | None = None,
    starts: date | None = None,
    ends: date | None = None,
) -> Seat:
    """Somebody in a seat: by default a sherpa of a city that is a member."""
    organisation = organisation or a_city(house)
    person = person or a_person(house)
    return give_seat(person, organisation, role, starts or house.at.date(), ends, **house.by_us)


def a_mandate(
    house: House,
    holder: Seat,
    *scopes: str,
    starts: date | None = None,
    ends: date | None = None,
    examiners: int = 2,
) -> Mandate:
    """A mandate of `holder`, to endorse unless scopes are named, found in order by up to two of the secretariat."""
    scopes = scopes or (Scope.ENDORSE,)
    evidence = {"en": "Letter of the mayor", "ar": "كتاب العمدة"}
    mandate = register_mandate(holder, scopes, starts or house.at.date(), ends, evidence, **house.by_us)
    for examiner in (house.secretariat, house.colleague)[:examiners]:
        examine(mandate, seat=examiner, at=house.at)
    return mandate


def a_mayor_with_a_mandate(house: House, city: Organisation | None = None) -> Seat:
    """The mayor of a member city, with a verified mandate to endorse."""
    mayor = a_seated(house, Role.MAYOR, city)
    a_mandate(house, mayor)
    return mayor


def a_group(house: House, *, kind: str = GroupKind.TASK_FORCE) -> Group:
    """A group of the year, still without members."""
    number = next(_numbers)
    title = {"en": f"Task force {number}", "ar": f"فريق عمل {number}"}
    return set_up(house.cycle, f"group-{number}", kind, title, {}, house.at.date(), **house.by_us)


def a_paper(house: House, *, recommendations: int = 0, group: Group | None = None) -> Paper:
    """A working paper whose recommendations, if it has any, have been entered."""
    number = next(_numbers)
    title = {"en": f"Paper {number}", "ar": f"ورقة {number}"}
    paper = submit(house.cycle, f"paper-{number}", title, group=group, language="en", **house.by_us)
    if recommendations:
        read = [
            Read(text=f"Plant tree {place}.", number=str(place), theme="Trees", proposers=("Tunis",))
            for place in range(1, recommendations + 1)
        ]
        read_in(paper, read, **house.by_us)
    return paper


def a_point(
    house: House, recommendations: Iterable[Recommendation] | None = None, *, pillar: Pillar | None = None
) -> Point:
    """A worded point out of these recommendations (default: those of a paper of its own)."""
    number = next(_numbers)
    sources = a_paper(house, recommendations=1).recommendations.all() if recommendations is None else recommendations
    title = {"en": f"Point {number}", "ar": f"توصية {number}"}
    point = gather(house.cycle, f"point-{number}", title, sources, pillar, **house.by_us)
    return word(point, {"en": f"We plant {number} trees.", "ar": f"نغرس {number} شجرة."}, **house.by_us)


def a_text(house: House, *, points: int | Iterable[Point] = 2) -> Text:
    """A communiqué with its first draft: a preamble and its points, so many or out of these."""
    text = begin_text(house.cycle, "communique", "communique", {"en": "Communiqué", "ar": "البيان"}, **house.by_us)
    clauses = [Composed(ClauseKind.PREAMBLE, {"en": "We, the mayors.", "ar": "نحن العمداء."})]
    if isinstance(points, int):
        clauses += [
            Composed(ClauseKind.POINT, {"en": f"Point {number}.", "ar": f"توصية {number}."})
            for number in range(1, points + 1)
        ]
    else:
        clauses += [
            Composed(ClauseKind.POINT, {text.language: text.text for text in point.texts.all()}, (point,))
            for point in points
        ]
    compose(text, clauses, **house.by_us)
    return text


def a_frozen_text(house: House, *, points: int | Iterable[Point] = 2) -> Text:
    """A communiqué that is frozen and called on, and not published."""
    text = freeze(a_text(house, points=points).drafts.get(), **house.by_us).text
    call(text, house.at, house.at + timedelta(days=30), **house.by_us)
    return Text.objects.get(pk=text.pk)


def a_published_text(house: House, *, points: int | Iterable[Point] = 2, at: datetime | None = None) -> Text:
    """A communiqué that is frozen, called on and public since `at` (default: a day after the opening)."""
    text = a_frozen_text(house, points=points)
    publish(text, seat=house.secretariat, at=at or house.at + timedelta(days=1))
    return Text.objects.get(pk=text.pk)


def an_endorsement(house: House, text: Text, mayor: Seat | None = None, *, at: datetime | None = None) -> Endorsement:
    """A city's endorsement of a frozen text, an hour after the opening."""
    return endorse(
        text,
        text.freezing.hash,
        languages=["en"],
        may_be_named=True,
        seat=mayor or a_mayor_with_a_mandate(house),
        at=at or house.at + timedelta(hours=1),
    )
