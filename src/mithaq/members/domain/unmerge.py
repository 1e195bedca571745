"""Undoing a merger: two records are two again, each with what it had. What came since stays with the one kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.actors.models import Organisation, Person, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.languages.words import PerLanguage
from mithaq.foundation.permissions import Refused, require
from mithaq.members.domain.merge import TAKEN_OVER, pass_over
from mithaq.members.models import Channel, Merger, Unmerging
from mithaq.members.queries.merging import came_since, pointing_at, the_two
from mithaq.members.rules import may_unmerge


def unmerge(merger: Merger, *, seat: Seat, at: datetime) -> Unmerging:
    """Make two records of one again. Every record goes back to the one that had it; fields that nobody has changed
    since are as before. What was entered since stays with the record that was kept, and is counted in the answer."""
    with transaction.atomic():
        merger = Merger.objects.select_for_update(of=("self",)).get(pk=merger.pk)
        kept, gone = the_two(merger)
        type(kept)._default_manager.select_for_update().filter(pk__in=(kept.pk, gone.pk)).count()
        require(may_unmerge(seat, merger, kept, at))
        stayed = {since.pointing.model._meta.label_lower: since.number for since in came_since(merger, kept)}
        gone.merged_into = None
        _fields_back(merger, kept, gone)
        _rows_back(merger, kept, gone)
        undone = Unmerging.objects.create(of=merger, by=seat, at=at, stayed=stayed)
        verb = "organisation.unmerged" if isinstance(kept, Organisation) else "person.unmerged"
        record(verb, kept, gone, seat=seat, at=at, facts={"stayed": stayed})
    return undone


def _rows_back(merger: Merger, kept: Organisation | Person, gone: Organisation | Person) -> None:
    """Those that still name the one that was kept: what has been moved on meanwhile stays where it is now."""
    for pointing in pointing_at(kept):
        keys = merger.moved.get(pointing.place, [])
        still = list(pointing.at(kept).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        if len(pass_over(pointing, still, gone)) < len(still):
            raise Refused(
                _(
                    "Something was entered since that stands in the way of what would go back. Take it back first. "
                    "Nothing was changed."
                )
            )


def _fields_back(merger: Merger, kept: Organisation | Person, gone: Organisation | Person) -> None:
    before, made = merger.fields["kept"], merger.fields["made"]
    for name in TAKEN_OVER[type(kept)]:
        if _plain(getattr(kept, name)) == _plain(made[name]):
            setattr(kept, name, _kept(before[name]))
    kept.save()
    if isinstance(gone, Person) and isinstance(kept, Person):
        address = merger.fields["gone"]["email"]
        # Somebody else may have been given the address meanwhile; then it is theirs.
        is_free = address and not Person.objects.filter(email__iexact=address).exclude(pk=gone.pk).exists()
        gone.email = address if is_free else ""
        if "channel" in merger.fields:
            Channel.objects.filter(pk=merger.fields["channel"]).update(is_living=False)
    gone.save()


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, dict) else value


def _kept(value: Any) -> Any:
    return PerLanguage(value) if isinstance(value, dict) else value
