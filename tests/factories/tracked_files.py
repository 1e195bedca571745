"""Word documents with tracked changes, as XML: words that came, went and moved, ends of paragraphs, comments."""

from __future__ import annotations

from itertools import count
from xml.sax.saxutils import escape, quoteattr

from tests.factories.word_files import R, packed, paragraph, parts, run

WHO, WHEN = "Amina Rahal", "2031-05-02T09:30:00Z"
W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
W15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


class Hand:
    """Somebody who changes a document: each change gets the next number of the file."""

    def __init__(self, numbers=None, who: str = WHO, when: str = WHEN) -> None:
        self.numbers, self.who, self.when = numbers or count(1), who, when

    def mark(self, tag: str, inner: str = "") -> str:
        author = f" w:author={quoteattr(self.who)}" if self.who else ""
        date = f' w:date="{self.when}"' if self.when else ""
        return f'<w:{tag} w:id="{next(self.numbers)}"{author}{date}>{inner}</w:{tag}>'

    def ins(self, words: str) -> str:
        return self.mark("ins", words if words.startswith("<w:") else run(words))

    def dele(self, words: str) -> str:
        return self.mark("del", words if words.startswith("<w:") else gone(words))

    def end(self, tag: str) -> str:
        """The properties of a paragraph whose end came ("ins") or went ("del")."""
        return f"<w:rPr>{self.mark(tag)}</w:rPr>"

    def came(self, words: str) -> str:
        return paragraph(inner=self.ins(words), marks=self.end("ins"))

    def went(self, words: str) -> str:
        return paragraph(inner=self.dele(words), marks=self.end("del"))


def gone(words: str) -> str:
    return f'<w:r><w:delText xml:space="preserve">{escape(words)}</w:delText></w:r>'


def bookmarked(name: str, inner: str, marks: str = "") -> str:
    around = f'<w:bookmarkStart w:id="0" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="0"/>'
    return paragraph(inner=around, marks=marks)


def remark(number: int, inner: str) -> str:
    """Words with a comment beside them."""
    return (
        f'<w:commentRangeStart w:id="{number}"/>{inner}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def tracked_file(*blocks: str, comments=(), properties=None, more=None, **about) -> bytes:
    """A Word document; `comments` are (number, author, words, number of the one it answers or None)."""
    made = parts("".join(blocks), **about)
    relations = ""
    if comments:
        made["word/comments.xml"] = comments_xml(comments)
        made["word/commentsExtended.xml"] = threads_xml(comments)
        relations += f'<Relationship Id="r8" Type="{R}/comments" Target="comments.xml"/>'
        relations += (
            '<Relationship Id="r9" Type="http://schemas.microsoft.com/office/2011/relationships/commentsExtended"'
            ' Target="commentsExtended.xml"/>'
        )
    for place, (name, content) in enumerate((more or {}).items()):
        made[f"word/{name}.xml"] = content
        kind = name.rstrip("0123456789")
        relations += f'<Relationship Id="m{place}" Type="{R}/{kind}" Target="{name}.xml"/>'
    key = "word/_rels/document.xml.rels"
    made[key] = made[key].replace("</Relationships>", f"{relations}</Relationships>")
    if properties:
        made["docProps/custom.xml"] = properties_xml(properties)
        made["_rels/.rels"] = made["_rels/.rels"].replace(
            "</Relationships>",
            f'<Relationship Id="r7" Type="{R}/custom-properties" Target="docProps/custom.xml"/></Relationships>',
        )
    return packed(made)


def comments_xml(comments) -> str:
    said = "".join(
        f'<w:comment w:id="{number}"{f" w:author={quoteattr(who)}" if who else ""} w:date="{when}">'
        f'<w:p w14:paraId="000000{number:02}">{run(words)}</w:p></w:comment>'
        for number, who, words, _above, when in (one if len(one) == 5 else (*one, WHEN) for one in comments)
    )
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:comments xmlns:w="{namespace}" {W14}>{said}</w:comments>'


def threads_xml(comments) -> str:
    said = "".join(
        f'<w15:commentEx w15:paraId="000000{one[0]:02}"'
        + (f' w15:paraIdParent="000000{one[3]:02}"' if one[3] is not None else "")
        + ' w15:done="0"/>'
        for one in comments
    )
    return f"<w15:commentsEx {W15}>{said}</w15:commentsEx>"


def properties_xml(properties) -> str:
    said = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(properties.items(), start=2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
        f' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{said}</Properties>'
    )
