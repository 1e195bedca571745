"""Days, instants and numbers as a reader of each language expects them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from mithaq.foundation.languages import formats

RIYADH = ZoneInfo("Asia/Riyadh")
NOON = datetime(2031, 10, 2, 12, 0, tzinfo=RIYADH)


def test_an_instant_is_told_with_weekday_and_the_city_of_its_zone():
    assert formats.moment(NOON, language="en") == "Thursday 2 October 2031, 12:00, Riyadh time"
    assert formats.moment(NOON, language="ar") == "الخميس، ٢ أكتوبر ٢٠٣١، ١٢:٠٠ م بتوقيت الرياض"


def test_an_instant_is_told_in_the_zone_that_is_asked_for():
    assert formats.moment(NOON, "Africa/Tunis", "en") == "Thursday 2 October 2031, 10:00, Tunis time"
    assert formats.moment(NOON, ZoneInfo("America/Argentina/Buenos_Aires"), "en", "medium") == (
        "Thu 2 Oct 2031, 06:00, Buenos Aires time"
    )


def test_a_zone_that_was_renamed_still_has_its_city():
    cities = [formats.place_of(ZoneInfo(zone), NOON, "ar") for zone in ("Asia/Kolkata", "Europe/Kyiv", "Asia/Riyadh")]
    assert cities == ["كالكتا", "كييف", "الرياض"]


def test_an_offset_without_a_city_is_told_as_an_offset():
    east = NOON.replace(tzinfo=timezone(timedelta(hours=3)))
    assert formats.moment(east, language="en") == "Thursday 2 October 2031, 12:00, GMT+03:00 time"


def test_an_instant_in_utc_is_told_in_the_active_zone(settings):
    from django.utils import timezone as active

    with active.override(RIYADH):
        assert formats.moment(NOON.astimezone(UTC), language="en") == formats.moment(NOON, language="en")


@pytest.mark.parametrize(
    ("style", "english", "arabic"),
    [
        ("full", "Thursday 2 October 2031", "الخميس، ٢ أكتوبر ٢٠٣١"),
        ("medium", "Thu 2 Oct 2031", "الخميس، ٢ أكتوبر ٢٠٣١"),
        ("short", "2 Oct", "٢ أكتوبر"),
        ("month", "Oct", "أكتوبر"),
    ],
)
def test_a_day_has_four_lengths(style: str, english: str, arabic: str):
    day = date(2031, 10, 2)
    assert (formats.day(day, "en", style), formats.day(day, "ar", style)) == (english, arabic)


def test_a_span_says_a_shared_month_once():
    assert formats.span_of_days(date(2031, 11, 2), date(2031, 11, 4), "ar") == "٢–٤ نوفمبر"


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (0, "0", "٠"),
        (42, "42", "٤٢"),
        (75_400_000, "75,400,000", "٧٥٬٤٠٠٬٠٠٠"),
        (12.5, "12.5", "١٢٫٥"),
        (-3, "-3", "-٣"),
    ],
)
def test_numbers_are_grouped_and_written_in_the_languages_digits(value: float, english: str, arabic: str):
    assert (formats.number(value, "en"), formats.number(value, "ar")) == (english, arabic)


def test_a_share_is_told_in_percent():
    assert (formats.percentage(0.39, "en"), formats.percentage(0.39, "ar")) == ("39%", "٣٩٪")


@pytest.mark.parametrize(
    ("left", "english", "arabic"),
    [
        (timedelta(days=3, hours=4, minutes=59), "3 days and 4 hours", "٣ أيام و٤ ساعات"),
        (timedelta(days=2), "2 days", "يومان"),
        (timedelta(days=11, minutes=5), "11 days", "١١ يومًا"),
        (timedelta(hours=1, minutes=1), "1 hour and 1 minute", "ساعة واحدة ودقيقة واحدة"),
        (timedelta(seconds=4), "1 minute", "دقيقة واحدة"),
        (timedelta(0), "", ""),
        (-timedelta(days=1), "", ""),
    ],
)
def test_what_is_left_is_told_in_two_units_with_their_plural(left: timedelta, english: str, arabic: str):
    told = tuple(formats.countdown(NOON + left, NOON, language) for language in ("en", "ar"))
    assert told == (english, arabic)


def test_the_browser_is_told_the_same_choice_of_digits():
    assert [formats.browser_locale(code) for code in ("en", "ar", "ar-tn", "fr")] == [
        "en-GB-u-nu-latn", "ar-u-nu-arab", "ar-u-nu-arab", "fr-u-nu-latn",
    ]  # fmt: skip
