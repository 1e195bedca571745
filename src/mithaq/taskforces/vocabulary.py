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
        "paper.submitted": _("%(who)s, submitted a working paper."),
        "paper.catalogued": _("%(who)s, catalogued a working paper whose file is not on record."),
    }
)

call(
    {
        "taskforces.group": Called(_("Group"), _("Groups")),
        "taskforces.paper": Called(_("Working paper"), _("Working papers")),
    }
)
