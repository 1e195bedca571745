"""Cut the web fonts from the packages that publish them.

Run by hand when a face is renewed: ``python -m mithaq.foundation.ui.cut_fonts FOLDER``, where FOLDER holds the unpacked
``npm pack`` archives named in PACKAGES. Needs ``fonttools`` and ``brotli``, which nothing else here does.

The faces are renamed, because "Plex" and "Source" are reserved font names and a subset is a modified version.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "static" / "ui" / "fonts"
FOR_PRINT = Path(__file__).parents[1] / "uploads" / "faces"
WEIGHTS = {"400": "Regular", "600": "SemiBold"}

LATIN = (
    "U+0020-007E,U+00A0-00FF,U+2009,U+200A,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,"
    "U+2039-203A,U+20AC,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
)
LATIN_EXTENDED = (
    "U+0100-017F,U+0218-021B,U+02BB-02BF,U+1E0C-1E0D,U+1E24-1E25,U+1E62-1E63,U+1E6C-1E6D,U+1E92-1E93,U+1E9E"
)
# Standard Arabic with its vowel signs and digits, and the letters that Persian, Maghrebi and Urdu city names add.
ARABIC = (
    "U+060C,U+061B-061C,U+061F,U+0621-063A,U+0640-0655,U+0660-066D,U+0670-0671,U+0679,U+067E,U+0686,U+0688,U+0691,"
    "U+0698,U+06A4,U+06A8-06A9,U+06AD,U+06AF,U+06BA,U+06BE,U+06C1,U+06CC,U+06D2,U+06D4,U+06F0-06F9,U+200C-200F,"
    "U+FD3E-FD3F"
)

# our name, package, file stem inside it, range
PACKAGES = [
    ("sans-latin", "Mithaq Sans", "ibm-plex-sans", "ibm-plex-sans-latin", LATIN),
    ("sans-latin-extended", "Mithaq Sans", "ibm-plex-sans", "ibm-plex-sans-latin-ext", LATIN_EXTENDED),
    ("sans-arabic", "Mithaq Sans", "ibm-plex-sans-arabic", "ibm-plex-sans-arabic-arabic", ARABIC),
    ("text-latin", "Mithaq Text", "source-serif-4", "source-serif-4-latin", LATIN),
    ("text-latin-extended", "Mithaq Text", "source-serif-4", "source-serif-4-latin-ext", LATIN_EXTENDED),
    ("text-arabic", "Mithaq Text", "noto-naskh-arabic", "noto-naskh-arabic-arabic", ARABIC),
]
LAYOUT_OF_LATIN = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]


def cut(source: Path, target: Path, family: str, style: str, unicodes: str) -> None:
    """Write one woff2 that holds only `unicodes`; Arabic keeps every layout feature, Latin those of running text."""
    from fontTools import subset

    options = subset.Options()
    options.layout_features = ["*"] if unicodes == ARABIC else LAYOUT_OF_LATIN
    options.hinting = False
    options.desubroutinize = True
    options.flavor = "woff2"
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 4, 6, 7, 13, 14]
    options.drop_tables += ["STAT", "gasp"]
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(unicodes.replace("U+", "")))
    cutter.subset(font)
    rename(font, family, style)
    subset.save_font(font, str(target), options)


def rename(font: Any, family: str, style: str) -> None:
    """Give the subset our name and keep the copyright and licence lines it came with."""
    full = f"{family} {style}"
    for record in font["name"].names:
        new = {1: family, 2: style, 4: full, 6: full.replace(" ", "-")}.get(record.nameID)
        if new:
            record.string = new


def unpack_for_print() -> None:
    """The regular sans faces once more as TrueType, with which PDF is drawn: a family is one file there, so each
    alphabet is a family of its own."""
    from fontTools.ttLib import TTFont

    for ours in ("sans-latin", "sans-latin-extended", "sans-arabic"):
        font = TTFont(FOLDER / f"{ours}-400.woff2")
        font.flavor = None
        rename(font, f"Mithaq {ours.replace('-', ' ').title()}", "Regular")
        font.save(FOR_PRINT / f"{ours}-400.ttf")


def main(folder: str) -> None:
    """Cut every face and copy the licences beside them."""
    for ours, family, package, stem, unicodes in PACKAGES:
        (root,) = (place for place in Path(folder).glob(f"*{package}-[0-9]*") if place.is_dir())
        for weight, style in WEIGHTS.items():
            target = FOLDER / f"{ours}-{weight}.woff2"
            cut(root / "files" / f"{stem}-{weight}-normal.woff2", target, family, style, unicodes)
            sys.stdout.write(f"{target.name:32} {target.stat().st_size:6}\n")
        shutil.copy(root / "LICENSE", FOLDER / f"OFL-{package}.txt")
    unpack_for_print()


if __name__ == "__main__":
    main(sys.argv[1])
