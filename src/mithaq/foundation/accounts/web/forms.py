"""The two fields of sign-in: the address, and the code that was sent to it."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.core.text import western_digits
from mithaq.foundation.accounts.models import Account


class Address(RequestLoginCodeForm):
    """Where the code is to be sent. A stranger's address is taken just like a known one."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("The one that your secretariat has on record for you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("This is not an e-mail address. It looks like name@city.org."),
        },
    )

    def clean_email(self) -> str:
        """The address, with an account behind it if it belongs to a person on record."""
        Account.objects.with_address(self.cleaned_data["email"])
        return super().clean_email()


class Code(ConfirmLoginCodeForm):
    """The code, as it was read in the message; Arabic digits are taken too."""

    code = forms.CharField(
        label=_("The code from the message"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "dir": "ltr"}),
        error_messages={"required": _("Enter the code that was sent to you.")},
    )

    def clean_code(self) -> Any:
        """The code, compared with the one that was sent."""
        self.cleaned_data["code"] = western_digits(self.cleaned_data["code"])
        return super().clean_code()
