"""Who a session belongs to: the account and the seats of its person, read at once."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Seat


class Doorkeeping(AuthenticationBackend):
    """There are no passwords, so nothing is ever authenticated by credentials: a code or nothing."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Always nobody: sign-in goes through the e-mailed code."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account, with its person's seats beside it, in one query where there is a seat."""
        seats = list(Seat.objects.filter(person__account=user_id).select_related("organisation", "person__account"))
        account = seats[0].person.account if seats else Account.objects.filter(pk=user_id).first()
        if account is None or not self.user_can_authenticate(account):
            return None
        account.seats_on_record = seats
        return account
