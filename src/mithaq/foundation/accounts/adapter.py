"""How sign-in by e-mailed code behaves: no self-registration; a code only for a person on record."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

log = logging.getLogger(__name__)

# A mail server takes its time, and only a known address has something to send. Handing the letter to
# another thread keeps the answer as quick for a known address as for an unknown one. It is not written into
# the outbox, where the secretariat could read the code.
_carriers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-code")


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

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the one letter there is: the code, in the language of the page that asked for it."""
        words = {"code": context["code"], "email": email}
        letter = EmailMessage(
            subject=" ".join(render_to_string("accounts/letter_subject.txt", words).split()),
            body=render_to_string("accounts/letter.txt", words).strip(),
            from_email=self.get_from_email(),
            to=[email],
            headers={"Content-Language": get_language() or "en"},
        )
        _carriers.submit(_hand_over, letter)

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


def _hand_over(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:  # smtplib's errors are OSErrors too
        log.exception("a sign-in code could not be handed to the mail system")
