"""What is wrong with the files is said in the language of the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def complaint(out: Path, language: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "mithaq", "rehearse", str(out / "nothing-there"), "--out", str(out / "out")],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "LC_ALL": language, "PYTHONUTF8": "1"},
    )
    assert done.returncode == 3
    return done.stderr


def test_a_missing_folder_is_said_in_arabic_and_in_english(tmp_path):
    assert "There is no folder and no document at" in complaint(tmp_path, "C.UTF-8")
    assert "لا يوجد" in complaint(tmp_path, "ar_SA.UTF-8")
