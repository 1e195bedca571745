"""How fast and how well papers are read; one line a figure.

Outside documents are found as the tests find them, by MITHAQ_DOCUMENTS: the United Nations' report as a PDF, and its
recommendations once more as a Word document, which is the answer key. Files are read in confined children, as those
that are uploaded.

    python benchmarks/reading.py [--pages 1000]
"""

from __future__ import annotations

import argparse
import io
import os
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

from pikepdf import Pdf

from mithaq.core.reading.found import Candidate
from mithaq.foundation.uploads.reading import read_paper, read_whole_paper

DOCUMENTS = Path(os.environ.get("MITHAQ_DOCUMENTS", Path(__file__).parents[2] / "shared/data/documents"))
WORD = DOCUMENTS / "un-upr-163-recommendations-by-theme.docx"
REPORT = DOCUMENTS / "un-upr-working-group-report-163-recommendations.pdf"
HANDS = os.cpu_count() or 1


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--pages", type=int, default=1000, help="how many pages are read by all hands at once")
    pages = asked.parse_args().pages
    if not WORD.exists() or not REPORT.exists():
        raise SystemExit(f"The United Nations' documents are not in {DOCUMENTS}; MITHAQ_DOCUMENTS names them.")
    read_paper(WORD.read_bytes())  # starts the process from which the children are forked
    truth = one_paper("Word document", WORD, 2)
    found = one_paper("PDF", REPORT, 5)
    known = {one.number: letters(one.text) for one in truth}
    same = sum(known.get(one.number) == letters(one.text) for one in found)
    print(f"PDF against Word document      {same} of {len(truth)} letter for letter under the same number")
    many_pages(pages)
    one_long_paper(pages)


def one_paper(name: str, path: Path, seconds: int) -> tuple[Candidate, ...]:
    """Read one paper, and say how long it took."""
    content = path.read_bytes()
    began = time.perf_counter()
    reading = read_paper(content)
    took = time.perf_counter() - began
    numbers = len({one.number for one in reading.candidates})
    print(f"{name:<30} {len(reading.candidates)} found, {numbers} numbers, {took:.2f} s (under {seconds} s)")
    return reading.candidates


def many_pages(pages: int) -> None:
    """Read the report as often as makes so many pages, with as many children at once as there are cores."""
    content = REPORT.read_bytes()
    each = read_paper(content).pages or 1
    times = -(-pages // each)
    began = time.perf_counter()
    with ThreadPoolExecutor(HANDS) as hands:
        found = sum(len(reading.candidates) for reading in hands.map(read_paper, [content] * times))
    took = time.perf_counter() - began
    read = times * each
    print(f"{read:,} pages, {HANDS} children         {found:,} found, {took:.1f} s (1,000 under 120 s)")
    print(f"pages a second                 {read / took:.0f}")


def one_long_paper(pages: int) -> None:
    """Read one PDF of so many pages in one child, as the worker does, and say how soon it tells how far it is."""
    content = of_pages(pages)
    began = time.perf_counter()
    heard: list[tuple[float, int]] = []

    def told(done: int, of: int) -> None:
        if of:
            heard.append((time.perf_counter() - began, done))

    found = read_whole_paper(content, told).reading
    took = time.perf_counter() - began
    print(f"one PDF of {pages:,} pages         {len(found.candidates):,} found, {took:.1f} s (1,000 under 120 s)")
    longest = max(after - before for (before, _), (after, _) in pairwise([(0.0, 0), *heard]))
    print(f"longest silence while it reads {longest:.1f} s, then {took - heard[-1][0]:.1f} s for the recommendations")


def of_pages(pages: int) -> bytes:
    """The report's pages again and again, as one PDF."""
    made = io.BytesIO()
    with Pdf.open(REPORT) as report, Pdf.new() as long:
        while len(long.pages) < pages:
            long.pages.extend(report.pages)
        del long.pages[pages:]
        long.save(made)
    return made.getvalue()


def letters(words: str) -> str:
    """The letters alone: the Word document has lost a space here and there."""
    return "".join(filter(str.isalnum, words.casefold()))


if __name__ == "__main__":
    main()
