"""What is typed about meetings. Hours are on the clock of the active zone: that of whoever types."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.ui.fields import DayField, Instant, Name, in_either
from mithaq.taskforces.domain.meet import Guest, Said
from mithaq.taskforces.models import Group, Meeting, Outcome, Participation
from mithaq.taskforces.queries import seats_by_address
from mithaq.taskforces.vocabulary import MeetingKind, OutcomeKind
from mithaq.taskforces.web.reply_forms import Guests

#: Whom a meeting invites at once: the seats of a role in the year's cities, a group, the secretariat.
CIRCLES = (
    ("sherpas", _("The sherpas of all cities")),
    ("mayors", _("The mayors of all cities")),
    ("group", _("Everybody who works in the group")),
    ("chair", _("The chair and the conveners")),
    ("secretariat", _("The secretariat")),
)
CODES = tuple(code for code, _name in settings.LANGUAGES)
MOST_ITEMS = 60


class Words(forms.Form):
    """A form with words per language of the interface for each of `names`; of `needed`, in one language at least."""

    names: tuple[tuple[str, Any, bool], ...] = ()
    needed: tuple[str, ...] = ()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        words: dict[str, forms.Field] = {}
        for name, label, is_long in self.names:
            for code in reader_first():
                said = label % {"language": get_language_info(code)["name_local"]}
                if is_long:
                    area = forms.Textarea(attrs={"rows": 5})
                    words[f"{name}_{code}"] = forms.CharField(label=said, max_length=8000, required=False, widget=area)
                else:
                    words[f"{name}_{code}"] = Name(label=said, max_length=300, required=False)
                if name in self.needed:
                    in_either(words[f"{name}_{code}"])
        self.fields = {**words, **self.fields}

    def words(self, name: str) -> dict[str, str]:
        """What was given for `name`, per language; what was left empty is left out."""
        given = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in CODES}
        return {code: words for code, words in given.items() if words}

    def clean(self) -> dict[str, Any]:
        """One language at least."""
        typed: dict[str, Any] = super().clean() or {}
        for name in self.needed:
            if not self.words(name) and f"{name}_{reader_first()[0]}" not in self.errors:
                self.add_error(f"{name}_{reader_first()[0]}", _("Give this in one language at least."))
        return typed

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language that is typed into it, if it is a certain one."""
        return [(bound, code if (code := bound.name.rpartition("_")[2]) in CODES else "") for bound in self]


class CalledMeeting(Words):
    """A meeting: what, who, when, where, about what."""

    names = (
        ("title", _("What it is (%(language)s)"), False),
        ("place", _("Place (%(language)s)"), False),
        ("agenda", _("Agenda (%(language)s), one item on each line"), True),
    )
    needed = ("title",)
    kind = forms.ChoiceField(label=_("Who meets"), choices=MeetingKind.choices)
    starts = Instant(label=_("Starts"))
    ends = Instant(label=_("Ends"))
    link = forms.URLField(
        label=_("Link to meet online"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Shown to those who take part."),
    )
    circles = forms.MultipleChoiceField(
        label=_("Whom to invite"), required=False, choices=CIRCLES, widget=forms.CheckboxSelectMultiple
    )
    others = Guests(
        label=_("Others to invite, by their address"),
        help_text=_("One on each line: an address, or a name and then <the address>. No account is needed."),
    )
    is_announced = forms.BooleanField(
        label=_("Announce it to everybody: what, when, where and the agenda"), required=False
    )
    reason = Name(label=_("Why it is changed"), required=False, max_length=300)

    def __init__(self, typed: Any, *, group: Group | None, at: datetime, meeting: Meeting | None = None) -> None:
        self.at = at
        super().__init__(typed, initial=_initial(meeting) if meeting else _offered(group))
        self.order_fields(
            [
                *(f"title_{code}" for code in reader_first()),
                "kind",
                "starts",
                "ends",
                *(f"place_{code}" for code in reader_first()),
                "link",
                *(f"agenda_{code}" for code in reader_first()),
                "circles",
                "others",
                "is_announced",
                "reason",
            ]
        )
        if group is None:
            circles = [circle for circle in CIRCLES if circle[0] != "group"]
            self.fields["circles"].choices = circles  # type: ignore[attr-defined]
        if meeting is None:
            del self.fields["reason"]
        else:
            self.fields["circles"].label = _("Whom to invite besides")

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        typed = super().clean()
        starts, ends = typed.get("starts"), typed.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("A meeting must end after it starts."))
        return typed

    @property
    def said(self) -> Said:
        """What the form says of the meeting."""
        typed = self.cleaned_data
        return Said(
            kind=typed["kind"],
            title=self.words("title"),
            starts=typed["starts"],
            ends=typed["ends"],
            time_zone=getattr(timezone.get_current_timezone(), "key", "UTC"),
            place=self.words("place"),
            link=typed["link"],
            agenda=self.agenda,
            is_announced=typed["is_announced"],
        )

    @property
    def besides(self) -> tuple[list[Seat], list[Guest]]:
        """Who is invited by address: those who hold a seat, and guests who hold none."""
        named: list[Guest] = self.cleaned_data["others"]
        found = seats_by_address([one.address for one in named], self.at)
        return list(found.values()), [one for one in named if one.address not in found]

    @property
    def agenda(self) -> list[dict[str, str]]:
        """The items in their order: the first line of each language is the first item."""
        lines = [[line.strip() for line in self.cleaned_data[f"agenda_{code}"].splitlines()] for code in CODES]
        items = zip_longest(*([line for line in one if line] for one in lines), fillvalue="")
        return [{code: words for code, words in zip(CODES, item, strict=True) if words} for item in items][:MOST_ITEMS]


def _initial(meeting: Meeting) -> dict[str, Any]:
    initial: dict[str, Any] = {
        name: getattr(meeting, name) for name in ("kind", "starts", "ends", "link", "is_announced")
    }
    for code in CODES:
        initial[f"title_{code}"] = meeting.title.get(code, "")
        initial[f"place_{code}"] = meeting.place.get(code, "")
        initial[f"agenda_{code}"] = "\n".join(item.get(code, "") for item in meeting.agenda).strip()
    return initial


def _offered(group: Group | None) -> dict[str, Any]:
    if group is not None:
        return {"kind": MeetingKind.GROUP, "circles": ["group"]}
    return {"kind": MeetingKind.SHERPAS, "circles": ["sherpas"], "is_announced": True}


class CalledOff(forms.Form):
    """Why a meeting does not take place."""

    why = Name(
        label=_("Why it is cancelled"),
        max_length=300,
        error_messages={"required": _("Say why it is cancelled: others have planned with it.")},
    )


class WhoWasThere(forms.Form):
    """Who was at the meeting, of those invited; and others by their address."""

    present = forms.MultipleChoiceField(label=_("Who was there"), required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("Others who were there, by their e-mail address on record"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
        help_text=_("One address on each line."),
    )

    def __init__(self, typed: Any, *, known: Iterable[Participation], at: datetime) -> None:
        self.at = at
        self.known = {one.public_id: one for one in known}
        here = [one.public_id for one in known if one.was_there]
        super().__init__(typed, initial={"present": here})
        choices = [(public_id, one.sentence) for public_id, one in self.known.items()]
        self.fields["present"].choices = choices  # type: ignore[attr-defined]

    def clean_others(self) -> list[Seat]:
        """The seats of these addresses; one that nobody on record has is named."""
        addresses = self.cleaned_data["others"].lower().split()
        found = seats_by_address(addresses, self.at)
        unknown = [address for address in addresses if address not in found]
        if unknown:
            raise forms.ValidationError(
                _("Nobody who holds a seat has this address: %(addresses)s") % {"addresses": ", ".join(unknown)}
            )
        return list(found.values())

    @property
    def seats(self) -> list[Seat]:
        """The seats that were there."""
        here = (self.known[one].seat for one in self.cleaned_data["present"])
        return [*(seat for seat in here if seat is not None), *self.cleaned_data["others"]]

    @property
    def guests(self) -> list[Participation]:
        """The guests who were there."""
        return [one for key in self.cleaned_data["present"] if (one := self.known[key]).seat is None]


class WrittenMinutes(Words):
    """The minutes, in each language in which there are any."""

    names = (("minutes", _("Minutes (%(language)s)"), True),)
    needed = ("minutes",)

    def __init__(self, typed: Any, *, written: dict[str, str]) -> None:
        super().__init__(typed, initial={f"minutes_{code}": text for code, text in written.items()})
        for code in CODES:
            self.fields[f"minutes_{code}"].max_length = 100_000  # type: ignore[attr-defined]
            self.fields[f"minutes_{code}"].widget.attrs["rows"] = 14


class NotedOutcome(Words):
    """A decision; or an action with its owner and its day."""

    names = (("text", _("What it is (%(language)s)"), True),)
    needed = ("text",)
    kind = forms.ChoiceField(label=_("Kind"), choices=OutcomeKind.choices, initial=OutcomeKind.DECISION)
    owner = forms.ChoiceField(label=_("Who does it"), required=False, help_text=_("For an action item."))
    due = DayField(label=_("By which day"), required=False, help_text=_("For an action item."))

    def __init__(self, typed: Any, *, known: Iterable[Participation], seat: Seat) -> None:
        self.known = {one.seat.public_id: one.seat for one in known if one.seat is not None}
        self.known.setdefault(seat.public_id, seat)
        super().__init__(typed)
        choices = [("", "—"), *((public_id, one.sentence) for public_id, one in self.known.items())]
        self.fields["owner"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An action has an owner and a day."""
        typed = super().clean()
        if typed.get("kind") == OutcomeKind.ACTION:
            if not typed.get("owner"):
                self.add_error("owner", _("Say who does it."))
            if not typed.get("due") and "due" not in self.errors:
                self.add_error("due", _("Say by which day it is to be done."))
        return typed

    @property
    def chosen(self) -> tuple[Seat, date]:
        """Who does it, and by which day."""
        return self.known[self.cleaned_data["owner"]], self.cleaned_data["due"]


class LaidDocument(forms.Form):
    """A file that is laid before the meeting."""

    file = forms.FileField(label=_("Document"), help_text=_("A Word document, a spreadsheet or a PDF."))
    title = Name(label=_("What it is"), required=False, max_length=200)


def state_of(outcome: Outcome, at: datetime) -> str:
    """The badge of an action: done, waiting, or past its day on its owner's own calendar."""
    if outcome.kind == OutcomeKind.DECISION:
        return "plain"
    if hasattr(outcome, "completion"):
        return "done"
    assert outcome.owner is not None  # by a constraint of the database, as its day
    assert outcome.due is not None
    return "refused" if outcome.owner.local_day(at) > outcome.due else "waiting"
