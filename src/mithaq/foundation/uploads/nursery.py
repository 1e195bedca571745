"""The process from which the reading children are forked. It has the readers imported, one thread and nothing to hide.

A web server has threads, open files and secrets, so it must not fork. It starts this program once
(`python -m mithaq.foundation.uploads.nursery FD`), without its environment, and sends an order for each file: the name
of a function, the limits, whether it is to say how far it is, and two descriptors. The child reads the file from the
first, calls the function, and writes there: lines that say how far it is where that was asked for, then the answer.
When the child has ended, this process writes to the second how it ended and what it cost.

It lives as long as the other end of FD is open: when the server dies, however it dies, the kernel closes that end and
this process kills its children and ends. When this process dies, the kernel kills its children.
"""

from __future__ import annotations

import codecs
import gc
import importlib
import io
import json
import os
import selectors
import signal
import socket
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

import docx
from pikepdf import Pdf
from PIL import Image

from mithaq.core.marking.order import Line, order
from mithaq.core.marking.pdf import mark_pdf
from mithaq.core.marking.word import mark_word
from mithaq.core.reading.at_the_door import glance
from mithaq.core.reading.changes import changes_in, pair_of
from mithaq.core.reading.mail import read_mail
from mithaq.core.reading.pdf.pictures import order_for, picture_of_page
from mithaq.core.reading.pictures import FORMATS, read_photograph
from mithaq.core.reading.recommendations import read_recommendations, read_whole
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.read import read_tables
from mithaq.foundation.uploads.confinement import (
    MEGABYTE,
    Limits,
    die_with_parent,
    filter_holds,
    forbid_system_calls,
    leave_the_network,
    limit,
)
from mithaq.foundation.uploads.plain import packed

#: Codecs that a reader may ask for; a child can open no file, so none can be found later.
_CODECS = (
    *("ascii", "cp437", "cp1252", "cp1256", "idna", "iso8859-1", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"),
    # What mails are written in besides.
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "iso8859-2", "iso8859-6", "iso8859-9", "iso8859-15", "koi8-r"),
    *("gb2312", "gbk", "gb18030", "big5", "shift_jis", "iso2022_jp", "euc_jp", "euc_kr", "cp949"),
)
#: A mail with all that makes Python load something: an encoded header, a date, a nested mail, HTML with entities.
_SMALL_MAIL = (
    b"From: =?utf-8?B?2KrZiNmG2LM=?= <a@city.example>\r\nDate: Mon, 6 Jan 2031 09:00:00 +0000\r\n"
    b"Subject: =?iso-8859-1?Q?R=E9ponse?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>&eacute;&amp;=20</p>\r\n--b\r\nContent-Type: application/pdf; name*=utf-8''%D8%AA.pdf\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nQQ==\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
    b"Subject: x\r\n\r\nx\r\n--b--\r\n"
)
_OFFICE = "http://schemas.openxmlformats.org"
_SMALL_DOCUMENT = {
    "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"><Override PartName="/d.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_OFFICE}/package/2006/relationships"><Relationship Id="d" Target="d.xml"'
    f' Type="{_OFFICE}/officeDocument/2006/relationships/officeDocument"/></Relationships>',
    "d.xml": f'<d:document xmlns:d="{_OFFICE}/wordprocessingml/2006/main"><d:body><d:p><d:r>'
    "<d:t>التوصية ١: نوصي بالعمل (تونس والرباط)</d:t></d:r></d:p><d:p><d:r><d:t>R2. Act (Rome).</d:t></d:r></d:p>"
    "</d:body></d:document>",
}
_SMALL_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    b"4 0 obj<</Length 45>>stream\nBT /F 12 Tf 20 100 Td (R2. Act \\(Rome\\).) Tj ET\nendstream endobj\n"
    b"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_SMALL_PAGE = b"<html lang=ar><h1>&eacute;</h1><ol><li>Act (Rome)</ol><table><tr><td>x</table></html>"
_LONGEST_ORDER = 65_536
_TOO_HEAVY = packed({"unreadable": Why.TOO_HEAVY, "facts": {}})


@dataclass
class _Child:
    report: int
    deadline: float
    overdue: bool = False


class _Nursery:
    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._children: dict[int, _Child] = {}
        self._selector = selectors.DefaultSelector()
        self._woken, wakes = socket.socketpair()
        for end in (self._woken, wakes):
            end.setblocking(False)
        self._wakes = wakes
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wakes.fileno(), warn_on_full_buffer=False)
        self._selector.register(control, selectors.EVENT_READ)
        self._selector.register(self._woken, selectors.EVENT_READ)

    def serve(self) -> None:
        """Carry out orders until nobody can send any."""
        while True:
            for key, _ in self._selector.select(self._patience()):
                if key.fileobj is self._woken:
                    self._woken.recv(4096)
                elif not self._take_order():
                    return
            self._reap()
            self._end_overdue()

    def _patience(self) -> float | None:
        deadlines = [child.deadline for child in self._children.values() if not child.overdue]
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _take_order(self) -> bool:
        message, descriptors, _, _ = socket.recv_fds(self._control, _LONGEST_ORDER, 2)
        if not message:
            return False
        work, report = descriptors
        order = json.loads(message)
        limits = Limits(**order["limits"])
        parent = os.getpid()
        child = os.fork()
        if not child:
            _read(parent, work, order, limits)
        os.close(work)
        self._children[child] = _Child(report, time.monotonic() + limits.wall)
        return True

    def _reap(self) -> None:
        while self._children:
            child, status, cost = os.wait4(-1, os.WNOHANG)
            if not child:
                return
            ended = self._children.pop(child)
            report = {
                "status": os.waitstatus_to_exitcode(status),
                "overdue": ended.overdue,
                "cpu": cost.ru_utime + cost.ru_stime,
                "memory": cost.ru_maxrss * 1024 // MEGABYTE,
            }
            try:
                os.write(ended.report, json.dumps(report).encode() + b"\n")
            except BrokenPipeError:
                pass  # whoever asked has gone
            finally:
                os.close(ended.report)

    def _end_overdue(self) -> None:
        for number, child in self._children.items():
            if not child.overdue and time.monotonic() >= child.deadline:
                child.overdue = True
                os.kill(number, signal.SIGKILL)


def _read(parent: int, work: int, order: dict[str, Any], limits: Limits) -> NoReturn:
    """The child: read the file, confine itself, call the function, write the answer."""
    status = 1
    try:
        die_with_parent(parent)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in (0, 1, 2):
            os.dup2(nowhere, standard)
        os.dup2(work, 3)
        os.closerange(4, 65_536)
        reader = _named(order["function"])
        if (warm_up := _beside(order["function"], "warm_up")) is not None:
            warm_up()  # what few files need is loaded for these alone, and before the walls go up
        if order["tells"]:
            reader = partial(reader, told=_tell)
        content = _everything(3)
        limit(limits)
        forbid_system_calls()
        _write(3, _answer(reader, content))
        status = 0
    finally:
        os._exit(status)


def _named(function: str) -> Callable[..., Any]:
    module, _, name = function.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def _beside(function: str, name: str) -> Callable[[], None] | None:
    """A function of this name in the same module, if it has one."""
    return getattr(importlib.import_module(function.partition(":")[0]), name, None)


def _answer(reader: Callable[[bytes], Any], content: bytes) -> bytes:
    try:
        return packed({"result": reader(content)})
    except Unreadable as why:
        return packed({"unreadable": why.code, "facts": why.facts})
    except MemoryError:
        return _TOO_HEAVY
    except Exception as fault:  # noqa: BLE001  a reader that stumbles over a hostile file must not take the answer along
        return packed({"stumbled": type(fault).__name__})


def _tell(done: int, of: int) -> None:
    """Say how far the reading is: a line that no answer begins with."""
    _write(3, b"\0%d %d\n" % (done, of))


def _everything(descriptor: int) -> bytes:
    content = bytearray()
    while piece := os.read(descriptor, MEGABYTE):
        content += piece
    return bytes(content)


def _write(descriptor: int, answer: bytes) -> None:
    rest = memoryview(answer)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _warm_up() -> None:
    """Read a small document, so that whatever Python loads only when it is used is loaded: a child can load nothing."""
    for codec in _CODECS:
        codecs.lookup(codec)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in _SMALL_DOCUMENT.items():
            package.writestr(name, content)
    read_recommendations(made.getvalue())
    for paper in (_SMALL_PDF, _SMALL_PAGE):
        read_whole(paper)
        glance(paper)
        changes_in(pair_of(paper, made.getvalue()))
    picture_of_page(order_for(_SMALL_PDF, 1))
    read_tables("مدينة,City\nتونس,Tunis\n".encode("cp1256"))
    read_mail(_SMALL_MAIL)
    _mark_small_files()
    for kind in FORMATS:
        photo = io.BytesIO()
        Image.new("RGBA" if kind == "PNG" else "RGB", (80, 80)).save(photo, kind)
        read_photograph(photo.getvalue())


def _mark_small_files() -> None:
    lines = (Line("en", "For Tunis"), Line("ar", "إلى تونس", is_rtl=True))
    document = io.BytesIO()
    docx.Document().save(document)
    mark_word(order(document.getvalue(), lines))
    paper = io.BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(paper)
    mark_pdf(order(paper.getvalue(), lines, paper.getvalue()))


def main(descriptor: int) -> None:
    """Greet with the walls that hold here, then serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _warm_up()
    control = socket.socket(fileno=descriptor)
    walls = {"namespaces": leave_the_network(), "seccomp": filter_holds()}
    control.send(json.dumps([wall for wall, holds in walls.items() if holds]).encode())
    gc.collect()
    gc.freeze()
    try:
        _Nursery(control).serve()
    finally:
        # The kernel kills the children as soon as this process has ended.
        os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]))
