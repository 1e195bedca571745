"""Opening the next year: what would come along is shown first."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mithaq.core.days_off import holidays_of
from mithaq.cycle.models import Cycle
from mithaq.cycle.queries import calendar_of, current_cycle, terms_of
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.actors.request import Request
from mithaq.foundation.languages.words import reader_first
from mithaq.foundation.permissions.pages import page, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.fields import DayField
from mithaq.members.domain.next_year import NextYear, open_next_year, shift_to
from mithaq.members.models import Membership
from mithaq.members.queries.naming import names_of_organisations
from mithaq.members.web.beginning_forms import PerLanguageForm


class TheNextYear(PerLanguageForm):
    """What is new about the next year, and who is in it again."""

    needed = ("title",)
    leaders_summit = DayField(label=_("First day of the leaders' summit"))
    starts = DayField(label=_("First day of the year"))
    ends = DayField(label=_("Last day of the year"))
    again = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label=_("Members who are in it again, in the same class"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, typed: Any, *, last: Cycle, members: Any) -> None:
        self.last = last
        names, admitted = names_of_organisations(), members.values_list("pk", "organisation")
        listed = [(pk, names[organisation].name) for pk, organisation in admitted if organisation in names]
        super().__init__(typed, initial={"again": [pk for pk, _name in listed]})
        field: Any = self.fields["again"]
        field.queryset = members
        field.widget.choices = listed

    def add_words(self) -> None:
        """What the year is called."""
        self.add_name("title", _("Name of the year (%(language)s)"))
        titles = [f"title_{code}" for code in reader_first()]
        self.order_fields([*titles, *(name for name in self.fields if name not in titles)])

    def clean(self) -> dict[str, Any]:
        """It begins after the last one, has the summit in it, and is not open yet."""
        typed = super().clean()
        starts, ends, summit = (typed.get(name) for name in ("starts", "ends", "leaders_summit"))
        if starts and starts <= self.last.starts:
            self.add_error("starts", _("The next year must begin after the last one."))
        if starts and ends and summit and not starts < summit <= ends:
            self.add_error("leaders_summit", _("The leaders' summit must lie within the year."))
        elif summit and Cycle.objects.filter(key=str(summit.year)).exists():
            self.add_error("leaders_summit", _("A year with a leaders' summit in that year is open already."))
        return typed

    @property
    def year(self) -> NextYear:
        """What was typed."""
        typed = self.cleaned_data
        return NextYear(self.words("title"), typed["starts"], typed["ends"], typed["leaders_summit"])


@page(the_secretariat, may_post=True)
def next_year(request: Request) -> HttpResponse:
    """Look at what comes along from the last year, then open the next one."""
    last, seat = current_cycle(), request.seat
    if last is None or seat is None:
        raise Http404
    members = Membership.objects.filter(cycle=last, ends__isnull=True, is_living=True).select_related("organisation")
    form = TheNextYear(request.POST or None, last=last, members=members)
    complete = form.is_bound and form.is_valid()
    if complete and "preview" not in request.POST:
        open_next_year(last, form.year, form.cleaned_data["again"], seat=seat, at=request.at)
        messages.success(request, gettext("The next year is open. Every page shows it from now on."))
        return redirect("members:next_steps")
    shown = {"form": form, "last": last, "has_calendar": calendar_of(last) is not None}
    if complete:
        shown |= _what_comes_along(last, form, seat.organisation.country)
    return answer(request, "members/next_year.html", shown)


def _what_comes_along(last: Cycle, form: TheNextYear, country: str) -> dict[str, Any]:
    shift = shift_to(last, form.year, country)
    language = (get_language() or "en").partition("-")[0]
    organisations = [one.organisation_id for one in form.cleaned_data["again"]]
    held = Seat.objects.filter(organisation__in=organisations).select_related("person", "organisation")
    starts = form.year.starts
    return {
        "shown": True,
        "terms": len(terms_of(last)),
        "deadlines": [(one, shift.of(one.at)) for one in last.deadlines.all()],
        "staying": sum(1 for one in held if one.ends is None or one.ends >= starts),
        "leaving": [one for one in held if one.ends is not None and one.ends < starts],
        "days_off": holidays_of(country, starts, form.year.ends, language),
        "zone": shift.zone_key,
    }
