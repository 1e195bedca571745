"""The command `mithaq`: serve a house, show a demonstration, rehearse a year from files, look whether all is well."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from mithaq import __version__
from mithaq.documents.commands import add_commands
from mithaq.site.keeping.commands import add_keeping
from mithaq.site.log_commands import add_commands as add_log_commands
from mithaq.terminal import WRONG, complain, language_of_the_terminal, say, set_up

#: Exit code where the folder is taken; a wrong command line is argparse's 2.
TAKEN = 3
#: Exit code of a command whose reader went away, as a shell gives it for SIGPIPE.
PIPE_CLOSED = 141
PORT = 8765
#: What `mithaq new` takes: the flags with what each means.
NEW = {
    "group": "name of the group in English",
    "group-ar": "name of the group in Arabic",
    "mark": "its short mark in Latin letters, such as R12",
    "mark-ar": "its short mark in Arabic letters",
    "emblem": "a PNG file with its mark",
    "title": "name of the year in English",
    "title-ar": "name of the year in Arabic",
    "summit": "first day of the leaders' summit, such as 2031-11-15",
    "starts": "first day of the year",
    "ends": "last day of the year",
    "days-off": "days of the week on which nobody works, such as 'fri sat' (sat sun)",
    "zone": "the group's clock, such as Africa/Tunis",
    "working": "languages in which the group works, such as 'en ar'",
    "authentic": "languages in which its texts are equally valid",
    "secretariat": "name of the secretariat in English",
    "secretariat-ar": "name of the secretariat in Arabic",
    "country": "its country, as a code of two letters",
    "person": "name of the person with the first seat, in Latin letters",
    "person-ar": "the same in Arabic letters",
    "email": "e-mail address of that person",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mithaq.site.settings")
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.command(asked) or 0)
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D at a question
        return 130
    except BrokenPipeError:  # whoever reads what is said, such as `head`, has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the rest goes nowhere, and without complaint
        return PIPE_CLOSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mithaq", description="The house in which a group of cities runs its year.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_new(commands)
    _add_serve(commands)
    _add_worker(commands)
    _add_demo(commands)
    _add_rehearse(commands)
    reindex = commands.add_parser("reindex", help="read every paper and study again and build what the search looks in")
    reindex.set_defaults(command=_reindex)
    add_commands(commands)
    add_log_commands(commands)
    add_keeping(commands)
    doctor = commands.add_parser("doctor", help="say on one screen what is missing or unsafe here")
    doctor.set_defaults(command=_doctor)
    version = commands.add_parser("version", help="print the version")
    version.set_defaults(command=_version)
    return parser


def _add_new(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    new = commands.add_parser(
        "new", help="begin the first year of your own group; what is not given is asked for in the terminal"
    )
    for flag, words in NEW.items():
        new.add_argument(f"--{flag}", help=words)
    new.set_defaults(command=_new)


def _add_serve(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    serve = commands.add_parser("serve", help="bring the database up to date, serve the pages, with the worker")
    _add_address(serve)
    serve.set_defaults(command=_serve)


def _add_address(command: argparse.ArgumentParser) -> None:
    command.add_argument("--port", type=int, default=PORT, help=f"the port ({PORT}; the next free one if it is taken)")
    command.add_argument(
        "--host", default="127.0.0.1", help="the address; 0.0.0.0 for every network (this machine alone)"
    )
    command.add_argument("--workers", type=int, default=1, help="how many processes serve pages (1)")
    command.add_argument(
        "--reload", action="store_true", help="start anew when a source changes, for those who change it"
    )


def _add_worker(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    worker = commands.add_parser("worker", help="let the followers read the chronicle and send letters")
    worker.add_argument("--once", action="store_true", help="do what waits now, then end")
    worker.add_argument("--companion-of", type=int, metavar="PID", help=argparse.SUPPRESS)
    worker.set_defaults(command=_worker)
    web = commands.add_parser("web")  # what `serve` starts; it alone does not keep a house
    web.add_argument("host")
    web.add_argument("port", type=int)
    web.add_argument("processes", type=int)
    web.add_argument("server", type=int)
    web.add_argument("--reload", action="store_true")
    web.set_defaults(command=_web)


def _add_demo(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="play a fictional year and serve it, with the clock set into it")
    demo.add_argument("--folder", type=Path, help="another cycle's folder than demo/model-year")
    demo.add_argument(
        "--at", metavar="MOMENT", help="the moment of the year to show, such as 2031-09-30T12:00 (by its own clock)"
    )
    demo.add_argument("--fresh", action="store_true", help="forget what was done in the demonstration and begin anew")
    _add_address(demo)
    demo.set_defaults(command=_demo)


def _add_rehearse(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rehearse = commands.add_parser("rehearse", help="play a year from files; writes texts, roll, figures, database")
    rehearse.add_argument("source", type=Path, help="a cycle's folder, or one Word document")
    rehearse.add_argument("--out", type=Path, required=True, help="the folder for the results")
    rehearse.add_argument(
        "--until", type=datetime.fromisoformat, help="stop at this instant, such as 2031-09-29T09:00:00+03:00"
    )
    rehearse.set_defaults(command=_rehearse)


def _new(asked: argparse.Namespace) -> int:
    set_up()
    from django.utils.translation import override

    from mithaq.site import beginning, serving

    serving.make_ready(say)
    given = {flag: getattr(asked, flag.replace("-", "_")) for flag in NEW}
    with override(language_of_the_terminal()):
        try:
            seat = beginning.begin_from(given, ask=_asked if sys.stdin.isatty() else None)
        except beginning.CannotBegin as reason:
            complain(str(reason))
            return WRONG
        say(beginning.sentence_of_what_began(seat))
    return 0


def _asked(words: str) -> str:
    return input(f"{words}: ").strip()


def _serve(asked: argparse.Namespace) -> int:
    from mithaq.site import serving

    port = serving.free_port(asked.host, asked.port)

    def begins() -> None:
        set_up()
        serving.make_ready(say)
        if port != asked.port:
            say(f"Port {asked.port} is taken; this is the next free one.")
        say(f"http://localhost:{port}/")
        from mithaq.site import beginning

        if (code := beginning.code_to_begin_with()) is not None:
            say(f"Nobody has begun a year here yet. Open the page and type this code once: {code}")
        say("Ctrl-C ends it.")

    return serving.serve(asked.host, port, asked.workers, begins, reload=asked.reload)


def _web(asked: argparse.Namespace) -> int:
    from mithaq.site import web

    web.run(asked.host, asked.port, asked.processes, asked.server, reload=asked.reload)
    return 0


def _worker(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.site import signs, stopping, worker

    if asked.once:
        done = worker.round_of_work() + worker.round_of_reading()
        signs.give_sign()
        say(f"{done} done.")
    else:
        told = stopping.told_to_stop()
        worker.read_aside(told)
        worker.work(told, companion_of=asked.companion_of)
    return 0


def _demo(asked: argparse.Namespace) -> int:
    from mithaq.site import demonstration

    try:
        stage = demonstration.prepare(asked.folder, at=asked.at, fresh=asked.fresh, say=say)
    except demonstration.CannotShow as reason:
        set_up()  # for the terminal's language
        complain(reason.sentence)
        return WRONG
    os.environ.update(stage)
    set_up()
    from mithaq.site import serving

    serving.make_ready()
    for line in demonstration.persons():
        say(line)
    return _serve(asked)


def _rehearse(asked: argparse.Namespace) -> int:
    from mithaq.rehearsal.faults import WrongFiles
    from mithaq.rehearsal.play import CannotRehearse, rehearse

    if asked.until is not None and asked.until.tzinfo is None:
        complain("--until needs a time zone, such as 2031-09-29T09:00:00+03:00.")
        return WRONG
    try:
        rehearsed = rehearse(asked.source, asked.out, until=asked.until, progress=sys.stderr.isatty())
    except WrongFiles as wrong:
        complain(wrong)
        return WRONG
    except CannotRehearse as reason:
        complain(reason)
        return TAKEN
    except OSError as fault:
        complain(f"{fault.filename or asked.out} cannot be read or written: {fault.strerror or fault}.")
        return WRONG
    for key, figure in rehearsed.figures.items():
        more_than = "" if figure["relation"] == "=" else f"{figure['relation']} "
        say(f"{more_than}{figure['value']:,}".rjust(14) + f"  {key}")
    say(f"{asked.out}: texts, roll.csv, figures.json, mithaq.sqlite3")
    if not rehearsed.changed:
        say("These were there already; nothing has changed.")
    return 0


def _reindex(_asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.library.jobs import read_again as read_studies_again
    from mithaq.taskforces.jobs import read_again as read_papers_again

    for kind, read_again in (("papers", read_papers_again), ("studies", read_studies_again)):
        number = 0
        for number, of in read_again():  # the last one is how many there were
            if sys.stderr.isatty():
                print(f"\r{number}/{of}", end="", file=sys.stderr, flush=True)
        if sys.stderr.isatty() and number:
            print(file=sys.stderr)
        say(f"{number} {kind} can be searched anew")
    return 0


def _doctor(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.site import doctor

    signs = {doctor.FINE: "  ok  ", doctor.NOTE: "  --  ", doctor.UNSAFE: "UNSAFE"}
    findings = list(doctor.examine())
    for finding in findings:
        say(f"{signs[finding.state]}  {finding.what:<20} {finding.words}")
    return WRONG if any(finding.state == doctor.UNSAFE for finding in findings) else 0


def _version(asked: argparse.Namespace) -> int:
    say(f"mithaq {__version__}")
    return 0
