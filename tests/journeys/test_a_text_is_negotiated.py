"""A statement from its first words to its frozen ones: three cities write in Word, one of them in Arabic, the next
draft is compiled, a silence is broken, another one passes, and the text is frozen in both languages."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.factories.played_years import PlayedYear
from tests.journeys.faults import sideways
from tests.journeys.guests import LOCALES, Guest
from tests.journeys.hands import Mouse
from tests.journeys.houses import RunningHouse, a_house, a_house_later
from tests.journeys.persons import Holder, holders, of_city
from tests.libreoffice import Writer, why_not, writer

OF_THE_SECRETARIAT = "s.role = 'secretariat' AND p.email <> ''"
OWN_NAMES = {"en": "English", "ar": "العربيّة"}
SENT_BY_MAIL = "Vadoluna"
TITLE = {"en": "To the ministers of water", "ar": "إلى وزراء المياه"}
CLAUSES = [
    {"en": "Cities should restore the banks of their rivers.", "ar": "ينبغي للمدن أن تستعيد ضفاف أنهارها."},
    {
        "en": "Ministers share flood warnings within one hour.",
        "ar": "يبلغ الوزراء بإنذارات الفيضان خلال ساعة واحدة.",
    },
    {"en": "We will publish what we measure.", "ar": "سننشر ما نقيسه."},
]
#: What each city does to the words in its own copy, and in which language.
WRITTEN = {
    "Sidrayn": ("ar", {"do": "replace", "find": "ينبغي للمدن", "put": "ينبغي على المدن"}),
    "Nakhlawa": ("en", {"do": "replace", "find": "one hour", "put": "half an hour"}),
    "Vadoluna": ("en", {"do": "replace", "find": "We will", "put": "We may"}),
}
ADOPTED = {
    "en": "Ministers share flood warnings within half an hour.",
    "ar": "يبلغ الوزراء بإنذارات الفيضان خلال نصف ساعة.",
}
RESTYLED = "ينبغي على المدن أن تستعيد ضفاف أنهارها."
ANSWER = {"en": "The cities want to bind themselves.", "ar": "تريد المدن أن تلتزم."}
WHY_BROKEN = {"en": "Our council meets first.", "ar": "مجلسنا يجتمع أولًا."}
RESERVED = {"en": "As far as our budget allows.", "ar": "في حدود ما تسمح به ميزانيتنا."}


TEXT = "communique_text WHERE kind = 'to_ministers'"


class Year:
    """The house as it is opened on one day after the other, and those who come to it; each keeps a window open."""

    def __init__(self, year: PlayedYear, home: Path, arrive: Callable[..., Page], language: str) -> None:
        self.year, self.home, self.arrive, self.language = year, home, arrive, language
        self.house: RunningHouse | None = None
        self.met: dict[str, Guest] = {}

    @contextmanager
    def day(self, at: str) -> Iterator[None]:
        """Open the house at an instant."""
        instant = datetime.fromisoformat(f"{at}+03:00")
        opened = (
            a_house_later(self.house, instant) if self.house else a_house(replace(self.year, at=instant), self.home)
        )
        with opened as self.house:
            for guest in self.met.values():
                guest.house = self.house
            yield
            for guest in self.met.values():
                guest.page.goto("about:blank")  # an open page would go on listening to a house that is shut

    def secretariat(self, which: int = 0) -> Guest:
        """One of the officers of the secretariat."""
        return self._guest(f"officer {which}", lambda: holders(self._open, OF_THE_SECRETARIAT)[which])

    def sherpa(self, city: str) -> Guest:
        """The sherpa of a city."""
        return self._guest(city, lambda: of_city(self._open, city, "sherpa"))

    @property
    def _open(self) -> RunningHouse:
        assert self.house is not None
        return self.house

    def _guest(self, key: str, who: Callable[[], Holder]) -> Guest:
        if key not in self.met:
            page = self.arrive(locale=LOCALES[self.language])
            self.met[key] = Guest(Mouse(page), self._open, self.language, look=lambda page, _language: sideways(page))
            self.met[key].starts()
            self.met[key].signs_in_as(who())
        return self.met[key]


@pytest.fixture
def year(visitor: Callable[..., Page], language: str, year_at_the_call: PlayedYear, tmp_path: Path) -> Year:
    """The model year at the open call, to which people come with a mouse."""
    return Year(year_at_the_call, tmp_path / "house", visitor, language)


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_text_is_negotiated_in_word_and_frozen(year: Year, tmp_path: Path):
    with year.day("2031-09-29T09:00"):
        the_first_draft_is_issued(year.secretariat())
        a_round_is_called(year.secretariat(), opens="2031-09-29T10:00", closes="2031-09-29T18:00")
    with year.day("2031-09-29T12:00"), writer() as office:
        for city, (language, step) in WRITTEN.items():
            written = a_city_writes(year.sherpa(city), office, tmp_path, city, language, step)
            if city == SENT_BY_MAIL:
                the_secretariat_brings_it(year.secretariat(), city, written)
            else:
                a_city_brings_it(year.sherpa(city), written)
    with year.day("2031-09-30T09:00"):
        the_round_is_settled_and_compiled(year.secretariat())
        the_languages_are_brought_into_step(year.secretariat(), year.secretariat(1))
        the_draft_is_put_to_silence(year.secretariat())
        a_city_breaks_it(year.sherpa("Vadoluna"))
        the_named_clause_is_opened_again(year.secretariat(), opens="2031-09-30T10:00", closes="2031-09-30T11:00")
    with year.day("2031-09-30T12:00"):
        the_next_draft_is_compiled(year.secretariat())
        the_draft_is_put_to_silence(year.secretariat())
        a_city_reserves(year.sherpa("Vadoluna"))
    with year.day("2031-10-04T09:00"):
        the_text_is_frozen_and_taken_along(year.secretariat())


def the_first_draft_is_issued(someone: Guest) -> None:
    someone.goes_to(f"/{someone.language}/texts/")
    someone.opens(someone.link(someone.says("Begin a text")))
    someone.hands.pick(someone.page.locator("[name=kind]"), "to_ministers")
    writes(someone, "title", TITLE)
    someone.opens(someone.button(someone.says("Begin the text")))
    for words in CLAUSES:
        first, last = (
            someone.link(someone.says("Write the first clause")),
            someone.link(someone.says("Add a clause at the end")),
        )
        someone.opens(first.or_(last))
        writes(someone, "words", words)
        someone.opens(someone.button(someone.says("Save the clause")))
    someone.opens(someone.link(someone.says("Issue the first draft")))
    someone.opens(someone.button(someone.says("Issue the first draft")))
    for words in CLAUSES:
        expect(someone.page.get_by_role("main")).to_contain_text(words[someone.language])


def writes(someone: Guest, field: str, words: dict[str, str]) -> None:
    for code, said in words.items():
        someone.hands.write(someone.page.locator(f"[name={field}_{code}]"), said)


def a_round_is_called(someone: Guest, *, opens: str, closes: str) -> None:
    """What a text with a first draft offers first is a round."""
    expect(someone.page.locator("main .button--strong")).to_have_text(someone.says("Call a round"))
    someone.opens(someone.link(someone.says("Call a round")))
    the_round_is_called(someone, opens, closes)


def the_round_is_called(someone: Guest, opens: str, closes: str) -> None:
    someone.hands.write(someone.page.locator("[name=opens]"), opens)
    someone.hands.write(someone.page.locator("[name=closes]"), closes)
    someone.opens(someone.button(someone.says("Call the round")))


def a_city_writes(someone: Guest, office: Writer, folder: Path, city: str, language: str, step: dict[str, str]) -> Path:
    """Take the draft along from the round's page in one language, and write in it with LibreOffice."""
    someone.goes_to(round_of(someone))
    said = someone.says("Take the draft to write in (Word, %(language)s)", language=OWN_NAMES[language])
    with someone.page.expect_download() as coming:
        someone.link(said).click()
    taken = folder / f"{city}.docx"
    coming.value.save_as(taken)
    return office.edited(taken, folder / f"{city} answers.docx", city, [step])


def a_city_brings_it(someone: Guest, written: Path) -> None:
    someone.goes_to(round_of(someone))
    someone.opens(someone.link(someone.says("Bring a Word file with your changes")))
    it_is_taken_in_and_released(someone, written)


def the_secretariat_brings_it(someone: Guest, city: str, written: Path) -> None:
    someone.goes_to(f"{round_of(someone)}files/")
    it_is_taken_in_and_released(someone, written)


def it_is_taken_in_and_released(someone: Guest, written: Path) -> None:
    someone.page.locator("[name=chosen]").set_input_files(written)
    someone.opens(someone.button(someone.says("Bring and look")))
    while someone.button(someone.says("Read it now")).count():
        someone.page.wait_for_timeout(1000)
        someone.page.reload()
    expect(someone.page.locator(".file__summed")).to_be_visible()
    if (ours := someone.button(someone.says("This is the city"))).count():
        someone.opens(ours)
    someone.opens(someone.button(someone.says("Take it into the return")))
    if (held := someone.link(someone.says("See the return that holds it"))).count():
        someone.opens(held)
    someone.opens(someone.link(someone.says("Release the return")))
    someone.opens(someone.button(someone.says("Release this return")))


def the_round_is_settled_and_compiled(someone: Guest) -> None:
    """Two cities are followed; the third has an answer."""
    someone.goes_to(text_of(someone))
    someone.opens(someone.link(someone.says("Amendments on the table")))
    decides(someone, "adopted", "Sidrayn", "Nakhlawa")
    decides(someone, "declined", "Vadoluna", answer=ANSWER[someone.language])
    compiles(someone)
    expect(someone.page.get_by_role("main")).to_contain_text({"en": ADOPTED["en"], "ar": RESTYLED}[someone.language])


def decides(someone: Guest, outcome: str, *cities: str, answer: str = "") -> None:
    for city in cities:
        name = someone.names(of_city(someone.house, city, "sherpa").city)
        someone.page.locator("main .card", has_text=name).locator("[name=chosen]").check()
    someone.hands.choose(someone.page.locator(f"[name=outcome][value={outcome}]"))
    someone.page.locator("[name=reason]").fill(answer)
    someone.opens(someone.button(someone.says("Decide")))


def compiles(someone: Guest) -> None:
    someone.opens(someone.link(someone.says("Compile the next draft")))
    someone.opens(someone.button(someone.says("Compile this draft")))


def the_languages_are_brought_into_step(one: Guest, another: Guest) -> None:
    """What was adopted in one language alone is proposed by one person in Arabic, and approved by another person."""
    for someone, done in ((one, "Propose these words"), (another, "Approve these words")):
        for changed in ("", ADOPTED["ar"]):
            someone.goes_to(f"{text_of(someone)}translations/?language=ar")
            someone.opens(someone.link(someone.says("Go to the next clause that waits")))
            if someone is one and changed:
                someone.page.locator("[name=words]").fill(changed)
            someone.opens(someone.button(someone.says(done)))


def the_draft_is_put_to_silence(someone: Guest) -> None:
    someone.goes_to(text_of(someone))
    someone.opens(someone.link(someone.says("Put the draft to silence")))
    someone.opens(someone.button(someone.says("Put the draft to silence")))


def a_city_breaks_it(someone: Guest) -> None:
    someone.goes_to(text_of(someone))
    someone.opens(someone.page.locator("main a[href*='/silences/']").first)
    someone.opens(someone.link(someone.says("Break the silence")))
    someone.page.locator("[name=clause]").last.check()
    someone.opens(someone.button(someone.says("Go on to the reason")))
    someone.hands.write(someone.page.locator("[name=reason]"), WHY_BROKEN[someone.language])
    someone.opens(someone.button(someone.says("Break the silence")))
    expect(someone.page.get_by_role("main")).to_contain_text(WHY_BROKEN[someone.language])


def the_named_clause_is_opened_again(someone: Guest, *, opens: str, closes: str) -> None:
    someone.goes_to(text_of(someone))
    someone.opens(someone.page.locator("main a[href*='/silences/']").first)
    someone.opens(someone.link(someone.says("Call a round on the named clauses")))
    the_round_is_called(someone, opens, closes)


def the_next_draft_is_compiled(someone: Guest) -> None:
    someone.goes_to(text_of(someone))
    someone.opens(someone.link(someone.says("Amendments on the table")))
    compiles(someone)


def a_city_reserves(someone: Guest) -> None:
    someone.goes_to(f"{text_of(someone)}statements/")
    someone.opens(someone.link(someone.says("Put a statement beside the text")))
    someone.hands.choose(someone.page.locator("[name=kind][value=reservation]"))
    writes(someone, "words", RESERVED)
    someone.opens(someone.button(someone.says("Put it beside the text")))
    expect(someone.page.get_by_role("main")).to_contain_text(RESERVED[someone.language])


def the_text_is_frozen_and_taken_along(someone: Guest) -> None:
    """What is frozen has the agreed words in both languages, and its bytes have the hash that the page shows."""
    someone.goes_to(text_of(someone))
    someone.opens(someone.link(someone.says("Freeze the text")))
    someone.opens(someone.button(someone.says("Freeze this text")))
    main = someone.page.get_by_role("main")
    expect(main).to_contain_text(ADOPTED[someone.language])
    answered = someone.page.request.get(f"{someone.house.address}{text_of(someone)}canonical.json")
    agreed = answered.body().decode()
    assert all(words in agreed for words in (*ADOPTED.values(), RESTYLED))
    frozen = someone.house.value(
        "SELECT f.hash FROM communique_freezing f JOIN " + TEXT.replace(" WHERE", " t ON t.id = f.text_id WHERE")
    )
    assert hashlib.sha256(answered.body()).hexdigest() == frozen
    expect(main).to_contain_text(frozen[:16])


def text_of(someone: Guest) -> str:
    key = someone.house.value(f"SELECT public_id FROM {TEXT}")
    return f"/{someone.language}/texts/{key}/"


def round_of(someone: Guest) -> str:
    key = someone.house.value(f"SELECT public_id FROM communique_round WHERE text_id = (SELECT id FROM {TEXT})")
    return f"/{someone.language}/rounds/{key}/"
