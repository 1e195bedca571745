"""How fast and how readable the redline is, beside others; one line each.

A text of 27 clauses and 4,000 words, in three versions: the base, a light revision (a few words in each clause) and
a heavy one (phrases put in and taken out, sentences rewritten and moved). Every comparison is asked for its runs;
`changed` is the words shown as deleted or inserted above the fewest that are possible. `difflib` compares the same
words; `redlines` (MIT) is measured where it is installed: it is no requirement.

    python benchmarks/redline.py [--rounds 20]
"""

from __future__ import annotations

import argparse
import csv
import difflib
import importlib.util
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from rapidfuzz.distance import LCSseq

from mithaq.core.redline import Kind, Run, accepted, redline, rejected
from mithaq.core.redline import cut as cutting
from mithaq.core.text import tokens

DEMO = Path(__file__).parents[1] / "demo/model-year"
CLAUSES, WORDS = 27, 4_000
Runs = Sequence[tuple[str, str]]


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=20, help="how often each comparison is made")
    rounds = asked.parse_args().rounds
    for language in ("en", "ar"):
        base = the_text(language)
        print(f"{language}: {len(base)} clauses, {sum(map(count, base))} words")
        for name, touched in (("light revision", 3), ("heavy revision", 9)):
            revised = [a_revision(clause, touched, seed) for seed, clause in enumerate(base)]
            compare(f"{language}, {name}", list(zip(base, revised, strict=True)), rounds)
    whole = "\n".join(base), "\n".join(revised)
    compare("the last one again, as one text", [whole], rounds)


def compare(name: str, pairs: Sequence[tuple[str, str]], rounds: int) -> None:
    """All comparisons on the same pairs of clauses."""
    fewest = sum(minimum(old, new) for old, new in pairs)
    print(f"{name}: {fewest} words changed at least")
    ours = [redline(old, new) for old, new in pairs]
    assert all(accepted(runs) == new and rejected(runs) == old for runs, (old, new) in zip(ours, pairs, strict=True))
    known = {old for old, _new in pairs}
    line("redline, a new version", ours, fewest, timed(lambda: [redline(*p) for p in pairs], rounds, known))
    bare = [bare_pipeline(old, new) for old, new in pairs]
    line("bare LCSseq", bare, fewest, timed(lambda: [bare_pipeline(*p) for p in pairs], rounds))
    line("bare LCSseq, old words kept", bare, fewest, timed(lambda: [bare_pipeline(*p) for p in pairs], rounds, known))
    words = [by_difflib(old, new) for old, new in pairs]
    line("difflib on words", words, fewest, timed(lambda: [by_difflib(*p) for p in pairs], max(2, rounds // 5)))
    if importlib.util.find_spec("redlines"):
        others = [by_redlines(old, new) for old, new in pairs]
        line("redlines", others, fewest, timed(lambda: [by_redlines(*p) for p in pairs], max(2, rounds // 5)))
    else:
        print("  redlines                      is not installed here")


def line(name: str, texts: Sequence[Runs] | Sequence[Sequence[Run]], fewest: int, milliseconds: float) -> None:
    """One line of figures."""
    runs = sum(len(text) for text in texts)
    changed = sum(count(run[1]) for text in texts for run in text if run[0] != Kind.KEPT)
    print(f"  {name:<28} {runs:>5} runs  changed {changed:>5} ({changed / fewest - 1:+.1%})  {milliseconds:7.2f} ms")


def timed(once: Callable[[], object], rounds: int, known: set[str] | None = None) -> float:
    """The best of several rounds in milliseconds. Before each, all words are forgotten but those of `known`."""
    took = []
    for _round in range(rounds):
        forget()
        for text in known or ():
            cutting.cut(text)
            CUT.setdefault(text, words_of(text))
        began = time.perf_counter()
        once()
        took.append(time.perf_counter() - began)
    return min(took) * 1000


CUT: dict[str, tuple[list[str], list[str]]] = {}


def forget() -> None:
    cutting._remembered.cache_clear()
    CUT.clear()


def words_of(text: str) -> tuple[list[str], list[str]]:
    """The same words as ours, and the white space between them."""
    parts = tokens(text)
    words = [part.rstrip() for part in parts]
    return words, parts


def bare_pipeline(old: str, new: str) -> Runs:
    """Cut, compare, join: what every redline does at least."""
    (old_words, old_parts), (new_words, new_parts) = CUT.get(old) or words_of(old), CUT.get(new) or words_of(new)
    runs = []
    for tag, a, b, c, d in LCSseq.opcodes(old_words, new_words).as_list():
        if tag == "equal":
            runs.append(("kept", "".join(new_parts[c:d])))
        elif tag == "delete":
            runs.append(("deleted", "".join(old_parts[a:b])))
        else:
            runs.append(("inserted", "".join(new_parts[c:d])))
    return runs


def by_difflib(old: str, new: str) -> Runs:
    (old_words, old_parts), (new_words, new_parts) = words_of(old), words_of(new)
    matcher = difflib.SequenceMatcher(None, old_words, new_words, autojunk=False)
    return list(of_opcodes(matcher.get_opcodes(), old_parts, new_parts))


def by_redlines(old: str, new: str) -> Runs:
    from redlines import Redlines

    compared = Redlines(old, new)
    changed = [("deleted", one.source_text or "") for one in compared.redlines]
    changed += [("inserted", one.test_text or "") for one in compared.redlines]
    return [run for run in changed if run[1]] + [("kept", "") for op in compared.opcodes if op[0] == "equal"]


def of_opcodes(codes: Sequence[Sequence], old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, a, b, c, d in codes:
        if tag == "equal":
            yield "kept", "".join(new[c:d])
            continue
        if b > a:
            yield "deleted", "".join(old[a:b])
        if d > c:
            yield "inserted", "".join(new[c:d])


def minimum(old: str, new: str) -> int:
    """The fewest words that must be shown as changed; marks are not counted."""
    one, other = said(old), said(new)
    return len(one) + len(other) - 2 * LCSseq.similarity(one, other)


def count(text: str) -> int:
    return len(said(text))


def said(text: str) -> list[str]:
    return [word for part in tokens(text) if any(map(str.isalnum, word := part.rstrip()))]


def the_text(language: str) -> list[str]:
    """27 clauses of the fictional year's points, several put together."""
    with (DEMO / "points.csv").open(encoding="utf-8") as file:
        sentences = [s for row in csv.DictReader(file) for s in sentences_of(row[f"text_{language}"])]
    random.Random(27).shuffle(sentences)
    clauses, at = [], 0
    for _clause in range(CLAUSES):
        clause: list[str] = []
        while count(" ".join(clause)) < WORDS / CLAUSES - 10:
            clause.append(sentences[at % len(sentences)])
            at += 1
        clauses.append(" ".join(clause))
    return clauses


def sentences_of(text: str) -> list[str]:
    return [part.strip().rstrip(".") + "." for part in text.replace(";", ".").split(". ") if part.strip()]


def a_revision(clause: str, touched: int, seed: int) -> str:
    """The clause after so many changes of the kinds that editors make, the same for the same seed."""
    chance = random.Random(seed)
    words = clause.split(" ")
    lexicon = words[:]
    for _change in range(touched):
        at, length = chance.randrange(len(words) - 12), chance.randint(1, 6)
        borrowed = chance.randrange(len(lexicon) - 12)
        phrase = lexicon[borrowed : borrowed + length]
        kind = chance.choice(["word", "word", "replace", "insert", "delete", "rewrite", "move"])
        if kind == "word":
            words[at] = chance.choice(lexicon)
        elif kind == "replace":
            words[at : at + chance.randint(1, 6)] = phrase
        elif kind == "insert":
            words[at:at] = phrase
        elif kind == "delete":
            del words[at : at + length]
        elif kind == "rewrite":
            words[at : at + 10] = [chance.choice(lexicon) if chance.random() < 0.5 else w for w in words[at : at + 10]]
        else:
            moved = words[at : at + 12]
            del words[at : at + 12]
            to = chance.randrange(len(words))
            words[to:to] = moved
    return " ".join(words)


if __name__ == "__main__":
    main()
