"""What is typed about working papers: a paper that is begun, its versions, its way, its reviews and comments."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Seat
from mithaq.foundation.ui.fields import DayField, Name
from mithaq.taskforces.domain.pages import Pages
from mithaq.taskforces.domain.papers import Content
from mithaq.taskforces.domain.review import Said
from mithaq.taskforces.models import Group
from mithaq.taskforces.queries import seats
from mithaq.taskforces.vocabulary import Finding, PaperKind, Stage
from mithaq.taskforces.web.forms import Words
from mithaq.taskforces.web.group_forms import CHOOSE, Reason

LANGUAGES = [("", _("Not said yet")), *settings.LANGUAGES]


class AskedOfPapers(forms.Form):
    """What is searched for among the papers."""

    q = forms.CharField(
        label=_("Search the papers"), max_length=200, required=False, strip=True, widget=forms.SearchInput
    )

    @property
    def line(self) -> str:
        """What is searched for; empty where nothing is, or nothing that could be."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))


class BegunPaper(Words):
    """A paper that a group begins."""

    names = (("title", _("Title (%(language)s)"), False),)
    needed = ("title",)
    kind = forms.ChoiceField(label=_("What it is"), choices=PaperKind.choices, initial=PaperKind.WORKING_PAPER)
    language = forms.ChoiceField(label=_("Language it is written in"), choices=LANGUAGES, required=False)


class AddedVersion(Words):
    """A version: a file or a link, with its language, its pages and who counted them, and what is new."""

    file = forms.FileField(
        label=_("File"), required=False, help_text=_("A Word document, a spreadsheet or a PDF; or give a link below.")
    )
    link = forms.URLField(label=_("Link to where it stands"), required=False, max_length=500, assume_scheme="https")
    language = forms.ChoiceField(label=_("Language it is written in"), choices=LANGUAGES, required=False)
    pages = forms.IntegerField(label=_("Pages"), required=False, min_value=1, max_value=100_000)
    pages_source = Name(
        label=_("Who counted the pages, or where the number stands"),
        required=False,
        max_length=200,
        help_text=_("Such as: as printed, by the authors."),
    )
    note = Name(label=_("What is new in it"), required=False, max_length=500)

    def clean(self) -> dict[str, Any]:
        """A file or a link; pages with their source."""
        typed = super().clean()
        if not typed.get("file") and not typed.get("link") and not self.errors:
            self.add_error("file", _("Choose the file, or give a link to it."))
        elif typed.get("file") and typed.get("link"):
            self.add_error("link", _("Give either a file or a link, not both."))
        if typed.get("pages") and not typed.get("pages_source"):
            self.add_error("pages_source", _("Say who counted the pages: a number without a source is not kept."))
        return typed

    def content(self, file: Any, told: Pages) -> Content:
        """What the version is, with its file as it was received; its pages as a person counted them, else as the file
        tells them."""
        typed = self.cleaned_data
        pages = Pages(typed["pages"], typed["pages_source"]) if typed["pages"] else told
        kept = {name: typed[name] for name in ("link", "language", "note")}
        return Content(file, **kept, pages=pages.number, pages_source=pages.source, counted_by=pages.by)


class GivenBack(Words):
    """To which earlier stage a paper goes back, and why."""

    stage = forms.ChoiceField(label=_("Back to"))
    reason = Reason(label=_("Why it goes back"))

    def __init__(self, *given: Any, now: Stage, **named: Any) -> None:
        super().__init__(*given, **named)
        earlier = [(one.value, one.label) for one in Stage if one.place < now.place]
        self.fields["stage"].choices = earlier  # type: ignore[attr-defined]


class MovedPaper(Words):
    """The group to which a paper belongs, and why it is moved."""

    group = forms.ChoiceField(label=_("The group to which it belongs"))
    reason = Reason(label=_("Why it is moved"))

    def __init__(self, *given: Any, groups: Iterable[Group], **named: Any) -> None:
        self.known = {one.public_id: one for one in groups}
        super().__init__(*given, **named)
        choices = [CHOOSE, *((public_id, str(one.title)) for public_id, one in self.known.items())]
        self.fields["group"].choices = choices  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Group:
        """The group."""
        return self.known[self.cleaned_data["group"]]


class AskedReviewers(Words):
    """Who is asked to review a paper, and by which day."""

    reviewers = forms.MultipleChoiceField(
        label=_("Reviewers"), required=False, widget=forms.SelectMultiple(attrs={"size": 8})
    )
    addresses = forms.CharField(
        label=_("Others, by their e-mail address on record"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "ltr"}),
    )
    due = DayField(label=_("By which day"))

    def __init__(self, *given: Any, known: Iterable[Seat], at: datetime, **named: Any) -> None:
        self.known, self.at = {one.public_id: one for one in known}, at
        super().__init__(*given, **named)
        choices = [(public_id, one.sentence) for public_id, one in self.known.items()]
        self.fields["reviewers"].choices = choices  # type: ignore[attr-defined]

    def clean_addresses(self) -> list[Seat]:
        """The seats of these addresses; one that nobody on record has is named."""
        addresses = self.cleaned_data["addresses"].lower().split()
        found: dict[str, Seat] = {}
        for seat in seats().annotate(address=Lower("person__email")).filter(address__in=addresses):
            if seat.is_held(self.at):
                found.setdefault(seat.person.email.lower(), seat)
        unknown = [address for address in addresses if address not in found]
        if unknown:
            raise forms.ValidationError(
                _("Nobody who holds a seat has this address: %(addresses)s") % {"addresses": ", ".join(unknown)}
            )
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Somebody at least is asked."""
        typed = super().clean()
        if not typed.get("reviewers") and not typed.get("addresses") and not self.errors:
            self.add_error("reviewers", _("Choose who is asked."))
        return typed

    @property
    def chosen(self) -> list[Seat]:
        """All who are asked."""
        return [*(self.known[one] for one in self.cleaned_data["reviewers"]), *self.cleaned_data["addresses"]]


class WrittenComment(Words):
    """What somebody says of a paper, and of which place in it."""

    text = forms.CharField(label=_("Comment"), max_length=8000, widget=forms.Textarea(attrs={"rows": 5}))
    place = Name(label=_("Section"), required=False, max_length=200, help_text=_("Leave it empty for the whole paper."))
    page = forms.IntegerField(label=_("Page"), required=False, min_value=1, max_value=100_000)

    @property
    def said(self) -> Said:
        """The comment."""
        return Said(**{name: self.cleaned_data[name] for name in ("text", "place", "page")})


class AnsweredComment(Words):
    """What the authors did with a comment, and why."""

    finding = forms.ChoiceField(label=_("What was done"), choices=Finding.choices)
    reason = forms.CharField(
        label=_("Why, or how"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """What is not taken up has a reason."""
        typed = super().clean()
        if (
            typed.get("finding") != Finding.TAKEN
            and not typed.get("reason", "").strip()
            and "reason" not in self.errors
        ):
            self.add_error("reason", _("Say why it is not taken up, or only in part."))
        return typed


class LatePapers(Words):
    """How papers are treated that come after the deadline."""

    refuses = forms.TypedChoiceField(
        label=_("Papers after the deadline"),
        choices=((0, _("are taken, and marked as late")), (1, _("are refused"))),
        coerce=lambda chosen: bool(int(chosen)),
    )
