"""Cities put their names under the frozen text.

An endorsement is a fact with its proof: which city, through which seat, under which mandate as it stood
then, for which hash, when. It is never changed or deleted. A withdrawal is a row of its own, and a new
endorsement may follow it.
"""

from mithaq.endorsements.models.calls import Call, Invitation, Opening, Preparation
from mithaq.endorsements.models.declaration import SignedDeclaration
from mithaq.endorsements.models.endorsed import Endorsement, PasskeySignature, Reservation, Withdrawal
from mithaq.endorsements.models.evidence import Evidence, SecondCheck
from mithaq.endorsements.models.handover import Acknowledgement, Handover
from mithaq.endorsements.models.log import (
    Checkpoint,
    Cosignature,
    Leaf,
    LogCheck,
    LogKey,
    QueuedLeaf,
    TreeHash,
    Witness,
)
from mithaq.endorsements.models.trusted import Distrust, TrustedCertificate

__all__ = [
    "Acknowledgement",
    "Call",
    "Checkpoint",
    "Cosignature",
    "Distrust",
    "Endorsement",
    "Evidence",
    "Handover",
    "Invitation",
    "Leaf",
    "LogCheck",
    "LogKey",
    "Opening",
    "PasskeySignature",
    "Preparation",
    "QueuedLeaf",
    "Reservation",
    "SecondCheck",
    "SignedDeclaration",
    "TreeHash",
    "TrustedCertificate",
    "Withdrawal",
    "Witness",
]
