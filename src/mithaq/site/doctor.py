"""What is missing or unsafe in this installation, and what is in order, on one screen."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import override

from mithaq.endorsements.domain.log.keys import NoKey, key_file, seed_here
from mithaq.endorsements.queries.log import key_on_record, latest_check
from mithaq.foundation import clock, kept
from mithaq.foundation.accounts.setup_code import setup_code
from mithaq.foundation.actors.models import Seat
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.chronicle.queries import last_sequence
from mithaq.foundation.languages.formats import moment
from mithaq.foundation.uploads.sandbox import which_isolation
from mithaq.site import signs
from mithaq.site.keeping import restore

FINE, NOTE, UNSAFE = "fine", "note", "unsafe"
#: PRAGMA synchronous as SQLite numbers it.
FULL = 2
#: Bytes that should stay free: a year with its papers fits into them.
ROOM = 1024**3


@dataclass(frozen=True)
class Finding:
    """What one look found: `state` is fine, note (look at it) or unsafe."""

    what: str
    state: str
    words: str


def examine() -> Iterator[Finding]:
    """Look at everything. A look that needs the database says so where there is none."""
    for look in LOOKS:
        try:
            yield from look()
        except DatabaseError as fault:
            what = look.__name__.strip("_").replace("_", " ")
            yield Finding(what, UNSAFE, f"the database does not answer as it should: {fault}")


def _python() -> Iterator[Finding]:
    state = FINE if sys.version_info >= (3, 11) else UNSAFE
    yield Finding("Python", state, f"{platform.python_version()} on {platform.system()}, Mithaq {settings.RELEASE}")


def _secret_key() -> Iterator[Finding]:
    if settings.SECRET_KEY_IS_SET:
        yield Finding("secret key", FINE, "set by MITHAQ_SECRET_KEY")
    elif settings.DEMONSTRATION:
        yield Finding("secret key", FINE, "none of its own, which a demonstration does not need")
    else:
        yield Finding("secret key", UNSAFE, "not set: give MITHAQ_SECRET_KEY fifty random letters, and keep them")


def _kind_of_site() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding("debugging", UNSAFE, "MITHAQ_DEBUG is on: faults show their source to everybody")
    if settings.DEMONSTRATION:
        yield Finding("demonstration", NOTE, "anybody may sign in as anybody: for fictional years only")
    if settings.SECURE:
        yield Finding("HTTPS", FINE, "asked for by MITHAQ_HTTPS: secure cookies, redirection, HSTS")
    elif settings.DEMONSTRATION or set(settings.ALLOWED_HOSTS) <= {"localhost", "127.0.0.1", "[::1]"}:
        yield Finding("HTTPS", FINE, "off, and this site answers on localhost only")
    else:
        words = "off for a site with a name of its own: put a proxy with TLS before it and set MITHAQ_HTTPS=1"
        yield Finding("HTTPS", UNSAFE, words)
    yield Finding("names of the site", FINE, ", ".join(settings.ALLOWED_HOSTS))


def _database() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SHOW server_version")
            yield Finding("database", FINE, f"PostgreSQL {cursor.fetchone()[0]}")
            return
        cursor.execute("PRAGMA journal_mode")
        journal = cursor.fetchone()[0]
        cursor.execute("PRAGMA synchronous")
        synchronous = cursor.fetchone()[0]
    safe = journal == "wal" and synchronous == FULL
    durability = "FULL" if synchronous == FULL else synchronous
    words = f"SQLite in {settings.DATABASES['default']['NAME']}, journal {journal}, synchronous {durability}"
    yield Finding("database", FINE if safe else UNSAFE, words)


def _migrations() -> Iterator[Finding]:
    missing = pending_migrations()
    words = "all applied" if not missing else f"{missing} not applied: `mithaq serve` applies them"
    yield Finding("migrations", UNSAFE if missing else FINE, words)


def pending_migrations() -> int:
    """How many migrations of this release the database does not have."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _files() -> Iterator[Finding]:
    folder = Path(default_storage.path(""))
    writable = os.access(_there(folder), os.W_OK)
    yield Finding("uploads", FINE if writable else UNSAFE, f"{folder}{'' if writable else ' cannot be written'}")
    free = free_disk()
    yield Finding("free disk", FINE if free > ROOM else UNSAFE, f"{free / ROOM:.1f} GB")


def free_disk() -> int:
    """Bytes free where the uploads and the default database stand."""
    return shutil.disk_usage(_there(settings.HOME)).free


def _there(folder: Path) -> Path:
    """The folder, or the one above it in which it will be made."""
    return next(place for place in (folder, *folder.parents) if place.exists())


def _isolation() -> Iterator[Finding]:
    walls = which_isolation()
    words = " and ".join(walls) if walls else "none: whoever sends a hostile file could reach the network from here"
    yield Finding("isolation of uploads", FINE if walls else UNSAFE, words)


def _mail() -> Iterator[Finding]:
    kind = settings.EMAIL_BACKEND.split(".")[-2]
    real = kind == "smtp" or settings.DEMONSTRATION
    words = {"smtp": "by a mail server", "filebased": "into files"}.get(kind, "to the console of the server")
    yield Finding("letters", FINE if real else NOTE, words if real else f"{words}: nobody gets them; see MITHAQ_MAIL")


def _clock() -> Iterator[Finding]:
    apart = clock.offset()
    words = moment(clock.now(), language="en") + (" (set apart from real time)" if apart else "")
    yield Finding("clock", FINE, words)


def _worker() -> Iterator[Finding]:
    sign = signs.last_sign()
    if sign is None:
        yield Finding("worker", NOTE, "has never been at work here; `mithaq serve` starts it")
    else:
        yield Finding("worker", FINE if signs.is_recent(sign) else NOTE, f"last at work {moment(sign, language='en')}")


def _chronicle() -> Iterator[Finding]:
    broken = first_broken_act()
    if broken is None:
        yield Finding("chronicle", FINE, f"{last_sequence()} acts, each fits the one before")
    else:
        words = f"act {broken} does not fit: it was altered or taken out behind the program's back"
        yield Finding("chronicle", UNSAFE, words)


def _log() -> Iterator[Finding]:
    """The transparency log: its key, and what the last check found."""
    try:
        seed = seed_here()
    except NoKey as unsafe:
        with override("en"):
            yield Finding("key of the log", UNSAFE, str(unsafe.reason))
    else:
        begun = key_on_record() is not None
        where = "in MITHAQ_LOG_KEY" if settings.LOG_KEY else f"in {key_file()}; keep a copy of it elsewhere"
        missing = "missing: put the file log.key back" if begun else "made when the log is first signed"
        yield Finding("key of the log", FINE if seed or not begun else UNSAFE, where if seed else missing)
    check = latest_check()
    if check is not None:
        words = str(check.problem or "") or f"{check.size} entries, last checked {moment(check.at, language='en')}"
        yield Finding("transparency log", UNSAFE if check.problem else FINE, words)


def _house() -> Iterator[Finding]:
    seats = Seat.objects.count()
    words = f"{seats} seats" if seats else f"not founded yet: open the site and begin with the code {setup_code()}"
    yield Finding("house", FINE if seats else NOTE, words)


def _kept() -> Iterator[Finding]:
    if restore.rests():
        yield Finding("brought back", NOTE, "from a backup; sends nothing until `mithaq resume` is given")
    for what, name in ((kept.BACKUP, "last backup"), (kept.RESTORE, "last restore")):
        one = kept.last(what)
        if one is None:
            yield Finding(name, NOTE, f"never; see `mithaq {what}`")
        else:
            words = f"{moment(one.at, language='en')}: {one.acts} acts, {one.uploads} uploads"
            yield Finding(name, NOTE if one.damaged else FINE, words + (f", {one.damaged} damaged" * bool(one.damaged)))


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _secret_key,
    _kind_of_site,
    _database,
    _migrations,
    _files,
    _isolation,
    _mail,
    _clock,
    _house,
    _worker,
    _chronicle,
    _log,
    _kept,
)
