"""The forms of the correspondence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info, gettext, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mithaq.core.fields import faults, fields_in
from mithaq.core.text import western_digits
from mithaq.correspondence.domain.write import Asked
from mithaq.correspondence.models import Circular, Matter
from mithaq.correspondence.queries.circles import Circle
from mithaq.correspondence.queries.letters import matter_of
from mithaq.correspondence.queries.recipients import Choice
from mithaq.correspondence.vocabulary import FIELDS, FIELDS_OF_A_MATTER
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.languages.formats import number
from mithaq.members.queries.classes import class_choices

#: Files that one answer may carry.
MOST_FILES = 5


class Instant(forms.DateTimeField):
    """A day and an hour in the reader's zone, in whichever digits it is typed."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {"invalid": _("Give the day and the hour, such as 2031-05-15 17:00.")}

    def to_python(self, value: Any) -> Any:
        return super().to_python(western_digits(value) if isinstance(value, str) else value)


class Writing(forms.Form):
    """A circular: its words in each language that the group works in, what it asks for, and to whom it goes."""

    def __init__(
        self,
        *arguments: Any,
        languages: Sequence[str],
        circles: Iterable[Circle],
        organisations: list[tuple[str, str]],
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        here = get_language()
        self.languages = languages = sorted(languages, key=lambda code: code != here)  # the reader's own first
        for language in languages:
            named = {"language": _named(language)}
            self.fields[f"subject_{language}"] = forms.CharField(
                label=gettext("Subject in %(language)s") % named, max_length=200
            )
            self.fields[f"body_{language}"] = forms.CharField(
                label=gettext("Letter in %(language)s") % named,
                widget=forms.Textarea(attrs={"rows": 12}),
                max_length=20_000,
            )
        self.fields["due"] = Instant(
            label=_("Answer by"), required=False, help_text=_("In your own time zone. Empty: it asks for nothing.")
        )
        for language in languages:
            self.fields[f"matter_{language}"] = forms.CharField(
                label=gettext("What is asked for, in %(language)s") % {"language": _named(language)},
                max_length=200,
                required=False,
            )
        self.fields["standings"] = _boxes(gettext_lazy("Members in these classes"), class_choices())
        self.fields["kinds"] = _boxes(gettext_lazy("Members of these kinds"), Kind.choices)
        known = [(circle.key, str(circle.title)) for circle in circles]
        if known:
            self.fields["circles"] = _boxes(gettext_lazy("Everybody in these groups"), known)
        self.fields["organisations"] = forms.MultipleChoiceField(
            label=_("Single organisations"),
            choices=organisations,
            required=False,
            widget=forms.SelectMultiple(attrs={"size": 8}),
            help_text=_("Hold Ctrl or Cmd to choose several."),
        )
        self.fields["roles"] = _boxes(
            gettext_lazy("Only seats in these roles"),
            Role.choices,
            _("None chosen: the sherpa, or whoever speaks for the organisation."),
        )

        self.fields["unmarked"] = forms.ChoiceField(
            label=_("Files into which the recipient cannot be written"),
            help_text=_("Files of Excel, and PDF files that are locked or signed."),
            choices=(("", _("are left out")), ("send", _("go out all the same, with the recipient in their name"))),
            widget=forms.RadioSelect,
            required=False,
        )

    def sends_unmarked(self) -> bool:
        """Whether files that cannot be marked inside go out all the same."""
        return bool(self.cleaned_data.get("unmarked"))

    def narrowed(self) -> bool:
        """Whether recipients are chosen by what is folded away at first."""
        folded = ("kinds", "organisations", "roles")
        return any(self[name].errors or self[name].value() for name in folded)

    def words(self) -> list[Any]:
        """The fields of the letter, by language: the code, the subject, the body."""
        return [(code, self[f"subject_{code}"], self[f"body_{code}"]) for code in self.languages]

    def matters(self) -> list[Any]:
        """The fields of what is asked for: the language's code and the field."""
        return [(code, self[f"matter_{code}"]) for code in self.languages]

    def clean(self) -> dict[str, Any]:
        """Fields in double braces are known; what is asked for and its deadline come together."""
        entered = super().clean() or {}
        for language in self.languages:
            for name in (f"subject_{language}", f"body_{language}"):
                self._refuse_faults(name, entered.get(name, ""))
        asks = bool(entered.get("due")) or "due" in self.errors
        for language in self.languages:
            name = f"matter_{language}"
            if asks and not entered.get(name) and name not in self.errors:
                self.add_error(name, _("Say what is asked for, since there is a date for the answer."))
            if not asks and entered.get(name):
                self.add_error("due", _("Give the date by which this is asked for."))
                asks = True
        if not asks:
            for language in self.languages:
                self._refuse_fields_of_a_matter(language, entered)
        return entered

    def _refuse_faults(self, name: str, text: str) -> None:
        for wrong in faults(text, FIELDS):
            place = {"words": wrong.words, "line": number(wrong.line), "sign": number(wrong.sign)}
            self.add_error(
                name,
                gettext("“%(words)s” on line %(line)s, sign %(sign)s, is no field that can be filled.") % place,
            )

    def _refuse_fields_of_a_matter(self, language: str, entered: dict[str, Any]) -> None:
        for name in (f"subject_{language}", f"body_{language}"):
            used = fields_in(entered.get(name, "")) & set(FIELDS_OF_A_MATTER)
            for field in sorted(used):
                self.add_error(
                    name,
                    gettext("“%(field)s” can only be filled where the circular asks for something by a date.")
                    % {"field": f"{{{{ {field} }}}}"},
                )

    def entered(self, kind: str) -> dict[str, str]:
        """What was entered of a kind of words ("subject", "body", "matter"), per language."""
        return {code: self.cleaned_data[f"{kind}_{code}"] for code in self.languages}

    def asked(self) -> Asked | None:
        """What is asked for, if anything is."""
        due: datetime | None = self.cleaned_data.get("due")
        return Asked(self.entered("matter"), due) if due else None

    def choice(self) -> Choice:
        """Whom it is for."""
        return Choice.as_read(self.cleaned_data)


def as_written(circular: Circular) -> dict[str, Any]:
    """A circular's words and choice, as the form's first values."""
    matter: Matter | None = matter_of(circular)
    values: dict[str, Any] = {**circular.choice, "due": matter.due if matter else None}
    values["unmarked"] = "send" if circular.sends_unmarked else ""
    for code, words in circular.subject.items():
        values[f"subject_{code}"] = words
    for code, words in circular.body.items():
        values[f"body_{code}"] = words
    for code, words in (matter.title if matter else {}).items():
        values[f"matter_{code}"] = words
    return values


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Up to `MOST_FILES` files, as a list."""

    widget = SeveralFiles(attrs={"multiple": True, "accept": ".docx,.xlsx,.pdf"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each as one."""
        several = data if isinstance(data, list) else [data] if data else []
        if len(several) > MOST_FILES:
            most = {"most": number(MOST_FILES)}
            raise forms.ValidationError(gettext("Choose %(most)s files at most, or hand in twice.") % most)
        return [super(Files, self).clean(one, initial) for one in several]


class Answering(forms.Form):
    """An answer: words, files, or both."""

    words = forms.CharField(
        label=_("Your answer in words"),
        required=False,
        max_length=50_000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attached = Files(
        label=_("Files"),
        required=False,
        help_text=_("Word, Excel or PDF; several at once if you like."),
    )

    def clean(self) -> dict[str, Any]:
        """Something has to be in it."""
        entered = super().clean() or {}
        if not entered.get("words") and not entered.get("attached") and not self.errors:
            self.add_error("words", _("Write your answer here, or choose a file below."))
        return entered


class FilingAnswer(forms.Form):
    """Whose answer it is, and to what."""

    matter = forms.ChoiceField(label=_("It answers"))
    organisation = forms.ChoiceField(label=_("It is the answer of"))

    def __init__(self, *arguments: Any, asked: tuple[dict[str, str], dict[str, str]], **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        for name, known in zip(("matter", "organisation"), asked, strict=True):
            self.fields[name].choices = [("", "—"), *known.items()]  # type: ignore[attr-defined]


class SettingAside(forms.Form):
    """Why a return is no answer."""

    reason = forms.CharField(label=_("Why it is set aside"), max_length=500)


class TakingIn(forms.Form):
    """A mail as a file."""

    mail = forms.FileField(
        label=_("The mail as a file (.eml)"),
        help_text=_("Drag the mail out of your mail program, or save it from there."),
    )


class Keeping(forms.Form):
    """The title of a template, in one language at least."""

    def __init__(self, typed: Any, *, titles: Mapping[str, str], languages: Sequence[str]) -> None:
        super().__init__(typed, initial={f"title_{code}": words[:120] for code, words in titles.items()})
        self.languages = languages
        for language in sorted(languages, key=lambda code: code != get_language()):
            self.fields[f"title_{language}"] = forms.CharField(
                label=gettext("Title of the template in %(language)s") % {"language": _named(language)},
                max_length=120,
                required=False,
            )

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields, each with its language."""
        return [(self[name], name.removeprefix("title_")) for name in self.fields]

    @property
    def titles(self) -> dict[str, str]:
        """What was entered, in the group's order of languages."""
        return {code: self.cleaned_data[f"title_{code}"] for code in self.languages}


class AskedOfTheBoard(forms.Form):
    """What a reader asks of the board; each may be left out."""

    matter = forms.ChoiceField(label=_("Matter"), required=False)
    standing = forms.ChoiceField(label=_("Answer"), required=False)
    name = forms.CharField(label=_("Name"), required=False, max_length=100)

    def __init__(self, *arguments: Any, matters: Iterable[Matter], standings: Any, **keywords: Any) -> None:
        super().__init__(*arguments, **keywords)
        everything = pgettext_lazy("matters", "All")
        self.fields["matter"].choices = [("", everything), *((one.public_id, str(one.title)) for one in matters)]  # type: ignore[attr-defined]
        self.fields["standing"].choices = [("", pgettext_lazy("answers", "All")), *standings]  # type: ignore[attr-defined]


def _boxes(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple, help_text=help_text
    )


def _named(language: str) -> str:
    return str(get_language_info(language)["name_translated"])
