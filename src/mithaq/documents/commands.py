"""The commands on anybody's documents, as `mithaq` on the command line takes them."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path

from mithaq.terminal import WRONG, complain, language_of_the_terminal, say, set_up


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `read`, `consolidate`, `place`, `compile` and `redline`."""
    read = commands.add_parser("read", help="print the recommendations of a document; writes nothing")
    read.add_argument("files", nargs="+", metavar="FILE", help=".docx, a table, .json, or - for standard input")
    read.add_argument("--json", action="store_true", help="as a JSON list")
    read.add_argument(
        "--unread", action="store_true", help="the paragraphs that may be recommendations and were not taken, instead"
    )
    read.set_defaults(command=_read)
    consolidate = commands.add_parser("consolidate", help="suggest groups of recommendations; writes nothing")
    consolidate.add_argument("files", nargs="+", metavar="FILE", help="as for read; what read prints will do")
    consolidate.add_argument("--points", type=int, help="how many groups are wanted (a sixth of the recommendations)")
    consolidate.add_argument("--closeness", type=float, help="or: how close the members must be, from 0 to 1")
    consolidate.add_argument("--json", action="store_true", help="as a JSON list")
    consolidate.set_defaults(command=_consolidate)
    place = commands.add_parser(
        "place", help="find what Word files change in a draft, clause by clause; writes nothing"
    )
    place.add_argument("draft", metavar="DRAFT", help="the draft as .docx: an export, or any document of paragraphs")
    place.add_argument(
        "returns", nargs="+", metavar="RETURN", help="copies with changes (.docx), tables of comments, plain text; -"
    )
    _add_drafts(place)
    place.add_argument("--json", action="store_true", help="as JSON: changes, unplaced, files")
    place.set_defaults(command=_place)
    _add_compile(commands)
    _add_redline(commands)


def _add_compile(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    collected = commands.add_parser(
        "compile", help="put what Word files change in a draft together: bracketed text, tracked changes, matrix"
    )
    collected.add_argument("draft", metavar="DRAFT", help="the draft as .docx, as for place")
    collected.add_argument(
        "returns", nargs="+", metavar="RETURN", help="copies that people wrote into; each is called by its file's name"
    )
    _add_drafts(collected)
    collected.add_argument("--out", type=Path, default=Path("compiled"), help="the folder for the files (compiled)")
    collected.add_argument("--json", action="store_true", help="as JSON on the screen; writes nothing")
    collected.set_defaults(command=_compile)


def _add_drafts(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--earlier", action="append", default=[], metavar="DRAFT",
        help="an earlier draft, as Mithaq exported it: what was written into copies of it is carried over",
    )  # fmt: skip
    _add_language(command)


def _add_language(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--language", type=_language, default="", metavar="CODE",
        help="the language of the text where the file does not say it, such as fr (by its letters: en, ar, und)",
    )  # fmt: skip


def _language(said: str) -> str:
    """A language tag (BCP 47)."""
    if said and not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", said):
        raise argparse.ArgumentTypeError(f"{said!r} is no language code such as fr, pt-BR or zh.")
    return said


def _add_redline(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    redline = commands.add_parser("redline", help="show what changed between two texts, word by word")
    redline.add_argument("old", metavar="OLD", help="the text as it was: Word, PDF, OpenDocument, HTML or plain text")
    redline.add_argument("new", metavar="NEW", help="the text as it is; - is standard input")
    shape = redline.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as a JSON list, one entry a paragraph")
    shape.add_argument("--html", action="store_true", help="as a page of HTML with the whole text")
    shape.add_argument("--docx", type=Path, metavar="FILE", help="write a Word document with tracked changes")
    _add_language(redline)
    redline.add_argument("--author", default="", help="who made the changes in the Word document (the name of NEW)")
    redline.set_defaults(command=_redline)


def _read(asked: argparse.Namespace) -> int:
    set_up()
    from mithaq.documents import recommendations

    try:
        if asked.unread:
            return _say_unread(
                [{"file": name, **one} for name in asked.files for one in recommendations.unread_in(name)], asked.json
            )
        files = [recommendations.candidates_of(name) for name in asked.files]
    except recommendations.CannotRead as fault:
        complain(fault)
        return WRONG
    if left := sum(file.left for file in files):
        many = "paragraphs may be recommendations and were" if left > 1 else "paragraph may be a recommendation and was"
        complain(f"{left} {many} not taken; --unread lists what was left.")
    found = [record for file in files for record in file]
    if asked.json:
        say(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for record in found:
        say(f"{record['number'] or '–':>8}  {record['text']}")
    doubtful = sum(bool(record.get("doubtful")) for record in found)
    say(f"{len(found)} found; {doubtful} doubtful")
    return 0


def _say_unread(left: list[dict[str, object]], as_json: bool) -> int:
    if as_json:
        say(json.dumps(left, ensure_ascii=False, indent=1))
    else:
        for one in left:
            say(f"{one['paragraph']:>8}  {one['text']}")
        say(f"{len(left)} not taken")
    return 0


def _consolidate(asked: argparse.Namespace) -> int:
    set_up()
    from django.utils.translation import override

    from mithaq.documents import recommendations

    if (asked.points is not None and asked.points < 1) or not 0 <= (asked.closeness or 0) <= 1:
        complain("--points must be 1 or more, --closeness from 0 to 1.")
        return WRONG
    try:
        items = recommendations.items_of(asked.files)
    except recommendations.CannotRead as fault:
        complain(fault)
        return WRONG
    points = asked.points if asked.points or asked.closeness is not None else max(1, round(len(items) / 6))
    with override(language_of_the_terminal()):
        groups = recommendations.groups_of(items, points, asked.closeness, progress=sys.stderr.isatty())
    if asked.json:
        say(json.dumps(groups, ensure_ascii=False, indent=1))
        return 0
    for place, group in enumerate(groups, start=1):
        say(f"{place}. {group['pillar']}".rstrip() + f"  {group['reason']}")
        for number, text in zip(group["members"], group["texts"], strict=True):
            say(f"{number:>12}  {text}")
    return 0


def _redline(asked: argparse.Namespace) -> int:
    set_up()
    from django.utils.translation import override

    from mithaq.documents import recommendations, redlining

    try:
        found = redlining.comparison_of(asked.old, asked.new)
    except recommendations.CannotRead as fault:
        complain(fault)
        return WRONG
    language = language_of_the_terminal()
    with override(language):
        if asked.json:
            say(json.dumps(redlining.as_records(found), ensure_ascii=False, indent=1))
        elif asked.html:
            say(redlining.as_page(found, asked.old, asked.new, language, asked.language))
        elif asked.docx:
            try:
                asked.docx.write_bytes(redlining.as_word(found, asked.new, asked.author, asked.language))
            except OSError as fault:
                complain(f"{asked.docx}: {recommendations.why_not_written(fault)}")
                return WRONG
            complain(redlining.summary_of(found))
        else:
            for line in redlining.as_lines(found, coloured=_wants_colours()):
                say(line)
            complain(redlining.summary_of(found))
    return 0


def _wants_colours() -> bool:
    """Whether the output is a terminal whose owner did not refuse colours (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _place(asked: argparse.Namespace) -> int:
    set_up()
    from django.utils.translation import override

    from mithaq.documents import placing, recommendations

    try:
        draft, own = placing.draft_and_changes_in(asked.draft, asked.language)
        earlier = placing.earlier_from(asked.earlier, asked.language)
    except recommendations.CannotRead as fault:
        complain(fault)
        return WRONG
    results, unread = placing.placed_all(draft, asked.returns, earlier)
    with override(language_of_the_terminal()):
        for one in (*filter(None, [placing.changes_in_a_draft(asked.draft, own)]), *unread):
            complain(str(one))
    with override(language_of_the_terminal()):
        if asked.json:
            say(json.dumps(placing.as_records(draft, results, unread), ensure_ascii=False, indent=1))
        else:
            for line in placing.told(draft, results):
                say(line)
    return WRONG if unread else 0


def _compile(asked: argparse.Namespace) -> int:
    set_up()
    from django.utils.translation import override

    from mithaq.documents import compiling, placing, recommendations

    try:
        draft, own = placing.draft_and_changes_in(asked.draft, asked.language)
        earlier = placing.earlier_from(asked.earlier, asked.language)
    except recommendations.CannotRead as fault:
        complain(fault)
        return WRONG
    results, unread = placing.placed_all(draft, asked.returns, earlier)
    with override(language_of_the_terminal()):
        for one in (*filter(None, [placing.changes_in_a_draft(asked.draft, own)]), *unread):
            complain(str(one))
    if not results:
        return WRONG
    known = {one.name for one in unread}
    changes = compiling.by_sender(results, [name for name in asked.returns if name not in known])
    if asked.json:
        with override(language_of_the_terminal()):
            say(json.dumps(compiling.as_record(draft, results, changes, unread), ensure_ascii=False, indent=1))
        return WRONG if unread else 0
    made = dict(compiling.files_of(draft, changes, Path(asked.draft).stem))
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        for name, content in made.items():
            (asked.out / name).write_bytes(content)
    except OSError as fault:
        complain(recommendations.CannotRead(str(fault.filename or asked.out), recommendations.why_not_written(fault)))
        return WRONG
    with override(language_of_the_terminal()):
        say("\n".join(compiling.told(results, asked.out, [*made])))
    return WRONG if unread else 0
