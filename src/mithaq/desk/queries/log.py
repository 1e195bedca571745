"""Which lines of the chronicle a seat may read."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from mithaq.communique.queries import READERS_OF_DRAFTS
from mithaq.communique.queries.statements import statements_visible_to
from mithaq.endorsements.queries import endorsements_visible_to
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act, ActThing
from mithaq.foundation.live.hearing import heard_by
from mithaq.library.queries import studies_visible_to
from mithaq.press.queries import releases_visible_to
from mithaq.taskforces.queries import meetings_from_inside

#: An act may concern hundreds of records; the first of them name it.
NAMING = 3
#: Who reads the whole chronicle.
READERS_OF_ALL = (Role.SECRETARIAT, Role.AUDITOR)
#: What is public as soon as it has happened.
PUBLIC = (
    "cycle.begun",
    "phase.scheduled",
    "phase.moved",
    "phase.cancelled",
    "phase.restored",
    "calendar.counted",
    "deadline.set",
    "deadline.moved",
    "deadline.cancelled",
    "deadline.restored",
    "pillar.named",
    "leadership.recorded",
    "membership.admitted",
    "membership.changed",
    "membership.ended",
    "membership.taken_back",
    "group.set_up",
    "group.joined",
    "group.left",
    "group.role_changed",
    "group.changed",
    "group.ended",
    "paper.submitted",
    "paper.published",
    "study.published",
    "text.published",
    "text.published_elsewhere",
    "declaration.signed",
)
#: What those who negotiate may know besides. That a city endorsed is not among it: before publication no
#: city learns it of another.
AMONG_NEGOTIATORS = (
    "study.handed_in",
    "study.cited",
    "text.begun",
    "text.retitled",
    "text.negotiators_named",
    "point.gathered",
    "point.added_to",
    "point.taken_from",
    "point.split",
    "points.joined",
    "point.sent",
    "points.ordered",
    "point.worded",
    "point.taken_back",
    "recommendations.dropped",
    "recommendations.taken_up",
    "consolidation.closed",
    "consolidation.reopened",
    "groups.asked",
    "proposal.answered",
    "draft.composed",
    "draft.compiled",
    "draft.frozen",
    "round.called",
    "round.extended",
    "round.shortened",
    "draft.issued",
    "return.released",
    "return.entered",
    "amendment.settled",
    "text.comment_answered",
    "position.taken",
    "clause.shown",
    "translation.proposed",
    "translation.approved",
    "silence.opened",
    "silence.broken",
    "silence.break_entered",
    "silence.break_withdrawn",
    "silence.called_off",
    "silence.ruled",
    "statement.released",
    "statement.entered",
    "statement.withdrawn",
    "text.summarised",
    "call.opened",
    "term.entered",
    "term.corrected",
    "term.taken_away",
    "term.restored",
)
#: What happens inside one organisation, of which nobody else reads: neither the secretariat nor the auditor.
WITHIN = (
    "return.begun",
    "amendment.written",
    "amendment.dropped",
    "text.commented",
    "text.comment_dropped",
    "file.brought",
    "file.filed",
    "file.unread",
    "file.placed_by_hand",
    "file.taken",
    "file.taken_out",
    "file.set_aside",
)


#: What whoever may see the record that it is about hears of, though they cannot read the act: once a text is published,
#: everybody sees its endorsements, a release once it may be read, a study once it is public, and what happens to a
#: meeting whoever takes part.
AS_ITS_RECORD = {
    "endorsements.endorsement": endorsements_visible_to,
    "communique.statement": statements_visible_to,
    "library.study": studies_visible_to,
    "press.release": releases_visible_to,
    "taskforces.meeting": meetings_from_inside,
}


def acts_visible_to(seat: Seat | None, at: datetime) -> QuerySet[Act]:
    """The acts that a seat may read by then, the newest first, with who acted for whom: all of them for the
    secretariat and the auditor, else what is public, what negotiators share, and what was done for one's
    own organisation."""
    return (
        Act.objects.filter(_read_by(seat), at__lte=at)
        .select_related("seat__person", "seat__organisation", "mandate__seat__organisation")
        .order_by("-sequence")
    )


def with_things(acts: QuerySet[Any], numbers: Collection[int]) -> list[Any]:
    """Those of the acts that bear these numbers, in their order, with the first records that they concerned read along.
    One query."""
    first = FilteredRelation("things", condition=Q(things__place__lt=NAMING))
    columns = {"its_place": F("first__place"), "its_kind": F("first__kind"), "its_thing": F("first__thing")}
    found: dict[int, Any] = {}
    concerned: dict[int, list[ActThing]] = {}
    for act in acts.filter(pk__in=numbers).annotate(first=first).annotate(**columns):
        found.setdefault(act.pk, act)
        if act.its_place is not None:
            thing = ActThing(act=act, place=act.its_place, kind=act.its_kind, thing=act.its_thing)
            concerned.setdefault(act.pk, []).append(thing)
    for act in found.values():
        things = act.things.all()
        things._result_cache = concerned.get(act.pk, [])
        act._prefetched_objects_cache = {"things": things}
    return list(found.values())


def audience_of(seat: Seat | None) -> Hashable:
    """What of a seat its reading of the chronicle depends on."""
    return seat and (seat.role, seat.organisation_id)


@heard_by(audience_of, everybody=PUBLIC)
def acts_heard_by(seat: Seat | None, at: datetime, kinds: Collection[str] | None = None) -> QuerySet[Act]:
    """The acts of which a seat's open pages are told that they happened: those it may read, and those about a record
    that it sees, where `kinds` does not leave out its kind."""
    heard = _read_by(seat)
    if heard:
        for kind, visible_to in AS_ITS_RECORD.items():
            if kinds is not None and kind not in kinds:
                continue
            seen = ActThing.objects.filter(place=0, kind=kind, thing__in=visible_to(seat, at).values("public_id"))
            heard |= Q(Exists(seen.filter(act=OuterRef("pk"))))
    return Act.objects.filter(heard, at__lte=at)


def _read_by(seat: Seat | None) -> Q:
    if seat is not None and seat.role in READERS_OF_ALL:
        return ~Q(verb__in=WITHIN) | Q(seat__organisation_id=seat.organisation_id)
    allowed = Q(verb__in=PUBLIC)
    if seat is not None:
        allowed |= Q(seat__organisation_id=seat.organisation_id)
        # What another organisation did for one's own, by proxy.
        allowed |= Q(mandate__seat__organisation_id=seat.organisation_id)
        if seat.role in READERS_OF_DRAFTS:
            allowed |= Q(verb__in=AMONG_NEGOTIATORS)
    return allowed
