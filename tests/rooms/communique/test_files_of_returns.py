"""A city answers with a file: it is read, looked at, placed by hand where need be, and taken into the return."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mithaq.communique.models import Amendment, Return, ReturnFile
from mithaq.communique.queries.exported import draft_text
from mithaq.core.docx.drafts import Cover, tracked
from mithaq.core.docx.written import written
from mithaq.core.placing.change import Change, Sort
from mithaq.core.redline import edits_between
from tests.factories.house import a_city, a_house
from tests.factories.negotiation import a_negotiator, a_round, the_point
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def house():
    return a_house()


def a_file(about, *changes, languages=("en",)) -> bytes:
    """Our export of the round's draft with these tracked changes in it."""
    draft = draft_text(about.draft)
    return written(tracked(draft, languages, Cover(text=about.text.public_id), changes))


def a_change(about, number=1, to="Point 1, firmly.", language="en", author="Amina"):
    clause = the_point(about, number)
    words = {one.id: one.words for one in draft_text(about.draft).clauses}[clause.public_id][language]
    return Change(clause.public_id, Sort.REPLACE, words, to, tuple(edits_between(words, to)), author, language=language)


def bring(house, seat, about, *files, at=None, **typed):
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    with the_clock_at(at or house.at + HOUR):
        return a_visitor(seat).post(f"/en/rounds/{about.public_id}/files/", {"chosen": sent, **typed})


def do(house, seat, file, what, at=None, **typed):
    with the_clock_at(at or house.at + HOUR):
        return a_visitor(seat).post(f"/en/text-files/{file.public_id}/", {"do": what, **typed})


def page(house, seat, address, at=None):
    with the_clock_at(at or house.at + HOUR):
        return page_of(a_visitor(seat), f"/en/{address}")


def test_a_word_file_is_looked_at_first_and_enters_the_return_only_when_it_is_taken_in(house):
    sherpa = a_negotiator(house, a_city(house, "Marasi"))
    about = a_round(house)
    answered = bring(house, sherpa, about, ("ours.docx", a_file(about, a_change(about))))
    file = ReturnFile.objects.get()
    assert answered.headers["Location"].endswith(f"/text-files/{file.public_id}/")
    shown = page(house, sherpa, f"text-files/{file.public_id}/")
    assert "1 change on 1 clause; all could be placed." in shown
    assert not Return.objects.exists()
    assert do(house, sherpa, file, "take").status_code == 302
    amendment = Amendment.objects.get()
    assert (amendment.returned.organisation, amendment.clause, amendment.file) == (
        sherpa.organisation,
        the_point(about),
        file,
    )
