"""A list beside the record: each row is new, changes something, waits for an answer, or is refused for a reason."""

from __future__ import annotations

import pytest

from mithaq.core.contacts.columns import guessed, heading_row, headings_of
from mithaq.core.contacts.comparison import compared
from mithaq.core.contacts.entries import Wrong, entries_of
from mithaq.core.contacts.outcome import ANOTHER, LEAVE_OUT, Known, Otherwise, State, Thing
from mithaq.core.contacts.words import Words, folded
from mithaq.core.sheets.read import read_tables
from mithaq.core.text import searchable

WORDS = Words(
    kinds=folded([("city", "city"), ("مدينة", "city"), ("university", "university")]),
    standings=folded([("member", "participating"), ("observer", "observer"), ("مراقب", "observer")]),
    roles=folded([("mayor", "mayor"), ("عمدة", "mayor"), ("sherpa", "sherpa"), ("secretariat", "secretariat")]),
    grave=("secretariat",),
    zones=("UTC", "Africa/Tunis"),
    focal=(searchable("focal point"), searchable("جهة الاتصال")),
)
OTHERWISE = Otherwise(role="sherpa", kind="city", since="2031-01-06")
TUNIS = [
    Known(
        Thing.ORGANISATION, "tunis", {"name_en": "Tunis", "kind": "city", "country": "TN", "time_zone": "Africa/Tunis"}
    ),
    Known(Thing.MEMBERSHIP, "membership", {"standing": "participating", "since": "2030-01-01"}, "tunis"),
    Known(Thing.PERSON, "amina", {"name_en": "Amina Trabelsi", "email": "amina@tunis.example"}),
    Known(Thing.SEAT, "seat", {"role": "sherpa", "title_en": "Adviser"}, "tunis", "amina"),
]


def beside(text, known=(), answers=None, otherwise=OTHERWISE):
    sheet = read_tables(text.encode()).sheets[0]
    heading = heading_row(sheet)
    below = [row for row in sheet.rows if row.number > heading]
    entries = entries_of(sheet, heading, guessed(headings_of(sheet, heading), below), WORDS)
    return compared(entries, known, answers or {}, otherwise)


def states(comparison):
    return [line.state for line in comparison.lines]


def faults(comparison):
    return [(fault.place, fault.wrong) for line in comparison.lines for fault in line.entry.faults]


def said(comparison):
    return [(str(c.thing), c.is_new, {f.field: (f.before, f.after) for f in c.fields}) for c in comparison.made]


def test_a_new_city_brings_its_class_its_person_and_a_seat():
    found = beside("City,Country,Class,Name,E-mail,Office\nRabat,Morocco,observer,Saïd Ali,SAID@rabat.example,Mayor\n")
    assert said(found) == [
        ("organisation", True, {"name_en": ("", "Rabat"), "country": ("", "MA"), "kind": ("", "city"), "time_zone": ("", "Africa/Casablanca")}),
        ("membership", True, {"standing": ("", "observer"), "since": ("", "2031-01-06")}),
        ("person", True, {"name_en": ("", "Saïd Ali"), "email": ("", "said@rabat.example")}),
        ("seat", True, {"role": ("", "mayor"), "title_en": ("", "Mayor")}),
    ]  # fmt: skip


def test_what_is_on_record_already_is_nothing_new_and_an_empty_cell_erases_nothing():
    found = beside("City,Name,E-mail,Country,Office\nTUNIS,amina trabelsi,,,\ntunis,,,TN,\n", TUNIS)
    assert states(found) == [State.UNCHANGED, State.UNCHANGED]
    assert found.made == ()


def test_a_change_is_told_field_by_field():
    found = beside("City,Class,Name,E-mail,Office\nTunis,observer,Amina Trabelsi,amina@tunis.example,Director\n", TUNIS)
    assert said(found) == [
        ("membership", False, {"standing": ("participating", "observer"), "since": ("2030-01-01", "2031-01-06")}),
        ("seat", False, {"title_en": ("Adviser", "Director")}),
    ]


def test_a_class_for_silent_rows_moves_no_member_to_another_class():
    assert beside("City\nTunis\n", TUNIS, otherwise=Otherwise("observer", "sherpa", "city", "2031-01-06")).made == ()


def test_a_name_in_other_letters_waits_for_an_answer_and_adds_its_letters_where_it_is_the_same():
    text = "المدينة,الدولة\nتونس,تونس\n"
    waiting = beside(text, TUNIS)
    assert states(waiting) == [State.ASKED]
    question = waiting.lines[0].question
    assert [candidate.ref for candidate in question.candidates] == ["tunis"]
    same = beside(text, TUNIS, {question.key: "same:tunis"})
    assert said(same) == [("organisation", False, {"name_ar": ("", "تونس")})]
    assert states(beside(text, TUNIS, {question.key: ANOTHER})) == [State.NEW]
    assert states(beside(text, TUNIS, {question.key: LEAVE_OUT})) == [State.LEFT_OUT]
    assert states(beside(text, TUNIS, {question.key: "same:nobody"})) == [State.ASKED]


def test_the_name_on_record_stays_where_another_spelling_is_the_same():
    known = [Known(Thing.ORGANISATION, "koeln", {"name_en": "Köln", "kind": "city", "time_zone": "UTC"})]
    key = beside("City\nKoeln\n", known).lines[0].question.key
    assert beside("City\nKoeln\nKoeln\n", known, {key: "same:koeln"}).made == ()


def test_one_question_is_asked_once_however_many_rows_it_concerns():
    found = beside("المدينة,الاسم,البريد\nتونس,سعيد,s@t.example\nتونس,ليلى,l@t.example\n", TUNIS)
    assert [line.asked_in for line in found.lines] == [0, 2]


def test_two_rows_of_a_list_that_may_be_one_are_asked_about_too():
    found = beside("City\nMontréal\nمونتريال\n")
    assert states(found) == [State.NEW, State.ASKED]
    question = found.lines[1].question
    assert (question.candidates[0].row, question.candidates[0].names) == (2, ("Montréal",))
    merged = beside("City\nMontréal\nمونتريال\n", answers={question.key: f"same:{question.candidates[0].ref}"})
    assert [fields for thing, _new, fields in said(merged) if thing == "organisation"] == [
        {"name_en": ("", "Montréal"), "kind": ("", "city"), "time_zone": ("", "UTC"), "name_ar": ("", "مونتريال")}
    ]


def test_a_city_of_the_same_name_in_another_country_is_asked_about():
    known = [
        Known(Thing.ORGANISATION, "t", {"name_en": "Tripoli", "country": "LY", "kind": "city", "time_zone": "UTC"})
    ]
    assert states(beside("City,Country\nTripoli,LB\n", known)) == [State.ASKED]
    assert states(beside("City,Country\nTripoli,LY\n", known)) == [State.UNCHANGED]


def test_a_person_in_two_cities_is_asked_about_and_known_by_the_address():
    text = "City,Name,E-mail\nSfax,Amina Trabelsi,{}\n"
    assert states(beside(text.format(""), TUNIS)) == [State.ASKED]
    assert states(beside(text.format("other@sfax.example"), TUNIS)) == [State.ASKED]
    known = beside(text.format("Amina@Tunis.example"), TUNIS)
    assert [(thing, new) for thing, new, _fields in said(known)] == [("organisation", True), ("seat", True)]


def test_an_address_on_record_with_another_name_can_be_nobody_else():
    found = beside("City,Name,E-mail\nTunis,Karim Jaziri,amina@tunis.example\n", TUNIS)
    question = found.lines[0].question
    assert not question.may_be_another
    assert states(
        beside("City,Name,E-mail\nTunis,Karim Jaziri,amina@tunis.example\n", TUNIS, {question.key: ANOTHER})
    ) == [State.ASKED]


def test_a_person_of_the_same_name_with_another_address_is_asked_about():
    assert states(beside("City,Name,E-mail\nTunis,Amina Trabelsi,new@tunis.example\n", TUNIS)) == [State.ASKED]


def test_two_rows_that_contradict_each_other_do_not_both_count():
    found = beside(
        "City,Country,Name,E-mail\nRabat,MA,A B,a@r.example\nRabat,TN,C D,c@r.example\nRabat,MA,E F,a@r.example\n"
    )
    assert states(found) == [State.NEW, State.ASKED, State.REFUSED]
    assert [(fault.wrong, fault.more) for fault in found.lines[2].entry.faults] == [(Wrong.ADDRESS_TAKEN, "2")]
    kinds = beside("City,Kind\nRabat,city\nRabat,university\n")
    assert [(fault.wrong, fault.more) for fault in kinds.lines[1].entry.faults] == [(Wrong.OTHERWISE_BEFORE, "2")]


def test_whoever_has_rights_over_the_whole_house_is_changed_by_no_list():
    guarded = [*TUNIS[:2], Known(Thing.PERSON, "amina", TUNIS[2].fields, is_guarded=True), TUNIS[3]]
    key = beside("City,Name,E-mail\nTunis,Amina Trabelsi,x@tunis.example\n", guarded).lines[0].question.key
    found = beside("City,Name,E-mail\nTunis,Amina Trabelsi,x@tunis.example\n", guarded, {key: "same:amina"})
    assert faults(found) == [(None, Wrong.GUARDED)]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",,,,,", None),
        (",TN,,,,", (0, Wrong.NO_ORGANISATION)),
        ("Sfax,Atlantis,,,,", (1, Wrong.UNKNOWN_WORD)),
        ("Sfax,,founder,,,", (2, Wrong.UNKNOWN_WORD)),
        ("Sfax,,,Zied,nobody,", (4, Wrong.NOT_AN_ADDRESS)),
        ("Sfax,,,Zied,a b@x.example,", (4, Wrong.NOT_AN_ADDRESS)),
        ("Sfax,,,Zied,ziеd@x.example,", (4, Wrong.TWO_ALPHABETS)),
        ("Sfax,,,,z@x.example,", (4, Wrong.NO_PERSON)),
        ("Sfax,,,Zied,,secretariat", (5, Wrong.GRAVE_ROLE)),
        ("=HYPERLINK(1),,,Zied,,", (0, Wrong.FORMULA)),
        (f"{'x' * 201},,,,,", (0, Wrong.TOO_LONG)),
    ],
)
def test_a_row_that_cannot_be_taken_over_names_its_cell_and_why(row, fault):
    found = beside(f"City,Country,Class,Name,E-mail,Role\n{row}\n")
    assert (faults(found) or [None])[0] == fault


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2031-02-01", "2031-02-01"), ("٢٠٣١-٠٢-٠١", "2031-02-01"), ("25/2/2031", "2031-02-25"), ("2/2/2031", "2031-02-02"), ("3/4/2031", Wrong.TWO_DAYS), ("1446-02-01", Wrong.NOT_A_DAY), ("soon", Wrong.NOT_A_DAY)],
)  # fmt: skip
def test_a_day_must_be_unmistakable(cell, day):
    found = beside(f"City,Class,Since\nSfax,member,{cell}\n")
    told = [fields["since"][1] for _thing, _new, fields in said(found) if "since" in fields]
    assert (told or [wrong for _place, wrong in faults(found)]) == [day]


def test_the_same_list_beside_the_same_record_has_the_same_seal_and_beside_another_another():
    text = "City,Name\nTunis,Amina Trabelsi\n"
    assert beside(text, TUNIS).seal == beside(text, TUNIS).seal
    assert beside(text, TUNIS).seal != beside(text, TUNIS[:3]).seal


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("Casablanca", "الدار البيضاء"), ("Algiers", "الجزائر"), ("Cairo", "القاهرة"), ("Vienna", "Wien")],
)
def test_names_of_one_city_that_differ_in_kind_are_asked_about_with_the_reason(ours, theirs):
    known = [Known(Thing.ORGANISATION, "ours", {"name_en": ours, "kind": "city", "country": ""})]
    line = beside(f"City,Class\n{theirs},observer\n", known).lines[0]
    assert line.state is State.ASKED
    assert [(one.ref, one.is_translation) for one in line.question.candidates] == [("ours", True)]


def test_a_city_of_another_country_is_not_taken_for_it_whatever_it_is_called():
    known = [Known(Thing.ORGANISATION, "casablanca", {"name_en": "Casablanca", "kind": "city", "country": "US"})]
    assert states(beside("City,Country\nالدار البيضاء,MA\n", known)) == [State.NEW]


def test_two_names_of_one_city_within_a_list_are_asked_about_too():
    assert states(beside("City,Class\nCairo,observer\nالقاهرة,observer\n")) == [State.NEW, State.ASKED]


# How somebody is addressed, reached and written to -------------------------------------------------------------------


def of(comparison, thing):
    return [fields for kind, _is_new, fields in said(comparison) if kind == thing]


def test_a_row_says_how_somebody_is_addressed_called_and_written_to():
    found = beside(
        "City,First name,Last name,Honorific,Pronunciation,Language,Phone,Mobile,Role\n"
        'Tunis,Zaynab,Hakim,Dr,ZAY-nab,"French, Arabic",+216 71 000 001; +216 71 000 002,٠٠٢١٦ ٢٠ ٠٠٠ ٠٠٠,mayor\n',
        TUNIS,
    )
    assert of(found, "person") == [
        {
            "name_en": ("", "Zaynab Hakim"), "family_en": ("", "Hakim"), "honorific_en": ("", "Dr"),
            "pronunciation_en": ("", "ZAY-nab"), "languages": ("", "fr,ar"),
        }
    ]  # fmt: skip
    assert of(found, "channel") == [
        {"telephone": ("", "+216 71 000 001")},
        {"telephone": ("", "+216 71 000 002")},
        {"mobile": ("", "00216 20 000 000")},
    ]


def test_a_number_on_record_is_known_however_it_is_written_and_another_stands_beside_it():
    there = [*TUNIS, Known(Thing.CHANNEL, "c", {"telephone": "+216 71 000 000"}, person="amina")]
    assert states(beside("City,Name,Phone\nTunis,Amina Trabelsi,00216-71-000-000\n", there)) == [State.UNCHANGED]
    found = beside("City,Name,Phone\nTunis,Amina Trabelsi,+216 71 000 009\n", there)
    assert said(found) == [("channel", True, {"telephone": ("", "+216 71 000 009")})]


def test_the_language_of_letters_goes_before_those_on_record_and_drops_none():
    amina = Known(Thing.PERSON, "amina", {"name_en": "Amina Trabelsi", "languages": "ar,en"})
    there = [TUNIS[0], TUNIS[1], amina, TUNIS[3]]
    found = beside("City,Name,Langue\nTunis,Amina Trabelsi,français\n", there)
    assert of(found, "person") == [{"languages": ("ar,en", "fr,ar,en")}]
    assert states(beside("City,Name,Language\nTunis,Amina Trabelsi,العربية\n", there)) == [State.UNCHANGED]


@pytest.mark.parametrize("cell", ["focal point", "Sherpa / focal point", "جهة الاتصال"])
def test_a_role_may_say_that_somebody_is_the_focal_point(cell):
    found = beside(f"City,Name,Role\nTunis,Amina Trabelsi,{cell}\n", TUNIS)
    assert said(found) == [("focal_point", True, {"focal_point": ("", "yes")})]
    there = [*TUNIS, Known(Thing.FOCAL_POINT, "task", {"focal_point": "yes"}, seat="seat")]
    assert states(beside(f"City,Name,Role\nTunis,Amina Trabelsi,{cell}\n", there)) == [State.UNCHANGED]


def test_a_list_ends_no_focal_point():
    there = [*TUNIS, Known(Thing.FOCAL_POINT, "task", {"focal_point": "yes"}, seat="seat")]
    found = beside("City,Name,E-mail,Focal point\nTunis,Amina Trabelsi,,no\nTunis,Samir Ali,,no\n", there)
    assert states(found) == [State.REFUSED, State.NEW]
    assert faults(found) == [(None, Wrong.ENDS_BY_HAND)]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Tunis,,+216 71 000 000,,", Wrong.NO_PERSON),
        ("Tunis,Amina Trabelsi,,,wizard & focal point", Wrong.UNKNOWN_WORD),
        ("Tunis,Amina Trabelsi,,,secretariat & focal point", Wrong.GRAVE_ROLE),
    ],
)
def test_a_number_of_nobody_and_what_is_no_role_are_refused(row, wrong):
    found = beside(f"City,Name,Phone,Language,Role\n{row}\n", TUNIS)
    assert [fault for _place, fault in faults(found)] == [wrong]


@pytest.mark.parametrize(
    ("row", "left_out", "taken"),
    [
        ("2.126E+11,,,", [(2, "2.126E+11", Wrong.NOT_A_NUMBER)], {}),
        ("ask the porter; +216 71 000 000,,,", [(2, "ask the porter", Wrong.NOT_A_NUMBER)], {"telephone": "+216 71 000 000"}),
        (",\"French, Elvish\",,", [(3, "Elvish", Wrong.UNKNOWN_WORD)], {"languages": "fr"}),
        (f",,{'x' * 201},", [(4, "x" * 201, Wrong.TOO_LONG)], {}),
        (",,=UPPER(1),", [(4, "=UPPER(1)", Wrong.FORMULA)], {}),
    ],
)  # fmt: skip
def test_what_a_row_can_do_without_is_left_out_and_told_and_the_row_comes_in(row, left_out, taken):
    found = beside(f"City,Name,Phone,Language,Honorific,Focal point\nTunis,Samir Ali,{row}\n", TUNIS)
    [line] = found.lines
    assert (line.state, line.entry.faults) == (State.NEW, ())
    assert [(fault.place, fault.cell, fault.wrong) for fault in line.entry.left_out] == left_out
    fields = {name: after for _thing, _new, fields in said(found) for name, (_before, after) in fields.items()}
    assert fields == {"name_en": "Samir Ali", "role": "sherpa", **taken}


def test_an_arabic_word_that_is_no_address_is_called_that():
    assert faults(beside("City,Name,E-mail\nTunis,Samir Ali,ليس بريدًا\n", TUNIS)) == [(2, Wrong.NOT_AN_ADDRESS)]
