"""What was acknowledged outlives a server that is killed: the short form of a benchmark."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.mark.long
@pytest.mark.sqlite
def test_what_was_acknowledged_over_http_is_neither_lost_nor_doubled_by_kills():
    """Seconds are not promised here: whoever runs the tests has other things to do."""
    told = subprocess.run(
        [sys.executable, ROOT / "benchmarks/killed.py", "--kills", "3", "--acts", "40", "--seconds", "110"],
        env={name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "MITHAQ_LOG")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "times that chronicle and log were whole, 3: 3" in told.stdout
