"""What the worker does of itself: cities are reminded of a call as it was set; published texts enter the transparency
log, its states are signed, witnesses are asked.

It is late at worst. What is in the log follows from the record.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from mithaq.endorsements.domain.call import remind_as_set
from mithaq.endorsements.domain.log.check import check_log
from mithaq.endorsements.domain.log.enter import publish_queue
from mithaq.endorsements.domain.log.sign import sign_checkpoint
from mithaq.endorsements.domain.log.witness import ask_witnesses
from mithaq.endorsements.queries import calls_that_owe_a_reminder
from mithaq.endorsements.queries.log import latest_check, latest_checkpoint, log_size, texts_with_a_queue
from mithaq.foundation import clock
from mithaq.foundation.permissions import Refused

log = logging.getLogger(__name__)

#: The whole log is read and hashed anew once in this time.
CHECKED_EVERY = timedelta(days=1)
#: Seconds for which a witness is waited for, and bytes of an answer that are read.
PATIENCE, LONGEST = 5, 10_000


def remind_of_calls() -> int:
    """Remind the cities of open calls on the days that are set; the number of calls. The letters follow from the act,
    so a worker that is killed neither forgets nor doubles one."""
    at = clock.now()
    return sum(remind_as_set(one, at=at) for one in calls_that_owe_a_reminder(at))


def keep_the_log() -> int:
    """Enter what was published, sign the log if it grew, ask the witnesses, check it once a day; the number of acts."""
    at = clock.now()
    entered = sum(publish_queue(text, at=at) for text in texts_with_a_queue(at))
    size, last = log_size(), latest_checkpoint()
    if not size and last is None:
        return entered
    check = latest_check()
    if check is None or clock.real_now() - check.at >= CHECKED_EVERY:
        ask_witnesses(send, at=at, again=True)
        check_log(at=at)
    elif last and last.size != size:
        ask_witnesses(send, at=at, again=True)  # one that saw more than is here is heard before anything is signed
    try:
        sign_checkpoint(at=at)
    except Refused as why:
        log.error("the log was not signed", extra={"reason": str(why)})
        return entered
    return entered + ask_witnesses(send, at=at)


def send(address: str, request: str) -> tuple[int, str]:
    """Send a request to a witness: status and answer. Raises `OSError` where nobody answers."""
    if not address.startswith(("http://", "https://")):
        raise OSError(f"{address} is not an address of the web")
    asked = Request(  # noqa: S310 - looked at just above
        address, data=request.encode(), headers={"Content-Type": "text/plain; charset=utf-8"}
    )
    try:
        with urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310
            return answer.status, answer.read(LONGEST).decode(errors="replace")
    except HTTPError as refusal:
        return refusal.code, refusal.read(LONGEST).decode(errors="replace")
