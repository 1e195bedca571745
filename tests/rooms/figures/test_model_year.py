"""Take a record away, or put one more beside it, and exactly the figures that count it follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings

from mithaq.communique.models import Clause, Placement, Publication
from mithaq.communique.vocabulary import ClauseKind
from mithaq.cycle.models import Leadership, Pillar
from mithaq.endorsements.models import Endorsement, Withdrawal
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.figures import count, figures
from mithaq.foundation.figures.together import counted_together
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.things import kind_of
from mithaq.library.models import Study
from mithaq.members.models import Membership
from mithaq.recommendations.models import Dropped, Point, Recommendation, Source
from mithaq.taskforces.models import Enrolment, Group, Paper
from tests.factories.guards import past_the_guards

pytestmark = pytest.mark.usefixtures("past_the_guards_of_frozen_texts")

AT_THE_END = datetime(2031, 11, 30, 15, tzinfo=UTC)
RELEASE = datetime(2031, 10, 2, 9, tzinfo=UTC)

AS_PLAYED = {
    "pillars": 4,
    "cities_participating": 42,
    "cities_without_chair": 41,
    "participating_cities": 34,
    "participating_cities_without_chair": 33,
    "observer_cities": 8,
    "guest_cities": 0,
    "knowledge_partners": 31,
    "engagement_groups": 8,
    "working_group_cities": 12,
    "working_group_organisations": 7,
    "papers": 15,
    "pages_of_studies": 30,
    "studies": 32,
    "recommendations_received": 160,
    "recommendations_carried": 0,
    "recommendations_merged": 153,
    "recommendations_dropped": 7,
    "recommendations_open": 0,
    "points_adopted": 27,
    "cities_endorsing": 39,
    "endorsements_in_force": 39,
    # The countries of the model year are of no bloc that there is.
    **{
        f"{cities}_in_{bloc}": 0
        for cities in ("cities", "participating", "observer", "guest")
        for bloc in ("g20", "g20_state", "european_union", "african_union")
    },
}


@pytest.fixture
def past_the_guards_of_frozen_texts(model_year):
    """Also what the database would never let go can be taken away here."""
    past_the_guards()


def values(cycle, at=AT_THE_END):
    """Every figure, also those that stand beside others only; None where there is nothing to count yet."""
    with counted_together():
        return each_alone(cycle, at)


def each_alone(cycle, at=AT_THE_END):
    """The same, with nothing that one figure reads kept for the next."""
    counted = {figure.key: count(figure, cycle, at) for figure in figures()}
    return {key: found and found.value for key, found in counted.items()}


def changes(cycle):
    """What differs from the year as it was played, which each test finds as the first one counts it."""
    after = values(cycle)
    return {key: after[key] - value for key, value in AS_PLAYED.items() if after[key] != value}


def take_away(record):
    """Away with it, and nothing with it: the database would only look after its neighbours at a commit."""
    type(record).objects.filter(pk=record.pk)._raw_delete("default")


def one_more(record, **other):
    """A second record like this one, as far as the database lets two be alike."""
    fields = {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
    del fields["id"]
    if "public_id" in fields:
        fields["public_id"] = fresh_id()
    return type(record).objects.create(**{**fields, **other})


def a_newcomer():
    return Organisation.objects.create(kind="city", name={"en": "Newcomer"})


@dataclass(frozen=True)
class Counted:
    """Records that are counted: how one of them is found, what its loss changes, and what a second one needs."""

    name: str
    model: Any
    which: dict[str, Any]
    changes: dict[str, int]
    another: Any = None


EACH = [
    Counted("a pillar", Pillar, {}, {"pillars": -1}, lambda: {"key": "another", "position": 99}),
    Counted(
        "that a city chairs the year",
        Leadership,
        {"role": "chair"},
        {"cities_without_chair": 1, "participating_cities_without_chair": 1},
    ),
    Counted(
        "a participating city",
        Membership,
        {"standing": "participating", "organisation__key": "sidrayn"},
        {
            "cities_participating": -1,
            "cities_without_chair": -1,
            "participating_cities": -1,
            "participating_cities_without_chair": -1,
        },
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "an observer city",
        Membership,
        {"standing": "observer"},
        {"cities_participating": -1, "cities_without_chair": -1, "observer_cities": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "a knowledge partner",
        Membership,
        {"standing": "knowledge_partner"},
        {"knowledge_partners": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "a sister group",
        Membership,
        {"standing": "sister_group"},
        {"engagement_groups": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "a city of the special working group",
        Enrolment,
        {"group__kind": "special_working_group", "role": "member"},
        {"working_group_cities": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "a co-chair of the special working group",
        Enrolment,
        {"group__kind": "special_working_group", "role": "co_chair"},
        {"working_group_cities": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "a partner of the special working group",
        Enrolment,
        {"group__kind": "special_working_group", "role": "partner"},
        {"working_group_organisations": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted("a recommendation", Recommendation, {}, {"recommendations_received": -1, "recommendations_merged": -1}),
    Counted(
        "that a recommendation went into a point", Source, {}, {"recommendations_merged": -1, "recommendations_open": 1}
    ),
    Counted("a point", Point, {}, {"recommendations_merged": -8, "recommendations_open": 8}),
    Counted(
        "an endorsement from before the release",
        Endorsement,
        {"at__lt": RELEASE, "is_living": True},
        {"cities_endorsing": -1, "endorsements_in_force": -1},
        lambda: {"organisation_id": a_newcomer().pk},
    ),
    Counted(
        "an endorsement from after the release",
        Endorsement,
        {"at__gt": RELEASE},
        {"endorsements_in_force": -1},
        lambda: {"organisation_id": a_newcomer().pk, "method": "confirmed", "passkey_id": None, "evidence_id": None},
    ),
    Counted("an endorsement that was withdrawn", Endorsement, {"is_living": False}, {"cities_endorsing": -1}),
    Counted("a withdrawal", Withdrawal, {}, {"endorsements_in_force": 1}),
    Counted(
        "the special working group",
        Group,
        {"kind": "special_working_group"},
        {"working_group_cities": -12, "working_group_organisations": -7},
    ),
    Counted(
        "a working paper with its recommendations",
        Paper,
        {"key": "living-rivers-paper"},
        {
            "papers": -1,
            "pages_of_studies": -2,
            "recommendations_received": -16,
            "recommendations_merged": -17,
            "recommendations_carried": 1,
        },
    ),
    Counted("a drop", Dropped, {}, {"recommendations_dropped": -1, "recommendations_open": 1}),
    Counted("a study", Study, {"citations": None}, {"studies": -1}, lambda: {"number": 999, "looked": ""}),
    Counted(
        "a placed point",
        Placement,
        {"clause__kind": ClauseKind.POINT, "draft__freezing__isnull": False},
        {"points_adopted": -1},
    ),
]

#: What no figure counts. A room that brings a new kind of record says here or above what counts it.
UNCOUNTED = {
    "communique.approval",
    "accounts.requiredproof",
    "actors.contest",
    "actors.contestdecision",
    "actors.delegation",
    "actors.examination",
    "actors.mandate",
    "actors.mandatescope",
    "actors.person",
    "actors.population",
    "actors.recall",
    "actors.seat",
    "communique.amendment",
    "communique.break",
    "communique.breakwithdrawal",
    "communique.callingoff",
    "communique.carrying",
    "communique.chairssummary",
    "communique.closingmoved",
    "communique.comment",
    "communique.commentanswer",
    "communique.composingstep",
    "communique.composition",
    "communique.filereading",
    "communique.placedbyhand",
    "communique.position",
    "communique.namedclause",
    "communique.retitling",
    "communique.return",
    "communique.returnfile",
    "communique.round",
    "communique.settlement",
    "communique.silence",
    "communique.silencerule",
    "communique.statement",
    "communique.statementwithdrawal",
    "communique.translation",
    "communique.wording",
    "cycle.calendarchange",
    "correspondence.addressee",
    "correspondence.attachment",
    "correspondence.attachmentsallowed",
    "correspondence.check",
    "correspondence.circular",
    "correspondence.dispatch",
    "correspondence.incoming",
    "correspondence.mailbox",
    "correspondence.matter",
    "correspondence.preferredlanguage",
    "correspondence.reminder",
    "correspondence.return",
    "correspondence.returnedfile",
    "correspondence.template",
    "cycle.deadline",
    "cycle.emblem",
    "cycle.gap",
    "cycle.phase",
    "cycle.recordbookentry",
    "cycle.term",
    "cycle.termchange",
    "desk.lastlook",
    "cycle.workingcalendar",
    "endorsements.acknowledgement",
    "endorsements.call",
    *(f"endorsements.{word}" for word in ("queuedleaf", "leaf", "treehash", "checkpoint")),
    *(f"endorsements.{word}" for word in ("logkey", "logcheck", "witness", "cosignature")),
    "endorsements.distrust",
    "endorsements.handover",
    "endorsements.signeddeclaration",
    "endorsements.trustedcertificate",
    "endorsements.evidence",
    "endorsements.invitation",
    "endorsements.opening",
    "endorsements.passkeysignature",
    "endorsements.preparation",
    "endorsements.secondcheck",
    "endorsements.reservation",
    "mail.bounce",
    "mail.enclosure",
    "mail.inhand",
    "members.channel",
    "members.erasure",
    "members.fact",
    "members.merger",
    "members.office",
    "members.photo",
    "members.takenback",
    "members.unmerging",
    "mail.letter",
    "mail.sending",
    "members.admission",
    "members.focalpoint",
    "members.invitation",
    "members.invitationwithdrawal",
    "members.mandatefile",
    "members.proxyrule",
    "members.import",
    "members.imported",
    "members.knownheadings",
    "members.playing",
    "members.undoing",
    "recommendations.decision",
    "recommendations.leaving",
    "recommendations.answer",
    "recommendations.asking",
    "recommendations.closing",
    "recommendations.pointtext",
    "recommendations.reopening",
    "recommendations.proposer",
    "recommendations.recommendationtext",
    "recommendations.step",
    "recommendations.vector",
    "taskforces.comment",
    "taskforces.completion",
    "taskforces.feedkey",
    "taskforces.groupchange",
    "taskforces.groupdocument",
    "taskforces.groupseat",
    "taskforces.invitationtakenback",
    "taskforces.meeting",
    "taskforces.meetingdocument",
    "taskforces.milestone",
    "taskforces.milestonechange",
    "taskforces.minutes",
    "taskforces.outcome",
    "taskforces.papermove",
    "taskforces.paperpolicy",
    "taskforces.paperstep",
    "taskforces.paperversion",
    "taskforces.reply",
    "taskforces.participation",
    "taskforces.commentanswer",
    "taskforces.review",
    "thread.edge",
    "library.citation",
    "library.theme",
    "library.withdrawal",
    "search.lookedinto",
    "search.passage",
    "uploads.upload",
    "writing.presence",
    "writing.unsent",
    "recommendations.candidate",
    "recommendations.paperreading",
    "recommendations.readingorder",
    "recommendations.settled",
}
#: Acts cannot be taken away; and where an organisation, the year or a text is gone, so is all that hangs on it.
NOT_ASKED = {
    "actors.organisation",
    "chronicle.act",
    "chronicle.actthing",
    "chronicle.actwords",
    "chronicle.cursor",
    "chronicle.head",
    "communique.clause",
    "communique.draft",
    "communique.freezing",
    "communique.publication",
    "communique.text",
    "cycle.cycle",
    "accounts.account",
    "press.release",
}


def test_the_year_as_it_was_played_counts_what_its_files_hold(model_year):
    assert values(model_year) == AS_PLAYED


def test_figures_counted_together_are_those_that_each_counts_alone(model_year):
    assert each_alone(model_year) == values(model_year)


@pytest.mark.parametrize("counted", EACH, ids=lambda counted: counted.name)
def test_taking_a_record_away_changes_exactly_the_figures_that_count_it(model_year, counted):
    take_away(counted.model.objects.filter(**counted.which).first())
    assert changes(model_year) == counted.changes


@pytest.mark.parametrize("counted", [one for one in EACH if one.another], ids=lambda counted: counted.name)
def test_one_more_record_changes_exactly_the_figures_that_count_it(model_year, counted):
    one_more(counted.model.objects.filter(**counted.which).first(), **counted.another())
    assert changes(model_year) == {key: -change for key, change in counted.changes.items()}


def test_one_more_recommendation_is_received_and_still_open(model_year):
    one_more(Recommendation.objects.first(), position=99)
    assert changes(model_year) == {"recommendations_received": 1, "recommendations_open": 1}


def test_one_more_paper_without_recommendations_is_one_more_paper(model_year):
    one_more(Paper.objects.first(), key="another")
    assert changes(model_year) == {"papers": 1, "pages_of_studies": 2}


def test_one_more_point_placed_in_the_frozen_draft_is_one_more_point(model_year):
    placement = Placement.objects.filter(clause__kind=ClauseKind.POINT, draft__freezing__isnull=False).first()
    one_more(placement, clause_id=one_more(placement.clause).pk, position=99)
    assert changes(model_year) == {"points_adopted": 1}


def test_clauses_that_are_no_points_are_not_counted_as_points(model_year):
    for kind in (ClauseKind.PREAMBLE, ClauseKind.HEADING, ClauseKind.CLOSING):
        take_away(Placement.objects.filter(clause__kind=kind).first())
    take_away(Clause.objects.filter(kind=ClauseKind.PREAMBLE).first())
    assert changes(model_year) == {}


def test_the_city_that_chairs_the_special_working_group_is_not_counted_in_it(model_year):
    take_away(Enrolment.objects.get(group__kind="special_working_group", role="chair"))
    assert changes(model_year) == {}


def test_an_enrolment_in_a_task_force_is_not_counted_in_the_special_working_group(model_year):
    for role in ("chair", "member", "partner"):
        take_away(Enrolment.objects.filter(group__kind="task_force", role=role).first())
    assert changes(model_year) == {}


def test_without_a_publication_nothing_is_counted_as_of_it(model_year):
    take_away(Publication.objects.get())
    assert {key: value for key, value in values(model_year).items() if value is None} == {
        "cities_endorsing": None,
        "endorsements_in_force": None,
    }


@pytest.mark.parametrize("label", sorted(UNCOUNTED))
def test_a_record_that_no_figure_counts_changes_none(model_year, label):
    model = apps.get_model(label)
    record = model._default_manager.first()
    if record is not None:
        take_away(record)
    assert changes(model_year) == {}


def test_of_every_kind_of_record_it_is_known_what_counts_it():
    ours = {app.rpartition(".")[2] for app in (*settings.FOUNDATION, *settings.ROOMS)}
    models = {kind_of(model) for model in apps.get_models() if model._meta.app_label in ours}
    assert models - {kind_of(counted.model) for counted in EACH} == UNCOUNTED | NOT_ASKED


# As of a time -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "endorsing", "in_force"),
    [
        (RELEASE - timedelta(seconds=1), None, None),
        (RELEASE, 39, 39),
        (datetime(2031, 10, 19, 12, tzinfo=UTC), 39, 39),
        (datetime(2031, 10, 21, 12, tzinfo=UTC), 39, 40),
        (datetime(2031, 11, 4, 12, tzinfo=UTC), 39, 40),
        (datetime(2031, 11, 6, 12, tzinfo=UTC), 39, 39),
    ],
)
def test_the_count_at_the_release_stays_while_the_register_goes_on(model_year, at, endorsing, in_force):
    counted = values(model_year, at)
    assert (counted["cities_endorsing"], counted["endorsements_in_force"]) == (endorsing, in_force)


def test_a_figure_lists_the_records_that_it_counts_each_once(model_year):
    for figure in figures():
        counted = count(figure, model_year, AT_THE_END)
        assert len(counted.records) == len({record.pk for record in counted.records})
        assert counted.value == sum(map(figure.weight, counted.records))
