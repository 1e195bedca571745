"""The kinds of group, the roles in one, and the sentences of its chronicle."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call


class GroupKind(models.TextChoices):
    TASK_FORCE = "task_force", pgettext_lazy("kind of group", "Task force")
    SPECIAL_WORKING_GROUP = "special_working_group", pgettext_lazy("kind of group", "Special working group")
    DRAFTING_GROUP = "drafting_group", pgettext_lazy("kind of group", "Drafting group")

    @property
    def heading(self) -> Promise:
        """What stands above the groups of the kind."""
        return KINDS_ABOVE_A_LIST[self]


class GroupRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("role in a group", "Chair")
    CO_CHAIR = "co_chair", pgettext_lazy("role in a group", "Co-chair")
    MEMBER = "member", pgettext_lazy("role in a group", "Member")
    PARTNER = "partner", pgettext_lazy("role in a group", "Partner")

    @property
    def heading(self) -> Promise:
        """What stands above those who hold the role."""
        return ROLES_ABOVE_A_LIST[self]


class MeetingKind(models.TextChoices):
    """Who meets."""

    SHERPAS = "sherpas", pgettext_lazy("kind of meeting", "Meeting of the sherpas")
    MAYORS = "mayors", pgettext_lazy("kind of meeting", "Meeting of the mayors")
    GROUP = "group", pgettext_lazy("kind of meeting", "Meeting of a group")
    OTHER = "other", pgettext_lazy("kind of meeting", "Meeting")


class Attendance(models.TextChoices):
    """What somebody answers to an invitation."""

    YES = "yes", pgettext_lazy("answer to an invitation", "comes")
    REPRESENTED = "represented", pgettext_lazy("answer to an invitation", "somebody else comes instead")
    PERHAPS = "perhaps", pgettext_lazy("answer to an invitation", "perhaps")
    NO = "no", pgettext_lazy("answer to an invitation", "does not come")


class ReplyWay(models.TextChoices):
    """How an answer to an invitation came in."""

    SITE = "site", pgettext_lazy("way of a return", "on this site")
    LINK = "link", pgettext_lazy("way of a return", "by the link of the invitation")
    MAIL = "mail", pgettext_lazy("way of a return", "by mail")


class OutcomeKind(models.TextChoices):
    """What came out of a meeting."""

    DECISION = "decision", pgettext_lazy("outcome of a meeting", "Decision")
    ACTION = "action", pgettext_lazy("outcome of a meeting", "Action item")


KINDS_ABOVE_A_LIST = {
    GroupKind.TASK_FORCE: _("Task forces"),
    GroupKind.SPECIAL_WORKING_GROUP: _("Special working groups"),
    GroupKind.DRAFTING_GROUP: _("Drafting groups"),
}
ROLES_ABOVE_A_LIST = {
    GroupRole.CHAIR: _("Chair"),
    GroupRole.CO_CHAIR: _("Co-chairs"),
    GroupRole.MEMBER: _("Members"),
    GroupRole.PARTNER: _("Partners"),
}

tell(
    {
        "group.set_up": _("%(who)s, set up a group."),
        "group.joined": _("%(who)s, entered an organisation into a group."),
        "meeting.called": _("%(who)s, called a meeting."),
        "meeting.moved": _("%(who)s, moved a meeting."),
        "meeting.amended": _("%(who)s, changed what is said of a meeting."),
        "meeting.cancelled": _("%(who)s, cancelled a meeting."),
        "meeting.document_laid": _("%(who)s, laid a document before a meeting."),
        "invitation.answered": _("%(who)s, answered the invitation to a meeting."),
        "invitation.answer_received": _("%(who)s, received an answer to the invitation to a meeting."),
        "meeting.attended": _("%(who)s, noted who was at a meeting."),
        "meeting.minuted": _("%(who)s, wrote the minutes of a meeting."),
        "meeting.decided": _("%(who)s, noted a decision of a meeting."),
        "action.assigned": _("%(who)s, noted who does what by when."),
        "action.done": _("%(who)s, did what a meeting had asked for."),
        "feed.opened": _("%(who)s, made a secret address for a calendar."),
        "feed.closed": _("%(who)s, revoked the secret address of a calendar."),
        "paper.submitted": _("%(who)s, submitted a working paper."),
        "paper.catalogued": _("%(who)s, catalogued a working paper whose file is not on record."),
    }
)

call(
    {
        "taskforces.group": Called(_("Group"), _("Groups")),
        "taskforces.meeting": Called(_("Meeting"), _("Meetings")),
        "taskforces.paper": Called(_("Working paper"), _("Working papers")),
    }
)
