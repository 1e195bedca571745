"""The style book's sample content: cities, people and words that exist nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace as Sample
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui import pictures
from mithaq.foundation.ui.paging import Pages
from mithaq.foundation.ui.pictures import Change, City, Deadline, Part, Stage, Stream

ZONE = ZoneInfo("Asia/Riyadh")
NOW = datetime(2031, 10, 2, 9, 15, tzinfo=ZONE)
RELEASE = datetime(2031, 11, 1, 12, tzinfo=ZONE)


def words(en: str, ar: str) -> PerLanguage:
    """A sample title in both languages."""
    return PerLanguage(en=en, ar=ar)


@dataclass(frozen=True)
class Thing:
    """A sample record: hashable, so that a picture can use it as a key."""

    title: PerLanguage
    kind: Promise | str = ""
    url: str = "#"


def thing(en: str, ar: str, kind: Promise | str = "") -> Thing:
    """A sample record with its title in both languages."""
    return Thing(words(en, ar), kind)


CITIES = [
    City(thing("Wadi Noor", "وادي نور"), 24.1, 45.2),
    City(thing("Marsa Sidra", "مرسى سدرة"), 32.8, 13.1),
    City(thing("Lindqvist Harbour", "ميناء ليندكفيست"), 59.2, 17.6),
    City(thing("São Miguel do Rio", "ساو ميغيل دو ريو"), -22.8, -43.3),
    City(thing("Qasr al-Nahr", "قصر النهر"), 30.1, 31.4),
    City(thing("Kızılova", "كيزيلوفا"), 39.8, 32.7),
    City(thing("Tarenga", "تارينغا"), -6.3, 106.9),
    City(thing("Port Ellery", "بورت إليري"), 43.6, -79.5),
    City(thing("Nowa Wisła", "نوفا فيسوا"), 52.2, 21.1),
    City(thing("Hanamura", "هانامورا"), 35.5, 139.6),
]

YEAR = [
    Stage(thing("Preparation", "التحضير"), date(2031, 1, 15), date(2031, 3, 1), "past"),
    Stage(thing("Working papers", "أوراق العمل"), date(2031, 3, 2), date(2031, 6, 15), "past"),
    Stage(thing("Consolidation", "دمج التوصيات"), date(2031, 6, 16), date(2031, 8, 20), "past"),
    Stage(thing("Negotiation", "التفاوض"), date(2031, 8, 21), date(2031, 10, 9), "open"),
    Stage(thing("Endorsement", "التأييد"), date(2031, 10, 10), date(2031, 11, 1), "coming"),
    Stage(thing("Summit", "القمة"), date(2031, 11, 2), date(2031, 11, 4), "coming"),
    Stage(thing("Follow-up", "المتابعة"), date(2031, 11, 5), date(2031, 12, 31), "coming"),
]

PAPERS = [
    thing("Water knows no border", "الماء لا يعرف الحدود"),
    thing("Streets for heat", "شوارع تحتمل الحر"),
    thing("The city that lends", "المدينة التي تُقرض"),
    thing("Who is counted", "من يُحتسب"),
    thing("After the flood", "ما بعد الفيضان"),
]
POINTS = [
    thing("1. Read the river together", "١. لنقرأ النهر معًا"),
    thing("2. Shade before asphalt", "٢. الظل قبل الإسفلت"),
    thing("3. Loans that cities can sign", "٣. قروض توقّعها المدن"),
    thing("4. Count who is not counted", "٤. لنحتسب من لا يُحتسب"),
    thing("5. Rebuild on higher ground", "٥. لنُعد البناء على أرض أعلى"),
    thing("6. Warn across the border", "٦. لننذر عبر الحدود"),
    thing("7. Open the climate funds", "٧. لنفتح صناديق المناخ"),
    thing("8. A bus for every quarter", "٨. حافلة لكل حي"),
]
PILLARS = [
    thing("Rivers and heat", "الأنهار والحرارة"),
    thing("Money that arrives", "تمويل يصل"),
    thing("Nobody uncounted", "لا أحد خارج الحساب"),
]

PLEDGES = [
    words(
        "We ask the leaders of the G20 to open their climate funds to cities directly, and to count the people who "
        "live in them (75 million in the survey of 2031).",
        "ندعو قادة مجموعة العشرين إلى فتح صناديقها المناخية أمام المدن مباشرة، وإلى احتساب من يعيشون فيها "
        "(75 مليون نسمة في مسح عام 2031).",
    ),
    words(
        "Each river city <del>should</del><ins>shall</ins> publish its flood plan by 2034, in line with SDG 11.b.",
        "<del>ينبغي</del><ins>يجب</ins> على كل مدينة نهرية أن تنشر خطتها لمواجهة الفيضانات قبل عام 2034، وفق الغاية "
        '<bdi lang="en">SDG 11.b</bdi>.',
    ),
    words(
        'Cities share the cost of <span class="bracketed">new cross-border sensors</span> by population.',
        'تتقاسم المدن كلفة <span class="bracketed">أجهزة الاستشعار الجديدة العابرة للحدود</span> بحسب عدد السكان.',
    ),
]
STATES = [("", ""), ("inserted", _("changed")), ("bracketed", _("in brackets"))]


class SampleForm(forms.Form):
    """Every kind of field."""

    title = forms.CharField(label=_("Title of the amendment"), help_text=_("As it will stand in the list."))
    email = forms.EmailField(label=_("E-mail address"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    city = forms.ChoiceField(label=_("City"), choices=[(one.thing.title["en"],) * 2 for one in CITIES])
    answer = forms.ChoiceField(
        label=_("Reservation"),
        widget=forms.RadioSelect,
        choices=[
            ("no", _("We endorse the text as it stands")),
            ("yes", _("We endorse it with a reservation on one clause")),
        ],
    )
    read = forms.BooleanField(label=_("I have read the whole text"))
    file = forms.FileField(label=_("Word file"), required=False)


def form_with_faults() -> SampleForm:
    """The form after it was sent with two faults."""
    typed = {"title": "", "email": "amina", "reason": "سبب مع كلمة English داخله", "answer": "no", "read": "on"}
    return SampleForm({**typed, "city": CITIES[0].thing.title["en"]})


def clauses() -> list[Any]:
    """Three clauses in both authentic languages, one with a change, one in brackets."""
    return [
        Sample(number=number, anchor=f"clause-{number}", state=state, word=word, wordings=_wordings(pledge))
        for number, (pledge, (state, word)) in enumerate(zip(PLEDGES, STATES, strict=True), 12)
    ]


def _wordings(pledge: PerLanguage) -> list[Any]:
    return [Sample(language=code, html=SafeString(f"<p>{html}</p>")) for code, html in pledge.items()]


def endorsers() -> list[Any]:
    """A roll with a reservation and a withdrawal."""
    roll = [
        Sample(name=city.thing.title, klass=_("participating city"), at=NOW + timedelta(days=20, hours=place), url="#")
        for place, city in enumerate(CITIES)
    ]
    roll[3].reservation = "#"
    roll[6].withdrawn = NOW + timedelta(days=40)
    roll[7].klass = _("observer city")
    return roll


def thread() -> dict[str, Any]:
    """A point with what it came out of and what became of it."""
    recommendations = [
        thing(f"Recommendation {n}: open flood plans", f"التوصية {n}: خطط الفيضانات للجميع", _("Recommendations"))
        for n in range(31, 38)
    ]
    signed = [Thing(city.thing.title, _("Endorsements")) for city in CITIES]
    return {
        "this": Thing(POINTS[0].title, _("Point")),
        "before": [*recommendations, Thing(PAPERS[0].title, _("Working papers"))],
        "after": [thing("Clause 13", "الفقرة ١٣", _("Clauses")), *signed],
    }


def flow(*, rtl: bool) -> pictures.Flow:
    """Papers into points into pillars."""
    first = [
        Stream(PAPERS[(place * 2 + paper) % 5].title, point.title, 1 + (place + paper) % 4, "#")
        for place, point in enumerate(POINTS)
        for paper in range(2)
    ]
    weights = [sum(stream.weight for stream in first if stream.target == point.title) for point in POINTS]
    second = [Stream(point.title, PILLARS[n % 3].title, weights[n], "#") for n, point in enumerate(POINTS)]
    layers = [PAPERS, POINTS, PILLARS]
    named = {one.title: one for layer in layers for one in layer}
    return pictures.flow(layers, _of(named, [*first, *second]), rtl=rtl)


def _of(named: dict[Any, Thing], streams: list[Stream]) -> list[Stream]:
    return [stream._replace(source=named[stream.source], target=named[stream.target]) for stream in streams]


def timeline(*, rtl: bool) -> pictures.Timeline:
    """The sample year with one deadline."""
    due = Deadline(thing("Official returns", "الردود الرسمية"), YEAR[3].thing, NOW + timedelta(days=3))
    return pictures.timeline(YEAR, [due], NOW, rtl=rtl)


def signatures(*, rtl: bool) -> pictures.Signatures:
    """Thirty-nine at the release, one more after it, one withdrawn."""
    opens = datetime(2031, 10, 10, 9, tzinfo=ZONE)
    changes = [Change(opens + (RELEASE - opens) * (n / 39) ** 0.6) for n in range(1, 40)]
    later = [Change(RELEASE + timedelta(days=9)), Change(RELEASE + timedelta(days=16), -1)]
    until = RELEASE + timedelta(days=24)
    return pictures.signatures([*changes, *later], start=opens, end=until, release=RELEASE, rtl=rtl)


def classes(*, rtl: bool) -> pictures.Proportion:
    """Who endorsed, by class of city."""
    parts = [
        Part(thing("Participating cities", "مدن مشاركة"), 31),
        Part(thing("Observer cities", "مدن مراقِبة"), 8, "bar--second"),
        Part(thing("Not yet signed", "لم توقّع بعد"), 3, "bar--rest"),
    ]
    return pictures.proportion(parts, rtl=rtl)


def acts() -> list[Any]:
    """Three lines of a history."""
    sentence = gettext("%(who)s, put a new wording on the table.") % {"who": gettext("Amina Trabelsi, for Wadi Noor")}
    return [Sample(sentence=sentence, at=NOW - timedelta(hours=19 * n), url="#") for n in range(3)]


def ways() -> list[Any]:
    """Three tabs, one with a count."""
    return [
        Sample(title=_("Clean"), url="#", current=True),
        Sample(title=_("With changes"), url="#", current=False, count=12),
        Sample(title=_("Side by side"), url="#", current=False),
    ]


def sample(*, rtl: bool) -> dict[str, Any]:
    """Everything the style book shows."""
    return {
        "now": NOW,
        "zone": ZONE,
        "deadline": NOW + timedelta(days=3, hours=8),
        "form": SampleForm(),
        "form_with_faults": form_with_faults(),
        "clauses": clauses(),
        "endorsers": endorsers(),
        "thread": thread(),
        "cities": [Sample(name=city.thing.title, people=480_000 + 1_310_000 * n) for n, city in enumerate(CITIES[:5])],
        "acts": acts(),
        "trail": [
            (words("The year", "الدورة"), "#"),
            (words("The text", "النص"), "#"),
            (words("Clause 13", "الفقرة ١٣"), ""),
        ],
        "ways": ways(),
        "page": Pages(range(130), 20, may_be_whole=True).page(3),
        "steps": [_("Read"), _("Reserve or not"), _("Endorse")],
        "author": words("Dr Salma Haddad", "د. سلمى حداد"),
        "office": words("Head of international affairs", "مديرة الشؤون الدولية"),
        "city": CITIES[0].thing.title,
        "flow": flow(rtl=rtl),
        "timeline": timeline(rtl=rtl),
        "signatures": signatures(rtl=rtl),
        "classes": classes(rtl=rtl),
        "map": pictures.dots(CITIES),
    }
