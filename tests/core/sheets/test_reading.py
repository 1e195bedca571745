"""Tables are read from whatever they were saved as, and nothing in them is carried out."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.kinds import Kind
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.core.sheets.read import kind_of_table, read_tables
from mithaq.core.sheets.separated import decoded
from mithaq.core.sheets.table import MOST_ROWS, Formula, column_letters
from mithaq.core.sheets.written import defused, separated_values
from mithaq.core.sheets.written_book import Written, workbook
from tests.factories.hostile_files import overlapping
from tests.factories.tables import a_workbook, an_open_spreadsheet

CELL = st.text('abzéüاةتونس٣7=+-@"', min_size=1, max_size=12)
TABLE = st.integers(2, 5).flatmap(lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=1, max_size=6))  # fmt: skip
AT = datetime(2031, 1, 6)  # noqa: DTZ001 - a workbook's own time has no zone


def rows_of(payload, sheet=0):
    return [list(row.cells) for row in read_tables(payload).sheets[sheet].rows]


def refusal(payload):
    with pytest.raises(Unreadable) as refused:
        read_tables(payload)
    return refused.value.code


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"),
        ("utf-16-be", "utf-16"),
        ("cp1256", "cp1256"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_arabic_values_are_read_in_any_encoding_and_with_any_separator(encoding, told, separator):
    text = separator.join(["المدينة", "الدولة"]) + "\r\n" + separator.join(["تونس العاصمة", "تونس"]) + "\r\n"
    book = read_tables(text.encode(encoding))
    assert [row.cells for row in book.sheets[0].rows] == [("المدينة", "الدولة"), ("تونس العاصمة", "تونس")]
    assert (book.encoding, book.separator) == (told, separator)


@pytest.mark.parametrize(
    "text", ["Ville;Pays\nMontréal;Québec\n", "Stadt;Land\nKöln;Österreich\n", "Cidade,País\nSão Paulo,Brasil\n"]
)
def test_western_accents_are_not_taken_for_arabic(text):
    assert decoded(text.encode("cp1252")) == (text, "cp1252")


def test_the_line_in_which_excel_names_the_separator_is_no_row_but_counts():
    sheet = read_tables(b"sep=|\nCity|Country\nTunis|TN\n").sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [(2, ("City", "Country")), (3, ("Tunis", "TN"))]


def test_a_cell_over_several_lines_is_one_cell_and_its_row_has_the_number_that_a_spreadsheet_shows():
    sheet = read_tables(b'City,Note\n"New\r\nYork","a, b"\n\nTunis,c\n').sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ("City", "Note")),
        (2, ("New York", "a, b")),
        (4, ("Tunis", "c")),
    ]


def test_a_formula_among_separated_values_is_named_and_stays_a_text():
    sheet = read_tables(b"City,Population\n=cmd|'/c calc'!A0,1\n").sheets[0]
    assert sheet.formulas == (Formula(2, 0, has_value=False),)


@pytest.mark.parametrize("kind", [Kind.SEPARATED, Kind.SPREADSHEET])
@given(table=TABLE)
def test_what_is_written_is_read_again(kind, table):
    if kind is Kind.SEPARATED:
        made = separated_values(table).encode()
    else:
        made = workbook([Written("T", table)], right_to_left=True, at=AT)
    assert kind_of_table(made) is kind
    assert read_tables(made).sheets[0].formulas == () or kind is Kind.SEPARATED
    assert rows_of(made) == table


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_written_cell_begins_like_a_formula(sign):
    cell = f"{sign}1+1"
    assert defused([cell, 7, None]) == [f"'{cell}", 7, None]
    assert next(csv.reader(io.StringIO(separated_values([[cell]]).removeprefix("\ufeff"), newline="")))[0][0] == "'"
    book = openpyxl.load_workbook(io.BytesIO(workbook([Written("T", [["h"], [cell]])], right_to_left=False, at=AT)))
    assert book.active["A2"].data_type == "s"
    assert book.active["A2"].quotePrefix


def test_a_workbook_from_the_right_says_so_and_keeps_its_headings_in_sight():
    made = workbook([Written("قائمة: [١]", [["المدينة"], ["تونس"]])], right_to_left=True, at=AT)
    sheet = openpyxl.load_workbook(io.BytesIO(made)).active
    assert (sheet.sheet_view.rightToLeft, sheet.freeze_panes, sheet.title) == (True, "A2", "قائمة   ١")


def test_a_workbook_gives_texts_whole_numbers_days_and_instants():
    made = a_workbook(
        {
            "S": [
                ["x", "y"],
                ["  a\r\nb ", 7],
                [date(2031, 2, 1), AT.replace(month=2, day=1, hour=9, minute=30)],
                [1.5, True],
            ]
        }
    )
    assert rows_of(made) == [["x", "y"], ["a b", "7"], ["2031-02-01", "2031-02-01T09:30"], ["1.5", "TRUE"]]


def test_a_workbook_names_its_sheets_and_those_that_are_hidden():
    made = a_workbook({"جهات": [["a"]], "Secret": [["b"]], "Empty": []}, hidden="Secret")
    assert [(s.title, s.is_hidden, len(s.rows)) for s in read_tables(made).sheets] == [
        ("جهات", False, 1),
        ("Secret", True, 1),
        ("Empty", False, 0),
    ]


def test_what_is_merged_downwards_stands_in_each_row_and_a_title_across_stands_once():
    made = a_workbook(
        {"S": [["Title", "", ""], ["City", "Name", ""], ["Tunis", "Amina", ""], ["", "Salma", ""]]},
        merged=["A1:C1", "A3:A4"],
    )
    assert rows_of(made) == [["Title"], ["City", "Name"], ["Tunis", "Amina"], ["Tunis", "Salma"]]


def test_a_formula_without_a_saved_value_is_named_and_never_computed():
    sheet = read_tables(a_workbook({"S": [["n"], ["=1+1"], ['=WEBSERVICE("http://x.example")']]})).sheets[0]
    assert [row.cells for row in sheet.rows] == [("n",)]
    assert sheet.formulas == (Formula(2, 0, has_value=False), Formula(3, 0, has_value=False))


def test_a_workbook_in_the_strict_dialect_reads_the_same():
    import zipfile

    plain = a_workbook({"S": [["City"], ["Tunis"]]})
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            new.writestr(
                name,
                content.replace(
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            )
    assert rows_of(made.getvalue()) == [["City"], ["Tunis"]]


def test_an_open_spreadsheet_is_read_with_repeated_merged_and_dated_cells():
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    day = '<table:table-cell office:value-type="date" office:date-value="2031-02-01"><text:p>1.2.31</text:p></table:table-cell>'
    merged = '<table:table-cell table:number-rows-spanned="2"><text:p>Köln</text:p></table:table-cell>'
    rows = (
        f"<table:table-row>{cell.format('Stadt')}{cell.format('Seit')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f"<table:table-row>{merged}{day}</table:table-row>"
        f"<table:table-row><table:covered-table-cell/>{cell.format('x')}</table:table-row>"
    )
    sheet = read_tables(an_open_spreadsheet(rows)).sheets[0]
    assert [(row.number, row.cells) for row in sheet.rows] == [
        (1, ("Stadt", "Seit")),
        (5, ("Köln", "2031-02-01")),
        (6, ("Köln", "x")),
    ]


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", Why.EMPTY),
        (b"\n\n  \n", Why.NO_ROWS),
        (b"%PDF-1.7", Why.NO_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Why.NO_TABLE),
        (bytes(range(256)) * 20, Why.NO_TABLE),
        (b"PK\x03\x04 and no more", Why.DAMAGED),
        (overlapping(), Why.OVERLAPPING),
        (b"a,b\n" * (MOST_ROWS + 2), Why.TOO_MANY_ROWS),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(payload, why):
    assert refusal(payload) is why


def test_columns_have_the_letters_of_a_spreadsheet():
    assert [column_letters(place) for place in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]
