"""Talks to a running LibreOffice for `tests/libreoffice.py`, with the system's own Python: a line of JSON each way."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.text.ControlCharacter import PARAGRAPH_BREAK

WORD = "MS Word 2007 XML"
SECONDS_TO_START = 60


def connected(pipe: str) -> Any:
    """The context of the LibreOffice that listens on this pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    give_up_at = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.1)


def said(name: str, value: object) -> PropertyValue:
    """A named value, as LibreOffice takes them."""
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


class Office:
    def __init__(self, context: Any) -> None:
        self.context = context
        self.desktop = self._made("com.sun.star.frame.Desktop")

    def _made(self, what: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(what, self.context)

    def _opened(self, path: str) -> Any:
        document = self.desktop.loadComponentFromURL(
            uno.systemPathToFileUrl(path), "_blank", 0, (said("Hidden", True),)
        )
        if document is None:
            raise ValueError(f"LibreOffice does not open {path}.")
        return document

    def _kept(self, document: Any, out: str) -> None:
        document.storeToURL(uno.systemPathToFileUrl(out), (said("FilterName", WORD),))

    def _told(self, document: Any, command: str) -> None:
        self._made("com.sun.star.frame.DispatchHelper").executeDispatch(
            document.CurrentController.Frame, command, "", 0, ()
        )

    def changes(self, path: str) -> list[dict[str, str]]:
        document = self._opened(path)
        try:
            return [self._listed(one) for one in each(document.Redlines)]
        finally:
            document.close(True)

    def _listed(self, change: Any) -> dict[str, str]:
        d = change.RedlineDateTime
        date = f"{d.Year:04}-{d.Month:02}-{d.Day:02}T{d.Hours:02}:{d.Minutes:02}:{d.Seconds:02}"
        start, finish = change.RedlineStart, change.RedlineEnd
        words = ""
        try:
            cursor = start.getText().createTextCursorByRange(start)
            cursor.gotoRange(finish, True)
            words = cursor.getString()
        except Exception:  # noqa: BLE001  a change of a table's row has no words
            words = ""
        return {"kind": change.RedlineType, "author": change.RedlineAuthor, "date": date, "words": words}

    def comments(self, path: str) -> list[dict[str, str]]:
        document = self._opened(path)
        try:
            fields = [
                one
                for one in each(document.TextFields)
                if one.supportsService("com.sun.star.text.textfield.Annotation")
            ]
            return [{"author": one.Author, "words": one.Content} for one in fields]
        finally:
            document.close(True)

    def paragraphs(self, path: str) -> list[str]:
        document = self._opened(path)
        try:
            return list(_paragraphs(document.Text))
        finally:
            document.close(True)

    def settled(self, path: str, out: str, accept: bool) -> None:
        document = self._opened(path)
        try:
            self._told(document, ".uno:AcceptAllTrackedChanges" if accept else ".uno:RejectAllTrackedChanges")
            self._kept(document, out)
        finally:
            document.close(True)

    def edited(self, path: str, out: str, author: str, steps: list[dict[str, str]]) -> None:
        self._is(author)
        document = self._opened(path)
        try:
            document.RecordChanges = True
            for step in steps:
                self._do(document, step)
            self._kept(document, out)
        finally:
            document.close(True)

    def _is(self, author: str) -> None:
        provider = self._made("com.sun.star.configuration.ConfigurationProvider")
        access = provider.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess",
            (said("nodepath", "/org.openoffice.UserProfile/Data"),),
        )
        access.setPropertyValue("givenname", author)
        access.setPropertyValue("sn", "")
        access.commitChanges()

    def _do(self, document: Any, step: dict[str, str]) -> None:
        search = document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = step["find"], True
        found = document.findFirst(search)
        if found is None:
            raise ValueError(f"LibreOffice does not find “{step['find']}”.")
        text, put = found.getText(), step.get("put", "")
        if step["do"] in ("replace", "delete"):
            found.setString(put)
        elif step["do"] == "split":
            text.insertControlCharacter(found.getStart(), PARAGRAPH_BREAK, False)
        elif step["do"] == "after":
            cursor = text.createTextCursorByRange(found)
            cursor.gotoEndOfParagraph(False)
            text.insertControlCharacter(cursor, PARAGRAPH_BREAK, False)
            text.insertString(cursor, put, False)
        elif step["do"] == "drop":
            cursor = text.createTextCursorByRange(found)
            cursor.gotoStartOfParagraph(False)
            cursor.gotoNextParagraph(True)
            cursor.setString("")
        elif step["do"] == "comment":
            note = document.createInstance("com.sun.star.text.textfield.Annotation")
            note.Content, note.Author = put, step.get("author", "")
            text.insertTextContent(found, note, True)
        else:
            raise ValueError(f"No step is called {step['do']}.")


def each(access: Any) -> Any:
    """What an enumeration holds."""
    found = access.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def _paragraphs(text: Any) -> Any:
    for one in each(text):
        if one.supportsService("com.sun.star.text.TextTable"):
            for cell in one.CellNames:
                yield from _paragraphs(one.getCellByName(cell))
        else:
            yield one.getString()


def main() -> None:
    office = Office(connected(sys.argv[1]))
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = {"answer": getattr(office, asked.pop("what"))(**asked)}
        except Exception as fault:  # noqa: BLE001  whatever it is, the test is told
            answer = {"fault": f"{type(fault).__name__}: {fault}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
