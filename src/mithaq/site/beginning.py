"""From an empty installation to a year: the way that every page shows, and the same on the command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from mithaq.core.reading.png import NotAPicture, clean_png
from mithaq.cycle.queries import current_cycle
from mithaq.foundation import clock
from mithaq.foundation.accounts.setup_code import forget_setup, setup_code
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.memory import NOTHING_YET, head
from mithaq.foundation.languages.formats import day
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.begin import begin
from mithaq.members.web.beginning_forms import STEPS, WHY_NOT, beginning_of, usual_dates

#: What is answered in an empty house as in any other.
ANSWERED = ("members:begin", "members:begin_step", "health", "health_for_machines", "robots", "start")
#: The languages of the interface, and the ending of a flag that gives the words of each.
ENDINGS = {"en": "", "ar": "-ar"}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
#: What `mithaq new` must know and asks for in a terminal: for each flag the screen and the field that it stands for.
ASKED = {
    "group": ("group", "group"),
    "mark": ("group", "mark"),
    "title": ("calendar", "title"),
    "summit": ("calendar", "leaders_summit"),
    "zone": ("calendar", "time_zone"),
    "secretariat": ("secretariat", "secretariat"),
    "person": ("secretariat", "person"),
    "email": ("secretariat", "email"),
}
#: How an answer may look where the field of the screen is more than a line.
EXAMPLES = {"summit": "2031-11-15", "zone": "Africa/Tunis"}
#: The flags that have one for each language.
IN_WORDS = ("group", "mark", "title", "secretariat", "person")


class TheWayToBegin:
    """Middleware: while nothing has ever happened here, every page shows how to begin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        match = request.resolver_match
        if request.method != "GET" or match is None or match.view_name in ANSWERED or match.view_name.startswith("ui:"):
            return None
        try:
            empty = head() == NOTHING_YET
        except DatabaseError:  # the page itself will say it better
            return None
        return HttpResponseRedirect(reverse("members:begin")) if empty else None


def code_to_begin_with() -> str | None:
    """The code that `mithaq serve` prints while nobody has begun; None afterwards."""
    return None if Seat.objects.exists() else setup_code()


class CannotBegin(Exception):
    """What was given is not enough or not right, in sentences, one a line."""


def begin_from(given: Mapping[str, str | None], *, ask: Callable[[str], str] | None = None) -> Seat:
    """Begin a year from the flags of `mithaq new`; `ask` asks a question for what is missing, and once more for what is
    wrong. Raises `CannotBegin`."""
    if Seat.objects.exists():
        raise CannotBegin(_("The house has already been founded. Nothing was changed."))
    told = {flag: value or "" for flag, value in given.items()}
    forms = _screens(told)
    if ask is not None:
        for flag in ASKED:
            if not any(told.get(f"{flag}{ending}") for ending in ENDINGS.values()):
                told[_flag_of(flag, get_language() or "en")] = ask(_question(flag, get_language() or "en"))
        forms = _screens(told)
        while wrong := _wrong(forms):
            for flag, code, why in wrong:
                told[_flag_of(flag, code)] = ask(f"{why}\n{_question(flag, code)}")
            forms = _screens(told)
    faults = [
        f"{form[name].label if name in form.fields else ''}: {' '.join(map(str, wrong))}"
        for form in forms.values()
        for name, wrong in form.errors.items()
    ]
    if faults:
        raise CannotBegin("\n".join(faults))
    first = beginning_of(forms, _picture(told["emblem"]))
    try:
        seat = begin(first, at=clock.now())
    except Refused as refused:
        raise CannotBegin(str(refused)) from refused
    forget_setup()
    return seat


def _screens(told: Mapping[str, str]) -> dict[str, Form]:
    return {name: STEPS[name](data) for name, data in _as_typed(told).items()}


def _field_of(flag: str, code: str) -> tuple[str, str]:
    screen, field = ASKED[flag]
    return screen, f"{field}_{code}" if flag in IN_WORDS else field


def _flag_of(flag: str, code: str) -> str:
    return f"{flag}{ENDINGS[code]}" if flag in IN_WORDS else flag


def _question(flag: str, code: str) -> str:
    screen, field = _field_of(flag, code)
    label = str(STEPS[screen]().fields[field].label)
    return f"{label} ({EXAMPLES[flag]})" if flag in EXAMPLES else label


def _wrong(forms: Mapping[str, Form]) -> list[tuple[str, str, str]]:
    """What is to be asked for once more: the flag, its language, and what is wrong with what was given."""
    found = []
    for flag in ASKED:
        for code in ENDINGS if flag in IN_WORDS else ["en"]:
            screen, field = _field_of(flag, code)
            if why := forms[screen].errors.get(field):
                found.append((flag, code, " ".join(map(str, why))))
    return found


def _picture(path: str) -> bytes:
    if not path:
        return b""
    try:
        return clean_png(Path(path).read_bytes())
    except NotAPicture as refused:
        raise CannotBegin(str(WHY_NOT[refused.why])) from refused
    except OSError as fault:
        raise CannotBegin(_("%(file)s cannot be read.") % {"file": path}) from fault


def _as_typed(told: Mapping[str, str]) -> dict[str, QueryDict]:
    """The flags as the screens of the browser would send them."""
    usual = {name: value.isoformat() for name, value in usual_dates(clock.now().date()).items()}
    if told["summit"][:4].isdecimal():
        usual |= {"starts": f"{int(told['summit'][:4]) - 1}-12-01", "ends": f"{told['summit'][:4]}-12-31"}
    off = [str(WEEKDAYS.index(name[:3])) for name in told["days-off"].lower().split() if name[:3] in WEEKDAYS]
    languages = (told["working"] or "en ar").split(), (told["authentic"] or "en ar").split()
    return {
        "group": _data(_words(told, "group", "mark")),
        "languages": _data({"working": languages[0], "authentic": languages[1]}),
        "classes": _data({name: "on" for name in STEPS["classes"]().fields if name.startswith("uses_")}),
        "calendar": _data(
            {
                **_words(told, "title"),
                "leaders_summit": told["summit"],
                "starts": told["starts"] or usual["starts"],
                "ends": told["ends"] or usual["ends"],
                "off": off or ["5", "6"],
                "time_zone": told["zone"] or "UTC",
            }
        ),
        "secretariat": _data(
            {**_words(told, "secretariat", "person"), "country": told["country"].upper(), "email": told["email"]}
        ),
    }


def _words(told: Mapping[str, str], *names: str) -> dict[str, Any]:
    return {f"{name}_{code}": told[f"{name}{ending}"] for name in names for code, ending in ENDINGS.items()}


def _data(fields: Mapping[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def sentence_of_what_began(seat: Seat) -> str:
    """What `mithaq new` says at its end, and what comes next."""
    cycle = current_cycle()
    assert cycle is not None
    facts = {"group": cycle.group, "who": seat.sentence, "starts": day(cycle.starts), "ends": day(cycle.ends)}
    return _("%(group)s has begun its year, from %(starts)s to %(ends)s. %(who)s, may sign in: run “mithaq serve”.") % (
        facts
    )
