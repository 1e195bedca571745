"""Reading papers and tables safely: the core's readers, called in a confined child."""

from __future__ import annotations

from mithaq.core.reading.found import Reading
from mithaq.core.reading.mail import Mail
from mithaq.core.reading.mail import read_mail as read_mail_here
from mithaq.core.reading.recommendations import read_recommendations
from mithaq.core.sheets.read import read_tables
from mithaq.core.sheets.table import Workbook
from mithaq.foundation.uploads.confinement import TABLE, Limits
from mithaq.foundation.uploads.sandbox import in_a_child

#: What reading one mail may cost: its files come back with the answer, a third longer than they are.
MAIL = Limits(memory=700, cpu=10, wall=60, answer=64)


def read_paper(content: bytes) -> Reading:
    """The recommendations of a Word document. Raises `Unreadable`, whose code `vocabulary.sentence_of` words."""
    return in_a_child(read_recommendations, content)


def read_sheets(content: bytes) -> Workbook:
    """The sheets of a table of any kind. Raises `Unreadable` in the same way."""
    return in_a_child(read_tables, content, limits=TABLE)


def read_mail(content: bytes) -> Mail:
    """A mail and the files in it. Raises `Unreadable`, whose code `vocabulary.sentence_of_mail` words."""
    return in_a_child(read_mail_here, content, limits=MAIL)
