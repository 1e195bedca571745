"""Files and words out of a winmail.dat."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.reading.mail import read_mail
from mithaq.core.reading.winmail import SIGNATURE, NotWinmail, opened
from tests.factories.mails import a_mail
from tests.factories.winmails import a_winmail


def test_files_come_out_with_their_long_names_and_the_words_with_their_charset():
    found = opened(a_winmail({"ردّ المدينة.docx": b"PK..", "map.pdf": b"%PDF"}, text="تحية طيبة"))
    assert [(one.name, one.content) for one in found.files] == [("ردّ المدينة.docx", b"PK.."), ("map.pdf", b"%PDF")]
    assert (found.text, found.is_broken) == ("تحية طيبة", False)


def test_what_was_read_before_it_breaks_off_is_given():
    whole = a_winmail({"a.pdf": b"%PDF", "b.pdf": b"%PDF-2"})
    found = opened(whole[:-120])
    assert found.is_broken
    assert found.files[0].name == "a.pdf"


def test_something_else_is_no_winmail():
    with pytest.raises(NotWinmail):
        opened(b"%PDF-1.7")


@given(st.binary(max_size=300))
def test_no_bytes_make_it_stumble(rest):
    opened(SIGNATURE + rest)


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_no_damage_makes_it_stumble(place, damage):
    whole = a_winmail({"a.pdf": b"%PDF"}, text="x")
    opened(whole[:6] + whole[6:place] + damage + whole[place + len(damage) :])


def test_a_mail_gives_the_files_of_its_winmail_in_its_stead():
    mail = read_mail(
        a_mail("a@city.example", text=" ", files={"winmail.dat": a_winmail({"a.pdf": b"%PDF"}, text="Hi")})
    )
    assert [(file.name, file.bytes) for file in mail.files] == [("a.pdf", b"%PDF")]
    assert (mail.text, mail.is_damaged) == ("Hi", False)


def test_a_winmail_that_breaks_off_is_kept_beside_what_was_in_it():
    broken = a_winmail({"a.pdf": b"%PDF", "b.pdf": b"%PDF"})[:-120]
    mail = read_mail(a_mail("a@city.example", files={"winmail.dat": broken}))
    assert (mail.files[0].name, mail.files[-1].name) == ("a.pdf", "winmail.dat")
    assert mail.is_damaged
