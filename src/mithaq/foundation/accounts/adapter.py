"""How sign-in by e-mailed code behaves: no self-registration; a code only for a person on record.

Letters are made in `mail`, which stands above: `mail.codes` adds how the code is sent.
"""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class Doorkeeper(DefaultAccountAdapter):
    """Accounts come from the register of persons; nobody makes one at the door."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This is not the code that was sent. Look at the newest message and try again."),
        "too_many_login_attempts": _("There were too many attempts. Wait a few minutes, then ask for a new code."),
        "rate_limited": _("There were too many attempts. Wait a few minutes, then ask for a new code."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_login_stages(self) -> list[str]:
        """The code, and nothing after it: a passkey is another way in, and `proof` asks for it where it matters."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Keep what is said in our own words; the library's sentences stand on no page of ours."""
        if message:
            super().add_message(request, level, message=message, extra_tags=extra_tags)
