"""What is typed when a colleague is invited, and when an invitation is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.permissions import Refused
from mithaq.foundation.ui.fields import in_either
from mithaq.members.domain.invite import NOT_AN_ADDRESS, as_address
from mithaq.members.web.mandate_forms import FromTo


class Inviting(FromTo):
    """Whom to invite, to which seat, for which days."""

    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)
    name_ar = forms.CharField(label=_("Name in Arabic"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The invitation can be accepted at this address alone."),
        error_messages={"required": _("Enter the address."), "invalid": NOT_AN_ADDRESS},
    )
    role = forms.ChoiceField(label=_("Seat"))
    title_en = forms.CharField(label=_("Office in English"), max_length=120, required=False)
    title_ar = forms.CharField(label=_("Office in Arabic"), max_length=120, required=False)

    def __init__(self, roles: Sequence[Role], *sent: Any, **options: Any) -> None:
        super().__init__(*sent, **options)
        self.fields["role"].choices = [(role, role.label) for role in roles]  # type: ignore[attr-defined]
        for name in ("name_en", "name_ar"):
            in_either(self.fields[name])
        names, titles = ([f"{name}_{code}" for code in reader_first()] for name in ("name", "title"))
        self.order_fields([*names, "email", "role", *titles, "starts", "ends"])

    @property
    def rows(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language that is typed into it, if it is a certain one."""
        return [(bound, code if (code := bound.name.rpartition("_")[2]) in reader_first() else "") for bound in self]

    def clean_email(self) -> str:
        """The address in its one form."""
        try:
            return as_address(self.cleaned_data["email"])
        except Refused as refused:
            raise forms.ValidationError(refused.reason) from refused  # type: ignore[arg-type]

    def clean(self) -> dict[str, Any]:
        """A person has a name in at least one language."""
        typed = super().clean() or {}
        if not self.in_languages("name"):
            self.add_error(f"name_{reader_first()[0]}", _("Give the name in at least one language."))
        return typed

    def in_languages(self, field: str) -> dict[str, str]:
        """What was typed into the fields of this name, by language."""
        typed = {code: " ".join(self.cleaned_data.get(f"{field}_{code}", "").split()) for code in ("en", "ar")}
        return {code: words for code, words in typed.items() if words}


class CodeFromLetter(forms.Form):
    """The code that was sent to the invited address."""

    code = forms.CharField(
        label=_("The code from the message"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Enter the code that was sent to you.")},
    )
