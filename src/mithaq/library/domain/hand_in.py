"""Handing in a study, and correcting what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from mithaq.cycle.models import Cycle
from mithaq.foundation.actors.models import Organisation, Seat
from mithaq.foundation.chronicle.record import record
from mithaq.foundation.permissions import Refused, require
from mithaq.foundation.thread.weave import weave
from mithaq.foundation.uploads.models import Upload
from mithaq.library.domain.name_theme import name_theme
from mithaq.library.domain.shelve import shelve
from mithaq.library.models import Study, Theme
from mithaq.library.rules import may_correct, may_hand_in_studies
from mithaq.library.vocabulary import Looked
from mithaq.taskforces.models import Group


@dataclass(frozen=True)
class Said:
    """What a library says of a study."""

    title: Mapping[str, str]
    abstract: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[str, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    cities: tuple[Organisation, ...] = ()
    themes: tuple[Theme, ...] = ()
    #: A theme that the year does not have yet, in words per language; empty for none.
    new_theme: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    licence: str = ""
    pages: int | None = None
    issued: str = ""
    link: str = ""
    group: Group | None = None


def hand_in(cycle: Cycle, said: Said, *, file: Upload | None = None, seat: Seat, at: datetime) -> Study:
    """Put a study into the library, for those who work in the year. It has a file, a link, or both.

    Raises `Refused` where it has neither, or where the same file or link is there already.
    """
    with transaction.atomic():
        require(may_hand_in_studies(seat, at))
        if file is None and not said.link:
            raise Refused(_("A study needs its file, or a link to where it stands. Nothing was changed."))
        _refuse_twins(cycle, file, said.link)
        study = Study.objects.create(
            cycle=cycle,
            number=(cycle.studies.aggregate(last=Max("number"))["last"] or 0) + 1,
            file=file,
            handed_in_by=seat,
            handed_in_at=at,
            looked=Looked.WAITING if file else "",
            **_own(said),
        )
        _relate(study, said, seat=seat, at=at)
        shelve(study)
        weave([said.group] if said.group else [], study)
        record("study.handed_in", study, seat=seat, at=at, facts={"sha256": file.sha256} if file else {})
    return study


def correct(study: Study, said: Said, *, seat: Seat, at: datetime) -> Study:
    """Say something else of a study. Its number, its file and who handed it in stay."""
    with transaction.atomic():
        study = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
        require(may_correct(seat, study, at))
        own = _own(said)
        changed = [name for name, value in own.items() if getattr(study, name) != value]
        for name in changed:
            setattr(study, name, own[name])
        study.save(update_fields=changed or None)
        _relate(study, said, seat=seat, at=at)
        shelve(study)
        record("study.corrected", study, seat=seat, at=at, facts={"fields": sorted(changed)})
    return study


def _own(said: Said) -> dict[str, Any]:
    return {
        "title": dict(said.title),
        "abstract": dict(said.abstract),
        "authors": list(said.authors),
        "languages": list(said.languages),
        "licence": said.licence,
        "pages": said.pages,
        "issued": said.issued,
        "link": said.link,
        "group": said.group,
    }


def _relate(study: Study, said: Said, *, seat: Seat, at: datetime) -> None:
    study.organisations.set(said.organisations)
    study.cities.set(said.cities)
    themes = list(said.themes)
    if said.new_theme:
        themes.append(name_theme(study.cycle, said.new_theme, seat=seat, at=at))
    study.themes.set(themes)


def _refuse_twins(cycle: Cycle, file: Upload | None, link: str) -> None:
    twins = cycle.studies.filter(withdrawal__isnull=True)
    twin = (file and twins.filter(file__sha256=file.sha256).first()) or (link and twins.filter(link=link).first())
    if twin:
        raise Refused(
            _("This study is in the library already, as %(identifier)s. Nothing was changed.")
            % {"identifier": twin.identifier}
        )
