"""Everything that differs from one installation to another, read from the environment in one place."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """A setting as text; empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def switch(name: str) -> bool:
    """A setting that is on with 1, true, yes or on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    """A setting that lists words, separated by commas or spaces."""
    return text(name, default).replace(",", " ").split()


def folder(name: str, default: Path) -> Path:
    """A folder, absolute."""
    return Path(text(name, str(default))).expanduser().resolve()


def count(name: str) -> int:
    """A whole number; 0 where it is not set."""
    wanted = text(name, "0")
    if not wanted.isdecimal():
        raise ImproperlyConfigured(f"{name} is not a whole number: {wanted}")
    return int(wanted)


def instant(name: str) -> datetime | None:
    """An instant with its zone; None where it is not set."""
    wanted = text(name)
    if not wanted:
        return None
    try:
        found = datetime.fromisoformat(wanted)
    except ValueError as fault:
        raise ImproperlyConfigured(f"{name} is not an instant such as 2031-09-29T09:00:00+03:00: {wanted}") from fault
    if found.tzinfo is None:
        raise ImproperlyConfigured(f"{name} has no time zone: {wanted}")
    return found


def clock_offset(name: str, *, set_at: str) -> timedelta:
    """How far the clock is to stand from real time, if it showed the instant `name` at the real instant `set_at`.

    `set_at` defaults to now; `mithaq serve` sets it, so that all its processes have one clock.
    """
    shown = instant(name)
    return shown - (instant(set_at) or datetime.now(UTC)) if shown else timedelta(0)


def mail(name: str) -> dict[str, object]:
    """Where letters go: `console:`, `file:FOLDER`, `smtp://user:password@host:port` or `smtps://…`."""
    address = urlsplit(text(name, "console:"))
    backends = "django.core.mail.backends"
    if address.scheme == "console":
        return {"EMAIL_BACKEND": f"{backends}.console.EmailBackend"}
    if address.scheme == "file":
        folder_of_letters = text(name).partition(":")[2]
        return {"EMAIL_BACKEND": f"{backends}.filebased.EmailBackend", "EMAIL_FILE_PATH": folder_of_letters}
    if address.scheme in {"smtp", "smtps"}:
        return {
            "EMAIL_BACKEND": f"{backends}.smtp.EmailBackend",
            "EMAIL_HOST": address.hostname or "localhost",
            "EMAIL_PORT": address.port or (465 if address.scheme == "smtps" else 587),
            "EMAIL_HOST_USER": unquote(address.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
            "EMAIL_USE_SSL": address.scheme == "smtps",
            "EMAIL_USE_TLS": address.scheme == "smtp" and bool(address.username),
            "EMAIL_TIMEOUT": 20,
        }
    raise ImproperlyConfigured(f"{name} must begin with console:, file:, smtp: or smtps:")
