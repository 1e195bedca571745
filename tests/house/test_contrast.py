"""Words are readable in both schemes: AAA for running text, AA for everything else that is read, 3:1 for edges.

The ratios are those of WCAG 2.2 (relative luminance of sRGB).
"""

from __future__ import annotations

import re

import pytest

from tests.house.tree import PACKAGE

TOKENS = PACKAGE / "foundation" / "ui" / "static" / "ui" / "css" / "tokens.css"
COLOUR = re.compile(r"--(?P<role>[a-z-]+): light-dark\((?P<light>#[0-9a-f]{6}), (?P<dark>#[0-9a-f]{6})\);")

AAA, AA, EDGE = 7.0, 4.5, 3.0
GROUNDS = ("paper", "raised")
WASHES = ("accent-wash", "inserted-wash", "deleted-wash", "waiting-wash", "gap-wash")
VOICES = ("accent", "inserted", "deleted", "waiting", "gap")

PAIRS = [
    *(("ink", ground, AAA) for ground in (*GROUNDS, *WASHES)),
    *(("soft-ink", ground, AAA) for ground in GROUNDS),
    *(("soft-ink", wash, AA) for wash in WASHES),
    *((voice, ground, AA) for voice in VOICES for ground in GROUNDS),
    *((voice, f"{voice}-wash", AA) for voice in VOICES),
    ("accent", "deleted-wash", EDGE),
    ("on-accent", "accent", AA),
    ("on-accent", "accent-deep", AA),
    ("paper", "deleted", AA),
    *(("firm-rule", ground, EDGE) for ground in GROUNDS),
]


def colours(scheme: str) -> dict[str, str]:
    return {found["role"]: found[scheme] for found in COLOUR.finditer(TOKENS.read_text(encoding="utf-8"))}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_the_greatest_contrast_there_is():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_that_is_read_stands_out_from_its_ground(scheme: str):
    palette = colours(scheme)
    ratios = {(words, ground): contrast(palette[words], palette[ground]) for words, ground, _ in PAIRS}
    weak = {
        f"{words} on {ground}": round(ratios[words, ground], 2)
        for words, ground, least in PAIRS
        if ratios[words, ground] < least
    }
    assert weak == {}


def test_every_colour_of_the_tokens_has_both_schemes():
    named = re.findall(r"--([a-z-]+): (?:light-dark|#|rgb)", TOKENS.read_text(encoding="utf-8"))
    assert sorted(named) == sorted(colours("light")) == sorted(colours("dark"))
