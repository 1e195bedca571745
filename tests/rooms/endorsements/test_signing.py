"""Staff prepares, the mandated person signs with a passkey over exactly this text; what stands beside it is kept."""

from __future__ import annotations

import hashlib
import html
import json
import re
import unicodedata
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from fido2.utils import websafe_encode

from mithaq.communique.domain.compose import Composed, compose
from mithaq.communique.domain.freeze import freeze, hash_of
from mithaq.communique.models import Wording
from mithaq.communique.vocabulary import ClauseKind
from mithaq.endorsements.domain.call import call, remind, remind_as_set, set_reminders
from mithaq.endorsements.domain.endorse import endorse, withdraw
from mithaq.endorsements.jobs import remind_of_calls
from mithaq.endorsements.models import Endorsement, Invitation, Opening, PasskeySignature, Preparation, Reservation
from mithaq.endorsements.queries import reminders_sent
from mithaq.endorsements.vocabulary import Method, Position
from mithaq.foundation.accounts.proof import require_proof
from mithaq.foundation.actors.vocabulary import Role, Scope
from mithaq.foundation.chronicle.followers import catch_up
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.mail.models import Letter
from mithaq.foundation.permissions import Refused
from tests.factories.guards import past_the_guards
from tests.factories.house import (
    a_city,
    a_frozen_text,
    a_house,
    a_mandate,
    a_mayor_with_a_mandate,
    a_seated,
    a_text,
    an_endorsement,
)
from tests.factories.passkeys import Passkey
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def text(house):
    return a_frozen_text(house)


@pytest.fixture
def mayor(house):
    return a_mayor_with_a_mandate(house)


def typed(text, screen, **changed):
    first = {"hash": text.freezing.hash, "read": ["en"], "reserves": "no", "may_be_named": "yes", "screen": screen}
    return {**first, **changed}


def sent(house, text, seat, screen, at=None, client=None, query="", **changed):
    with the_clock_at(at or house.at + HOUR):
        visitor = client or a_visitor(seat)
        return visitor.post(f"/en/texts/{text.public_id}/endorse/{query}", typed(text, screen, **changed))


def asked_to_sign(shown):
    """The options and the sealed part that the last screen carries."""
    page = shown.content.decode()
    options = re.search(r'data-options="([^"]+)"', page)
    return json.loads(html.unescape(options[1])), re.search(r'name="sealed" value="([^"]+)"', page)[1]


def signed(house, text, mayor, key, *, at=None, last=None, **changed):
    client = a_visitor(mayor)
    options, sealed = asked_to_sign(sent(house, text, mayor, "confirm", at=at, client=client, **changed))
    form = {**changed, "sealed": sealed, "credential": key.signs(options), **(last or {})}
    return sent(house, text, mayor, "done", at=at, client=client, **form), form


# A passkey over the text's hash -------------------------------------------------------------------------------------


def test_the_last_screen_reads_title_and_hash_back_and_asks_the_passkey_to_sign_them(house, text, mayor):
    Passkey(mayor)
    shown = sent(house, text, mayor, "confirm").content.decode()
    assert "Sign with my passkey" in shown
    assert text.freezing.hash in shown
    assert str(text.title) in html.unescape(shown)


def test_what_the_passkey_signed_names_the_text_s_hash_and_can_be_checked_again_without_us(house, text, mayor):
    key = Passkey(mayor)
    signed(house, text, mayor, key)
    one = Endorsement.objects.get()
    kept = one.passkey
    assert one.method == Method.PASSKEY
    assert (kept.statement["hash"], kept.statement["city"]) == (text.freezing.hash, mayor.organisation.public_id)
    canonical = json.dumps(kept.statement, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    assert kept.challenge == websafe_encode(hashlib.sha256(canonical).digest())
    assert websafe_encode(key.identifier) == kept.credential_id


def test_the_same_signature_sent_again_gives_the_same_endorsement(house, text, mayor):
    first, form = signed(house, text, mayor, Passkey(mayor))
    again = sent(house, text, mayor, "done", at=house.at + 2 * HOUR, **form)
    assert first["Location"] == again["Location"]
    assert Endorsement.objects.count() == PasskeySignature.objects.count() == 1


def test_a_signature_that_was_used_does_not_endorse_again_after_a_withdrawal(house, text, mayor):
    _first, form = signed(house, text, mayor, Passkey(mayor))
    withdraw(Endorsement.objects.get(), seat=mayor, at=house.at + HOUR)
    again = sent(house, text, mayor, "done", **form)
    assert (again.status_code, "has been used already" in again.content.decode()) == (409, True)
    assert not Endorsement.objects.filter(is_living=True).exists()


@pytest.mark.parametrize(
    "last",
    [
        {"may_be_named": "no"},
        {"reserves": "yes", "reservation_en": "Slipped in."},
        {"sealed": "forged"},
        {"credential": "{}"},
        {"credential": "not json"},
    ],
    ids=["other consent", "other reservation", "forged seal", "empty", "not json"],
)
def test_what_the_passkey_did_not_sign_is_not_endorsed(house, text, mayor, last):
    answered, _form = signed(house, text, mayor, Passkey(mayor), last=last)
    assert (answered.status_code, "did not sign what stands here" in answered.content.decode()) == (409, True)
    assert not Endorsement.objects.exists()


def test_a_passkey_of_somebody_else_does_not_sign(house, text, mayor):
    Passkey(mayor)
    other = Passkey(a_mayor_with_a_mandate(house))
    answered, _form = signed(house, text, mayor, other)
    assert answered.status_code == 409
    assert not Endorsement.objects.exists()


def test_a_signature_made_at_another_address_does_not_count(house, text, mayor):
    key = Passkey(mayor)
    key.origin = "https://elsewhere.example"
    answered, _form = signed(house, text, mayor, key)
    assert answered.status_code == 409


def test_where_the_year_asks_for_a_passkey_a_bare_confirmation_of_one_who_has_one_is_refused(house, text, mayor):
    Passkey(mayor)
    require_proof("passkey", seat=house.secretariat, at=house.at)
    held = sent(house, text, mayor, "done")
    assert (held.status_code, "/sign-in/proof/" in held["Location"]) == (302, True)
    assert not Endorsement.objects.exists()


# The text that was read ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "swapped",
    ["We, the mayors\u202e.", "We\u200b, the mayors.", "We, the mayors.\r\n", "We, the mayo\u0301rs.", "نحن العمداء."],
    ids=["bidi mark", "zero width", "line end", "combining mark", "the other language"],
)
def test_a_text_that_was_swapped_in_the_database_is_refused_in_words(house, text, mayor, swapped):
    past_the_guards()
    Wording.objects.filter(language="en", text="We, the mayors.").update(text=swapped)
    answered = sent(house, text, mayor, "done")
    assert (answered.status_code, "no longer have the hash" in answered.content.decode()) == (409, True)
    assert not Endorsement.objects.exists()


def test_the_form_of_another_text_is_refused_and_the_text_is_shown_again(house, text, mayor):
    answered = sent(house, text, mayor, "done", hash=hashlib.sha256(b"draft n").hexdigest())
    assert (answered.status_code, "not the text that was frozen" in answered.content.decode()) == (409, True)


def frozen_as_draft_two(house, text, words):
    draft = compose(text, [Composed(ClauseKind.POINT, words)], **house.by_us)
    text = freeze(draft, **house.by_us).text
    call(text, house.at, house.at + timedelta(days=30), **house.by_us)
    return text


def test_the_form_of_draft_one_is_refused_once_draft_two_is_the_text(house, mayor):
    draft = a_text(house).drafts.get()
    earlier = hash_of(draft)
    text = frozen_as_draft_two(house, draft.text, {"en": "Restore all.", "ar": "نستعيدها كلها."})
    assert earlier != text.freezing.hash
    answered = sent(house, text, mayor, "done", hash=earlier)
    assert (answered.status_code, "not the text that was frozen" in answered.content.decode()) == (409, True)
    assert not Endorsement.objects.exists()


def test_words_in_another_normal_form_of_unicode_are_the_same_words_under_the_same_hash(house, mayor):
    text = frozen_as_draft_two(house, a_text(house), {"en": "Our cafés stay.", "ar": "أنهارنا إرثنا."})
    past_the_guards()
    for wording in Wording.objects.filter(placements__draft=text.freezing.draft):
        apart = unicodedata.normalize("NFD", wording.text)
        assert Wording.objects.filter(pk=wording.pk).exclude(text=apart).update(text=apart)
    sent(house, text, mayor, "done")
    assert Endorsement.objects.get().text_hash == text.freezing.hash


# Several reservations -----------------------------------------------------------------------------------------------


def two_on(text):
    first, second = text.clauses.filter(kind="point")[:2]
    return {
        "reserves": "yes",
        "rooms": "2",
        "kind": "reservation",
        "clause": first.public_id,
        "reservation_en": "Not by 2033.",
        "kind-1": "interpretation",
        "clause-1": second.public_id,
        "reservation-1_en": "We read “all” as all we own.",
    }


def test_a_city_reserves_one_clause_and_interprets_another(house, text, mayor):
    sent(house, text, mayor, "done", **two_on(text))
    kept = [(one.kind, one.clause.public_id, one.text) for one in Reservation.objects.order_by("id")]
    typed = two_on(text)
    assert kept == [
        (Position.RESERVATION, typed["clause"], {"en": "Not by 2033."}),
        (Position.INTERPRETATION, typed["clause-1"], {"en": "We read “all” as all we own."}),
    ]


def test_room_for_one_more_is_made_without_a_script_and_nothing_typed_is_lost(house, text, mayor):
    words = {"reserves": "yes", "reservation_en": "Not by 2033."}
    shown = sent(house, text, mayor, "more", **words).content.decode()
    assert 'name="reservation-1_en"' in shown
    assert "Not by 2033." in shown
    assert not Endorsement.objects.exists()


def test_two_reservations_on_one_clause_are_refused_beside_the_second(house, text, mayor):
    words = {**two_on(text), "kind-1": "reservation"}
    words["clause-1"] = words["clause"]
    shown = sent(house, text, mayor, "confirm", **words).content.decode()
    assert "Two reservations are about the same clause." in shown


# Staff prepares, only the mandated person confirms ------------------------------------------------------------------


@pytest.fixture
def sherpa(house, mayor):
    seat = a_seated(house, Role.SHERPA, mayor.organisation)
    a_mandate(house, seat, Scope.NEGOTIATE)
    return seat


def test_staff_prepares_and_the_mayor_finds_it_on_the_second_screen(house, text, mayor, sherpa):
    last = sent(house, text, sherpa, "confirm", **two_on(text)).content.decode()
    assert 'value="prepare"' in last
    assert 'value="done"' not in last
    assert sent(house, text, sherpa, "prepare", **two_on(text)).status_code == 302
    assert not Endorsement.objects.exists()
    with the_clock_at(house.at + 2 * HOUR):
        second = a_visitor(mayor).post(
            f"/en/texts/{text.public_id}/endorse/", {"hash": text.freezing.hash, "read": ["en"], "screen": "reserve"}
        )
    assert "We read “all” as all we own." in html.unescape(second.content.decode())


def test_the_same_preparation_sent_twice_is_kept_once(house, text, sherpa):
    for _ in range(2):
        sent(house, text, sherpa, "prepare")
    assert Preparation.objects.count() == Act.objects.filter(verb="endorsement.prepared").count() == 1


def test_a_sherpa_who_posts_the_mayor_s_last_screen_is_refused(house, text, mayor, sherpa):
    for query in ("", f"?for={mayor.organisation.public_id}"):
        answered = sent(house, text, sherpa, "done", query=query)
        assert answered.status_code in (404, 409)
    assert not Endorsement.objects.exists()


def test_another_city_s_staff_cannot_prepare_for_this_one(house, text, mayor):
    stranger = a_seated(house, Role.SHERPA)
    assert sent(house, text, stranger, "prepare", query=f"?for={mayor.organisation.public_id}").status_code == 404
    assert not Preparation.objects.filter(organisation=mayor.organisation).exists()


def test_who_read_the_text_is_noted_once_for_each_seat(house, text, mayor, sherpa):
    for seat in (mayor, sherpa, mayor):
        sent(house, text, seat, "reserve")
    assert {one.seat for one in Opening.objects.all()} == {mayor, sherpa}
    assert Act.objects.filter(verb="call.read").count() == 2


# Reminders ----------------------------------------------------------------------------------------------------------


def test_cities_are_reminded_once_a_day_at_most(house, text):
    remind(text.call, seat=house.secretariat, at=house.at + HOUR)
    with pytest.raises(Refused, match="reminded within the last day"):
        remind(text.call, seat=house.secretariat, at=house.at + 2 * HOUR)


def test_only_those_are_reminded_whose_city_has_not_answered(house, text, mayor):
    other = a_mayor_with_a_mandate(house)
    an_endorsement(house, text, mayor)
    remind(text.call, seat=house.secretariat, at=house.at + DAY)
    catch_up()
    assert {one.seat for one in Invitation.objects.filter(is_reminder=True)} == {other}
    assert Letter.objects.filter(seat=other, subject__contains="Reminder").count() == 1


# What was signed is final -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda: Endorsement.objects.update(text_hash="0" * 64),
        lambda: Endorsement.objects.update(languages=["ar"]),
        lambda: Endorsement.objects.all().delete(),
        lambda: Reservation.objects.update(text={"en": "Other words."}),
        lambda: Reservation.objects.all().delete(),
    ],
    ids=["hash", "languages", "deleted", "words", "words deleted"],
)
def test_the_database_refuses_to_change_or_delete_what_was_signed(house, text, mayor, change):
    sent(house, text, mayor, "done", **two_on(text))
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    assert Endorsement.objects.get().text_hash == text.freezing.hash


def test_a_withdrawn_endorsement_never_comes_alive_again(house, text, mayor):
    one = an_endorsement(house, text, mayor)
    withdraw(one, seat=mayor, at=house.at + 2 * HOUR)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.update(is_living=True)


def reminders_of(text):
    return list(Act.objects.filter(verb="call.reminded").order_by("at").values_list("at", "seat"))


def test_a_call_reminds_of_itself_on_the_days_that_it_sets_and_only_those_that_have_not_answered(house, text, mayor):
    other = a_mayor_with_a_mandate(house, a_city(house, "Silent"))
    called = set_reminders(text.call, [1, 3, 3], seat=house.secretariat, at=house.at)
    assert called.reminders == [3, 1]
    first, second = called.reminded_at
    endorse(text, text.freezing.hash, languages=["en"], may_be_named=True, seat=mayor, at=first - HOUR)
    for at in (first - timedelta(seconds=1), first, first + HOUR, second, second + HOUR, called.closes):
        with the_clock_at(at):
            remind_of_calls()
            catch_up()
    assert reminders_of(text) == [(first, None), (second, None)]
    assert [(one.seat, one.at) for one in Invitation.objects.filter(is_reminder=True)] == [
        (other, first),
        (other, second),
    ]
    assert reminders_sent(called, called.closes) == [(first, 1), (second, 1)]


def test_a_late_worker_sends_one_reminder_and_one_sent_by_hand_stands_for_it(house, text):
    called = set_reminders(text.call, [5, 4, 1], seat=house.secretariat, at=house.at)
    late = called.closes - timedelta(days=2)
    assert [remind_as_set(called, at=late), remind_as_set(called, at=late)] == [True, False]
    called = set_reminders(text.call, [1], seat=house.secretariat, at=late)
    (due,) = called.reminded_at
    with pytest.raises(Refused, match="within the last day"):
        remind(called, seat=house.secretariat, at=late + HOUR)
    remind(called, seat=house.secretariat, at=late + DAY)
    assert not remind_as_set(called, at=due + HOUR)
    assert reminders_of(text) == [(late, None), (late + DAY, house.secretariat.pk)]


def test_no_reminder_goes_before_the_call_or_after_it(house, text):
    called = set_reminders(text.call, [300, 1], seat=house.secretariat, at=house.at)
    assert called.reminded_at == [called.closes - DAY]
    assert not remind_as_set(called, at=called.closes + timedelta(seconds=1))
    for days in (0, -1, 367):
        with pytest.raises(Refused, match="between one day and a year"):
            set_reminders(text.call, [days], seat=house.secretariat, at=house.at)


def test_the_days_of_reminders_are_set_on_the_page_with_what_was_sent(house, text, mayor):
    address = f"/en/texts/{text.public_id}/call/reminder/"
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(house.secretariat)
        assert visitor.post(address, {"set": "days", "reminders": ["14", "1"]}).status_code == 302
        text.call.refresh_from_db()
        assert text.call.reminders == [14, 1]
        assert not reminders_of(text)
        assert visitor.post(address, {"set": "days", "reminders": ["soon"]}).status_code == 422
        assert "None yet." in page_of(visitor, address)
        assert visitor.post(address, {}).status_code == 302
        catch_up()
        assert "1 letter" in page_of(visitor, address)
