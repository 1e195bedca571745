"""The negotiation of a year, in its files: the model year's as it was played, and what a row may not say."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter

import pytest

from mithaq.communique.models import Amendment, Comment, Return, ReturnFile, Settlement, Silence, Statement, Text
from mithaq.communique.queries.tabled import groups_of, table_of
from mithaq.communique.vocabulary import Outcome, SilenceState, StatementKind
from mithaq.rehearsal.addressed import addressed
from tests.conftest import ROOT
from tests.factories.folders import a_folder
from tests.rooms.rehearsal.playing import faults_when_played

MODEL_YEAR = ROOT / "demo" / "model-year"


def rows(table):
    with (MODEL_YEAR / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The model year -------------------------------------------------------------------------------------------------------


def test_each_of_the_forty_two_files_is_in_its_citys_released_return(model_year):
    told = rows("text_returns")
    assert (len(told), sum(row["language"] == "ar" for row in told)) == (42, 5)
    for row in told:
        file = ReturnFile.objects.get(name=row["file"].rpartition("/")[2])
        assert file.organisation.key == row["organisation"]
        assert file.returned.released_at is not None


def test_only_the_covering_letter_could_not_be_placed(model_year):
    unplaced = {file.name: file.reading.unplaced for file in ReturnFile.objects.all() if file.reading.unplaced}
    assert unplaced == {"2-twin-fords.docx": 1}


def test_every_wish_of_the_table_is_an_amendment_or_a_comment_and_nothing_else_is(model_year):
    """The corrected return stands beside the earlier one, and what a broken silence asked for is no file's."""
    wished = Counter(row["do"] for row in rows("text_asks"))
    no_words = wished["struck"] + wished["letter"]
    comments = wished["comment"] + wished["reply"]
    assert Amendment.objects.exclude(file=None).count() == sum(wished.values()) - comments - no_words
    assert Comment.objects.count() == comments


def test_a_corrected_return_stands_in_the_place_of_the_earlier_one(model_year):
    given = Return.objects.filter(organisation__key="rijnmere").order_by("released_at")
    asked = [one.amendments.get(base__text__contains="whose first block") for one in given]
    assert [len(one.edits) for one in asked] == [1, 1]
    assert "affordable" in str(asked[0].edits)
    assert "that need it" in str(asked[1].edits)


def test_what_three_cities_ask_for_alike_is_one_line_of_the_table(model_year):
    text = Text.objects.get()
    lines = groups_of(table_of(text.drafts.get(number=0)))
    alike = {tuple(sorted(city.key for city in line.cities)) for line in lines if len(line.cities) == 3}
    assert ("caykent", "saritgarh", "suvaran") in alike
    assert any(line.against for line in lines)


def test_each_outcome_was_decided_and_what_was_declined_has_its_reason(model_year):
    assert set(Settlement.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    assert not Settlement.objects.filter(outcome=Outcome.DECLINED, reason="").exists()
    assert not Comment.objects.filter(answer=None).exclude(returned__organisation__key="rijnmere").exists()


def test_a_silence_is_broken_once_and_the_next_one_passes_before_the_freezing(model_year):
    text = Text.objects.get()
    broken, passed = Silence.objects.order_by("opens")
    assert broken.state_at(text.freezing.at) == SilenceState.BROKEN
    assert passed.state_at(text.freezing.at) == SilenceState.PASSED
    assert (passed.draft, passed.hash) == (text.freezing.draft, text.freezing.hash)
    assert text.drafts.count() == 4


def test_two_cities_reserve_and_one_says_how_it_understands(model_year):
    kinds = Counter(Statement.objects.values_list("kind", flat=True))
    assert kinds == {StatementKind.RESERVATION: 2, StatementKind.INTERPRETATION: 1}


# Files that know keys -------------------------------------------------------------------------------------------------


def a_package(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return made.getvalue()


def test_addresses_stand_in_the_place_of_keys_and_nothing_else_changes():
    docx = a_package(
        word__document='<w:bookmarkStart w:name="m_clean_source_en"/><w:t>m_clean_source</w:t><w:x w:name="m_other"/>',
        docProps__custom="<v>draft-1</v><v>draft-7</v>",
        word__styles='w:name="m_clean_source"',
    )
    with zipfile.ZipFile(io.BytesIO(addressed(docx, {"clean-source": "bcd"}, {"draft-1": "f00"}))) as package:
        assert package.read("word/document.xml").decode() == (
            '<w:bookmarkStart w:name="m_bcd_en"/><w:t>m_clean_source</w:t><w:x w:name="m_other"/>'
        )
        assert package.read("docProps/custom.xml") == b"<v>f00</v><v>draft-7</v>"
        assert package.read("word/styles.xml") == b'w:name="m_clean_source"'


# What a row may not say -----------------------------------------------------------------------------------------------

ROUND = {
    "key": "first",
    "language": "en",
    "called_at": "2031-07-01T09:00:00+03:00",
    "opens": "2031-07-01T10:00:00+03:00",
    "closes": "2031-07-20T10:00:00+03:00",
    "compiled_at": "",
}
SETTLED = {
    "round": "first",
    "at": "2031-07-10T09:00:00+03:00",
    "clause": "deep-wells",
    "organisations": "wadi",
    "outcome": "adopted",
}


def with_rows(folder, table, *lines):
    made = io.StringIO()
    table_of_rows = csv.DictWriter(made, lines[0])
    table_of_rows.writeheader()
    table_of_rows.writerows(lines)
    (folder.path / f"{table}.csv").write_text(made.getvalue(), encoding="utf-8")


@pytest.mark.parametrize(
    ("table", "row", "reason"),
    [
        ("text_settled", {**SETTLED, "round": "tenth"}, "“tenth” in “round” is not on record."),
        ("text_settled", {**SETTLED, "clause": "no-wells"}, "“no-wells” in “clause” is not on record."),
        ("text_settled", {**SETTLED, "organisations": "wadi nowhere"}, "A key names nothing that is on record."),
        ("text_settled", SETTLED, "Not all these cities ask for something like this at this clause."),
        (
            "text_statements",
            {
                "at": "2031-08-01T09:00:00Z",
                "seat": "wadi-mayor",
                "clause": "",
                "kind": "reservation",
                "words_en": "No.",
            },
            "Statements are put beside a text once its words are put to silence or frozen.",
        ),
        (
            "text_returns",
            {"file": "gone.docx", "round": "first", "organisation": "wadi", "at": "2031-07-02T09:00:00Z"},
            "“gone.docx”: This file is missing.",
        ),
    ],
    ids=["another round", "another clause", "another city", "nothing asked", "too early", "no file"],
)
def test_a_row_of_the_negotiation_is_refused_with(db, tmp_path, table, row, reason):
    folder = a_folder(tmp_path / "year")
    with_rows(folder, "text_rounds", ROUND)
    with_rows(folder, table, row)
    [(file, _line, said)] = faults_when_played(folder)
    assert (file, said) == (f"{table}.csv", reason)
