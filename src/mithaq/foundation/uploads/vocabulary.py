"""What is said about files: why one was not read, and what the chronicle tells of one that came in.

Each sentence says what happened, that nothing was lost, and what to do. It reads the same in a form, a letter and a
terminal.
"""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.chronicle.sentences import tell

__all__ = ["SENTENCES", "Unreadable", "Why", "sentence_of", "sentence_of_a_file", "sentence_of_a_mail"]

tell({"upload.received": _("%(who)s, handed in a file.")})

SENTENCES: dict[Why, Promise] = {
    Why.EMPTY: _("This file is empty. Nothing was changed. Please choose the file again."),
    Why.PDF: _(
        "This is a PDF, although a Word document is needed here. Nothing was changed. "
        "Please hand in the Word document from which the PDF was made."
    ),
    Why.OLD_WORD: _(
        "This is a Word document of the old kind (.doc). Nothing was changed. "
        "Please open it in Word, save it as .docx, and hand that in."
    ),
    Why.OPEN_DOCUMENT: _(
        "This is an OpenDocument file. Nothing was changed. Please save it as a Word document (.docx) and hand that in."
    ),
    Why.RICH_TEXT: _(
        "This is a rich text file (.rtf). Nothing was changed. "
        "Please save it as a Word document (.docx) and hand that in."
    ),
    Why.SPREADSHEET: _(
        "This is a spreadsheet, although a Word document is needed here. Nothing was changed. "
        "Please choose the Word document."
    ),
    Why.PRESENTATION: _(
        "This is a presentation, although a Word document is needed here. Nothing was changed. "
        "Please choose the Word document."
    ),
    Why.OTHER_KIND: _(
        "This file is not a Word document, whatever its name says. Nothing was changed. "
        "Please hand in a Word document (.docx)."
    ),
    Why.NO_TABLE: _(
        "This file holds no table that can be read. Nothing was changed. "
        "Please save the table as .xlsx, .ods or .csv and choose that."
    ),
    Why.NO_ROWS: _("There is nothing in the sheets of this file. Nothing was changed. Please choose another file."),
    Why.NO_PICTURE: _(
        "This file is no photo in JPEG, PNG or WebP, whatever its name says. Nothing was changed. "
        "Please save the photo as a JPEG and choose that."
    ),
    Why.TOO_SMALL: _(
        "This photo is too small to show anybody: it needs %(least)s dots on each side. Nothing was changed. "
        "Please choose a larger one."
    ),
    Why.TOO_MANY_DOTS: _(
        "This photo has more than %(most)s million dots, so it was not opened. Nothing was changed. "
        "Please save it smaller and choose that."
    ),
    Why.MACROS: _(
        "This document carries macros, and macros are not taken in. Nothing was changed. "
        "Please save it in Word as an ordinary document (.docx) and hand that in."
    ),
    Why.SIGNED: _(
        "This document bears an electronic signature, which any change would break. Nothing was changed. "
        "Please choose a copy without the signature."
    ),
    Why.ENCRYPTED: _(
        "This document is locked with a password. Nothing was changed. "
        "Please remove the password in Word, save the document, and hand it in again."
    ),
    Why.DAMAGED: _(
        "This document is damaged or was not received whole. Nothing was changed. "
        "Please open it in Word, save it again, and hand in the new copy."
    ),
    Why.OVERLAPPING: _(
        "The parts of this file overlap, as they never do in an honest document, so it was not opened. "
        "Nothing was changed. Please save the document again in Word and hand in the new copy."
    ),
    Why.UNSAFE_NAMES: _(
        "This file holds parts with unsafe names, so it was not opened. Nothing was changed. "
        "Please save the document again in Word and hand in the new copy."
    ),
    Why.ENTITIES: _(
        "This file refers to content outside itself or defines content that grows when it is read, "
        "so it was not opened. Nothing was changed. Please save the document again in Word and hand in the new copy."
    ),
    Why.TOO_LARGE: _(
        "This file is larger than %(most)s MB. Nothing was changed. "
        "Please make its pictures smaller or divide it, and hand it in again."
    ),
    Why.TOO_MANY_PARTS: _(
        "This file holds more parts than any document needs (the limit is %(most)s), so it was not opened. "
        "Nothing was changed. Please save the document again in Word and hand in the new copy."
    ),
    Why.UNPACKS_TOO_LARGE: _(
        "This file would grow beyond %(most)s MB when it is unpacked, so it was not opened. Nothing was changed. "
        "Please make its pictures smaller or divide it, and hand it in again."
    ),
    Why.PACKED_TOO_TIGHTLY: _(
        "This file would grow to more than %(most)s times its size when it is unpacked, so it was not opened. "
        "Nothing was changed. Please save the document again in Word and hand in the new copy."
    ),
    Why.TOO_DEEP: _(
        "This document is nested more deeply than any document needs, so it was not read. Nothing was changed. "
        "Please copy its text into a new Word document and hand that in."
    ),
    Why.TOO_LONG: _(
        "This document is too long to be read in one piece. Nothing was changed. "
        "Please divide it and hand in the parts."
    ),
    Why.TOO_MANY_ROWS: _(
        "A sheet of this file has more than %(most)s rows, so it was not read. Nothing was changed. "
        "Please divide it and bring the parts one after the other."
    ),
    Why.NO_TEXT: _(
        "The pages of this PDF are pictures: there are no letters in it that could be read. Nothing was changed. "
        "Please hand in the file from which it was printed."
    ),
    Why.NO_PAGE: _("This paper has no such page. Nothing was changed. Please choose another one."),
    Why.TOO_HEAVY: _(
        "Reading this document would take more memory than is allowed, so it was stopped. Nothing was changed. "
        "Please divide the document, or save it again in Word, and hand it in."
    ),
    Why.TOO_SLOW: _(
        "Reading this document took longer than is allowed, so it was stopped. Nothing was changed. "
        "Please divide the document, or save it again in Word, and hand it in."
    ),
    Why.CRASHED: _(
        "This document could not be read. Nothing was changed. "
        "Please save it again in Word and hand in the new copy; if that fails too, write to the secretariat."
    ),
}


#: What is said otherwise where a table was asked for.
OF_TABLES: dict[Why, Promise] = {
    Why.MACROS: _(
        "This workbook carries macros, and macros are not taken in. Nothing was changed. "
        "Please save it as an ordinary workbook (.xlsx) and choose that."
    ),
    Why.ENCRYPTED: _(
        "This workbook is locked with a password. Nothing was changed. "
        "Please remove the password, save the workbook, and choose it again."
    ),
    Why.TOO_LARGE: _(
        "This file is larger than %(most)s MB. Nothing was changed. "
        "Please keep only the sheet with the table, or divide it, and choose it again."
    ),
    **dict.fromkeys(
        (Why.DAMAGED, Why.CRASHED, Why.OVERLAPPING, Why.UNSAFE_NAMES, Why.ENTITIES, Why.PACKED_TOO_TIGHTLY),
        _(
            "This file is damaged, or built as no honest table is, so it was not read. Nothing was changed. "
            "Please open it in your spreadsheet program, save it again, and choose the new copy."
        ),
    ),
    **dict.fromkeys(
        (Why.TOO_HEAVY, Why.TOO_SLOW, Why.TOO_LONG, Why.TOO_DEEP, Why.UNPACKS_TOO_LARGE, Why.TOO_MANY_PARTS),
        _(
            "Reading this file would take more than is allowed, so it was stopped. Nothing was changed. "
            "Please keep only the sheet with the table, or divide it, and choose it again."
        ),
    ),
}


#: What is said otherwise where a photo was asked for.
OF_PHOTOS: dict[Why, Promise] = {
    Why.EMPTY: _("This file is empty. Nothing was changed. Please choose the photo again."),
    Why.TOO_LARGE: _("This file is larger than %(most)s MB. Nothing was changed. Please save the photo smaller."),
    **dict.fromkeys(
        (Why.DAMAGED, Why.CRASHED),
        _(
            "This photo is damaged or was not received whole. Nothing was changed. "
            "Please save it again as a JPEG and choose the new copy."
        ),
    ),
    **dict.fromkeys(
        (Why.TOO_HEAVY, Why.TOO_SLOW),
        _(
            "Reading this photo would take more than is allowed, so it was stopped. Nothing was changed. "
            "Please save it smaller and choose that."
        ),
    ),
}
_PAPERS = _(
    "This file is no paper that can be read, whatever its name says. Nothing was changed. "
    "Please hand in a Word document (.docx), a PDF, an OpenDocument text (.odt) or a page of HTML."
)
#: What is said otherwise where a paper of any kind was asked for.
OF_PAPERS: dict[Why, Promise] = {
    **dict.fromkeys((Why.OTHER_KIND, Why.OPEN_DOCUMENT, Why.SPREADSHEET, Why.PRESENTATION, Why.PDF), _PAPERS),
    Why.ENCRYPTED: _(
        "This document is locked with a password. Nothing was changed. "
        "Please remove the password, save the document, and hand it in again."
    ),
    Why.DAMAGED: _(
        "This document is damaged or was not received whole. Nothing was changed. "
        "Please open it, save it again, and hand in the new copy."
    ),
}


def sentence_of_photo(unreadable: Unreadable) -> str:
    """Why a photo was not taken in, as whole sentences in the active language."""
    return str(OF_PHOTOS.get(unreadable.code) or SENTENCES[unreadable.code]) % unreadable.facts


def sentence_of_a_paper(unreadable: Unreadable) -> str:
    """Why a paper was not read, as whole sentences in the active language."""
    return str(OF_PAPERS.get(unreadable.code) or SENTENCES[unreadable.code]) % unreadable.facts


def sentence_of_table(unreadable: Unreadable) -> str:
    """Why a table was not read, as whole sentences in the active language."""
    return str(OF_TABLES.get(unreadable.code) or SENTENCES[unreadable.code]) % unreadable.facts


def sentence_of(unreadable: Unreadable) -> str:
    """Why the file was not read, as whole sentences in the active language."""
    return str(SENTENCES[unreadable.code]) % unreadable.facts


#: The same where a file may be of any kind that is taken in, and need not be read.
OF_ANY_KIND: dict[Why, Promise] = {
    Why.OLD_WORD: _("This is a Word document of the old kind (.doc). Please save it as .docx or as a PDF."),
    Why.OPEN_DOCUMENT: _("This is an OpenDocument file. Please save it as a Word document, a workbook or a PDF."),
    Why.RICH_TEXT: _("This is a rich text file (.rtf). Please save it as a Word document (.docx) or as a PDF."),
    Why.PRESENTATION: _("This is a presentation. Please save it as a PDF."),
    Why.OTHER_KIND: _(
        "This file is neither a Word document nor a workbook nor a PDF, whatever its name says. "
        "Please hand in one of these."
    ),
}
#: Why a mail was kept without being read.
OF_A_MAIL: dict[Why, Promise] = {
    Why.EMPTY: _("There is nothing in this mail."),
    Why.OTHER_KIND: _("This is no mail: nothing in it says from whom it is and to whom."),
    Why.TOO_MANY_PARTS: _("This mail holds more parts than any honest mail, so it was not opened."),
    Why.TOO_DEEP: _("Mails are nested in this mail more deeply than in any honest mail, so it was not opened."),
    Why.TOO_HEAVY: _("Reading this mail would take more memory than is allowed, so it was stopped."),
    Why.TOO_SLOW: _("Reading this mail took longer than is allowed, so it was stopped."),
}
NOT_READ = _("This mail could not be read.")


def sentence_of_a_file(unreadable: Unreadable) -> str:
    """Why a file of whatever kind was not taken in, as whole sentences in the active language."""
    sentence = OF_ANY_KIND.get(unreadable.code) or SENTENCES[unreadable.code]
    return str(sentence) % unreadable.facts


def sentence_of_a_mail(why: Why) -> str:
    """Why a mail was kept without being read, in the active language."""
    return str(OF_A_MAIL.get(why, NOT_READ))
