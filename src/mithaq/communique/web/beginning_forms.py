"""What is typed while a text is begun and its first draft composed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.communique.models import Text
from mithaq.communique.vocabulary import ClauseKind, TextKind
from mithaq.communique.web.negotiation_forms import words
from mithaq.core.composing.sketch import Planned
from mithaq.cycle.models import Cycle
from mithaq.foundation.ui.fields import Instant, Name
from mithaq.foundation.ui.templatetags.values import own_name

#: Languages that are offered beside those of the year: those of the United Nations, and some more.
OFFERED = ("ar", "en", "es", "fr", "ru", "zh", "hi", "id", "ja", "pt", "tr")
#: Letters that may be pasted at once in one language.
LONGEST_PASTED = 200_000


class BegunText(forms.Form):
    """A text: its kind, languages, titles, and who negotiates it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=TextKind.choices)
    working = forms.ChoiceField(
        label=_("Language in which it is negotiated"),
        help_text=_("In this language it is told which changes collide."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Authentic languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They say the same with equal force, and the text is frozen in all of them."),
        error_messages={"required": _("Choose one language at least.")},
    )
    negotiators = forms.MultipleChoiceField(
        label=_("Only these cities negotiate it"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Where none is ticked, every city of the year does."),
    )

    def __init__(self, typed: Any, *, cycle: Cycle, cities: Sequence[tuple[str, str]]) -> None:
        own = {code.partition("-")[0] for code in (*cycle.authentic, *cycle.working)}
        offered = [code for code in OFFERED if code not in own]
        self.codes = list(dict.fromkeys([*cycle.authentic, *cycle.working, *offered]))
        self.own = set(cycle.authentic)
        super().__init__(typed, initial={"languages": list(cycle.authentic), "working": cycle.authentic[0]})
        named = [(code, own_name(code)) for code in self.codes]
        fields: Any = self.fields
        fields["working"].choices = fields["languages"].choices = named
        fields["negotiators"].choices = cities
        for code in self.codes:
            label = _("Title (%(language)s)") % {"language": own_name(code)}
            field: Any = Name(label=label, required=False, max_length=300)
            field.needed_when = _("needed where it is an authentic language")
            self.fields[f"title_{code}"] = field

    @property
    def titles(self) -> list[tuple[forms.BoundField, str]]:
        """The titles in the languages of the year."""
        return [(self[f"title_{code}"], code) for code in self.codes if code in self.own]

    @property
    def other_titles(self) -> list[tuple[forms.BoundField, str]]:
        """The titles in the other languages."""
        return [(self[f"title_{code}"], code) for code in self.codes if code not in self.own]

    @property
    def has_other(self) -> bool:
        """Whether something is typed or wrong among the other languages."""
        return any(bound.errors or bound.value() for bound, _code in self.other_titles)

    @property
    def title(self) -> dict[str, str]:
        """The title in each language of the text."""
        return {code: self.cleaned_data[f"title_{code}"] for code in self.languages_in_order}

    @property
    def languages_in_order(self) -> list[str]:
        """The authentic languages, the one it is negotiated in first."""
        working = self.cleaned_data["working"]
        chosen = self.cleaned_data["languages"]
        return [working, *(code for code in self.codes if code in chosen and code != working)]

    def clean(self) -> dict[str, Any]:
        """It is negotiated in one of its languages, and has a title in each."""
        typed: dict[str, Any] = super().clean() or {}
        chosen = typed.get("languages", [])
        if chosen and typed.get("working") not in chosen:
            self.add_error("working", _("Choose one of its authentic languages."))
        for code in chosen:
            if not typed.get(f"title_{code}") and f"title_{code}" not in self.errors:
                self.add_error(f"title_{code}", _("Write the title in this language too."))
        return typed


class WordedClause(forms.Form):
    """A clause of a text that is being composed: its kind, and its words in each language with those that stood there
    when the form was opened."""

    kind = forms.ChoiceField(
        label=_("Kind of clause"),
        choices=[(one.value, one.label) for one in ClauseKind if one != ClauseKind.SUB_POINT],
        help_text=_("A point that stands under another point is a sub-point by itself."),
    )

    def __init__(self, typed: Any, *, text: Text, planned: Planned | None, initial: Mapping[str, Any]) -> None:
        said = dict(planned.words) if planned else {}
        kind = planned.kind if planned else ClauseKind.POINT.value
        known = {f"words_{code}": said.get(code, "") for code in text.authentic}
        kept = {"kind": ClauseKind.POINT.value if kind == ClauseKind.SUB_POINT else kind, **known, **initial}
        super().__init__(typed, initial={**kept, **{f"seen_{code}": said.get(code, "") for code in text.authentic}})
        self.codes = list(text.authentic)
        for code in self.codes:
            self.fields[f"words_{code}"] = words(own_name(code), required=False)
            self.fields[f"words_{code}"].one_is_enough = True  # type: ignore[attr-defined]
            seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
            self.fields[f"seen_{code}"] = seen
        self.order_fields([*(f"words_{code}" for code in self.codes), "kind"])

    @property
    def pairs(self) -> list[tuple[forms.BoundField, str]]:
        """The words to be typed, each with its language."""
        return [(self[f"words_{code}"], code) for code in self.codes]

    @property
    def seen_fields(self) -> list[forms.BoundField]:
        """What stood there when the form was opened."""
        return [self[f"seen_{code}"] for code in self.codes]

    @property
    def words(self) -> dict[str, str]:
        """The words typed, by language."""
        return {code: self.cleaned_data[f"words_{code}"] for code in self.codes}

    @property
    def seen(self) -> dict[str, str]:
        """The words that stood there, by language."""
        return {code: self.cleaned_data[f"seen_{code}"] for code in self.codes}

    def clean(self) -> dict[str, Any]:
        """There are words in one language at least."""
        typed: dict[str, Any] = super().clean() or {}
        if not any((typed.get(f"words_{code}") or "").strip() for code in self.codes) and not self.errors:
            self.add_error(f"words_{self.codes[0]}", _("Write the words in one language at least."))
        return typed


class Files(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The files, in the order in which they were chosen."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class WordFiles(forms.FileField):
    """One Word document or several."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Each of the files, checked."""
        return [super(WordFiles, self).clean(one, initial) for one in data or ()]


class TakenIn(forms.Form):
    """Documents whose clauses are taken in, or the words of a text in each of its languages."""

    documents = WordFiles(
        label=_("Word documents (.docx)"),
        required=False,
        help_text=_(
            "Each paragraph becomes a clause; in a table with a language in each column, each row. "
            "Choose several documents where each holds the same clauses in another language."
        ),
    )

    def __init__(self, *typed: Any, text: Text) -> None:
        super().__init__(*typed)
        self.codes = list(text.authentic)
        self.fields["documents"].needed_when = _("or paste the words below")  # type: ignore[attr-defined]
        for code in self.codes:
            label = _("Words (%(language)s)") % {"language": own_name(code)}
            field = words(label, rows=8, required=False, most=LONGEST_PASTED)
            field.needed_when = _("where you paste them")
            self.fields[f"pasted_{code}"] = field

    @property
    def pasted_fields(self) -> list[tuple[forms.BoundField, str]]:
        """The fields for words, each with its language."""
        return [(self[f"pasted_{code}"], code) for code in self.codes]

    @property
    def has_pasted(self) -> bool:
        """Whether something is pasted, or wrong about it."""
        return any(bound.errors or bound.value() for bound, _code in self.pasted_fields)

    @property
    def pasted(self) -> dict[str, str]:
        """The words that were pasted, by language."""
        said = {code: self.cleaned_data[f"pasted_{code}"].strip() for code in self.codes}
        return {code: each for code, each in said.items() if each}

    def clean(self) -> dict[str, Any]:
        """There is a document or there are words, and not both: it would be open what stands beside what."""
        typed: dict[str, Any] = super().clean() or {}
        if self.errors:
            return typed
        if not typed["documents"] and not self.pasted:
            self.add_error("documents", _("Choose a document, or paste the words."))
        elif typed["documents"] and self.pasted:
            self.add_error("documents", _("Choose a document or paste the words, not both at once."))
        return typed


class MovedClosing(forms.Form):
    """Another closing of a round, and why."""

    closes = Instant(label=_("Closes"))
    reason = words(_("Reason"), rows=3, most=2000, help_text=_("All who negotiate are told by letter."))
