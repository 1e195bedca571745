"""What axe-core finds in a page. It sees about half of what hinders people; scrambled Arabic it does not see."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parent / "vendor" / "axe.min.js"
WCAG_2_2_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

#: At the end of the page, where a bar that stays at the foot lies over nothing that could be scrolled away from under it.
RUN = """async (asked) => {
  const { scrollX, scrollY } = window;
  window.scrollTo(0, document.documentElement.scrollHeight);
  const found = await axe.run(document, asked);
  window.scrollTo(scrollX, scrollY);
  return found.violations;
}"""


def barriers(page: Page, *, rules: Sequence[str] = ()) -> list[str]:
    """The faults of the page as it stands against WCAG 2.2 AA, one line each; empty when there is none.

    `rules` names a few of axe's rules to look for those alone.
    """
    if not page.evaluate("'axe' in window"):
        # A script tag would be refused by the page's own policy; evaluate is not.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    wanted = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": WCAG_2_2_AA}
    asked = {"runOnly": wanted, "resultTypes": ["violations"], "preload": False}  # preloading is for sound and film
    found = page.evaluate(RUN, asked)
    return [
        f"{fault['id']}: {fault['help']}: {' '.join(map(str, node['target']))}"
        for fault in found
        for node in fault["nodes"]
    ]
