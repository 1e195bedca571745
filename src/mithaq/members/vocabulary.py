"""The classes of member and the sentences of admission."""

from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.actors.vocabulary import Kind, Role, Scope
from mithaq.foundation.chronicle.memory import sweeping
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


class FactKind(models.TextChoices):
    """What a dated fact about an organisation says."""

    FORMER_NAME = "former_name", pgettext_lazy("fact about an organisation", "Former name")
    BLOC = "bloc", pgettext_lazy("fact about an organisation", "Belongs to a bloc")
    INVITED = "invited", pgettext_lazy("fact about an organisation", "Invited")
    ACCEPTED = "accepted", pgettext_lazy("fact about an organisation", "Accepted")
    DECLINED = "declined", pgettext_lazy("fact about an organisation", "Declined")
    WITHDREW = "withdrew", pgettext_lazy("fact about an organisation", "Withdrew")
    REPRESENTED = "represented", pgettext_lazy("fact about an organisation", "Represented by")
    LIAISON = "liaison", pgettext_lazy("fact about an organisation", "Liaison")
    MAY_BE_NAMED = "may_be_named", pgettext_lazy("fact about an organisation", "May be named")
    MAY_NOT_BE_NAMED = "may_not_be_named", pgettext_lazy("fact about an organisation", "May not be named")


#: What holds beyond one year, and is public.
LASTING = (FactKind.FORMER_NAME, FactKind.BLOC)
#: What says where the invitation of an organisation stands: the latest of them tells.
ANSWERS = (FactKind.INVITED, FactKind.ACCEPTED, FactKind.DECLINED, FactKind.WITHDREW)


#: What says whether an organisation may be named in public: the latest of them tells.
NAMING = (FactKind.MAY_BE_NAMED, FactKind.MAY_NOT_BE_NAMED)


class Audience(models.TextChoices):
    """Who may see a photo."""

    SEATED = "seated", pgettext_lazy("who may see a photo", "Whoever holds a seat, but the press")
    EVERYBODY = "everybody", pgettext_lazy("who may see a photo", "Everybody, the public too")


class Bloc(models.TextChoices):
    """A group of states, or what a state is to the group of twenty."""

    G20_STATE = "g20_state", pgettext_lazy("bloc", "State of the G20")
    EUROPEAN_UNION = "european_union", pgettext_lazy("bloc", "European Union")
    AFRICAN_UNION = "african_union", pgettext_lazy("bloc", "African Union")
    OTHER = "other", pgettext_lazy("bloc", "Another bloc")


class Grouping(models.TextChoices):
    """What members are counted and looked for by: a bloc, or the G20 with the unions that are its members."""

    G20 = "g20", pgettext_lazy("bloc", "G20, through their state or union")
    G20_STATE = Bloc.G20_STATE.value, Bloc.G20_STATE.label
    EUROPEAN_UNION = Bloc.EUROPEAN_UNION.value, Bloc.EUROPEAN_UNION.label
    AFRICAN_UNION = Bloc.AFRICAN_UNION.value, Bloc.AFRICAN_UNION.label


class OfficeKind(models.TextChoices):
    """What an office is, whatever the organisation calls it."""

    HEAD = "head", pgettext_lazy("kind of office", "Head of the city or organisation")
    DEPUTY = "deputy", pgettext_lazy("kind of office", "Deputy")
    OTHER = "other", pgettext_lazy("kind of office", "Another office")


class ChannelKind(models.TextChoices):
    """A way to reach somebody."""

    EMAIL = "email", pgettext_lazy("way to reach a person", "E-mail")
    TELEPHONE = "telephone", pgettext_lazy("way to reach a person", "Telephone")
    MOBILE = "mobile", pgettext_lazy("way to reach a person", "Mobile telephone")
    MESSENGER = "messenger", pgettext_lazy("way to reach a person", "Messenger")
    POST = "post", pgettext_lazy("way to reach a person", "Post")
    OFFICE = "office", pgettext_lazy("way to reach a person", "Through their office")


#: The ways to reach somebody that are numbers to call, which lists bring.
NUMBERS = (ChannelKind.TELEPHONE, ChannelKind.MOBILE)
#: What a mandate allows that one city may give to another.
LENT = (Scope.ENDORSE, Scope.SIGN)
#: What lists call a focal point, where others have the role.
FOCAL_POINTS_ARE_CALLED = (
    "focal point|focal person|focal|city focal point|contact point|point of contact|جهة الاتصال|جهة اتصال|نقطة الاتصال"
    "|نقطة اتصال|مسؤول الاتصال|مسؤولة الاتصال|ضابط الاتصال|ضابط اتصال|ضابطة الاتصال|point focal|punto focal|ponto focal"
)

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
    REFUSED = "refused", pgettext_lazy("state of a mandate", "Not in order")
    EXPIRED = "expired", pgettext_lazy("state of a mandate", "Expired")


class InvitationState(models.TextChoices):
    """What has become of an invitation."""

    OPEN = "open", pgettext_lazy("state of an invitation", "Open")
    ACCEPTED = "accepted", pgettext_lazy("state of an invitation", "Accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of an invitation", "Withdrawn")
    EXPIRED = "expired", pgettext_lazy("state of an invitation", "Expired")


#: Why an invitation cannot be accepted or withdrawn any more.
WHY_NOT_OPEN = {
    InvitationState.ACCEPTED: _("This invitation has been accepted already. Sign in with the address it was sent to."),
    InvitationState.WITHDRAWN: _("This invitation has been withdrawn. Ask whoever invited you for a new one."),
    InvitationState.EXPIRED: _("This invitation has expired. Ask whoever invited you for a new one."),
}
INVITATION_SIGNS = {
    InvitationState.OPEN: "waiting",
    InvitationState.ACCEPTED: "done",
    InvitationState.WITHDRAWN: "deleted",
    InvitationState.EXPIRED: "past",
}

#: The roles to which an organisation may invite its own colleagues, by its kind; every other kind seats partners.
ROLES_OF_KINDS = {Kind.CITY: (Role.SHERPA, Role.MAYOR), Kind.SECRETARIAT: (Role.SECRETARIAT, Role.PRESS)}


def roles_of(kind: str) -> tuple[Role, ...]:
    """The roles in which people sit for an organisation of this kind."""
    return ROLES_OF_KINDS.get(Kind(kind), (Role.PARTNER,))


#: The sign that goes with each state of a mandate.
SIGNS = {
    MandateState.UNEXAMINED: "waiting",
    MandateState.PROVISIONAL: "waiting",
    MandateState.VERIFIED: "done",
    MandateState.CONTESTED: "objection",
    MandateState.REFUSED: "refused",
    MandateState.EXPIRED: "past",
}


#: What names one record or two of them moves or takes away more: whatever named them.
sweeping(
    [
        "organisation.merged",
        "organisation.unmerged",
        "person.merged",
        "person.unmerged",
        "person.erased",
        "seat.handed_over",
        "import.played",
        "import.undone",
    ]
)

tell(
    {
        "house.founded": _("%(who)s, founded the house."),
        "organisation.registered": _("%(who)s, registered an organisation."),
        "organisation.corrected": _("%(who)s, changed what is on record of an organisation."),
        "organisation.merged": _("%(who)s, merged two organisations that are one."),
        "organisation.unmerged": _("%(who)s, undid the merger of two organisations."),
        "membership.admitted": _("%(who)s, admitted a member."),
        "membership.ended": _("%(who)s, entered the end of a membership."),
        "membership.changed": _("%(who)s, changed the class of a member."),
        "membership.taken_back": _("%(who)s, took back a membership that was entered by mistake."),
        "fact.stated": _("%(who)s, entered a fact about an organisation."),
        "fact.taken_back": _("%(who)s, took back what was entered by mistake."),
        "population.stated": _("%(who)s, entered a population."),
        "person.corrected": _("%(who)s, changed what is on record of a person."),
        "person.merged": _("%(who)s, merged two persons that are one."),
        "person.unmerged": _("%(who)s, undid the merger of two persons."),
        "person.erased": _("%(who)s, erased a person's name and contacts."),
        "office.entered": _("%(who)s, entered an office."),
        "office.ended": _("%(who)s, entered the end of an office."),
        "channel.entered": _("%(who)s, entered a way to reach a person."),
        "channel.taken_back": _("%(who)s, took back a way to reach a person that a list had brought."),
        "photo.entered": _("%(who)s, put a photo of a person on record."),
        "person.registered": _("%(who)s, registered a person."),
        "seat.given": _("%(who)s, gave a seat."),
        "seat.ended": _("%(who)s, ended a seat."),
        "seat.handed_over": _("%(who)s, ended a seat and gave it to a successor."),
        "organisation.taken_back": _("%(who)s, took back an organisation that a list had brought."),
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
        "mandate.refused": _("%(who)s, found a mandate not in order."),
        "mandate.contested": _("%(who)s, contested a mandate."),
        "contest.upheld": _("%(who)s, upheld a contest: the mandate counts no more."),
        "contest.dismissed": _("%(who)s, dismissed a contest: the mandate counts as before."),
        "delegation.given": _("%(who)s, put a delegation on record."),
        "proxy.given": _("%(who)s, put on record that a city gave its proxy to another."),
        "proxies.ruled": _("%(who)s, set how many proxies one person may hold."),
        "delegation.taken_back": _("%(who)s, took a delegation back."),
        "focal_point.named": _("%(who)s, named a focal point."),
        "focal_point.taken_back": _("%(who)s, took back a focal point that a list had named."),
        "focal_point.ended": _("%(who)s, ended the task of a focal point."),
        "invitation.sent": _("%(who)s, invited a colleague."),
        "invitation.withdrawn": _("%(who)s, withdrew an invitation."),
        "invitation.accepted": _("%(who)s, accepted an invitation."),
    }
)
