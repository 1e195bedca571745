"""The phases of a year, who leads it, and the sentences of its chronicle."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell


class PhaseKind(models.TextChoices):
    """The stages of a cycle in the order of the year."""

    PREPARATION = "preparation", pgettext_lazy("phase", "Preparation")
    PAPERS = "papers", pgettext_lazy("phase", "Working papers")
    CONSOLIDATION = "consolidation", pgettext_lazy("phase", "Consolidation")
    NEGOTIATION = "negotiation", pgettext_lazy("phase", "Negotiation")
    ENDORSEMENT = "endorsement", pgettext_lazy("phase", "Endorsement")
    SUMMIT = "summit", pgettext_lazy("phase", "Summit")
    FOLLOW_UP = "follow_up", pgettext_lazy("phase", "Follow-up")


class Change(models.TextChoices):
    """What was done to an entry of the calendar."""

    MOVED = "moved", pgettext_lazy("change of the calendar", "moved")
    CANCELLED = "cancelled", pgettext_lazy("change of the calendar", "cancelled")
    RESTORED = "restored", pgettext_lazy("change of the calendar", "undone")


class TermStep(models.TextChoices):
    """What was done to a term of the glossary."""

    ENTERED = "entered", pgettext_lazy("change of the glossary", "entered")
    CORRECTED = "corrected", pgettext_lazy("change of the glossary", "corrected")
    TAKEN_AWAY = "taken_away", pgettext_lazy("change of the glossary", "taken away")
    RESTORED = "restored", pgettext_lazy("change of the glossary", "undone")


#: The days of the calendar that is counted backwards, by the keys of `core.backwards`.
STEP_TITLES = {
    "leaders_summit": _("Leaders' summit"),
    "mandates_due": _("Mandates are to be registered"),
    "sherpa_meeting_1": _("First meeting of the sherpas"),
    "papers_due": _("Working papers are due"),
    "points_gathered": _("The recommendations are put together into points"),
    "zero_draft": _("The zero draft goes to the cities"),
    "sherpa_meeting_2": _("Second meeting of the sherpas"),
    "returns_of_round_1": _("Returns of the first round are due"),
    "returns_of_round_2": _("Returns of the second round are due"),
    "sherpa_meeting_3": _("Third meeting of the sherpas"),
    "returns_of_round_3": _("Returns of the third round are due"),
    "silence_begins": _("The silence procedure begins"),
    "silence_ends": _("The silence procedure ends"),
    "wording_agreed": _("The wording goes to translation"),
    "translation_done": _("The translations are complete"),
    "text_frozen": _("The text is frozen"),
    "endorsements_due": _("Endorsements are due"),
    "mayors_summit": _("The mayors' summit begins"),
    "handed_to_presidency": _("The text is handed to the presidency"),
    "uptake_reported": _("What the leaders took up is reported"),
}
#: The phase to which each of them belongs.
PHASE_OF_STEP = {
    "mandates_due": PhaseKind.PREPARATION,
    "sherpa_meeting_1": PhaseKind.PAPERS,
    "papers_due": PhaseKind.PAPERS,
    "points_gathered": PhaseKind.CONSOLIDATION,
    "zero_draft": PhaseKind.NEGOTIATION,
    "sherpa_meeting_2": PhaseKind.NEGOTIATION,
    "returns_of_round_1": PhaseKind.NEGOTIATION,
    "returns_of_round_2": PhaseKind.NEGOTIATION,
    "sherpa_meeting_3": PhaseKind.NEGOTIATION,
    "returns_of_round_3": PhaseKind.NEGOTIATION,
    "silence_begins": PhaseKind.NEGOTIATION,
    "silence_ends": PhaseKind.NEGOTIATION,
    "wording_agreed": PhaseKind.NEGOTIATION,
    "translation_done": PhaseKind.NEGOTIATION,
    "text_frozen": PhaseKind.ENDORSEMENT,
    "endorsements_due": PhaseKind.ENDORSEMENT,
    "mayors_summit": PhaseKind.SUMMIT,
    "handed_to_presidency": PhaseKind.FOLLOW_UP,
    "uptake_reported": PhaseKind.FOLLOW_UP,
}
#: A phase that has no name of its own is called this.
PHASE_TITLES = {
    PhaseKind.PREPARATION: _("Preparation and mandates"),
    PhaseKind.PAPERS: _("Studies and working papers"),
    PhaseKind.CONSOLIDATION: _("Consolidation of the recommendations"),
    PhaseKind.NEGOTIATION: _("Negotiation of the text"),
    PhaseKind.ENDORSEMENT: _("Endorsement by the cities"),
    PhaseKind.SUMMIT: _("The mayors' summit"),
    PhaseKind.FOLLOW_UP: _("Follow-up and hand-over"),
}
WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)

#: What a phase is at a time.
PHASE_STATES = {
    "past": pgettext_lazy("state of a phase", "past"),
    "open": pgettext_lazy("state of a phase", "open"),
    "coming": pgettext_lazy("state of a phase", "coming"),
}


class Leading(models.TextChoices):
    """How an organisation leads a cycle."""

    CHAIR = "chair", pgettext_lazy("leads the cycle", "Chair city")
    CONVENER = "convener", pgettext_lazy("leads the cycle", "Convener")


#: The measures of the record book that have words here; another one is shown by its own name.
MEASURES = {
    "endorsers_of_communique": pgettext_lazy("measure", "Cities that endorsed the communiqué"),
    "participating_cities": pgettext_lazy("measure", "Cities taking part"),
    "permanent_member_cities": pgettext_lazy("measure", "Permanent member cities"),
    "population_claimed_for_endorsers": pgettext_lazy("measure", "People claimed for the endorsing cities"),
    "population_claimed_for_participating": pgettext_lazy("measure", "People claimed for the cities taking part"),
    "white_papers": pgettext_lazy("measure", "Working papers"),
    "recommendations_in_white_papers": pgettext_lazy("measure", "Recommendations of the working papers"),
    "recommendations_in_communique": pgettext_lazy("measure", "Recommendations of the communiqué"),
    "mayors_present_at_summit": pgettext_lazy("measure", "Mayors present at the summit"),
    "cities_represented_at_summit": pgettext_lazy("measure", "Cities represented at the summit"),
    "cities_at_summit": pgettext_lazy("measure", "Cities at the summit"),
    "cities_at_sao_paulo_summit": pgettext_lazy("measure", "Cities at the summit in São Paulo"),
    "cities_in_person": pgettext_lazy("measure", "Cities at the summit in person"),
    "cities_virtual": pgettext_lazy("measure", "Cities at the summit by video"),
    "attendees_at_summit": pgettext_lazy("measure", "People attending the summit"),
    "side_sessions_day_1": pgettext_lazy("measure", "Side sessions of the summit's first day"),
    "cities_at_first_sherpa_meeting": pgettext_lazy("measure", "Cities at the first meeting of sherpas"),
    "cities_at_second_sherpa_meeting": pgettext_lazy("measure", "Cities at the second meeting of sherpas"),
    "participants_at_second_sherpa_meeting": pgettext_lazy("measure", "Participants of the second meeting of sherpas"),
    "sherpas_announced_for_june_meeting": pgettext_lazy("measure", "Sherpas announced for the meeting in June"),
    "case_studies_collected_by_special_working_group": pgettext_lazy(
        "measure", "Studies gathered by the special working group"
    ),
}

#: Whom a count of the record book counts.
CLASSES_COUNTED = {
    "all": pgettext_lazy("class counted", "All classes together"),
    "participating": pgettext_lazy("class counted", "Participating cities"),
    "observer": pgettext_lazy("class counted", "Observer cities"),
    "guest": pgettext_lazy("class counted", "Guest cities"),
    "foreign": pgettext_lazy("class counted", "Cities from abroad"),
    "host_country": pgettext_lazy("class counted", "Cities of the host country"),
}

#: The units in which the record book counts.
UNITS = {
    "cities": pgettext_lazy("unit", "cities"),
    "people": pgettext_lazy("unit", "people"),
    "people (approx)": pgettext_lazy("unit", "people, approximately"),
    "people (more than)": pgettext_lazy("unit", "people, more than this"),
    "papers": pgettext_lazy("unit", "papers"),
    "recommendations": pgettext_lazy("unit", "recommendations"),
    "mayors": pgettext_lazy("unit", "mayors"),
    "sessions": pgettext_lazy("unit", "sessions"),
    "studies": pgettext_lazy("unit", "studies"),
}


tell(
    {
        "cycle.begun": _("%(who)s, opened the year."),
        "phase.scheduled": _("%(who)s, scheduled a phase."),
        "deadline.set": _("%(who)s, set a deadline."),
        "pillar.named": _("%(who)s, named a pillar."),
        "leadership.recorded": _("%(who)s, recorded who leads the year."),
        "cycle.continued": _("%(who)s, opened the next year from the last one."),
        "classes.named": _("%(who)s, named the classes of member."),
        "emblem.kept": _("%(who)s, gave the group its mark."),
        "calendar.counted": _("%(who)s, counted the calendar backwards from the leaders' summit."),
        "deadline.moved": _("%(who)s, moved a deadline."),
        "deadline.cancelled": _("%(who)s, cancelled a deadline."),
        "deadline.restored": _("%(who)s, undid a change of a deadline."),
        "phase.moved": _("%(who)s, moved a phase."),
        "phase.cancelled": _("%(who)s, cancelled a phase."),
        "phase.restored": _("%(who)s, undid a change of a phase."),
        "term.entered": _("%(who)s, entered a term into the glossary."),
        "term.corrected": _("%(who)s, corrected a term of the glossary."),
        "term.taken_away": _("%(who)s, took a term out of the glossary."),
        "term.restored": _("%(who)s, undid a change of the glossary."),
        "gap.named": _("%(who)s, named a gap in the record."),
        "record_book.entered": _("%(who)s, entered a published count into the record book."),
    }
)
