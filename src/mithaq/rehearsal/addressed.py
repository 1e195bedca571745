"""Word files of a folder, addressed to the text that is played.

A copy of a draft names its clauses and its draft by addresses that every playing of a year gives anew. In a folder it
names them by keys: the bookmark `m_clean_source` stands for the clause of the point `clean-source`, and `draft-0` for
the hash of the first draft. Before such a file is handed in, the addresses are put in the place of the keys, so that
it is the file that the city would have sent. A file without our marks stays as it is.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

#: The bookmark of a clause; what follows the key (a line, a language) stays.
_MARK = re.compile(rb'(?<=w:name=")m_([a-z0-9_]+?)(?=(?:_(?:en|ar))?(?:_\d+)?")')
_STATED = re.compile(rb"(?<=>)(draft-\d+|the-text)(?=</)")
_READ = ("word/document.xml", "docProps/custom.xml")


def addressed(docx: bytes, clauses: Mapping[str, str], stated: Mapping[str, str]) -> bytes:
    """The file with the addresses of these clauses, by key, and with what `draft-N` and `the-text` stand for."""
    marks = {key.replace("-", "_").encode(): f"m_{address}".encode() for key, address in clauses.items()}
    values = {key.encode(): value.encode() for key, value in stated.items()}
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        parts = [(part, package.read(part)) for part in package.infolist()]
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for part, content in parts:
            if part.filename in _READ:
                content = _MARK.sub(lambda found: marks.get(found[1], found[0]), content)
                content = _STATED.sub(lambda found: values.get(found[1], found[0]), content)
            package.writestr(zipfile.ZipInfo(part.filename, part.date_time), content)
    return made.getvalue()
