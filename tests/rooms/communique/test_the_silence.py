"""A draft is put to silence: it passes by itself, or one city breaks it and the named clauses are opened again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mithaq.communique.domain.amend import delete_clause, reword
from mithaq.communique.domain.call_round import call_round
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.compose import Composed, begin_text, compose
from mithaq.communique.domain.freeze import freeze
from mithaq.communique.domain.prepare import begin_return
from mithaq.communique.domain.settle import settle
from mithaq.communique.domain.silence import (
    Against,
    break_silence,
    enter_break,
    open_silence,
    rule_silence,
    withdraw_break,
)
from mithaq.communique.domain.translate import translate
from mithaq.communique.jobs import tell_of_passed_silences
from mithaq.communique.models import Break, Silence
from mithaq.communique.queries.silence import latest_silence, silences_of
from mithaq.communique.queries.tabled import table_of
from mithaq.communique.vocabulary import ClauseKind, SilenceState
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_city, a_house, a_seated, a_text
from tests.factories.negotiation import RUNS, a_negotiator, a_round, a_silence, the_point_of
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
THREE_DAYS = timedelta(hours=72)


@pytest.fixture
def house():
    return a_house()


def state_of(silence, at):
    return Silence.objects.get(pk=silence.pk).state_at(at)


def a_statement(house):
    """The draft of another text."""
    text = begin_text(house.cycle, "other", "statement", {"en": "Statement", "ar": "بيان"}, **house.by_us)
    return compose(text, [Composed(ClauseKind.POINT, {"en": "We meet.", "ar": "نجتمع."})], **house.by_us)


def test_a_silence_passes_a_second_after_its_expiry_without_anything_having_run(house):
    silence = a_silence(house)
    assert silence.expires == house.at + THREE_DAYS
    assert state_of(silence, silence.expires - SECOND) == SilenceState.OPEN
    assert state_of(silence, silence.expires) == SilenceState.OPEN
    assert state_of(silence, silence.expires + SECOND) == SilenceState.PASSED


@pytest.mark.parametrize(("late", "is_taken"), [(-SECOND, True), (timedelta(0), True), (SECOND, False)])
def test_a_silence_is_broken_up_to_its_expiry_exactly(house, late, is_taken):
    silence, sherpa = a_silence(house), a_negotiator(house)
    at = silence.expires + late
    against = [Against(the_point_of(silence.draft))]
    if not is_taken:
        with pytest.raises(Refused, match="run out"):
            break_silence(silence, against, "No.", seat=sherpa, at=at)
        assert state_of(silence, at) == SilenceState.PASSED
        return
    break_silence(silence, against, "No.", seat=sherpa, at=at)
    assert state_of(silence, at) == SilenceState.BROKEN
    assert state_of(silence, silence.expires + THREE_DAYS) == SilenceState.BROKEN
    assert state_of(silence, at - SECOND) == SilenceState.OPEN


def test_a_silence_is_never_shorter_than_the_rule_of_the_year(house):
    text = a_text(house)
    with pytest.raises(Refused, match="72 hours"):
        open_silence(text, house.at + THREE_DAYS - SECOND, **house.by_us)
    rule_silence(house.cycle, 96, True, **house.by_us)
    with pytest.raises(Refused, match="96 hours"):
        open_silence(text, house.at + THREE_DAYS, **house.by_us)
    rule_silence(house.cycle, 1, True, **house.by_us)
    assert open_silence(text, house.at + HOUR, **house.by_us).expires == house.at + HOUR
    for hours in (0, 721):
        with pytest.raises(Refused, match="between one hour and a month"):
            rule_silence(house.cycle, hours, True, **house.by_us)


def test_a_draft_in_a_language_that_is_not_approved_is_not_put_to_silence(house):
    text = a_text(house)
    clause = the_point_of(text.drafts.get())
    translate(clause, "ar", "كلمات أخرى.", **house.by_us)
    with pytest.raises(Refused, match="not approved"):
        open_silence(text, house.at + THREE_DAYS, **house.by_us)


def test_words_that_are_put_to_silence_stand_and_so_do_those_that_passed_it(house):
    silence = a_silence(house)
    text, clause = silence.text, the_point_of(silence.draft)
    for at in (house.at + HOUR, silence.expires + SECOND):
        by_us = {"seat": house.secretariat, "at": at}
        for act in (
            lambda: call_round(text, at, at + RUNS, "en", **by_us),  # noqa: B023 - called at once
            lambda: translate(clause, "ar", "كلمات أخرى.", **by_us),  # noqa: B023
            lambda: compose(text, [], **by_us),  # noqa: B023
            lambda: open_silence(text, at + THREE_DAYS, **by_us),  # noqa: B023
        ):
            with pytest.raises(Refused):
                act()


def test_a_negotiated_text_is_frozen_only_after_a_passed_silence(house):
    about = a_round(house)
    text = about.text
    later = about.closes + HOUR
    draft = compile_draft(about, seat=house.secretariat, at=later)
    with pytest.raises(Refused, match="when a silence on its latest draft"):
        freeze(draft, seat=house.secretariat, at=later)
    silence = open_silence(text, later + THREE_DAYS, seat=house.secretariat, at=later)
    with pytest.raises(Refused, match="still open"):
        freeze(draft, seat=house.secretariat, at=silence.expires)
    frozen = freeze(draft, seat=house.secretariat, at=silence.expires + SECOND)
    assert frozen.hash == silence.hash


def test_a_year_may_do_without_silence(house):
    rule_silence(house.cycle, 72, False, **house.by_us)
    about = a_round(house)
    later = about.closes + HOUR
    draft = compile_draft(about, seat=house.secretariat, at=later)
    assert freeze(draft, seat=house.secretariat, at=later).draft == draft


def test_after_a_break_the_named_clauses_are_opened_again_and_the_revision_is_put_to_silence(house):
    text = a_text(house, points=3)
    silence, sherpa = a_silence(house, text=text), a_negotiator(house)
    first, second = the_point_of(silence.draft), the_point_of(silence.draft, 2)
    at = house.at + HOUR
    by_us = {"seat": house.secretariat, "at": at}
    break_silence(silence, [Against(first, "en", "Point 1 now.")], "Too late.", seat=sherpa, at=at)
    with pytest.raises(Refused, match="was broken"):
        open_silence(text, at + THREE_DAYS, **by_us)
    with pytest.raises(Refused, match="when a silence on its latest draft"):
        freeze(silence.draft, **by_us)
    about = call_round(text, at, at + HOUR, "en", **by_us)
    (asked,) = table_of(about.draft)
    assert (asked.city, asked.words, asked.amendment.reason) == (sherpa.organisation, "Point 1 now.", "Too late.")
    other = a_negotiator(house)
    returned = begin_return(about, seat=other, at=at)
    for act in (lambda: reword(returned, second, "en", "Other.", seat=other, at=at),
                lambda: delete_clause(returned, second, seat=other, at=at)):  # fmt: skip
        with pytest.raises(Refused, match="only those are open again"):
            act()
    assert reword(returned, first, "en", "Point 1 soon.", seat=other, at=at)
    settle(about, [asked.amendment.public_id], "adopted", **by_us)
    later = at + 2 * HOUR
    revision = compile_draft(about, seat=house.secretariat, at=later)
    words = {one.language: one.text for one in revision.placements.get(clause=first).wordings.all()}
    assert words["en"] == "Point 1 now."
    with pytest.raises(Refused, match="not approved"):  # the change in English makes the Arabic stale
        open_silence(text, later + THREE_DAYS, seat=house.secretariat, at=later)


def test_a_break_that_is_withdrawn_leaves_the_silence_broken_and_the_same_words_can_be_put_again(house):
    text = a_text(house)
    silence, sherpa = a_silence(house, text=text), a_negotiator(house)
    at = house.at + HOUR
    broken = break_silence(silence, [Against(the_point_of(silence.draft))], "No.", seat=sherpa, at=at)
    withdraw_break(broken, seat=sherpa, at=at + HOUR)
    assert state_of(silence, silence.expires + SECOND) == SilenceState.BROKEN
    with pytest.raises(Refused, match="already"):
        withdraw_break(Break.objects.get(), seat=sherpa, at=at + HOUR)
    again = open_silence(text, at + 2 * HOUR + THREE_DAYS, seat=house.secretariat, at=at + 2 * HOUR)
    assert [one.pk for one in silences_of(text)] == [silence.pk, again.pk]
    frozen = freeze(silence.draft, seat=house.secretariat, at=again.expires + SECOND)
    assert frozen.hash == silence.hash
    assert latest_silence(silence.draft) == again


def test_what_came_by_mail_in_time_breaks_the_silence_also_when_it_is_entered_late(house):
    silence, city = a_silence(house), a_city(house)
    against = [Against(the_point_of(silence.draft))]
    later = silence.expires + HOUR
    said = ("Our council objects.", "mail of 9 January")
    with pytest.raises(Refused, match="while the silence was open"):
        enter_break(silence, city, against, *said, silence.expires + SECOND, seat=house.secretariat, at=later)
    assert state_of(silence, later) == SilenceState.PASSED
    enter_break(silence, city, against, *said, silence.expires, seat=house.secretariat, at=later)
    assert state_of(silence, later) == SilenceState.BROKEN
    assert state_of(silence, later - SECOND) == SilenceState.PASSED


def test_a_break_names_clauses_and_gives_a_reason_under_a_mandate_of_a_city_of_the_year(house):
    silence, sherpa = a_silence(house), a_negotiator(house)
    clause, at = the_point_of(silence.draft), house.at + HOUR
    elsewhere = the_point_of(a_statement(house))
    for against, reason, wrong in (
        ([], "No.", "Name the clauses"),
        ([Against(clause)], "  ", "Say why"),
        ([Against(elsewhere)], "No.", "no such clause"),
        ([Against(clause, "fr", "Non.")], "No.", "authentic language"),
        ([Against(clause, "en", "x" * 20_001)], "No.", "too many words"),
    ):
        with pytest.raises(Refused, match=wrong):
            break_silence(silence, against, reason, seat=sherpa, at=at)
    with pytest.raises(Refused):
        break_silence(silence, [Against(clause)], "No.", seat=a_seated(house), at=at)
    with pytest.raises(Refused):
        break_silence(silence, [Against(clause)], "No.", **house.by_us)
    assert not Break.objects.exists()
    words = silence.draft.placements.get(clause=clause).wordings.get(language="en").text
    broken = break_silence(silence, [Against(clause, "en", f"{words}\r\n")], "No.", seat=sherpa, at=at)
    assert broken.named.get().wording == ""
    with pytest.raises(Refused, match="already"):
        break_silence(silence, [Against(clause)], "No.", seat=sherpa, at=at)


def test_all_who_negotiate_are_told_when_it_opens_when_it_breaks_and_when_it_has_passed(house):
    sherpa, other = a_negotiator(house), a_negotiator(house)
    silence = a_silence(house)
    catch_up()
    assert Letter.objects.filter(body__contains="put to silence until").count() == 2
    with the_clock_at(silence.expires):
        assert tell_of_passed_silences() == 0
    with the_clock_at(silence.expires + 2 * SECOND):
        assert tell_of_passed_silences() == 1
        assert tell_of_passed_silences() == 0
    assert Letter.objects.filter(body__contains="no city spoke against it").count() == 2
    again = open_silence(a_statement(house).text, house.at + THREE_DAYS, **house.by_us)
    break_silence(again, [Against(the_point_of(again.draft))], "No.", seat=sherpa, at=house.at + HOUR)
    catch_up()
    told = Letter.objects.filter(body__contains=f"is broken by {sherpa.organisation}")
    assert {letter.seat_id for letter in told} == {sherpa.pk, other.pk}
    with the_clock_at(again.expires + 2 * SECOND):
        tell_of_passed_silences()
    assert Letter.objects.filter(body__contains="no city spoke against it").count() == 2


def test_a_silence_waits_for_the_sherpas_of_its_cities_and_on_the_home_of_who_leads(house):
    sherpa = a_negotiator(house)
    silence = a_silence(house)
    with the_clock_at(house.at + HOUR):
        assert f"/silences/{silence.public_id}/" in page_of(a_visitor(sherpa), "/en/")
        assert f"/silences/{silence.public_id}/" in page_of(a_visitor(house.secretariat), "/en/")
    with the_clock_at(silence.expires + MINUTE):
        assert f"/silences/{silence.public_id}/" not in page_of(a_visitor(sherpa), "/en/")
        assert "It can be frozen." in page_of(a_visitor(house.secretariat), "/en/")
