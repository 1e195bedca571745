"""Browsers, with or without somebody signed in."""

from __future__ import annotations

from django.test import Client

from mithaq.foundation.accounts.models import Account
from mithaq.foundation.accounts.seated import CHOSEN_SEAT
from mithaq.foundation.actors.models import Seat


def a_stranger() -> Client:
    """A browser in which nobody has signed in."""
    return Client()


def a_browser_of(seat: Seat) -> Client:
    """A browser in which the person of this seat is signed in and acts in it."""
    browser = Client()
    browser.force_login(Account.objects.of(seat.person))
    session = browser.session
    session[CHOSEN_SEAT] = seat.public_id
    session.save()
    return browser
