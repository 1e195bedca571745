"""Several authors over the same words: each one's reading is exact, and rejecting all gives the words back."""

from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.docx.composed import LONGEST_AUTHOR, Line, Revision, Style, as_accepted, joined_names
from mithaq.core.docx.overlaid import Touch, overlaid
from mithaq.core.docx.pieces import Kind
from mithaq.core.edits import Edit, applied

CITIES = ("Lisbon", "Madrid", "Rome")


@st.composite
def edits(draw: st.DrawFn, length: int) -> list[Edit]:
    """Edits of one author: sorted, none over another."""
    cuts = sorted(draw(st.lists(st.integers(0, length), min_size=0, max_size=6, unique=True)))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=False):
        found.append(Edit(start, end, draw(st.text(alphabet="xyzم ", max_size=3))))
    return found


@st.composite
def proposals(draw: st.DrawFn) -> tuple[str, dict[str, list[Edit]]]:
    base = draw(st.text(alphabet="abcdم \n", max_size=20))
    return base, {city: draw(edits(len(base))) for city in CITIES}


def shown(base: str, by_city: dict[str, list[Edit]]) -> Line:
    touches = [Touch(edit, city) for city, found in by_city.items() for edit in found]
    return Line(Style.POINT, "en", overlaid(base, touches))


@given(proposals())
def test_accepting_what_carries_a_citys_name_and_nothing_else_gives_what_that_city_wants(
    proposed: tuple[str, dict[str, list[Edit]]],
) -> None:
    base, by_city = proposed
    line = shown(base, by_city)
    for city, found in by_city.items():
        assert as_accepted(line, lambda mark, city=city: city in mark.authors) == applied(base, found)


@given(proposals())
def test_rejecting_everything_gives_the_words_back(proposed: tuple[str, dict[str, list[Edit]]]) -> None:
    base, by_city = proposed
    assert as_accepted(shown(base, by_city), lambda _mark: False) == base


def test_what_two_cities_take_out_carries_both_names_and_what_each_puts_in_its_own() -> None:
    found = overlaid(
        "invest in cities", [Touch(Edit(0, 6, "spend"), "Lisbon"), Touch(Edit(0, 9, "devote to"), "Madrid")]
    )
    assert [(one.words, one.mark and (one.mark.kind, one.mark.author)) for one in found] == [
        ("invest", (Kind.DELETED, "Lisbon · Madrid")),
        ("spend", (Kind.INSERTED, "Lisbon")),
        (" in", (Kind.DELETED, "Madrid")),
        ("devote to", (Kind.INSERTED, "Madrid")),
        (" cities", None),
    ]


def test_the_same_edit_of_two_cities_is_one_change_under_both_names() -> None:
    edit = Edit(0, 1, "b")
    found = overlaid("a", [Touch(edit, "Lisbon"), Touch(edit, "Rome")])
    assert [(one.words, one.mark and one.mark.authors) for one in found] == [
        ("a", ("Lisbon", "Rome")),
        ("b", ("Lisbon", "Rome")),
    ]


def test_an_edit_that_leaves_the_words_is_not_shown() -> None:
    assert [one.words for one in overlaid("abc", [Touch(Edit(1, 9, "x"), "Rome")])] == ["abc"]


def test_more_names_than_word_shows_are_counted() -> None:
    names = [f"City number {number}" for number in range(40)]
    said = joined_names(names)
    assert len(said) <= LONGEST_AUTHOR
    kept = said.count("City number")
    assert said.endswith(f" +{40 - kept}")


def test_a_line_that_came_is_not_there_when_it_is_rejected() -> None:
    came = Revision(Kind.INSERTED, ("Rome",))
    assert as_accepted(Line(Style.POINT, "en", (), mark=came), lambda _mark: False) is None
