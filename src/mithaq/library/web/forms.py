"""What is typed in the library: what is searched and narrowed, what is said of a study, why one is withdrawn."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.vocabulary import Kind
from mithaq.foundation.languages.formats import name_of_language
from mithaq.foundation.languages.words import PerLanguage
from mithaq.library.domain.hand_in import Said
from mithaq.library.models import Study, Theme
from mithaq.library.queries import names_of
from mithaq.library.vocabulary import LANGUAGES, Licence
from mithaq.members.queries.naming import organisations_to_choose
from mithaq.taskforces.models import Group, Paper

_ISSUED = re.compile(r"\d{4}(-\d{2}){0,2}")


def _ticks() -> forms.CheckboxSelectMultiple:
    """Boxes to tick in a list of many that scrolls in its place."""
    return forms.CheckboxSelectMultiple({"class": "many"})


def named_languages() -> list[tuple[str, str]]:
    """The languages by code, each under its name in the reader's language."""
    return [(code, name_of_language(code)) for code in LANGUAGES]


class Asked(forms.Form):
    """What is searched for, and what the shelf is narrowed to; a choice that does not exist narrows nothing."""

    q = forms.CharField(
        label=_("Search the studies"), max_length=200, required=False, strip=True, widget=forms.SearchInput
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    city = forms.ChoiceField(label=_("City studied"), required=False)
    organisation = forms.ChoiceField(label=_("Published by"), required=False)
    group = forms.ChoiceField(label=_("Handed in for the group"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, asked: Any, choices: dict[str, list[tuple[str, Any]]]) -> None:
        super().__init__(asked)
        for name, offered in choices.items():
            self.fields[name].choices = [("", _("All")), *offered]  # type: ignore[attr-defined]

    @property
    def line(self) -> str:
        """What is searched for."""
        self.is_valid()
        return str(self.cleaned_data.get("q", ""))

    @property
    def narrowed(self) -> dict[str, str]:
        """The filters that are set, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value and name != "q"}


class AboutAStudy(forms.Form):
    """What a library says of a study."""

    title_en = forms.CharField(label=_("Title in English"), max_length=400, required=False)
    title_ar = forms.CharField(label=_("Title in Arabic"), max_length=400, required=False)
    abstract_en = forms.CharField(
        label=_("What it says, in English"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    abstract_ar = forms.CharField(
        label=_("What it says, in Arabic"), max_length=4_000, required=False, widget=forms.Textarea({"rows": 4})
    )
    authors = forms.CharField(
        label=_("Authors"),
        help_text=_("One name a line, as they stand on the title page."),
        max_length=3_000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    link = forms.URLField(label=_("Link to where it stands"), max_length=500, required=False, assume_scheme="https")
    issued = forms.CharField(
        label=_("Date of publication"),
        help_text=_("As exactly as it is known: a year, a month or a day, such as 2031, 2031-02 or 2031-02-14."),
        max_length=10,
        required=False,
    )
    pages = forms.IntegerField(label=_("Pages"), min_value=1, max_value=100_000, required=False)
    licence = forms.ChoiceField(label=_("Licence"), choices=Licence.choices, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages it is written in"),
        choices=named_languages,
        required=False,
        widget=_ticks(),
    )
    themes: forms.ModelMultipleChoiceField[Theme] = forms.ModelMultipleChoiceField(
        None, label=_("Themes"), required=False, to_field_name="key", widget=_ticks()
    )
    theme_en = forms.CharField(label=_("Another theme, in English"), max_length=120, required=False)
    theme_ar = forms.CharField(label=_("Another theme, in Arabic"), max_length=120, required=False)
    organisations: forms.ModelMultipleChoiceField[Organisation] = forms.ModelMultipleChoiceField(
        None, label=_("Published by"), required=False, to_field_name="public_id", widget=_ticks()
    )
    cities: forms.ModelMultipleChoiceField[Organisation] = forms.ModelMultipleChoiceField(
        None, label=_("Cities that it looks at"), required=False, to_field_name="public_id", widget=_ticks()
    )
    group: forms.ModelChoiceField[Group] = forms.ModelChoiceField(
        None, label=_("Handed in for the group"), required=False, to_field_name="public_id"
    )

    def __init__(self, cycle: Cycle, *typed: Any, **more: Any) -> None:
        super().__init__(*typed, **more)
        offered: dict[str, Any] = {
            "themes": Theme.objects.filter(cycle=cycle),
            "organisations": Organisation.objects.filter(merged_into=None),
            "cities": Organisation.objects.filter(merged_into=None, kind="city"),
            "group": cycle.groups.all(),
        }
        for name, found in offered.items():
            self.fields[name].queryset = found  # type: ignore[attr-defined]
        # Hundreds of them, known by name already.
        self.fields["organisations"].widget.choices = organisations_to_choose()
        self.fields["cities"].widget.choices = organisations_to_choose(Kind.CITY)

    def clean_issued(self) -> str:
        """A year, a month or a day that exists."""
        issued = western_digits(str(self.cleaned_data["issued"])).strip()
        if issued and not (_ISSUED.fullmatch(issued) and _exists(issued)):
            raise forms.ValidationError(_("Write a year, a month or a day, such as 2031, 2031-02 or 2031-02-14."))
        return issued

    def clean(self) -> dict[str, Any]:
        """At least one title is needed."""
        typed = super().clean() or {}
        if not typed.get("title_en") and not typed.get("title_ar"):
            self.add_error("title_en", _("Give the study a title in English or in Arabic."))
        return typed

    @property
    def said(self) -> Said:
        """What was typed."""
        typed = self.cleaned_data
        return Said(
            title=self._words("title"),
            abstract=self._words("abstract"),
            authors=tuple(line.strip() for line in typed["authors"].splitlines() if line.strip()),
            organisations=tuple(typed["organisations"]),
            cities=tuple(typed["cities"]),
            themes=tuple(typed["themes"]),
            new_theme=self._words("theme"),
            languages=tuple(typed["languages"]),
            licence=typed["licence"],
            pages=typed["pages"],
            issued=typed["issued"],
            link=typed["link"],
            group=typed["group"],
        )

    def _words(self, name: str) -> PerLanguage:
        words = {language: self.cleaned_data[f"{name}_{language}"].strip() for language in ("en", "ar")}
        return PerLanguage({language: said for language, said in words.items() if said})


class HandingIn(AboutAStudy):
    """A study with its file or a link. What is typed stays typed; only the file has to be chosen again."""

    file = forms.FileField(
        label=_("The study as a file"),
        help_text=_("A PDF or a Word file. Its pages can be searched as soon as they are read."),
        required=False,
    )
    field_order = ("file", "link")

    def clean(self) -> dict[str, Any]:
        """A file or a link is needed."""
        typed = super().clean()
        if not typed.get("file") and not typed.get("link") and "file" not in self.errors and "link" not in self.errors:
            self.add_error("file", _("Choose the study's file, or give a link to where it stands."))
        return typed

    @property
    def upload(self) -> UploadedFile | None:
        """The file that was sent."""
        return self.cleaned_data["file"] or None


class Reason(forms.Form):
    """Why a study is withdrawn."""

    reason = forms.CharField(label=_("Why it is withdrawn"), max_length=500)


class Citing(forms.Form):
    """Which paper draws on a study."""

    paper: forms.ModelChoiceField[Paper] = forms.ModelChoiceField(
        None, label=_("Working paper that draws on it"), to_field_name="public_id"
    )

    def __init__(self, papers: Any, *typed: Any) -> None:
        super().__init__(*typed)
        self.fields["paper"].queryset = papers  # type: ignore[attr-defined]


def as_typed(study: Study) -> dict[str, Any]:
    """What is said of a study, as it fills the form."""
    named = names_of(study.cycle)[study.pk]
    return {
        **{f"title_{language}": words for language, words in study.title.items()},
        **{f"abstract_{language}": words for language, words in study.abstract.items()},
        "authors": "\n".join(study.authors),
        "organisations": named.organisations,
        "cities": named.cities,
        "themes": named.themes,
        "languages": study.languages,
        "licence": study.licence,
        "pages": study.pages,
        "issued": study.issued,
        "link": study.link,
        "group": study.group,
    }


def _exists(issued: str) -> bool:
    year, month, day, *_rest = [*issued.split("-"), "01", "01"]
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return True
