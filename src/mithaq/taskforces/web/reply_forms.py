"""What is typed to invite somebody by address, and to answer an invitation."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.ui.fields import Name
from mithaq.taskforces.domain.meet import Guest
from mithaq.taskforces.domain.reply import Answered
from mithaq.taskforces.models import Reply
from mithaq.taskforces.vocabulary import Attendance

#: Lines that are taken at once: a meeting is no mailing list.
MOST_GUESTS = 200


class TakenBack(forms.Form):
    """Why somebody is not invited any more."""

    reason = Name(
        label=_("Why it is taken back"),
        required=False,
        max_length=300,
        help_text=_("Whoever was invited reads it in the letter."),
    )


class Guests(forms.CharField):
    """People by their addresses, one on each line: "name@city.example" or "A. Name <name@city.example>"."""

    widget = forms.Textarea(attrs={"rows": 3, "dir": "auto"})

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=20_000, required=False, **named)

    def clean(self, value: Any) -> Any:
        """Each line as a `Guest`; the lines that hold no address are named."""
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines() if line.strip()]
        if len(lines) > MOST_GUESTS:
            raise ValidationError(_("Name at most %(most)s at once.") % {"most": MOST_GUESTS})
        guests, wrong = [], []
        for line in lines:
            name, address = parseaddr(line)
            try:
                validate_email(address)
            except ValidationError:
                wrong.append(line[:80])
            else:
                guests.append(Guest(name[:200], address.lower()))
        if wrong:
            raise ValidationError(_("There is no e-mail address on this line: %(lines)s") % {"lines": ", ".join(wrong)})
        return guests


class AnsweredInvitation(forms.Form):
    """Whether one comes, or who comes instead."""

    attendance = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            (Attendance.YES, _("Yes")),
            (Attendance.REPRESENTED, _("Somebody else comes instead")),
            (Attendance.PERHAPS, _("Perhaps")),
            (Attendance.NO, _("No")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    substitute = Name(label=_("Who comes instead"), required=False, max_length=200, help_text=_("Name and office."))
    note = Name(label=_("What else should be known"), required=False, max_length=300)

    def __init__(self, typed: Any, *, given: Reply | None) -> None:
        before = {name: getattr(given, name) for name in ("attendance", "substitute", "note")} if given else {}
        super().__init__(typed, initial=before)

    def clean(self) -> dict[str, Any]:
        """Whoever is represented says by whom."""
        typed: dict[str, Any] = super().clean() or {}
        asked = typed.get("attendance") == Attendance.REPRESENTED
        if asked and not typed.get("substitute") and "substitute" not in self.errors:
            self.add_error("substitute", _("Say who comes instead."))
        return typed

    @property
    def said(self) -> Answered:
        """The answer."""
        return Answered(**self.cleaned_data)
