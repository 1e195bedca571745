"""What was signed is final: the database itself refuses to change or delete an endorsement, what it reserves, what it
rests on, and its withdrawal. Of an endorsement only one thing ever changes, and once: it is no longer the living one.
Whose it is may change, since two records of one city are merged.

Nobody checks the evidence that they entered, even in another seat.
"""

from django.db import migrations

from mithaq.foundation.guards import Guarded, Guards, differ

# All columns but the city.
_EVIDENCE = (
    "id", "public_id", "text_id", "method", "file_id", "mandate_id", "signed_on", "text_hash", "languages",
    "may_be_named", "reserved", "validation", "seat_id", "at",
)  # fmt: skip
_OPENING = ("id", "call_id", "seat_id", "at")
_PREPARATION = ("id", "public_id", "text_id", "seat_id", "at", "may_be_named", "reserved")
_ENDORSEMENT = (
    "id", "public_id", "text_id", "method", "at", "seat_id", "mandate_id", "snapshot",
    "is_provisional", "text_hash", "languages", "may_be_named", "source", "passkey_id", "evidence_id",
)  # fmt: skip

_PERSON = "(SELECT person_id FROM actors_seat WHERE id = {0})"
_ENTERED_BY = "(SELECT seat_id FROM endorsements_evidence WHERE id = NEW.evidence_id)"
_BY_THE_SAME = f"{_PERSON.format('NEW.seat_id')} = {_PERSON.format(_ENTERED_BY)}"


class Migration(migrations.Migration):
    dependencies = [
        ("endorsements", "0510_evidence_and_four_ways_to_sign"),
        ("actors", "0001_organisations_persons_seats_and_mandates"),
    ]
    operations = [
        Guards(
            "what was signed is final",
            Guarded("endorsements_evidence", keys=("public_id",), update=differ(*_EVIDENCE)),
            Guarded("endorsements_secondcheck", keys=("evidence_id",), insert=_BY_THE_SAME),
            Guarded("endorsements_passkeysignature", keys=("challenge",)),
            Guarded("endorsements_reservation"),
            Guarded("endorsements_withdrawal", keys=("endorsement_id",)),
            Guarded("endorsements_invitation"),
            Guarded("endorsements_opening", update=differ(*_OPENING)),
            Guarded("endorsements_preparation", keys=("public_id",), update=differ(*_PREPARATION)),
            Guarded(
                "endorsements_endorsement",
                keys=("public_id",),
                update=f"{differ(*_ENDORSEMENT)} OR (NEW.is_living AND NOT OLD.is_living)",
            ),
        )
    ]
