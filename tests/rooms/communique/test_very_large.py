"""Ten thousand changes in one file, and a text of more than a megabyte: read, shown, taken in, and given out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mithaq.communique.domain import sketch as composing
from mithaq.communique.domain.compose import begin_text
from mithaq.communique.models import Amendment, Comment, ReturnFile
from mithaq.communique.queries.exported import draft_text
from mithaq.core.composing.from_word import FoundClause, FoundText
from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.docx.tracked import read_tracked
from mithaq.core.docx.written import written
from mithaq.core.edits import Edit
from mithaq.core.placing.change import Change, Sort
from mithaq.core.placing.from_word import draft_of
from tests.factories.house import a_house
from tests.factories.negotiation import a_negotiator, a_round
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
MANY = 10_000
MOST_QUERIES = 8


@pytest.fixture
def house():
    return a_house()


def a_text_of(house, clauses, sentences):
    """An issued text of so many points, each of so many sentences."""
    title = {"en": "Long", "ar": "طويل"}
    text = begin_text(house.cycle, "long", "statement", title, languages=("en", "ar"), **house.by_us)
    found = [
        FoundClause("point", 0, (" ".join(f"City {number} keeps promise {one} well." for one in range(sentences)),))
        for number in range(clauses)
    ]
    composing.take_in_file(text, [FoundText(tuple(found), ("en",))], **house.by_us)
    composing.issue(text, **house.by_us)
    return text


def brings(house, seat, about, name, content):
    with the_clock_at(house.at + HOUR):
        address = reverse("communique:files", args=[about.public_id])
        answered = a_visitor(seat).post(address, {"chosen": [SimpleUploadedFile(name, content)]})
        assert answered.status_code == 302, answered.content.decode()[-3000:]
        file = ReturnFile.objects.get()
        visitor = a_visitor(seat)
        if not hasattr(file, "reading"):
            visitor.post(file.get_absolute_url(), {"do": "read"})
        return ReturnFile.objects.get(), visitor


@pytest.mark.long
def test_ten_thousand_tracked_changes_are_placed_shown_and_taken_in(house):
    sherpa = a_negotiator(house)
    about = a_round(house, text=a_text_of(house, 200, 50))
    draft = draft_text(about.draft)
    changes = []
    for clause in draft.clauses:
        words = clause.words["en"]
        edits = [Edit(start, start + 4, "holds") for start in found_all(words, "well")]
        after = words.replace("well", "holds")
        changes.append(Change(clause.id, Sort.REPLACE, words, after, tuple(edits), "Amina", language="en"))
    assert sum(len(one.edits) for one in changes) == MANY
    content = written(tracked(draft, ("en",), Cover(text=about.text.public_id), changes))
    file, visitor = brings(house, sherpa, about, "many.docx", content)
    assert (file.reading.changes, file.reading.unplaced) == (MANY, 0)
    with the_clock_at(house.at + HOUR):
        assert len(queries_of(visitor, file.get_absolute_url())) <= MOST_QUERIES
        assert "10,000 changes on 200 clauses; all could be placed." in page_of(visitor, file.get_absolute_url())
        assert visitor.post(file.get_absolute_url(), {"do": "take"}).status_code == 302
        assert Amendment.objects.count() == 200
        assert sum(len(one.edits) for one in Amendment.objects.all()) == MANY
        returned = Amendment.objects.first().returned
        assert "holds" in page_of(visitor, returned.get_absolute_url())


def found_all(words, sought):
    place = words.find(sought)
    while place >= 0:
        yield place
        place = words.find(sought, place + 1)


def test_ten_thousand_comments_are_placed_and_enter_the_return(house):
    sherpa = a_negotiator(house)
    about = a_round(house)
    rows = "".join(f"{number % 3 + 1},Comment {number},\n" for number in range(MANY))
    file, visitor = brings(house, sherpa, about, "many.csv", f"Clause,Comment,Proposed change\n{rows}".encode())
    assert (file.reading.changes, file.reading.unplaced) == (MANY, 0)
    with the_clock_at(house.at + HOUR):
        visitor.post(file.get_absolute_url(), {"do": "take"})
    assert Comment.objects.count() == MANY


@pytest.mark.long
def test_a_text_of_more_than_a_megabyte_is_read_given_out_and_comes_back(house):
    sherpa = a_negotiator(house)
    text = a_text_of(house, 400, 90)
    about = a_round(house, text=text)
    words = [one.words["en"] for one in draft_text(about.draft).clauses]
    assert sum(map(len, words)) > 1_000_000
    with the_clock_at(house.at + HOUR):
        visitor = a_visitor(sherpa)
        assert words[-1][-40:] in page_of(visitor, text.get_absolute_url())
        out = visitor.get(reverse("communique:word", args=[text.public_id]) + "?language=en").content
    assert [one.words["en"] for one in draft_of(read_tracked(out)).clauses] == words
    file, _visitor = brings(house, sherpa, about, "ours.docx", out)
    assert (file.fault, file.reading.changes, file.reading.unplaced) == ("", 0, 0)
