"""A photo of a person: whose rights are kept with it, who sees it, and what never comes in or stays."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from mithaq.core.reading.unreadable import Unreadable
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload, stored_as
from mithaq.foundation.uploads.queries import content_of
from mithaq.foundation.uploads.reading import read_photo
from mithaq.foundation.uploads.vocabulary import sentence_of_photo
from mithaq.members.domain.erase import erase
from mithaq.members.domain.facts import state, take_back
from mithaq.members.domain.photograph import enter_photo
from mithaq.members.models import Photo
from mithaq.members.queries.export import export_of
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.pictures import CAMERA, REFUSED, a_photo
from tests.factories.visits import a_visitor, page_of, queries_of, the_clock_at

pytestmark = pytest.mark.django_db(transaction=False)


@pytest.fixture
def house():
    return a_house()


@pytest.fixture(autouse=True)
def _today(house, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    with the_clock_at(house.at):
        yield


@pytest.fixture
def mayor(house):
    return a_seated(house, Role.MAYOR, a_city(house, "Tunis"))


def a_shown_photo(house, person, content=None, **terms):
    given = {"photographer": "Selma", "licence": "CC BY 4.0", "shown_from": house.at.date(), "audience": "everybody"}
    return enter_photo(person, content or a_photo(), **{**given, **terms}, **house.by_us)


def form_of(content, **more):
    file = SimpleUploadedFile("mayor.jpg", content)
    given = {"photographer": "Selma", "licence": "CC BY 4.0", "shown_from": "2031-01-06", "audience": "seated"}
    return {"file": file, **given, **more}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_dots_of_a_photo_is_kept(kind):
    for file in read_photo(a_photo(kind)).files:
        assert CAMERA.encode() not in file
        opened = Image.open(io.BytesIO(file))
        assert (opened.format, dict(opened.getexif()), opened.info.get("comment")) == ("JPEG", {}, None)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "1", "CMYK"])
def test_photos_of_every_make_are_taken_in(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = io.BytesIO()
    Image.new("RGB", (2000, 1000), "red").convert(mode).save(made, kind)
    read = read_photo(made.getvalue())
    assert (read.width, read.height) == (960, 480)


def test_a_photo_that_lies_on_its_side_is_set_upright():
    read = read_photo(a_photo(size=(400, 300), turned=6))
    assert (read.width, read.height) == (300, 400)
    small = Image.open(io.BytesIO(read.files[1]))
    assert small.size == (192, 192)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_honest_photo_is_refused_with_a_sentence(what):
    content, word = REFUSED[what]
    with pytest.raises(Unreadable) as refusal:
        read_photo(content)
    assert word in sentence_of_photo(refusal.value)
    assert "Nothing was changed" in sentence_of_photo(refusal.value)


def test_the_secretariat_enters_a_photo_in_the_browser_and_sees_it_with_its_rights(house, mayor):
    desk, here = a_visitor(house.secretariat), f"/en/people/{mayor.person.public_id}/"
    assert "Enter a photo" in page_of(desk, here)
    assert desk.post(f"{here}photo/new/", form_of(a_photo())).status_code == 302
    photo = Photo.objects.get()
    shown = page_of(desk, here)
    assert 'Photo: <bdi dir="auto">Selma</bdi>. Terms: <bdi dir="auto">CC BY 4.0</bdi>.' in shown
    assert photo.large_url in shown
    answer = desk.get(photo.large_url)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert photo.small_url in page_of(desk, "/en/people/")
    assert photo.small_url in page_of(desk, f"/en/members/{mayor.organisation.public_id}/")


@pytest.mark.parametrize("what", REFUSED)
def test_a_bad_file_is_refused_beside_its_field_and_the_rest_stays_typed(house, mayor, what):
    content, word = REFUSED[what]
    address = f"/en/people/{mayor.person.public_id}/photo/new/"
    answer = a_visitor(house.secretariat).post(address, form_of(content))
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert "Selma" in answer.content.decode()
    assert not Photo.objects.exists()


def test_a_photo_without_rights_is_not_taken_in(house, mayor):
    with pytest.raises(Refused):
        a_shown_photo(house, mayor.person, licence=" ")
    answer = a_visitor(house.secretariat).post(
        f"/en/people/{mayor.person.public_id}/photo/new/", form_of(a_photo(), licence="")
    )
    assert "Say under which terms" in answer.content.decode()
    assert "Choose the file again" in answer.content.decode()


def statuses(photo, *seats):
    return [a_visitor(seat).get(photo.small_url).status_code for seat in seats]


def test_who_sees_a_photo_follows_from_its_terms_and_its_day(house, mayor):
    sherpa, press = a_seated(house, Role.SHERPA), a_seated(house, Role.PRESS)
    readers = (house.secretariat, sherpa, press, None)
    assert statuses(a_shown_photo(house, mayor.person), *readers) == [200, 200, 200, 200]
    assert statuses(a_shown_photo(house, mayor.person, audience="seated"), *readers) == [200, 200, 404, 404]
    tomorrow = house.at.date() + timedelta(days=1)
    assert statuses(a_shown_photo(house, mayor.person, shown_from=tomorrow), *readers) == [200, 404, 404, 404]


def test_of_a_city_that_may_not_be_named_the_public_sees_no_face(house, mayor):
    photo = a_shown_photo(house, mayor.person)
    state(mayor.organisation, "may_not_be_named", date(2031, 1, 1), cycle=house.cycle, **house.by_us)
    assert statuses(photo, a_seated(house), None) == [200, 404]


def test_a_photo_taken_back_or_replaced_is_erased_from_the_storage(house, mayor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        first = a_shown_photo(house, mayor.person)
        second = a_shown_photo(house, mayor.person, a_photo(size=(500, 500)))
    assert not default_storage.exists(stored_as(first.large.sha256))
    assert content_of(second.large)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(second, "The licence has ended", **house.by_us)
    assert not default_storage.exists(stored_as(second.large.sha256))
    assert statuses(second, house.secretariat) == [404]
    with django_capture_on_commit_callbacks(execute=True):
        again = a_shown_photo(house, mayor.person, a_photo(size=(500, 500)))
    assert content_of(again.large)


def test_new_terms_for_the_same_photo_keep_its_content(house, mayor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_shown_photo(house, mayor.person)
        again = a_shown_photo(house, mayor.person, audience="seated")
    assert content_of(again.large)


def test_a_photo_goes_with_the_export_and_with_the_erasure(house, mayor, django_capture_on_commit_callbacks):
    photo = a_shown_photo(house, mayor.person, source="Kanariya's own page")
    assert export_of(mayor.person, house.at)["photos"][0]["jpeg_in_base64"].startswith("/9j/")
    with django_capture_on_commit_callbacks(execute=True):
        erase(mayor.person, **house.by_us)
    assert not default_storage.exists(stored_as(photo.large.sha256))
    photo.refresh_from_db()
    assert (photo.photographer, photo.source, photo.is_living) == ("", "", False)
    assert not Upload.objects.filter(kind="jpg", forgotten_at=None).exists()


def test_the_list_of_persons_asks_no_more_for_many_photos_than_for_one(house):
    desk = a_visitor(house.secretariat)
    a_shown_photo(house, a_seated(house).person)
    page_of(desk, "/en/people/")
    one = len(queries_of(desk, "/en/people/"))
    for size in (200, 210, 220):
        a_shown_photo(house, a_seated(house).person, a_photo(size=(size, size)))
    assert len(queries_of(desk, "/en/people/")) == one


def test_a_card_of_the_address_book_carries_the_photo_with_its_credit_from_its_first_day_on(house, mayor):
    def cards(of, at):
        with the_clock_at(at):
            return a_visitor(of).get("/en/members/addresses.vcf").content.decode().replace("\r\n ", "")

    tomorrow = house.at + timedelta(days=1)
    a_shown_photo(house, mayor.person, shown_from=tomorrow.date())
    assert "PHOTO:" not in cards(mayor, house.at)
    later = cards(mayor, tomorrow)
    assert "PHOTO:data:image/jpeg;base64,/9j/" in later
    assert "NOTE;LANGUAGE=en:Photo: Selma. CC BY 4.0" in later
