from datetime import timedelta

import pytest
from django.urls import reverse

from mithaq.correspondence.domain.write import Asked, write_circular
from mithaq.correspondence.models import Circular, Matter, Return
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.letters import PARTICIPATING, a_circular, a_sent_circular, addressed_to, due_in
from tests.factories.mails import a_mail
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db


def at(name, *arguments):
    return reverse(f"correspondence:{name}", args=arguments)


def everything(house, cities):
    """A circular to so many cities; each has answered by mail, and nobody has looked yet."""
    from mithaq.correspondence.domain.take_in import take_in

    sherpas = [a_seated(house) for _ in range(cities)]
    circular = a_sent_circular(house)
    for sherpa in sherpas:
        address = f"returns+{addressed_to(circular, sherpa).public_id}@secretariat.example"
        take_in(a_mail(sherpa.person.email, address, text=f"Answer {sherpa.pk}"), seat=None, at=house.at)
    return circular, sherpas


PAGES = ("circulars", "new_circular", "board", "returns", "taking_in")


def test_every_page_reads_in_both_languages_and_costs_at_most_eight_queries():
    house = a_house()
    with the_clock_at(house.at + timedelta(hours=1)):
        visitor = a_visitor(house.secretariat)
        circular, [sherpa] = everything(house, 1)
        draft, one = a_circular(house), Return.objects.get()
        addresses = [
            *(at(name) for name in PAGES),
            *(at("circular", each.public_id) for each in (circular, draft)),
            at("revision", draft.public_id),
            at("reminder", circular.public_id),
            at("returned", one.public_id),
            f"{at('board')}?matter=",
        ]
        for address in addresses:
            for language in ("en", "ar"):
                page_of(visitor, address.replace("/en/", f"/{language}/", 1))
            assert len(queries_of(visitor, address)) <= 8, address
        city = a_visitor(sherpa)
        for address in (at("matters"), at("matter", circular.matter.public_id)):
            assert len(queries_of(city, address)) <= 8, address
        link = at("answer_by_link", addressed_to(circular, sherpa).token)
        assert len(queries_of(a_visitor(), link)) <= 8


def test_lists_cost_the_same_for_one_city_and_for_three():
    counts = []
    for cities in (1, 3):
        house = a_house() if not counts else counts[0][1]
        with the_clock_at(house.at + timedelta(hours=1)):
            circular, _sherpas = everything(house, cities)
            visitor = a_visitor(house.secretariat)
            asked = f"{at('board')}?matter={circular.matter.public_id}"
            numbers = [len(queries_of(visitor, address)) for address in (asked, at("returns"), at("circulars"))]
            counts.append((numbers, house))
    assert counts[0][0] == counts[1][0]


def test_a_circular_is_written_looked_at_and_sent_in_the_browser():
    house = a_house()
    a_seated(house, organisation=a_city(house, "Nahr"))
    words = {
        "subject_en": "To {{ city }}",
        "subject_ar": "إلى {{ city }}",
        "due": "2031-02-01T17:00",
        "body_en": "{{ salutation }} {{ upload_link }}",
        "body_ar": "{{ salutation }}",
        "matter_en": "papers",
        "matter_ar": "أوراق",
        "standings": "participating",
    }
    with the_clock_at(house.at + timedelta(hours=1)):
        visitor = a_visitor(house.secretariat)
        response = visitor.post(at("new_circular"), {**words, "body_en": "{{ salutation }}\n{{ nmae }}"})
        assert "“{{ nmae }}” on line 2, sign 1, is no field that can be filled." in response.content.decode()
        assert visitor.post(at("new_circular"), words).status_code == 302
        circular = Circular.objects.get()
        looked_at = page_of(visitor, at("circular", circular.public_id))
        assert "To Nahr" in looked_at
        assert "Send 1 letter" in looked_at
        visitor.post(at("sending", circular.public_id))
        assert "Letters handed to the mail system" in page_of(visitor, at("circular", circular.public_id))
        board = page_of(visitor, at("board"))
    assert "Nahr" in board
    assert "owed" in board


@pytest.mark.parametrize(("body", "is_told"), [("Answer, please.", True), ("Answer here: {{ upload_link }}", False)])
def test_a_letter_that_asks_for_an_answer_without_a_link_says_so_before_it_is_sent(body, is_told):
    house = a_house()
    a_city(house)
    asked = Asked({"en": "Comments", "ar": "تعليقات"}, due_in(house))
    words = {"en": "Draft", "ar": "المسودة"}, dict.fromkeys(("en", "ar"), body)
    circular = write_circular(house.cycle, *words, PARTICIPATING, asked, **house.by_us)
    with the_clock_at(house.at):
        shown = page_of(a_visitor(house.secretariat), at("circular", circular.public_id))
    assert ("holds no link to answer by" in shown) is is_told


def test_the_board_leaves_as_csv_and_as_a_workbook_with_nothing_that_a_spreadsheet_would_carry_out():
    import io

    import openpyxl

    house = a_house()
    a_seated(house, organisation=a_city(house, "=Nahr"))
    with the_clock_at(house.at + timedelta(hours=1)):
        a_sent_circular(house)
        visitor = a_visitor(house.secretariat)
        assert "'=Nahr" in visitor.get(at("board_csv")).content.decode("utf-8-sig")
        book = openpyxl.load_workbook(io.BytesIO(visitor.get(at("board_xlsx")).content))
        in_arabic = openpyxl.load_workbook(io.BytesIO(visitor.get(at("board_xlsx").replace("/en/", "/ar/")).content))
    assert (book.worksheets[0]["A2"].value, book.worksheets[0]["A2"].data_type) == ("=Nahr", "s")
    assert book.worksheets[0]["A1"].value == "Organisation"
    assert in_arabic.worksheets[0].sheet_view.rightToLeft
    assert in_arabic.worksheets[0]["A1"].value != "Organisation"


def test_a_link_is_looked_at_any_number_of_times_and_hands_in_only_when_the_form_is_sent():
    house = a_house()
    sherpa = a_seated(house)
    circular = a_sent_circular(house)
    link = at("answer_by_link", addressed_to(circular, sherpa).token)
    with the_clock_at(house.at + timedelta(days=1)):
        scanner = a_visitor()
        for _ in range(3):
            assert scanner.get(link)["Cache-Control"] == "private, no-store"
        assert Return.objects.count() == 0
        assert scanner.post(link, {"words": "We agree."}).status_code == 302
    assert [(one.organisation, one.words) for one in Return.objects.all()] == [(sherpa.organisation, "We agree.")]


def test_an_altered_or_expired_link_is_not_there():
    house = a_house()
    sherpa = a_seated(house)
    circular = a_sent_circular(house)
    token = addressed_to(circular, sherpa).token
    other = token[:-1] + ("0" if token[-1] != "0" else "1")
    with the_clock_at(house.at + timedelta(days=1)):
        assert a_visitor().get(at("answer_by_link", other)).status_code == 404
    with the_clock_at(Matter.objects.get().link_until + timedelta(minutes=5)):
        assert a_visitor().get(at("answer_by_link", token)).status_code == 404


def test_a_city_sees_its_own_returns_and_no_other_citys():
    house = a_house()
    with the_clock_at(house.at + timedelta(hours=1)):
        circular, (first, second) = everything(house, 2)
        shown = page_of(a_visitor(first), at("matter", circular.matter.public_id))
        assert f"Answer {first.pk}" in shown
        assert f"Answer {second.pk}" not in shown
        theirs = Return.objects.get(organisation=second.organisation)
        assert a_visitor(first).get(at("returned", theirs.public_id)).status_code == 404


def test_the_form_of_a_link_may_say_where_it_comes_from():
    """A page that says "no-referrer" makes browsers send `Origin: null` with its form, and the form is refused."""
    house = a_house()
    sherpa = a_seated(house)
    circular = a_sent_circular(house)
    with the_clock_at(house.at):
        page = a_visitor().get(f"/en/answer/{addressed_to(circular, sherpa).token}/")
    assert (page.status_code, page["Referrer-Policy"]) == (200, "same-origin")
