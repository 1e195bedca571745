"""`mithaq rehearse` that is killed when it is about to move its results into place for the nth time:
`python -m tests.rooms.rehearsal.killed MOVE SOURCE --out OUT`."""

from __future__ import annotations

import os
import signal
import sys
from itertools import count
from pathlib import Path

from mithaq.cli import main

moves = count(1)
replace = Path.replace


def replace_or_die(path: Path, target: Path) -> Path:
    is_a_result = target.parent == Path(sys.argv[-1])  # and no file that is taken in while the year is played
    if is_a_result and next(moves) == int(sys.argv[1]):
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(path, target)


if __name__ == "__main__":
    Path.replace = replace_or_die  # the power goes at this very moment
    sys.exit(main(["rehearse", *sys.argv[2:]]))
