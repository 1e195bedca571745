"""The table of a round: its amendments and comments, what is decided on them, and the next draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mithaq.communique.domain.amend import drop
from mithaq.communique.domain.compile import compile_draft
from mithaq.communique.domain.remark import answer_comment, drop_comment
from mithaq.communique.domain.settle import settle
from mithaq.communique.queries.negotiation import amendments_visible_to, comments_on_the_table, comments_visible_to
from mithaq.communique.queries.tabled import Group, remembered_groups_of, remembered_table_of, tabled
from mithaq.communique.rules import may_answer, may_compile, may_settle, may_write_in
from mithaq.communique.vocabulary import Outcome
from mithaq.communique.web.cards import Places, card_of, card_of_group
from mithaq.communique.web.negotiation_forms import AnsweredComment, Settled
from mithaq.communique.web.rounds import found_round, trail_of
from mithaq.communique.web.shown import Way
from mithaq.foundation.actors.request import SeatedRequest
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.languages.formats import number
from mithaq.foundation.permissions import Refused
from mithaq.foundation.permissions.pages import page, the_seated, the_secretariat
from mithaq.foundation.ui.answers import answer
from mithaq.foundation.ui.paging import page_of

#: The cuts of the table: what each shows.
SHOWN = ("all", "open", "colliding", "settled")


@page(the_seated, may_post=True)
def table(request: SeatedRequest, public_id: str) -> HttpResponse:
    """All amendments of a round, identical ones joined, with what they collide with; for the drafter to decide on."""
    about = found_round(request, public_id)
    settles = bool(may_settle(request.seat, about, request.at))
    if request.method == "POST" and request.seat.role != Role.SECRETARIAT:
        raise Http404
    groups = remembered_groups_of(about.draft)
    asked = request.GET.get("show", "all")
    shown = [group for group in groups if _is_shown(group, asked)]
    form = Settled(request.POST or None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        ticked = [one for ids in request.POST.getlist("chosen") for one in ids.split()]
        every = [one.amendment.public_id for group in shown for one in group.members]
        chosen = every if said["everything"] else ticked
        try:
            settled = settle(
                about,
                chosen,
                said["outcome"],
                said["reason"],
                wording=said["wording"],
                seat=request.seat,
                at=request.at,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            done = ngettext("%(count)s amendment is decided.", "%(count)s amendments are decided.", len(settled))
            messages.success(request, done % {"count": number(len(settled))})
            return redirect(request.get_full_path())
    places = Places(about.draft)
    order = {placed.clause.pk: place for place, placed in enumerate(places.in_order)}
    shown.sort(key=lambda group: order.get(group.first.amendment.clause_id or 0, -1))
    paged = page_of(shown, request)
    context = {
        "round": about,
        "form": form,
        "settles": settles,
        "page": paged,
        "cards": [card_of_group(group, places) for group in paged],
        "chosen": set(request.POST.getlist("chosen")),
        "ways": _ways(groups, asked),
        "comments": [
            {"comment": one, "row": places.row(one.clause_id), "answer": getattr(one, "answer", None)}
            for one in comments_on_the_table(about)
        ],
        "answers": request.seat.role == Role.SECRETARIAT,
        "may_compile": may_compile(request.seat, about, request.at),
        "trail": trail_of(about, _("Amendments")),
    }
    return answer(request, "communique/table.html", context, status=422 if form.errors else 200)


def _is_shown(group: Group, asked: str) -> bool:
    if asked == "open":
        return any(one.settlement is None for one in group.members)
    if asked == "colliding":
        return bool(group.against)
    if asked == "settled":
        return all(one.settlement is not None for one in group.members)
    return True


def _ways(groups: list[Group], asked: str) -> list[Way]:
    titles = {
        "all": _("All"),
        "open": _("Without a decision"),
        "colliding": _("Colliding"),
        "settled": _("Decided"),
    }
    current = asked if asked in SHOWN else "all"
    return [Way(titles[one], f"?show={one}", one == current) for one in SHOWN]


@page(the_seated, may_post=True)
def amendment(request: SeatedRequest, public_id: str) -> HttpResponse:
    """One amendment: its redline, its reason, what was decided on it. Posting takes it out of a private return."""
    one = get_object_or_404(amendments_visible_to(request.seat, request.at), public_id=public_id)
    about = one.returned.round
    if request.method == "POST":
        drop(one, seat=request.seat, at=request.at)
        messages.success(request, _("The amendment is taken out of your return."))
        return redirect(one.returned)
    history = list(one.settlements.all())
    context = {
        "card": card_of(tabled(one, about.draft), Places(about.draft)),
        "returned": one.returned,
        "round": about,
        "history": history,
        "writes": bool(may_write_in(request.seat, one.returned, request.at)),
        "others": one.amended_by.filter(returned__released_at__isnull=False).select_related("returned__organisation"),
        "trail": [
            *trail_of(about, _("Amendment"))[:-1],
            (one.returned.organisation.name, one.returned.get_absolute_url()),
        ],
    }
    return answer(request, "communique/amendment.html", context)


@page(the_seated, may_post=True)
def comment(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Answer a comment, or take one's own out of a return that is still private."""
    one = get_object_or_404(comments_visible_to(request.seat, request.at), public_id=public_id)
    if request.method == "POST" and "drop" in request.POST:
        drop_comment(one, seat=request.seat, at=request.at)
        messages.success(request, _("The comment is taken out of your return."))
        return redirect(one.returned)
    if request.seat.role != Role.SECRETARIAT:
        raise Http404
    form = AnsweredComment(request.POST or None)
    if form.is_bound and form.is_valid():
        answer_comment(one, form.cleaned_data["said"], seat=request.seat, at=request.at)
        messages.success(request, _("The answer is on record."))
        return redirect(f"{reverse('communique:table', args=[one.returned.round.public_id])}#comment-{one.public_id}")
    context = {
        "comment": one,
        "form": form,
        "verdict": may_answer(request.seat, one, request.at),
        "trail": trail_of(one.returned.round, _("Answer a comment")),
    }
    return answer(request, "communique/answer_comment.html", context, status=422 if form.errors else 200)


@page(the_secretariat, may_post=True)
def compilation(request: SeatedRequest, public_id: str) -> HttpResponse:
    """Make the next draft of a round."""
    about = found_round(request, public_id)
    if request.method == "POST":
        draft = compile_draft(about, seat=request.seat, at=request.at)
        messages.success(
            request, _("The next draft is made. Each city finds on its return what became of each of its amendments.")
        )
        return redirect(draft)
    counts: dict[str, int] = dict.fromkeys(["", *Outcome.values], 0)
    for one in remembered_table_of(about.draft):
        counts[one.settlement.outcome if one.settlement else ""] += 1
    context = {
        "round": about,
        "verdict": may_compile(request.seat, about, request.at),
        "counts": [(Outcome(key).label, count) for key, count in counts.items() if key],
        "undecided": counts[""],
        "trail": trail_of(about, _("Compile the next draft")),
    }
    return answer(request, "communique/compilation.html", context)
