"""Reading papers and tables safely: the core's readers, called in a confined child."""

from __future__ import annotations

from mithaq.core.reading.recommendations import Reading, read_recommendations
from mithaq.core.sheets.read import read_tables
from mithaq.core.sheets.table import Workbook
from mithaq.foundation.uploads.confinement import TABLE
from mithaq.foundation.uploads.sandbox import in_a_child


def read_paper(content: bytes) -> Reading:
    """The recommendations of a Word document. Raises `Unreadable`, whose code `vocabulary.sentence_of` words."""
    return in_a_child(read_recommendations, content)


def read_sheets(content: bytes) -> Workbook:
    """The sheets of a table of any kind. Raises `Unreadable` in the same way."""
    return in_a_child(read_tables, content, limits=TABLE)
