"""What a person may ask for: all that is on record, and that the name be erased. The chronicle stays whole."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session

from mithaq.correspondence.domain.take_in import take_in
from mithaq.foundation.accounts.models import Account
from mithaq.foundation.actors.models import Person
from mithaq.foundation.actors.vocabulary import Role
from mithaq.foundation.chronicle.integrity import first_broken_act
from mithaq.foundation.mail.outbox import write
from mithaq.foundation.permissions import Refused
from mithaq.members.domain.admit import give_seat, register_person
from mithaq.members.domain.bring import bring
from mithaq.members.domain.compare import comparison_of
from mithaq.members.domain.correct import correct_person
from mithaq.members.domain.erase import erase
from mithaq.members.domain.facts import take_back
from mithaq.members.domain.invite import accept, invite
from mithaq.members.domain.offices import enter_channel, enter_office
from mithaq.members.domain.play import play
from mithaq.members.queries.export import export_of, where_named
from mithaq.taskforces.domain.meet import Guest, Said, call_meeting
from mithaq.taskforces.domain.reply import Answered, reply_by_link
from mithaq.taskforces.domain.take_back import take_back_invitation
from tests.factories.house import a_city, a_frozen_text, a_house, a_mandate, a_seated, an_endorsement
from tests.factories.letters import a_sent_circular, addressed_to
from tests.factories.mails import a_mail
from tests.factories.tables import csv_file
from tests.factories.visits import a_visitor, page_of, the_clock_at

pytestmark = pytest.mark.django_db

CANARIES = ("Kanariya", "كناريا", "Kanarienvogel", "ka-NA-ri-ya", "kanariya@tunis.example", "+216 99 000 111")


@pytest.fixture
def house():
    return a_house()


@pytest.fixture
def mayor(house):
    """A mayor of whom there is something in every corner of the house."""
    fields = {
        "key": "kanariya-the-mayor",
        "name": {"en": "Kanarienvogel", "ar": "كناريا"},
        "pronunciation": {"en": "ka-NA-ri-ya"},
        "email": "kanariya@tunis.example",
    }
    city = a_city(house, "Tunis")
    person = register_person(fields, **house.by_us)
    seat = give_seat(person, city, Role.MAYOR, house.at.date(), key="kanariya-seat", **house.by_us)
    correct_person(person, {"name": {"en": "Kanariya", "ar": "كناريا"}}, **house.by_us)
    enter_office(person, city, "head", {"en": "Mayor"}, date(2030, 1, 1), **house.by_us)
    wrong = enter_channel(person, "mobile", "+216 99 000 111", **house.by_us)
    take_back(wrong, "Kanariya has another number", **house.by_us)
    enter_channel(person, "telephone", "+216 99 000 111", is_preferred=True, **house.by_us)
    a_mandate(house, seat)
    an_endorsement(house, a_frozen_text(house), seat)
    write(seat, occasion="x", language="en", subject="To Kanariya", body="Dear Kanariya", at=house.at)
    return type(seat).objects.select_related("person", "organisation").get(pk=seat.pk)


@pytest.fixture(autouse=True)
def _today(house):
    with the_clock_at(house.at):
        yield


def everything_on_record():
    """Every row of every table of ours, as text."""
    from django.apps import apps
    from django.core import serializers

    models = [model for model in apps.get_models() if model._meta.app_label != "contenttypes"]
    rows = [row for model in models for row in serializers.serialize("python", model._default_manager.all())]
    return json.dumps(rows, ensure_ascii=False, default=str)


def test_the_export_holds_every_word_by_which_the_person_is_known(mayor, house):
    exported = json.dumps(export_of(mayor.person, house.at), ensure_ascii=False, default=str)
    assert [canary for canary in CANARIES if canary not in exported] == []
    assert "endorsement.given" in exported
    assert "Dear Kanariya" in exported


def test_a_guest_of_meetings_is_exported_and_erased_with_the_person(mayor, house):
    starts = house.at + timedelta(days=3)
    said = Said(kind="sherpas", title={"en": "First"}, starts=starts, ends=starts + timedelta(hours=1), time_zone="UTC")
    guests = [Guest("Prof. Kanariya", "KANARIYA@tunis.example"), Guest("Somebody", "other@x.example")]
    meeting = call_meeting(house.cycle, said, (), guests=guests, **house.by_us)
    guest = meeting.participations.get(guest_name="Prof. Kanariya")
    reply_by_link(guest.token, Answered("no", note="Kanariya is ill"), at=house.at)
    told = export_of(mayor.person, house.at)["otherwise"]["guest_of_meetings"]
    assert [(one["name"], [said["note"] for said in one["answers"]]) for one in told] == [
        ("Prof. Kanariya", ["Kanariya is ill"])
    ]
    take_back_invitation(meeting.participations.get(guest_name="Somebody"), "Kanariya comes instead", **house.by_us)
    erase(mayor.person, **house.by_us)
    left = everything_on_record()
    assert [canary for canary in (*CANARIES, "kanariya", "KANARIYA") if canary in left] == []
    assert "other@x.example" in left
    guest.refresh_from_db()
    assert (guest.address, guest.replies.count()) == ("", 1)


def test_erasing_leaves_no_word_of_the_person_and_the_chronicle_whole(mayor, house):
    client = a_visitor(mayor)
    assert client.get("/en/people/").status_code == 200
    erase(mayor.person, **house.by_us)
    left = everything_on_record()
    assert [canary for canary in (*CANARIES, "kanariya") if canary in left] == []
    assert first_broken_act() is None
    assert client.get("/en/people/").status_code == 404
    assert not Account.objects.filter(person=mayor.person).exists()
    assert not any("_auth_user_id" in session.get_decoded() for session in Session.objects.all())


def test_what_a_list_and_an_invitation_said_of_the_person_goes_too(house, settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    rows = "City,Country,Class,Name,E-mail,Role\nWadi,TN,observer,Kanariya Bird,kanariya@tunis.example,mayor\n"
    listed = bring(house.cycle, csv_file(rows), **house.by_us)
    play(listed, comparison_of(listed, house.at).seal, **house.by_us)
    person = Person.objects.get(email="kanariya@tunis.example")
    offered = invite(
        a_city(house, "Sfax"),
        email="kanariya@tunis.example",
        name={"en": "Kanariya Bird"},
        role=Role.SHERPA,
        starts=house.at.date(),
        link_to=lambda word: f"https://mithaq.example/en/invitation/{word}/",
        **house.by_us,
    )
    accept(offered, at=house.at)
    erase(person, **house.by_us)
    assert [canary for canary in (*CANARIES, "kanariya") if canary in everything_on_record()] == []
    assert first_broken_act() is None


@pytest.fixture
def storage(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    return tmp_path


def everything_stored(folder):
    """The content of every file that is kept, one after the other."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_lists_that_name_the_person_are_erased_from_the_storage_and_from_memory(
    mayor, house, storage, django_capture_on_commit_callbacks
):
    named = "City,Name,E-mail\nWadi,كناريا,other@wadi.example\n"
    waiting = bring(house.cycle, csv_file(named), **house.by_us)
    other = bring(house.cycle, csv_file("City,Name\nWadi,Somebody\n"), **house.by_us)
    comparison_of(waiting, house.at)
    with django_capture_on_commit_callbacks(execute=True):
        erase(mayor.person, **house.by_us)
    stored = everything_stored(storage).decode()
    assert [canary for canary in (*CANARIES, "kanariya") if canary in stored] == []
    assert "Somebody" in stored
    desk = a_visitor(house.secretariat)
    refused = desk.get(waiting.get_absolute_url())
    assert "was erased together with the name" in refused.content.decode()
    assert refused.status_code < 500
    assert desk.get(other.get_absolute_url()).status_code == 200
    assert desk.get("/en/members/import/").status_code == 200


def test_mails_of_the_person_are_erased_and_the_answer_of_the_city_stays(
    mayor, house, storage, django_capture_on_commit_callbacks
):
    circular = a_sent_circular(house)
    others = addressed_to(circular, mayor)
    mail = a_mail(
        "Kanariya <Kanariya@Tunis.example>", others.reply_address, subject="From Kanariya", text="Yes. كناريا"
    )
    taken = take_in(mail, seat=None, at=house.at)
    with django_capture_on_commit_callbacks(execute=True):
        erase(mayor.person, **house.by_us)
    taken.refresh_from_db()
    assert (taken.sender, taken.sender_name, taken.text) == ("", "", "")
    stored = everything_stored(storage).decode(errors="replace") + everything_on_record()
    assert [canary for canary in (*CANARIES, "kanariya", "Kanariya@Tunis") if canary in stored] == []
    assert taken.returned.words.startswith("Yes.")
    desk = a_visitor(house.secretariat)
    assert desk.get(taken.returned.get_absolute_url()).status_code == 200
    assert first_broken_act() is None


def test_what_the_person_did_stays_done_under_a_name_that_says_so(mayor, house):
    erase(mayor.person, **house.by_us)
    seat = type(mayor).objects.get(pk=mayor.pk)
    assert seat.sentence == "A person whose name was erased, for Tunis"
    assert Person.objects.get(pk=mayor.person.pk).name["ar"] != Person.objects.get(pk=mayor.person.pk).name["en"]
    desk = a_visitor(house.secretariat)
    shown = page_of(desk, f"/en/people/{mayor.person.public_id}/")
    assert "Name and contacts erased" in shown
    assert "The words of this change were erased." not in shown  # nobody keeps the record any more


def test_a_name_in_the_free_words_of_other_records_is_found_and_left(mayor, house):
    from mithaq.members.domain.mandate import register_mandate

    words = {"en": "Letter of Kanariya", "ar": "كتاب كناريا"}
    mandate = register_mandate(mayor, ["speak"], house.at.date(), None, words, **house.by_us)
    named = where_named(mayor.person)
    assert named["actors.mandate"] == [mandate.public_id]
    assert "mail.letter" in named


def test_a_name_is_erased_once_by_somebody_else_of_the_secretariat(mayor, house):
    with pytest.raises(Refused):
        erase(house.secretariat.person, **house.by_us)
    with pytest.raises(Refused):
        erase(house.colleague.person, seat=mayor, at=house.at)
    erase(mayor.person, **house.by_us)
    with pytest.raises(Refused):
        erase(mayor.person, **house.by_us)
    with pytest.raises(Refused):
        correct_person(mayor.person, {"name": {"en": "Kanariya"}}, **house.by_us)


def test_the_secretariat_erases_in_the_browser_after_saying_that_it_means_it(mayor, house):
    desk, address = a_visitor(house.secretariat), f"/en/people/{mayor.person.public_id}/erasure/"
    assert "What stays" in page_of(desk, address)
    assert "Nothing was erased." in desk.post(address, {"x": ""}).content.decode()
    assert desk.post(address, {"sure": "on"}).status_code == 302
    assert desk.get(address).status_code == 404
    for seat in (None, mayor, a_seated(house)):
        assert a_visitor(seat).get(address).status_code == 404


def test_a_person_downloads_their_own_record_and_nobody_elses(mayor, house):
    address = f"/en/people/{mayor.person.public_id}/record.json"
    answers = {seat: a_visitor(seat).get(address) for seat in (mayor, house.secretariat, a_seated(house), None)}
    assert [answer.status_code for answer in answers.values()] == [200, 200, 404, 404]
    assert "kanariya@tunis.example" in answers[mayor].content.decode()
    assert "no-store" in answers[mayor]["Cache-Control"]
    assert "password" not in answers[mayor].content.decode()
