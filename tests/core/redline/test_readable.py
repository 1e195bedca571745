"""How readable a redline is, in figures: fewer stretches than `difflib` shows on the same words, and at most one word in
twenty more marked as changed than must be."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from mithaq.core.redline import Kind, redline


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """What is measured is what the benchmark prints."""
    path = Path(__file__).parents[3] / "benchmarks/redline.py"
    spec = importlib.util.spec_from_file_location("benchmark_of_the_redline", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("touched", [1, 3, 9], ids=["few words", "a light revision", "a heavy one"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_redline_has_fewer_runs_than_difflib_and_hardly_more_words_than_it_must(
    measure: ModuleType, language: str, touched: int
) -> None:
    base = measure.the_text(language)
    pairs = [(clause, measure.a_revision(clause, touched, seed)) for seed, clause in enumerate(base)]
    ours = [redline(*pair) for pair in pairs]
    theirs = [measure.by_difflib(*pair) for pair in pairs]
    changed = sum(measure.count(run.text) for runs in ours for run in runs if run.kind != Kind.KEPT)
    assert sum(map(len, ours)) <= sum(map(len, theirs))
    assert changed <= 1.05 * sum(measure.minimum(*pair) for pair in pairs)


@pytest.mark.parametrize(
    ("old", "new", "went", "came"),
    [
        ("A family \U0001f469\u200d\U0001f467 here", "A family \U0001f469\u200d\U0001f466 here",
         "\U0001f469\u200d\U0001f467", "\U0001f469\u200d\U0001f466"),
        ("Yes \U0001f44d\U0001f3fb!", "Yes \U0001f44d\U0001f3ff!", "\U0001f44d\U0001f3fb", "\U0001f44d\U0001f3ff"),
        ("In \U0001f1f9\U0001f1f3.", "In \U0001f1f9\U0001f1f7.", "\U0001f1f9\U0001f1f3", "\U0001f1f9\U0001f1f7"),
        ("Step 1\ufe0f\u20e3", "Step 2\ufe0f\u20e3", "1\ufe0f\u20e3", "2\ufe0f\u20e3"),
    ],
    ids=["joined", "tone", "flag", "key"],
)  # fmt: skip
def test_a_picture_put_together_of_several_signs_changes_whole(old, new, went, came):
    changed = [run.text for run in redline(old, new) if run.kind is not Kind.KEPT]
    assert changed == [went, came]
