"""The acts of a year in their order. Each scene calls a verb of a room, exactly as the site does.

The scenes that open the year come first; all others are ordered by their instant. A verb that refuses names
the file and the line whose act it refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.compose import begin_text, compose
from mithaq.communique.domain.freeze import freeze, publish, record_publication
from mithaq.communique.models import Text
from mithaq.correspondence.models import Circular
from mithaq.cycle.domain import arrange
from mithaq.cycle.models import Cycle, Pillar
from mithaq.cycle.vocabulary import Leading
from mithaq.endorsements.domain.call import call, remind_as_set
from mithaq.endorsements.models import Endorsement
from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.receive import receive
from mithaq.members.domain.admit import admit, give_seat, register_organisation, register_person
from mithaq.members.domain.found import found
from mithaq.members.domain.mandate import examine, register_mandate
from mithaq.recommendations.domain.consolidate import gather, word
from mithaq.recommendations.domain.read_in import read_as, read_in
from mithaq.recommendations.models import Point
from mithaq.rehearsal import circulars, endorsing, fates, handing, meetings, on_record, portraits, studies, terms
from mithaq.rehearsal.composition import composition
from mithaq.rehearsal.faults import Fault, WrongFiles
from mithaq.rehearsal.life import Life
from mithaq.rehearsal.mandates import mandate_scenes
from mithaq.rehearsal.records import (
    DeadlineLine,
    Line,
    MandateLine,
    OrganisationLine,
    PaperLine,
    PhaseLine,
    PillarLine,
    PointLine,
    Script,
    SeatLine,
)
from mithaq.rehearsal.round_table import Table
from mithaq.rehearsal.sources import recommendations_of
from mithaq.taskforces.domain.set_up import enrol, set_up
from mithaq.taskforces.domain.submit import submit
from mithaq.taskforces.jobs import look_into_papers
from mithaq.taskforces.models import Group


@dataclass(frozen=True)
class Scene:
    """One act: when it happens, which line it comes from, and the call of its verb."""

    at: datetime
    line: Line
    play: Callable[[], Any]


#: The place named for what no row stands for.
YEAR = Line("cycle.yaml", 0)


def perform(script: Script, until: datetime, played: Callable[[], object] = object) -> Cycle:
    """Play the script's acts up to `until` (included), all or nothing; `played` is called after each.

    Raises `WrongFiles` with the line whose act a verb refused; then nothing is written.
    """
    with transaction.atomic():
        so_far = Played(script)
        for scene in scenes_of(so_far, until):
            try:
                scene.play()
            except Refused as refused:
                raise WrongFiles([Fault(scene.line.file, scene.line.line, refused.reason)]) from refused
            except IntegrityError as refused:
                reason = _("This contradicts what is on record, so the database refused it.")
                raise WrongFiles([Fault(scene.line.file, scene.line.line, reason)]) from refused
            played()
        look_into_papers(None)  # for the search, which the worker would do by and by
    return so_far.cycle


def number_of_scenes(script: Script, until: datetime) -> int:
    """How many scenes there are up to `until`."""
    return len(scenes_of(Played(script), until))


def scenes_of(played: Played, until: datetime) -> list[Scene]:
    """The scenes up to `until`: those that open the year, then the others by their instant."""
    opening = list(played.opening())
    year = sorted(played.year(), key=lambda scene: scene.at)
    return opening + [scene for scene in year if scene.at <= until]


@dataclass
class Played:
    """What has been played so far, by the keys of the files."""

    script: Script
    organisations: dict[str, Organisation] = field(default_factory=dict)
    persons: dict[str, Person] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    pillars: dict[str, Pillar] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    endorsements: dict[str, Endorsement] = field(default_factory=dict)
    circulars: dict[str, Circular] = field(default_factory=dict)
    cycle: Cycle = field(init=False)
    begun: Text | None = field(default=None, init=False)
    table: Table = field(init=False)

    def __post_init__(self) -> None:
        self.table = Table(self)

    @property
    def secretariat(self) -> Seat:
        """The seat that does what no row names another seat for."""
        return self.seats[self.script.secretariat]

    @property
    def text(self) -> Text:
        """The year's text. Refused before it is begun, and where the year has none."""
        if self.begun is None:
            raise Refused(_("There is no text yet at this instant, so nothing can be done with it."))
        return self.begun

    # The year is opened.

    def opening(self) -> Iterator[Scene]:
        script, at = self.script, self.script.opening
        yield Scene(at, YEAR, self._found)
        yield Scene(at, YEAR, self._open_year)
        for organisation in script.organisations:
            yield Scene(at, organisation, partial(self._admit, organisation))
        for seat in script.seats:
            yield Scene(at, seat, partial(self._seat, seat))
        yield Scene(at, YEAR, self._lead)
        for pillar in script.pillars:
            yield Scene(at, pillar, partial(self._name_pillar, pillar))
        for phase in script.phases:
            yield Scene(at, phase, partial(self._schedule, phase))
        for due in script.deadlines:
            yield Scene(at, due, partial(self._set_deadline, due))
        yield Scene(at, YEAR, self._name_gaps)
        for group in script.groups:
            yield Scene(at, group, partial(self._set_up, group))
        for enrolment in script.enrolments:
            yield Scene(at, enrolment, partial(self._enrol, enrolment))
        for count in script.counts:
            yield Scene(at, count, partial(self._enter, count))
        yield from terms.scenes(self, script.terms)

    def _found(self) -> None:
        first = next(seat for seat in self.script.seats if seat.key == self.script.secretariat)
        home = next(one for one in self.script.organisations if one.key == first.organisation)
        seat = found(
            organisation=home.fields,
            person={"key": first.person, "name": first.name, "email": first.email, **self._of_person(first.person)},
            seat={"key": first.key, "title": first.title, "ends": first.ends},
            starts=first.starts,
            populations=home.populations,
            at=self.script.opening,
        )
        self.seats[first.key] = seat
        self.persons[first.person] = seat.person
        self.organisations[home.key] = seat.organisation

    def _open_year(self) -> None:
        script = self.script
        self.cycle = arrange.open_year(
            key=script.key,
            year=script.year,
            group=script.group,
            mark=script.mark,
            title=script.title,
            starts=script.starts,
            ends=script.ends,
            authentic=script.authentic,
            **self._by_us(),
        )

    def _admit(self, line: OrganisationLine) -> None:
        if line.key not in self.organisations:
            self.organisations[line.key] = register_organisation(line.fields, line.populations, **self._by_us())
        if line.standing:
            organisation = self.organisations[line.key]
            admit(self.cycle, organisation, line.standing, line.joined, line.left, **self._by_us())

    def _seat(self, line: SeatLine) -> None:
        if line.key in self.seats:
            return
        if line.person not in self.persons:
            fields = {"key": line.person, "name": line.name, "email": line.email, **self._of_person(line.person)}
            self.persons[line.person] = register_person(fields, **self._by_us())
        self.seats[line.key] = give_seat(
            self.persons[line.person],
            self.organisations[line.organisation],
            line.role,
            line.starts,
            line.ends,
            key=line.key,
            title=line.title,
            **self._by_us(),
        )

    def _lead(self) -> None:
        if self.script.chair:
            arrange.lead(self.cycle, self.organisations[self.script.chair], Leading.CHAIR, **self._by_us())
        for convener in self.script.conveners:
            arrange.lead(self.cycle, self.organisations[convener], Leading.CONVENER, **self._by_us())

    def _name_pillar(self, line: PillarLine) -> None:
        self.pillars[line.key] = arrange.name_pillar(self.cycle, line.key, line.title, **self._by_us())

    def _schedule(self, line: PhaseLine) -> None:
        arrange.schedule(self.cycle, line.kind, line.title, line.opens, line.closes, **self._by_us())

    def _set_deadline(self, line: DeadlineLine) -> None:
        arrange.set_deadline(self.cycle, line.key, line.phase, line.title, line.at, **self._by_us())

    def _name_gaps(self) -> None:
        for what, where in self.script.gaps:
            arrange.name_gap(self.cycle, what, where, **self._by_us())

    def _set_up(self, line: Any) -> None:
        self.groups[line.key] = set_up(
            self.cycle, line.key, line.kind, line.title, line.charter, line.starts, line.ends, **self._by_us()
        )

    def _enrol(self, line: Any) -> None:
        group, organisation = self.groups[line.group], self.organisations[line.organisation]
        enrol(group, organisation, line.role, line.starts, line.ends, **self._by_us())

    def _enter(self, line: Any) -> None:
        arrange.enter_count(
            self.cycle,
            year=line.year,
            chair=line.chair,
            measure=line.measure,
            city_class=line.city_class,
            value=line.value,
            unit=line.unit,
            as_of=line.as_of,
            source=line.source,
            **self._by_us(),
        )

    def _of_person(self, person: str) -> dict[str, Any]:
        return self.script.on_record.of_person(person) if self.script.on_record else {}

    # The year goes on.

    def year(self) -> Iterator[Scene]:
        script = self.script
        if script.on_record:
            yield from on_record.scenes(self, script)
        yield from portraits.scenes(self, script.photos)
        for mandate in script.mandates:
            yield Scene(mandate.decided, mandate, partial(self._mandate, mandate))
        for at, line, play in mandate_scenes(self):
            yield Scene(at, line, play)
        for paper in script.papers:
            yield Scene(paper.submitted_at, paper, partial(self._hand_in, paper))
        for point in script.points:
            yield Scene(point.consolidated_at, point, partial(self._consolidate, point))
        yield from fates.scenes(self, script.drops)
        yield from studies.scenes(self, script.studies, script.themes)
        yield from meetings.scenes(self, script.meetings, script.outcomes, script.answers)
        if script.life_of_groups:
            yield from Life(self, script.life_of_groups).scenes()
        yield from circulars.scenes(self)
        yield from self._text()
        if script.negotiation:
            yield from self.table.scenes()
        yield from endorsing.scenes(self, script.endorsements)
        yield from handing.scenes(self, script.declarations)

    def _mandate(self, line: MandateLine) -> None:
        mandate = register_mandate(
            self.seats[line.seat],
            line.scopes,
            line.starts,
            line.ends,
            line.evidence,
            key=line.key,
            **self._by_us(line.decided),
        )
        for examiner in line.examiners:
            examine(mandate, seat=self.seats[examiner], at=line.decided)

    def _hand_in(self, line: PaperLine) -> None:
        seat, at = self.seats[line.submitted_by], line.submitted_at
        file = receive(ContentFile(line.content, name=line.name), seat=seat, at=at) if line.content else None
        paper = submit(
            self.cycle,
            line.key,
            line.title,
            file=file,
            group=self.groups.get(line.group),
            language=line.language,
            pages=line.pages,
            note=line.note,
            seat=seat,
            at=at,
        )
        if line.reading:
            read = [read_as(candidate) for candidate in line.reading.candidates]
            read_in(paper, read, **self._by_us(at))

    def _consolidate(self, line: PointLine) -> None:
        seat, at = self.seats[line.consolidated_by], line.consolidated_at
        point = gather(
            self.cycle,
            line.key,
            line.title,
            recommendations_of(line, self.cycle),
            self.pillars.get(line.pillar),
            seat=seat,
            at=at,
        )
        if line.text:
            word(point, line.text, seat=seat, at=at)
        self.points[line.key] = point

    def _text(self) -> Iterator[Scene]:
        line = self.script.text
        if line is None:
            return
        begun = max((p.consolidated_at for p in self.script.points), default=self.script.opening)
        yield Scene(begun, line, self._begin)
        if line.source and line.published_at:
            yield Scene(line.published_at, line, self._publish_elsewhere)
            return
        if line.frozen_at:
            yield Scene(line.frozen_at, line, self._freeze)
        if line.call_opens and line.call_closes:
            yield Scene(line.call_opens, line, self._call)
            for instant in (line.call_closes - timedelta(days=days) for days in line.call_reminders):
                if instant > line.call_opens:
                    yield Scene(instant, line, partial(self._remind, instant))
        if line.published_at:
            yield Scene(line.published_at, line, self._publish)

    def _begin(self) -> None:
        line = self._line
        begun = max((p.consolidated_at for p in self.script.points), default=self.script.opening)
        self.begun = begin_text(self.cycle, line.key, line.kind, line.title, **self._by_us(begun))
        if not line.source:
            compose(self.text, list(composition(self.script, self.cycle)), **self._by_us(begun))

    def _freeze(self) -> None:
        line = self._line
        draft = self.text.drafts.latest("number")
        if line.frozen_at:
            self.begun = freeze(draft, seat=self._seat_or_us(line.frozen_by), at=line.frozen_at).text

    def _call(self) -> None:
        line = self._line
        if line.call_opens and line.call_closes:
            by_us = self._by_us(line.call_opens)
            call(self.text, line.call_opens, line.call_closes, line.call_reminders, **by_us)

    def _remind(self, at: datetime) -> None:
        remind_as_set(self.text.call, at=at)

    def _publish(self) -> None:
        line = self._line
        if line.published_at:
            publish(self.text, seat=self._seat_or_us(line.published_by), at=line.published_at)

    def _publish_elsewhere(self) -> None:
        line = self._line
        if line.published_at:
            record_publication(self.text, line.source, published=line.published_at, **self._by_us(line.published_at))

    @property
    def _line(self) -> Any:
        return self.script.text

    def _seat_or_us(self, key: str) -> Seat:
        return self.seats[key or self.script.secretariat]

    def _by_us(self, at: datetime | None = None) -> dict[str, Any]:
        return {"seat": self.secretariat, "at": at or self.script.opening}
