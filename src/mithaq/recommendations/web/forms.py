"""What is typed in this room: the filters of the list, and a paper that is handed in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.languages.words import PerLanguage, reader_first
from mithaq.recommendations.domain.decide import Corrected
from mithaq.recommendations.models import Candidate
from mithaq.recommendations.queries.table import OnTheTable
from mithaq.recommendations.vocabulary import Reply
from mithaq.taskforces.models import Group


class Sought(forms.Form):
    """What the list of recommendations is narrowed to; a choice that does not exist narrows nothing."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    paper = forms.ChoiceField(label=_("Working paper"), required=False)
    proposer = forms.ChoiceField(label=_("Proposed by"), required=False)
    point = forms.ChoiceField(label=_("Became"), required=False)

    def __init__(self, asked: Any, **choices: list[tuple[str, Any]]) -> None:
        super().__init__(asked)
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]
        for name in set(self.fields) - set(choices):
            del self.fields[name]

    @property
    def wanted(self) -> dict[str, str]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class _Titled(forms.Form):
    """What is handed in has a title in one language at least, a language, and a group where one wrote it."""

    title_en = forms.CharField(label=_("Title in English"), max_length=300, required=False)
    title_ar = forms.CharField(label=_("Title in Arabic"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language it is written in"), choices=settings.LANGUAGES)
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        None, label=_("Group that wrote it"), required=False, to_field_name="public_id"
    )

    def __init__(self, cycle: Cycle, *typed: Any) -> None:
        super().__init__(*typed)
        self.fields["group"].queryset = cycle.groups.all()  # type: ignore[attr-defined]
        self.fields["group"].empty_label = _("No group")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one title is needed."""
        typed = super().clean() or {}
        if not typed.get("title_en") and not typed.get("title_ar"):
            self.add_error(f"title_{reader_first()[0]}", _("Give the paper a title in English or in Arabic."))
        return typed

    @property
    def titles(self) -> list[tuple[forms.BoundField, str]]:
        """The fields of the title, each with its language, the reader's first."""
        return [(self[f"title_{code}"], code) for code in reader_first()]

    @property
    def title(self) -> PerLanguage:
        """The titles that were typed, by language."""
        titles = {"en": self.cleaned_data["title_en"], "ar": self.cleaned_data["title_ar"]}
        return PerLanguage({language: words for language, words in titles.items() if words})


class HandingInAList(_Titled):
    """A list of recommendations that is typed or pasted."""

    words = forms.CharField(
        label=_("The recommendations"),
        help_text=_(
            "One on each line, with or without its number; proposers may stand in parentheses at its end. Or a table "
            "pasted from a spreadsheet: a first row such as “No.”, “Recommendation” and “Proposed by” says what its "
            "columns hold."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        max_length=1_000_000,
    )


class HandingIn(_Titled):
    """A working paper with its file. What is typed stays typed; only the file has to be chosen again."""

    file = forms.FileField(
        label=_("The paper as a file"),
        help_text=_(
            "A Word file (.docx), a PDF, an OpenDocument text (.odt) or a page of HTML, of up to 25 megabytes (a PDF: "
            "50). Its recommendations are read out of it; the file itself stays as it is."
        ),
    )

    @property
    def upload(self) -> UploadedFile:
        """The file that was sent."""
        return self.cleaned_data["file"]


class Correcting(forms.Form):
    """A candidate's words, number, heading and proposers as a person writes them."""

    text = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}), max_length=20_000)
    number = forms.CharField(label=_("Number in the paper"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language it is written in"))
    theme = forms.CharField(label=_("Heading above it"), max_length=300, required=False)
    proposers = forms.CharField(
        label=_("Proposed by"),
        help_text=_("One on each line."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        max_length=20_000,
        required=False,
    )

    def __init__(self, candidate: Candidate, typed: Any = None, *, begun: dict[str, Any]) -> None:
        stands = {name: getattr(candidate, name) for name in ("text", "number", "language", "theme")}
        super().__init__(typed, initial={**stands, "proposers": "\n".join(candidate.proposers), **begun})
        known = [code for code, _name in settings.LANGUAGES]
        other = [] if candidate.language in known else [(candidate.language, _("Another language"))]
        self.fields["language"].choices = [*settings.LANGUAGES, *other]  # type: ignore[attr-defined]

    @property
    def corrected(self) -> Corrected:
        """What was typed."""
        typed = self.cleaned_data
        lines = (line.strip()[:300] for line in typed["proposers"].splitlines())
        return Corrected(
            text=typed["text"].replace("\r\n", "\n"),
            language=typed["language"],
            number=typed["number"],
            theme=typed["theme"],
            proposers=tuple(line for line in lines if line),
        )


class Cut(forms.Form):
    """How the table is cut into suggested groups; what makes no sense cuts as if it had not been said."""

    BY = (("points", _("a number of points")), ("closeness", _("how close they are")))

    by = forms.ChoiceField(label=_("Suggest by"), choices=BY, required=False)
    points = forms.IntegerField(label=_("Number of points"), min_value=1, max_value=5_000, required=False)
    closeness = forms.IntegerField(
        label=_("Closeness, from a few wide groups to many narrow ones"),
        min_value=0,
        max_value=100,
        required=False,
        widget=forms.NumberInput(attrs={"type": "range"}),
    )
    pillar = forms.ChoiceField(label=_("Pillar"), required=False)
    words = forms.CharField(label=_("With these words"), max_length=100, required=False)
    within = forms.BooleanField(label=_("Never across pillars"), required=False)

    def __init__(self, table: OnTheTable, asked: Any) -> None:
        usual = {"by": "points", "points": max(1, len(table.points), round(len(table.items) / 6)), "closeness": 50}
        said = {name: value for name, value in asked.items() if name in self.base_fields and value}
        super().__init__({**usual, **said})
        pillars = [(one.public_id, one.title) for one in table.pillars]
        self.fields["pillar"].choices = [("", _("All")), *pillars, ("none", _("Without a pillar"))]  # type: ignore[attr-defined]
        self.usual = usual
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was asked for, else what is usual."""
        return self.cleaned_data.get(name) or self.usual.get(name, "")

    @property
    def asked(self) -> dict[str, Any]:
        """How the table is to be cut."""
        within = bool(self.cleaned_data.get("within"))
        if self.value("by") == "closeness":
            closeness = self.cleaned_data.get("closeness")
            return {"closeness": (50 if closeness is None else closeness) / 100, "within_pillars": within}
        return {"points": self.value("points"), "within_pillars": within}


class Wording(forms.Form):
    """Title and wording of a point in the languages of the house."""

    def __init__(self, typed: Any = None, **more: Any) -> None:
        super().__init__(typed, **more)
        for code, named in settings.LANGUAGES:
            language = str(named)
            self.fields[f"title_{code}"] = forms.CharField(
                label=gettext("Title (%(language)s)") % {"language": language}, max_length=300, required=False
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=gettext("Wording (%(language)s)") % {"language": language},
                max_length=20_000,
                required=False,
                widget=forms.Textarea,
            )

    @staticmethod
    def initial_of(title: PerLanguage, texts: dict[str, str]) -> dict[str, str]:
        """The fields as a point has them."""
        words = {f"title_{code}": text for code, text in title.items()}
        return words | {f"text_{code}": text for code, text in texts.items()}

    @staticmethod
    def written_from(sources: list[PerLanguage]) -> dict[str, str]:
        """The wordings filled with those of the sources, one under the other, in each language that they have."""
        return {
            f"text_{code}": "\n".join(said)
            for code, _language in settings.LANGUAGES
            if (said := [source[code] for source in sources if source.get(code)])
        }

    def clean(self) -> dict[str, Any]:
        """At least one title is needed."""
        typed = super().clean() or {}
        titles = [f"title_{code}" for code, _language in settings.LANGUAGES]
        if not any(typed.get(name) for name in titles):
            self.add_error(titles[0], _("Give the point a title in English or in Arabic."))
        return typed

    @property
    def title(self) -> dict[str, str]:
        """The titles that were typed, by language."""
        return self._by_language("title_", empty=False)

    @property
    def texts(self) -> dict[str, str]:
        """The wordings that were typed, by language; empty where one was left out."""
        return self._by_language("text_", empty=True)

    def _by_language(self, prefix: str, *, empty: bool) -> dict[str, str]:
        typed = {code: self.cleaned_data.get(f"{prefix}{code}", "") for code, _language in settings.LANGUAGES}
        return {code: words for code, words in typed.items() if words or empty}


class Reasons(forms.Form):
    """Why a recommendation is dropped, in the languages of the house."""

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed)
        for code, named in settings.LANGUAGES:
            language = str(named)
            self.fields[f"reason_{code}"] = forms.CharField(
                label=gettext("Reason (%(language)s)") % {"language": language},
                max_length=2_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        """A reason in one language is enough."""
        typed = super().clean() or {}
        if not any(typed.values()):
            first = f"reason_{settings.LANGUAGES[0][0]}"
            self.add_error(first, _("Say why it is dropped: those who wrote it will read the reason."))
        return typed

    @property
    def reason(self) -> dict[str, str]:
        """The reasons that were typed, by language."""
        return {name.removeprefix("reason_"): words for name, words in self.cleaned_data.items() if words}


class Why(forms.Form):
    """Why the consolidation is opened again."""

    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))


class Asked(forms.Form):
    """Until which day the groups may answer; the day counts to its end where the secretariat sits."""

    until = forms.DateField(
        label=_("Answers until the end of this day"), widget=forms.DateInput(attrs={"type": "date"})
    )


class Replying(forms.Form):
    """What a group says to what becomes of its recommendation."""

    reply = forms.ChoiceField(label=_("The group"), choices=Reply.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("In words"),
        help_text=_("An objection needs its reason."),
        max_length=5_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    proposal = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Whoever objects says why."""
        typed = super().clean() or {}
        if typed.get("reply") in (Reply.OBJECTS, Reply.COMMENTS) and not typed.get("words", "").strip():
            self.add_error("words", _("Say it in words: an objection needs its reason, and a comment its text."))
        return typed
