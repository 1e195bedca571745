"""The interface's phrases, read out of the sources into catalogues: one for each Django app, one for everything else.

A phrase keeps its translation for as long as its words stay the same. Changed words are a new phrase without a
translation, since a guess that looks finished is worse than a gap; a phrase that no source asks for leaves.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).resolve().parents[2]
PLACE = Path("locale", "ar", "LC_MESSAGES", "django.po")
PLURAL_FORMS = 6
NO_LINE = 0  # catalogues name files without lines, which would change with every edit
KEYWORDS = dict.fromkeys(
    (
        *("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"),
        *("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"),
    )
)
COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}", re.DOTALL)
HEADER = r"""msgid ""
msgstr ""
"Project-Id-Version: Mithaq\n"
"Language: ar\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 && n%100<=99 ? 4 : 5;\n"
"""  # noqa: E501 (a header's line cannot be broken)


class Phrase(NamedTuple):
    """What a source asks gettext for: its words, those of its plural where it counts, and its context if it has one."""

    words: str
    plural: str = ""
    context: str = ""

    @property
    def id(self) -> str | tuple[str, str]:
        """As Babel's catalogues name it."""
        return (self.words, self.plural) if self.plural else self.words


def phrases_in(path: Path) -> Iterator[Phrase]:
    """The phrases of a Python file or a template, in their order."""
    text = path.read_text(encoding="utf-8")
    source = text if path.suffix == ".py" else calls_in_template(text)
    for _, function, found, _ in extract_python(BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        words = [found] if isinstance(found, str) else list(found)
        called = str(function)
        context = words.pop(0) if "pgettext" in called else ""
        plural = words[1] if called.startswith("n") else ""
        if words and words[0]:
            yield Phrase(words[0], plural or "", context or "")


def calls_in_template(text: str) -> str:
    """Django's rendering of a template as calls of gettext, on one line, since its line breaks are not Python's."""
    return templatize(COMMENT.sub("", text)).replace("\n", " ").lstrip()


def sources(package: Path = PACKAGE) -> list[Path]:
    """Every file that may hold phrases."""
    found = (path for path in package.rglob("*") if path.suffix in {".py", ".html", ".txt"})
    return sorted(path for path in found if "static" not in path.parts and "migrations" not in path.parts)


def catalogue_of(path: Path, package: Path = PACKAGE) -> Path:
    """The catalogue of the nearest Django app around a source; the package's own where there is none."""
    apps = (folder for folder in path.parents if folder.is_relative_to(package) and (folder / "apps.py").is_file())
    return next(apps, package) / PLACE


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """The catalogues that stand now."""
    return sorted(package.glob(f"**/{PLACE}"))


def read(path: Path) -> Catalog:
    """A catalogue, or an empty one where the file does not stand yet."""
    text = path.read_text(encoding="utf-8") if path.is_file() else HEADER
    return read_po(BytesIO(text.encode()), locale="ar", charset="utf-8")


def rewrite(package: Path = PACKAGE) -> dict[Path, Catalog]:
    """Bring every catalogue in line with the sources, and return them by their files."""
    translated = known(read(path) for path in catalogues(package))
    fresh: dict[Path, Catalog] = {}
    for source in sources(package):
        for phrase in phrases_in(source):
            catalogue = fresh.setdefault(catalogue_of(source, package), read_po(BytesIO(HEADER.encode()), locale="ar"))
            take_in(phrase, source.relative_to(package.parent.parent), catalogue, translated)
    for path in {*fresh, *catalogues(package)}:
        save(path, fresh.get(path))
    return fresh


def known(standing: Iterable[Catalog]) -> dict[Phrase, tuple[str, ...]]:
    """Every translation that stands anywhere: a phrase is translated the same everywhere."""
    found: dict[Phrase, tuple[str, ...]] = {}
    for catalogue in standing:
        for message in catalogue:
            if message.id and not message.fuzzy and all(forms(message)):
                found.setdefault(phrase_of(message), forms(message))
    return found


def phrase_of(message: Message) -> Phrase:
    """The phrase that a message translates."""
    words = _texts(message.id)
    return Phrase(words[0], words[1] if message.pluralizable else "", message.context or "")


def forms(message: Message) -> tuple[str, ...]:
    """A message's translation; all its plural forms where it counts."""
    return _texts(message.string)


def _texts(of: str | Iterable[str] | None) -> tuple[str, ...]:
    return (of or "",) if of is None or isinstance(of, str) else tuple(of)


def take_in(phrase: Phrase, source: Path, catalogue: Catalog, translated: dict[Phrase, tuple[str, ...]]) -> None:
    """Enter a phrase; one that stands already only learns where else it is asked for."""
    string = translated.get(phrase, ("",) * (PLURAL_FORMS if phrase.plural else 1))
    catalogue.add(
        phrase.id,
        string if phrase.plural else string[0],
        locations=[(source.as_posix(), NO_LINE)],
        context=phrase.context or None,
    )


def save(path: Path, catalogue: Catalog | None) -> None:
    """Write a catalogue where it differs from what stands; remove one that has no phrase left."""
    if catalogue is None:
        path.unlink()
        return
    text = written(catalogue)
    if path.is_file() and path.read_bytes() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


def written(catalogue: Catalog) -> bytes:
    """The file of a catalogue: phrases in the order in which the sources first ask for them, files without lines."""
    body = BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, include_lineno=False)
    return HEADER.encode() + b"\n" + body.getvalue().strip() + b"\n"


def compile_all(package: Path = PACKAGE) -> None:
    """Write the .mo beside every catalogue."""
    for path in catalogues(package):
        with path.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, read(path))


def missing(package: Path = PACKAGE) -> list[str]:
    """What the sources ask for and no catalogue holds in Arabic, one line each."""
    translated = known(read(path) for path in catalogues(package))
    return [
        f"{source.relative_to(package.parent)}: {phrase.words}" + (f" ({phrase.context})" if phrase.context else "")
        for source in sources(package)
        for phrase in dict.fromkeys(phrases_in(source))
        if phrase not in translated
    ]


def main(words: list[str]) -> int:
    """Without a word: bring the catalogues in line and compile them. With --missing: list what has no Arabic."""
    if words not in ([], ["--missing"]):
        sys.stderr.write("bin/phrases [--missing]\n")
        return 2
    if not words:
        rewrite()
        compile_all()
    left = missing()
    sys.stdout.writelines(f"{line}\n" for line in left)
    sys.stderr.write(f"phrases: {len(left)} without Arabic\n")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
