"""Circulars, and what comes back, made through the verbs."""

from __future__ import annotations

from datetime import datetime, timedelta

from mithaq.correspondence.domain.send import send
from mithaq.correspondence.domain.write import Asked, write_circular
from mithaq.correspondence.models import Addressee, Circular
from mithaq.correspondence.queries.recipients import Choice
from mithaq.foundation.actors.models import Seat
from mithaq.members.vocabulary import Standing
from tests.factories.house import House

SUBJECT = {"en": "Call for comments: {{ city }}", "ar": "دعوة إلى إبداء الملاحظات: {{ city }}"}
BODY = {
    "en": "{{ salutation }}\n\nPlease send us {{ matter }} by {{ deadline }}: {{ upload_link }}\n\n{{ sender }}",
    "ar": "{{ salutation }}\n\nيرجى موافاتنا بـ{{ matter }} في موعد أقصاه {{ deadline }}: {{ upload_link }}\n\n{{ sender }}",
}
TITLE = {"en": "comments on the draft", "ar": "ملاحظاتكم على المسودة"}
PARTICIPATING = Choice(standings=(Standing.PARTICIPATING,))


def due_in(house: House, days: int = 14) -> datetime:
    """A deadline so many days after the house opened."""
    return house.at + timedelta(days=days)


def a_circular(house: House, *, choice: Choice = PARTICIPATING, days: int = 14) -> Circular:
    """A circular to the participating cities that asks for comments, not sent yet."""
    asked = Asked(TITLE, due_in(house, days))
    return write_circular(house.cycle, SUBJECT, BODY, choice, asked, **house.by_us)


def a_sent_circular(house: House, *, choice: Choice = PARTICIPATING, days: int = 14) -> Circular:
    """The same, sent when the house opened."""
    circular = a_circular(house, choice=choice, days=days)
    send(circular, **house.by_us)
    return Circular.objects.get(pk=circular.pk)


def addressed_to(circular: Circular, seat: Seat) -> Addressee:
    """The row of the circular for a seat."""
    return Addressee.objects.select_related("letter", "circular__matter").get(circular=circular, seat=seat)
