from datetime import timedelta
from io import BytesIO

import pytest

from mithaq.correspondence.domain.check import accept, file_with, set_aside
from mithaq.correspondence.domain.hand_in import MOST_BY_LINK, hand_in, hand_in_by_link
from mithaq.correspondence.domain.take_in import take_in
from mithaq.correspondence.models import Incoming, Return, ReturnedFile
from mithaq.correspondence.queries.board import board_of
from mithaq.correspondence.queries.letters import mark_of
from mithaq.correspondence.vocabulary import Doubt, MailState, Standing
from mithaq.foundation.chronicle.models import Act
from mithaq.foundation.mail.models import Bounce
from mithaq.foundation.mail.outbox import message_id_of, note_handed_over
from mithaq.foundation.mail.vocabulary import State
from mithaq.foundation.permissions import Refused
from mithaq.foundation.uploads.models import Upload
from mithaq.foundation.uploads.receive import receive
from mithaq.foundation.uploads.vocabulary import Unreadable
from tests.factories.house import a_city, a_house, a_seated
from tests.factories.letters import a_sent_circular, addressed_to
from tests.factories.mails import a_mail, a_report
from tests.factories.visits import a_visitor, the_clock_at
from tests.factories.winmails import a_winmail
from tests.factories.word_files import word_file

pytestmark = pytest.mark.django_db


def asked(cities=1):
    """A house, a circular that was sent to so many cities, and their sherpas."""
    house = a_house()
    sherpas = [a_seated(house) for _ in range(cities)]
    return house, a_sent_circular(house), sherpas


def a_file(house, words="Our comments"):
    file = BytesIO(word_file(words))
    file.name = "comments.docx"
    return receive(file, seat=None, at=house.at)


def standing_of(circular, at):
    return [line.standing for line in board_of([circular.matter], at)]


def replying_to(circular, sherpa):
    return f"returns+{addressed_to(circular, sherpa).public_id}@secretariat.example"


def test_a_seat_answers_on_the_site_and_a_person_checks_it():
    house, circular, [sherpa] = asked()
    returned = hand_in(circular.matter, "We agree.", [], seat=sherpa, at=house.at)
    assert standing_of(circular, house.at) == [Standing.TO_CHECK]
    accept(returned, **house.by_us)
    assert standing_of(circular, house.at) == [Standing.ANSWERED]


def test_the_same_file_twice_is_the_same_return_by_whichever_way_it_comes():
    house, circular, [sherpa] = asked()
    upload = a_file(house)
    files = [(upload, "comments.docx")]
    first = hand_in(circular.matter, "", files, seat=sherpa, at=house.at)
    again = hand_in_by_link(addressed_to(circular, sherpa).token, "", files, at=house.at)
    content = {"comments.docx": word_file("Our comments")}
    mailed = take_in(a_mail(sherpa.person.email, replying_to(circular, sherpa), files=content), seat=None, at=house.at)
    assert (again, mailed.returned) == (first, first)
    assert Act.objects.filter(verb__in=("return.handed_in", "return.received")).count() == 1


def test_the_same_file_with_other_words_is_another_answer():
    house, circular, [sherpa] = asked()
    files = [(a_file(house), "comments.docx")]
    first = hand_in(circular.matter, "First thoughts", files, seat=sherpa, at=house.at)
    assert hand_in(circular.matter, "Final position", files, seat=sherpa, at=house.at) != first


def test_an_answer_after_the_deadline_is_taken_and_marked_as_late():
    house, circular, [sherpa] = asked()
    late = house.at + timedelta(days=15)
    returned = hand_in(circular.matter, "Sorry", [], seat=sherpa, at=late)
    accept(returned, seat=house.secretariat, at=late)
    assert returned.is_late
    assert standing_of(circular, late) == [Standing.LATE]


def test_a_city_that_was_not_asked_does_not_answer():
    house, circular, _sherpas = asked()
    with pytest.raises(Refused, match="not asked"):
        hand_in(circular.matter, "We too", [], seat=a_seated(house), at=house.at)


def test_a_link_takes_only_so_many_answers():
    house, circular, [sherpa] = asked()
    token = addressed_to(circular, sherpa).token
    for number in range(MOST_BY_LINK):
        hand_in_by_link(token, f"Answer {number}", [], at=house.at)
    with pytest.raises(Refused, match="as many answers"):
        hand_in_by_link(token, "One more", [], at=house.at)


def test_a_link_of_one_circular_is_not_signed_for_another():
    house, circular, [sherpa] = asked()
    other = a_sent_circular(house)
    public_id = addressed_to(other, sherpa).public_id
    signed = addressed_to(circular, sherpa).token.partition("-")[2]
    with pytest.raises(Refused, match="no longer valid"):
        hand_in_by_link(f"{public_id}-{signed}", "Hello", [], at=house.at)


def test_a_mail_to_the_reply_address_is_filed_with_its_files():
    house, circular, [sherpa] = asked()
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa), files={"c.docx": word_file("Comments")})
    returned = take_in(mail, seat=None, at=house.at).returned
    assert (returned.organisation, returned.matter) == (sherpa.organisation, circular.matter)
    assert [file.name for file in returned.files.all()] == ["c.docx"]
    assert standing_of(circular, house.at) == [Standing.TO_CHECK]


def test_a_mail_is_filed_by_the_letter_it_refers_to_even_through_a_reminder():
    from mithaq.correspondence.domain.send import remind

    house, circular, [sherpa] = asked()
    [reminder] = remind(circular.matter, **house.by_us)
    for number, letter in enumerate((addressed_to(circular, sherpa).letter, reminder.letter)):
        reference = f"<{message_id_of(letter)}>"
        mail = a_mail(sherpa.person.email, text=f"Answer {number}", References=reference)
        assert take_in(mail, seat=None, at=house.at).returned.organisation == sherpa.organisation


def test_the_same_mail_is_taken_in_once():
    house, circular, [sherpa] = asked()
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa))
    assert take_in(mail, seat=None, at=house.at) == take_in(mail, **house.by_us)
    assert (Incoming.objects.count(), Return.objects.count()) == (1, 1)


@pytest.mark.parametrize("sender", ["another", "stranger"])
def test_what_does_not_fit_lies_in_the_tray_until_a_person_files_it(sender):
    house, circular, [sherpa, other] = asked(2)
    address = other.person.email if sender == "another" else "cousin@private.example"
    returned = take_in(a_mail(address, replying_to(circular, sherpa)), seat=None, at=house.at).returned
    doubt = Doubt.ANOTHER_CITY if sender == "another" else Doubt.UNKNOWN_SENDER
    assert (returned.organisation, returned.matter, returned.doubt) == (None, None, doubt)
    with pytest.raises(Refused, match="not filed yet"):
        accept(returned, **house.by_us)
    file_with(returned, other.organisation, circular.matter, **house.by_us)
    assert standing_of(circular, house.at) == [Standing.OWED, Standing.ANSWERED]


def test_a_mail_with_the_file_of_another_city_lies_in_the_tray_and_nothing_of_it_is_lost():
    house, circular, [sherpa, other] = asked(2)
    name = f"comments {mark_of(other.organisation)}.docx"
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa), files={name: word_file("Comments")})
    returned = take_in(mail, seat=None, at=house.at).returned
    assert (returned.organisation, returned.matter, returned.doubt) == (None, None, Doubt.ANOTHER_FILE)
    assert [file.name for file in returned.files.all()] == [name]
    assert standing_of(circular, house.at) == [Standing.OWED, Standing.OWED]


def test_a_mail_with_the_citys_own_marked_file_is_filed():
    house, circular, [sherpa, _other] = asked(2)
    name = f"comments {mark_of(sherpa.organisation)} (final).docx"
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa), files={name: word_file("Comments")})
    assert take_in(mail, seat=None, at=house.at).returned.organisation == sherpa.organisation


def test_a_mail_after_the_deadline_is_filed_and_late():
    house, circular, [sherpa] = asked()
    late = house.at + timedelta(days=15)
    returned = take_in(a_mail(sherpa.person.email, replying_to(circular, sherpa)), seat=None, at=late).returned
    assert (returned.organisation, returned.is_late) == (sherpa.organisation, True)
    assert standing_of(circular, late) == [Standing.TO_CHECK]


def test_the_files_of_a_winmail_dat_are_filed_with_the_answer():
    house, circular, [sherpa] = asked()
    files = {"winmail.dat": a_winmail({"comments.docx": word_file("Comments")})}
    taken = take_in(a_mail(sherpa.person.email, replying_to(circular, sherpa), files=files), seat=None, at=house.at)
    assert [file.name for file in taken.returned.files.all()] == ["comments.docx"]
    assert taken.left_in_it == []


def test_a_hostile_mail_is_kept_and_shown_as_words_only():
    house, circular, [sherpa] = asked()
    mail = a_mail(
        sherpa.person.email,
        replying_to(circular, sherpa),
        subject="<script>alert(1)</script>",
        text="<img src=x onerror=alert(1)>{{ upload_link }}",
        files={"../../etc/cron.d/x.docx": word_file("Comments"), "run.exe": b"MZ", "page.html": b"<script>1</script>"},
    )
    taken = take_in(mail, seat=None, at=house.at)
    assert all("/" not in file.name and ".." not in file.name for file in taken.returned.files.all())
    assert "run.exe" in taken.left_in_it
    with the_clock_at(house.at):
        page = a_visitor(house.secretariat).get(f"/en/returns/{taken.returned.public_id}/").content.decode()
    assert "&lt;img src=x onerror=alert(1)&gt;{{ upload_link }}" in page
    assert "<img src=x" not in page
    assert "<script>alert" not in page


def test_a_mail_that_answers_no_letter_of_ours_lies_in_the_tray():
    house, _circular, [sherpa] = asked()
    assert take_in(a_mail(sherpa.person.email), seat=None, at=house.at).returned.doubt == Doubt.NO_LETTER


def test_an_automatic_reply_is_no_answer_and_is_kept():
    house, circular, [sherpa] = asked()
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa), Auto_Submitted="auto-replied")
    taken = take_in(mail, seat=None, at=house.at)
    assert (taken.state, taken.returned, taken.addressee.seat) == (MailState.AUTOMATIC, None, sherpa)
    assert standing_of(circular, house.at) == [Standing.OWED]


def test_a_bounce_sets_the_delivery_state_of_its_letter_and_once():
    house, circular, [sherpa] = asked()
    letter = addressed_to(circular, sherpa).letter
    note_handed_over([letter], house.at)
    [line] = board_of([circular.matter], house.at)
    assert (line.delivery, line.delivered_at) == (State.SENT, house.at)
    for _ in range(2):
        take_in(a_report(message_id_of(letter)), seat=None, at=house.at)
    [line] = board_of([circular.matter], house.at)
    assert (line.delivery, line.delivered_at, line.standing) == (State.BOUNCED, None, Standing.OWED)
    assert Bounce.objects.count() == 1


def test_a_delay_is_no_bounce():
    house, circular, [sherpa] = asked()
    letter = addressed_to(circular, sherpa).letter
    take_in(a_report(message_id_of(letter), status="4.4.1", action="delayed"), seat=None, at=house.at)
    assert not Bounce.objects.exists()


def test_a_mail_that_cannot_be_read_is_kept_and_lies_in_the_tray():
    house, _circular, _sherpas = asked()
    taken = take_in(b"\x00\x01\x02 nothing that is a mail", seat=None, at=house.at)
    assert (taken.state, taken.why, taken.returned.doubt) == (MailState.UNREADABLE, "other_kind", Doubt.UNREADABLE)
    assert Upload.objects.get(pk=taken.upload_id).size == 26


def test_a_file_of_no_kind_that_is_taken_in_stays_in_the_mail_and_is_named():
    house, circular, [sherpa] = asked()
    files = {"winmail.dat": b"\x78\x9f\x3e\x22", "c.docx": word_file("Comments")}
    taken = take_in(a_mail(sherpa.person.email, replying_to(circular, sherpa), files=files), seat=None, at=house.at)
    assert taken.left_in_it == ["winmail.dat"]
    assert [file.name for file in taken.returned.files.all()] == ["c.docx"]


def test_a_mail_larger_than_any_mail_is_refused_in_a_sentence():
    house, _circular, _sherpas = asked()
    with pytest.raises(Unreadable):
        take_in(b"From: a@b.example\r\n\r\n" + b"x" * 41_000_000, seat=None, at=house.at)


def test_a_quoted_letter_is_not_the_answer():
    house, circular, [sherpa] = asked()
    text = "We agree.\n\nOn Monday, the secretariat wrote:\n> Please send us comments"
    mail = a_mail(sherpa.person.email, replying_to(circular, sherpa), text=text)
    assert take_in(mail, seat=None, at=house.at).returned.words == "We agree."


def test_an_answer_is_set_aside_only_with_a_reason_and_is_owed_again():
    house, circular, [sherpa] = asked()
    returned = hand_in(circular.matter, "Test", [], seat=sherpa, at=house.at)
    with pytest.raises(Refused, match="Say why"):
        set_aside(returned, "  ", **house.by_us)
    set_aside(returned, "A test, says the city.", **house.by_us)
    assert standing_of(circular, house.at) == [Standing.OWED]


def test_a_copy_cannot_be_filed_where_the_same_answer_is():
    house, circular, [sherpa] = asked()
    words = "We agree with every point."
    hand_in(circular.matter, words, [], seat=sherpa, at=house.at)
    stray = take_in(a_mail("cousin@private.example", replying_to(circular, sherpa), text=words), seat=None, at=house.at)
    with pytest.raises(Refused, match="on record there already"):
        file_with(stray.returned, sherpa.organisation, circular.matter, **house.by_us)


def test_an_organisation_that_was_not_asked_gets_no_answer_filed():
    house, circular, [sherpa] = asked()
    stray = take_in(a_mail("cousin@private.example", replying_to(circular, sherpa)), seat=None, at=house.at)
    with pytest.raises(Refused):
        file_with(stray.returned, a_city(house), circular.matter, **house.by_us)


def test_the_same_bytes_from_two_cities_keep_each_the_name_they_came_with():
    house, circular, [first, second] = asked(2)
    content = word_file("The same")
    for sherpa, name in ((first, "one.docx"), (second, "two.docx")):
        take_in(
            a_mail(sherpa.person.email, replying_to(circular, sherpa), files={name: content}), seat=None, at=house.at
        )
    assert sorted(file.name for file in ReturnedFile.objects.all()) == ["one.docx", "two.docx"]


def test_only_the_secretariat_takes_in_mails_and_checks():
    house, circular, [sherpa] = asked()
    with pytest.raises(Refused):
        take_in(a_mail("a@city.example"), seat=sherpa, at=house.at)
    returned = hand_in(circular.matter, "We agree.", [], seat=sherpa, at=house.at)
    with pytest.raises(Refused):
        accept(returned, seat=sherpa, at=house.at)
