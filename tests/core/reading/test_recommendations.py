import json
import re
import zipfile
from collections import Counter

import pytest

from mithaq.core.reading.found import Doubt, Note
from mithaq.core.reading.papers import read_document
from mithaq.core.reading.recommendations import read_recommendations, recommendations_of
from tests.factories.word_files import paragraph, run, table, word_file


def read(*blocks, **about):
    return read_recommendations(word_file(*blocks, **about))


def taken(reading):
    return [(found.number, found.text, found.theme) for found in reading.candidates]


def test_a_chapter_with_numbered_paragraphs_and_themes_by_sub_heading():
    reading = read(
        paragraph("Rivers and cities", style="Title"),
        paragraph("Introduction", style="H1"),
        paragraph("1. Rivers rise every year."),
        paragraph("Recommendations", style="H1"),
        paragraph("The group recommends the following:"),
        paragraph("Water", style="H2"),
        paragraph("1. Measure every river (Lisbon, Madrid);"),
        paragraph("2. Share the measurements (Tunis)."),
        paragraph("Energy", style="H2"),
        paragraph("3) Turn off lights at night."),
        paragraph("References", style="H1"),
        paragraph("4. A book about rivers."),
    )
    assert taken(reading) == [
        ("1", "Measure every river", "Water"),
        ("2", "Share the measurements", "Water"),
        ("3", "Turn off lights at night.", "Energy"),
    ]
    assert [found.proposers for found in reading.candidates] == [("Lisbon", "Madrid"), ("Tunis",), ()]
    assert [found.doubtful for found in reading.candidates] == [(), (), (Doubt.NO_PROPOSER_FOUND,)]
    assert (reading.title, reading.language, reading.themes, reading.unread) == (
        "Rivers and cities",
        "en",
        ("Water", "Energy"),
        (),
    )
    assert [found.anchor.paragraph for found in reading.candidates] == [7, 8, 10]


def test_an_arabic_paper_with_arabic_digits():
    reading = read(
        paragraph("المقدمة", style="H1"),
        paragraph("تعاني المدن من الفيضانات."),
        paragraph("التوصيات", style="H1"),
        paragraph("المياه", style="H2"),
        paragraph("١. قياس منسوب الأنهار (تونس والرباط)؛"),
        paragraph("٢- تبادل البيانات (وهران، واشنطن)."),
        paragraph("الطاقة", style="H2"),
        paragraph("٣) إطفاء الأنوار ليلا (مدينة غير مسماة)"),
    )
    assert taken(reading) == [
        ("1", "قياس منسوب الأنهار", "المياه"),
        ("2", "تبادل البيانات", "المياه"),
        ("3", "إطفاء الأنوار ليلا", "الطاقة"),
    ]
    assert [found.proposers for found in reading.candidates] == [
        ("تونس", "الرباط"),
        ("وهران", "واشنطن"),
        ("مدينة غير مسماة",),
    ]
    assert reading.language == "ar"
    assert {found.language for found in reading.candidates} == {"ar"}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1. {}", "1"), ("1) {}", "1"), ("(1) {}", "1"), ("١. {}", "1"), ("١- {}", "1"), ("۱. {}", "1"),
        ("115.1 {}", "115.1"), ("1.2. {}", "1.2"), ("R1. {}", "1"), ("R1: {}", "1"),
        ("Recommendation 1: {}", "1"), ("RECOMMENDATION 1 – {}", "1"), ("Recommendation No. 1: {}", "1"),
        ("التوصية ١: {}", "1"), ("توصية رقم (١): {}", "1"), ("التوصية الأولى: {}", "1"),
        ("Recommendation one: {}", "1"),
    ],
)  # fmt: skip
def test_every_way_of_numbering_is_known(written, number):
    reading = read(
        paragraph("Recommendations", style="H1"), paragraph(written.format("Measure every river of the city."))
    )
    assert taken(reading) == [(number, "Measure every river of the city.", "")]


def test_labelled_recommendations_are_found_without_any_chapter():
    reading = read(
        paragraph("Water", style="H1"),
        paragraph("Rivers rise."),
        paragraph("Recommendation 1: Measure every river (Lisbon)."),
        paragraph("Because nobody knows how high they stand."),
        paragraph("Recommendation 2", style="H2"),
        paragraph("Share the measurements (Rome)."),
        paragraph("As recommendation 2 says, sharing matters."),
    )
    assert taken(reading) == [("1", "Measure every river", "Water"), ("2", "Share the measurements", "Water")]


def test_word_s_own_numbers_count():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("Measure every river.", item=(1, 0)),
        paragraph("those that rise", item=(1, 2)),
        paragraph("Share the measurements.", item=(1, 0)),
    )
    assert [(found.number, found.text) for found in reading.candidates] == [
        ("1", "Measure every river.\n(a) those that rise"),
        ("2", "Share the measurements."),
    ]
    reading = read(paragraph("Measure rivers.", item=(3, 0)), paragraph("Share figures.", item=(3, 0)))
    assert [(found.number, found.text) for found in reading.candidates] == [
        ("1", "Measure rivers."),
        ("2", "Share figures."),
    ]


def test_bullets_below_the_heading_are_recommendations_where_nothing_is_numbered():
    reading = read(
        paragraph("Policy recommendations", bold=True),
        paragraph("Cities should:"),
        paragraph("Measure every river (Lisbon)", item=(2, 0)),
        paragraph("small ones too", item=(2, 1)),
        paragraph("• Share the measurements (Rome)"),
        paragraph("Conclusion", bold=True),
        paragraph("• Nothing more."),
    )
    assert [(found.number, found.text) for found in reading.candidates] == [
        ("", "Measure every river\nsmall ones too"),
        ("", "Share the measurements"),
    ]
    assert [found.proposers for found in reading.candidates] == [("Lisbon",), ("Rome",)]
    assert Doubt.NUMBER_MISSING not in {doubt for found in reading.candidates for doubt in found.doubtful}


def test_sub_headings_that_recommend_are_recommendations():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("Establish a fund of the cities", style="H2"),
        paragraph("Money comes late."),
        paragraph("Strengthen the banks of rivers", style="H2"),
        paragraph("Banks break."),
    )
    assert [(found.text, found.notes) for found in reading.candidates] == [
        ("Establish a fund of the cities", (Note("", "Money comes late."),)),
        ("Strengthen the banks of rivers", (Note("", "Banks break."),)),
    ]
    assert reading.unread == ()


def test_sentences_that_recommend_are_taken_where_there_is_no_list():
    reading = read(
        paragraph("التوصيات", style="H1"),
        paragraph("تعاني المدن من الفيضانات."),
        paragraph("نوصي المدن بقياس منسوب الأنهار."),
        paragraph("تعزيز تبادل البيانات بين المدن."),
    )
    assert [found.text for found in reading.candidates] == [
        "نوصي المدن بقياس منسوب الأنهار.",
        "تعزيز تبادل البيانات بين المدن.",
    ]


def test_numbered_paragraphs_that_end_in_names_are_found_without_any_heading():
    reading = read(
        paragraph("115. The following recommendations were examined:"),
        paragraph("115.1 Measure every river (Lisbon);"),
        paragraph("115.2 Share the measurements (Madrid) (Rome);"),
        paragraph("115.3 Ensure that none is lost."),
    )
    assert [(found.number, found.proposers) for found in reading.candidates] == [
        ("115.1", ("Lisbon",)),
        ("115.2", ("Madrid", "Rome")),
    ]
    assert reading.unread == (4,)


def test_a_numbered_paragraph_that_asks_for_something_elsewhere_is_named_as_unread():
    reading = read(
        paragraph("1. Cities should measure rivers."),
        paragraph("2. Rivers rise."),
        paragraph("Recommendations", style="H1"),
        paragraph("1. Share the measurements."),
    )
    assert taken(reading) == [("1", "Share the measurements.", "")]
    assert reading.unread == (1,)


def test_the_table_of_contents_is_not_read():
    reading = read(
        paragraph("Recommendations\t3", style="TOC1"),
        paragraph("Recommendation 1: Measure\t4", style="TOC1"),
        paragraph("Recommendations", style="H1"),
        paragraph("Recommendation 1: Measure every river."),
    )
    assert taken(reading) == [("1", "Measure every river.", "")]


def test_the_theme_is_the_heading_above_the_chapter_where_none_stands_within():
    reading = read(
        paragraph("Task force on water", style="H1"),
        paragraph("Recommendations", style="H2"),
        paragraph("1. Measure every river."),
        paragraph("Task force on energy", style="H1"),
        paragraph("Recommendations", style="H2"),
        paragraph("1. Turn off lights at night."),
    )
    assert taken(reading) == [
        ("1", "Measure every river.", "Task force on water"),
        ("1", "Turn off lights at night.", "Task force on energy"),
    ]
    assert [found.doubtful for found in reading.candidates] == [(), ()]


def test_bold_lines_are_themes():
    reading = read(
        paragraph("Recommendations", bold=True),
        paragraph("Water", bold=True),
        paragraph("1. Measure every river."),
        paragraph("Theme: Energy", bold=True),
        paragraph("2. Turn off lights at night."),
    )
    assert taken(reading) == [("1", "Measure every river.", "Water"), ("2", "Turn off lights at night.", "Energy")]


def test_what_stands_below_a_recommendation_is_kept():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("1. Measure every river"),
        paragraph("of the basin."),
        paragraph("Proposed by: Lisbon, Madrid and Rome"),
        paragraph("Timeline: by 2032"),
        paragraph("Nobody knows how high they stand."),
        paragraph("a) weekly"),
        paragraph("2. Share the measurements."),
        paragraph("مقدمة من: تونس"),
    )
    first, second = reading.candidates
    assert first.text == "Measure every river of the basin.\na) weekly"
    assert first.proposers == ("Lisbon", "Madrid", "Rome")
    assert first.notes == (Note("Timeline", "by 2032"), Note("", "Nobody knows how high they stand."))
    assert (second.text, second.proposers) == ("Share the measurements.", ("تونس",))


def test_changes_in_a_recommendation_are_accepted():
    inner = run("1. Measure ") + '<w:del w:id="1"><w:r><w:delText>some</w:delText></w:r></w:del>'
    inner += '<w:ins w:id="2">' + run("every") + "</w:ins>" + run(" river (Lis") + run("bon)")
    (found,) = read(paragraph("Recommendations", style="H1"), paragraph(inner=inner)).candidates
    assert (found.text, found.proposers) == ("Measure every river", ("Lisbon",))


def test_a_table_with_columns_in_english():
    reading = read(
        paragraph("Annex"),
        table(
            ["No.", "Theme", "Recommendation", "Proposed by", "Status"],
            ["1", "Water", "Measure every river.", "Lisbon; Madrid", "Supported"],
            ["2", "Energy", "Turn off lights.\nRationale: darkness", "", "Noted"],
            ["No.", "Theme", "Recommendation", "Proposed by", "Status"],
            ["", "Energy", "Save heat.", "Rome", ""],
        ),
    )
    assert taken(reading) == [
        ("1", "Measure every river.", "Water"),
        ("2", "Turn off lights.", "Energy"),
        ("", "Save heat.", "Energy"),
    ]
    assert [found.proposers for found in reading.candidates] == [("Lisbon", "Madrid"), (), ("Rome",)]
    assert [found.notes for found in reading.candidates] == [
        (Note("Status", "Supported"),),
        (Note("Rationale", "darkness"), Note("Status", "Noted")),
        (),
    ]
    assert [found.doubtful for found in reading.candidates] == [
        (),
        (Doubt.NO_PROPOSER_FOUND,),
        (Doubt.NUMBER_MISSING, Doubt.VERY_SHORT),
    ]
    assert [(found.anchor.table, found.anchor.row) for found in reading.candidates] == [(1, 2), (1, 3), (1, 5)]


def test_a_table_with_columns_in_arabic_and_a_theme_across():
    reading = read(
        table(
            ["الرقم", "نص التوصية", "الجهة المقترحة"],
            ["المحور: المياه"],
            ["١", "قياس منسوب الأنهار.", "تونس والرباط"],
            ["الطاقة"],
            ["٢", "إطفاء الأنوار ليلا.", "وهران"],
        )
    )
    assert taken(reading) == [("1", "قياس منسوب الأنهار.", "المياه"), ("2", "إطفاء الأنوار ليلا.", "الطاقة")]
    assert [found.proposers for found in reading.candidates] == [("تونس", "الرباط"), ("وهران",)]


def test_several_recommendations_in_one_cell_and_a_theme_cell_that_goes_on():
    merged = (
        "<w:tbl><w:tr><w:tc>" + paragraph("Theme") + "</w:tc><w:tc>" + paragraph("Recommendations") + "</w:tc></w:tr>"
    )
    merged += '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>' + paragraph("Water") + "</w:tc><w:tc>"
    merged += paragraph("1. Measure every river.") + paragraph("2. Share the measurements.") + "</w:tc></w:tr>"
    merged += "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" + paragraph() + "</w:tc><w:tc>"
    merged += (
        paragraph("Keep the banks high.", item=(2, 0))
        + paragraph("Plant more trees.", item=(2, 0))
        + "</w:tc></w:tr></w:tbl>"
    )
    assert taken(read(merged)) == [
        ("1", "Measure every river.", "Water"),
        ("2", "Share the measurements.", "Water"),
        ("", "Keep the banks high.", "Water"),
        ("", "Plant more trees.", "Water"),
    ]


def test_a_table_that_goes_on_in_a_second_one_keeps_its_columns():
    reading = read(
        table(["No.", "Recommendation"], ["1", "Measure every river."]),
        table(["2", "Share the measurements."], ["3", "Keep the banks high."]),
    )
    assert [found.number for found in reading.candidates] == ["1", "2", "3"]


def test_a_numbered_table_without_headings_counts_within_a_chapter():
    rows = table(["1", "Measure every river."], ["2", "Share the measurements."])
    assert taken(read(rows)) == []
    assert taken(read(paragraph("Recommendations", style="H1"), rows)) == [
        ("1", "Measure every river.", ""),
        ("2", "Share the measurements.", ""),
    ]


def test_a_row_whose_recommendation_is_blank_is_named_as_unread():
    reading = read(table(["No.", "Recommendation", "City"], ["1", "Measure rivers.", "Rome"], ["2", "", "Lisbon"]))
    assert [found.number for found in reading.candidates] == ["1"]
    assert reading.unread == (7, 9)


def test_a_doubled_number_is_doubtful():
    blocks = [paragraph("Recommendations", style="H1")]
    blocks += [paragraph(f"{number}. Measure river number {number}.") for number in (1, 2, 2)]
    assert [found.doubtful for found in read(*blocks).candidates] == [
        (),
        (Doubt.NUMBER_DOUBLED,),
        (Doubt.NUMBER_DOUBLED,),
    ]


def test_one_name_among_many_recommendations_is_doubtful():
    blocks = [paragraph("Recommendations", style="H1")]
    blocks += [paragraph(f"{number}. Measure the river that is number {number}.") for number in range(1, 5)]
    blocks += [paragraph("5. Improve the water of the whole river (Danube)")]
    assert [found.doubtful for found in read(*blocks).candidates] == [(), (), (), (), (Doubt.PROPOSER_UNSURE,)]


def test_a_document_without_recommendations_gives_none():
    reading = read(paragraph("A letter", style="H1"), paragraph("Dear colleagues,"), paragraph("rivers rise."))
    assert (reading.candidates, reading.unread, reading.themes, reading.paragraphs) == ((), (), (), 3)
    assert read().candidates == ()


# --- a real document --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def un_document(documents):
    path = documents / "un-upr-163-recommendations-by-theme.docx"
    if not path.exists():
        pytest.skip(f"{path.name} is not in the folder of outside documents")
    return path


@pytest.fixture(scope="module")
def un_rows(un_document):
    """The words of each table row by regular expression over the raw file: a count that shares no code with ours."""
    raw = zipfile.ZipFile(un_document).read("word/document.xml").decode()
    rows = re.findall(r"<w:tr [^>]*>.*?</w:tr>", raw)
    return [
        "\n".join("".join(re.findall(r"<w:t[ >][^<]*", p)) for p in re.findall(r"<w:p [^>]*>.*?</w:p>", row))
        for row in rows
    ]


def cleaned(row):
    return re.sub(r"<w:t(?: xml:space=\"preserve\")?>", "", row).replace("&amp;", "&")


@pytest.mark.documents
def test_all_163_recommendations_of_the_un_document_are_read(un_document, un_rows):
    reading = read_recommendations(un_document.read_bytes())
    assert len(reading.candidates) == 163
    assert sorted(int(found.number.removeprefix("115.")) for found in reading.candidates) == list(range(1, 164))
    assert len(reading.themes) == 32
    assert len({name for found in reading.candidates for name in found.proposers}) == 71
    assert Counter(note.text for found in reading.candidates for note in found.notes if note.label == "Position") == {
        "Supported": 142,
        "Noted": 21,
    }
    assert [found.number for found in reading.candidates if found.parts] == ["115.38", "115.124", "115.106"]
    assert {found.doubtful for found in reading.candidates} == {()}
    assert reading.unread == ()
    assert (reading.paragraphs, reading.language, reading.modified.isoformat()) == (
        1713,
        "en",
        "2019-03-11T17:43:00+00:00",
    )


@pytest.mark.documents
def test_each_recommendation_of_the_un_document_is_word_for_word_in_its_row(un_document, un_rows):
    theme, expected = "", {}
    for row in map(cleaned, un_rows):
        if row.startswith("Theme: "):
            theme = row.removeprefix("Theme: ").strip()
        elif found := re.match(r"(115\.\d+) (.*)", row):
            expected[found[1]] = (theme, found[2].strip())
    reading = read_recommendations(un_document.read_bytes())
    assert {found.number: found.theme for found in reading.candidates} == {
        number: row[0] for number, row in expected.items()
    }
    for found in reading.candidates:
        raw = expected[found.number][1]
        assert raw.startswith(found.text)
        rest = raw.removeprefix(found.text)
        assert re.fullmatch(r"\s*\(.*\)[;.]", rest), rest
        assert re.split(r",\s*", rest.strip(" ;.")[1:-1]) == list(
            found.parts[-1].proposers if found.parts else found.proposers
        )


@pytest.mark.documents
def test_the_reading_of_the_un_document_is_plain_json_once_written(un_document):
    reading = read_recommendations(un_document.read_bytes())
    assert len(json.dumps([[found.text, found.proposers] for found in reading.candidates])) > 20_000


def test_roman_numerals_lead_and_letters_below_them_belong_to_them():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("I. Establish a joint fund."),
        paragraph("(a) from the rich cities;"),
        paragraph("II. Adopt common standards."),
        paragraph("V. Train municipal staff."),
    )
    assert [(found.number, found.text) for found in reading.candidates] == [
        ("I", "Establish a joint fund.\n(a) from the rich cities"),
        ("II", "Adopt common standards."),
        ("V", "Train municipal staff."),
    ]


def test_small_roman_numerals_below_a_letter_are_its_parts():
    written = ["(a) Establish a fund:", "(i) with dues;", "(ii) with gifts;", "(b) Adopt standards."]
    reading = read(paragraph("Recommendations", style="H1"), *map(paragraph, written))
    assert [found.number for found in reading.candidates] == ["a", "b"]


def test_a_list_by_letters_has_an_i_between_h_and_j():
    written = [f"({letter}) Establish fund {letter}." for letter in "ghij"]
    reading = read(paragraph("Recommendations", style="H1"), *map(paragraph, written))
    assert [found.number for found in reading.candidates] == list("ghij")


def test_a_table_is_known_by_the_word_for_recommendation_in_other_languages():
    rows = (["N°", "Recommandation", "Proposée par"], ["1", "Planter des arbres sur les berges.", "Tunis"])
    (found,) = read(table(*rows)).candidates
    assert (found.number, found.text, found.proposers) == ("1", "Planter des arbres sur les berges.", ("Tunis",))


def test_a_chapter_in_which_nothing_is_found_is_named_paragraph_by_paragraph():
    reading = read(paragraph("Рекомендации", style="H1"), paragraph("Сажать деревья."), paragraph("Считать рыбу."))
    assert (reading.candidates, reading.unread) == ((), (2, 3))


def test_the_members_of_a_list_are_told_by_its_adverbs():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("First, cities should plant trees along their rivers."),
        paragraph("Second, states should pay for it."),
    )
    assert [found.number for found in reading.candidates] == ["1", "2"]


def test_a_short_text_of_signs_that_are_words_is_not_very_short():
    reading = read(paragraph("建议", style="H1"), paragraph("1. 保护河流。"), paragraph("2. 水。"))
    assert [found.doubtful for found in reading.candidates] == [(), (Doubt.VERY_SHORT,)]


def test_a_numbering_that_begins_anew_does_not_hide_one_that_skips():
    numbers = (1, 2, 5, 6, 1, 2, 3)
    lines = [paragraph(f"{number}. Plant tree number {number} on the bank.") for number in numbers]
    told = [found.doubtful for found in read(paragraph("Recommendations", style="H1"), *lines).candidates]
    twice, jumps = (Doubt.NUMBER_DOUBLED,), (Doubt.NUMBER_JUMPS,)
    assert told == [twice, twice, jumps, (), twice, twice, ()]


def test_the_last_of_a_list_told_off_in_words_is_taken_as_the_next():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("First, cities should plant trees along their rivers."),
        paragraph("Second, states should pay for it."),
        paragraph("Finally, all of them should count the trees."),
    )
    assert [(found.number, found.doubtful) for found in reading.candidates] == [("1", ()), ("2", ()), ("3", ())]
    assert reading.candidates[-1].text == "all of them should count the trees."


def test_what_is_not_taken_of_a_chapter_of_sentences_is_named():
    reading = read(
        paragraph("Recommendations", style="H1"),
        paragraph("Cities should plant trees along their rivers."),
        paragraph("Las ciudades deberían contar los árboles."),
        paragraph("Annex", style="H1"),
        paragraph("Nothing of this matters."),
    )
    assert [found.text for found in reading.candidates] == ["Cities should plant trees along their rivers."]
    assert reading.unread == (3,)


@pytest.mark.parametrize("title", ["Notes", "ملاحظات", "الهوامش:", "5. Endnotes"])
def test_a_typed_list_at_the_end_of_a_paper_is_its_notes(title):
    document = read_document(
        word_file(
            paragraph("Recommendations", style="H1"),
            paragraph("1. Plant trees [1] along the rivers (2)."),
            paragraph("2. Count them."),
            paragraph(title),
            paragraph("1. Nadia Karim, Trees, 2030."),
            paragraph("[2] The rivers of the annex."),
        )
    )
    assert [one.text for one in document.notes] == ["Nadia Karim, Trees, 2030.", "The rivers of the annex."]
    reading = recommendations_of(document)
    assert [(one.number, one.text, one.notes) for one in reading.candidates] == [
        ("1", "Plant trees along the rivers.", ()),
        ("2", "Count them.", ()),
    ]


def test_remarks_that_something_else_follows_are_no_notes():
    remarks = word_file(paragraph("Notes"), paragraph("1. Plant trees."), paragraph("And so the paper goes on."))
    document = read_document(remarks)
    assert document.notes == ()
