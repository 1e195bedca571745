"""What is typed about passkeys and codes."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.accounts.vocabulary import Proof


class NamedPasskey(forms.Form):
    """A passkey's name, and what the browser made; a script fills that in."""

    name = forms.CharField(
        label=_("A name for it"),
        max_length=60,
        help_text=_("Such as: my phone. You see it when you look after your passkeys."),
        error_messages={"required": _("Give it a name.")},
    )
    credential = forms.JSONField(widget=forms.HiddenInput)


class ProofCode(forms.Form):
    """A code: from a message, from the authenticator app, or a recovery code."""

    code = forms.CharField(
        label=_("The code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Enter the code.")},
    )


class RequiringProof(forms.Form):
    """What grave acts need."""

    proof = forms.ChoiceField(label=_("Grave acts need"), choices=Proof.choices, widget=forms.RadioSelect)
