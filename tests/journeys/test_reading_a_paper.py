"""A paper comes in as a PDF; the secretariat reads it, corrects, divides, marks what was missed, and enters it. A long
one is read by the worker, and what was found appears by itself; a list is pasted without a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.factories.set_papers import set_paper
from tests.journeys.guests import Guest
from tests.journeys.houses import RunningHouse
from tests.journeys.persons import in_role

PAPER = """= Shade

We urge every city to count its trees.

== Recommendations

1\\. Plant ten thousand trees on the banks of the river (Tunis).

2\\. Open the banks to everybody. Keep them open at night (Lisbon).
"""
#: More pages than anybody waits for.
LONG = "= Recommendations\n" + "#pagebreak()\n".join(f"{at}\\. Plant the {at}th tree (Tunis).\n" for at in range(1, 41))
LIST = "No.\tRecommendation\tProposed by\n1\tPlant a reed bed.\tTunis\n2\tCount the herons.\tLisbon"
ENTERED = "SELECT COUNT(*) FROM recommendations_recommendation r JOIN taskforces_paper p ON p.id = r.paper_id WHERE p.title LIKE '%Shade%'"


def test_a_pdf_becomes_recommendations_that_a_person_has_confirmed(
    house: RunningHouse, guest: Callable[..., Guest], tmp_path: Path
):
    reader = guest(house)
    reader.starts()
    reader.signs_in_as(in_role(house, "secretariat"))
    hands_in(reader, tmp_path / "shade.pdf")
    reader.goes_to(f"{reader.page.url.removeprefix(house.address)}reading/")
    reader.opens(reader.button(reader.says("Read this paper")))
    expect(reader.page.locator("mark").first).to_have_text("Plant ten thousand trees on the banks of the river")

    reader.opens(reader.link(reader.says("Correct, divide, join or set aside")).nth(1))
    reader.unfolds(reader.page.locator("details", has_text=reader.says("Divide it: these are two recommendations")))
    reader.hands.choose(reader.page.get_by_role("radio").first)
    reader.opens(reader.button(reader.says("Divide it there")))
    reader.opens(reader.button(reader.says("Confirm and go to the next")))
    expect(reader.labelled(reader.says("Words"))).to_have_value("Keep them open at night")
    reader.opens(reader.link(reader.says("What was found")))
    reader.opens(reader.link(reader.says("Look through the whole paper and mark what was missed")))
    reader.hands.reach(reader.page.get_by_role("checkbox").nth(1))
    reader.page.keyboard.press("Space")
    reader.opens(reader.button(reader.says("Take what is marked as one recommendation")))
    expect(reader.labelled(reader.says("Words"))).to_have_value("We urge every city to count its trees.")
    reader.opens(reader.link(reader.says("What was found")))

    assert house.value(ENTERED) == 0
    reader.opens(reader.page.locator(".action-form button.button--strong"))
    reader.opens(reader.button(reader.says("Enter the confirmed recommendations")))
    assert house.value(ENTERED) == 4


def test_a_long_paper_is_read_by_the_worker_and_a_pasted_list_goes_the_same_way(
    house: RunningHouse, guest: Callable[..., Guest], tmp_path: Path
):
    reader = guest(house)
    reader.starts()
    reader.signs_in_as(in_role(house, "secretariat"))
    hands_in(reader, tmp_path / "long.pdf", LONG)
    reader.goes_to(f"{reader.page.url.removeprefix(house.address)}reading/")
    reader.opens(reader.button(reader.says("Read this paper")))
    # Nobody presses anything: the page hears of it.
    expect(reader.page.get_by_text("Plant the 1th tree").first).to_be_visible(timeout=30_000)

    reader.goes_to(f"/{reader.language}/hand-in/")
    reader.opens(reader.link(reader.says("Type or paste a list instead")))
    reader.labelled(reader.says("The recommendations")).fill(LIST)  # pasted, with its tabs
    reader.hands.write(reader.labelled(reader.says("Title in English")), "Reeds")
    reader.opens(reader.button(reader.says("Hand in")))
    reader.opens(reader.button(reader.says("Read this paper")))
    expect(reader.page.locator(".entry__words")).to_have_text(["Plant a reed bed.", "Count the herons."])


def hands_in(reader: Guest, paper: Path, words: str = PAPER) -> None:
    paper.write_bytes(set_paper(words))
    reader.goes_to(f"/{reader.language}/hand-in/")
    file = reader.page.locator("input[type=file]")
    reader.hands.reach(file)
    file.set_input_files(paper)  # the browser's own dialogue is the system's
    reader.hands.write(reader.labelled(reader.says("Title in English")), "Shade")
    reader.hands.pick(reader.labelled(reader.says("Language it is written in")), "en")
    reader.opens(reader.button(reader.says("Hand in")))
