"""What is on record of members, who sits for them, and the lists in which they come."""

from mithaq.members.models.lists import (
    Import,
    Imported,
    KnownHeadings,
    Playing,
    Undoing,
)
from mithaq.members.models.mergers import Merger, Unmerging
from mithaq.members.models.on_record import (
    Channel,
    Erasure,
    Fact,
    Membership,
    Office,
    TakenBack,
)
from mithaq.members.models.photos import Photo
from mithaq.members.models.proxies import ProxyRule
from mithaq.members.models.seating import (
    Admission,
    FocalPoint,
    Invitation,
    InvitationWithdrawal,
    MandateFile,
)

__all__ = [
    "Admission",
    "Channel",
    "Erasure",
    "Fact",
    "FocalPoint",
    "Import",
    "Imported",
    "Invitation",
    "InvitationWithdrawal",
    "KnownHeadings",
    "MandateFile",
    "Membership",
    "Merger",
    "Office",
    "Photo",
    "Playing",
    "ProxyRule",
    "TakenBack",
    "Undoing",
    "Unmerging",
]
