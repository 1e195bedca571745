"""What was signed for the group and handed over is final: the database itself refuses to change or delete it. Of a
hand-over only the receiver's record may become another one, where two records of one organisation are merged.
"""

from django.db import migrations

from mithaq.foundation.guards import Guarded, Guards, differ

_HANDOVER = ("id", "public_id", "declaration_id", "into_hands", "place", "seat_id", "at")


class Migration(migrations.Migration):
    dependencies = [("endorsements", "0520_signed_declarations_handed_over")]
    operations = [
        Guards(
            "what was handed over is final",
            Guarded("endorsements_signeddeclaration", keys=("public_id",)),
            Guarded("endorsements_handover", keys=("public_id",), update=differ(*_HANDOVER)),
            Guarded("endorsements_acknowledgement", keys=("handover_id",)),
            Guarded("endorsements_trustedcertificate", keys=("public_id",)),
            Guarded("endorsements_distrust", keys=("trusted_id",)),
        )
    ]
