"""The lock files: every package is pinned to hashes, and no line says where it is to be fetched."""

from __future__ import annotations

import re

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT

PINNED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[\w.]+)(?P<marker> ; [^\\]+)?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)
LOCKS = ["requirements.txt", "requirements-dev.txt"]


def entries(lock: str) -> list[str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    joined = re.sub(r"\s*\\\n\s*", " ", text)
    return [line for line in joined.splitlines() if line and not line.startswith("#")]


def versions(lock: str) -> dict[str, str]:
    return {found["name"]: found["version"] for line in entries(lock) if (found := PINNED.fullmatch(line))}


def wanted(*lists: str) -> list[Requirement]:
    lines = [line.partition("#")[0].strip() for name in lists for line in (ROOT / name).read_text().splitlines()]
    return [Requirement(line) for line in lines if line]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_to_hashes(lock: str):
    assert [line for line in entries(lock) if not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_records_no_address(lock: str):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert re.findall(r"\w+://|--(?:extra-)?index-url|--find-links|--trusted-host| @ ", text) == []


def test_development_runs_on_the_versions_that_are_run():
    run, dev = versions("requirements.txt"), versions("requirements-dev.txt")
    assert {name: version for name, version in run.items() if dev.get(name) != version} == {}


@pytest.mark.parametrize(
    ("lock", "lists"),
    [
        ("requirements.txt", ["requirements/run.in", "requirements/build.in"]),
        ("requirements-dev.txt", ["requirements/run.in", "requirements/build.in", "requirements/dev.in"]),
    ],
)
def test_a_lock_holds_what_is_asked_for(lock: str, lists: list[str]):
    locked = versions(lock)
    asked = wanted(*lists)
    assert [
        str(one) for one in asked if not one.specifier.contains(locked.get(one.name.lower().replace("_", "-"), ""))
    ] == []
