"""Make the working papers and studies of the model year, as Word and PDF files, from the texts beside them.

Each text opens with its settings; `layout` says how its recommendations are set. The same text always becomes
the same bytes. Needs what the tests need: `.venv/bin/python demo/model-year/make.py`.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import docx
import typst
import yaml
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

HERE = Path(__file__).parent
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
CHAPTERS = ("Recommendations", "التوصيات")
WORDS = {
    "en": {
        "group": "The Rivers Compact (R12)",
        "paper": "Working paper of the {force}  ·  Cycle 2031",
        "study": "Study handed in to the {force}  ·  Cycle 2031",
        "about": "About this paper",
        "binds": "This working paper was written by knowledge partners with cities of the Rivers Compact. It does not"
        " bind the cities; only the communiqué does, and only those that endorse it.",
        "label": "Recommendation {number}",
        "columns": ("No.", "Recommendation", "Proposed by"),
    },
    "ar": {
        "group": "ميثاق الأنهار (أنهار ١٢)",
        "paper": "ورقة عمل مقدَّمة من {force}  ·  دورة ٢٠٣١",
        "study": "دراسة مقدَّمة إلى {force}  ·  دورة ٢٠٣١",
        "about": "عن هذه الورقة",
        "binds": "أعدّ هذه الورقة شركاء معرفة بالتعاون مع مدن من ميثاق الأنهار. وهي لا تُلزم المدن؛ فلا يُلزمها إلا"
        " البيان الختامي، ولا يُلزم منها إلا من أيّده.",
        "label": "التوصية {number}",
        "columns": ("الرقم", "التوصية", "الجهات المقترحة"),
    },
}


@dataclass
class Piece:
    """A heading, paragraph, recommendation, sub-item, bullet or table row of a text."""

    kind: str
    text: str
    height: int = 0
    number: str = ""

    @property
    def language(self) -> str:
        """The language of its script."""
        arabic = len(re.findall(r"[\u0621-\u064a]", self.text))
        return "ar" if arabic > len(re.findall(r"[A-Za-z]", self.text)) else "en"

    @property
    def printed(self) -> str:
        """The number in the digits of its language."""
        return self.number.translate(ARABIC) if self.language == "ar" else self.number

    @property
    def words_and_names(self) -> tuple[str, str]:
        """A recommendation without its proposers, and they."""
        found = re.fullmatch(r"(.*) \(([^()]*)\)\.?", self.text)
        return (found[1], found[2]) if found else (self.text, "")


def pieces_of(text: str) -> list[Piece]:
    """The pieces of a text in their order."""
    pieces, chapter = [], False
    for line in filter(str.strip, text.splitlines()):
        if heading := re.fullmatch(r"(#+) (.*)", line):
            height = len(heading[1])
            chapter = heading[2] in CHAPTERS if height == 1 else chapter
            pieces.append(Piece("heading", heading[2], height))
        elif chapter and (numbered := re.fullmatch(r"R?(\d+)\. (.*)", line)):
            pieces.append(Piece("recommendation", numbered[2], number=numbered[1]))
        elif line.startswith("  ("):
            pieces.append(Piece("letter", line.strip()))
        elif line.startswith("- "):
            pieces.append(Piece("recommendation" if chapter else "bullet", line[2:]))
        elif line.startswith("| "):
            pieces.append(Piece("row", line.strip("| ")))
        else:
            pieces.append(Piece("paragraph", line))
    return pieces


def paper_of(source: Path) -> tuple[dict, list[Piece]]:
    """The settings and pieces of a source."""
    _, settings, text = source.read_text(encoding="utf-8").split("---\n", 2)
    return yaml.safe_load(settings), pieces_of(text)


def label_of(piece: Piece) -> str:
    """“Recommendation 3”, in the piece's language."""
    return WORDS[piece.language]["label"].format(number=piece.printed)


def opening_of(piece: Piece, layout: str) -> str:
    """What stands before a numbered recommendation."""
    openings = {"labelled": f"{label_of(piece)}:", "short-labels": f"R{piece.printed}."}
    return openings.get(layout, f"{piece.printed}.")


# --- Word -------------------------------------------------------------------------------------------------------------


class WordPaper:
    """A paper as a Word file."""

    def __init__(self, settings: dict, pieces: list[Piece]) -> None:
        self.settings, self.pieces = settings, pieces
        self.file = docx.Document()
        for section in self.file.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)

    def made(self) -> bytes:
        """The file's bytes, with the paper's date and none of the day on which it is made."""
        self.opening()
        for at, piece in enumerate(self.pieces):
            self.add(piece, self.pieces[at - 1] if at else piece)
        core, day = self.file.core_properties, self.settings["date"]
        core.author, core.title, core.comments = self.settings["authors"], self.settings["title"], ""
        core.created = core.modified = datetime(day.year, day.month, day.day, 9, tzinfo=UTC).replace(tzinfo=None)
        written = io.BytesIO()
        self.file.save(written)
        return same_bytes(written.getvalue())

    def opening(self) -> None:
        """What every paper begins with."""
        words = WORDS[self.settings["language"]]
        self.line(words["group"], "Subtitle")
        self.line(words[self.settings.get("kind", "paper")].format(force=self.settings["force"]), "Subtitle")
        self.line(self.settings["title"], "Title")
        if "title_ar" in self.settings:
            self.line(self.settings["title_ar"], "Title")
        self.line(self.settings["authors"], "Subtitle")
        self.line(self.settings["month"], "Subtitle")
        if "kind" not in self.settings:
            self.line(words["about"], "Heading 2")
            self.line(words["binds"])

    def add(self, piece: Piece, before: Piece) -> None:
        """Set a piece."""
        if piece.kind == "heading":
            self.line(piece.text, f"Heading {piece.height}")
        elif piece.kind == "recommendation":
            self.recommendation(piece, before)
        elif piece.kind == "letter":
            self.line(piece.text).paragraph_format.left_indent = Cm(1)
        elif piece.kind == "row":
            self.row(piece.text.split(" | "), before.kind == "row", piece.language)
        else:
            self.line(piece.text, "List Bullet" if piece.kind == "bullet" else None)

    def recommendation(self, piece: Piece, before: Piece) -> None:
        """Set a recommendation in the way of the paper's layout."""
        layout = self.settings["layout"]
        if layout == "table":
            if before.kind != "recommendation":
                self.row(list(WORDS[piece.language]["columns"]), False, piece.language)
            self.row([piece.printed, *piece.words_and_names], True, piece.language)
        elif layout == "headings":
            self.line(label_of(piece), "Heading 3")
            self.line(piece.text)
        elif layout in ("bullets", "word-list"):
            self.line(piece.text, "List Bullet" if layout == "bullets" else "List Number")
        else:
            self.line(f"{opening_of(piece, layout)} {piece.text}")

    def line(self, text: str, style: str | None = None) -> docx.text.paragraph.Paragraph:
        """A paragraph, in the direction of its script."""
        paragraph = self.file.add_paragraph(style=style)
        self.write(paragraph, text)
        return paragraph

    def write(self, paragraph: docx.text.paragraph.Paragraph, text: str) -> None:
        """Words in the direction of their script."""
        run = paragraph.add_run(text)
        if Piece("", text).language == "ar" or (self.settings["language"] == "ar" and not re.search("[A-Za-z]", text)):
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
            paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT  # the side where a line begins, in a paragraph from the right
            properties = run._r.get_or_add_rPr()
            properties.append(OxmlElement("w:rtl"))
            spoken = OxmlElement("w:lang")
            spoken.set(qn("w:bidi"), "ar-SA")
            properties.append(spoken)

    def row(self, cells: list[str], goes_on: bool, language: str) -> None:
        """A row of the table that stands last, or the first row of a new one."""
        if not goes_on:
            table = self.file.add_table(rows=0, cols=len(cells), style="Table Grid")
            if language == "ar":
                table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
        for cell, text in zip(self.file.tables[-1].add_row().cells, cells, strict=True):
            self.write(cell.paragraphs[0], text)


def same_bytes(archive: bytes) -> bytes:
    """The archive with its members dated alike, and without the picture of the template."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "_rels/.rels":
                content = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", content)
            if "thumbnail" not in name:
                new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9)
    return written.getvalue()


# --- PDF --------------------------------------------------------------------------------------------------------------

PAGE = """
#set document(title: "{title}", author: "{authors}", date: datetime(year: {year}, month: {month}, day: {day}))
#set page("a4", margin: 2.2cm, numbering: "1", columns: {columns})
#set text(lang: "en", size: 10pt, font: "Libertinus Serif")
#set par(justify: true)
#place(top, scope: "parent", float: true)[
  #set par(justify: false)
  #text(9pt)[{group} \\ {paper}]

  #text(19pt, weight: "bold", hyphenate: false)[{heading}]

  #text(9pt)[{by} \\ {when}]
]
"""


def pdf_of(settings: dict, pieces: list[Piece]) -> bytes:
    """The paper as a PDF file."""
    words, day = WORDS["en"], settings["date"]
    begun = PAGE.format(
        title=settings["title"],
        authors=settings["authors"],
        year=day.year,
        month=day.month,
        day=day.day,
        columns=settings["columns"],
        group=words["group"],
        paper=words[settings.get("kind", "paper")].format(force=settings["force"]),
        heading=markup(settings["title"]),
        by=markup(settings["authors"]),
        when=settings["month"],
    )
    opening = [] if "kind" in settings else [Piece("heading", words["about"], 2), Piece("paragraph", words["binds"])]
    body = "\n\n".join(set_in_pdf(settings["layout"], opening + pieces))
    return typst.compile((begun + body).encode(), format="pdf", ignore_system_fonts=True, timestamp=0)


def set_in_pdf(layout: str, pieces: list[Piece]) -> list[str]:
    """The pieces in Typst's markup."""
    lines: list[str] = []
    for at, piece in enumerate(pieces):
        text = markup(piece.text)
        if piece.kind == "heading":
            lines.append(f"{'=' * piece.height} {text}")
        elif piece.kind == "bullet":
            lines.append(f"- {text}")
        elif piece.kind == "row":
            lines.append(table_row(piece, pieces[at - 1], pieces[at + 1]))
        elif piece.kind == "recommendation":
            opening = opening_of(piece, layout).replace(".", "\\.")  # a plain number would open a list
            lines.append(f"{opening} {text}")
        else:
            lines.append(text)
    return lines


def table_row(piece: Piece, before: Piece, after: Piece) -> str:
    """A row, with the opening of its table before the first and its closing after the last."""
    cells = piece.text.split(" | ")
    row = ", ".join(f"[{markup(cell)}]" for cell in cells) + ","
    opened = f"#table(columns: (3fr, {'1fr, ' * (len(cells) - 1)}),\n" if before.kind != "row" else ""
    return opened + row + (")" if after.kind != "row" else "")


def markup(text: str) -> str:
    """Plain words in Typst's markup; `^[…]` is a footnote."""
    escaped = re.sub(r"([\\#$*_`<>@~\[\]])", r"\\\1", text)
    return re.sub(r"\^\\\[(.*?)\\\]", r"#footnote[\1]", escaped)


def main() -> None:
    """Make every paper and study whose text stands here."""
    for source in sorted([*HERE.glob("papers/*.md"), *HERE.glob("studies/*.md")]):
        settings, pieces = paper_of(source)
        made = pdf_of(settings, pieces) if settings["file"].endswith(".pdf") else WordPaper(settings, pieces).made()
        (source.parent / settings["file"]).write_bytes(made)


if __name__ == "__main__":
    main()
