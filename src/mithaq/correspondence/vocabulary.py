"""The words of the correspondence: fields of a letter, ways and states of a return, and what the chronicle tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.sentences import tell

#: The fields that a circular may use, each with what stands in its place. There are no others.
FIELDS = {
    "salutation": _("The greeting, with the person's name"),
    "name": _("The person's name"),
    "office": _("The person's office, or role"),
    "city": _("The organisation's name"),
    "group": _("The name of the group"),
    "year": _("The title of the year"),
    "matter": _("What is asked for"),
    "deadline": _("By when it is asked for, in the reader's own time zone"),
    "upload_link": _("The recipient's own link for handing in the answer without signing in"),
    "sender": _("The person who sends the circular"),
}
#: The fields that only a circular which asks for something can fill.
FIELDS_OF_A_MATTER = ("matter", "deadline", "upload_link")
#: Who does not answer for an organisation although they sit in it.
NO_VOICE = (Role.PRESS, Role.AUDITOR, Role.PRESIDENCY)


class Way(models.TextChoices):
    """How an answer came in."""

    SITE = "site", pgettext_lazy("way of a return", "on this site")
    LINK = "link", pgettext_lazy("way of a return", "by upload link")
    MAIL = "mail", pgettext_lazy("way of a return", "by mail")


class Outcome(models.TextChoices):
    """What a person found of a return."""

    ACCEPTED = "accepted", pgettext_lazy("return", "accepted")
    FILED = "filed", pgettext_lazy("return", "filed and accepted")
    SET_ASIDE = "set_aside", pgettext_lazy("return", "set aside")


class Doubt(models.TextChoices):
    """Why a return was not filed by itself, but waits in the tray."""

    NO_INVITATION = "no_invitation", _("It answers an invitation, but not one that this person could answer now.")
    NO_LETTER = "no_letter", _("It answers none of our letters.")
    NO_MATTER = "no_matter", _("It answers a letter that asked for nothing.")
    UNKNOWN_SENDER = "unknown_sender", _("It answers a letter, but comes from an address that is not on record.")
    ANOTHER_CITY = "another_city", _("It answers one organisation's letter, but comes from a person of another.")
    ANOTHER_FILE = "another_file", _("It carries a file whose name says that it was sent to another organisation.")
    UNREADABLE = "unreadable", _("This mail could not be read. It is kept as it came in.")


class MailState(models.TextChoices):
    """What a mail that came in was taken for."""

    ANSWER = "answer", pgettext_lazy("kind of mail", "answer")
    AUTOMATIC = "automatic", pgettext_lazy("kind of mail", "automatic reply")
    BOUNCE = "bounce", pgettext_lazy("kind of mail", "report of failed delivery")
    INVITATION = "invitation", pgettext_lazy("kind of mail", "answer to an invitation")
    UNREADABLE = "unreadable", pgettext_lazy("kind of mail", "unreadable")


class Unmarkable(models.TextChoices):
    """Why the recipient cannot be written into a file."""

    KIND = "kind", _("A file of this kind cannot be written into.")
    LOCKED = "locked", _("It is locked with a password.")
    SIGNED = "signed", _("It is signed, and a change would break the signature.")
    UNSOUND = "unsound", _("It could not be written into.")


class Standing(models.TextChoices):
    """Where an organisation stands in a matter."""

    OWED = "owed", pgettext_lazy("answer", "owed")
    OVERDUE = "overdue", pgettext_lazy("answer", "overdue")
    TO_CHECK = "to_check", pgettext_lazy("answer", "to be checked")
    ANSWERED = "answered", pgettext_lazy("answer", "answered")
    LATE = "late", pgettext_lazy("answer", "answered late")


tell(
    {
        "circular.written": _("%(who)s, wrote a circular."),
        "circular.revised": _("%(who)s, revised a circular."),
        "circular.sent": _("%(who)s, sent a circular."),
        "circular.kept_as_template": _("%(who)s, kept the words of a circular as a template."),
        "answer.reminded": _("%(who)s, reminded those who owe an answer."),
        "language.preferred": _("%(who)s, recorded in which language an organisation is written to."),
        "attachments.allowed": _("%(who)s, allowed circulars to carry files."),
        "return.handed_in": _("%(who)s, handed in an answer."),
        "return.received": _("%(who)s, received an answer."),
        "return.accepted": _("%(who)s, accepted an answer."),
        "return.filed": _("%(who)s, filed an answer with the organisation and the circular that it belongs to."),
        "return.set_aside": _("%(who)s, set an answer aside."),
        "circular.letters_written": _("%(who)s, wrote letters of a circular."),
        "mail.laid_in_the_tray": _("%(who)s, laid an answer to an invitation aside for a person to look at."),
        "mail.taken_in": _("%(who)s, took in a mail."),
        "letter.bounced": _("%(who)s, recorded that a letter came back undelivered."),
    }
)
