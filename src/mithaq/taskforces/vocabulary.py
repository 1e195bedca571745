"""The kinds of group, the roles in one, and the sentences of its chronicle."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call


class GroupKind(models.TextChoices):
    TASK_FORCE = "task_force", pgettext_lazy("kind of group", "Task force")
    SPECIAL_WORKING_GROUP = "special_working_group", pgettext_lazy("kind of group", "Special working group")
    DRAFTING_GROUP = "drafting_group", pgettext_lazy("kind of group", "Drafting group")


class GroupRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("role in a group", "Chair")
    CO_CHAIR = "co_chair", pgettext_lazy("role in a group", "Co-chair")
    MEMBER = "member", pgettext_lazy("role in a group", "Member")
    PARTNER = "partner", pgettext_lazy("role in a group", "Partner")


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
