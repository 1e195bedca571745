"""What a process of its own does for a test: `python -m tests.rooms.chronicle.errands ERRAND ACTS`.

write   names that many gaps of the year, one act each
follow  lets a follower catch up that writes one letter for each gap; it says each act's number while the
        letter is written and not yet kept
"""

from __future__ import annotations

import sys
import time

import django


def main(errand: str, acts: str = "0") -> None:
    django.setup()
    print("ready", flush=True)
    sys.stdin.readline()
    {"write": write, "follow": follow}[errand](int(acts))


def write(acts: int) -> None:
    from mithaq.cycle.domain.arrange import name_gap
    from mithaq.cycle.models import Cycle
    from mithaq.foundation.actors.models import Seat
    from tests.factories.house import OPENING

    cycle, seat = Cycle.objects.get(), Seat.objects.order_by("id").first()
    for number in range(acts):
        name_gap(cycle, {"en": f"Gap {number}"}, "", seat=seat, at=OPENING)


def follow(_acts: int) -> None:
    from mithaq.foundation.chronicle.followers import catch_up, follows
    from mithaq.foundation.identifiers import fresh_id
    from mithaq.foundation.mail.models import Letter

    @follows("gap.named", name="tests.letters")
    def write_a_letter(act):
        # The occasion is new each time, so that a letter written twice stands there twice.
        Letter.objects.create(seat=act.seat, occasion=fresh_id(), subject=str(act.sequence), written_at=act.at)
        print(act.sequence, flush=True)
        time.sleep(0.01)

    catch_up()


if __name__ == "__main__":
    main(*sys.argv[1:])
