import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.names import are_names, attributed, names_in, parts_of, standing_alone

STATES = (
    "France", "Bolivia (Plurinational State of)", "Venezuela (Bolivarian Republic of)", "Iran (Islamic Republic of)",
    "Micronesia (Federated States of)", "Republic of Korea", "Bosnia and Herzegovina", "Trinidad and Tobago",
    "Sao Tome and Principe", "Antigua and Barbuda", "Saint Vincent and the Grenadines", "Saint Kitts and Nevis",
    "United Kingdom of Great Britain and Northern Ireland", "the former Yugoslav Republic of Macedonia",
    "Côte d’Ivoire", "Korea, Republic of", "Congo, Democratic Republic of the", "C40", "UN-Habitat",
    "United Cities and Local Governments",
)  # fmt: skip
ARAB_NAMES = ("تونس", "الرياض", "البوسنة والهرسك", "ترينيداد وتوباغو", "وهران", "واشنطن", "إيران (الجمهورية الإسلامية)")


@given(
    st.lists(st.sampled_from(STATES), min_size=1, max_size=6, unique=True), st.sampled_from([", ", ",", "; ", " ; "])
)
def test_a_list_of_names_comes_back_whole(names, comma):
    assert names_in(comma.join(names)) == tuple(names)
    assert attributed(f"Invest in trains ({comma.join(names)}); ").names == tuple(names)
    assert attributed(f"Invest in trains ({comma.join(names)}); ").text == "Invest in trains"


@given(st.lists(st.sampled_from(STATES), min_size=1, max_size=4, unique=True))
def test_names_in_parentheses_of_their_own_come_back_whole(names):
    assert attributed("Invest " + " ".join(f"({name})" for name in names)).names == tuple(names)


@given(st.lists(st.sampled_from(ARAB_NAMES), min_size=2, max_size=5, unique=True))
def test_an_arabic_list_with_an_and_before_its_last_name_comes_back_whole(names):
    last = names[-1]
    assert names_in("، ".join(names[:-1]) + f" و{last}") == tuple(names)


@pytest.mark.parametrize(
    ("listing", "names"),
    [
        ("Lisbon and Madrid", ("Lisbon", "Madrid")),
        ("Lisbon, Madrid and Rome", ("Lisbon", "Madrid", "Rome")),
        ("Lisbon, Madrid, and Rome", ("Lisbon", "Madrid", "Rome")),
        ("Lisbon & Rome", ("Lisbon", "Rome")),
        ("Peru and Bosnia and Herzegovina", ("Peru", "Bosnia and Herzegovina")),
        ("Ministry of Housing and Urban Development", ("Ministry of Housing and Urban Development",)),
        ("UN-Habitat, OECD and World Bank", ("UN-Habitat", "OECD", "World Bank")),
        ("proposed by Lisbon and Rome", ("Lisbon", "Rome")),
        ("تونس والرباط", ("تونس", "الرباط")),
        ("تونس، والرباط، وهران وواشنطن", ("تونس", "الرباط", "وهران", "واشنطن")),
        ("منظمة التعاون الاقتصادي والتنمية", ("منظمة التعاون الاقتصادي والتنمية",)),
        ("مقدمة من: الرياض وعمّان", ("الرياض", "عمّان")),
        ("Lisbon, Lisbon", ("Lisbon",)),
        ("Tunis, Ministry of Water and Environment", ("Tunis", "Ministry of Water and Environment")),
        ("Tunis, Ministry of Water and World Bank", ("Tunis", "Ministry of Water", "World Bank")),
        ("UN-Habitat and World Bank", ("UN-Habitat", "World Bank")),
        ("the World Bank and Tunis", ("the World Bank", "Tunis")),
        ("Food and Agriculture Organization", ("Food and Agriculture Organization",)),
        ("Food and Agriculture Organization, Tunis", ("Food and Agriculture Organization", "Tunis")),
        ("Hull and Humber, Lisbon", ("Hull and Humber", "Lisbon")),
        ("University of Tunis and Ministry of Health", ("University of Tunis", "Ministry of Health")),
        ("تونس، وزارة المياه والبيئة", ("تونس", "وزارة المياه والبيئة")),
        ("جامعة تونس ووزارة الصحة", ("جامعة تونس", "وزارة الصحة")),
        ("البنك الدولي والرباط", ("البنك الدولي", "الرباط")),
    ],
)
def test_an_and_divides_names_but_not_a_name(listing, names):
    assert names_in(listing) == names


def test_a_name_that_stands_alone_elsewhere_in_the_paper_is_one_after_an_and():
    assert names_in("University of Tunis and Rabat") == ("University of Tunis and Rabat",)
    assert names_in("University of Tunis and Rabat", standing_alone(["Rabat"])) == ("University of Tunis", "Rabat")
    assert names_in("جامعة تونس والرباط", standing_alone(["الرباط"])) == ("جامعة تونس", "الرباط")
    assert standing_alone(["Hull and Humber", "تونس والرباط", "Rabat"]) == {"rabat"}


@pytest.mark.parametrize(
    ("inside", "before"),
    [
        ("2019", "in"), ("SDG 11", "by 2030"), ("see annex 2", "x"), ("e.g. trains", "x"), ("p. 12", "x"),
        ("including water", "x"), ("", "x"), ("urban areas", "x"), ("NHRI", "a National Human Rights Institution"),
        ("2009–2014", "x"), ("LGBTI", "lesbian, gay, bisexual, transgender and intersex persons"),
        ("SDGs", "the Sustainable Development Goals"),
        ("ICRMW", "the International Convention on the Rights of All Migrant Workers and Members of Their Families"),
        ("انظر الملحق", "x"), ("الهدف ١١", "x"), ("بحلول عام ٢٠٣٠", "x"), ("Target: all", "x"),
    ],
)  # fmt: skip
def test_a_remark_in_parentheses_is_no_list_of_names(inside, before):
    assert not are_names(inside, before)
    text = f"Do {before} ({inside})"
    assert attributed(text).text == text
    assert attributed(text).names == ()


def test_an_abbreviation_before_the_names_stays_in_the_text():
    said = attributed("Create a National Human Rights Institution (NHRI) (Iran (Islamic Republic of)); ")
    assert (said.text, said.names) == (
        "Create a National Human Rights Institution (NHRI)",
        ("Iran (Islamic Republic of)",),
    )


def test_parentheses_left_open_are_closed():
    assert attributed("Act (Venezuela (Bolivarian Republic of);").names == ("Venezuela (Bolivarian Republic of)",)


def test_what_led_to_the_next_item_goes_and_the_full_stop_stays():
    assert attributed("Invest in trains; and").text == "Invest in trains"
    assert attributed("Invest in trains؛").text == "Invest in trains"
    assert attributed("Invest in trains.").text == "Invest in trains."


def test_a_merged_recommendation_keeps_who_said_what():
    parts = parts_of("Ensure a (Egypt); go on with b (2009–2014) (Peru);take c (Côte d’Ivoire, France); ")
    assert [(part.text, part.proposers) for part in parts] == [
        ("Ensure a", ("Egypt",)),
        ("go on with b (2009–2014)", ("Peru",)),
        ("take c", ("Côte d’Ivoire", "France")),
    ]
    assert parts_of("Ensure a; then b (Egypt)") == ()
    assert parts_of("Ensure a (Egypt); then b") == ()


@given(st.text(st.sampled_from("Aa bو،,;()(). 1ا"), max_size=60))
def test_no_text_of_parentheses_and_commas_breaks_the_reading(text):
    said = attributed(text)
    assert not said.names or said.text != text
    assert all(names_in(name) for name in said.names)
    parts_of(text)
