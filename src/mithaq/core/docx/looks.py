"""How our Word documents look: styles, faces, the numbers of clauses, settings (ECMA-376 part 1, 17.7 and 17.9).

Calm paper: dark ink, one green for titles and numbers, amber for brackets. Arabic stands larger than Latin letters at
the same size, as they do on our pages. The faces are those that Word brings along; other programs take their own.

The number of a clause is fixed: each has a list of its own whose only sign is that number. A clause that somebody
inserts does not number the others anew, so that "point 14" is the same in every return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from mithaq.core.docx.composed import Style, is_rtl
from mithaq.core.docx.markup import NAMES, writable

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = f'xmlns:w="{NAMES["w"]}"'
#: Of letters from the left, of letters from the right and of Indian ones, and of Chinese, Japanese and Korean ones.
_LATIN, _COMPLEX = "Cambria", "Times New Roman"
_EAST = {"zh": "SimSun", "ja": "MS Mincho", "ko": "Batang"}
_INDIAN = frozenset(("bn", "hi", "mr", "ne", "pa", "gu", "ta", "te", "kn", "ml", "si"))
_GREEN, _SOFT, _AMBER = "17593F", "5C625D", "8A5200"
#: Twentieths of a point: how far numbered words stand in, and sub-points.
_INDENT, _DEEPER = 624, 1304


@dataclass(frozen=True)
class _Look:
    """Half points from the left and the right; the space before and after in twentieths of a point."""

    size: int
    complex_size: int
    before: int
    after: int
    paragraph: str = ""
    letters: str = ""
    outline: int | None = None


_BOLD = "<w:b/><w:bCs/>"
_KEPT = "<w:keepNext/><w:keepLines/>"
_LOOKS = {
    Style.TITLE: _Look(40, 46, 0, 60, _KEPT, f'<w:color w:val="{_GREEN}"/>'),
    Style.SUBTITLE: _Look(20, 23, 0, 480, "", f'<w:color w:val="{_SOFT}"/>'),
    Style.HEADING: _Look(26, 31, 400, 140, _KEPT, f'{_BOLD}<w:color w:val="{_GREEN}"/>', 0),
    Style.PREAMBLE: _Look(22, 26, 0, 180),
    Style.POINT: _Look(22, 26, 0, 160, f'<w:ind w:left="{_INDENT}"/>'),
    Style.SUB_POINT: _Look(22, 26, 0, 120, f'<w:ind w:left="{_DEEPER}"/>'),
    Style.CLOSING: _Look(22, 26, 320, 160),
    Style.CELL: _Look(18, 21, 40, 40),
    Style.CELL_HEADING: _Look(18, 21, 60, 60, "<w:keepNext/>", f'{_BOLD}<w:color w:val="{_GREEN}"/>'),
    Style.NOTE: _Look(18, 21, 0, 120, "", f'<w:color w:val="{_SOFT}"/>'),
}
#: What every program calls these.
_KNOWN = {Style.TITLE: "Title", Style.SUBTITLE: "Subtitle", Style.HEADING: "heading 1"}
_LETTER_STYLES = {
    "MithaqBracket": f'{_BOLD}<w:color w:val="{_AMBER}"/>',
    "MithaqAttribution": f'<w:i/><w:color w:val="{_SOFT}"/><w:sz w:val="18"/><w:szCs w:val="20"/>',
    "MithaqFaint": f'<w:color w:val="{_SOFT}"/>',
}


def styles(language: str) -> str:
    """The styles of a document in this language."""
    each = "".join(_style(style, look) for style, look in _LOOKS.items())
    letters = "".join(
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{key}"><w:name w:val="{key}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
        for key, look in _LETTER_STYLES.items()
    )
    family = language.partition("-")[0]
    east = _EAST.get(family, "SimSun")
    face = "Nirmala UI" if family in _INDIAN else _COMPLEX
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{_LATIN}" w:hAnsi="{_LATIN}" w:cs="{face}" w:eastAsia="{east}"/>'
        f'<w:sz w:val="22"/><w:szCs w:val="26"/>{_languages(language)}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="312" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        "</w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="Letters"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="Tables"><w:name w:val="Normal Table"/><w:semiHidden/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
        '<w:left w:w="115" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="115" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr></w:style>{each}{letters}</w:styles>"
    )


def _languages(language: str) -> str:
    if is_rtl(language):
        return f'<w:lang w:val="en" w:bidi={quoteattr(language)}/>'
    return f"<w:lang w:val={quoteattr(language)} w:bidi={quoteattr(language)}/>"


def _style(style: Style, look: _Look) -> str:
    inset = look.paragraph if "<w:ind " in look.paragraph else ""
    kept = "" if inset else look.paragraph
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    shown = _KNOWN.get(style, style.replace("Mithaq", "Mithaq "))
    custom = "" if style in _KNOWN else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style}"><w:name w:val="{shown}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{kept}'
        f'<w:spacing w:before="{look.before}" w:after="{look.after}"/>{inset}{outline}</w:pPr>'
        f'<w:rPr>{look.letters}<w:sz w:val="{look.size}"/><w:szCs w:val="{look.complex_size}"/></w:rPr></w:style>'
    )


def numbering(numbers: Iterable[tuple[str, Style]]) -> str:
    """A list of its own for each printed number, counted from 1 in this order."""
    each = [*numbers]
    lists = "".join(_list(place, printed, style) for place, (printed, style) in enumerate(each, start=1))
    uses = "".join(
        f'<w:num w:numId="{place}"><w:abstractNumId w:val="{place}"/></w:num>' for place in range(1, len(each) + 1)
    )
    return f"{_HEAD}<w:numbering {_W}>{lists}{uses}</w:numbering>"


def _list(place: int, printed: str, style: Style) -> str:
    start, hanging = (_DEEPER, _DEEPER - _INDENT) if style is Style.SUB_POINT else (_INDENT, _INDENT)
    said = quoteattr(writable(printed).replace("%", ""))
    return (
        f'<w:abstractNum w:abstractNumId="{place}"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
        f'<w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val={said}/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{start}"/></w:tabs>'
        f'<w:ind w:left="{start}" w:hanging="{hanging}"/></w:pPr>'
        f'<w:rPr><w:color w:val="{_GREEN}"/></w:rPr></w:lvl></w:abstractNum>'
    )


def settings(*, tracks: bool) -> str:
    """Settings of the editor: whether it records changes, and that it lays out as today's Word does."""
    recorded = "<w:trackRevisions/>" if tracks else ""
    return (
        f"{_HEAD}<w:settings {_W}>{recorded}"
        '<w:defaultTabStop w:val="624"/><w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat></w:settings>"
    )


#: What programs without these faces take instead.
_INSTEAD: Mapping[str, str] = {_LATIN: "Caladea", _COMPLEX: "Liberation Serif", "Nirmala UI": "Noto Sans Devanagari"}


def faces() -> str:
    """The faces by name, each with the one that other programs have."""
    each = "".join(f'<w:font w:name="{face}"><w:altName w:val="{other}"/></w:font>' for face, other in _INSTEAD.items())
    return f"{_HEAD}<w:fonts {_W}>{each}</w:fonts>"
