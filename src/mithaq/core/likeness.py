"""Whether two names may be one: written in two ways, in two alphabets, with and without accents.

A name's `skeleton` is what remains of it in both alphabets when it is written down from hearing: its consonants, those
that one alphabet cannot tell apart taken as one (p is b in Arabic, g is ج, غ or ك). Vowels, h and the article go. So
Tunis and تونس are TNS, Montréal and مونتريال MNTRL, Köln, Koeln and كولن KLN.

- A `skeleton` is made of A to Z and digits: Zone 1 is not Zone 2.
- `likeness` is symmetric, 0 to 100; a name is 100 like itself.

It says that a person should look, never that two names are one. Names that differ in kind
(Casablanca, الدار البيضاء) are not found by sound.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from mithaq.core.text import script_of, searchable

Thing = TypeVar("Thing")

#: From here on a person is asked whether two names are one.
LIKELY = 80

_ARABIC = {
    **dict.fromkeys("بپ", "B"), **dict.fromkeys("تطثة", "T"), **dict.fromkeys("دضذ", "D"),
    **dict.fromkeys("سصشچ", "S"), **dict.fromkeys("زظژ", "Z"), **dict.fromkeys("كقخک", "K"),
    **dict.fromkeys("جغگ", "G"), **dict.fromkeys("فڤ", "F"), "ر": "R", "ل": "L", "م": "M", "ن": "N",
}  # fmt: skip
_LATIN = {
    **dict.fromkeys("bp", "B"), **dict.fromkeys("fv", "F"), **dict.fromkeys("kq", "K"), **dict.fromkeys("gj", "G"),
    "t": "T", "d": "D", "s": "S", "z": "Z", "l": "L", "m": "M", "n": "N", "r": "R", "x": "KS",
}  # fmt: skip
#: What several Latin letters sound like, the longest first. `c` is s before e and i, else k.
_SOUNDS = re.compile(r"tsch|tch|sch|cz|sz|ch|sh|kh|gh|th|dh|ph|ck|qu|c(?=[eiy])|c")
_SOUNDED = {
    **dict.fromkeys(("tsch", "tch", "sch", "cz", "sz", "ch", "sh"), "s"), **dict.fromkeys(("kh", "ck", "qu"), "k"),
    "gh": "g", "th": "t", "dh": "d", "ph": "f",
}  # fmt: skip
_ARTICLE = re.compile(r"\b(?:al|el|as|ar|ad|at|an|az|ash)-\s*|\b(?:al|el)\s+|\bوال(?=\w{3})|\bال(?=\w{3})")
_LONG_VOWELS = str.maketrans(
    {"ا": "a", "و": "u", "ي": "i", "ه": None, "ع": None, "ح": None, "ئ": "i", "ؤ": "u", "ء": None}
)
_DIGITS = re.compile(r"\d+")
_TWICE = re.compile(r"(.)\1+")


#: A name as it is compared, kept, since the same names are compared over and over.
as_compared = lru_cache(maxsize=100_000)(searchable)


@lru_cache(maxsize=50_000)
def skeleton(name: str) -> str:
    """The consonants of a name as both alphabets would hear them, its words run together."""
    bare = _ARTICLE.sub("", _plain(name))
    sounded = _SOUNDS.sub(_sound, bare)
    return "".join("".join(_consonants(word)) for word in _TWICE.sub(r"\1", sounded).split())


@lru_cache(maxsize=50_000)
def vocalised(name: str) -> str:
    """The name in Latin letters with the long vowels that Arabic writes: tells short skeletons apart."""
    bare = _ARTICLE.sub("", _plain(name)).translate(_LONG_VOWELS)
    heard = "".join(_ARABIC.get(sign, sign).lower() for sign in _SOUNDS.sub(_sound, bare))
    heard = heard.replace("o", "u").replace("e", "i").replace("y", "i").replace("w", "u").replace("h", "")
    heard = "".join(_LATIN.get(sign, sign).lower() for sign in heard)
    return _TWICE.sub(r"\1", "".join(heard.split()))


def likeness(one: str, other: str) -> int:
    """How alike two names are, 0 to 100, in one alphabet or across two."""
    first, second = as_compared(one), as_compared(other)
    if not first or not second:
        return 0
    if first == second:
        return 100
    if _DIGITS.findall(first) != _DIGITS.findall(second):
        return 0
    same_script = script_of(first) == script_of(second)
    by_letter = round(fuzz.token_sort_ratio(first, second)) if same_script else 0
    return max(by_letter, _by_sound(one, other, same_script))


def _by_sound(one: str, other: str, same_script: bool) -> int:
    first, second = skeleton(one), skeleton(other)
    if not first or not second:
        return 0
    consonants = fuzz.ratio(first, second)
    vowels = fuzz.ratio(vocalised(one), vocalised(other))
    if same_script:
        # In one alphabet the vowels are there to be compared: Lima is not Lome.
        return round(min(consonants, vowels)) if vowels >= 70 else 0
    if min(len(first), len(second)) <= 2:
        return round(min(consonants, 95)) if consonants == 100 and vowels >= 60 else 0
    if consonants < 85 and vowels < 75:
        return 0
    return round(min(95, 0.7 * consonants + 0.3 * max(vowels, 60)))


def most_like(names: Iterable[str], others: Iterable[str]) -> int:
    """The best likeness between any of these names and any of those."""
    others = list(others)
    return max((likeness(one, other) for one in names for other in others), default=0)


@dataclass
class Index(Generic[Thing]):
    """Things by the skeletons of their names, so that those like a name are found without comparing with all."""

    _things: dict[str, list[tuple[str, Thing]]] = field(default_factory=dict)

    def add(self, names: Iterable[str], thing: Thing) -> None:
        """Enter a thing under each of its names."""
        for name in names:
            for key in set(_near(skeleton(name))):
                self._things.setdefault(key, []).append((name, thing))

    def like(self, names: Iterable[str], least: int = LIKELY) -> list[tuple[int, Thing]]:
        """Things with a name at least so like one of these, each once, the most like first."""
        best: dict[int, tuple[int, Thing]] = {}
        for name in names:
            for key in set(_near(skeleton(name))):
                for known, thing in self._things.get(key, ()):
                    score = likeness(name, known)
                    if score >= max(least, best.get(id(thing), (0,))[0]):
                        best[id(thing)] = score, thing
        return sorted(best.values(), key=lambda found: -found[0])


def _near(key: str) -> Iterator[str]:
    """The skeleton, and the skeleton with any one consonant missing: two that differ by one share one of these."""
    yield key
    if len(key) >= 4:
        yield from (key[:place] + key[place + 1 :] for place in range(len(key)))


def _plain(name: str) -> str:
    """Folded, with nothing but letters, digits, spaces, and the dashes by which an article is known ("al-")."""
    return re.sub(r"[^\w\-]+|_", " ", searchable(name.casefold().replace("ß", "ss"))).strip()


def _sound(letters: re.Match[str]) -> str:
    said = letters[0]
    if said == "c":
        following = letters.string[letters.end() : letters.end() + 1]
        return "s" if following and following in "eiy" else "k"
    return _SOUNDED[said]


def _consonants(word: str) -> Iterator[str]:
    # A ta marbuta at the end is not heard.
    for sign in word.removesuffix("ة"):
        yield _ARABIC.get(sign) or _LATIN.get(sign, sign if sign.isdigit() else "")
