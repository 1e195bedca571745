"""The commands about the transparency log: `mithaq log`, `mithaq witness` and `mithaq verify`."""

from __future__ import annotations

import argparse
from pathlib import Path

from mithaq import verify
from mithaq.terminal import WRONG, complain, say, set_up

#: Where a witness answers unless it is told otherwise.
PORT = 8766


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `log`, `witness` and `verify`."""
    log = commands.add_parser("log", help="the transparency log: publish it as files, check it, its key, its witnesses")
    about = log.add_subparsers(required=True, metavar="WHAT")
    export = about.add_parser("export", help="write the published log into a folder, as plain files, or into a ZIP")
    export.add_argument("place", type=Path, metavar="FOLDER|FILE.zip")
    export.set_defaults(command=_export)
    check = about.add_parser("check", help="hear the witnesses, read the whole log and hash it anew")
    check.set_defaults(command=_check)
    key = about.add_parser("key", help="print the key with which the log is signed")
    key.add_argument("--change", action="store_true", help="sign with a fresh one from now on")
    key.set_defaults(command=_key)
    added = about.add_parser("add-witness", help="have a second party cosign the log's states")
    added.add_argument("key", help="what its own page says: name+identifier+key")
    added.add_argument("address", help="where it answers, such as https://witness.example")
    added.set_defaults(command=_add_witness)
    _add_witness_command(commands)
    verified = commands.add_parser("verify", help="check a receipt, a folder, a ZIP or an address; needs no database")
    verified.add_argument("asked", nargs=argparse.REMAINDER, help="as verify.py takes it; --help says how")
    verified.set_defaults(command=lambda asked: verify.main(asked.asked))


def _add_witness_command(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    witness = commands.add_parser("witness", help="cosign the states of other people's logs; needs no database")
    witness.add_argument("folder", type=Path, help="where it keeps its key, the logs it knows and what it saw")
    witness.add_argument("--name", required=True, help="its name, such as witness.example")
    witness.add_argument("--log", action="append", default=[], help="the key of a log that it knows from now on")
    witness.add_argument("--host", default="127.0.0.1", help="the address it answers on (this machine alone)")
    witness.add_argument("--port", type=int, default=PORT, help=f"the port ({PORT})")
    witness.set_defaults(command=_witness)


def _export(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.endorsements.domain.log.publish import write_archive, write_log
    from mithaq.foundation import clock

    is_one_file = asked.place.suffix == ".zip"
    number = (write_archive if is_one_file else write_log)(asked.place, clock.now())
    if not number:
        complain("Nothing has been published yet, so the log has no state.")
        return WRONG
    verifier = "verify.py" if is_one_file else asked.place / "verify.py"
    say(f"{number} files in {asked.place}; check them with: python3 {verifier} {asked.place}")
    return 0


def _check(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.endorsements.domain.log.check import check_log
    from mithaq.endorsements.domain.log.witness import ask_witnesses
    from mithaq.endorsements.jobs import send
    from mithaq.foundation import clock

    ask_witnesses(send, at=clock.now(), again=True)
    found = check_log(at=clock.now())
    if found.problem:
        complain(f"The log does not hold: {found.problem}. Nothing is signed until it is mended.")
        return WRONG
    say(f"{found.size} leaves, and each fits.")
    return 0


def _key(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.endorsements.domain.log.keys import change_key, signing_key
    from mithaq.foundation import clock
    from mithaq.foundation.permissions import Refused

    try:
        say(change_key(at=clock.now()).key if asked.change else str(signing_key(clock.now()).public))
    except Refused as reason:
        complain(reason.reason)
        return WRONG
    return 0


def _add_witness(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.endorsements.domain.log.witness import add_witness
    from mithaq.foundation import clock
    from mithaq.foundation.permissions import Refused

    try:
        say(f"{add_witness(asked.key, asked.address, at=clock.now())} cosigns from now on.")
    except Refused as reason:
        complain(reason.reason)
        return WRONG
    return 0


def _witness(asked: argparse.Namespace) -> int:
    from mithaq.site.witness import Witness, server_of

    witness = Witness(asked.folder, asked.name)
    for key in asked.log:
        witness.know(key)
    server = server_of(witness, asked.host, asked.port)
    say(f"{witness.key.public}")
    complain(f"It answers at http://{asked.host}:{server.server_port}; Ctrl-C ends it.")
    try:
        server.serve_forever()
    finally:
        server.server_close()
    return 0
