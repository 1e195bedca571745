"""The pages of a return: what stands in it, writing in it, and releasing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from mithaq.communique.domain import amend
from mithaq.communique.domain.prepare import release
from mithaq.communique.domain.remark import comment
from mithaq.communique.models import Amendment, Clause, Return
from mithaq.communique.queries.files import return_files_visible_to
from mithaq.communique.queries.negotiation import (
    amendments_of,
    amendments_visible_to,
    comments_visible_to,
    replacing,
    returns_visible_to,
)
from mithaq.communique.queries.rows import languages_of, row_of
from mithaq.communique.queries.tabled import asked_words
from mithaq.communique.rules import may_release, may_write_in
from mithaq.communique.vocabulary import AmendmentKind
from mithaq.communique.web import negotiation_forms as typed
from mithaq.communique.web.cards import Places, cards_of_return
from mithaq.communique.web.rounds import trail_of
from mithaq.communique.web.shown import Way
from mithaq.foundation.actors.request import Request, SeatedRequest
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.templatetags.values import own_name


@page(the_seated)
def returned(request: Request, public_id: str) -> HttpResponse:
    """One return: its amendments and comments, and for those who prepare it the text to write in."""
    found = found_return(request, public_id, replaced_by=replacing(request.at))
    about = found.round
    places = Places(about.draft)
    writes = bool(may_write_in(request.seat, found, request.at))
    languages = languages_of(about.text)
    context = {
        "returned": found,
        "round": about,
        "cards": cards_of_return(amendments_of(found), about.draft, places),
        "comments": [
            {"comment": one, "row": places.row(one.clause_id), "answer": getattr(one, "answer", None)}
            for one in comments_visible_to(request.seat, request.at).filter(returned=found)
        ],
        "files": return_files_visible_to(request.seat, request.at).filter(returned=found),
        "writes": writes,
        "answers": request.seat is not None and request.seat.role == "secretariat",
        "rows": [row_of(placed, languages, {}) for placed in places.in_order] if writes else [],
        "replaced": found.replaced_by,
        "now": request.at,
        "trail": trail_of(about, found.organisation.name),
    }
    return answer(request, "communique/returned.html", context)


@page(the_seated, may_post=True)
def releasing(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Release a return, after what is in it has been read back."""
    found = written_return(request, public_id)
    if request.method == "POST":
        release(found, seat=request.seat, at=request.at)
        messages.success(request, _("The return is released. All who negotiate can read it now."))
        return redirect(found)
    context = {
        "returned": found,
        "round": found.round,
        "verdict": may_release(request.seat, found, request.at),
        "amendments": found.amendments.count(),
        "comments": found.comments.count(),
        "is_late": request.at > found.round.closes if not found.is_entered else found.is_late,
        "trail": trail_of(found.round, found.organisation.name),
    }
    return answer(request, "communique/releasing.html", context)


@page(the_seated, may_post=True)
def new_amendment(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Write an amendment: `?clause=` says on what, `?kind=` of which kind, `?language=` in which language; with
    `?amends=` it is one to another city's amendment."""
    found = written_return(request, public_id)
    desk = _Desk(request, found)
    form = desk.form
    if form.is_bound and form.is_valid():
        try:
            desk.written()
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The amendment is in your return. It stays there until the return is released.")
            )
            return redirect(found)
    context = {
        "returned": found,
        "round": found.round,
        "form": form,
        "kind": desk.kind,
        "kinds": desk.kinds,
        "language_ways": desk.languages,
        "row": desk.row,
        "amends": desk.amends,
        "here": f"{request.path}?{urlencode(desk.asked)}",
        "trail": [
            *trail_of(found.round, found.organisation.name)[:-1],
            (found.organisation.name, found.get_absolute_url()),
        ],
    }
    return answer(request, "communique/new_amendment.html", context, status=422 if form.errors else 200)


@page(the_seated, may_post=True)
def new_comment(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Write a comment into a return, on a clause with `?clause=`."""
    found = written_return(request, public_id)
    places = Places(found.round.draft)
    placed = places.by_id.get(request.GET.get("clause", ""))
    if request.GET.get("clause") and placed is None:
        raise Http404
    form = typed.Commented(request.POST or None, has_clause=placed is not None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        clause = placed.clause if placed else None
        try:
            comment(
                found, said["said"], clause, said["about"], said.get("phrase", ""), seat=request.seat, at=request.at
            )
        except Refused as refused:
            form.add_error("phrase" if "phrase" in form.fields else None, str(refused))
        else:
            messages.success(request, _("The comment is in your return."))
            return redirect(found)
    context = {
        "returned": found,
        "form": form,
        "row": row_of(placed, languages_of(found.round.text), {}) if placed else None,
        "here": request.get_full_path(),
        "trail": [
            *trail_of(found.round, found.organisation.name)[:-1],
            (found.organisation.name, found.get_absolute_url()),
        ],
    }
    return answer(request, "communique/new_comment.html", context, status=422 if form.errors else 200)


def found_return(request: Request, public_id: str, **told: Any) -> Any:
    """The return, for those who may see it; to others it is not there. What is to be told with it is named."""
    seen = returns_visible_to(request.seat, request.at).annotate(**told)
    found: Any = get_object_or_404(seen, public_id=public_id)
    # The rules ask the round; what was read with its return says the same.
    found.round.is_frozen, found.round.is_followed = found.is_frozen, found.is_followed
    return found


def written_return(request: Request, public_id: str) -> Return:
    """The return, for those who write in it; to others this page of it is not there."""
    found = found_return(request, public_id)
    own = request.seat is not None and request.seat.organisation_id == found.organisation_id
    role = "secretariat" if found.is_entered else "sherpa"
    if request.seat is None or request.seat.role != role or not (own or found.is_entered):
        raise Http404
    return found


class _Desk:
    """What is written, of which kind and on what, as the address says it."""

    def __init__(self, request: SeatedRequest, found: Return) -> None:
        self.request, self.returned = request, found
        about = found.round
        self.places = Places(about.draft)
        self.amends = self._amended()
        placed = self.places.by_id.get(request.GET.get("clause", ""))
        if placed is None and request.GET.get("clause"):
            raise Http404
        self.clause: Clause | None = placed.clause if placed else None
        offered = self._offered()
        asked = request.GET.get("kind", "")
        self.kind = AmendmentKind(asked) if asked in offered else AmendmentKind(offered[0])
        language = self.amends.language if self.amends else request.GET.get("language", "")
        authentic = about.text.authentic
        self.language = language if language in authentic else about.language
        self.asked = {
            name: request.GET[name] for name in ("clause", "kind", "language", "amends") if name in request.GET
        }
        self.kinds = [
            self._way(kind.label, kind=kind.value, current=kind == self.kind) for kind in map(AmendmentKind, offered)
        ]
        # What concerns no words, or the working language alone, is not asked for by language.
        codes = authentic if self.kind == AmendmentKind.REPLACE and not self.amends else []
        self.languages = [self._way(own_name(code), language=code, current=code == self.language) for code in codes]
        known = languages_of(about.text)
        self.row = row_of(placed, known, {}) if placed else None
        self.form: Form = self._forms[self.kind]()

    def _amended(self) -> Amendment | None:
        asked = self.request.GET.get("amends")
        if not asked:
            return None
        seen = amendments_visible_to(self.request.seat, self.request.at).exclude(returned__released_at=None)
        return get_object_or_404(seen, public_id=asked)

    def _offered(self) -> list[str]:
        if self.amends is not None:
            return [AmendmentKind.REPLACE]
        return list(AmendmentKind.values) if self.clause is not None else [AmendmentKind.INSERT_AFTER]

    def _way(self, title: Any, *, current: bool, **changed: str) -> Way:
        return Way(str(title), f"?{urlencode({**self.asked, **changed})}", current)

    @property
    def _typed(self) -> Any:
        return self.request.POST or None

    @property
    def _forms(self) -> dict[AmendmentKind, Callable[[], Form]]:
        language = self.returned.round.language
        return {
            AmendmentKind.REPLACE: self._reworded,
            AmendmentKind.INSERT_AFTER: lambda: typed.Inserted(
                self._typed, text=self.returned.round.text, language=language
            ),
            AmendmentKind.DELETE: lambda: typed.Reasoned(self._typed),
            AmendmentKind.MOVE: lambda: typed.Moved(self._typed, places=self._other_places()),
            AmendmentKind.SPLIT: lambda: typed.Split(self._typed, words=self._words(language), language=language),
            AmendmentKind.JOIN: lambda: typed.Reasoned(self._typed),
        }

    def _reworded(self) -> Form:
        if self.amends is not None:
            return typed.Reworded(self._typed, words=asked_words(self.amends), language=self.language)
        given = (
            self.returned.amendments.filter(
                clause=self.clause, language=self.language, kind=AmendmentKind.REPLACE, amends=None
            )
            .select_related("base", "amends")
            .first()
        )
        now = asked_words(given) if given else self._words(self.language)
        return typed.Reworded(self._typed, words=now, language=self.language, given=given)

    def _words(self, language: str) -> str:
        return self.places.words(self.clause.pk if self.clause else None).get(language, "")

    def _other_places(self) -> list[tuple[str, str]]:
        return [(key, name) for key, name in self.places.named() if self.clause is None or key != self.clause.public_id]

    def written(self) -> Amendment:
        """Carry out what was typed."""
        form: Any = self.form
        by: dict[str, Any] = {"seat": self.request.seat, "at": self.request.at}
        said, why = form.cleaned_data, form.why
        if self.amends is not None:
            return amend.reword_amendment(self.returned, self.amends, said["wording"], why, **by)
        if self.kind == AmendmentKind.INSERT_AFTER:
            return amend.insert_clause(self.returned, self.clause, said["kind"], form.words, why, **by)
        clause = self.clause
        if clause is None:
            raise Http404
        if self.kind == AmendmentKind.REPLACE:
            return amend.reword(self.returned, clause, self.language, said["wording"], why, **by)
        if self.kind == AmendmentKind.MOVE:
            after = self.places.by_id.get(said["after"])
            return amend.move_clause(self.returned, clause, after.clause if after else None, why, **by)
        if self.kind == AmendmentKind.SPLIT:
            return amend.split_clause(self.returned, clause, [said["first"], said["second"]], why, **by)
        act = amend.join_clause if self.kind == AmendmentKind.JOIN else amend.delete_clause
        return act(self.returned, clause, why, **by)
