"""The pages of one file that a city answers with: looked at, placed by hand, taken into the return."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from mithaq.communique.domain.bring import file_with, set_aside
from mithaq.communique.domain.take_file import Hand, place_by_hand, take, take_out
from mithaq.communique.jobs import read_file
from mithaq.communique.models import ReturnFile
from mithaq.communique.queries.files import cities_of, return_files_visible_to
from mithaq.communique.queries.found import from_plain
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.rules import may_change_file
from mithaq.communique.vocabulary import ByHand, Warned, aside_of
from mithaq.communique.web import file_forms as typed
from mithaq.communique.web.cards import Places
from mithaq.communique.web.file_cards import cards_of_file, to_place
from mithaq.communique.web.file_words import fault_of, summed, warning_of
from mithaq.communique.web.files import cities_to_choose
from mithaq.communique.web.rounds import trail_of
from mithaq.foundation.actors.models import Organisation
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of
from mithaq.foundation.uploads.giving_out import content_or_refusal

A_PAGE = 50


@page(the_seated, may_post=True)
def file(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One file before it is taken in: what it changes, clause by clause, what could not be placed, what to know."""
    found = found_file(request, public_id)
    seat, at = request.seat, request.at
    if request.method == "POST":
        if not may_change_file(seat, found, at) and seat.role == Role.MAYOR:
            raise Http404
        done = _DOINGS.get(request.POST.get("do", ""))
        if done is None:
            raise Http404
        return done(request, found)
    return _shown(request, found)


@page(the_seated, may_post=True)
def file_change(request: SeatedRequest, public_id: str, number: str) -> HttpResponse:
    """Place by hand what could not be placed, beside the draft."""
    file = found_file(request, public_id)
    if not hasattr(file, "reading") or not may_change_file(request.seat, file, request.at):
        raise Http404
    found = from_plain(file.reading.found)
    place = int(number[:6]) if number.isdecimal() else len(found.unplaced)
    if place >= len(found.unplaced):
        raise Http404
    one, places = found.unplaced[place], Places(file.round.draft)
    hand = file.by_hand.filter(number=place).select_related("clause").first()
    before = {"clause": one.near if one.near in places.by_id else ""}
    if hand:
        clause = hand.clause.public_id if hand.clause else ""
        before = {"choice": hand.choice, "clause": clause, "reason": hand.reason}
    form = typed.ByHandForm(
        request.POST or None, places=places.named(), has_words=bool(one.after.strip()), initial=before
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        placed = places.by_id.get(said["clause"])
        chosen = Hand(said["choice"], placed.clause if placed else None, said["reason"])
        try:
            place_by_hand(file, [place], chosen, seat=request.seat, at=request.at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            placed_before = {*file.by_hand.values_list("number", flat=True)}
            left = [other for other in range(len(found.unplaced)) if other not in placed_before]
            if left:
                return redirect("communique:file_change", file.public_id, left[0])
            messages.success(request, _("All of it is placed. Look at it once more, and take it into the return."))
            return redirect(file)
    languages = languages_of(file.round.text)
    context = {
        "file": file,
        "one": to_place(found, {}, places)[place],
        "many": len(found.unplaced),
        "form": form,
        "rows": [row_of(placed, languages, {}) for placed in places.in_order],
        "trail": [*_trail(file)[:-1], (file.name, file.get_absolute_url())],
    }
    return answer(request, "communique/file_change.html", context, status=422 if form.errors else 200)


@page(the_seated)
def file_content(request: Request, public_id: str) -> HttpResponse:
    """The file as it came in."""
    found = found_file(request, public_id)
    response = HttpResponse(content_or_refusal(found.upload), content_type="application/octet-stream")
    name = found.name if "." in found.name else f"{found.name}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def found_file(request: Request, public_id: str) -> ReturnFile:
    """The file, for those who prepare the return; to others it is not there."""
    visible = return_files_visible_to(request.seat, request.at).defer(None)
    return cast(ReturnFile, get_object_or_404(visible, public_id=public_id))


def _trail(file: ReturnFile) -> list[tuple[Any, str]]:
    above = trail_of(file.round, "")
    return [
        *above,
        (_("Round"), file.round.get_absolute_url()),
        (_("Files"), reverse("communique:files", args=[file.round.public_id])),
        (file.name, ""),
    ]


def _shown(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    about = file.round
    places = Places(about.draft)
    context: dict[str, Any] = {
        "file": file,
        "round": about,
        "verdict": may_change_file(request.seat, file, request.at),
        "may_act": request.seat.role != Role.MAYOR,
        "trail": _trail(file),
        "fault": fault_of(file) if file.fault else "",
    }
    if file.is_entered and file.returned is None:
        cities = cities_to_choose(about, request.at)
        chosen = file.organisation or file.named
        context["whose"] = typed.WhoseFile(None, cities=cities, named=chosen.public_id if chosen else "")
    if hasattr(file, "reading"):
        found = from_plain(file.reading.found)
        by_hand = {one.number: one for one in file.by_hand.all()}
        names = {key: row.name for key, placed in places.by_id.items() if (row := places.row(placed.clause))}
        warnings = list(found.warnings)
        warnings += _of_another_city(file, found.copy_of, names, request)
        unplaced = to_place(found, by_hand, places)
        context |= {
            "summed": summed(file.reading),
            "warnings": [warning_of(code, facts, names) for code, facts in warnings],
            "cards": cards_of_file(found, places),
            "unplaced": page_of(unplaced, request, size=A_PAGE),
            "open": len(unplaced) - len(by_hand),
            "asides": [aside_of(aside, count) for aside, count in found.asides.items()],
            "held": found.held,
            "authors": found.authors,
            "rest": typed.TheRest(None),
            "others": _others(file),
            "held_by": file.replaced_by,
        }
    return answer(request, "communique/file.html", context)


def _of_another_city(
    file: ReturnFile, copy_of: str, names: dict[str, str], request: SeatedRequest
) -> list[tuple[Warned, dict[str, str]]]:
    """That the file speaks for another city than the one it is filed with. What it is named by itself comes before
    whose copy it was made of."""
    ours = file.organisation
    if ours is None or (file.named in (None, ours) and copy_of in ("", ours.public_id)):
        return []
    if file.named not in (None, ours) and file.named.public_id != copy_of:
        names[file.named.public_id] = str(file.named.name)
        return [(Warned.OTHER_CITY, {"city": file.named.public_id})]
    theirs = next((one for one in cities_of(file.round, request.at) if one.public_id == copy_of), None)
    if theirs is None:
        return []
    names[copy_of] = str(theirs.name)
    return [(Warned.COPY_OF, {"city": copy_of})]


def _others(file: ReturnFile) -> list[ReturnFile]:
    """The files whose place this one would take: those of the same city that stand in its return now."""
    if file.returned_id is not None or file.organisation is None:
        return []
    return list(
        ReturnFile.objects.filter(
            round=file.round, organisation=file.organisation, is_entered=file.is_entered, returned__released_at=None
        ).exclude(returned=None)
    )


def _take(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    replaces = request.POST.get("replaces", "yes") == "yes"
    returned = take(file, replaces=replaces, seat=request.seat, at=request.at)
    messages.success(request, _("The file is taken into the return. It stays private until the return is released."))
    return redirect(returned)


def _take_out(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    take_out(file, seat=request.seat, at=request.at)
    messages.success(request, _("What the file had put into the return is taken out again."))
    return redirect(file)


def _set_aside(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    if file.returned is not None:
        raise Refused(_("This file stands in a return. Take it out of there first."))
    set_aside(file, seat=request.seat, at=request.at)
    messages.success(request, _("The file is set aside. It stays on record as it came in."))
    return redirect("communique:files", file.round.public_id)


def _say_city(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    cities: dict[str, Organisation] = {one.public_id: one for one in cities_of(file.round, request.at)}
    city = cities.get(request.POST.get("city", ""))
    if city is None:
        raise Refused(_("Choose the city. Nothing was changed."))
    file_with(file, city, seat=request.seat, at=request.at)
    return redirect(file)


def _place_rest(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    form = typed.TheRest(request.POST)
    if not form.is_valid():
        raise Refused(str(next(iter(form.errors.values()))[0]))
    found = from_plain(file.reading.found) if hasattr(file, "reading") else None
    placed = {*file.by_hand.values_list("number", flat=True)}
    rest = [one for one in range(len(found.unplaced) if found else 0) if one not in placed]
    chosen = Hand(ByHand(form.cleaned_data["choice"]), None, form.cleaned_data["reason"])
    place_by_hand(file, rest, chosen, seat=request.seat, at=request.at)
    return redirect(file)


def _read_now(request: SeatedRequest, file: ReturnFile) -> HttpResponse:
    read_file(file)
    return redirect(file)


_DOINGS = {
    "take": _take,
    "take_out": _take_out,
    "aside": _set_aside,
    "city": _say_city,
    "rest": _place_rest,
    "read": _read_now,
}
