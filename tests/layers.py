"""Runs the tests layer by layer, side by side where two cores allow it, and says at the end what ran and what did not.

`bin/test` calls it. Every layer is one pytest run of its own, with an environment of its own.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.chromium import chromium
from tests.factories.played_years import SHARED
from tests.factories.surroundings import EMPTY_DATABASES
from tests.postgres import NoServer, throwaway_server

ROOT = Path(__file__).resolve().parent.parent
NOTHING_COLLECTED = 5
WANT_THE_KEYBOARD = {"-s", "--capture=no", "--pdb", "--trace"}


@dataclass(frozen=True)
class Layer:
    """A folder of tests, what it stands on, and the seconds it may take on two cores."""

    name: str
    folder: str
    budget: int
    database: str = "sqlite"
    browser: bool = False
    hands: int = 1  # processes that share the tests


# Layers on one line run side by side; a line waits for the one above.
STAGES = (
    (Layer("core", "tests/core", 60), Layer("house", "tests/house", 90, hands=2)),
    (
        Layer("rooms on SQLite", "tests/rooms", 270, hands=2),
        Layer("rooms on PostgreSQL", "tests/rooms", 270, "postgresql", hands=2),
    ),
    (Layer("journeys", "tests/journeys", 270, browser=True, hands=2),),
)


@dataclass
class Outcome:
    """What became of one layer. `absent` says why it did not run at all; `broken`, why it did not finish."""

    layer: Layer
    passed: int = 0
    failures: list[str] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)  # test, reason
    seconds: float = 0
    absent: str = ""
    broken: str = ""

    @property
    def failed(self) -> int:
        return len(self.failures) or int(bool(self.broken))


@dataclass(frozen=True)
class Wish:
    """What the caller asked for."""

    complete: bool
    paths: tuple[Path, ...]
    words: tuple[str, ...]
    seed: str

    def paths_in(self, layer: Layer) -> list[Path]:
        """What of the layer is asked for; all of it where no path was named."""
        folder = ROOT / layer.folder
        if not self.paths:
            return [folder]
        if any(folder.is_relative_to(path) for path in self.paths):
            return [folder]
        return [path for path in self.paths if path.is_relative_to(folder)]


def main(arguments: list[str]) -> int:
    """Run what is asked for; the last line printed is `N passed, N failed, N skipped`."""
    wish = understood(arguments)
    outcomes: list[Outcome] = []
    began = time.monotonic()
    interrupted = False
    for ending in (signal.SIGINT, signal.SIGTERM):  # SIGINT too: a shell's background job is born deaf to it
        signal.signal(ending, signal.default_int_handler)
    stages = [[layer for layer in stage if wish.paths_in(layer)] for stage in STAGES]
    try:
        with tempfile.TemporaryDirectory(prefix="mithaq-") as shelf:
            for stage in stages:
                outcomes += run_side_by_side(stage, wish, Path(shelf))
    except KeyboardInterrupt:
        interrupted = True
        reached = {outcome.layer for outcome in outcomes}
        outcomes += [Outcome(layer, absent="interrupted") for layer in chain(*stages) if layer not in reached]
    faults = faults_of(outcomes, wish, interrupted)
    print_summary(outcomes, wish, faults, time.monotonic() - began)
    return 1 if faults else 0


def understood(arguments: list[str]) -> Wish:
    """Sort the words of the command line into paths of tests, our own switch, and words for pytest."""
    paths, words = [], []
    for word in arguments:
        if word == "--complete":
            continue
        path = path_of_tests(word)
        if path:
            paths.append(path)
        else:
            words.append(word)
    seeds = [word.partition("=")[2] for word in words if word.startswith("--randomly-seed=")]
    seed = seeds[-1] if seeds else str(random.SystemRandom().randrange(2**31))
    return Wish("--complete" in arguments, tuple(paths), tuple(words), seed)


def path_of_tests(word: str) -> Path | None:
    """The path that a word names, with its `::test` if it has one; None when it names nothing under tests/."""
    name, colons, test = word.partition("::")
    if not name or name.startswith("-"):
        return None
    for start in (Path.cwd(), ROOT):
        path = (start / name).resolve()
        if path.exists() and path.is_relative_to(ROOT / "tests"):
            return path.with_name(path.name + colons + test)
    return None


# --- running ----------------------------------------------------------------------------------------------------------


def run_side_by_side(layers: list[Layer], wish: Wish, shelf: Path) -> list[Outcome]:
    """Run layers at the same time; each one's words are shown whole when it ends, a lone one's as they come.

    `shelf` is the folder of what the layers share.
    """
    if len(layers) > 1 and WANT_THE_KEYBOARD & set(wish.words):
        return [outcome for layer in layers for outcome in run_side_by_side([layer], wish, shelf)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="mithaq-")))
        outcomes, runs = [], []
        for layer in layers:
            try:
                runs.append(stack.enter_context(started(layer, wish, folder, shelf, shown=len(layers) == 1)))
            except (NoServer, LookupError) as fault:
                outcomes.append(Outcome(layer, absent=str(fault)))
        for run in runs:
            run.process.wait()
            outcomes.append(run.outcome())
    return outcomes


@dataclass
class Run:
    """A pytest process at work on a layer."""

    layer: Layer
    wish: Wish
    process: subprocess.Popen[bytes]
    report: Path
    words: Path | None
    began: float

    def outcome(self) -> Outcome:
        """What became of the layer, once its process has ended."""
        seconds = time.monotonic() - self.began
        if self.words:
            print_title(self.layer.name)
            sys.stdout.write(self.words.read_text(errors="replace"))
            sys.stdout.flush()
        outcome = Outcome(self.layer, seconds=seconds)
        if self.report.exists():
            read_report(self.report, outcome)
        status = self.process.returncode
        if status == NOTHING_COLLECTED and self.wish.words:
            outcome.absent = "no test fits the words given to pytest"
        elif status not in (0, 1) or (status == 1 and not outcome.failures):
            outcome.broken = "it has no test" if status == NOTHING_COLLECTED else f"pytest ended with status {status}"
        return outcome


@contextmanager
def started(layer: Layer, wish: Wish, folder: Path, shelf: Path, *, shown: bool) -> Iterator[Run]:
    """Start a layer's pytest; whatever happens meanwhile, it and its database server are gone at the end."""
    with ExitStack() as stack:
        environment = {**surroundings(layer, folder), SHARED: str(shelf), EMPTY_DATABASES: str(shelf / "empty")}
        if layer.database == "postgresql":
            environment["DATABASE_URL"] = stack.enter_context(throwaway_server())
        if layer.browser and not chromium():
            raise LookupError("Chromium is not installed; bin/setup says how.")
        report = folder / f"{layer.name}.xml"
        words = None if shown else folder / f"{layer.name}.txt"
        if shown:
            print_title(layer.name)
        else:
            print(f"{layer.name}: running", flush=True)
        process = subprocess.Popen(
            command(layer, wish, report),
            cwd=ROOT,
            env=environment,
            stdin=None if shown else subprocess.DEVNULL,
            stdout=words.open("wb") if words else None,
            stderr=subprocess.STDOUT if words else None,
        )
        stack.callback(end, process)
        yield Run(layer, wish, process, report, words, time.monotonic())


def command(layer: Layer, wish: Wish, report: Path) -> list[str]:
    """The layer's pytest command."""
    paths = [str(path.relative_to(ROOT)) for path in wish.paths_in(layer)]
    own = ["--complete"] if wish.complete else []
    if not {"no:randomly", "-pno:randomly"} & set(wish.words):
        own.append(f"--randomly-seed={wish.seed}")
    if layer.hands > 1 and not WANT_THE_KEYBOARD & set(wish.words):
        # Each begins with half of the modules, so that what a module's tests share is made once.
        own += [f"--numprocesses={layer.hands}", "--dist=worksteal"]
    return [
        sys.executable,
        "-m",
        "pytest",
        f"--junitxml={report}",
        "-o",
        "junit_family=xunit2",
        *own,
        *wish.words,
        *paths,
    ]


def surroundings(layer: Layer, folder: Path) -> dict[str, str]:
    """The environment of a layer: nothing of the caller's own Mithaq reaches it, but where the documents are and where
    the pictures of the pages go."""
    ours = ("MITHAQ_", "DATABASE_URL", "DJANGO_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    for name in ("MITHAQ_DOCUMENTS", "MITHAQ_PICTURES"):
        if folder_of_the_caller := os.environ.get(name):
            environment[name] = str(Path(folder_of_the_caller).resolve())
    return {**environment, "MITHAQ_HOME": str(folder / f"home of {layer.name}")}


def end(process: subprocess.Popen[bytes]) -> None:
    """End a layer that still runs because we were interrupted: it may tidy up first."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


# --- telling ----------------------------------------------------------------------------------------------------------


def read_report(report: Path, outcome: Outcome) -> None:
    """Sort a JUnit report's tests into passed, failed and skipped."""
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{case.get('classname', '')}::{case.get('name', '')}".removeprefix("::")
        skip = case.find("skipped")
        if case.find("failure") is not None or case.find("error") is not None:
            outcome.failures.append(name)
        elif skip is not None:
            outcome.skips.append((name, skip.get("message", "no reason given")))
        else:
            outcome.passed += 1


def faults_of(outcomes: list[Outcome], wish: Wish, interrupted: bool) -> list[str]:
    """Why this run is no success, in sentences; empty when it is one."""
    faults = [f"{outcome.layer.name}: {outcome.broken}" for outcome in outcomes if outcome.broken]
    faults += [f"failed: {name} ({outcome.layer.name})" for outcome in outcomes for name in outcome.failures]
    if interrupted:
        faults.append("interrupted before the end")
    elif not any(outcome.passed for outcome in outcomes):
        faults.append("no test passed")
    if wish.complete:
        faults += [f"not run: {line}" for line in not_run(outcomes)]
    return faults


def not_run(outcomes: list[Outcome]) -> list[str]:
    """One line for each thing that was left out, with its reason."""
    lines = [f"{outcome.layer.name}: {outcome.absent}" for outcome in outcomes if outcome.absent]
    for outcome in outcomes:
        reasons = Counter(reason for _, reason in outcome.skips)
        lines += [f"{outcome.layer.name}: {number} skipped ({reason})" for reason, number in reasons.items()]
    return lines


def print_summary(outcomes: list[Outcome], wish: Wish, faults: list[str], seconds: float) -> None:
    """Say what ran, how long, what did not and why; end with the closing line."""
    print_title("what ran")
    for outcome in outcomes:
        counts = f"{outcome.passed:5} passed {outcome.failed:4} failed {len(outcome.skips):4} skipped"
        over = f"   over its budget of {outcome.layer.budget} s" if outcome.seconds > outcome.layer.budget else ""
        print(f"{outcome.layer.name:20} {counts} {outcome.seconds:6.0f} s{'' if wish.complete else over}")
    print(f"{'all':20} {seconds:47.0f} s")
    print(f"The same order again: bin/test --randomly-seed={wish.seed}")
    for title, lines in (("what was not run", not_run(outcomes)), ("why this is no success", faults)):
        if lines:
            print_title(title)
            print("\n".join(lines))
    passed, failed = sum(o.passed for o in outcomes), sum(o.failed for o in outcomes)
    skipped = sum(len(o.skips) for o in outcomes)
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)


def print_title(title: str) -> None:
    """A heading between the layers."""
    print(f"\n== {title}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
