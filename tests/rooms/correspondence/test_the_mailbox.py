import pytest

from mithaq.correspondence.jobs import look_into_the_mailbox, read_mailbox
from mithaq.correspondence.models import Incoming, Mailbox
from tests.factories.house import a_house, a_seated
from tests.factories.letters import a_sent_circular, addressed_to
from tests.factories.mailboxes import a_mail_server
from tests.factories.mails import a_mail

pytestmark = pytest.mark.django_db


def test_mails_are_taken_in_once_in_their_order_and_the_mailbox_is_only_read():
    house = a_house()
    sherpa = a_seated(house)
    circular = a_sent_circular(house)
    to = f"returns+{addressed_to(circular, sherpa).public_id}@secretariat.example"
    with a_mail_server(a_mail(sherpa.person.email, to), a_mail("stranger@private.example")) as server:
        assert [read_mailbox(server.address), read_mailbox(server.address)] == [2, 0]
        server.mails[3] = a_mail("third@private.example")
        assert read_mailbox(server.address) == 1
        told = " ".join(server.commands).upper()
    assert Incoming.objects.count() == 3
    assert not any(word in told for word in ("STORE", "COPY", "MOVE", "EXPUNGE", "SELECT ", "BODY[]"))


def test_a_mailbox_that_was_made_anew_is_read_anew_without_doubling_anything():
    a_house()
    with a_mail_server(a_mail("a@city.example")) as server:
        read_mailbox(server.address)
        server.validity = 2
        read_mailbox(server.address)
    assert (Incoming.objects.count(), Mailbox.objects.get().validity) == (1, 2)


def test_a_mail_larger_than_any_mail_stays_in_the_mailbox_and_holds_up_no_other():
    a_house()
    with a_mail_server(a_mail("a@city.example")) as server:
        server.claimed = 900_000_000
        assert read_mailbox(server.address) == 0
        server.claimed = 0
        server.mails[2] = a_mail("b@city.example")
        assert read_mailbox(server.address) == 1


@pytest.mark.parametrize("address", ["", "http://host", "imap://127.0.0.1:1/INBOX", "imap://u:wrong@"])
def test_a_mailbox_that_is_not_there_or_lets_nobody_in_stops_nothing(settings, address, caplog):
    with a_mail_server() as server:
        settings.RETURNS_MAILBOX = address + server.address.partition("@")[2] if address.endswith("@") else address
        assert look_into_the_mailbox(now=True) == 0
    assert "wrong" not in caplog.text
