"""Who may put a text to silence, break the silence, state something beside a text, or sum it up without consensus."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import (
    Break,
    Silence,
    Statement,
    Text,
)
from mithaq.communique.queries.silence import end_of_silence, latest_silence
from mithaq.communique.rules import FROZEN, PUT_TO_SILENCE, is_frozen, is_of_a_city_of_the_year, languages_are_approved
from mithaq.communique.vocabulary import SilenceState
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import Verdict, first_refusal, has_role, holds_mandate, no, only_if
from mithaq.foundation.things import reference_to

CALLED_OFF = _("This silence was called off. Nothing was changed.")


def may_rule_silence(seat: Seat | None, at: datetime) -> Verdict:
    """The chair or the secretariat sets the rule of the year for silence procedures."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


def may_open_silence(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The chair or the secretariat puts the latest draft to silence, when all its authentic languages are approved.

    A draft whose silence was broken is put to it again only where nobody stands by a break any more.
    """
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: _latest_draft_can_be_put(text, at),
    )


def may_call_off(seat: Seat | None, silence: Silence, at: datetime) -> Verdict:
    """The chair or the secretariat calls off a silence that was begun by mistake, while it is open."""
    state = silence.state_at(at)
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(state != SilenceState.CALLED_OFF, CALLED_OFF),
        lambda: only_if(
            state == SilenceState.OPEN, _("This silence is over: it has its outcome. Nothing was changed.")
        ),
        lambda: _may_still_be_broken(silence),
    )


def may_break(seat: Seat | None, silence: Silence, at: datetime) -> Verdict:
    """A city of the year, through a seat with a mandate to negotiate, up to and including the expiry; each once."""
    return first_refusal(
        has_role(seat, at, Role.SHERPA, Role.MAYOR),
        lambda: only_if(at <= silence.expires, _("The silence has run out. Nothing was changed.")),
        lambda: _may_still_be_broken(silence),
        lambda: holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(silence.text)),
        lambda: is_of_a_city_of_the_year(seat.organisation if seat else None, silence.text, at),
        lambda: _stands_by_no_break(silence, seat.organisation if seat else None),
    )


def may_enter_break(seat: Seat | None, silence: Silence, at: datetime) -> Verdict:
    """The secretariat enters what a city sent before the expiry, also where it is entered later, until the text is
    frozen or goes on."""
    return first_refusal(has_role(seat, at, Role.SECRETARIAT), lambda: _may_still_be_broken(silence))


def may_withdraw_break(seat: Seat | None, broken: Break, at: datetime) -> Verdict:
    """The city that broke the silence, or the secretariat what it entered, until the text goes on."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT)
        if broken.is_entered
        else first_refusal(
            has_role(seat, at, Role.SHERPA, Role.MAYOR),
            only_if(
                seat is not None and seat.organisation_id == broken.organisation_id,
                _("Only the city itself withdraws what it said."),
            ),
            lambda: holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(broken.silence.text)),
        ),
        lambda: only_if(not hasattr(broken, "withdrawal"), _("This has been withdrawn already. Nothing was changed.")),
        lambda: _may_still_be_broken(broken.silence),
    )


def may_state(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """A city of the year, through a seat with a mandate to negotiate: from the first silence, or else the freezing, to
    the publication."""
    return first_refusal(
        has_role(seat, at, Role.SHERPA, Role.MAYOR),
        lambda: _is_the_time_of_statements(text),
        lambda: holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(text)),
        lambda: is_of_a_city_of_the_year(seat.organisation if seat else None, text, at),
    )


def may_enter_statement(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat enters what a city sent in a letter, in the same time."""
    return first_refusal(has_role(seat, at, Role.SECRETARIAT), lambda: _is_the_time_of_statements(text))


def may_withdraw_statement(seat: Seat | None, statement: Statement, at: datetime) -> Verdict:
    """The city whose statement it is, at any time, once; the secretariat what it entered for the city."""
    is_ours = statement.is_entered and seat is not None and seat.role == Role.SECRETARIAT
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT) if is_ours else _speaks_for_the_city(seat, statement, at),
        lambda: only_if(
            not hasattr(statement, "withdrawal"), _("This has been withdrawn already. Nothing was changed.")
        ),
    )


def may_summarise(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The chair ends the negotiation without consensus, on the latest draft, in all authentic languages."""
    return first_refusal(
        has_role(seat, at, Role.CHAIR),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: _can_be_summarised(text, at),
    )


def _is_the_time_of_statements(text: Text) -> Verdict:
    return first_refusal(
        only_if(
            is_frozen(text) or text.silences.exists(),
            _("Statements are put beside a text once its words are put to silence or frozen."),
        ),
        only_if(not hasattr(text, "publication"), _("The text is published. No statement is put beside it any more.")),
    )


def _speaks_for_the_city(seat: Seat | None, statement: Statement, at: datetime) -> Verdict:
    return first_refusal(
        has_role(seat, at, Role.SHERPA, Role.MAYOR),
        only_if(
            seat is not None and seat.organisation_id == statement.organisation_id,
            _("Only the city itself withdraws what it said."),
        ),
        lambda: holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(statement.text)),
    )


def _can_be_summarised(text: Text, at: datetime) -> Verdict:
    latest = text.drafts.order_by("-number").first()
    if latest is None:
        return no(_("There are no words yet that the chair could sum up."))
    silence = latest_silence(latest)
    state = silence.state_at(at) if silence else None
    return first_refusal(
        only_if(state != SilenceState.OPEN, PUT_TO_SILENCE),
        only_if(state != SilenceState.PASSED, _("The silence on this draft has passed: the text is agreed.")),
        lambda: languages_are_approved(latest),
    )


def _latest_draft_can_be_put(text: Text, at: datetime) -> Verdict:
    latest = text.drafts.select_related("round").order_by("-number").first()
    if latest is None:
        return no(_("There is no draft yet that could be put to silence."))
    if hasattr(latest, "round"):
        return no(_("The latest draft has its round. Compile the next draft out of it first."))
    silence = latest_silence(latest)
    state = silence.state_at(at) if silence else None
    stands = any(not hasattr(one, "withdrawal") for one in silence.breaks.all()) if silence else False
    return first_refusal(
        only_if(state != SilenceState.OPEN, _("A silence on this draft is open already. Nothing was changed.")),
        only_if(state != SilenceState.PASSED, _("The silence on this draft has passed: the text is agreed.")),
        only_if(
            not stands,
            _("The silence on this draft was broken. Call a round on what was named, and put the next draft to it."),
        ),
        lambda: languages_are_approved(latest),
    )


def _may_still_be_broken(silence: Silence) -> Verdict:
    frozen, gone_on = end_of_silence(silence)
    return first_refusal(
        only_if(not hasattr(silence, "calling_off"), CALLED_OFF),
        only_if(not frozen, FROZEN),
        only_if(not gone_on, _("The negotiation has gone on since this silence. Nothing was changed.")),
    )


def _stands_by_no_break(silence: Silence, city: Organisation | None) -> Verdict:
    standing = (one for one in silence.breaks.all() if city is not None and one.organisation_id == city.pk)
    return only_if(
        all(hasattr(one, "withdrawal") for one in standing),
        _("Your city has broken this silence already. Nothing was changed."),
    )
