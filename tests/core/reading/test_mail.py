import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mithaq.core.fields import faults, filled
from mithaq.core.reading.mail import MOST_PARTS, MailKind, read_mail
from mithaq.core.reading.unreadable import Unreadable, Why
from tests.factories.mails import a_mail, a_report

HEAD = b"From: Amina <amina@city.example>\r\nTo: returns+abc@house.example\r\nSubject: Answer\r\n"


def test_an_answer_is_read_with_its_sender_its_references_its_words_and_its_files():
    mail = read_mail(
        a_mail(
            "Amina Trabelsi <Amina@City.example>",
            "returns+abc@house.example",
            files={"ملاحظات.pdf": b"%PDF-1.7"},
            In_Reply_To="<first@house.example>",
        )
    )
    assert (mail.kind, mail.sender, mail.sender_name) == (MailKind.ANSWER, "amina@city.example", "Amina Trabelsi")
    assert mail.recipients == ("returns+abc@house.example",)
    assert mail.references == ("first@house.example",)
    assert mail.text == "Please find our answer enclosed."
    assert [(file.name, file.bytes) for file in mail.files] == [("ملاحظات.pdf", b"%PDF-1.7")]


def test_a_report_of_failed_delivery_is_a_bounce_and_names_the_letter():
    mail = read_mail(a_report("letter1@house.example"))
    assert (mail.kind, mail.status, mail.is_final) == (MailKind.BOUNCE, "5.1.1", True)
    assert "letter1@house.example" in mail.references


def test_a_delayed_letter_has_not_come_back():
    mail = read_mail(a_report("letter1@house.example", status="4.4.1", action="delayed"))
    assert (mail.kind, mail.is_final) == (MailKind.BOUNCE, False)


@pytest.mark.parametrize(
    "header",
    [
        {"Auto_Submitted": "auto-replied"},
        {"X_Autoreply": "yes"},
        {"Precedence": "auto_reply"},
        {"subject": "Automatic reply: Call for comments"},
        {"subject": "رد تلقائي: دعوة"},
    ],
)
def test_what_a_machine_sent_by_itself_is_no_answer(header):
    assert read_mail(a_mail("a@city.example", **header)).kind is MailKind.AUTOMATIC


def test_a_mail_that_says_that_a_person_sent_it_is_an_answer():
    assert read_mail(a_mail("a@city.example", Auto_Submitted="no")).kind is MailKind.ANSWER


@pytest.mark.parametrize("declared", ["windows-1256", "us-ascii", "utf-8", "no-such-charset", ""])
def test_arabic_in_windows_1256_is_read_whatever_charset_the_mail_declares(declared):
    charset = f"; charset={declared}".encode() if declared else b""
    mail = read_mail(HEAD + b"Content-Type: text/plain" + charset + b"\r\n\r\n" + "ردّ مدينة تونس".encode("cp1256"))
    assert mail.text == "ردّ مدينة تونس"


def test_western_letters_in_the_wrong_charset_do_not_turn_arabic():
    mail = read_mail(HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + "São José, Ñuñoa".encode("cp1252"))
    assert mail.text == "São José, Ñuñoa"


def test_a_subject_with_raw_bytes_or_broken_encoding_is_one_line_of_text():
    raw = b"From: a@city.example\r\nSubject: =?utf-8?B?2KrZiNmG2LM?= \xca\xe6\xe4\xd3\r\n folded\r\n\r\nx"
    subject = read_mail(raw).subject
    assert subject.endswith("folded")
    assert subject.isprintable()


def test_line_breaks_hidden_in_an_encoded_header_stay_in_it():
    hidden = base64.b64encode(b"Answer\r\nBcc: all@city.example").decode()
    mail = read_mail(f"From: a@city.example\r\nSubject: =?utf-8?B?{hidden}?=\r\n\r\nx".encode())
    assert mail.subject == "Answer Bcc: all@city.example"


def test_winmail_dat_is_kept_and_said_to_be_no_file_that_can_be_opened():
    mail = read_mail(a_mail("a@city.example", files={"winmail.dat": b"\x78\x9f\x3e\x22"}))
    assert mail.is_damaged
    assert [file.name for file in mail.files] == ["winmail.dat"]


def test_files_in_a_mail_that_is_nested_in_a_mail_are_found():
    inner = a_mail("b@city.example", files={"inner.pdf": b"%PDF-1.7"})
    outer = HEAD + b"Content-Type: multipart/mixed; boundary=o\r\n\r\n--o\r\nContent-Type: message/rfc822\r\n\r\n"
    assert [file.name for file in read_mail(outer + inner + b"\r\n--o--\r\n").files] == ["inner.pdf"]


def test_mails_nested_without_end_are_refused_and_do_not_crash():
    nested = HEAD + b"\r\nx"
    for _ in range(60):
        nested = HEAD + b"Content-Type: message/rfc822\r\n\r\n" + nested
    with pytest.raises(Unreadable) as refused:
        read_mail(nested)
    assert refused.value.code is Why.TOO_DEEP


def test_a_mail_of_very_many_parts_is_refused():
    parts = b"--o\r\nContent-Type: text/plain\r\n\r\nx\r\n" * (MOST_PARTS + 1)
    with pytest.raises(Unreadable) as refused:
        read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=o\r\n\r\n" + parts + b"--o--")
    assert refused.value.code is Why.TOO_MANY_PARTS


@pytest.mark.parametrize(
    "broken",
    [
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nnever closed",
        b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!not base64!!!",
        b"Date: the day after tomorrow\r\nContent-Type: ;;;=\r\n\r\nwords",
        b"Content-Disposition: attachment; filename*=utf-8''%zz%D8\r\n\r\nwords",
    ],
)
def test_malformed_mails_are_read_as_far_as_they_go(broken):
    assert read_mail(HEAD + broken).sender == "amina@city.example"


@pytest.mark.parametrize(("payload", "why"), [(b"", Why.EMPTY), (b"\x00\x01binary", Why.OTHER_KIND)])
def test_what_is_no_mail_is_refused(payload, why):
    with pytest.raises(Unreadable) as refused:
        read_mail(payload)
    assert refused.value.code is why


def test_the_words_of_a_mail_in_html_come_without_its_marks():
    html = b"Content-Type: text/html; charset=utf-8\r\n\r\n<style>p{}</style><p>We &amp; you</p><script>x</script>agree"
    assert read_mail(HEAD + html).text.split() == ["We", "&", "you", "agree"]


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_the_reader_stumble(noise):
    with contextlib.suppress(Unreadable):
        read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" + noise)


@given(st.text(max_size=80), st.dictionaries(st.sampled_from(["city", "name"]), st.text(max_size=20)))
def test_text_without_fields_stays_as_it_is_and_values_are_never_looked_at_again(text, values):
    if not list(faults(text, ())):
        assert filled(text, values) == text
    assert filled("{{ name }}", {"name": "{{ city }}", "city": "x"}) == "{{ city }}"


def test_a_fault_names_its_line_and_sign():
    [wrong] = faults("Dear {{ name }},\nof {{ ctiy }}", {"name"})
    assert (wrong.words, wrong.line, wrong.sign) == ("{{ ctiy }}", 2, 4)
    assert [wrong.words for wrong in faults("{{ name", {"name"})] == ["{{"]
