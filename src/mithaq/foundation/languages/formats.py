"""Numbers, days and instants in a reader's language: CLDR's forms by Babel, and our choice of digits.

Every function takes a `language` code (default: the active one) and returns plain text. Dates are Gregorian.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from babel import Locale, dates, lists, numbers
from babel.core import get_global
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, override


class Writing(NamedTuple):
    """How one interface language is written: its CLDR locale and its digits."""

    locale: str
    digits: str


#: The one place where a language's locale and digits are decided.
WRITINGS = {"en": Writing("en_GB", "latn"), "ar": Writing("ar", "arab")}
SHAPES = {"arab": str.maketrans("0123456789%", "٠١٢٣٤٥٦٧٨٩٪")}

Quantity = int | float | Decimal


@cache
def writing_of(language: str) -> Writing:
    """The writing of a language code such as `ar` or `fr`; a language we made no choice for has Latin digits."""
    known = WRITINGS.get(language) or WRITINGS.get(language.split("-")[0])
    return known or Writing(str(Locale.parse(language, sep="-")), "latn")


def browser_locale(language: str | None = None) -> str:
    """The same choice as a BCP 47 tag, for the browser's own formatting: `ar-u-nu-arab`."""
    writing = writing_of(_active(language))
    return f"{writing.locale.replace('_', '-')}-u-nu-{writing.digits}"


def in_digits(text: str, language: str | None = None) -> str:
    """The text with its ASCII digits and percent signs in the digits of the language."""
    return text.translate(SHAPES.get(writing_of(_active(language)).digits, {}))


def number(value: Quantity, language: str | None = None) -> str:
    """A number with the language's grouping, decimal sign and digits: `1,234.5`, `١٬٢٣٤٫٥`."""
    return _number(value, _active(language))


@lru_cache(4096, typed=True)
def _number(value: Quantity, code: str) -> str:
    writing = writing_of(code)
    return in_digits(numbers.format_decimal(value, locale=writing.locale, numbering_system=writing.digits), code)


def percentage(share: Quantity, language: str | None = None) -> str:
    """A share of one as whole percent: `0.39` is `39%`."""
    writing = writing_of(_active(language))
    plain = numbers.format_percent(share, locale=writing.locale, numbering_system=writing.digits)
    return in_digits(plain, language)


def day(value: date, language: str | None = None, style: str = "full") -> str:
    """A day with its weekday: `full` Thursday 2 October 2031, `medium` Thu 2 Oct 2031; without it: `long` 2 October
    2031, `short` 2 Oct, `month` Oct."""
    return _day(value.date() if isinstance(value, datetime) else value, _active(language), style)


@lru_cache(4096)
def _day(value: date, code: str, style: str) -> str:
    """A list says the same days again and again, and to find the pattern of one costs half a millisecond."""
    locale = writing_of(code).locale
    if style == "full":
        text = dates.format_date(value, "full", locale=locale)
    else:
        text = dates.format_skeleton(
            {"long": "yMMMMd", "medium": "yMMMEd", "short": "MMMd", "month": "MMM"}[style], value, locale=locale
        )
    return in_digits(_without_comma_after_weekday(text, locale), code)


def month(value: date, language: str | None = None) -> str:
    """A month of a year: `February 2031`."""
    locale = writing_of(_active(language)).locale
    return in_digits(dates.format_skeleton("yMMMM", value, locale=locale), language)


def span_of_days(first: date, last: date, language: str | None = None) -> str:
    """From one day to another, each part said once: `2 Oct – 3 Nov`."""
    zones = tuple(str(getattr(end, "tzinfo", None)) for end in (first, last))
    return _span(first, last, zones, _active(language))


@lru_cache(1024)
def _span(first: date, last: date, zones: tuple[str, ...], code: str) -> str:
    """Every page says the same spans beside its stages. The zones belong to the key, as for `_moment`."""
    return in_digits(dates.format_interval(first, last, "MMMd", locale=writing_of(code).locale), code)


def hour(at: datetime, language: str | None = None) -> str:
    """The time of day on the clock of the instant's own zone."""
    return in_digits(dates.format_time(at, "short", locale=writing_of(_active(language)).locale), language)


def place_of(zone: tzinfo, at: datetime, language: str | None = None) -> str:
    """The zone as people say it: its city where it has one (`Riyadh`), else its offset (`GMT+03:00`, `GMT`)."""
    locale = writing_of(_active(language)).locale
    name = getattr(zone, "key", "")
    if "/" in name and not name.startswith("Etc/"):
        return _city_of(name, locale)
    if not at.astimezone(zone).utcoffset():
        return str(Locale.parse(locale).zone_formats["gmt"] % "")
    return in_digits(dates.get_timezone_gmt(at.astimezone(zone), locale=locale), language)


def moment(at: datetime, zone: tzinfo | str | None = None, language: str | None = None, style: str = "full") -> str:
    """An instant with weekday and zone: `Thursday 2 October 2031, 12:00, Riyadh time`.

    `zone` defaults to the instant's own, if that is a place, else to the active one. `style` is that of `day`.
    """
    at = timezone.localtime(at, _zone(at, zone))
    return _moment(at, str(at.tzinfo), _active(language), style)


@lru_cache(4096)
def _moment(at: datetime, zone: str, code: str, style: str) -> str:
    """Pages say the same instants again and again, and formatting one costs half a millisecond. The zone's name is a
    part of the key, since equal instants in two zones are equal."""
    assert at.tzinfo is not None
    parts = {"day": day(at, code, style), "time": hour(at, code), "place": place_of(at.tzinfo, at, code)}
    if code not in dict(settings.LANGUAGES):  # a letter in a language in which the house has no words
        return f"{parts['day']}, {parts['time']} ({parts['place']})"
    with override(code):
        return gettext("%(day)s, %(time)s, %(place)s time") % parts


def countdown(until: datetime, now: datetime, language: str | None = None) -> str:
    """What is left until an instant in its two largest units: `3 days, 4 hours`; empty once it has passed."""
    code = _active(language)
    left = until - now
    if left <= timedelta(0):
        return ""
    minutes = max(1, left // timedelta(minutes=1))
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    with override(code):
        sizes = [_days(days), _hours(hours), _minutes(minutes)]
        first = next(place for place, count in enumerate((days, hours, minutes)) if count)
        told = [size for size in sizes[first : first + 2] if size]
        return in_digits(listing(told, code), code)


def listing(items: Sequence[str], language: str | None = None) -> str:
    """Items in a row as the language lists them: `a, b and c`."""
    return lists.format_list(list(items), locale=writing_of(_active(language)).locale)


def _days(count: int) -> str:
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count} if count else ""


def _hours(count: int) -> str:
    return ngettext("%(count)s hour", "%(count)s hours", count) % {"count": count} if count else ""


def _minutes(count: int) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", count) % {"count": count} if count else ""


@cache
def _city_of(zone: str, locale: str) -> str:
    # CLDR keeps a renamed zone's city under its first name (Asia/Calcutta), Babel looks under the new one only.
    cities = Locale.parse(locale).time_zones
    earlier = (old for old, new in get_global("zone_aliases").items() if new == zone)
    known = (cities.get(key, {}).get("city") for key in (zone, *earlier))
    return next(filter(None, known), zone.rpartition("/")[2].replace("_", " "))


def _active(language: str | None) -> str:
    return language or get_language() or "en"


def _zone(at: datetime, zone: tzinfo | str | None) -> tzinfo:
    if zone:
        return ZoneInfo(zone) if isinstance(zone, str) else zone
    own = at.tzinfo
    return timezone.get_current_timezone() if own is None or own is UTC else own


def _without_comma_after_weekday(text: str, locale: str) -> str:
    # A dateline reads "Thursday 2 October"; CLDR's English puts a comma there that ours does not need.
    return text.replace(", ", " ", 1) if locale.startswith("en") else text


def name_of_language(code: str, language: str | None = None) -> str:
    """A language by its name in the reader's language; a code that names none as it is."""
    locale = Locale.parse(writing_of(_active(language)).locale)
    return str(locale.languages.get(code, code))
