"""The outbox: every letter with what has become of it, and how it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.mail.outbox import ATTEMPTS
from mithaq.foundation.mail.queries import how_many_in_each_state, letter_with, outbox
from mithaq.foundation.mail.vocabulary import BADGES, State
from mithaq.foundation.permissions.pages import page, the_secretariat

A_PAGE = 50


@dataclass(frozen=True)
class Tab:
    """One view of the outbox."""

    title: Any
    url: str
    current: bool
    count: int


@page(the_secretariat)
def outbox_page(request: HttpRequest) -> HttpResponse:
    """The letters, or those in one state."""
    counts = how_many_in_each_state()
    wanted = request.GET.get("state", "")
    letters = outbox().filter(state=wanted) if wanted in counts else outbox()
    shown = Paginator(letters, A_PAGE).get_page(request.GET.get("page"))
    for letter in shown:
        _furnish(letter)
    return render(request, "mail/outbox.html", {"page": shown, "tabs": _tabs(counts, wanted), "counts": counts})


@page(the_secretariat)
def letter_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One letter as it reads, and every attempt to send it."""
    letter = letter_with(public_id)
    if letter is None:
        raise Http404
    trail = [(_("Outbox"), reverse("mail:outbox")), (letter.subject, "")]
    context = {"letter": _furnish(letter), "attempts_allowed": ATTEMPTS, "trail": trail}
    return render(request, "mail/letter.html", context)


def _furnish(letter: Any) -> Any:
    state = State(letter.state)
    letter.badge, letter.word = BADGES[state], state.label
    return letter


def _tabs(counts: dict[str, int], wanted: str) -> list[Tab]:
    address = reverse("mail:outbox")
    everything = Tab(_("All letters"), address, wanted not in counts, sum(counts.values()))
    states = [Tab(s.label, f"{address}?state={s}", wanted == s, counts[s]) for s in State if s in counts]
    return [everything, *states]
