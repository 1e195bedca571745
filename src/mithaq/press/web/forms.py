"""What a reader may ask of a figure, and how the secretariat writes a release."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.foundation.identifiers import fresh_id
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.permissions import Refused
from mithaq.foundation.writing.versions import Difference, differences, version_of
from mithaq.press.domain.issue import require_a_pair
from mithaq.press.models import Release

#: The length of a day that is written as 2031-03-01.
DAY = 10


class DayInput(forms.DateInput):
    """A field for a day that shows the day of an instant too."""

    input_type = "date"

    def format_value(self, value: Any) -> str | None:
        return str(value)[:DAY] if value else None


class AskedOfAFigure(forms.Form):
    """The day, or in an address the instant, as of which a reader wants a number counted."""

    as_of = forms.CharField(
        label=_("Count as of the day"),
        required=False,
        max_length=40,
        widget=DayInput(),
        help_text=_("Counted at the end of that day (UTC)."),
    )

    def __init__(self, asked: Any, *, now: datetime) -> None:
        super().__init__(asked)
        self.now = now

    def clean_as_of(self) -> datetime | None:
        """An instant that has come. One to come has nothing to count, and must not betray what will be
        published then."""
        asked = western_digits(self.cleaned_data["as_of"])
        if not asked:
            return None
        try:
            at = end_of(date.fromisoformat(asked), self.now) if len(asked) == DAY else datetime.fromisoformat(asked)
        except ValueError as fault:
            raise forms.ValidationError(_("Give the day as year, month and day, such as 2031-03-01.")) from fault
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        if at > self.now:
            raise forms.ValidationError(_("That day has not come yet. Choose today or an earlier day."))
        return at

    @property
    def day(self) -> date | None:
        """The day that is asked for, where it is a whole day: neither an instant nor today."""
        return self.at.date() if self.at != self.now and len(self.data["as_of"]) == DAY else None

    @property
    def at(self) -> datetime:
        """The instant that is asked for, or now."""
        asked: datetime | None = self.cleaned_data.get("as_of") if self.is_valid() else None
        return asked or self.now


def end_of(day: date, now: datetime) -> datetime:
    """The last second of a day (UTC); now, if the day is today."""
    return now if day == now.date() else datetime.combine(day, time(23, 59, 59), UTC)


class NewRelease(forms.Form):
    """A release in every language of the interface, with the moment from which it may be read."""

    #: Made when the form is first shown, so that a form sent twice is one release.
    key = forms.RegexField(r"^[0-9a-z-]{1,80}$", widget=forms.HiddenInput)
    released_at = forms.DateTimeField(
        label=_("May be read from"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("Give the day and the time, such as 2031-10-02 12:00.")},
    )

    def __init__(self, typed: Any = None, *, now: datetime, initial: dict[str, Any] | None = None) -> None:
        super().__init__(typed, initial={"key": fresh_id(), **(initial or {})})
        self.now = now
        for code in reader_first():
            language = get_language_info(code)["name_local"]
            self.fields[f"title_{code}"] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": language}, max_length=200
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": language}, max_length=20000, widget=forms.Textarea
            )

    @property
    def pairs(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """The language's code, its title and its text, for each language."""
        return [(code, self[f"title_{code}"], self[f"body_{code}"]) for code in reader_first()]

    @property
    def title(self) -> dict[str, str]:
        """The title per language."""
        return {code: self.cleaned_data.get(f"title_{code}", "") for code, _name in settings.LANGUAGES}

    @property
    def body(self) -> dict[str, str]:
        """The text per language."""
        return {code: self.cleaned_data.get(f"body_{code}", "") for code, _name in settings.LANGUAGES}

    def clean_released_at(self) -> datetime:
        """The moment from which it may be read: now, where none is given."""
        at: datetime | None = self.cleaned_data["released_at"]
        if at is not None and at < self.now:
            raise forms.ValidationError(_("A release cannot be dated back. Choose a later moment, or none."))
        return at or self.now

    def clean(self) -> dict[str, Any]:
        """What the verb would refuse is said beside the form, before anything is lost."""
        typed: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                require_a_pair(self.title, self.body)
            except Refused as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return typed


class RevisedRelease(NewRelease):
    """Other words for a release under embargo; `base` is the version that they were written over."""

    key = None  # type: ignore[assignment]  # the release has its key already
    base = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, release: Release, typed: Any = None, *, now: datetime, initial: dict[str, Any]) -> None:
        self.release = release
        super().__init__(typed, now=now, initial={**_as_typed(release), "base": version_of(release.stands), **initial})

    @property
    def differences(self) -> list[Difference]:
        """Where what was typed is not what stands on record by now."""
        stands = _as_typed(self.release)
        fields = (field for _code, *pair in self.pairs for field in pair)
        sides = [(field.label, field.name[-2:], stands[field.name], str(field.value())) for field in fields]
        when = self["released_at"]
        return differences([*sides, (when.label, "", stands["released_at"], str(when.value()))])

    def as_it_stands(self) -> None:
        """The form goes on from what stands on record now: sent once more, what was typed takes its place."""
        self.data = {**self.data.dict(), "base": version_of(self.release.stands)}  # type: ignore[attr-defined]


def _as_typed(release: Release) -> dict[str, str]:
    """The fields of a release as the form shows them."""
    words = {
        f"{part}_{code}": field.get(code, "")
        for code, _name in settings.LANGUAGES
        for part, field in (("title", release.title), ("body", release.body))
    }
    return {**words, "released_at": f"{localtime(release.released_at):%Y-%m-%dT%H:%M}"}
