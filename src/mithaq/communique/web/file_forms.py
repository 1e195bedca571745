"""What is typed while files are brought and placed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mithaq.communique.vocabulary import ByHand
from mithaq.foundation.languages.formats import number
from mithaq.foundation.ui.fields import Instant, Name

#: Files that are brought at once; characters of what is pasted.
MOST_FILES, MOST_PASTED = 100, 1_000_000


class SeveralFiles(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class Files(forms.FileField):
    """Several files, each as one."""

    widget = SeveralFiles(attrs={"multiple": True, "accept": ".docx,.xlsx,.ods,.csv,.txt"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files, each as one."""
        several = data if isinstance(data, list) else [data] if data else []
        if len(several) > MOST_FILES:
            said = ngettext(
                "Choose %(most)s file at most, and bring the others afterwards.",
                "Choose %(most)s files at most, and bring the others afterwards.",
                MOST_FILES,
            )
            raise forms.ValidationError(said % {"most": number(MOST_FILES)})
        return [super(Files, self).clean(one, initial) for one in several]


class Brought(forms.Form):
    """Files, or what stood in a mail."""

    chosen = Files(
        allow_empty_file=True,  # one that is empty is refused by name, and the others are in
        label=_("Files"),
        required=False,
        help_text=_("Word documents with your changes, or a table of comments (Word, Excel, CSV); several at once."),
    )
    pasted = forms.CharField(
        label=_("Or paste the clauses as they should read"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Plain text, for instance out of a mail. It is compared with the draft word by word."),
    )
    given = Instant(
        label=_("When it came in"), required=False, help_text=_("Empty: now. It tells whether a return is late.")
    )

    def __init__(self, *typed: Any, is_entered: bool) -> None:
        super().__init__(*typed)
        if not is_entered:
            del self.fields["given"]

    def clean(self) -> dict[str, Any]:
        """Something has to be in it."""
        entered: dict[str, Any] = super().clean() or {}
        if not entered.get("chosen") and not entered.get("pasted", "").strip() and not self.errors:
            self.add_error("chosen", gettext("Choose a file, or paste the words below."))
        return entered


class WhoseFile(forms.Form):
    """Whose answer a file is."""

    city = forms.ChoiceField(label=_("City"))

    def __init__(self, typed: Any, *, cities: Sequence[tuple[str, str]], named: str = "") -> None:
        super().__init__(typed, initial={"city": named})
        field: Any = self.fields["city"]
        field.choices = [("", _("Choose the city")), *cities]


class ByHandForm(forms.Form):
    """Where something goes that could not be placed."""

    choice = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it is.")},
    )
    clause = forms.ChoiceField(
        label=_("Clause"), required=False, help_text=_("For a new clause: the one after which it comes.")
    )
    reason = Name(label=_("Why it is left out"), required=False, max_length=500)

    def __init__(self, typed: Any, *, places: Sequence[tuple[str, str]], has_words: bool, initial: Any = None) -> None:
        super().__init__(typed, initial=initial)
        offered = [one for one in ByHand if has_words or one not in (ByHand.WORDS, ByHand.AFTER)]
        choice: Any = self.fields["choice"]
        choice.choices = [(one.value, one.label) for one in offered]
        clause: Any = self.fields["clause"]
        clause.choices = [("", _("None, or the beginning of the text")), *places]

    def clean(self) -> dict[str, Any]:
        """A clause where it is about one, a reason where it is left out."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("choice") in (ByHand.WORDS, ByHand.CLAUSE) and not typed.get("clause"):
            self.add_error("clause", gettext("Choose the clause."))
        if typed.get("choice") == ByHand.NOTHING and not typed.get("reason", "").strip():
            self.add_error("reason", gettext("Say why it is left out."))
        return typed


class TheRest(forms.Form):
    """What becomes of all that is not placed yet."""

    choice = forms.ChoiceField(label=_("All that are not placed yet"), widget=forms.RadioSelect)
    reason = Name(label=_("Why they are left out"), required=False, max_length=500)

    def __init__(self, typed: Any) -> None:
        super().__init__(typed, initial={"choice": ByHand.WHOLE.value})
        choice: Any = self.fields["choice"]
        choice.choices = [
            (ByHand.WHOLE.value, _("Keep each as a comment on the whole text")),
            (ByHand.NOTHING.value, _("Leave them out")),
        ]

    def clean(self) -> dict[str, Any]:
        """A reason where they are left out."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("choice") == ByHand.NOTHING and not typed.get("reason", "").strip():
            self.add_error("reason", gettext("Say why they are left out."))
        return typed
