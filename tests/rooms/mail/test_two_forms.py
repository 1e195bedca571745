"""A mail says the same in plain text and in HTML; the HTML loads nothing, runs nothing, and believes no name."""

from __future__ import annotations

import re
from email import message_from_bytes, policy

import pytest
from django.core import mail
from lxml import html

from mithaq.cycle.models import Cycle
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.mail.dressing import as_html, dressed
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES
from mithaq.foundation.mail.outbox import send_waiting, write
from tests.factories.house import OPENING, a_house, a_person, a_seated

ENGLISH = "Dear Amina,\n\nSend it by this link:\nhttps://rivers.example/en/answer/k3m9/?a=1&b=2.\n\nThe chair"
ARABIC = "عزيزتي أمينة،\n\nأرسليها عبر هذا الرابط:\nhttps://rivers.example/ar/answer/k3m9/\n\nالرئاسة"
BOTH = [("en", ENGLISH), ("ar", ARABIC)]
HOSTILE = '<script>alert(1)</script><img src="https://evil.example/p.gif"> & "O\'Brien" <b onclick=x>'


@pytest.fixture
def house(db):
    return a_house()


def page_of(message):
    [(content, kind)] = message.alternatives
    assert kind == "text/html"
    return html.document_fromstring(content)


def words_of(page):
    """The letter as it is read: without its head, and with every run of blanks as one."""
    for head in page.find_class("head"):
        head.drop_tree()
    return page.body.text_content().split()


def test_a_letter_says_the_same_in_both_of_its_forms(house):
    message = dressed("Subject", BOTH)
    letter, signature = message.body.split("\n\n-- \n")
    page = page_of(message)
    heads = [head.text_content() for head in page.find_class("head")]
    assert [line.replace(" ·", "") for line in signature.split("\n")] == heads
    assert words_of(page) == letter.replace(BETWEEN_LANGUAGES, "\n").split()


def test_each_language_runs_its_own_way_under_the_groups_name_in_it(house):
    page = page_of(dressed("Subject", BOTH))
    assert [(one.get("lang"), one.get("dir")) for one in page.find_class("part")] == [("en", "ltr"), ("ar", "rtl")]
    assert [one.text for one in page.find_class("mark")] == [
        house.cycle.mark.in_language("en"),
        house.cycle.mark.in_language("ar"),
    ]
    assert (page.get("lang"), page.get("dir")) == ("en", "ltr")
    assert page_of(dressed("Subject", [("ar", ARABIC)])).get("dir") == "rtl"


def test_words_of_an_unknown_language_find_their_own_direction(house):
    [part] = page_of(dressed("Subject", [("", "Words")])).find_class("part")
    assert (part.get("lang"), part.get("dir")) == (None, "auto")


def test_before_there_is_a_group_a_letter_has_no_head(db):
    message = dressed("Subject", [("en", "Words")])
    assert message.body == "Words"
    assert not page_of(message).find_class("head")


def test_a_link_leads_where_it_says_and_the_sentence_ends_behind_it():
    page = html.document_fromstring(as_html("Subject", [("en", ENGLISH)]))
    [link] = page.iter("a")
    assert link.get("href") == link.text == "https://rivers.example/en/answer/k3m9/?a=1&b=2"
    assert link.tail == "."


def test_a_code_stands_by_itself():
    [code] = html.document_fromstring(as_html("Code", [("ar", "الرمز:\n\n    K7P-2QX\n\nسرّي")])).find_class("set-in")
    assert (code.text_content(), code.get("dir")) == ("K7P-2QX", "ltr")


@pytest.mark.parametrize("where", ["words", "subject", "group"])
def test_a_name_that_looks_like_html_is_read_as_it_was_typed(house, where):
    if where == "group":
        Cycle.objects.update(group=PerLanguage(en=HOSTILE), mark=PerLanguage(en="<i>"))
    subject = HOSTILE if where == "subject" else "Subject"
    body = f"Dear {HOSTILE}," if where == "words" else "Dear all,"
    message = dressed(subject, [("en", body)])
    page = page_of(message)
    assert not list(page.iter("script", "img", "b", "i"))
    assert HOSTILE in (message.body if where != "subject" else page.findtext(".//title"))
    assert HOSTILE in page.text_content() or where == "subject"


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "HTTP", "http://"])
def test_what_is_no_address_of_the_web_becomes_no_link(link):
    assert not list(html.document_fromstring(as_html("Subject", [("en", f"See {link} there")])).iter("a"))


def test_a_link_cannot_leave_its_attribute():
    hostile = "https://evil.example/'onmouseover='x https://evil.example/\"><b>"
    page = html.document_fromstring(as_html("Subject", [("en", hostile)]))
    assert {tuple(sorted(link.attrib)) for link in page.iter("a")} == {("dir", "href")}
    assert not list(page.iter("b"))


def test_a_letter_loads_nothing_from_anywhere(house):
    [(content, _kind)] = dressed("Subject", BOTH).alternatives
    assert not re.search(r"src=|url\(|@import|<link|<img|<script|<iframe|<form|\son\w+=", content)
    assert re.findall(r"https?://[^/\"<]+", content) == ["https://rivers.example"] * 4


def test_words_as_long_as_a_phone_is_wide_are_broken(house):
    [(content, _kind)] = dressed("Subject", [("en", "https://rivers.example/" + "k" * 400)]).alternatives
    assert "overflow-wrap: anywhere" in content
    assert "max-width: 640px" in content


def test_the_outbox_sends_both_forms_beside_each_other(house):
    seat = a_seated(house, person=a_person(house, email="amina.trabelsi@city.example"))
    words = BETWEEN_LANGUAGES.join(words for _language, words in BOTH)
    write(seat, occasion="one", language="en, ar", subject="Subject", body=words, at=OPENING)
    assert send_waiting() == 1
    sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert sent.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in sent.iter_parts()] == ["text/plain", "text/html"]
    assert all(len(line) <= 998 for line in mail.outbox[0].message().as_bytes().splitlines())
