"""Who proposed: names out of the parentheses in which a recommendation ends.

`(Spain, Tunisia, Portugal)`, `(France) (Lithuania)`, `(Venezuela (Bolivarian Republic of), Peru)`,
`(Lisbon, Madrid and Tunis)`, `(تونس والرباط)`. A name is never split inside itself: not at its own parentheses
("Iran (Islamic Republic of)"), not at its own comma ("Korea, Republic of"), not at its own "and" ("Bosnia and
Herzegovina", "البوسنة والهرسك"). What follows in parentheses but is no list of names stays in the text: an
abbreviation of the words before it, a year, a reference.

Whether an "and" divides names is told from what stands around it (the "Ministry of Housing and Urban Development" goes
on after it, "the World Bank and Tunis" does not), and from the names that stand alone elsewhere in the same paper
(`known`): where Rabat does, "University of Tunis and Rabat" are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mithaq.core.text import normalised, searchable

#: Names that hold an "and" of their own (states, territories, places, organisations).
_WITH_AND = frozenset(
    searchable(name)
    for name in (
        "Antigua and Barbuda", "Bosnia and Herzegovina", "Brighton and Hove", "Castile and León",
        "Dumfries and Galloway", "Newfoundland and Labrador", "Saint Kitts and Nevis", "St. Kitts and Nevis",
        "Saint Pierre and Miquelon", "Saint Vincent and the Grenadines", "St. Vincent and the Grenadines",
        "Sao Tome and Principe", "Serbia and Montenegro", "Svalbard and Jan Mayen", "Trinidad and Tobago",
        "Turks and Caicos Islands", "Tyne and Wear", "Wallis and Futuna",
        "United Kingdom of Great Britain and Northern Ireland",
        "the United Kingdom of Great Britain and Northern Ireland", "United Cities and Local Governments",
        "أنتيغوا وبربودا", "البوسنة والهرسك", "ترينيداد وتوباغو", "سان تومي وبرينسيبي", "سانت كيتس ونيفس",
        "سانت فنسنت وجزر غرينادين", "المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية", "سانت بيير وميكلون",
        "المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية", "المدن والحكومات المحلية المتحدة",
        "صربيا والجبل الأسود",
    )
)  # fmt: skip
_BODY = (
    r"(?:agency|alliance|association|bank|cent(?:re|er)|coalition|commission|committee|council|department|federation"
    r"|forum|foundation|fund|institute|ministry|network|office|organi[sz]ation|partnership"
    r"|program(?:me)?|secretariat|society|union|universit(?:y|ies))"
)
_ARAB_BODY = (
    r"(?:اتحاد|امانه|برنامج|بلديه|بنك|جامعه|جمعيه|دايره|رابطه|شبكه|صندوق|غرفه|لجنه|مجلس|مركز|معهد|منظمه|منتدي|مؤسسه|موسسه"
    r"|هيئه|هييه|وزاره|وكاله)"
)
#: A name that says of what it is the ministry or bank; after an "and" it may go on. An Arabic one does so without an
#: article: وزارة المياه, and not البنك الدولي.
_OPEN = re.compile(rf"\b{_BODY} (?:of|for|on|against|in)\b|^{_ARAB_BODY} ")
#: Words that begin another body, or are one.
_BODY_OF_ITS_OWN = re.compile(rf"\b{_BODY} (?:of|for|on)\b|\b{_BODY}$|^(?:ال)?{_ARAB_BODY}\b")
_ENDS_IN_BODY = re.compile(rf"\b{_BODY}$")
#: Places and bodies whose first letter is a waw of their own and no "and".
_OWN_WAW = ("واحة", "وادي", "وارسو", "واشنطن", "واغادوغو", "وجدة", "وحدة", "وزارة", "وكالة", "ولاية", "وهران", "ووهان",
            "ويلز", "ويلنغتون", "ويلينغتون", "ويندهوك", "ورزازات", "ورشة")  # fmt: skip

_PROPOSED_BY = re.compile(
    r"^\s*(?:(?:proposed|submitted|put forward|recommended|suggested|presented) by"
    r"|(?:مقد[َّ]*مة|مقترحة|مقد[َّ]*م|مقترح|بمقترح|باقتراح|اقتراح|بطلب)(?:\s+من(?:\s+قبل)?)?|اقترحتها|اقترحها|قدمتها)\s*:?\s+",
    re.IGNORECASE,
)
#: What opens a remark or a reference and never a name.
_REMARK = re.compile(
    r"^(?:see|cf|e\.?g|i\.?e|etc|pages?|pp?|annex|appendix|figure|fig|table|tab|box|para|paras|paragraphs?|sections?|chapter"
    r"|articles?|art|sdgs?|goals?|targets?|indicators?|including|such|for|in|by|as|or|if|with|on|at|from|to|of|and|not|per"
    r"|انظر|راجع|صفحه|ص|ملحق|الملحق|شكل|الشكل|جدول|الجدول|فقره|الفقره|قسم|القسم|ماده|الماده|هدف|الهدف|اهداف|مثل|بما|اي|في|من"
    r"|علي|الي|عن|مع|او|وفق|بحلول|خلال)\b"
)
_SMALL = frozenset(("a", "an", "and", "as", "at", "by", "de", "for", "in", "of", "on", "or", "the", "to", "with"))
_SEPARATORS = re.compile(r"[,;،؛/\n]")
_END = " \t\n\u00a0;؛,،.:"


@dataclass(frozen=True)
class Attribution:
    """A text without the names it ended in, and the names."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One of several sentences that were merged into one recommendation, each with its own proposers."""

    text: str
    proposers: tuple[str, ...]


def attributed(text: str, known: frozenset[str] = frozenset()) -> Attribution:
    """Take the names off the end of a text: its last parentheses, and those directly before them."""
    rest = _closed(text.rstrip(_END))
    names: list[str] = []
    while (group := _last_group(rest)) is not None:
        before, inside = rest[:group].rstrip(" \t\n\u00a0,"), rest[group + 1 : -1]
        if not are_names(inside, before):
            break
        names[:0] = names_in(inside, known)
        rest = before
    if not names:
        return Attribution(_without_tail(text), ())
    return Attribution(rest.rstrip(" \t\n\u00a0;؛,،"), tuple(dict.fromkeys(names)))


def parts_of(text: str, known: frozenset[str] = frozenset()) -> tuple[Part, ...]:
    """The sentences of a merged recommendation: `Do this (Egypt); do that (Peru)`. Empty where it is not merged."""
    if not re.search(r"\)\s*[;؛]\s*\S", text):
        return ()
    found = []
    begin = 0
    text = _closed(text)
    for start, end in _groups(text):
        follows = re.match(r"\s*[;؛]\s*", text[end:])
        last = not text[end:].strip(_END)
        if (follows or last) and are_names(text[start + 1 : end - 1], text[begin:start]):
            said = attributed(text[begin:end], known)
            if said.text.strip(_END):
                found.append(Part(normalised(said.text), said.names))
            begin = end + (follows.end() if follows else 0)
    return tuple(found) if len(found) > 1 and not text[begin:].strip(_END) else ()


def are_names(inside: str, before: str = "") -> bool:
    """Whether these words in parentheses, after `before`, are a list of names."""
    listing = _PROPOSED_BY.sub("", normalised(inside))
    if not listing or len(listing) > 600 or ":" in listing or _abbreviates(listing, before):
        return False
    return all(_is_name(name) for name in names_in(listing))


@lru_cache(maxsize=4096)
def names_in(listing: str, known: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The names of a list, each once, in their order. `known` are names (as `searchable` has them) that stand alone
    elsewhere."""
    pieces = _pieces(_PROPOSED_BY.sub("", normalised(listing)))
    names: list[str] = []
    for place, piece in enumerate(pieces):
        where = _Where(is_alone=len(pieces) == 1, is_last=place == len(pieces) - 1, known=known)
        names.extend(_split_at_and(_without_waw(piece) if place else piece, where))
    return tuple(dict.fromkeys(name for name in names if name))


def standing_alone(names: Iterable[str]) -> frozenset[str]:
    """Of these names those without an "and", as `searchable` has them."""
    return frozenset(searchable(name) for name in names if not re.search(r"\s(?:and|&)\s|\sو", name))


def _closed(text: str) -> str:
    """The text with the parentheses closed that were left open at its end: "(Venezuela (Bolivarian Republic of)"."""
    missing = text.count("(") - text.count(")")
    return text.rstrip(_END) + ")" * missing if 0 < missing <= 2 else text


def _groups(text: str) -> list[tuple[int, int]]:
    """Start and end of the outermost parentheses."""
    groups, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        if sign == "(":
            start = start if depth else place
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
            if not depth:
                groups.append((start, place + 1))
    return groups


def _last_group(text: str) -> int | None:
    """Where the parentheses begin in which the text ends."""
    if not text.endswith(")"):
        return None
    depth = 0
    for place in range(len(text) - 1, -1, -1):
        depth += {")": 1, "(": -1}.get(text[place], 0)
        if not depth:
            return place
    return None


def _without_tail(text: str) -> str:
    """The text without the semicolon, comma or "; and" that led to the next item of a list."""
    return re.sub(r"\s*[;؛,،]\s*(?:and|or|و|أو)?\s*$", "", text.strip())


def _is_name(name: str) -> bool:
    folded = searchable(name)
    if not folded or _REMARK.match(folded) or len(name.split()) > 10 or len(name) > 100:
        return False
    if re.search(r"\d", folded) and not re.search(r"\b[A-Z]+-?\d+\b", name):
        return False
    capital = re.search(r"[^\W\d_]", re.sub(r"^(?:the\s+(?:former\s+)?|al-|el-|d[’'])", "", name))
    return capital is not None and not capital[0].islower()


def _abbreviates(listing: str, before: str) -> bool:
    """Whether the capitals in parentheses are the initials of words before them: "… Rights Institution (NHRI)"."""
    letters = re.fullmatch(r"([A-Z][A-Z&-]{1,9})s?", listing)
    if letters is None:
        return False
    wanted = re.sub("[^A-Z]", "", letters[1]).lower()
    words = re.findall(r"[^\W\d_]+", before)[-3 * len(wanted) :]
    plain = "".join(word[0].lower() for word in words if word.lower() not in _SMALL)
    capitals = iter(word[0].lower() for word in words if word[0].isupper())
    return wanted in plain or all(letter in capitals for letter in wanted)


def _pieces(listing: str) -> list[str]:
    """The list cut at its commas outside parentheses; "Korea, Republic of" stays one piece."""
    pieces: list[str] = []
    for piece in _cut(listing):
        if pieces and re.search(r"\bof(?: the)?$", piece) and not re.search(r"\bof(?: the)?$", pieces[-1]):
            pieces[-1] = f"{pieces[-1]}, {piece}"
        elif piece:
            pieces.append(piece)
    return pieces


def _cut(listing: str) -> Iterator[str]:
    depth, begin = 0, 0
    for place, sign in enumerate(listing):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth <= 0 and _SEPARATORS.match(sign):
            yield listing[begin:place].strip(" .")
            begin = place + 1
    yield listing[begin:].strip(" .")


def _without_waw(piece: str) -> str:
    """A later piece of an Arabic list without the "and" written on its first word; likewise "and Tunis"."""
    piece = re.sub(r"^(?:and|&)\s+", "", piece)
    if piece.startswith("و") and not piece.startswith(_OWN_WAW):
        return piece[1:].strip()
    return piece


@dataclass(frozen=True)
class _Where:
    """Where in its list a piece stands, and the names that stand alone elsewhere."""

    is_alone: bool
    is_last: bool
    known: frozenset[str]


def _split_at_and(piece: str, where: _Where) -> list[str]:
    """A piece cut at its "and", unless that belongs to a name."""
    names: list[str] = []
    for joint, word in _joints(piece):
        if names and _belongs(names[-1], joint, word, where):
            names[-1] += joint + word
        else:
            names.append(word)
    return [name.strip() for name in names]


def _belongs(before: str, joint: str, after: str, where: _Where) -> bool:
    """Whether an "and" stands inside a name."""
    name, rest, whole = searchable(before), searchable(after), searchable(before + joint + after)
    if whole in _WITH_AND:
        return True
    if rest in where.known or name in where.known:
        return False
    if _OPEN.search(name):
        return not _BODY_OF_ITS_OWN.search(rest)
    # "Food and Agriculture Organization"; but "OECD and World Bank", and "Lisbon, Madrid and World Bank"
    ends_in_body = _ENDS_IN_BODY.search(rest) and not _ENDS_IN_BODY.search(name) and not before.isupper()
    if ends_in_body:
        return not where.is_last or (where.is_alone and "-" not in before)
    # In the middle of a list an "and" ends nothing: "Hull and Humber, Lisbon".
    return not where.is_last and "and" in joint


def _joints(piece: str) -> Iterator[tuple[str, str]]:
    """The words between the "and"s outside parentheses, each with the "and" before it."""
    own = "|".join(word[1:] for word in _OWN_WAW)
    joint, begin = "", 0
    for found in re.finditer(rf"\s+(?:and|&)\s+|\s+و(?!(?:{own})\b)(?=\w)", piece):
        if piece.count("(", 0, found.start()) == piece.count(")", 0, found.start()):
            yield joint, piece[begin : found.start()]
            joint, begin = found[0].replace("&", "and"), found.end()
    yield joint, piece[begin:]
