"""Who may compose, negotiate, freeze and publish a text."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import (
    Comment,
    Draft,
    Return,
    ReturnFile,
    Round,
    Text,
    Translation,
)
from mithaq.communique.queries.negotiation import end_of
from mithaq.communique.queries.negotiators import part_in
from mithaq.communique.queries.silence import latest_silence, needs_silence, words_are_put
from mithaq.communique.queries.translations import languages_worked_in, sheets_of
from mithaq.communique.vocabulary import SilenceState, TranslationState
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.permissions import YES, Verdict, first_refusal, has_role, holds_mandate, no, only_if
from mithaq.foundation.things import reference_to

#: Who proposes the words of a text in another language.
TRANSLATORS = (Role.SECRETARIAT, Role.CHAIR, Role.CONVENER, Role.SHERPA)

PUT_TO_SILENCE = _("The latest draft is put to silence; until that is over its words stand. Nothing was changed.")
FROZEN = _("This text is frozen; its words cannot be changed any more.")


def may_compose(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat composes drafts until the text is frozen, and not while one is put to silence."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: _words_are_not_put(text, at),
    )


def may_begin_text(seat: Seat | None, at: datetime) -> Verdict:
    """The secretariat begins texts."""
    return has_role(seat, at, Role.SECRETARIAT)


def may_sketch(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat composes the first draft of a text until it is issued."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not hasattr(text, "publication"), _("This text was published elsewhere. Nothing was changed.")),
        lambda: only_if(
            not _has_a_draft(text),
            _("The first draft has been issued. From now on the text changes by rounds. Nothing was changed."),
        ),
    )


def may_change_what_it_is(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat changes the title of a text and who negotiates it until it is frozen, and not while its words are
    put to silence or once they are agreed."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: only_if(not hasattr(text, "publication"), _("This text was published elsewhere. Nothing was changed.")),
        lambda: _words_are_not_put(text, at),
    )


def may_move_closing(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """The secretariat extends a round or closes it early, until its next draft is made."""
    return first_refusal(has_role(seat, at, Role.SECRETARIAT), lambda: _returns_are_taken(about))


def may_freeze(seat: Seat | None, draft: Draft, at: datetime) -> Verdict:
    """The chair or the secretariat freezes the latest draft, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(not is_frozen(draft.text), _("This text has already been frozen. Nothing was changed.")),
        lambda: only_if(
            not draft.text.drafts.filter(number__gt=draft.number).exists(),
            _("A later draft exists. Only the latest can be frozen."),
        ),
        lambda: languages_are_approved(draft),
        lambda: _silence_allows(draft, at),
    )


def may_prepare_freezing(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The chair or the secretariat opens the page that says whether the text can be frozen, until it is."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR), lambda: only_if(not hasattr(text, "freezing"), FROZEN)
    )


def may_publish(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The chair or the secretariat publishes a frozen text, once."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(is_frozen(text), _("Only a frozen text can be published. Freeze it first.")),
        lambda: only_if(
            not hasattr(text, "publication"), _("This text has already been published. Nothing was changed.")
        ),
    )


def may_record_publication(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat records that a text was published elsewhere whose wording is not on record here."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(
            not hasattr(text, "publication"), _("This text has already been published. Nothing was changed.")
        ),
    )


def may_call_round(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """The secretariat puts the latest draft before the cities, one round for each draft."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: _latest_draft_waits_for_its_round(text),
        lambda: _words_are_not_put(text, at),
    )


def may_prepare(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """The sherpas of a city that is a member write its return, from the opening of the round until the next draft."""
    return first_refusal(
        has_role(seat, at, Role.SHERPA),
        lambda: only_if(about.opens <= at, _("This round has not opened yet. Nothing was changed.")),
        lambda: _returns_are_taken(about),
        lambda: is_of_a_city_of_the_year(seat.organisation if seat else None, about.text, at),
    )


def may_enter(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """The secretariat enters what a city sent by mail or by its upload link."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        lambda: only_if(about.opens <= at, _("This round has not opened yet. Nothing was changed.")),
        lambda: _returns_are_taken(about),
    )


def may_write_in(seat: Seat | None, returned: Return, at: datetime) -> Verdict:
    """Whoever prepares a return writes in it until it is released: the city, or the secretariat what it enters."""
    return first_refusal(
        only_if(returned.released_at is None, _("This return is released. A corrected one can replace it.")),
        lambda: (
            may_enter(seat, returned.round, at)
            if returned.is_entered
            else first_refusal(_is_of(returned.organisation, seat), lambda: may_prepare(seat, returned.round, at))
        ),
    )


def may_bring(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """A sherpa brings a file for the own city, the secretariat one that a city sent."""
    if seat is not None and seat.role == Role.SECRETARIAT:
        return may_enter(seat, about, at)
    return may_prepare(seat, about, at)


def may_change_file(seat: Seat | None, file: ReturnFile, at: datetime) -> Verdict:
    """Whoever prepares the return does something with a file, until the return that holds it is released."""
    return first_refusal(
        only_if(file.set_aside_at is None, _("This file has been set aside. Nothing was changed.")),
        only_if(
            file.returned is None or file.returned.released_at is None,
            _("The return that holds this file is released. A corrected one can replace it."),
        ),
        lambda: (
            may_enter(seat, file.round, at)
            if file.is_entered
            else first_refusal(_is_of(file.organisation, seat), lambda: may_prepare(seat, file.round, at))
        ),
    )


def may_release(seat: Seat | None, returned: Return, at: datetime) -> Verdict:
    """A sherpa of the city with a mandate to negotiate; for what was entered, the secretariat."""
    return first_refusal(
        may_write_in(seat, returned, at),
        lambda: (
            YES if returned.is_entered else holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(returned.round.text))
        ),
    )


def may_take_position(seat: Seat | None, text: Text, at: datetime) -> Verdict:
    """A city that is a member, through a seat with a mandate to negotiate, while the text is not frozen."""
    return first_refusal(
        has_role(seat, at, Role.SHERPA, Role.MAYOR),
        lambda: only_if(not is_frozen(text), FROZEN),
        lambda: only_if(_has_a_draft(text), _("There are no words yet to take a position on.")),
        lambda: holds_mandate(seat, Scope.NEGOTIATE, at, reference_to(text)),
        lambda: is_of_a_city_of_the_year(seat.organisation if seat else None, text, at),
    )


def may_show(seat: Seat | None, at: datetime) -> Verdict:
    """The chair or the secretariat puts a clause on the screen of the meeting."""
    return has_role(seat, at, Role.SECRETARIAT, Role.CHAIR)


def may_settle(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """The secretariat settles what is on the table, until the next draft is compiled."""
    return first_refusal(has_role(seat, at, Role.SECRETARIAT), lambda: _returns_are_taken(about))


def may_answer(seat: Seat | None, comment: Comment, at: datetime) -> Verdict:
    """The secretariat answers a comment once, as soon as its return is released."""
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT),
        only_if(comment.returned.released_at is not None, _("This return has not been released yet.")),
        lambda: only_if(not hasattr(comment, "answer"), _("This comment has been answered already.")),
    )


def may_compile(seat: Seat | None, about: Round, at: datetime) -> Verdict:
    """The secretariat makes the next draft once the round has closed."""
    return first_refusal(
        may_settle(seat, about, at),
        lambda: only_if(
            about.closes < at, _("The round is still open. Its next draft is compiled when it has closed.")
        ),
    )


def may_translate(seat: Seat | None, text: Text, language: str, at: datetime) -> Verdict:
    """Whoever negotiates proposes words in an authentic language until the text is frozen, and in the others always."""
    return first_refusal(
        has_role(seat, at, *TRANSLATORS),
        lambda: only_if(language in languages_worked_in(text), _("The group does not work in this language.")),
        lambda: only_if(language not in text.authentic or not hasattr(text, "freezing"), FROZEN),
        lambda: YES if language not in text.authentic else _words_are_not_put(text, at),
    )


def may_approve(seat: Seat | None, proposed: Translation, at: datetime) -> Verdict:
    """The secretariat or the chair approves what somebody else has proposed."""
    text = proposed.clause.text
    return first_refusal(
        has_role(seat, at, Role.SECRETARIAT, Role.CHAIR),
        lambda: only_if(
            seat is not None and seat.person_id != proposed.seat.person_id,
            _("Somebody else must approve what you proposed. Nothing was changed."),
        ),
        lambda: only_if(proposed.language not in text.authentic or not hasattr(text, "freezing"), FROZEN),
        lambda: YES if proposed.language not in text.authentic else _words_are_not_put(text, at),
    )


def _words_are_not_put(text: Text, at: datetime) -> Verdict:
    """Words that are put to silence, or have passed it, stand as they are."""
    state = words_are_put(text, at)
    return first_refusal(
        only_if(state != SilenceState.OPEN, PUT_TO_SILENCE),
        only_if(state != SilenceState.PASSED, _("The silence on this draft has passed: the text is agreed.")),
    )


def _silence_allows(draft: Draft, at: datetime) -> Verdict:
    silence = latest_silence(draft)
    state = silence.state_at(at) if silence else None
    if state == SilenceState.PASSED:
        return YES
    if state == SilenceState.OPEN:
        return no(_("The silence on this draft is still open. The text was not frozen."))
    return only_if(
        not needs_silence(draft.text),
        _("By the rule of the year a negotiated text is frozen when a silence on its latest draft has passed."),
    )


def languages_are_approved(draft: Draft) -> Verdict:
    """Whether the words of every clause in each authentic language are there and approved."""
    sheets = sheets_of(draft.text)
    states = {sheet.state for language in draft.text.authentic for sheet in sheets[language]}
    return first_refusal(
        only_if(
            TranslationState.UNTRANSLATED not in states,
            _("A clause has no words yet in one of the authentic languages. The text was not frozen."),
        ),
        only_if(
            states <= {TranslationState.APPROVED},
            _("The words of a clause are not approved yet in every authentic language. The text was not frozen."),
        ),
    )


def is_frozen(text: Text) -> bool:
    """Whether a draft of the text has been frozen. One query, unless the text was read with its freezing."""
    return hasattr(text, "freezing")


def _has_a_draft(text: Text) -> bool:
    """One query, unless the text was read with the number of its latest draft."""
    return text.latest is not None if hasattr(text, "latest") else text.drafts.exists()


def _latest_draft_waits_for_its_round(text: Text) -> Verdict:
    latest = text.drafts.select_related("round").order_by("-number").first()
    if latest is None:
        return no(_("There is no draft yet that a round could be about."))
    return only_if(
        not hasattr(latest, "round"),
        _("The latest draft has its round already. Compile the next draft out of it first."),
    )


def _returns_are_taken(about: Round) -> Verdict:
    frozen, followed = end_of(about)
    return first_refusal(
        only_if(not frozen, FROZEN),
        only_if(not followed, _("The next draft has been made already. Answer in its round. Nothing was changed.")),
    )


def _is_of(organisation: Organisation | None, seat: Seat | None) -> Verdict:
    return only_if(
        seat is not None and organisation is not None and seat.organisation_id == organisation.pk,
        _("Only the city itself writes its return."),
    )


def is_of_a_city_of_the_year(city: Organisation | None, text: Text, at: datetime) -> Verdict:
    """Whether it is one of the cities that negotiate the text."""
    part = part_in(text, city, at)
    if part is None:
        return no(_("Only cities of the year negotiate its text, and your organisation is not one on this day."))
    return only_if(part, _("This text is negotiated by other cities."))
