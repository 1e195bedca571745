"""Two people at one form see each other, and what either of them typed is not lost."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.writing.models import Presence, Unsent
from mithaq.foundation.writing.versions import Overtaken, differences, version_of
from mithaq.foundation.writing.web.views import MOST
from mithaq.foundation.writing.work import GONE_AFTER, KEPT_FOR, at_work, be_there, form_of, keep, others_at
from mithaq.press.domain.issue import issue_release
from mithaq.press.domain.revise import revise_release
from tests.factories.house import a_seated
from tests.factories.readers import a_browser_of, a_stranger

HERE, NEW = "/en/writing/here/", "/en/press/new/"
WORDS = {"en": "Harbours", "ar": "المرافئ"}


@pytest.fixture
def release(house, at_the_desk):
    """A release under embargo."""
    tomorrow = at_the_desk.replace(second=0) + timedelta(days=1)
    return issue_release(house.cycle, "one", WORDS, WORDS, tomorrow, seat=house.secretariat, at=at_the_desk)


def token_of(page):
    return re.search(r'name="writing" value="([^"]+)"', page.content.decode())[1]


def fields_of(release, **changed):
    when = f"{release.released_at:%Y-%m-%dT%H:%M}"
    typed = {
        "title_en": "Harbours",
        "title_ar": "المرافئ",
        "body_en": "Harbours",
        "body_ar": "المرافئ",
        "released_at": when,
    }
    return {**typed, "base": version_of(release.stands), **changed}


def revision_of(release):
    return f"/en/press/{release.public_id}/revision/"


# Who is there -----------------------------------------------------------------------------------------------------------


def test_whoever_opens_a_form_is_told_who_else_is_there_and_since_when(house):
    first, second = a_browser_of(house.secretariat), a_browser_of(house.colleague)
    assert first.post(HERE, {"writing": token_of(first.get(NEW))}).content.strip() == b""
    assert "Salma Idris, for Secretariat is at this form too, since" in second.get(NEW).content.decode()
    second.post(HERE, {"writing": token_of(second.get(NEW))})
    told = first.post(HERE, {"writing": token_of(first.get(NEW))}).content.decode()
    assert "Bilal Haddad, for Secretariat" in told


def test_whoever_leaves_is_there_no_more(house):
    first, second = a_browser_of(house.secretariat), a_browser_of(house.colleague)
    token = token_of(first.get(NEW))
    first.post(HERE, {"writing": token})
    assert first.post(HERE, {"writing": token, "leaving": "1"}).status_code == 204
    assert "is at this form too" not in second.get(NEW).content.decode()


def test_who_has_not_been_heard_of_for_a_while_has_left_and_comes_back_anew(house, at_the_desk):
    be_there("form", house.secretariat, at_the_desk)
    be_there("form", house.secretariat, at_the_desk + timedelta(seconds=20))
    (one,) = others_at("form", house.colleague, at_the_desk + timedelta(seconds=30))
    assert one.since == at_the_desk
    later = at_the_desk + timedelta(seconds=21) + GONE_AFTER
    assert others_at("form", house.colleague, later) == []
    be_there("form", house.secretariat, later)
    (one,) = others_at("form", house.colleague, later)
    assert one.since == later


def test_one_person_with_two_pages_is_not_somebody_else(house, at_the_desk):
    be_there("form", house.secretariat, at_the_desk)
    assert others_at("form", house.secretariat, at_the_desk) == []


def test_a_token_is_good_for_the_form_and_the_seat_it_was_given_to(house, at_the_desk):
    token = at_work("press.release:one", house.secretariat, at_the_desk).token
    assert form_of(token, house.secretariat) == "press.release:one"
    assert form_of(token, house.colleague) is None


@pytest.mark.parametrize("token", ["", "press.new_release", "a:b", "\x00", "é" * 900])
def test_nobody_learns_who_is_at_a_form_that_was_not_shown_to_them(house, token):
    assert a_browser_of(a_seated(house)).post(HERE, {"writing": token}).status_code == 404
    assert a_stranger().post(HERE, {"writing": token}).status_code == 404
    assert not Presence.objects.exists()


# What was typed ---------------------------------------------------------------------------------------------------------


def test_what_was_typed_is_there_again_after_the_browser_broke(house):
    browser = a_browser_of(house.secretariat)
    words = json.dumps({"title_en": ["The harbours open"], "key": ["a-key"]})
    browser.post(HERE, {"writing": token_of(browser.get(NEW)), "words": words})
    page = a_browser_of(house.secretariat).get(NEW)
    assert 'value="The harbours open"' in page.content.decode()
    assert "What you typed before is still here" in page.content.decode()
    assert page.context["form"]["key"].value() == "a-key"


def test_what_one_typed_is_shown_to_nobody_else(house):
    browser = a_browser_of(house.secretariat)
    words = json.dumps({"title_en": ["The harbours open"]})
    browser.post(HERE, {"writing": token_of(browser.get(NEW)), "words": words})
    assert "The harbours open" not in a_browser_of(house.colleague).get(NEW).content.decode()


def test_what_was_typed_can_be_thrown_away(house):
    browser = a_browser_of(house.secretariat)
    token = token_of(browser.get(NEW))
    browser.post(HERE, {"writing": token, "words": json.dumps({"title_en": ["No"]})})
    away = browser.post("/en/writing/forgotten/", {"writing": token}, headers={"referer": f"http://testserver{NEW}"})
    assert away.headers["Location"] == f"http://testserver{NEW}"
    assert "still here" not in browser.get(NEW).content.decode()
    elsewhere = browser.post("/en/writing/forgotten/", {"writing": token}, headers={"referer": "https://evil.example/"})
    assert elsewhere.headers["Location"] == "/en/"


def test_what_was_sent_is_not_kept(house, release):
    browser = a_browser_of(house.secretariat)
    token = token_of(browser.get(revision_of(release)))
    browser.post(HERE, {"writing": token, "words": json.dumps({"title_en": ["Harbours open"]})})
    assert browser.post(revision_of(release), fields_of(release, title_en="Harbours open")).status_code == 302
    assert not Unsent.objects.exists()
    assert not Presence.objects.exists()


def test_what_was_never_sent_is_kept_for_thirty_days(house, at_the_desk):
    keep("old", {"a": ["b"]}, house.secretariat, at_the_desk - KEPT_FOR - timedelta(days=1))
    keep("new", {"a": ["b"]}, house.secretariat, at_the_desk)
    assert [one.form for one in Unsent.objects.all()] == ["new"]


@pytest.mark.parametrize("words", ["{", "[]", '{"a": "b"}', '{"a": [1]}', "nul", "{}" + " " * MOST, '{"a": {"b": []}}'])
def test_words_that_no_page_of_ours_sends_are_not_kept(house, words):
    browser = a_browser_of(house.secretariat)
    assert browser.post(HERE, {"writing": token_of(browser.get(NEW)), "words": words}).status_code == 200
    assert not Unsent.objects.exists()


def test_a_letter_that_no_database_takes_is_left_out(house):
    browser = a_browser_of(house.secretariat)
    browser.post(HERE, {"writing": token_of(browser.get(NEW)), "words": json.dumps({"title_en": ["a\x00b"]})})
    assert Unsent.objects.get().words == {"title_en": ["ab"]}


def test_typing_is_no_line_of_the_chronicle(house, at_the_desk):
    before = Act.objects.count()
    be_there("form", house.secretariat, at_the_desk)
    keep("form", {"a": ["b"]}, house.secretariat, at_the_desk)
    assert Act.objects.count() == before


# Two change the same ----------------------------------------------------------------------------------------------------


def test_a_release_under_embargo_is_revised(house, release, at_the_desk):
    done = a_browser_of(house.secretariat).post(revision_of(release), fields_of(release, title_en="Harbours open"))
    assert done.headers["Location"] == release.get_absolute_url()
    release.refresh_from_db()
    assert release.title["en"] == "Harbours open"
    assert Act.objects.last().verb == "release.revised"


def test_who_sends_over_anothers_change_is_shown_both_versions_and_loses_nothing(house, release):
    mine, theirs = a_browser_of(house.secretariat), a_browser_of(house.colleague)
    base = fields_of(release)["base"]
    theirs.post(revision_of(release), fields_of(release, title_en="Theirs"))
    page = mine.post(revision_of(release), fields_of(release, title_en="Mine", base=base))
    assert page.status_code == 409
    (one,) = page.context["differences"]
    assert (one.stands, one.typed, one.language) == ("Theirs", "Mine", "en")
    assert 'value="Mine"' in page.content.decode()
    release.refresh_from_db()
    assert release.title["en"] == "Theirs"
    again = mine.post(
        revision_of(release), fields_of(release, title_en="Both", base=page.context["form"]["base"].value())
    )
    assert again.status_code == 302
    release.refresh_from_db()
    assert release.title["en"] == "Both"


def test_what_was_kept_remembers_what_it_was_typed_over(house, release):
    browser = a_browser_of(house.secretariat)
    typed = fields_of(release, title_en="Mine")
    words = json.dumps({name: [value] for name, value in typed.items()})
    browser.post(HERE, {"writing": token_of(browser.get(revision_of(release))), "words": words})
    a_browser_of(house.colleague).post(revision_of(release), fields_of(release, title_en="Theirs"))
    form = browser.get(revision_of(release)).context["form"]
    assert browser.post(revision_of(release), {**typed, "base": form["base"].value()}).status_code == 409


def test_the_verb_itself_refuses_a_version_that_was_overtaken(house, release, at_the_desk):
    by_me = {"seat": house.secretariat, "at": at_the_desk}
    with pytest.raises(Overtaken):
        revise_release(release, WORDS, WORDS, release.released_at, base="old", **by_me)
    base = version_of(release.stands)
    revise_release(release, {**WORDS, "en": "New"}, WORDS, release.released_at, base=base, **by_me)
    with pytest.raises(Overtaken):
        revise_release(release, WORDS, WORDS, release.released_at, base=base, **by_me)


def test_a_release_that_may_be_read_is_not_revised(house, release, at_the_desk):
    later = release.released_at
    with pytest.raises(Refused, match="may be read already"):
        revise_release(release, WORDS, WORDS, later, base=version_of(release.stands), seat=house.secretariat, at=later)
    for role in (Role.CHAIR, Role.PRESS):
        with pytest.raises(Refused):
            revise_release(release, WORDS, WORDS, later, base="", seat=a_seated(house, role), at=at_the_desk)


def test_a_revision_that_was_not_typed_whole_says_so_beside_its_field(house, release):
    page = a_browser_of(house.secretariat).post(revision_of(release), fields_of(release, title_ar=""))
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"title_ar"}


def test_only_fields_that_differ_are_shown_side_by_side():
    fields = [("a", "en", "one\n", "one\r\n"), ("b", "en", "x\r\ny", "x\ny"), ("c", "ar", "x", "z")]
    assert [one.label for one in differences(fields)] == ["c"]


def test_the_page_of_a_revision_costs_eight_queries_at_most(house, release, django_assert_max_num_queries):
    browser = a_browser_of(house.secretariat)
    browser.get(revision_of(release))
    with django_assert_max_num_queries(8):
        assert browser.get(revision_of(release)).status_code == 200
