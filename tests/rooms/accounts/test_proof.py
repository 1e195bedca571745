"""Grave acts ask once more who is there; passkeys, the app and recovery codes are looked after by their owner."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.core.cache import cache
from django.utils.translation import override

from mithaq.foundation.accounts.models import RequiredProof
from mithaq.foundation.accounts.proof import require_proof, required_proof
from mithaq.foundation.accounts.vocabulary import Proof
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from tests.factories.house import a_house, a_mandate, a_seated
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english():
    cache.clear()
    with override("en"):
        yield


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def mandate(house):
    return a_mandate(house, a_seated(house, Role.MAYOR), examiners=0)


def who_has_proved(seat, *, by="code", kind=None, minutes_ago=0):
    """A browser signed in in that seat, which gave a proof some minutes ago."""
    browser = a_visitor(seat)
    session = browser.session
    given = {"method": by, "at": time.time() - minutes_ago * 60, **({"type": kind} if kind else {})}
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(seat.person.account.pk)
    session.save()
    return browser


def the_code(to, seconds=3.0):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for letter in reversed(mail.outbox):
            if letter.to == [to]:
                return re.search(r"^\s{4}(\S+)$", letter.body, re.MULTILINE)[1]
        time.sleep(0.01)
    raise AssertionError("no code came")


def examined(browser, mandate):
    return browser.post(f"/en/mandates/{mandate.public_id}/examination/", {"finding": "in_order"})


@pytest.mark.parametrize(
    ("proof", "given", "goes_through"),
    [
        (Proof.NONE, None, True),
        (Proof.CODE, None, False),
        (Proof.CODE, {"by": "code"}, True),
        (Proof.CODE, {"by": "code", "minutes_ago": 5.1}, False),
        (Proof.CODE, {"by": "mfa", "kind": "totp"}, True),
        (Proof.CODE, {"by": "mfa", "kind": "webauthn", "minutes_ago": 4.5}, True),
        (Proof.PASSKEY, {"by": "code"}, False),
        (Proof.PASSKEY, {"by": "mfa", "kind": "totp"}, False),
        (Proof.PASSKEY, {"by": "mfa", "kind": "webauthn"}, True),
        (Proof.PASSKEY, {"by": "mfa", "kind": "webauthn", "minutes_ago": 5.1}, False),
    ],
)
def test_a_grave_act_goes_through_with_a_fresh_proof_of_the_required_worth(house, mandate, proof, given, goes_through):
    require_proof(proof, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        browser = who_has_proved(house.colleague, **given) if given else a_visitor(house.colleague)
        answer = examined(browser, mandate)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/en/mandates/" if goes_through else "/en/sign-in/proof/?next=")
    assert mandate.examinations.exists() is goes_through


def test_what_was_typed_is_held_and_goes_on_after_the_code(house, mandate):
    require_proof(Proof.CODE, seat=house.secretariat, at=house.at)
    email = house.secretariat.person.email
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        asked = examined(browser, mandate)["Location"]
        assert "Send me a code by e-mail" in page_of(browser, asked)
        assert "A code is on its way" in browser.post(asked).content.decode()
        wrong = browser.post(asked, {"code": "AAAA-AAAA"})
        assert (wrong.status_code, "This is not the code" in wrong.content.decode()) == (422, True)
        assert browser.post(asked, {"code": the_code(email)}).status_code == 302
        page = page_of(browser, asked)
        assert '<input type="hidden" name="finding" value="in_order">' in page
        assert examined(browser, mandate).status_code == 302
    assert mandate.examinations.count() == 1


def test_a_reader_is_not_asked_and_a_stranger_is_told_that_nothing_is_there(house, mandate):
    require_proof(Proof.PASSKEY, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        assert a_visitor(house.secretariat).get(f"/en/mandates/{mandate.public_id}/examination/").status_code == 200
        assert examined(a_visitor(mandate.seat), mandate).status_code == 404
        assert examined(a_visitor(), mandate).status_code == 404


def test_whoever_has_no_passkey_where_one_is_needed_is_led_to_one(house, mandate):
    require_proof(Proof.PASSKEY, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        page = page_of(browser, examined(browser, mandate)["Location"])
    assert "A passkey is needed" in page
    assert "/en/sign-in/keys/passkey/" in page


def test_where_nothing_is_on_record_a_real_site_asks_for_a_code_and_a_demonstration_for_nothing(house, settings):
    settings.DEMONSTRATION = False
    assert required_proof(house.at) == Proof.CODE
    settings.DEMONSTRATION = True
    assert required_proof(house.at) == Proof.NONE


def test_the_required_proof_is_the_one_of_its_time(house):
    require_proof(Proof.PASSKEY, seat=house.secretariat, at=house.at)
    require_proof(Proof.CODE, seat=house.secretariat, at=house.at + timedelta(hours=1))
    instants = [house.at, house.at + timedelta(hours=1)]
    assert [required_proof(at) for at in instants] == [Proof.PASSKEY, Proof.CODE]


def test_the_secretariat_alone_sets_the_proof(house, mandate):
    with pytest.raises(Refused):
        require_proof(Proof.NONE, seat=mandate.seat, at=house.at)
    with the_clock_at(house.at):
        assert a_visitor(mandate.seat).get("/en/sign-in/policy/").status_code == 404
        browser = a_visitor(house.secretariat)
        assert browser.post("/en/sign-in/policy/", {"proof": "fingerprint"}).status_code == 422
        assert browser.post("/en/sign-in/policy/", {"proof": "passkey"}).status_code == 302
        assert browser.post("/en/sign-in/policy/", {"proof": "none"})["Location"].startswith("/en/sign-in/proof/")
    assert RequiredProof.objects.get().proof == Proof.PASSKEY


def test_an_app_is_connected_with_its_code_and_its_recovery_codes_work_once(house, mandate):
    require_proof(Proof.CODE, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        browser = who_has_proved(house.secretariat)
        page = page_of(browser, "/en/sign-in/keys/app/")
        secret = re.search(r'<code class="hash" dir="ltr">(\w+)</code>', page)[1]
        assert browser.post("/en/sign-in/keys/app/", {"code": "000000"}).status_code == 422
        now = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
        shown = browser.post("/en/sign-in/keys/app/", {"code": now}).content.decode()
        recovery = re.findall(r"<li><code>(\d+)</code></li>", shown)
        assert len(recovery) == 10
        later = a_visitor(house.secretariat)
        asked = examined(later, mandate)["Location"]
        assert later.post(asked, {"code": recovery[0]}).status_code == 302
        assert examined(later, mandate)["Location"] == f"/en/mandates/{mandate.public_id}/"
        again = a_visitor(house.secretariat)
        assert again.post("/en/sign-in/proof/", {"code": recovery[0]}).status_code == 422
        assert "You have 9 recovery codes left." in page_of(later, "/en/sign-in/keys/")


def test_keys_are_changed_with_a_fresh_proof_and_nobody_removes_those_of_others(house, mandate):
    require_proof(Proof.CODE, seat=house.secretariat, at=house.at)
    with the_clock_at(house.at):
        for page in ("/en/sign-in/keys/app/", "/en/sign-in/keys/passkey/"):
            answer = a_visitor(house.secretariat).get(page)
            assert (answer.status_code, answer["Location"]) == (302, f"/en/sign-in/proof/?next={page}")
        owner = who_has_proved(mandate.seat)
        account = mandate.seat.person.account
        key = Authenticator.objects.create(user=account, type="totp", data={"secret": "x"})
        thief = who_has_proved(house.secretariat)
        for wanted in (key.pk, "x", ""):
            assert thief.post("/en/sign-in/keys/removal/", {"key": wanted}).status_code == 404
        assert owner.post("/en/sign-in/keys/removal/", {"key": key.pk}).status_code == 302
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("credential", ["", "{", "[]", "null", '{"id": 1}', '{"response": {"userHandle": "!!"}}'])
def test_a_passkey_that_is_none_signs_nobody_in(house, credential):
    with the_clock_at(house.at):
        browser = a_visitor()
        assert "publicKey" in browser.get("/en/sign-in/passkey/").json()["options"]
        answer = browser.post("/en/sign-in/passkey/", {"credential": credential})
        assert (answer.status_code, answer["Location"]) == (302, "/en/sign-in/")
        assert "This passkey is not known here" in page_of(browser, "/en/sign-in/")


@pytest.mark.parametrize("credential", ["", "{", "[]", '{"id": 1, "response": {}}'])
def test_a_passkey_that_was_not_made_is_not_kept(house, credential):
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        page_of(browser, "/en/sign-in/keys/passkey/")
        answer = browser.post("/en/sign-in/keys/passkey/", {"name": "my phone", "credential": credential})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()
