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


class Reach(models.TextChoices):
    """Who may read a group's page, or one of its documents."""

    PUBLIC = "public", pgettext_lazy("who may read", "Everybody")
    SEATED = "seated", pgettext_lazy("who may read", "Whoever holds a seat, but not the press")
    GROUP = "group", pgettext_lazy("who may read", "Those who work in the group, and those who look after the year")


class GroupEvent(models.TextChoices):
    """What was done to a group after it had been set up."""

    CHANGED = "changed", pgettext_lazy("change of a group", "changed")
    OPENED = "opened", pgettext_lazy("change of a group", "other readers")
    ENDED = "ended", pgettext_lazy("change of a group", "ended")


class MilestoneEvent(models.TextChoices):
    """What was done to a milestone."""

    SET = "set", pgettext_lazy("change of a milestone", "set")
    MOVED = "moved", pgettext_lazy("change of a milestone", "moved")
    REACHED = "reached", pgettext_lazy("change of a milestone", "reached")
    CANCELLED = "cancelled", pgettext_lazy("change of a milestone", "cancelled")


class PaperKind(models.TextChoices):
    """What is handed in: a paper, or a group's own list of recommendations."""

    WORKING_PAPER = "working_paper", pgettext_lazy("kind of paper", "Working paper")
    RECOMMENDATIONS = "recommendations", pgettext_lazy("kind of paper", "Recommendations of the group")


class CountedBy(models.TextChoices):
    """How the pages of a version are known where no person counted them."""

    FILE = "file", _("counted in the file")
    PROGRAM = "program", _("as the file says of itself")


class Stage(models.TextChoices):
    """How far a working paper is, in the order in which it goes."""

    OUTLINE = "outline", pgettext_lazy("stage of a paper", "Outline")
    DRAFT = "draft", pgettext_lazy("stage of a paper", "Draft")
    REVIEW = "review", pgettext_lazy("stage of a paper", "For review")
    SUBMITTED = "submitted", pgettext_lazy("stage of a paper", "Submitted")
    PUBLISHED = "published", pgettext_lazy("stage of a paper", "Published")

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return list(Stage).index(self)

    @property
    def is_open(self) -> bool:
        """Whether the paper has left the hands of those who write it."""
        return self in (Stage.SUBMITTED, Stage.PUBLISHED)


class Finding(models.TextChoices):
    """What the authors did with a comment."""

    TAKEN = "taken", pgettext_lazy("answer to a comment", "Taken up")
    IN_PART = "in_part", pgettext_lazy("answer to a comment", "Taken up in part")
    NOT_TAKEN = "not_taken", pgettext_lazy("answer to a comment", "Not taken up")


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

OF_GROUPS = {
    "group.set_up": _("%(who)s, set up a group."),
    "group.joined": _("%(who)s, entered an organisation into a group."),
    "group.left": _("%(who)s, entered that an organisation leaves a group."),
    "group.role_changed": _("%(who)s, gave an organisation another role in a group."),
    "group.seated": _("%(who)s, entered a person into a group."),
    "group.unseated": _("%(who)s, entered that a person leaves a group."),
    "group.changed": _("%(who)s, changed what is said of a group."),
    "group.opened": _("%(who)s, changed who may read the page of a group."),
    "group.ended": _("%(who)s, ended a group."),
    "group.milestone_set": _("%(who)s, set a milestone of a group."),
    "group.milestone_moved": _("%(who)s, moved a milestone of a group."),
    "group.milestone_reached": _("%(who)s, noted that a group reached a milestone."),
    "group.milestone_cancelled": _("%(who)s, cancelled a milestone of a group."),
    "group.document_laid": _("%(who)s, added a document to a group."),
    "group.document_opened": _("%(who)s, changed who may read a document of a group."),
    "group.document_taken_away": _("%(who)s, took a document of a group away."),
}
#: A group whose page is not public is spoken of by verbs of its own, which are not public either.
INNER = "inner_"
tell({**OF_GROUPS, **{f"{INNER}{verb}": sentence for verb, sentence in OF_GROUPS.items()}})
tell(
    {
        "meeting.called": _("%(who)s, called a meeting."),
        "meeting.moved": _("%(who)s, moved a meeting."),
        "meeting.amended": _("%(who)s, changed what is said of a meeting."),
        "meeting.cancelled": _("%(who)s, cancelled a meeting."),
        "meeting.document_laid": _("%(who)s, laid a document before a meeting."),
        "invitation.answered": _("%(who)s, answered the invitation to a meeting."),
        "invitation.answer_received": _("%(who)s, received an answer to the invitation to a meeting."),
        "invitation.taken_back": _("%(who)s, took back an invitation to a meeting."),
        "meeting.attended": _("%(who)s, noted who was at a meeting."),
        "meeting.minuted": _("%(who)s, wrote the minutes of a meeting."),
        "meeting.decided": _("%(who)s, noted a decision of a meeting."),
        "action.assigned": _("%(who)s, noted who does what by when."),
        "action.done": _("%(who)s, did what a meeting had asked for."),
        "feed.opened": _("%(who)s, made a secret address for a calendar."),
        "feed.closed": _("%(who)s, revoked the secret address of a calendar."),
        "paper.begun": _("%(who)s, began a working paper."),
        "paper.version_added": _("%(who)s, added a version of a working paper."),
        "paper.drafted": _("%(who)s, took a working paper from the outline to the draft."),
        "paper.put_to_review": _("%(who)s, put a working paper to review."),
        "paper.published": _("%(who)s, published a working paper."),
        "paper.returned": _("%(who)s, gave a working paper back to an earlier stage."),
        "paper.moved": _("%(who)s, moved a working paper to the group to which it belongs."),
        "paper.review_asked": _("%(who)s, asked for a review of a working paper."),
        "paper.review_released": _("%(who)s, released a reviewer of a working paper."),
        "paper.reviewed": _("%(who)s, finished the review of a working paper."),
        "paper.commented": _("%(who)s, commented on a working paper."),
        "paper.comment_answered": _("%(who)s, answered a comment on a working paper."),
        "papers.policy_set": _("%(who)s, said how papers after the deadline are treated."),
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
