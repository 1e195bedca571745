"""Reading a mail as it came in: who wrote it, to which of our letters, in what words and with which files.

Follows RFC 5322 and RFC 2045 to 2049 where the mail does, and reads on where it does not: a mail from a city hall may
be malformed in every way and still be the city's answer. Told apart from answers are what a machine sent by itself
(RFC 3834) and what a mail server says of a letter that it could not deliver (RFC 3464).
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime
from enum import StrEnum
from html.parser import HTMLParser

from mithaq.core.reading.replies import CalendarReply, calendar_reply
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.reading.winmail import NotWinmail, opened

#: Bounds beyond which no honest mail goes.
MOST_PARTS, DEEPEST, MOST_FILES, LONGEST_TEXT, LONGEST_HEADER = 400, 8, 40, 200_000, 1_000
#: Two Arabic letters side by side: words, and not the accented letter of another language read in the wrong charset.
_ARABIC = re.compile("[\u0621-\u064a]{2}")
_HEADER_LIKE = re.compile(rb"^[A-Za-z][A-Za-z0-9-]*[ \t]*:", re.MULTILINE)
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,250})>")
#: What programs that do not know RFC 3834 write before the subject of what they answer by themselves.
_BY_ITSELF = re.compile(
    r"\s*(automatic reply|auto(matic)?[ -]?response|out of (the )?office|réponse automatique|respuesta automática"
    r"|resposta automática|automatische antwort|رد تلقائي|الرد الآلي|رد آلي)\b",
    re.IGNORECASE,
)
_DAEMONS = ("mailer-daemon", "postmaster")


class MailKind(StrEnum):
    """What a mail is."""

    ANSWER = "answer"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    #: What a calendar program answers to an invitation.
    INVITATION = "invitation"


@dataclass(frozen=True)
class Attached:
    """A file in a mail: its name, and its content in base64, in which it passes between processes."""

    name: str
    content: str

    @property
    def bytes(self) -> bytes:
        """The content itself."""
        return base64.b64decode(self.content)


@dataclass(frozen=True)
class Mail:
    """A mail as it was read. Addresses are in small letters; `references` are Message-IDs without their brackets."""

    kind: MailKind
    subject: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    references: tuple[str, ...]
    sent_at: datetime | None
    text: str
    files: tuple[Attached, ...]
    #: Of a bounce: the status ("5.1.1", empty where none is stated) and whether the server has given up.
    status: str = ""
    is_final: bool = False
    #: Whether something in it could not be read as it was meant; the mail itself is kept whatever happens.
    is_damaged: bool = False
    #: Of an answer to an invitation: what it says.
    reply: CalendarReply | None = None


def read_mail(payload: bytes) -> Mail:
    """Read a mail. Raises `Unreadable` where it is no mail, or is built to do harm."""
    if not payload.strip():
        raise Unreadable(Why.EMPTY)
    if not _HEADER_LIKE.search(payload[:65_536]):
        raise Unreadable(Why.OTHER_KIND)
    message = message_from_bytes(payload, policy=policy.compat32)
    parts = list(_parts(message))
    report = _report(message, parts)
    kind = _kind(message, report)
    reply = _reply(parts) if kind is not MailKind.BOUNCE else None
    kind = MailKind.INVITATION if reply else kind
    files, damaged, in_winmail = _files(parts) if kind is MailKind.ANSWER else ([], False, "")
    name, address = parseaddr(_header(message, "From"))
    return Mail(
        kind=kind,
        subject=_header(message, "Subject"),
        sender=address.lower(),
        sender_name=name,
        recipients=_recipients(message),
        references=tuple(dict.fromkeys([*_ids(message), *(_ids_in_the_returned(parts) if report else [])])),
        sent_at=_date(message),
        text=_text(parts) or _shown(in_winmail),
        files=tuple(files),
        status=report.status if report else "",
        is_final=report.is_final if report else False,
        is_damaged=damaged or any(part.defects for part in parts),
        reply=reply,
    )


def _parts(message: Message) -> Iterator[Message]:
    """The mail and all parts in it, those of enclosed mails too, the outermost first."""
    waiting, count = [(message, 0)], 0
    while waiting:
        part, level = waiting.pop(0)
        count += 1
        if count > MOST_PARTS:
            raise Unreadable(Why.TOO_MANY_PARTS, most=MOST_PARTS)
        if level > DEEPEST:
            raise Unreadable(Why.TOO_DEEP)
        yield part
        if part.is_multipart():
            inner = part.get_payload()
            waiting += [(one, level + 1) for one in inner if isinstance(one, Message)]


# What kind of mail it is ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Report:
    status: str
    is_final: bool
    failed: bool


def _kind(message: Message, report: _Report | None) -> MailKind:
    sender = parseaddr(_header(message, "From"))[1].lower()
    if report is not None and (report.failed or report.status):
        return MailKind.BOUNCE
    if sender.partition("@")[0] in _DAEMONS and not _header(message, "Return-Path").strip("<> "):
        return MailKind.BOUNCE
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return MailKind.AUTOMATIC
    if _header(message, "Precedence").strip().lower() in ("auto_reply", "auto-reply", "bulk", "junk", "list"):
        return MailKind.AUTOMATIC
    if any(message.get(name) is not None for name in ("X-Autoreply", "X-Autorespond", "X-Autoreply-From", "List-Id")):
        return MailKind.AUTOMATIC
    return MailKind.AUTOMATIC if _BY_ITSELF.match(_header(message, "Subject")) else MailKind.ANSWER


def _reply(parts: list[Message]) -> CalendarReply | None:
    """What a calendar program answers in this mail to an invitation, as the first such part says it."""
    calendars = (part for part in parts if part.get_content_type() == "text/calendar" and not part.is_multipart())
    return next((reply for part in calendars if (reply := calendar_reply(_content(part)))), None)


def _report(message: Message, parts: list[Message]) -> _Report | None:
    """What a mail server reports of a letter (RFC 3464); None where this is no such report."""
    if message.get_content_type() != "multipart/report" and not any(_is_status(part) for part in parts):
        return None
    status, actions = "", set()
    for part in parts:
        if _is_status(part):
            for fields in part.get_payload() if part.is_multipart() else [part]:
                if isinstance(fields, Message):
                    status = _header(fields, "Status") or status
                    actions.add(_header(fields, "Action").strip().lower())
    if not actions and not status:
        return None
    status = status.split()[0][:12] if status.split() else ""
    failed = "failed" in actions or status.startswith("5")
    return _Report(status, failed, failed or "delayed" in actions)


def _is_status(part: Message) -> bool:
    return part.get_content_type() == "message/delivery-status"


def _ids_in_the_returned(parts: list[Message]) -> list[str]:
    """The Message-IDs of the letter that comes back with the report."""
    found = []
    for part in parts[1:]:
        found += _MESSAGE_ID.findall(_header(part, "Message-ID"))
        if part.get_content_type() == "text/rfc822-headers":
            headers = message_from_bytes(_content(part), policy=policy.compat32)
            found += _MESSAGE_ID.findall(_header(headers, "Message-ID"))
    return found


# What stands at its head ---------------------------------------------------------------------------------------------


def _header(message: Message, name: str) -> str:
    """A header on one line, decoded by RFC 2047, and by a guess where it is not encoded as it says."""
    raw = message.get(name)
    if raw is None:
        return ""
    words = []
    try:
        pieces = decode_header(raw)
    except (ValueError, LookupError):
        pieces = [(str(raw), None)]
    for piece, charset in pieces:
        content = piece if isinstance(piece, bytes) else piece.encode("utf-8", "surrogateescape")
        words.append(_decoded(content, charset))
    return " ".join("".join(sign if sign.isprintable() else " " for sign in "".join(words)).split())[:LONGEST_HEADER]


def _recipients(message: Message) -> tuple[str, ...]:
    names = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    # Each header by itself: newer Pythons give up all of them where one is empty or wrong.
    found = [address for name in names if (header := _header(message, name)) for address in getaddresses([header])]
    return tuple(dict.fromkeys(address.lower() for _name, address in found if "@" in address))[:100]


def _ids(message: Message) -> list[str]:
    return [found for name in ("In-Reply-To", "References") for found in _MESSAGE_ID.findall(_header(message, name))]


def _date(message: Message) -> datetime | None:
    try:
        found = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else None


# What stands in it ---------------------------------------------------------------------------------------------------


def _text(parts: list[Message]) -> str:
    """The words of the mail: its plain text, or else its HTML without the marks."""
    plain = [_words(part) for part in parts if _is_words(part, "text/plain")]
    if not any(words.strip() for words in plain):
        plain = [_without_marks(_words(part)) for part in parts if _is_words(part, "text/html")]
    words = "\n\n".join(text.strip() for text in plain if text.strip())
    return _shown(words)


def _shown(words: str) -> str:
    return "".join(sign for sign in words if sign.isprintable() or sign in "\n\t")[:LONGEST_TEXT]


def _is_words(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and not part.is_multipart() and not _file_name(part)


def _words(part: Message) -> str:
    return _decoded(_content(part), part.get_content_charset()).replace("\r\n", "\n")


def _content(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _decoded(content: bytes, charset: str | None) -> str:
    """Bytes as text: in the declared charset if that holds, else in UTF-8, else in Windows' Arabic or Western one."""
    declared = (charset or "").lower().replace("windows-", "cp")
    for code in ("ascii" if declared in ("", "us-ascii", "unknown-8bit") else declared, "utf-8"):
        try:
            return content.decode(code)
        except (UnicodeDecodeError, LookupError):
            continue
    arabic = content.decode("cp1256")
    return arabic if _ARABIC.search(arabic) else content.decode("cp1252", "replace")


def _files(parts: list[Message]) -> tuple[list[Attached], bool, str]:
    """The files in the mail, whether one of them could not be opened as it was meant, and the words in a winmail.dat.
    What is in a winmail.dat stands in its place; one that is broken is kept too."""
    found: list[Attached] = []
    damaged, words = False, ""
    for part in parts:
        name = _file_name(part)
        if part.is_multipart() or not name:
            continue
        content = _content(part)
        if part.get_content_type() == "application/ms-tnef" or name.lower() == "winmail.dat":
            inside, broken, text = _in_winmail(content)
            found += inside
            damaged, words = damaged or broken, words or text
            if not broken:
                continue
        found.append(Attached(name, base64.b64encode(content).decode("ascii")))
        if len(found) > MOST_FILES:
            raise Unreadable(Why.TOO_MANY_PARTS, most=MOST_FILES)
    return found, damaged, words


def _in_winmail(content: bytes) -> tuple[list[Attached], bool, str]:
    try:
        inside = opened(content)
    except NotWinmail:
        return [], True, ""
    files = [
        Attached(_on_one_line(one.name) or "file", base64.b64encode(one.content).decode("ascii"))
        for one in inside.files
    ]
    # Where nothing was found in it, it holds what nobody reads here: it is kept.
    return files, inside.is_broken or not (files or inside.text), inside.text


def _on_one_line(name: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in name).split())[:200]


def _file_name(part: Message) -> str:
    """The name of the file that the part is; empty where it is none."""
    try:
        raw = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        raw = "file"
    if not raw:
        kept = part.get_content_disposition() == "attachment" or part.get_content_maintype() in ("application", "image")
        raw = "file" if kept and not part.is_multipart() else ""
    holder = Message()
    holder["Name"] = raw
    return _header(holder, "Name")[:200] if raw else ""


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script", "head"):
            self._hidden += 1
        elif tag in ("br", "p", "div", "tr", "li"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script", "head") and self._hidden:
            self._hidden -= 1
        elif tag in ("p", "div", "tr", "li", "td"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(" ".join(data.split()) + (" " if data[-1:].isspace() else ""))


def _without_marks(html: str) -> str:
    reader = _Words()
    try:
        reader.feed(html[: 5 * LONGEST_TEXT])
    except (AssertionError, ValueError, RecursionError):
        return html[:LONGEST_TEXT]
    return re.sub(r"\n{3,}", "\n\n", "".join(reader.words)).strip()
