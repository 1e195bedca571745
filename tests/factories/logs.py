"""A transparency log for the tests: endorsements in it, published and signed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mithaq.communique.domain.freeze import publish
from mithaq.communique.models import Text
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.models import Endorsement
from tests.factories.house import House, a_frozen_text, an_endorsement


def again(text: Text) -> Text:
    """The text as it is on record now."""
    return Text.objects.get(pk=text.pk)


def published(house: House, text: Text) -> datetime:
    """Publish a text a day after the opening; a day after that."""
    publish(text, seat=house.secretariat, at=house.at + timedelta(days=1))
    return house.at + timedelta(days=2)


def a_log(house: House, number: int = 3, **how: Any) -> tuple[Text, list[Endorsement], datetime]:
    """A published text with so many endorsements in a signed log."""
    text = a_frozen_text(house, **how)
    given = [an_endorsement(house, text) for _one in range(number)]
    at = published(house, text)
    publish_queue(text, at=at)
    sign_checkpoint(at=at)
    return again(text), given, at
