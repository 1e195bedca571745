from datetime import timedelta

import pytest
from django.core import mail

from mithaq.correspondence.domain.send import remind, send
from mithaq.correspondence.domain.write import (
    Asked,
    allow_attachments,
    keep_as_template,
    prefer_language,
    revise_circular,
    write_circular,
)
from mithaq.correspondence.models import Dispatch, Reminder, Template
from mithaq.correspondence.queries.board import board_of, matters_sent
from mithaq.correspondence.queries.recipients import Choice, recipients_of
from mithaq.correspondence.vocabulary import Standing
from mithaq.foundation.actors.vocabulary import Kind, Role
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.mail.models import BETWEEN_LANGUAGES, Letter
from mithaq.foundation.mail.outbox import send_waiting
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.receive import receive
from mithaq.members.domain.correct import correct_person
from tests.factories.house import a_city, a_house, a_person, a_seated, an_organisation
from tests.factories.letters import (
    BODY,
    PARTICIPATING,
    SUBJECT,
    TITLE,
    a_circular,
    a_sent_circular,
    addressed_to,
    due_in,
)
from tests.factories.visits import a_visitor, the_clock_at
from tests.factories.word_files import word_file

pytestmark = pytest.mark.django_db


def letters_of(circular):
    return list(Letter.objects.filter(addressee__circular=circular).order_by("id"))


def test_each_city_gets_its_own_letter_in_all_authentic_languages_while_none_is_on_record():
    house = a_house()
    sherpa = a_seated(house, organisation=a_city(house, "Nahr"))
    letter = letters_of(a_sent_circular(house))[0]
    assert (letter.seat, letter.language) == (sherpa, "en, ar")
    assert "Call for comments: Nahr" in letter.subject
    assert f"Dear {sherpa.person.name['en']}," in letter.body
    assert "/en/answer/" in letter.body
    assert "/ar/answer/" in letter.body


def test_the_language_of_the_person_comes_before_that_of_the_organisation():
    house = a_house()
    city = a_city(house)
    first, second = a_seated(house, organisation=city), a_seated(house, organisation=city)
    prefer_language(city, "ar", **house.by_us)
    prefer_language(city, "en", second.person, **house.by_us)
    assert [letter.language for letter in letters_of(a_sent_circular(house))] == ["ar", "en"]
    assert first != second


def test_a_person_is_written_to_in_the_first_language_on_record_and_with_the_honorific():
    house = a_house()
    city = a_city(house)
    sherpa = a_seated(house, organisation=city)
    prefer_language(city, "en", **house.by_us)
    changes = {"languages": ["fr", "ar"], "honorific": {"ar": "معالي"}}
    correct_person(sherpa.person, changes, **house.by_us)
    letter = letters_of(a_sent_circular(house))[0]
    assert letter.language == "ar"
    assert f"معالي {sherpa.person.name['ar']}" in letter.body


def test_a_circular_goes_to_the_sherpa_and_where_there_is_none_to_whoever_speaks_for_the_organisation():
    house = a_house()
    city, other = a_city(house), a_city(house)
    a_seated(house, Role.MAYOR, city)
    sherpa = a_seated(house, Role.SHERPA, city)
    mayor = a_seated(house, Role.MAYOR, other)
    a_seated(house, Role.PRESS, other)
    assert [one.seat for one in recipients_of(a_circular(house), house.at)] == [sherpa, mayor]


def test_recipients_are_chosen_by_class_kind_role_or_one_by_one_and_each_once():
    house = a_house()
    city, other = a_city(house), a_city(house, standing="observer")
    mayor, sherpa = a_seated(house, Role.MAYOR, city), a_seated(house, Role.SHERPA, other)
    guest = a_seated(house, Role.PARTNER, an_organisation(house, kind=Kind.UNIVERSITY))

    def chosen(**choice):
        return [one.seat for one in recipients_of(a_circular(house, choice=Choice(**choice)), house.at)]

    assert chosen(standings=("participating",)) == [mayor]
    assert chosen(kinds=("city",)) == [mayor, sherpa]
    assert chosen(kinds=("city",), roles=("mayor",)) == [mayor, None]
    assert chosen(standings=("observer",), organisations=(guest.organisation.public_id,)) == [sherpa, guest]


def test_an_organisation_without_anybody_stands_on_the_board_as_not_written_to():
    house = a_house()
    a_seated(house)
    empty = a_city(house)
    a_sent_circular(house)
    lines = board_of(matters_sent(house.at), house.at)
    assert [(line.organisation == empty, len(line.letters)) for line in lines] == [(False, 1), (True, 0)]


def test_a_circular_is_sent_once_however_often_it_is_ordered():
    house = a_house()
    a_seated(house)
    circular = a_circular(house)
    first = send(circular, **house.by_us)
    assert send(circular, seat=house.colleague, at=house.at + timedelta(days=1)) == first
    assert (Dispatch.objects.count(), Letter.objects.count()) == (1, 1)
    assert Act.objects.filter(verb="circular.sent").count() == 1


def test_a_circular_for_nobody_is_not_sent():
    house = a_house()
    a_city(house)
    with pytest.raises(Refused, match="Nobody would get"):
        send(a_circular(house), **house.by_us)


def test_a_sent_circular_keeps_its_words():
    house = a_house()
    a_seated(house)
    with pytest.raises(Refused, match="has been sent"):
        revise_circular(a_sent_circular(house), SUBJECT, BODY, PARTICIPATING, **house.by_us)


def test_an_unknown_field_is_refused_and_so_is_a_deadline_that_nobody_set():
    house = a_house()
    for body in ("Dear {{ nmae }}", "Dear {{ name", "By {{ deadline }}"):
        with pytest.raises(Refused):
            write_circular(house.cycle, {"en": "x"}, {"en": body}, PARTICIPATING, **house.by_us)


def test_a_name_with_a_line_break_or_a_field_in_it_stays_a_name():
    house = a_house()
    person = a_person(house)
    person.name = {"en": "Amina\r\nBcc: all@city.example", "ar": "{{ upload_link }}"}
    person.save()
    a_seated(house, person=person)
    subject = {"en": "For {{ name }}", "ar": "إلى {{ name }}"}
    circular = write_circular(house.cycle, subject, BODY, PARTICIPATING, a_circular_asks(house), **house.by_us)
    send(circular, **house.by_us)
    letter = letters_of(circular)[0]
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert "{{ upload_link }}" in letter.subject


def a_circular_asks(house):
    from mithaq.correspondence.domain.write import Asked
    from tests.factories.letters import TITLE, due_in

    return Asked(TITLE, due_in(house))


def test_files_go_along_only_where_the_policy_of_the_year_allows_and_are_marked_for_their_recipient(tmp_path):
    house = a_house()
    a_seated(house, organisation=a_city(house, "Nahr / City"))
    (tmp_path / "draft.docx").write_bytes(word_file("Draft"))
    with (tmp_path / "draft.docx").open("rb") as file:
        upload = receive(file, **house.by_us)
    words = (house.cycle, SUBJECT, BODY, PARTICIPATING, a_circular_asks(house), [upload])
    with pytest.raises(Refused, match="policy"):
        write_circular(*words, **house.by_us)
    allow_attachments(house.cycle, **house.by_us)
    circular = write_circular(*words, **house.by_us)
    send(circular, **house.by_us)
    letter = letters_of(circular)[0]
    assert [enclosure.name for enclosure in letter.enclosures.all()] == ["draft (Nahr City).docx"]
    assert "Enclosed, each marked for its recipient: draft (Nahr City).docx" in letter.body


def test_in_a_language_of_which_the_house_knows_no_words_files_are_named_without_any(tmp_path):
    house = a_house()
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    city = a_city(house, "Nahr")
    a_seated(house, organisation=city)
    prefer_language(city, "fr", **house.by_us)
    allow_attachments(house.cycle, **house.by_us)
    (tmp_path / "projet.docx").write_bytes(word_file("Projet"))
    with (tmp_path / "projet.docx").open("rb") as file:
        upload = receive(file, **house.by_us)
    words = ({**SUBJECT, "fr": "Appel"}, {**BODY, "fr": "{{ salutation }}"}, PARTICIPATING, a_circular_asks(house))
    circular = write_circular(house.cycle, *words, [upload], **house.by_us)
    send(circular, **house.by_us)
    [letter] = letters_of(circular)
    assert letter.body.endswith(",\n\nprojet (Nahr).docx")


def test_a_letter_goes_out_with_its_files_and_with_an_address_for_its_answer(tmp_path, settings):
    settings.RETURNS_ADDRESS = "returns@secretariat.example"
    house = a_house()
    sherpa = a_seated(house)
    allow_attachments(house.cycle, **house.by_us)
    (tmp_path / "draft.docx").write_bytes(word_file("Draft"))
    with (tmp_path / "draft.docx").open("rb") as file:
        words = (house.cycle, SUBJECT, BODY, PARTICIPATING, a_circular_asks(house), [receive(file, **house.by_us)])
    circular = write_circular(*words, **house.by_us)
    send(circular, **house.by_us)
    assert send_waiting() == 1
    [sent] = mail.outbox
    address = f"returns+{addressed_to(circular, sherpa).public_id}@secretariat.example"
    assert (sent.reply_to, sent.from_email, sent.extra_headers["From"]) == ([address], address, "secretariat@localhost")
    assert [name for name, _content, _kind in sent.attachments] == [letters_of(circular)[0].enclosures.get().name]


def test_a_reminder_goes_to_those_who_owe_and_once_a_day():
    house = a_house()
    sherpa = a_seated(house)
    circular = a_sent_circular(house)
    later = house.at + timedelta(days=3)
    assert len(remind(circular.matter, seat=house.secretariat, at=later)) == 1
    assert remind(circular.matter, seat=house.secretariat, at=later + timedelta(hours=1)) == []
    reminder = Reminder.objects.get()
    assert reminder.letter.seat == sherpa
    assert addressed_to(circular, sherpa).token in reminder.letter.body
    [line] = board_of(matters_sent(later), later)
    assert line.reminded_at == [later]


def test_after_the_deadline_what_is_owed_is_overdue():
    house = a_house()
    a_seated(house)
    circular = a_sent_circular(house, days=14)
    [line] = board_of([circular.matter], house.at + timedelta(days=15))
    assert (line.standing, line.owes) == (Standing.OVERDUE, True)


def test_the_words_of_a_circular_are_kept_under_a_title_and_replaced_under_the_same():
    house = a_house()
    circular = a_circular(house)
    for _ in range(2):
        keep_as_template(circular, {"en": " Call for comments ", "ar": "دعوة إلى إبداء الملاحظات"}, **house.by_us)
    assert [(one.title, one.body) for one in Template.objects.all()] == [("Call for comments", circular.body)]


def test_a_template_is_called_in_each_language_by_its_own_title():
    house = a_house()
    circular = a_circular(house)
    with the_clock_at(house.at):
        browser = a_visitor(house.secretariat)
        form = browser.get(f"/ar/circulars/{circular.public_id}/").content.decode()
        assert 'name="title_ar"' in form
        titles = {"title_en": "Call for comments", "title_ar": "دعوة إلى إبداء الملاحظات"}
        assert browser.post(f"/en/circulars/{circular.public_id}/template/", titles).status_code == 302
        assert "دعوة إلى إبداء الملاحظات" in browser.get("/ar/circulars/").content.decode()
        assert "Call for comments" in browser.get("/en/circulars/").content.decode()
        refused = browser.post(f"/en/circulars/{circular.public_id}/template/", {"title_en": " "}, follow=True)
        assert "A template needs a title." in refused.content.decode()
    assert Template.objects.count() == 1


def test_a_template_without_a_title_is_refused():
    house = a_house()
    with pytest.raises(Refused, match="needs a title"):
        keep_as_template(a_circular(house), {"en": " "}, **house.by_us)


def test_only_the_secretariat_writes_and_sends():
    house = a_house()
    sherpa = a_seated(house)
    with pytest.raises(Refused):
        send(a_circular(house), seat=sherpa, at=house.at)


def test_a_group_that_works_in_french_writes_in_french_and_no_english_word_stands_in_that_letter():
    house = a_house()
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    city = a_city(house, "Gabès", zone="Africa/Tunis")
    sherpa = a_seated(house, organisation=city)
    prefer_language(city, "fr", **house.by_us)
    body = "{{ salutation }}\n\nMerci de nous envoyer {{ matter }} avant le {{ deadline }} : {{ upload_link }}"
    asked = Asked({**TITLE, "fr": "vos observations"}, due_in(house))
    subject = {**SUBJECT, "fr": "Appel à observations"}
    circular = write_circular(house.cycle, subject, {**BODY, "fr": body}, PARTICIPATING, asked, **house.by_us)
    send(circular, **house.by_us)
    [letter] = letters_of(circular)
    assert (letter.language, letter.subject) == ("fr", "Appel à observations")
    assert letter.body.startswith(
        f"{sherpa.person.name['en']},\n\nMerci de nous envoyer vos observations avant le lundi"
    )
    assert "(Tunis)" in letter.body
    assert "/en/answer/" in letter.body


def test_whoever_was_written_to_in_french_is_reminded_in_french_by_its_own_words_and_in_those_of_the_house():
    house = a_house()
    house.cycle.working = ["en", "ar", "fr"]
    house.cycle.save()
    city = a_city(house)
    a_seated(house, organisation=city)
    prefer_language(city, "fr", **house.by_us)
    asked = Asked({**TITLE, "fr": "vos observations"}, due_in(house))
    words = {**BODY, "fr": "{{ salutation }}\n\n{{ upload_link }}"}
    circular = write_circular(house.cycle, {**SUBJECT, "fr": "Appel"}, words, PARTICIPATING, asked, **house.by_us)
    send(circular, **house.by_us)
    remind(circular.matter, seat=house.secretariat, at=house.at + timedelta(days=12))
    reminder = Letter.objects.latest("id")
    assert reminder.language == "fr, en, ar"
    assert "Appel" in reminder.subject
    in_french, in_english, _in_arabic = reminder.body.split(BETWEEN_LANGUAGES)
    assert in_french.endswith(f"/en/answer/{circular.addressees.get().token}/")
    assert "comments on the draft" in in_english


def test_a_reader_of_french_answers_on_a_page_in_the_first_language_of_the_group_that_the_house_has():
    house = a_house()
    house.cycle.working = ["fr", "ar", "en"]
    house.cycle.save()
    city = a_city(house)
    a_seated(house, organisation=city)
    prefer_language(city, "fr", **house.by_us)
    words = {**BODY, "fr": "{{ upload_link }}"}
    asked = Asked({**TITLE, "fr": "vos observations"}, due_in(house))
    circular = write_circular(house.cycle, {**SUBJECT, "fr": "Appel"}, words, PARTICIPATING, asked, **house.by_us)
    send(circular, **house.by_us)
    [letter] = letters_of(circular)
    assert "/ar/answer/" in letter.body
