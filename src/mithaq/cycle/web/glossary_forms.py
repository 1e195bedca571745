"""What the secretariat types into the glossary, and what a reader looks for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.glossary import Entry
from mithaq.core.text import searchable
from mithaq.cycle.web.term_table import LONGEST_NOTE, LONGEST_TERM, forms_in
from mithaq.foundation.ui.fields import Name, SoughtByName, in_either
from mithaq.foundation.ui.templatetags.values import own_name


class SoughtTerm(SoughtByName):
    """Words to look for in the glossary."""

    name = forms.CharField(
        label=_("Term"), required=False, max_length=100, help_text=_("In any language, or a part of it.")
    )


class Forms(forms.CharField):
    """Forms to avoid, one on each line; they are given back as a tuple."""

    widget = forms.Textarea(attrs={"rows": 2})
    default_error_messages = {"too_long": _("Each form has no more than 200 characters.")}

    def clean(self, value: Any) -> tuple[str, ...]:
        found = forms_in(super().clean(value))
        if any(len(form) > LONGEST_TERM for form in found):
            raise forms.ValidationError(self.error_messages["too_long"], "too_long")
        if any(not letter.isprintable() for form in found for letter in form):
            raise forms.ValidationError(Name.default_error_messages["unreadable"], "unreadable")
        return found


class TermForm(forms.Form):
    """A term in the languages of the group."""

    def __init__(self, typed: Any, *, languages: Sequence[str], said: Entry | None = None) -> None:
        super().__init__(typed)
        self.languages = languages
        for code in languages:
            label = _("The term (%(language)s)") % {"language": own_name(code)}
            field = in_either(Name(label=label, max_length=LONGEST_TERM, required=False))
            self._add(f"words_{code}", field, said.words.get(code, "") if said else "")
        for code in languages:
            label = _("Forms to avoid (%(language)s)") % {"language": own_name(code)}
            field = Forms(label=label, required=False, max_length=2000, help_text=_("One on each line."))
            self._add(f"avoided_{code}", field, "\n".join(said.avoided.get(code, ())) if said else "")
        self._add("note", Name(label=_("Note"), required=False, max_length=LONGEST_NOTE), said.note if said else "")

    def _add(self, name: str, field: forms.Field, value: str) -> None:
        self.fields[name] = field
        self.initial[name] = value

    def clean(self) -> dict[str, Any]:
        """One language at least."""
        typed: dict[str, Any] = super().clean() or {}
        names = [f"words_{code}" for code in self.languages]
        if not any(name in self.errors or searchable(typed.get(name, "")) for name in names):
            self.add_error(names[0], _("Give this in one language at least."))
        return typed

    @property
    def said(self) -> Entry:
        """What was typed."""
        typed = self.cleaned_data
        words = {code: typed[f"words_{code}"] for code in self.languages if typed[f"words_{code}"]}
        avoided = {code: typed[f"avoided_{code}"] for code in self.languages if typed[f"avoided_{code}"]}
        return Entry(words, avoided, typed["note"])

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language that is typed into it, if it is a certain one."""
        return [(bound, bound.name.partition("_")[2]) for bound in self]


class TableOfTerms(forms.Form):
    """A file with a glossary."""

    file = forms.FileField(
        label=_("The table"),
        help_text=_("As .xlsx, .ods or .csv. You see what would change before anything does."),
    )
