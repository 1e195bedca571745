"""The transparency log is final: the databases themselves refuse to change or delete what is in it.

A queued leaf's payload and salt may be erased, together and nothing else.
"""

from django.db import migrations

from mithaq.foundation.guards import Guarded, Guards, differ

_LEAF = ("id", "public_id", "kind", "thing", "text_id", "entry", "at")


class Migration(migrations.Migration):
    dependencies = [("endorsements", "0500_the_log")]
    operations = [
        Guards(
            "the log is append-only",
            Guarded(
                "endorsements_queuedleaf",
                keys=("public_id",),
                update=f"NEW.payload IS NOT NULL OR NEW.salt IS NOT NULL OR {differ(*_LEAF)}",
            ),
            Guarded("endorsements_leaf", keys=("queued_id",), primary="index"),
            Guarded("endorsements_treehash", keys=(("level", "index"),)),
            Guarded("endorsements_logkey", keys=("key", "public_id")),
            Guarded("endorsements_checkpoint", keys=("public_id", ("size", "key_id"))),
            Guarded("endorsements_cosignature", keys=(("checkpoint_id", "witness_id"),)),
            Guarded("endorsements_logcheck", keys=("public_id",)),
        )
    ]
