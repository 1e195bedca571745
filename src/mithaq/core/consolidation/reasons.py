"""Why texts were put together, in words that a person can check: what they share, and whom they address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from itertools import chain
from math import log

from mithaq.core.consolidation.wording import stem_of
from mithaq.core.text import searchable

_WORDS = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?|\d[\d.,]*|[.,;:!?،؛؟()]")
_LONGEST = 7
#: A phrase that stands in more of all texts than this tells nothing of a group.
_EVERYWHERE = 0.2
#: Words of more than three letters that no subject is named by, in the languages in which most papers come.
_SMALL_WORDS = {
    "en": "about across also among been between both could each every from have including into more most must other"
    " over shall should such than that their them these they this those through towards upon where which while will"
    " with within without would",
    "ar": "الذي التي الذين اللذين خلال جميع كافة ضمن حيث ذلك تلك هذا هذه هؤلاء بين لدى عند نحو دون ينبغي يتعين لكل",
    "fr": "afin ainsi aussi avec cette ceux chaque dans devrait devraient doit doivent entre leur leurs plus pour selon"
    " sont sera seront sous tous toute toutes vers être",
    "es": "cada como debe deben debería deberían desde entre esta este estos hacia más mediante para sobre sus todas"
    " todos",
    "pt": "cada como deve devem deveria deveriam desde entre esta este mais para pela pelo sobre suas seus todas todos",
    "de": "aller alle durch eine einem einen einer eines jede jeder jedes müssen sollen sollte sollten sowie über unter"
    " werden",
    "it": "alla alle ciascuna come degli della delle devono dovrebbe dovrebbero nella nelle ogni sono tutte tutti",
    "ru": "всех должны должен каждого каждой между чтобы через также которые который следует",
}


class Addressee(StrEnum):
    """Whom a recommendation asks to act."""

    LEADERS = "leaders"
    GOVERNMENTS = "governments"
    CITIES = "cities"
    INSTITUTIONS = "institutions"


_ADDRESSED = {
    Addressee.LEADERS: r"g ?20|heads of state|leaders|قاده|القاده|مجموعه العشرين|زعماء",
    Addressee.GOVERNMENTS: r"(?:national |central |federal )?governments?|states?|ministr(?:y|ies)|parliaments?"
    r"|(?:ال)?حكوم(?:ه|ات)|الدول|وزار(?:ه|ات)|البرلمان(?:ات)?",
    Addressee.CITIES: r"cities|city|mayors?|municipalit(?:y|ies)|local (?:authorities|governments?)"
    r"|(?:ال)?مدن|(?:ال)?مدينه|(?:ال)?بلدي(?:ه|ات)|العمده|العمداء|الحكومات المحليه|السلطات المحليه",
    Addressee.INSTITUTIONS: r"(?:development )?banks?|world bank|imf|united nations|international organi[sz]ations"
    r"|(?:ال)?بنوك|(?:ال)?مصارف|المنظمات الدوليه|المؤسسات الماليه|الامم المتحده",
}


@dataclass(frozen=True)
class Reason:
    """What the members of a group share: phrases as one of them writes them, the rarest first, and the addressee."""

    phrases: tuple[str, ...]
    addressee: Addressee | None

    @property
    def is_meaning_alone(self) -> bool:
        """Whether no words are shared, so that only what they mean brought them together."""
        return not self.phrases and self.addressee is None


class Phrases:
    """The phrases of all texts, so that those of a group can be told from those of everybody."""

    def __init__(
        self, of: Sequence[Mapping[tuple[str, ...], str]], among: Counter[tuple[str, ...]], count: int
    ) -> None:
        """`of` are the phrases of each text; `among`, how many of all texts have each; `count`, how many all are."""
        self._of, self._among, self._count = of, among, count

    @classmethod
    def of(cls, texts: Sequence[str], languages: Sequence[str]) -> Phrases:
        """The phrases of some texts."""
        found = _phrases_of(texts, languages)
        return cls(found, Counter(chain.from_iterable(found)), len(found))

    def with_more(self, texts: Sequence[str], languages: Sequence[str]) -> Phrases:
        """These and those of some more texts."""
        found, among = _phrases_of(texts, languages), self._among.copy()
        among.update(chain.from_iterable(found))
        return Phrases([*self._of, *found], among, self._count + len(found))

    def only(self, places: Sequence[int | None]) -> Phrases:
        """Those of some of the texts, still told from those of all; one without a place has none."""
        return Phrases([{} if place is None else self._of[place] for place in places], self._among, self._count)

    def shared(self, members: Sequence[int], wanted: int = 3) -> tuple[str, ...]:
        """The phrases that at least two of the members share and few others have, best first, none within another."""
        within = Counter(phrase for member in members for phrase in self._of[member])
        most = max(2.0, _EVERYWHERE * self._count)
        weighed = sorted(
            (
                (-count / len(members) * log(1 + self._count / self._among[phrase]) * len(phrase) ** 0.5, phrase)
                for phrase, count in within.items()
                if count > 1 and self._among[phrase] <= max(most, count)
            )
        )
        kept: list[tuple[str, ...]] = []
        for _weight, phrase in weighed:
            if not any(set(phrase) & set(earlier) for earlier in kept):
                kept.append(phrase)
            if len(kept) == wanted:
                break
        return tuple(self._as_written(phrase, members) for phrase in kept)

    def _as_written(self, phrase: tuple[str, ...], members: Iterable[int]) -> str:
        return next(self._of[member][phrase] for member in members if phrase in self._of[member])


def reason_of(members: Sequence[int], texts: Sequence[str], phrases: Phrases) -> Reason:
    """Why these are together. One that stands alone has no reason."""
    if len(members) < 2:
        return Reason((), None)
    addressed = Counter(found for member in members if (found := addressee_of(texts[member])))
    common, count = addressed.most_common(1)[0] if addressed else (None, 0)
    return Reason(phrases.shared(members), common if count > len(members) / 2 else None)


def addressee_of(text: str) -> Addressee | None:
    """Whom a recommendation addresses, by the first that its opening names; None where it names nobody."""
    found = addressed(text)
    return found[0] if found else None


@lru_cache(maxsize=20_000)
def addressed(text: str) -> tuple[Addressee, str] | None:
    """Whom a recommendation addresses, and the word of its opening that says so, folded as for search."""
    opening = searchable(text)[:160]
    places = [(found.start(), who, found[0]) for who, pattern in _patterns() if (found := pattern.search(opening))]
    return min(places)[1:] if places else None


@cache
def _patterns() -> tuple[tuple[Addressee, re.Pattern[str]], ...]:
    return tuple((who, re.compile(rf"\b(?:{words})\b")) for who, words in _ADDRESSED.items())


def _phrases_of(texts: Sequence[str], languages: Sequence[str]) -> list[dict[tuple[str, ...], str]]:
    return [_phrases(text, language) for text, language in zip(texts, languages, strict=True)]


@lru_cache(maxsize=5_000)
def _phrases(text: str, language: str) -> dict[tuple[str, ...], str]:
    """The phrases of a text by their stems, as it writes them: none crosses a stop, or begins or ends small."""
    found: dict[tuple[str, ...], str] = {}
    for run in _runs(text):
        stem = [stem_of(word, language) for word in run]
        for size in range(1, _LONGEST + 1):
            for at in range(len(run) - size + 1):
                if _says_something(stem[at], language) and _says_something(stem[at + size - 1], language):
                    found.setdefault(tuple(stem[at : at + size]), " ".join(run[at : at + size]))
    return found


def _says_something(stem: str, language: str) -> bool:
    return len(stem) > 3 and not stem[0].isdigit() and stem not in _small_stems(language)


@cache
def _small_stems(language: str) -> frozenset[str]:
    return frozenset(stem_of(word, language) for word in _SMALL_WORDS.get(language, "").split())


def _runs(text: str) -> Iterable[list[str]]:
    run: list[str] = []
    for word in _WORDS.findall(text):
        if word in ".,;:!?،؛؟()":
            yield run
            run = []
        else:
            run.append(word)
    yield run
