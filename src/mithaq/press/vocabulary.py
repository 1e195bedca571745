"""The sentences of the press desk's chronicle."""

from django.utils.translation import gettext_lazy as _

from mithaq.foundation.chronicle.sentences import tell

tell(
    {
        "release.issued": _("%(who)s, issued a press release."),
        "release.revised": _("%(who)s, revised a press release before it was released."),
    }
)
