"""How a city endorses, and the sentences of the register's chronicle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mithaq.foundation.chronicle.sentences import tell
from mithaq.foundation.languages.formats import number
from mithaq.foundation.thread.steps import Called, call
from mithaq.members.vocabulary import Standing


class Method(models.TextChoices):
    """How the endorsement reached the register; each is shown as what it is."""

    CONFIRMED = "confirmed", pgettext_lazy("method of endorsement", "Confirmed here by the mandated person")
    PASSKEY = "passkey", pgettext_lazy("method of endorsement", "Signed here with a passkey over the text's hash")
    SIGNED_PDF = "signed_pdf", pgettext_lazy("method of endorsement", "PDF with an electronic signature")
    PAPER = "paper_letter", pgettext_lazy("method of endorsement", "Letter on paper, scanned")
    RECEIVED = "letter_received", pgettext_lazy("method of endorsement", "Letter or e-mail of the mayor's office")
    LISTED = "listed_in_press", pgettext_lazy("method of endorsement", "Documented in a publication")


#: What comes in from outside: entered by one person and checked by another.
BROUGHT = (Method.SIGNED_PDF, Method.PAPER, Method.RECEIVED)


class Position(models.TextChoices):
    """How a city sets itself apart from what it endorses."""

    RESERVATION = "reservation", pgettext_lazy("position beside an endorsement", "Reservation")
    INTERPRETATION = "interpretation", pgettext_lazy("position beside an endorsement", "Interpretation")


#: The headings of the roll, in the order of the classes.
TITLES_OF_CLASSES = {
    Standing.PARTICIPATING: _("Participating cities"),
    Standing.OBSERVER: _("Observer cities"),
    Standing.GUEST: _("Guest cities"),
}

#: Why the electronic signature of a letter is not taken, by what was found (`core.signatures.findings.State`).
OF_SIGNATURES: dict[str, Promise] = {
    "": _("This file bears no electronic signature. Nothing was entered. Enter it as a letter on paper instead."),
    "broken": _("This file was changed after it was signed. Nothing was entered. Ask the city for the file as signed."),
    "changed_after": _(
        "Something was put into this file after it was signed. Nothing was entered. "
        "Ask the city for the file as signed."
    ),
    "partial": _("The signature does not cover the whole file. Nothing was entered. Ask the city to sign it anew."),
    "self_signed": _(
        "The signer's certificate was made by the signer, so it shows nobody's identity. Nothing was entered. "
        "Ask the city to sign with a certificate of an authority that the group trusts."
    ),
    "unknown_issuer": _(
        "The group does not know the authority that issued the signer's certificate. Nothing was entered. "
        "Put its certificate among those that the group trusts, or enter a letter on paper."
    ),
    "expired": _("The signer's certificate had expired. Nothing was entered. Ask the city to sign it anew."),
    "not_yet_valid": _(
        "The signer's certificate was not valid yet. Nothing was entered. Ask the city to sign it anew."
    ),
    "revoked": _("The signer's certificate was revoked. Nothing was entered. Ask the city to sign it anew."),
    "wrong_use": _(
        "The signer's certificate was not given for signing documents. Nothing was entered. Ask the city to sign anew."
    ),
    "unreadable": _("The signature in this file cannot be read. Nothing was entered. Ask the city to sign it anew."),
}
OVER_ANOTHER_TEXT = _(
    "This file was signed over another text: neither the text nor its hash is in it. Nothing was entered. "
    "Ask the city to sign the letter that the register makes."
)

#: What may be wrong with the transparency log, by the code that is on record with its facts.
OF_THE_LOG: dict[str, Promise] = {
    "leaf_missing": _("leaf %(first)s is missing"),
    "leaves_missing": _("leaves %(first)s to %(last)s are missing: a state of %(size)s leaves was signed"),
    "leaves_missing_between": _("leaves are missing between %(first)s and %(last)s"),
    "another_root": _("the leaves no longer have the root that was signed at %(size)s leaves"),
    "not_its_key": _("the state of %(size)s leaves is not signed with its key"),
    "state_unreadable": _("the state of %(size)s leaves cannot be read"),
    "not_continued": _("the log of %(size)s leaves does not continue the signed one of %(old)s"),
    "another_entry": _("what is on record for leaf %(first)s is not what entered the log"),
    "entry_unreadable": _("what is on record for leaf %(first)s cannot be read"),
    "another_hash": _("the stored hash %(place)s is not that of the entries"),
    "hash_missing": _("the stored hash %(place)s is missing"),
    "another_number_of_hashes": _("stored hashes: %(held)s; by the entries: %(given)s"),
    "other_hashes_between": _("hashes between leaf %(first)s and %(last)s are not those of the entries"),
    "saw_more": _("leaves %(first)s to %(last)s are missing: %(witness)s saw a log of %(size)s"),
    "saw_another": _("%(witness)s saw another log of %(size)s leaves than this one"),
    "answered": _("%(witness)s answered %(status)s: %(words)s"),
    "cosigned_wrongly": _("%(witness)s sent a cosignature that does not hold"),
    "silent": _("%(witness)s did not answer: %(words)s"),
}


@dataclass(frozen=True)
class Problem:
    """Something that does not hold, as it is on record: a code of `OF_THE_LOG`, and the numbers and names in its
    sentence. As text it is that sentence, in the language of whoever reads."""

    code: str
    facts: Mapping[str, int | str]

    def __str__(self) -> str:
        said = {name: number(value) if isinstance(value, int) else value for name, value in self.facts.items()}
        return str(OF_THE_LOG[self.code] % said)


tell(
    {
        "declaration.signed": _("%(who)s, signed the declaration with its roll for the group."),
        "declaration.handed_over": _("%(who)s, handed the signed declaration over."),
        "handover.acknowledged": _("%(who)s, acknowledged that the signed declaration was received."),
        "handover.acknowledgement_entered": _("%(who)s, entered the letter that acknowledges the hand-over."),
        "certificate.trusted": _("%(who)s, entered an authority whose electronic signatures the group accepts."),
        "certificate.distrusted": _("%(who)s, took back that the group accepts an authority's electronic signatures."),
        "call.opened": _("%(who)s, called on the cities to endorse the text."),
        "call.reminded": _("%(who)s, reminded the cities that have not answered the call."),
        "call.reminders_set": _("%(who)s, set when the cities are reminded of the call."),
        "call.read": _("%(who)s, read the text that the call is about."),
        "endorsement.prepared": _("%(who)s, prepared an endorsement for the one who may confirm it."),
        "evidence.entered": _(
            "%(who)s, entered evidence of an endorsement. It counts once somebody else has checked it."
        ),
        "evidence.checked": _("%(who)s, checked evidence of an endorsement and found it in order."),
        "evidence.turned_down": _("%(who)s, checked evidence of an endorsement and turned it down."),
        "endorsement.given": _("%(who)s, endorsed the text."),
        "endorsement.registered": _("%(who)s, put the endorsement that the city had sent on the register."),
        "endorsement.withdrawn": _("%(who)s, withdrew an endorsement."),
        "endorsement.documented": _("%(who)s, entered an endorsement that a publication documents."),
        "log.key_begun": _("%(who)s, made the first key of the transparency log."),
        "log.key_changed": _("%(who)s, changed the key of the transparency log."),
        "queue.entered": _("%(who)s, entered in the transparency log what was signed before the publication."),
        "checkpoint.signed": _("%(who)s, signed a new state of the transparency log."),
        "checkpoint.cosigned": _("%(who)s, received a witness's signature of the transparency log."),
        "witness.added": _("%(who)s, entered a witness of the transparency log."),
        "log.alarmed": _(
            "%(who)s, found that the transparency log does not hold; nothing is signed until it is mended."
        ),
        "log.alarm_lifted": _("%(who)s, checked the whole transparency log and found it sound again."),
    }
)

call({"endorsements.endorsement": Called(_("Endorsement"), _("Endorsements"))})
