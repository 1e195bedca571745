"""The key with which the log is signed. Its secret half is never in the database: it stands in the environment
(`MITHAQ_LOG_KEY`, 64 hexadecimal digits) or in the file `log.key` of `MITHAQ_HOME`, which only its owner may read."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mithaq.core.tlog.notes import SigningKey
from mithaq.core.tlog.receipts import succession
from mithaq.endorsements.models import LogKey
from mithaq.endorsements.queries.log import key_on_record
from mithaq.foundation.chronicle.record import nobody_else_writes, record
from mithaq.foundation.permissions import Refused

#: Bytes of an Ed25519 key.
LENGTH = 32
ONLY_ITS_OWNER = 0o600


class NoKey(Refused):
    """The log cannot be signed here: its key is missing, unsafe or another one."""


def key_file() -> Path:
    """Where the secret stands, unless the environment holds it."""
    return Path(settings.HOME) / "log.key"


def signing_key(at: datetime) -> SigningKey:
    """The key in use. It is made, and put on record, when the log is first signed. Raises `NoKey`."""
    latest = key_on_record()
    if latest is None:
        return _begun(at)
    _take_over(latest)
    seed = seed_here()
    if seed is None:
        raise NoKey(
            _("The key of the log is not on this machine. Put its file back, or set the key in the environment.")
        )
    key = SigningKey(latest.origin, seed)
    if str(key.public) != latest.key:
        raise NoKey(_("The key on this machine is not the one with which the log is signed."))
    return key


def seed_here() -> bytes | None:
    """The secret that this machine holds; None where it has none. Raises `NoKey` for one that others can read."""
    if settings.LOG_KEY:
        return _seed(settings.LOG_KEY)
    return _seed_in(key_file()) if key_file().exists() else None


def change_key(*, at: datetime) -> LogKey:
    """Sign with a fresh key from now on. The key before names it in a signed note, and is then forgotten.

    Only where the key stands in the file; whoever keeps it in the environment changes it there.
    """
    with transaction.atomic():
        before = signing_key(at)
        if settings.LOG_KEY:
            raise NoKey(_("The key stands in the environment, where the program cannot change it."))
        after = SigningKey(before.name, secrets.token_bytes(LENGTH))
        note = succession(after.public, before)
        row = LogKey.objects.create(origin=before.name, key=str(after.public), at=at, succession=str(note))
        record("log.key_changed", row, seat=None, at=at, facts={"key": after.public.id.hex()})
        _fresh_file().unlink(missing_ok=True)
        _write(_fresh_file(), after.seed)
    _take_over(row)
    return row


def _take_over(latest: LogKey) -> None:
    """Put a fresh key in its place once it is on record: a process that ends between the two loses neither key."""
    if settings.LOG_KEY or not _fresh_file().exists():
        return
    if str(SigningKey(latest.origin, _seed_in(_fresh_file())).public) == latest.key:
        _fresh_file().replace(key_file())


def _fresh_file() -> Path:
    return key_file().with_suffix(".fresh")


def _begun(at: datetime) -> SigningKey:
    """The first key: the one that is here already, or a fresh one."""
    with transaction.atomic():
        nobody_else_writes()
        if key_on_record() is not None:
            return signing_key(at)  # somebody else began it meanwhile
        seed = seed_here()
        if seed is None:
            seed = secrets.token_bytes(LENGTH)
            _write(key_file(), seed)
        key = SigningKey(settings.LOG_ORIGIN, seed)
        row = LogKey.objects.create(origin=key.name, key=str(key.public), at=at)
        record("log.key_begun", row, seat=None, at=at, facts={"key": key.public.id.hex()})
    return key


def _seed_in(file: Path) -> bytes:
    if file.stat().st_mode & 0o077:
        raise NoKey(
            _("The file with the key of the log can be read by others than its owner. Take that right away from them.")
        )
    return _seed(file.read_text(encoding="ascii", errors="replace").strip())


def _seed(written: str) -> bytes:
    try:
        seed = bytes.fromhex(written)
    except ValueError:
        seed = b""
    if len(seed) != LENGTH:
        raise NoKey(_("The key of the log is not written as hexadecimal digits of the right number."))
    return seed


def _write(file: Path, seed: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_ITS_OWNER), "w") as written:
        written.write(seed.hex() + "\n")
        written.flush()
        os.fsync(written.fileno())
