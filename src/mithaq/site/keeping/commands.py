"""The commands by which a house is kept: `backup`, `restore`, `resume`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mithaq.site.keeping.archive import CannotKeep, Manifest, Told
from mithaq.terminal import WRONG, complain, say, set_up


def add_keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the three commands."""
    backup = commands.add_parser("backup", help="write all of the house into one file, while it is running")
    backup.add_argument("file", type=Path, help="the file to be made, such as house-2031-05-01.zip")
    backup.add_argument(
        "--with-secrets", action="store_true", help="take sessions, passkeys, code apps and the house's keys along"
    )
    backup.set_defaults(command=_backup)
    restore = commands.add_parser("restore", help="bring a house back out of such a file, into a new folder")
    restore.add_argument("file", type=Path, help="a file that `mithaq backup` made")
    restore.add_argument("--into", type=Path, required=True, help="a folder that does not exist yet, or is empty")
    restore.set_defaults(command=_restore)
    resume = commands.add_parser("resume", help="let a house that was brought back work again")
    resume.add_argument(
        "--send-waiting", action="store_true", help="also send the letters that waited when the backup was made"
    )
    resume.set_defaults(command=_resume)


def _backup(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.site.keeping.backup import back_up

    try:
        with _progress() as told:
            manifest = back_up(asked.file.absolute(), with_secrets=asked.with_secrets, told=told)
    except CannotKeep as reason:
        complain(str(reason))
        return WRONG
    say(f"{asked.file}: {_contents(manifest)}, read again and as it was written")
    if manifest.damaged:
        complain(
            f"{len(manifest.damaged)} uploads are gone or altered in the house itself and are not in the backup: "
            + " ".join(manifest.damaged[:5])
        )
        return WRONG
    return 0


def _restore(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.site.keeping.restore import restore

    try:
        with _progress() as told:
            manifest = restore(asked.file, asked.into, told=told)
    except CannotKeep as reason:
        complain(str(reason))
        return WRONG
    say(f"{asked.into}: {_contents(manifest)}, as they were at {manifest.made_at}")
    if manifest.damaged:
        say(f"{len(manifest.damaged)} uploads were gone or altered already when the backup was made")
    if not manifest.with_secrets:
        say("People sign in anew by a code, and enrol their passkeys and code apps again: these were left out.")
    say(f"The house rests: it sends nothing. To let it work: MITHAQ_HOME={asked.into} mithaq resume")
    return 0


def _resume(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.site import serving
    from mithaq.site.keeping.restore import rests
    from mithaq.site.keeping.resume import resume

    if not rests():
        say("This house does not rest: nothing was changed.")
        return 0
    serving.make_ready()
    waited = resume(send_waiting=asked.send_waiting)
    what = "wait to be sent" if asked.send_waiting else "waited and are noted as sent, since the lost house may have"
    say(f"The house works again. {waited} letters {what}.")
    return 0


def _contents(manifest: Manifest) -> str:
    return f"{manifest.acts:,} acts, {manifest.uploads:,} uploads, {manifest.size / 1_000_000:,.1f} MB"


@contextmanager
def _progress() -> Iterator[Told]:
    """Say how far it is, where somebody looks on."""
    done = shown = 0

    def tell(more: int, of: int) -> None:
        nonlocal done, shown
        done += more
        if sys.stderr.isatty() and (now := min(100, 100 * done // max(1, of))) != shown:
            sys.stderr.write(f"\r{now} %")
            sys.stderr.flush()
            shown = now

    yield tell
    if shown:
        sys.stderr.write("\n")
