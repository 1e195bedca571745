"""Studies come in with a file or a link, keep their numbers, and are read for the search."""

from __future__ import annotations

import pytest

from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.permissions import Refused
from mithaq.foundation.search.models import Passage
from mithaq.foundation.uploads.receive import receive
from mithaq.library.domain.hand_in import Said, correct, hand_in
from mithaq.library.domain.keep import cite, publish, withdraw
from mithaq.library.jobs import read_again, read_studies
from mithaq.library.models import Study
from mithaq.library.vocabulary import Looked
from tests.factories.house import a_paper, a_seated
from tests.factories.visits import a_visitor, page_of, the_clock_at
from tests.rooms.library.conftest import locked, named, pdf, scan

pytestmark = pytest.mark.django_db
LINK = "https://library.example/rivers"


def sent(house, seat=None, rest="new/", **typed):
    with the_clock_at(house.at):
        return a_visitor(seat or house.secretariat).post(f"/en/studies/{rest}", typed)


def words(response):
    return response.content.decode()


def test_a_partner_hands_in_a_study_and_finds_it_on_its_page(house):
    partner = a_seated(house, Role.PARTNER)
    answer = sent(
        house,
        partner,
        title_en="Boats of the Market",
        title_ar="قوارب السوق",
        authors="Ketut Wiradana\n\n Ni Luh Saraswari ",
        issued="2031-02",
        languages=["en", "ar"],
        licence="CC-BY-4.0",
        pages="31",
        link=LINK,
        theme_en="Markets",
    )
    study = Study.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, study.get_absolute_url())
    assert study.identifier == "S2031-01"
    assert study.authors == ["Ketut Wiradana", "Ni Luh Saraswari"]
    assert study.themes.get().title == {"en": "Markets"}
    assert Act.objects.filter(verb="study.handed_in", seat=partner).count() == 1
    with the_clock_at(house.at):
        page = page_of(a_visitor(partner), study.get_absolute_url())
        arabic = page_of(a_visitor(partner), study.get_absolute_url().replace("/en/", "/ar/"))
    assert all(said in page for said in ("Boats of the Market", "February 2031", "CC BY 4.0", "Markets", LINK))
    assert "قوارب السوق" in arabic


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"link": LINK}, "Give the study a title"),
        ({"title_en": "Rivers"}, "or give a link to where it stands"),
        ({"title_en": "Rivers", "link": "rivers of the world"}, "valid URL"),
        ({"title_en": "Rivers", "link": "javascript:alert(1)"}, "valid URL"),
        ({"title_en": "Rivers", "link": LINK, "issued": "2031-02-30"}, "Write a year, a month or a day"),
        ({"title_en": "Rivers", "link": LINK, "issued": "2031-13"}, "Write a year, a month or a day"),
        ({"title_en": "Rivers", "link": LINK, "issued": "last May"}, "Write a year, a month or a day"),
        ({"title_en": "Rivers", "link": LINK, "pages": "0"}, "greater than or equal to 1"),
        ({"title_en": "Rivers", "link": LINK, "licence": "mine"}, "not one of the available choices"),
        ({"title_en": "Rivers", "link": LINK, "group": "nothing"}, "not one of the available choices"),
        ({"title_en": "r" * 401, "link": LINK}, "at most 400 characters"),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, dict) else "",
)
def test_what_is_typed_wrong_is_said_at_its_field_and_nothing_is_kept(house, typed, answer):
    response = sent(house, **typed)
    assert response.status_code == 422
    assert answer in words(response)
    assert not Study.objects.exists()


def test_an_empty_file_is_refused_at_its_field(house):
    response = sent(house, title_en="Rivers", file=named(b""))
    assert (response.status_code, Study.objects.count()) == (422, 0)
    assert "empty" in words(response)


def test_a_file_of_another_kind_is_refused_at_its_field(house):
    response = sent(house, title_en="Rivers", file=named(b"MZ\x90\x00" * 50, "rivers.pdf"))
    assert (response.status_code, Study.objects.count()) == (422, 0)
    assert "field__error" in words(response)


def test_the_same_file_is_on_the_shelf_once(house):
    content = pdf("Rivers rise.")
    assert sent(house, title_en="Rivers", file=named(content)).status_code == 302
    again = sent(house, title_en="Rivers again", file=named(content, "another.pdf"))
    assert (again.status_code, Study.objects.count()) == (422, 1)
    assert "in the library already, as S2031-01" in words(again)


def test_the_same_link_is_on_the_shelf_once_unless_the_first_was_withdrawn(house, a_study):
    first = a_study(link=LINK)
    with pytest.raises(Refused):
        a_study(link=LINK)
    withdraw(first, "It was a draft.", **house.by_us)
    assert a_study(link=LINK).identifier == "S2031-02"


def test_a_number_is_never_given_twice(house, a_study):
    withdraw(a_study(), "A mistake.", **house.by_us)
    assert [a_study().identifier, a_study().identifier] == ["S2031-02", "S2031-03"]


def test_a_hostile_title_is_shown_as_its_letters(house, a_study):
    study = a_study(title={"en": "<script>alert(1)</script>\u202e"}, authors=('"><img src=x onerror=alert(1)>',))
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        for address in ("/en/studies/", study.get_absolute_url(), "/en/studies/?q=alert"):
            page = page_of(visitor, address)
            assert "&lt;script&gt;alert(1)" in page or "<mark>alert</mark>" in page
            assert "<script>alert" not in page
            assert "<img src=x" not in page


def test_those_without_a_say_in_papers_hand_in_nothing(house):
    for role in (Role.MAYOR, Role.AUDITOR, Role.PRESS):
        assert sent(house, a_seated(house, role), title_en="Rivers", link=LINK).status_code == 404
    assert not Study.objects.exists()


# The worker ----------------------------------------------------------------------------------------------------------


def kept(house, content, title):
    return hand_in(house.cycle, Said({"en": title}), file=receive(named(content), **house.by_us), **house.by_us)


def test_the_worker_reads_each_file_once_and_says_what_became_of_it(house):
    made = {Looked.READ: pdf("Rivers rise."), Looked.SCANNED: scan(), Looked.ENCRYPTED: locked()}
    studies = {looked: kept(house, content, str(looked)) for looked, content in made.items()}
    assert (read_studies(), read_studies()) == (3, 0)
    for looked, study in studies.items():
        study.refresh_from_db()
        assert study.looked == looked
        assert study.file is not None


@pytest.mark.parametrize(
    ("content", "said"), [(scan, "pictures of pages and no text"), (locked, "locked with a password")]
)
def test_a_file_that_cannot_be_searched_is_kept_and_its_page_says_why(house, content, said):
    study = kept(house, content(), "A title to find")
    read_studies()
    with the_clock_at(house.at):
        visitor = a_visitor(house.secretariat)
        assert said in page_of(visitor, study.get_absolute_url())
        assert study.identifier in page_of(visitor, "/en/studies/?q=title")
        assert visitor.get(f"{study.get_absolute_url()}file/").content == content()


def test_a_file_that_is_lost_stops_no_other_from_being_read(house, monkeypatch):
    lost, sound = kept(house, pdf("Lost."), "Lost"), kept(house, pdf("Sound."), "Sound")
    from django.core.files.storage import default_storage

    from mithaq.foundation.uploads.models import stored_as

    default_storage.delete(stored_as(lost.file.sha256))
    assert (read_studies(), read_studies()) == (2, 0)
    lost.refresh_from_db()
    sound.refresh_from_db()
    assert (lost.looked, sound.looked) == (Looked.UNREADABLE, Looked.READ)


def test_a_lost_index_is_built_again_out_of_the_record(house, a_study):
    kept(house, pdf("Boats upstream."), "Six days")
    a_study(title={"en": "Boats"})
    read_studies()
    before = list(Passage.objects.order_by("subject", "place").values_list("subject", "page", "stems"))
    Passage.objects.all().delete()
    assert list(read_again()) == [(1, 2), (2, 2)]
    assert list(Passage.objects.order_by("subject", "place").values_list("subject", "page", "stems")) == before != []


# Correcting, publishing, withdrawing, citing -------------------------------------------------------------------------


def test_a_study_is_corrected_by_those_who_handed_it_in_and_found_by_the_new_words(house, a_study):
    partner = a_seated(house, Role.PARTNER)
    study = a_study(partner, title={"en": "Rivres"})
    assert sent(house, partner, f"{study.public_id}/correction/", title_en="Rivers", link=LINK).status_code == 302
    study.refresh_from_db()
    assert study.title == {"en": "Rivers"}
    with the_clock_at(house.at):
        visitor = a_visitor(partner)
        assert study.identifier in page_of(visitor, "/en/studies/?q=rivers")
        assert study.identifier not in page_of(visitor, "/en/studies/?q=rivres")


def test_a_correction_by_others_is_refused(house, a_study):
    study, other = a_study(), a_seated(house, Role.PARTNER)
    with pytest.raises(Refused):
        correct(study, Said({"en": "Other"}, link=LINK), seat=other, at=house.at)
    assert sent(house, other, f"{study.public_id}/correction/", title_en="Other", link=LINK).status_code == 404
    with pytest.raises(Refused):
        withdraw(study, "Because.", seat=other, at=house.at)


def test_a_study_is_published_once_and_by_the_secretariat(house, a_study):
    study = a_study()
    with pytest.raises(Refused):
        publish(study, seat=a_seated(house, Role.PARTNER), at=house.at)
    publish(study, **house.by_us)
    with pytest.raises(Refused):
        publish(study, **house.by_us)


def test_a_study_is_withdrawn_with_a_reason_and_stays_as_it_is(house, a_study):
    study = a_study()
    with pytest.raises(Refused):
        withdraw(study, "  ", **house.by_us)
    withdraw(study, "Its figures were wrong.", **house.by_us)
    study = Study.objects.get()
    for act in (
        lambda: withdraw(study, "Again.", **house.by_us),
        lambda: publish(study, **house.by_us),
        lambda: correct(study, Said({"en": "Other"}), **house.by_us),
        lambda: cite(a_paper(house), study, **house.by_us),
    ):
        with pytest.raises(Refused):
            act()


def test_a_paper_that_draws_on_a_study_is_noted_once(house, a_study):
    study, paper = a_study(), a_paper(house)
    for _time in range(2):
        assert sent(house, None, f"{study.public_id}/papers/", paper=paper.public_id).status_code == 302
    assert study.citations.get().paper == paper
    assert Act.objects.filter(verb="study.cited").count() == 1
    with the_clock_at(house.at):
        assert str(paper) in page_of(a_visitor(house.secretariat), study.get_absolute_url())
        assert str(study) in page_of(a_visitor(house.secretariat), paper.get_absolute_url())


def test_a_paper_that_is_not_there_is_not_noted(house, a_study):
    study = a_study()
    assert sent(house, None, f"{study.public_id}/papers/", paper="nothing").status_code == 409
    assert not study.citations.exists()
