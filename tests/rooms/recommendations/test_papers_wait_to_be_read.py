"""A long paper is read by the worker, which says how far it is; a short one while one waits."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.reading import read_whole_paper
from mithaq.foundation.uploads.receive import receive
from mithaq.recommendations.domain.have_read import GONE_AFTER, TRIES, Overtaken, ask_to_read, say_how_far, take_up
from mithaq.recommendations.jobs import read_papers
from mithaq.recommendations.models import PaperReading, ReadingOrder
from mithaq.taskforces.domain.submit import submit
from tests.factories.house import a_house, a_seated
from tests.factories.set_papers import set_paper
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

#: Twenty pages, and a recommendation on each.
LONG = "= Recommendations\n" + "#pagebreak()\n".join(f"{at}\\. Plant the {at}th tree (Tunis).\n" for at in range(1, 21))


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def paper(house):
    return handed_in(house, set_paper(LONG))


def handed_in(house, payload, name="long.pdf"):
    file = io.BytesIO(payload)
    file.name = name
    upload = receive(file, **house.by_us)
    return submit(house.cycle, name, {"en": "Trees", "ar": "أشجار"}, file=upload, language="en", **house.by_us)


def address(paper):
    return f"/en/papers/{paper.public_id}/reading/"


def shown(house, paper):
    with the_clock_at(house.at):
        return page_of(a_visitor(house.secretariat), address(paper))


def asked_on_the_page(house, paper):
    with the_clock_at(house.at):
        return a_visitor(house.secretariat).post(address(paper), {"do": "read"})


def read(house):
    with the_clock_at(house.at):
        return read_papers()


def verbs(paper):
    return list(Act.objects.filter(things__thing=paper.public_id).order_by("sequence").values_list("verb", flat=True))


def test_a_long_paper_waits_for_the_worker_and_the_page_says_how_far_it_is(house, paper):
    assert asked_on_the_page(house, paper).status_code == 302
    assert not PaperReading.objects.exists()
    page = shown(house, paper)
    assert "This paper is being read" in page
    assert "Its turn will come by itself." in page
    assert 'name="do" value="read"' not in page
    order = take_up(house.at)
    say_how_far(order, 7, 20, house.at)
    assert "7 of 20" in shown(house, paper)
    say_how_far(order, 20, 20, house.at)
    assert "All of its pages have been read." in shown(house, paper)


def test_the_worker_reads_it_and_the_order_is_gone(house, paper):
    asked_on_the_page(house, paper)
    assert (read(house), read(house)) == (1, 0)
    assert not ReadingOrder.objects.exists()
    assert paper.candidates.count() == 20
    assert "Plant the 1th tree" in shown(house, paper)
    assert verbs(paper)[-2:] == ["reading.asked", "candidates.found"]


def test_the_child_says_how_many_pages_it_has_read():
    heard = []
    read_whole_paper(set_paper(LONG), lambda done, of: heard.append((done, of)))
    assert (20, 20) in heard


def test_two_people_who_ask_at_once_have_it_read_once(house, paper):
    one = ask_to_read(paper, **house.by_us)
    assert ask_to_read(paper, **house.by_us) == one
    assert verbs(paper).count("reading.asked") == 1
    assert take_up(house.at) == one
    assert take_up(house.at) is None


def test_a_reading_whose_reader_was_killed_is_begun_anew_and_the_first_is_heard_no_more(house, paper):
    ask_to_read(paper, **house.by_us)
    killed = take_up(house.at)
    assert take_up(house.at + GONE_AFTER) is None
    again = take_up(house.at + GONE_AFTER + timedelta(seconds=1))
    assert again == killed
    with pytest.raises(Overtaken):
        say_how_far(killed, 3, 20, house.at)
    say_how_far(again, 3, 20, house.at)


def test_a_reading_that_ends_its_readers_is_given_up_and_the_page_says_so(house, paper):
    ask_to_read(paper, **house.by_us)
    ReadingOrder.objects.update(tries=TRIES)
    assert read(house) == 1
    page = shown(house, paper)
    assert "This file could not be read" in page
    assert "The file stays on record as it came in." in page
    assert verbs(paper)[-1] == "reading.failed"
    assert read(house) == 0
    asked_on_the_page(house, paper)
    assert read(house) == 1
    assert paper.candidates.count() == 20


def test_a_file_that_is_gone_is_said(house, paper, settings, tmp_path):
    ask_to_read(paper, **house.by_us)
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}}
    read(house)
    assert "no longer stored as it was received" in shown(house, paper)


def test_what_was_decided_stays_where_the_file_is_read_anew(house, paper):
    asked_on_the_page(house, paper)
    read(house)
    before = list(paper.candidates.values_list("public_id", flat=True))
    asked_on_the_page(house, paper)
    page = shown(house, paper)
    assert "This paper is being read" in page
    assert "Plant the 1th tree" in page
    read(house)
    assert list(paper.candidates.values_list("public_id", flat=True)) == before


def test_an_order_of_somebody_who_has_left_is_let_go(house, paper):
    ask_to_read(paper, **house.by_us)
    ReadingOrder.objects.update(seat=a_seated(house))
    assert (read(house), read(house)) == (1, 0)
    assert "This paper has not been read yet." in shown(house, paper)


def test_only_the_secretariat_has_papers_read(house, paper):
    with pytest.raises(Refused):
        ask_to_read(paper, seat=a_seated(house), at=house.at)


def test_a_short_paper_is_read_while_one_waits(house, a_word_file):
    paper = a_word_file(house)
    asked_on_the_page(house, paper)
    assert paper.candidates.count() == 3
