"""Which of several languages in the same letters some words are in: told by the small words that every text has.

A language is named only where its small words are clearly the most frequent; else nothing is guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mithaq.core.placing.words import words_of

#: Words that are frequent in one language and rare or unknown in the others; without marks, as words are compared.
_SMALL = {
    "en": "the and of to we our that which with by shall should for is are this from their",
    "fr": "le les des du et nous notre nos que qui dans pour aux leurs une est sont avec ce sur au",
    "es": "el los las y del nosotros nuestro nuestra nuestras que para con en sus lo una es son por se al",
    "pt": "o os das dos e do da nos nosso nossa nossas que para com em seus suas uma sao por ao aos nao",
    "it": "il gli e di del della delle dei noi nostro nostra nostre che per con nei sono una alla nel si",
    "de": "der die das und des den dem wir unsere unser mit zu von fur auf ist sind werden im nicht",
    "tr": "ve bir bu için ile olarak biz daha gibi kadar veya olan her şehirler tüm hakkı",
    "id": "dan yang di untuk dengan kami dari pada akan kota ini itu dalam oleh para adalah",
    "sw": "na ya wa kwa katika ni za la miji sisi yetu kuwa hii hayo lazima",
    "ru": "и в на что мы для по с к от города наши должны это их не как о",
    "uk": "і та в на що ми для з до від міста наші повинні це їх не як про",
    "ar": "في من على إلى التي أن عن مع هذا هذه نحن كل ما المدن",
    "fa": "و در به از که را این با است برای ما آن می های شهرها",
    "ur": "اور کے کی میں سے کا کو ہے ہم یہ نے پر شہروں ہیں",
}  # fmt: skip
#: How many words are looked at, and how many small ones there must be at least, also as a share of all.
_ENOUGH, _LEAST, _SHARE = 4000, 3, 0.06


def likeliest(text: str, languages: Sequence[str]) -> str:
    """The one of these languages that the words are in; empty where that cannot be told. Codes may say a country
    ("pt-BR")."""
    counts = Counter(words_of(text[: _ENOUGH * 8])[:_ENOUGH])
    total = counts.total()
    ranked = sorted(((_small_ones(counts, code), code) for code in languages), reverse=True)
    (most, likely), *others = ranked or [(0, "")]
    if most < max(_LEAST, _SHARE * total) or any(most <= 1.5 * many for many, _code in others):
        return ""
    return likely


def _small_ones(counts: Counter[str], code: str) -> int:
    """How many of the words are small ones of a language."""
    small = set(words_of(_SMALL.get(code.partition("-")[0].lower(), "")))
    return sum(counts[word] for word in small)
