"""What is typed while a text is negotiated. Instants are on the clock of the active zone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mithaq.communique.domain.amend import Why
from mithaq.communique.models import Amendment, Text
from mithaq.communique.queries.found import LONGEST_CLAUSE
from mithaq.communique.vocabulary import ClauseKind, Outcome, Stance, Subject
from mithaq.foundation.ui.fields import Instant, Name
from mithaq.foundation.ui.templatetags.values import own_name

#: How long a round is offered to last: most groups give their cities two weeks.
OFFERED_ROUND = timedelta(days=14)


def words(label: Any, *, rows: int = 6, required: bool = True, most: int = LONGEST_CLAUSE, help_text: Any = "") -> Any:
    """A field for several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=help_text)


class CalledRound(forms.Form):
    """A round: from when to when, in which language."""

    opens = Instant(label=_("Opens"))
    closes = Instant(label=_("Closes"))
    language = forms.ChoiceField(
        label=_("Working language"),
        help_text=_(
            "In this language it is told which changes collide. A change can be proposed in any authentic one."
        ),
    )

    def __init__(self, typed: Any, *, text: Text, at: datetime) -> None:
        offered = (at + timedelta(hours=1)).replace(minute=0, second=0, microsecond=0)
        super().__init__(typed, initial={"opens": offered, "closes": offered + OFFERED_ROUND})
        field: Any = self.fields["language"]
        field.choices = [(code, own_name(code)) for code in text.authentic]

    def clean(self) -> dict[str, Any]:
        """It closes after it opens."""
        typed: dict[str, Any] = super().clean() or {}
        if "opens" in typed and "closes" in typed and typed["closes"] <= typed["opens"]:
            self.add_error("closes", _("The round must close after it opens."))
        return typed


class EnteredReturn(forms.Form):
    """What a city sent by mail or by its link: which city, when it came, how."""

    city = forms.ChoiceField(label=_("City"))
    given = Instant(label=_("When it came in"))
    source = Name(label=_("How it came"), max_length=300, help_text=_("For instance: mail of 3 May, with a file."))

    def __init__(self, typed: Any, *, cities: Sequence[tuple[str, str]]) -> None:
        super().__init__(typed)
        field: Any = self.fields["city"]
        field.choices = cities


class _Reasoned(forms.Form):
    """A change with its reason, which stands last."""

    reason = words(_("Reason"), rows=3, required=False, most=4000, help_text=_("All who negotiate read it."))

    @property
    def why(self) -> Why:
        """The reason, as the verbs take it."""
        return Why(self.cleaned_data["reason"], bool(self.cleaned_data.get("is_editorial")))

    @property
    def shown(self) -> list[tuple[forms.BoundField, str]]:
        """The fields in order, each with the language typed into it where it is a certain one."""
        languages: Mapping[str, str] = getattr(self, "languages", {})
        return [(bound, languages.get(bound.name, "")) for bound in self]


class Reworded(_Reasoned):
    """Other words of a clause."""

    wording = words(_("The clause as your city wants it"), rows=10)
    is_editorial = forms.BooleanField(
        label=_("Only spelling, punctuation or style: the meaning stays the same"), required=False
    )
    field_order = ("wording", "is_editorial", "reason")

    def __init__(self, typed: Any, *, words: str, language: str, given: Amendment | None = None) -> None:
        self.languages = {"wording": language}
        before = {"reason": given.reason, "is_editorial": given.is_editorial} if given else {}
        super().__init__(typed, initial={"wording": words, **before})


class Inserted(_Reasoned):
    """A new clause, in as many of the authentic languages as one can."""

    kind = forms.ChoiceField(label=_("Kind of clause"), choices=ClauseKind.choices, initial=ClauseKind.POINT)

    def __init__(self, typed: Any, *, text: Text, language: str) -> None:
        super().__init__(typed)
        codes = sorted(text.authentic, key=lambda code: code != language)
        self.languages = {f"words_{code}": code for code in codes}
        for code in codes:
            label = _("Words of the new clause (%(language)s)") % {"language": own_name(code)}
            self.fields[f"words_{code}"] = words(label, required=code == language)
        self.order_fields([*self.languages, "kind", "reason"])

    @property
    def words(self) -> dict[str, str]:
        """The words given, by language."""
        return {code: self.cleaned_data[name] for name, code in self.languages.items() if self.cleaned_data[name]}


class Moved(_Reasoned):
    """A clause that is to stand elsewhere."""

    after = forms.ChoiceField(label=_("After which clause it is to stand"), required=False)
    field_order = ("after", "reason")

    def __init__(self, typed: Any, *, places: Sequence[tuple[str, str]]) -> None:
        super().__init__(typed)
        field: Any = self.fields["after"]
        field.choices = [("", _("At the beginning of the text")), *places]


class Split(_Reasoned):
    """A clause cut in two."""

    first = words(_("The first part"), rows=8)
    second = words(_("The second part"), rows=8, help_text=_("Move the words here that are to stand for themselves."))
    field_order = ("first", "second", "reason")

    def __init__(self, typed: Any, *, words: str, language: str) -> None:
        self.languages = {"first": language, "second": language}
        super().__init__(typed, initial={"first": words})


class Reasoned(_Reasoned):
    """A deletion, or two clauses joined: only the reason is typed."""


class Commented(forms.Form):
    """A comment on a clause, a phrase of it, the whole text, or what is missing in it."""

    said = words(_("Comment"), most=4000)
    about = forms.ChoiceField(label=_("What it is about"), widget=forms.RadioSelect)
    phrase = Name(
        label=_("The phrase"), required=False, max_length=600, help_text=_("Copy it out of the clause as it stands.")
    )

    def __init__(self, typed: Any, *, has_clause: bool) -> None:
        kinds = (Subject.CLAUSE, Subject.PHRASE) if has_clause else (Subject.WHOLE, Subject.MISSING)
        super().__init__(typed, initial={"about": kinds[0].value})
        field: Any = self.fields["about"]
        field.choices = [(kind.value, kind.label) for kind in kinds]
        if not has_clause:
            del self.fields["phrase"]


class AnsweredComment(forms.Form):
    """What is answered to a comment."""

    said = words(_("Answer"), rows=4, most=4000)


class TakenPosition(forms.Form):
    """Where the city stands."""

    stance = forms.ChoiceField(
        label=_("Your city"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a position.")},
    )
    reason = words(
        _("Reason"),
        rows=4,
        required=False,
        most=4000,
        help_text=_("Needed for an objection. All who negotiate read it."),
    )

    def clean(self) -> dict[str, Any]:
        """An objection has a reason."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("stance") == Stance.OBJECTS and not typed.get("reason", "").strip():
            self.add_error("reason", _("Say why your city objects."))
        return typed


class Settled(forms.Form):
    """What is decided on the amendments that are ticked, or on all that the page shows."""

    everything = forms.BooleanField(label=_("All amendments shown above, ticked or not, on every page"), required=False)
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[(one.value, one.label) for one in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a decision.")},
    )
    wording = words(
        _("The wording that is adopted"),
        required=False,
        help_text=_("Only where an amendment is adopted with changes: the whole clause as it is to read."),
    )
    reason = words(
        _("Answer to the cities"), rows=3, required=False, most=4000, help_text=_("Needed where something is declined.")
    )
    field_order = ("everything", "outcome", "reason", "wording")
