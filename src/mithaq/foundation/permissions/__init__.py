"""Permission = role and phase and state, as data: verdicts, mandates, and the rule of every page."""

from mithaq.foundation.permissions.mandates import (
    has_role,
    holds_mandate,
    is_seated,
    mandate_in_force,
    mandates_in_force,
)
from mithaq.foundation.permissions.verdicts import (
    YES,
    Refused,
    Verdict,
    first_refusal,
    no,
    only_if,
    require,
)

__all__ = [
    "YES",
    "Refused",
    "Verdict",
    "first_refusal",
    "has_role",
    "holds_mandate",
    "is_seated",
    "mandate_in_force",
    "mandates_in_force",
    "no",
    "only_if",
    "require",
]
