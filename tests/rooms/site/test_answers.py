"""What holds for every answer: strict headers, the reader's language and zone, faults in words, one line in the log."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from mithaq.cycle.domain.arrange import lead, set_deadline
from mithaq.cycle.vocabulary import Leading, PhaseKind
from mithaq.site import faults, middleware
from tests.factories.house import a_city, a_seated
from tests.factories.readers import a_browser_of, a_stranger

STRICT = {
    "Content-Security-Policy": middleware.POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def strict(answer):
    return {name: answer.headers.get(name) for name in STRICT}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/", 302),
        ("/en/", 200),
        ("/en/nothing-here/", 404),
        ("/health", 200),
        ("/robots.txt", 200),
        ("/en/letters/", 404),
    ],
)
def test_every_answer_has_the_strict_headers(house, address, status):
    answer = a_stranger().get(address)
    assert answer.status_code == status
    assert strict(answer) == STRICT


def test_a_refused_form_and_an_unknown_host_have_them_too(house):
    refused = Client(enforce_csrf_checks=True).post("/en/sign-in/out/")
    elsewhere = a_stranger().get("/en/", headers={"host": "elsewhere.example"})
    assert [refused.status_code, elsewhere.status_code] == [403, 400]
    assert strict(refused) == strict(elsewhere) == STRICT


def test_a_fault_of_the_program_has_them_too_and_says_what_happened(house):
    def fault(execute, sql, params, many, context):
        return 1 / 0 if "recommendations_" in sql else execute(sql, params, many, context)

    with connection.execute_wrapper(fault):
        answer = Client(raise_request_exception=False).get("/en/search/?q=a")
    assert answer.status_code == 500
    assert strict(answer) == STRICT
    assert "Something broke on our side" in answer.content.decode()


def test_nothing_may_be_kept_of_a_page_that_somebody_signed_in_for(house):
    answer = a_browser_of(a_seated(house)).get("/en/")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_browsers_are_told_to_stay_with_https_where_it_is_on(house, settings):
    assert "Strict-Transport-Security" not in a_stranger().get("/en/").headers
    settings.SECURE = True
    answer = Client().get("/en/", secure=True)
    assert answer.headers["Strict-Transport-Security"] == middleware.TRANSPORT


def test_https_is_asked_for_except_by_the_proxy_that_looks_whether_all_is_well(house, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/en/").url == "https://testserver/en/"
    assert Client().get("/health").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "remembered", "language"),
    [("ar", None, "ar"), ("ar-TN, fr;q=0.8", None, "ar"), ("de", None, "en"), ("en", "ar", "ar"), (None, None, "en")],
)
def test_the_bare_start_leads_to_the_readers_language(db, accepted, remembered, language):
    browser = a_stranger()
    if remembered:
        browser.cookies["django_language"] = remembered
    answer = browser.get("/", headers={"accept-language": accepted} if accepted else {})
    assert (answer.status_code, answer.url) == (302, f"/{language}/")


def test_who_reads_in_another_language_than_their_browsers_finds_it_again(house):
    browser = a_stranger()
    browser.get("/en/", headers={"accept-language": "en"})
    assert "django_language" not in browser.cookies
    browser.get("/ar/", headers={"accept-language": "en"})
    assert browser.get("/", headers={"accept-language": "en"}).url == "/ar/"
    browser.get("/en/", headers={"accept-language": "en"})
    assert browser.get("/", headers={"accept-language": "en"}).url == "/en/"


def test_a_page_leads_to_itself_in_the_other_language(house):
    page = a_stranger().get("/en/search/?q=river").content.decode()
    assert 'href="/ar/search/?q=river"' in page


def test_a_page_that_is_not_there_is_not_there_in_the_other_language_either(house):
    page = a_stranger().get("/en/nothing-here/").content.decode()
    assert 'href="/ar/nothing-here/"' in page


def test_instants_are_told_in_the_zone_of_the_chair_city_and_to_the_seated_in_their_own(house, at_the_house):
    lead(house.cycle, a_city(house, zone="Asia/Riyadh"), Leading.CHAIR, **house.by_us)
    due = at_the_house + timedelta(days=1)
    set_deadline(house.cycle, "due", PhaseKind.PAPERS, {"en": "Due"}, due, **house.by_us)
    seat = a_seated(house, organisation=a_city(house, zone="America/Toronto"))
    assert "Riyadh time" in a_stranger().get("/en/").content.decode()
    theirs = a_browser_of(seat).get("/en/").content.decode()
    assert "Toronto time" in theirs
    assert "Riyadh time" not in theirs


def test_what_one_may_not_see_is_answered_like_what_is_not_there(house):
    pages = []
    for address in ("/en/chronicle/", "/en/nowherexx/"):
        answer = a_stranger().get(address)
        body = answer.content.decode()
        for name in ("chronicle", "nowherexx"):
            body = body.replace(name, "…")
        pages.append((answer.status_code, body, dict(answer.headers, **{"Content-Length": ""})))
    assert pages[0] == pages[1]


def test_a_page_for_a_request_that_makes_no_sense_needs_no_database():
    request = RequestFactory().get("/en/")
    assert faults.unreadable(request).status_code == 400
    assert faults.broken(request).status_code == 500


def test_an_answer_is_one_line_in_the_log_without_what_was_asked(house, caplog):
    with caplog.at_level(logging.INFO, logger="mithaq.requests"):
        a_stranger().get("/en/search/?q=Amina", headers={"user-agent": "Browser of Amina"})
    (line,) = (record for record in caplog.records if record.name == "mithaq.requests")
    assert (line.method, line.route, line.status) == ("GET", "desk:search", 200)
    assert "Amina" not in str(line.__dict__)


def test_a_line_of_the_log_is_json_and_leaves_the_request_out(rf):
    from django.conf import settings
    from pythonjsonlogger.json import JsonFormatter

    made = {key: value for key, value in settings.LOGGING["formatters"]["json"].items() if key not in ("()", "format")}
    formatter = JsonFormatter(settings.LOGGING["formatters"]["json"]["format"], **made)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", ("/en/",), None)
    record.request = rf.get("/en/search/?q=Amina")
    told = json.loads(formatter.format(record))
    assert told["message"] == "Internal Server Error: /en/"
    assert "request" not in told
    assert told["timestamp"].endswith("+00:00")


def test_robots_are_told_to_leave_signing_in_alone(db):
    answer = a_stranger().get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "Disallow: /*/sign-in/" in answer.content.decode()
