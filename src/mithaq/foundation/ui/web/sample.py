"""The style book's sample content: cities, people and words that exist nowhere else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace as Sample
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.ui import pictures

ZONE = ZoneInfo("Asia/Riyadh")
NOW = datetime(2031, 10, 2, 9, 15, tzinfo=ZONE)

CITIES = [
    ("Wadi Noor", "وادي نور", 24.1, 45.2), ("Marsa Sidra", "مرسى سدرة", 32.8, 13.1), ("Lindqvist Harbour", "ميناء ليندكفيست", 59.2, 17.6),
    ("São Miguel do Rio", "ساو ميغيل دو ريو", -22.8, -43.3), ("Qasr al-Nahr", "قصر النهر", 30.1, 31.4), ("Kızılova", "كيزيلوفا", 39.8, 32.7),
    ("Tarenga", "تارينغا", -6.3, 106.9), ("Port Ellery", "بورت إليري", 43.6, -79.5), ("Nowa Wisła", "نوفا فيسوا", 52.2, 21.1), ("Hanamura", "هانامورا", 35.5, 139.6),
]  # fmt: skip


def words(en: str, ar: str) -> PerLanguage:
    """A sample title in both languages."""
    return PerLanguage(en=en, ar=ar)


class SampleForm(forms.Form):
    """Every kind of field, some of them filled in wrongly."""

    title = forms.CharField(label=_("Title of the amendment"), help_text=_("As it will stand in the list."))
    email = forms.EmailField(label=_("E-mail address"), required=False)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea, required=False)
    city = forms.ChoiceField(label=_("City"), choices=[(city[0], city[0]) for city in CITIES])
    answer = forms.ChoiceField(
        label=_("Reservation"),
        widget=forms.RadioSelect,
        choices=[("no", _("We endorse the text as it stands")), ("yes", _("We endorse it with a reservation on one clause"))],
    )
    read = forms.BooleanField(label=_("I have read the whole text"))
    file = forms.FileField(label=_("Word file"), required=False)


def filled_in_wrongly() -> SampleForm:
    """The form after it was sent with two faults."""
    return SampleForm({"title": "", "email": "amina", "reason": "سبب مع كلمة English داخله", "answer": "no", "read": "on", "city": CITIES[0][0]})


def clauses() -> list[Any]:
    """Three clauses in both authentic languages, one with a change, one in brackets."""
    texts = [
        ("12", "We ask the leaders of the G20 to open their climate funds to cities directly, and to count the people who live in "
         "them (75 million in the survey of 2031).", "ندعو قادة مجموعة العشرين إلى فتح صناديقها المناخية أمام المدن مباشرة، وإلى احتساب من يعيشون فيها "
         "(75 مليون نسمة في مسح عام 2031).", "", ""),
        ("13", "Each river city <del>should</del><ins>shall</ins> publish its flood plan by 2034, in line with SDG 11.b.",
         "<del>ينبغي</del><ins>يجب</ins> على كل مدينة نهرية أن تنشر خطتها لمواجهة الفيضانات قبل عام 2034، وفق الغاية <bdi lang=\"en\">SDG 11.b</bdi>.", "inserted", _("changed")),
        ("14", 'Cities share the cost of <span class="bracketed">new cross-border sensors</span> by population.',
         'تتقاسم المدن كلفة <span class="bracketed">أجهزة الاستشعار الجديدة العابرة للحدود</span> بحسب عدد السكان.', "bracketed", _("in brackets")),
    ]  # fmt: skip
    return [
        Sample(number=number, anchor=f"c{number}", state=state, word=word,
               wordings=[Sample(language="en", html=SafeString(f"<p>{en}</p>")), Sample(language="ar", html=SafeString(f"<p>{ar}</p>"))])
        for number, en, ar, state, word in texts
    ]  # fmt: skip


def endorsers() -> list[Any]:
    """A roll with a reservation and a withdrawal."""
    classes = [_("participating city"), _("observer city")]
    return [
        Sample(name=words(en, ar), klass=classes[place % 3 == 2], at=NOW + timedelta(days=20, hours=place), url="#",
               reservation="#" if place == 3 else "", withdrawn=NOW + timedelta(days=40) if place == 6 else None)
        for place, (en, ar, _lat, _lon) in enumerate(CITIES)
    ]  # fmt: skip


def _thing(en: str, ar: str, kind: Any = "", url: str = "#") -> Any:
    return Sample(title=words(en, ar), kind=kind, url=url)


def thread() -> dict[str, Any]:
    """A point with what it came out of and what became of it."""
    recommendations = [
        _thing(f"Recommendation {n}: flood plans in the open", f"التوصية {n}: خطط الفيضانات متاحة للجميع", _("Recommendations")) for n in range(31, 38)
    ]
    papers = [_thing("Water knows no border", "الماء لا يعرف الحدود", _("Working papers"))]
    return {
        "this": _thing("Point 9: Read the river together", "النقطة 9: لنقرأ النهر معًا", _("Point")),
        "before": recommendations + papers,
        "after": [_thing("Clause 13", "الفقرة 13", _("Clauses"))]
        + [Sample(title=words(en, ar), kind=_("Endorsements"), url="#") for en, ar, *_rest in CITIES],
    }


def flow(rtl: bool) -> pictures.Flow:
    """Papers into points into pillars."""
    titles = [("Water knows no border", "الماء لا يعرف الحدود"), ("Streets for heat", "شوارع تحتمل الحر"), ("The city that lends", "المدينة التي تُقرض"),
              ("Who is counted", "من يُحتسب"), ("After the flood", "ما بعد الفيضان")]  # fmt: skip
    papers = [_thing(*title) for title in titles]
    points = [_thing(f"{n}. Point on {en.lower()}", f"{n}. نقطة عن {ar}") for n, (en, ar) in enumerate(titles * 2, 1)]
    pillars = [_thing("Rivers and heat", "الأنهار والحرارة"), _thing("Money that arrives", "تمويل يصل"), _thing("Nobody uncounted", "لا أحد خارج الحساب")]
    first = [pictures.Stream(_Key(papers[(n * 2 + k) % 5]), _Key(points[n]), 1 + (n + k) % 4, "#") for n in range(10) for k in range(2)]
    weights = [sum(stream.weight for stream in first if stream.target.title == point.title) for point in points]
    second = [pictures.Stream(_Key(point), _Key(pillars[n % 3]), weights[n], "#") for n, point in enumerate(points)]
    return pictures.flow(first, second, rtl=rtl)


class _Key(tuple):  # type: ignore[type-arg]
    """A sample thing that can be a key: two with the same title are one."""

    def __new__(cls, thing: Any) -> _Key:
        return super().__new__(cls, (str(thing.title["en"]),))

    def __init__(self, thing: Any) -> None:
        self.title, self.url = thing.title, thing.url


def stages() -> list[Any]:
    """A year in seven phases, of which the fourth is open."""
    return [
        Sample(title=words(en, ar), url="#", state=state, opens=date(2031, *first), closes=date(2031, *last))
        for en, ar, state, first, last in [
            ("Preparation", "التحضير", "past", (1, 15), (3, 1)), ("Working papers", "أوراق العمل", "past", (3, 2), (6, 15)),
            ("Consolidation", "دمج التوصيات", "past", (6, 16), (8, 20)), ("Negotiation", "التفاوض", "open", (8, 21), (10, 9)),
            ("Endorsement", "التأييد", "coming", (10, 10), (11, 1)), ("Summit", "القمة", "coming", (11, 2), (11, 4)),
            ("Follow-up", "المتابعة", "coming", (11, 5), (12, 31)),
        ]
    ]  # fmt: skip


def timeline(rtl: bool) -> pictures.Timeline:
    """The sample year with one deadline."""
    year = stages()
    drawn = [pictures.Stage(stage, stage.opens, stage.closes, stage.state) for stage in year]
    due = [pictures.Deadline(_thing("Official returns", "الردود الرسمية"), year[3], NOW + timedelta(days=3))]
    return pictures.timeline(drawn, due, NOW, rtl=rtl)


def signatures(rtl: bool) -> pictures.Signatures:
    """Thirty-nine at the release, one more after it, one withdrawn."""
    opens = datetime(2031, 10, 10, 9, tzinfo=ZONE)
    release = datetime(2031, 11, 1, 12, tzinfo=ZONE)
    changes = [pictures.Change(opens + (release - opens) * (n / 39) ** 0.6) for n in range(1, 40)]
    changes += [pictures.Change(release + timedelta(days=9)), pictures.Change(release + timedelta(days=16), -1)]
    return pictures.signatures(changes, start=opens, end=release + timedelta(days=24), release=release, rtl=rtl)


def sample(rtl: bool) -> dict[str, Any]:
    """Everything the style book shows."""
    return {
        "now": NOW, "deadline": NOW + timedelta(days=3, hours=8), "form": SampleForm(), "wrong_form": filled_in_wrongly(), "clauses": clauses(),
        "endorsers": endorsers(), "thread": thread(), "zone": ZONE,
        "people": [(words(*city[:2]), n) for n, city in enumerate(CITIES[:3])],
        "cities": [Sample(name=words(en, ar), population=480_000 + 1_310_000 * n, url="#") for n, (en, ar, *_rest) in enumerate(CITIES[:5])],
        "acts": [Sample(sentence=gettext("%(who)s put a new wording on the table.") % {"who": gettext("Amina Trabelsi, for Wadi Noor")}, at=NOW - timedelta(hours=n * 19), url="#") for n in range(3)],
        "trail": [(words("The year", "الدورة"), "#"), (words("The text", "النص"), "#"), (words("Clause 13", "الفقرة 13"), "")],
        "tabs": [Sample(title=_("Clean"), url="#", current=True, count=None), Sample(title=_("With changes"), url="#", current=False, count=12), Sample(title=_("Side by side"), url="#", current=False, count=None)],
        "page": Paginator(range(130), 20).page(3), "steps": [_("Read"), _("Reserve or not"), _("Endorse")],
        "author": words("Dr Salma Haddad", "د. سلمى حداد"), "office": words("Head of international affairs", "مديرة الشؤون الدولية"), "city": words(*CITIES[0][:2]),
        "flow": flow(rtl), "timeline": timeline(rtl), "signatures": signatures(rtl),
        "classes": pictures.proportion([pictures.Part(_thing("Participating cities", "مدن مشاركة"), 31, "bar"), pictures.Part(_thing("Observer cities", "مدن مراقِبة"), 8, "bar--second"), pictures.Part(_thing("Not yet signed", "لم توقّع بعد"), 3, "bar--rest")], rtl=rtl),
        "map": pictures.dots([pictures.City(_thing(en, ar), lat, lon) for en, ar, lat, lon in CITIES]),
    }  # fmt: skip
