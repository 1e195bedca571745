"""The classes of member and the sentences of admission."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.sentences import tell


class Standing(models.TextChoices):
    """The class in which an organisation takes part in a cycle."""

    PARTICIPATING = "participating", pgettext_lazy("class of member", "Participating")
    OBSERVER = "observer", pgettext_lazy("class of member", "Observer")
    GUEST = "guest", pgettext_lazy("class of member", "Guest")
    KNOWLEDGE_PARTNER = "knowledge_partner", pgettext_lazy("class of member", "Knowledge partner")
    SISTER_GROUP = "sister_group", pgettext_lazy("class of member", "Sister engagement group")

    @property
    def heading(self) -> Promise:
        """What stands above the members of the class."""
        return HEADINGS[self]


#: The classes above a list of their members, where Arabic needs a plural of its own.
HEADINGS = {
    Standing.PARTICIPATING: _("Participating cities"),
    Standing.OBSERVER: _("Observer cities"),
    Standing.GUEST: _("Guest cities"),
    Standing.KNOWLEDGE_PARTNER: _("Knowledge partners"),
    Standing.SISTER_GROUP: _("Sister engagement groups"),
}

#: The classes whose members are the group's own cities.
CITIES = (Standing.PARTICIPATING, Standing.OBSERVER, Standing.GUEST)


#: Roles with rights over the whole house: given one by one, and whoever holds one is changed by no list.
GRAVE_ROLES = (Role.SECRETARIAT, Role.AUDITOR, Role.CHAIR, Role.CONVENER)

#: What else lists call the kinds, the classes and the roles, beside their own words.
ALSO_CALLED: dict[Any, dict[str, str]] = {
    Kind: {
        Kind.CITY: "municipality|town|metropolis|capital|مدينة|بلدية|أمانة|عاصمة|ville|ciudad|cidade|stadt",
        Kind.NETWORK: "network|city network|alliance|association|شبكة|شبكة مدن|رابطة|اتحاد|reseau|red",
        Kind.INTERNATIONAL_ORGANISATION: "international organization|international body|un agency|منظمة|منظمة دولية",
        Kind.UNIVERSITY: "university|institute|research institute|think tank|جامعة|معهد|مركز أبحاث|universite",
        Kind.COMPANY: "company|firm|private sector|شركة|قطاع خاص|entreprise|empresa",
        Kind.STATE: "country|دولة",
        Kind.PUBLIC_BODY: "ministry|agency|authority|public authority|وزارة|هيئة|جهة حكومية",
    },
    Standing: {
        Standing.PARTICIPATING: "member|full member|full|participant|participating city|عضو|عضوة|عضو كامل|مشارك|مشاركة"
        "|مدينة مشاركة|مدينة عضو|كاملة|membre",
        Standing.OBSERVER: "observer city|observing|مراقب|مراقبة|مدينة مراقبة|observateur",
        Standing.GUEST: "guest city|invited|invitee|ضيف|ضيفة|مدعو|مدينة ضيفة|invite",
        Standing.KNOWLEDGE_PARTNER: "partner|knowledge partners|academic partner|شريك|شريك معرفي|شريك معرفة|partenaire",
        Standing.SISTER_GROUP: "sister group|engagement group|مجموعة تواصل|مجموعة شقيقة",
    },
    Role: {
        Role.SHERPA: "city sherpa|deputy sherpa|شيربا|شربا|ممثل|مندوب|منسق",
        Role.MAYOR: "lord mayor|governor|head of the city|عمدة|العمدة|رئيس البلدية|رئيس بلدية|رئيسة البلدية|أمين|الأمين"
        "|أمين المدينة|محافظ|والي|شيخ المدينة|maire|alcalde|alcaldesa|prefeito|burgermeister",
        Role.PARTNER: "partner|expert|researcher|شريك|شريك معرفة|خبير|باحث",
        Role.PRESS: "journalist|media|صحفي|صحافة|إعلام|إعلامي|presse",
    },
}


class MandateState(models.TextChoices):
    """How far the examination of a mandate has come, or why it does not count."""

    UNEXAMINED = "unexamined", pgettext_lazy("state of a mandate", "Awaiting examination")
    PROVISIONAL = "provisional", pgettext_lazy("state of a mandate", "Awaiting its second check")
    VERIFIED = "verified", pgettext_lazy("state of a mandate", "Verified")
    CONTESTED = "contested", pgettext_lazy("state of a mandate", "Contested")
    EXPIRED = "expired", pgettext_lazy("state of a mandate", "Expired")


tell(
    {
        "house.founded": _("%(who)s, founded the house."),
        "organisation.registered": _("%(who)s, registered an organisation."),
        "membership.admitted": _("%(who)s, admitted a member."),
        "person.registered": _("%(who)s, registered a person."),
        "seat.given": _("%(who)s, gave a seat."),
        "organisation.corrected": _("%(who)s, changed what is on record of an organisation."),
        "organisation.taken_back": _("%(who)s, took back an organisation that a list had brought."),
        "membership.changed": _("%(who)s, changed the class of a member."),
        "membership.taken_back": _("%(who)s, took back a membership that was entered by mistake."),
        "person.corrected": _("%(who)s, changed what is on record of a person."),
        "person.taken_back": _("%(who)s, took back a person that a list had brought."),
        "seat.corrected": _("%(who)s, changed what is on record of a seat."),
        "seat.taken_back": _("%(who)s, took back a seat that a list had brought."),
        "import.brought": _("%(who)s, brought a list of contacts."),
        "import.arranged": _("%(who)s, settled how a list of contacts is read."),
        "import.answered": _("%(who)s, answered what was doubtful in a list of contacts."),
        "import.played": _("%(who)s, took over a list of contacts."),
        "import.undone": _("%(who)s, took back a list of contacts."),
        "mandate.registered": _("%(who)s, registered a mandate."),
        "mandate.examined": _("%(who)s, found a mandate in order."),
        "mandate.contested": _("%(who)s, found a mandate not in order."),
    }
)
