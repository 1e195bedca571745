"""What is wrong with a page as it stands in the browser, one line each; an empty list is what a test wants."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.barriers import barriers

DIRECTIONS = {"en": "ltr", "ar": "rtl"}

#: A picture that may come late, or that is on its way, is waited for; one that cannot be shown did not come.
PICTURES_THAT_DID_NOT_COME = """async () => {
  const came = async (picture) => {
    picture.loading = "eager";
    return picture.decode().then(() => true, () => false);
  };
  const pictures = [...document.images];
  const shown = await Promise.all(pictures.map(came));
  return pictures.filter((_, at) => !shown[at]).map((picture) => picture.src);
}"""

#: The elements that reach over the edge, the innermost of a few branches; what scrolls by itself may be as wide as it likes.
OVER_THE_EDGE = """() => {
  const room = document.documentElement;
  if (room.scrollWidth <= room.clientWidth) return [];
  const scrolls = (e) => e && e !== document.body && (/auto|scroll|hidden|clip/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
  const over = [...document.body.querySelectorAll('*')].filter((e) => {
    const box = e.getBoundingClientRect();
    return box.width && (box.right > room.clientWidth + 1 || box.left < -1) && !scrolls(e.parentElement);
  });
  const innermost = over.filter((e) => !over.some((other) => other !== e && e.contains(other))).slice(0, 3);
  return [`${room.scrollWidth} > ${room.clientWidth}`, ...innermost.map((e) => `${e.tagName.toLowerCase()}.${[...e.classList].join('.')} ${e.textContent.trim().slice(0, 40)}`)];
}"""

#: Runs of three Latin words in what is read as Arabic. Words whose language nobody knows (`dir=auto` alone) may be any,
#: and so may what a person typed.
LATIN_RUNS = """() => {
  const run = /[A-Za-zÀ-ž][A-Za-zÀ-ž'’.-]*(?:[\\s,;:]+[A-Za-zÀ-ž][A-Za-zÀ-ž'’.-]*){2,}/g;
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const place = node.parentElement;
    if (place.closest('script, style, code, kbd, option, textarea, bdi[dir=auto]:not([lang]), [data-own-time]')) continue;
    if (place.closest('[lang]').lang !== 'ar') continue;
    found.push(...(node.textContent.match(run) || []));
  }
  return found;
}"""


def faults(page: Page, language: str) -> list[str]:
    """Everything that is looked for, in light and in dark, at the width at which the page stands."""
    return [
        *sideways(page),
        *strange_language(page, language),
        *broken_pictures(page),
        *barriers_by_day_and_by_night(page),
    ]


def sideways(page: Page) -> list[str]:
    """What makes the page scroll sideways."""
    return list(page.evaluate(OVER_THE_EDGE))


def broken_pictures(page: Page) -> list[str]:
    """Pictures that are named on the page and did not come."""
    page.wait_for_load_state()
    return list(page.evaluate(PICTURES_THAT_DID_NOT_COME))


def strange_language(page: Page, language: str) -> list[str]:
    """A page in another language or direction than asked for, or with English left in its Arabic."""
    frame = page.evaluate("[document.documentElement.lang, document.documentElement.dir]")
    wrong = [] if frame == [language, DIRECTIONS[language]] else [f"the page is {frame}"]
    return wrong + (list(page.evaluate(LATIN_RUNS)) if language == "ar" else [])


def barriers_by_day_and_by_night(page: Page) -> list[str]:
    """The barriers in the light colours; in the dark ones what colours can do."""
    page.emulate_media(color_scheme="light")
    by_day = barriers(page)
    page.emulate_media(color_scheme="dark")
    by_night = [f"dark: {barrier}" for barrier in barriers(page, rules=["color-contrast", "link-in-text-block"])]
    page.emulate_media(color_scheme="light")
    return by_day + by_night
