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
        "gap.named": _("%(who)s, named a gap in the record."),
        "record_book.entered": _("%(who)s, entered a published count into the record book."),
    }
)
