"""Make the Word files that the cities of the model year send back, from `text_asks.csv`: who asks for what, in words.

Each file is a copy of the draft of its round as the site gives it out, written into as its city's office would:

- `libreoffice`: LibreOffice Writer, with tracking on;
- `word`, `google`: the XML that these programs write, with their splits, marks and identifiers;
- `untracked`: tracking was off for a part; `retyped`: typed anew in a document of its own;
- `renumbered`: numbers typed by hand, our marks lost; `older`: written into the draft before.

In the copies the keys of the folder stand where a site's addresses would (`mithaq.rehearsal.addressed`), and changes
bear the time of their return. Needs what `bin/test --complete` needs:

    PYTHONPATH=. .venv/bin/python demo/model-year/make_returns.py [PART-OF-A-NAME]
"""

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree, ignore_patterns

import docx
from lxml import etree

from mithaq.core.docx.drafts import Cover, clean, tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.draft import DraftClause, DraftText
from mithaq.core.redline import edits_between

HERE = Path(__file__).resolve().parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TITLE = {
    "en": "Communiqué of the Mayors of the Rivers Compact, Ghaymara, 2 October 2031",
    "ar": "البيان الختامي لعمداء مدن ميثاق الأنهار، غيمرة، 2 أكتوبر 2031",
}
BELOW = {"en": "Draft {number}", "ar": "المسودة {number}"}
#: A second person in an office, who strikes what the first has written.
COLLEAGUE = "Legal department"


def rows(table, folder=HERE):
    """The rows of a table of the folder."""
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The drafts, as the year plays them.


def draft_of_round(key):
    """The draft of a round, its clauses named by the folder's keys: played in a process and a database of its own."""
    told = subprocess.run([sys.executable, __file__, "--draft", key], capture_output=True, check=True, text=True).stdout
    found = json.loads(told)
    clauses = tuple(DraftClause(**one) for one in found["clauses"])
    return DraftText(tuple(found["languages"]), found["hash"], clauses)


def tell_draft(key):
    """Print the draft of a round, after the year has been played up to it."""
    from mithaq.rehearsal.play import _set_up

    with tempfile.TemporaryDirectory() as place:
        _set_up(Path(place))
        from django.core.management import call_command

        from mithaq.communique.queries.exported import draft_text
        from mithaq.rehearsal.folder import Folder
        from mithaq.rehearsal.scenes import Played, scenes_of
        from mithaq.rehearsal.script import script_of

        at = datetime.fromisoformat(next(one for one in rows("text_rounds") if one["key"] == key)["opens"])
        script = script_of(Folder(as_it_was(at, Path(place) / "folder")))
        call_command("migrate", verbosity=0)
        played = Played(script)
        for scene in scenes_of(played, at):
            scene.play()
        draft = played.table.rounds[key].draft
        keys = {clause.public_id: name for name, clause in played.table.clauses.items()}
        plain = [asdict(replace(one, id=keys[one.id], words=dict(one.words))) for one in draft_text(draft).clauses]
        found = {"languages": list(draft.text.cycle.authentic), "hash": f"draft-{draft.number}", "clauses": plain}
        sys.stdout.write(json.dumps(found, ensure_ascii=False))


def as_it_was(at, copy):
    """A copy of the folder in which nothing of the negotiation has happened yet that happens after an instant."""
    copytree(HERE, copy, ignore=ignore_patterns("*.py", "__pycache__"))
    for path in copy.glob("text_*.csv"):
        told = rows(path.stem, copy)
        if told and "at" in told[0]:
            kept = [one for one in told if datetime.fromisoformat(one["at"]) <= at]
            with path.open("w", encoding="utf-8", newline="") as file:
                table = csv.DictWriter(file, told[0], lineterminator="\n")
                table.writeheader()
                table.writerows(kept)
    return copy


# What a city's office does to its copy.


def cover(draft, language):
    """What stands around the copy."""
    number = draft.hash.rpartition("-")[2]
    below = {code: said.format(number=number) for code, said in BELOW.items()}
    return Cover(TITLE, below, f"{TITLE[language]} · {below[language]}", "the-text")


def export(draft, language):
    """The copy that the site gives out."""
    return written(clean(draft, [language], cover(draft, language)))


def unique(draft, language, ask):
    """The words to look for and to put, with as many words around them that they stand once in the whole copy."""
    whole = "\n".join([TITLE[language], *(one.words.get(language, "") for one in draft.clauses)])
    own = words_of(draft, ask["clause"], language)
    start = own.index(ask["find"])
    end = start + len(ask["find"])
    while whole.count(own[start:end]) > 1:
        before = own.rfind(" ", 0, max(start - 1, 0)) + 1
        after = own.find(" ", end + 1)
        if start == before and after < 0:
            raise ValueError(f"{ask} does not stand once in the draft.")
        start, end = (before, end) if start > before else (start, after)
    found = own[start:end]
    return found, found.replace(ask["find"], ask["put"], 1)


def words_of(draft, clause, language):
    """The words of a clause."""
    return next(one for one in draft.clauses if one.id == clause).words[language]


def in_libreoffice(office, draft, language, author, asks, place):
    """The copy after somebody has worked in it with LibreOffice Writer."""
    steps = []
    for ask in asks:
        find, put = unique(draft, language, ask)
        steps.append({"do": ask["do"], "find": find, "put": put if ask["do"] == "replace" else ask["put"]})
        if ask["do"] == "comment":
            steps[-1]["author"] = author
    (place / "copy.docx").write_bytes(export(draft, language))
    return office.edited(place / "copy.docx", place / "back.docx", author, steps).read_bytes()


def changes_of(draft, language, author, at, asks):
    """What is asked for, as changes on the draft."""
    found, comments = [], 0
    for ask in asks:
        who = {"author": author, "date": at, "language": language}
        if ask["do"] == "replace":
            base = words_of(draft, ask["clause"], language)
            edits = edits_between(base, base.replace(ask["find"], ask["put"], 1))
            found.append(Change(ask["clause"], Sort.REPLACE, ask["find"], ask["put"], edits, **who))
        elif ask["do"] == "after":
            found.append(Change(ask["clause"], Sort.INSERT_CLAUSE, "", ask["put"], **who))
        elif ask["do"] == "move":
            base = words_of(draft, ask["clause"], language)
            found.append(Change(ask["clause"], Sort.MOVE, base, base, other=ask["find"], **who))
        elif ask["do"] in ("comment", "reply"):
            comments += 1
            answers = f"c{comments - 1}" if ask["do"] == "reply" else ""
            beside = ask["find"] or found[-1].before
            found.append(
                Change(ask["clause"], Sort.COMMENT, beside, ask["put"], ids=(f"c{comments}",), other=answers, **who)
            )
    return found


def written_into(draft, language, author, at, asks):
    """The copy with these changes tracked in it."""
    return written(tracked(draft, [language], cover(draft, language), changes_of(draft, language, author, at, asks)))


def as_word(content, author, at, asks):
    """Word's way: runs cut where the spelling was checked, with the marks of editing sessions."""

    def write(body):
        for place, paragraph in enumerate(body.iter(W + "p")):
            paragraph.set(W + "rsidR", f"00{place * 7919 % 0xFFFFFF:06X}")
            for run in list(paragraph.findall(W + "r")):
                _cut(run, place)
        _strike(body, author, at, [ask for ask in asks if ask["do"] == "struck"])
        for ask in asks:
            if ask["do"] == "letter":
                body.insert(0, _letter(ask["put"], author, at))

    return _rewritten(content, write)


def _cut(run, place):
    text = run.find(W + "t")
    if text is None or len(run.findall(W + "t")) > 1 or len(text.text) < 60:
        return
    at = text.text.index(" ", 40)
    second = etree.fromstring(etree.tostring(run))
    second.find(W + "t").text, text.text = text.text[at:], text.text[:at]
    for one in (text, second.find(W + "t")):
        one.set(XML_SPACE, "preserve")
    second.set(W + "rsidRPr", f"00{place * 104729 % 0xFFFFFF:06X}")
    checked = etree.Element(W + "proofErr", {W + "type": "spellStart"})
    run.addnext(checked)
    checked.addnext(second)


def _strike(body, author, at, asks):
    """Words that somebody put in and somebody else took out again: a deletion within an insertion."""
    for ask in asks:
        run = next(one for one in body.iter(W + "r") if ask["find"] in "".join(one.itertext()))
        text = run.find(W + "t")
        before, found, after = text.text.partition(ask["find"])
        rest = etree.fromstring(etree.tostring(run))
        text.text, rest.find(W + "t").text = before + found, after
        come = etree.Element(W + "ins", {W + "id": "901", W + "author": author, W + "date": f"{at:%Y-%m-%dT%H:%M:%SZ}"})
        gone = etree.SubElement(come, W + "del", {**come.attrib, W + "id": "902", W + "author": COLLEAGUE})
        etree.SubElement(etree.SubElement(gone, W + "r"), W + "delText", {XML_SPACE: "preserve"}).text = ask["put"]
        run.addnext(come)
        come.addnext(rest)


def _letter(said, author, at):
    """A paragraph put in above the title."""
    mark = {W + "id": "903", W + "author": author, W + "date": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    paragraph = etree.Element(W + "p")
    ends = etree.SubElement(etree.SubElement(paragraph, W + "pPr"), W + "rPr")
    etree.SubElement(ends, W + "ins", mark)
    come = etree.SubElement(paragraph, W + "ins", {**mark, W + "id": "904"})
    etree.SubElement(etree.SubElement(come, W + "r"), W + "t", {XML_SPACE: "preserve"}).text = said
    return paragraph


def as_google(content):
    """Google's way: the text without its title, no marks and no properties of ours, each run with its direction."""

    def write(body):
        _without_marks(body)
        for style in list(body.iter(W + "pStyle")):
            if style.get(W + "val") in ("Title", "Subtitle"):
                body.remove(style.getparent().getparent())
            style.set(W + "val", "Heading1" if style.get(W + "val") == "Heading1" else "Normal")
        for form in body.iter(W + "rPr"):
            if form.getparent().tag == W + "r":
                etree.SubElement(form, W + "rtl", {W + "val": "0"})

    return _rewritten(content, write, drop_properties=True)


def as_renumbered(content):
    """Numbers typed by hand and one too high, our marks lost, the properties too."""

    def write(body):
        _without_marks(body)
        for style in list(body.iter(W + "pStyle")):
            if style.get(W + "val") in ("Title", "Subtitle"):
                body.remove(style.getparent().getparent())
        count = 0
        for paragraph in body.iter(W + "p"):
            number = paragraph.find(f"{W}pPr/{W}numPr")
            if number is not None:
                count += 1
                number.getparent().remove(number)
                run = etree.Element(W + "r")
                etree.SubElement(run, W + "t", {XML_SPACE: "preserve"}).text = f"{count + 1}. "
                paragraph.find(W + "pPr").addnext(run)

    return _rewritten(content, write, drop_properties=True)


def _without_marks(body):
    for name in ("bookmarkStart", "bookmarkEnd"):
        for one in list(body.iter(W + name)):
            one.getparent().remove(one)


def as_retyped(draft, language, asks):
    """The points typed anew in a page of their own, their numbers by hand, without tracking."""
    page = docx.Document()
    for clause in draft.clauses:
        if clause.kind not in ("heading", "point"):
            continue
        said = clause.words[language]
        for ask in asks:
            said = said.replace(ask["find"], ask["put"], 1) if ask["clause"] == clause.id else said
        page.add_paragraph(f"{clause.number}. {said}" if clause.kind == "point" else said)
    made = io.BytesIO()
    page.save(made)
    return made.getvalue()


def with_words(draft, language, asks):
    """The draft with these words put in the place of others."""
    clauses = []
    for one in draft.clauses:
        said = dict(one.words)
        for ask in asks:
            if ask["clause"] == one.id:
                said[language] = said[language].replace(ask["find"], ask["put"], 1)
        clauses.append(replace(one, words=said))
    return replace(draft, clauses=tuple(clauses))


# The package around it.


def _rewritten(content, write, *, drop_properties=False):
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    root = etree.fromstring(parts["word/document.xml"])
    write(root.find(W + "body"))
    parts["word/document.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    if drop_properties:
        parts["docProps/custom.xml"] = re.sub(
            rb"<property .*</property>", b"", parts["docProps/custom.xml"], flags=re.DOTALL
        )
    return _packed(parts)


def _packed(parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (2031, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def in_its_year(content, at):
    """The package with the times of the year that is played: the changes in the minutes before it was sent."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist() if not name.startswith("Thumbnails/")}
    for name, part in parts.items():
        if name.endswith(".xml"):
            count = iter(range(1, 10_000))
            dated = re.sub(
                rb'w:date="[^"]*"',
                lambda _found, count=count: (
                    f'w:date="{at - timedelta(hours=3) + timedelta(minutes=next(count)):%Y-%m-%dT%H:%M:%SZ}"'.encode()
                ),
                part,
            )
            parts[name] = re.sub(
                rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?(?=</dcterms)", f"{at:%Y-%m-%dT%H:%M:%SZ}".encode(), dated
            )
    return _packed(parts)


def made(office, row, drafts, asks, author, place):
    """The file that a row of the returns stands for."""
    language, at = row["language"], datetime.fromisoformat(row["at"]).astimezone(UTC)
    draft = drafts["first"] if row["made_as"] == "older" else drafts[row["round"]]
    wished = [ask for ask in asks if ask["do"] not in ("struck", "letter", "silently")]
    match row["made_as"]:
        case "libreoffice":
            return in_libreoffice(office, draft, language, author, asks, place)
        case "retyped":
            return as_retyped(draft, language, asks)
        case "untracked":
            draft = with_words(draft, language, [ask for ask in asks if ask["do"] == "silently"])
            return written_into(draft, language, author, at, wished)
    content = written_into(draft, language, author, at, wished)
    match row["made_as"]:
        case "word":
            return as_word(content, author, at, asks)
        case "google":
            return as_google(content)
        case "renumbered":
            return as_renumbered(content)
    return content


def main(part=""):
    """Make every file whose name holds a part."""
    from tests.libreoffice import writer

    names = {one["key"]: one["name_en"] for one in rows("seats")}
    asks = {}
    for ask in rows("text_asks"):
        asks.setdefault(ask["file"], []).append(ask)
    (HERE / "text_returns").mkdir(exist_ok=True)
    drafts = {}
    with writer() as office, tempfile.TemporaryDirectory() as folder:
        for row in rows("text_returns"):
            if part in row["file"]:
                for needed in {"first", row["round"]} - drafts.keys():
                    drafts[needed] = draft_of_round(needed)
                author = names[f"{row['organisation']}-sherpa"]
                content = made(office, row, drafts, asks[row["file"]], author, Path(folder))
                at = datetime.fromisoformat(row["at"]).astimezone(UTC)
                (HERE / row["file"]).write_bytes(in_its_year(content, at))


if __name__ == "__main__":
    if "--draft" in sys.argv:
        tell_draft(sys.argv[-1])
    else:
        main(*sys.argv[1:2])
