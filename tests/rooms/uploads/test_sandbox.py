import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path

import pytest

from mithaq.core.reading.paragraphs import read_paragraphs
from mithaq.core.reading.recommendations import read_recommendations
from mithaq.core.reading.unreadable import Unreadable, Why
from mithaq.foundation.uploads import sandbox
from mithaq.foundation.uploads.confinement import OFFICE, Limits
from mithaq.foundation.uploads.plain import packed as in_json
from mithaq.foundation.uploads.sandbox import in_a_child, which_isolation
from tests.factories import hostile_readers as readers
from tests.factories.hostile_files import HONEST, REFUSED, broken_by_chance, just_below_the_fixed_bounds
from tests.factories.word_files import word_file

SHORT = Limits(memory=300, cpu=1, wall=3)


def refusal_of(reader, payload=b"", limits=SHORT):
    with pytest.raises(Unreadable) as refusal:
        in_a_child(reader, payload, limits=limits)
    return refusal.value


def children_of(parent):
    """The processes whose parent this is."""
    return [
        number
        for number in map(int, filter(str.isdigit, (path.name for path in Path("/proc").iterdir())))
        if parent_of(number) == parent
    ]


def parent_of(number):
    try:
        return int(Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def nursery_of(process):
    """The process from which children of this one are forked."""
    found = [number for number in children_of(process) if b"uploads.nursery" in called(number)]
    return found[0] if found else None


def called(number):
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes()
    except OSError:
        return b""


def is_running(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def gone_within(seconds, *numbers):
    until = time.monotonic() + seconds
    while any(map(is_running, numbers)) and time.monotonic() < until:
        time.sleep(0.02)
    return not any(map(is_running, numbers))


def test_the_answer_of_a_child_is_the_answer_of_the_function():
    document = word_file(HONEST)
    assert in_a_child(read_recommendations, document) == read_recommendations(document)
    assert in_a_child(readers.sees, "اقرأ".encode()) == readers.sees("اقرأ".encode())


def test_a_large_file_passes():
    payload = b"x" * 25_000_000
    assert in_a_child(readers.sees, payload).number == len(payload)


def test_a_refusal_comes_back_with_its_facts():
    refusal = refusal_of(readers.refuses)
    assert (refusal.code, refusal.facts) == (Why.TOO_LARGE, {"most": 7})


@pytest.mark.parametrize(
    ("reader", "why"),
    [
        (readers.spins, Why.TOO_SLOW),
        (readers.sleeps, Why.TOO_SLOW),
        (readers.hoards, Why.TOO_HEAVY),
        (readers.hoards_beneath_python, Why.TOO_HEAVY),
        (readers.babbles, Why.TOO_HEAVY),
        (readers.stumbles, Why.CRASHED),
        (readers.falls, Why.CRASHED),
    ],
)
def test_a_child_is_stopped_at_its_limits(reader, why):
    assert refusal_of(reader).code is why
    assert in_a_child(readers.sees, b"next").number == 4


def test_a_child_gets_away_with_nothing(tmp_path):
    wanted = tmp_path / "written"
    assert in_a_child(readers.tries, str(wanted).encode()).words == ()
    assert not wanted.exists()


def test_this_host_isolates_the_children():
    assert set(which_isolation()) & {"namespaces", "seccomp"}


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not json",
        b'{"result": {"number": "7", "words": []}}',
        b'{"result": {"number": 7, "words": [], "more": 1}}',
        b'{"result": {"number": true, "words": []}}',
        b'{"unreadable": "no such reason", "facts": {}}',
        b"[" * 100_000,
        b'{"result": {"number": 7, "words": [1]}}',
    ],
)
def test_an_answer_of_another_kind_is_no_answer(answer):
    assert refusal_of(readers.lies, answer).code is Why.CRASHED


def test_children_know_none_of_the_server_s_secrets():
    in_a_child(readers.sees, b"")
    environment = Path(f"/proc/{nursery_of(os.getpid())}/environ").read_bytes().split(b"\0")
    assert {name.partition(b"=")[0] for name in environment if name} == {
        b"PYTHONPATH",
        b"PYTHONUTF8",
        b"PYTHONDONTWRITEBYTECODE",
    }


def test_many_threads_read_at_the_same_time():
    read, faults = [], []

    def work(number):
        try:
            read.append(in_a_child(readers.sees, b"x" * number).number)
        except Unreadable as fault:
            faults.append(fault)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(read), faults) == (list(range(40)), [])


def test_a_nursery_that_was_killed_is_started_again():
    in_a_child(readers.sees, b"")
    first = nursery_of(os.getpid())
    os.kill(first, signal.SIGKILL)
    assert in_a_child(readers.sees, b"once more").number == 9
    assert nursery_of(os.getpid()) not in (None, first)


def test_a_nursery_killed_during_a_reading_does_not_lose_it():
    in_a_child(readers.sees, b"")
    first = nursery_of(os.getpid())
    killer = threading.Timer(0.1, os.kill, (first, signal.SIGKILL))
    killer.start()
    try:
        child = in_a_child(readers.waits, b"").number
    finally:
        killer.join()
    assert child
    assert nursery_of(os.getpid()) not in (None, first)


def test_when_the_nursery_dies_its_children_die():
    in_a_child(readers.sees, b"")
    nursery = nursery_of(os.getpid())
    reading = threading.Thread(target=refusal_of, args=(readers.sleeps, b"", Limits(300, 1, 2)))
    reading.start()
    while not (children := children_of(nursery)):
        time.sleep(0.01)
    os.kill(nursery, signal.SIGKILL)
    assert gone_within(5, *children)
    reading.join()


def test_a_server_that_is_killed_leaves_no_process_behind(tmp_path):
    script = tmp_path / "server.py"
    script.write_text(
        "from mithaq.foundation.uploads.sandbox import in_a_child\n"
        "from mithaq.foundation.uploads.confinement import Limits\n"
        "from tests.factories import hostile_readers as readers\n"
        "in_a_child(readers.sees, b'')\n"
        "print('ready', flush=True)\n"
        "in_a_child(readers.sleeps, b'', limits=Limits(300, 1, 60))\n"
    )
    environment = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout.readline() == b"ready\n"
        nursery = nursery_of(server.pid)
        while not (children := children_of(nursery)):
            time.sleep(0.01)
        server.kill()
    assert gone_within(5, nursery, *children)


def test_after_a_fork_each_process_has_its_own_nursery():
    in_a_child(readers.sees, b"")
    ours = nursery_of(os.getpid())
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            count = in_a_child(readers.sees, b"four").number
            os.write(writing, json.dumps([count, nursery_of(os.getpid())]).encode())
        finally:
            sandbox._nursery.end()
            os._exit(0)
    os.close(writing)
    count, theirs = json.loads(os.read(reading, 1000))
    os.close(reading)
    os.waitpid(child, 0)
    assert count == 4
    assert theirs not in (None, ours)
    assert in_a_child(readers.sees, b"still ours").number == 10
    assert nursery_of(os.getpid()) == ours


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_within_the_limits_and_for_its_own_reason(what):
    why, make = REFUSED[what]
    assert refusal_of(read_paragraphs, make(), OFFICE).code is why


def test_what_slips_below_the_fixed_bounds_is_stopped_by_the_child_s():
    assert refusal_of(read_recommendations, just_below_the_fixed_bounds(), OFFICE).code in (
        Why.TOO_HEAVY,
        Why.TOO_SLOW,
        Why.TOO_LONG,
    )


def test_three_hundred_broken_files_crash_nothing():
    honest = word_file(HONEST)
    outcomes = []
    for seed in range(300):
        try:
            in_a_child(read_recommendations, broken_by_chance(honest, seed))
            outcomes.append("read")
        except Unreadable as refusal:
            outcomes.append(refusal.code)
    assert not {Why.CRASHED, Why.TOO_SLOW, Why.TOO_HEAVY} & set(outcomes)
    assert Why.DAMAGED in outcomes


def test_a_reading_passes_between_processes_unchanged():
    reading = read_recommendations(word_file(HONEST))
    assert json.loads(in_json(reading))["paragraphs"] == 29
    assert len(asdict(reading)["candidates"]) == len(reading.candidates)


@pytest.mark.documents
def test_the_un_document_is_read_in_a_child(documents):
    path = documents / "un-upr-163-recommendations-by-theme.docx"
    if not path.exists():
        pytest.skip(f"{path.name} is not in the folder of outside documents")
    assert len(in_a_child(read_recommendations, path.read_bytes()).candidates) == 163
