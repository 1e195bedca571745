"""The letter with a code: sent at once, and not by way of the outbox, where the secretariat could read the code."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import get_language

from mithaq.foundation.accounts.adapter import Doorkeeper
from mithaq.foundation.mail.dressing import dressed

log = logging.getLogger(__name__)

# A mail server takes its time, and only a known address has something to send. Handing the letter to
# another thread keeps the answer as quick for a known address as for an unknown one.
_carriers = ThreadPoolExecutor(max_workers=2, thread_name_prefix="sign-in-code")


class CodeBearer(Doorkeeper):
    """The doorkeeper, with a way to send codes."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send the one letter there is: the code, in the language of the page that asked for it."""
        words = {"code": context["code"], "email": email}
        language = get_language() or "en"
        letter = dressed(
            " ".join(render_to_string("accounts/letter_subject.txt", words).split()),
            [(language, render_to_string("accounts/letter.txt", words).strip())],
            from_email=self.get_from_email(),
            to=[email],
            headers={"Content-Language": language},
        )
        _carriers.submit(_hand_over, letter)


def _hand_over(letter: EmailMessage) -> None:
    try:
        letter.send()
    except OSError:  # smtplib's errors are OSErrors too
        log.exception("a sign-in code could not be handed to the mail system")
