"""A demonstration: a fictional year, played up to an instant from its files and served with the clock set there."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml
from django.utils.translation import gettext_lazy as _

from mithaq.foundation.clock import real_now
from mithaq.rehearsal.faults import LazyFormat

PACKAGE = Path(__file__).resolve().parent.parent
DATABASE, NOTE = "mithaq.sqlite3", "rehearsal.json"
#: The exit code of `mithaq rehearse` where somebody has gone on working with what it played before.
TAKEN = 3


class CannotShow(Exception):
    """The demonstration cannot be shown; the argument is a sentence. Nothing was changed."""

    def __init__(self, sentence: str | LazyFormat) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Script:
    """Which folder is played, up to which instant, and where its clock starts. Whoever named that instant is not shown
    another one."""

    folder: Path
    plays_until: datetime | None
    starts_at: datetime
    is_named: bool = False

    @property
    def name(self) -> str:
        """What the demonstration's own folder is called: each instant that was named has one."""
        at = self.starts_at.astimezone(UTC)
        return f"{self.folder.name}-{at:%Y%m%dT%H%M%SZ}" if self.is_named else self.folder.name


def prepare(folder: Path | None, *, at: str | None = None, fresh: bool, say: Callable[[str], None]) -> dict[str, str]:
    """Play the year into its home, unless it stands there already; the environment in which to serve it. It is played
    up to the instant that its files name, or up to `at`, which is by the year's own clock where it names no zone."""
    script = _script(folder or _model_year(), at)
    home = _home(script)
    _refuse_a_real_house(home)
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True, exist_ok=True)
    (home / ".gitignore").write_text("*\n", encoding="utf-8")
    say(f"The year of {script.folder.name} is in {home}")
    _play(script, home, say)
    return {
        "MITHAQ_HOME": str(home),
        "DATABASE_URL": f"sqlite:///{quote(str(home / DATABASE))}",
        "MITHAQ_DEMONSTRATION": "1",
        "MITHAQ_CLOCK": _clock(script, home / DATABASE).isoformat(),
        "MITHAQ_CLOCK_SET_AT": real_now().isoformat(),
        # The terminal shows whom one can sign in as, not a line for each page.
        "MITHAQ_LOG": os.environ.get("MITHAQ_LOG") or "WARNING",
        "MITHAQ_MAIL": os.environ.get("MITHAQ_MAIL") or f"file:{home / 'letters'}",
    }


def persons() -> Iterator[str]:
    """Lines that say as whom one can sign in; Django is set up."""
    from mithaq.foundation import clock
    from mithaq.foundation.accounts.persons import groups_of_persons

    yield "One click signs you in as:"
    for group in groups_of_persons(clock.now()):
        yield f"  {group.title}"
        for seat in group.seats:
            yield f"    {seat.person}, {seat.title or seat.get_role_display()}, {seat.organisation}"
        if group.more:
            yield f"    and {len(group.more)} more"


def _model_year() -> Path:
    places = [PACKAGE.parent.parent / "demo" / "model-year", Path.cwd() / "demo" / "model-year"]
    found = next((place for place in places if place.is_dir()), None)
    if found is None:
        raise CannotShow(
            "There is no demo/model-year here. Go to the folder of the sources, or name one with --folder."
        )
    return found


def _home(script: Script) -> Path:
    """MITHAQ_HOME, else a folder beside the sources, else one of the person's own."""
    if os.environ.get("MITHAQ_HOME"):
        return Path(os.environ["MITHAQ_HOME"]).expanduser().resolve()
    sources = PACKAGE.parent.parent
    beside = (sources / "pyproject.toml").exists() and os.access(sources, os.W_OK)
    return (sources if beside else Path.home()) / ".mithaq-demo" / script.name


def _refuse_a_real_house(home: Path) -> None:
    """In a demonstration anybody signs in as anybody: a database that was not rehearsed must never be shown so."""
    if (home / DATABASE).exists() and not (home / NOTE).exists():
        raise CannotShow(f"{home} holds a house that is no demonstration. Set MITHAQ_HOME to another folder.")


def _script(folder: Path, at: str | None) -> Script:
    try:
        cycle = yaml.safe_load((folder / "cycle.yaml").read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as fault:
        raise CannotShow(f"{folder / 'cycle.yaml'} cannot be read: {fault}") from fault
    times = cycle.get("demo_clock") or {}
    until = _instant(times.get("plays_until"))
    ends = _instant(cycle.get("as_of"))
    starts = _instant(times.get("starts_at")) or until or ends or real_now()
    if at is None:
        return Script(folder.resolve(), until, starts)
    named = _named(at, starts.tzinfo)
    _refuse_another_year(named, at, cycle.get("cycle") or {})
    return Script(folder.resolve(), min(named, ends or named), named, is_named=True)


def _named(at: str, zone: tzinfo | None) -> datetime:
    try:
        found = datetime.fromisoformat(at)
    except ValueError as fault:
        wrong = _("“%(value)s” is no moment. Name one such as 2031-09-30T12:00.")
        raise CannotShow(LazyFormat(wrong, value=at)) from fault
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _refuse_another_year(named: datetime, at: str, year: dict[str, Any]) -> None:
    starts, ends = str(year.get("starts") or ""), str(year.get("ends") or "")
    if (starts and named.date().isoformat() < starts) or (ends and named.date().isoformat() > ends):
        wrong = _("%(value)s is outside the year, which runs from %(starts)s to %(ends)s.")
        raise CannotShow(LazyFormat(wrong, value=at, starts=starts, ends=ends))


def _instant(value: Any) -> datetime | None:
    if value is None:
        return None
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError as fault:
        raise CannotShow(f"cycle.yaml: {value} is not an instant such as 2031-09-29T09:00:00+03:00.") from fault
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _play(script: Script, home: Path, say: Callable[[str], None]) -> None:
    """Rehearse in a process of its own, since a rehearsal sets Django up for a database of its own."""
    until = ["--until", script.plays_until.isoformat()] if script.plays_until else []
    command = [sys.executable, "-m", "mithaq", "rehearse", str(script.folder), "--out", str(home), *until]
    shown = None if sys.stderr.isatty() else subprocess.PIPE  # a terminal sees the progress
    played = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=shown, check=False)
    if played.returncode == TAKEN and (home / NOTE).exists():
        if script.is_named and _played_until(home) != script.plays_until:
            wrong = _(
                "Somebody has worked with the year in %(path)s, which stands at another moment. --fresh begins anew."
            )
            raise CannotShow(LazyFormat(wrong, path=home))
        say("It goes on from where it was left; --fresh begins anew.")
    elif played.returncode != 0:
        raise CannotShow((played.stderr or b"").decode(errors="replace").strip() or "The year could not be played.")


def _played_until(home: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads((home / NOTE).read_text(encoding="utf-8"))["as_of"])
    except (ValueError, KeyError):
        return None


def _clock(script: Script, database: Path) -> datetime:
    """Where the clock starts: as the script says, but never before what has been done already."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        (last,) = connection.execute("SELECT MAX(at) FROM chronicle_act").fetchone()
    finally:
        connection.close()
    done = datetime.fromisoformat(last).replace(tzinfo=UTC) if last else script.starts_at
    return max(script.starts_at, done)
