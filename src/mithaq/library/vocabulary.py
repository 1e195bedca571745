"""Licences, what became of a study's file, and the sentences of the library's chronicle."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.thread.steps import Called, call


class Licence(models.TextChoices):
    """What others may do with a study; codes of SPDX where there is one."""

    CC0 = "CC0-1.0", "CC0 1.0"
    CC_BY = "CC-BY-4.0", "CC BY 4.0"
    CC_BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"
    CC_BY_NC = "CC-BY-NC-4.0", "CC BY-NC 4.0"
    CC_BY_ND = "CC-BY-ND-4.0", "CC BY-ND 4.0"
    ODBL = "ODbL-1.0", "ODbL 1.0"
    PERMITTED = "permitted", pgettext_lazy("licence of a study", "Shared with the author's permission")
    RESERVED = "reserved", pgettext_lazy("licence of a study", "All rights reserved")
    UNKNOWN = "", pgettext_lazy("licence of a study", "Not known")

    @property
    def is_open(self) -> bool:
        """Whether anybody may be given the file."""
        return self not in (Licence.PERMITTED, Licence.RESERVED, Licence.UNKNOWN)


class Looked(models.TextChoices):
    """What became of a study's file when it was read for the search."""

    WAITING = "waiting", pgettext_lazy("a study's file", "waits to be read")
    READ = "read", pgettext_lazy("a study's file", "can be searched")
    SCANNED = "scanned", pgettext_lazy("a study's file", "has no text, only pictures of pages")
    ENCRYPTED = "encrypted", pgettext_lazy("a study's file", "is locked with a password")
    UNREADABLE = "unreadable", pgettext_lazy("a study's file", "cannot be read")


#: The languages that a study may be said to be written in, by their codes.
LANGUAGES = ("ar", "en", "es", "fr", "pt", "ru", "zh", "de", "it", "tr", "id", "hi", "ja", "ko", "sw")


tell(
    {
        "study.handed_in": _("%(who)s, handed in a study."),
        "study.corrected": _("%(who)s, corrected what is said of a study."),
        "study.published": _("%(who)s, published a study."),
        "study.withdrawn": _("%(who)s, withdrew a study."),
        "theme.named": _("%(who)s, named a theme of the library."),
        "study.cited": _("%(who)s, noted that a working paper draws on a study."),
    }
)

call({"library.study": Called(_("Study"), _("Studies"))})
