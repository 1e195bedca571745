"""Which language some words are in: told by the small words that every text has, and by letters that one has alone.

A language is named only where its small words are clearly the most frequent; else nothing is guessed. A library that
knows a hundred languages would take 100 megabytes of each process, for papers that come in a dozen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mithaq.core.placing.words import words_of
from mithaq.core.text import language_as_told, script_of

#: Words that are frequent in one language and rare or unknown in the others, and what recommendations are called in it;
#: without marks, as words are compared.
_SMALL = {
    "en": "the and of to we our that which with by shall should for is are this from their",
    "fr": "le les des du et nous notre nos que qui dans pour aux leurs une est sont avec ce sur au"
    " recommandation recommandations chaque",
    "es": "el los las y del nosotros nuestro nuestra nuestras que para con en sus lo una es son por se al"
    " recomendacion recomendaciones cada",
    "pt": "o os das dos e do da nos nosso nossa nossas que para com em seus suas uma sao por ao aos nao"
    " recomendacao recomendacoes",
    "nl": "het een van en voor dat wij onze zijn worden niet deze door naar bij aan ook aanbeveling aanbevelingen",
    "pl": "i w na z do sie nie ze jest oraz dla przez ktore miasta powinny ich nasze rekomendacja"
    " rekomendacje zalecenia",
    "vi": "va cua cac cho trong la nhung voi duoc mot thanh pho phai chung ta khuyen nghi",
    "ms": "dan yang di untuk dengan kami daripada pada akan bandar ini itu dalam oleh ialah cadangan",
    "it": "il gli e di del della delle dei noi nostro nostra nostre che per con nei sono una alla nel si"
    " raccomandazione raccomandazioni",
    "de": "der die das und des den dem wir unsere unser mit zu von fur auf ist sind werden im nicht"
    " empfehlung empfehlungen sollten",
    "tr": "ve bir bu için ile olarak biz daha gibi kadar veya olan her şehirler tüm hakkı oneri oneriler",
    "id": "dan yang di untuk dengan kami dari pada akan kota ini itu dalam oleh para adalah rekomendasi",
    "sw": "na ya wa kwa katika ni za la miji sisi yetu kuwa hii hayo lazima mapendekezo pendekezo",
    "ru": "и в на что мы для по с к от города наши должны это их не как о рекомендация рекомендации",
    "uk": "і та в на що ми для з до від міста наші повинні це їх не як про рекомендація рекомендації",
    "ar": "في من على إلى التي أن عن مع هذا هذه نحن كل ما المدن",
    "fa": "و در به از که را این با است برای ما آن می های شهرها توصیه های",
    "ur": "اور کے کی میں سے کا کو ہے ہم یہ نے پر شہروں ہیں سفارشات",
}  # fmt: skip
#: Languages that have letters of their own, by script.
_OWN_LETTERS = {
    "Hang": "ko", "Hira": "ja", "Kana": "ja", "Hani": "zh", "Deva": "hi", "Grek": "el", "Hebr": "he", "Thai": "th",
    "Beng": "bn", "Taml": "ta", "Geor": "ka", "Armn": "hy", "Ethi": "am",
}  # fmt: skip
#: How many words are looked at, and how many small ones there must be at least, also as a share of all.
_ENOUGH, _LEAST, _SHARE = 4000, 3, 0.06


def told(text: str, default: str = "en") -> str:
    """The language of a text, as a code of two letters; where its words do not tell, `default`, or what its letters
    tell where they are others."""
    by_words = likeliest(text, [code for code in _SMALL if code != "ms"])
    otherwise = language_as_told(text, default)
    if by_words or otherwise != "und":
        return by_words or otherwise
    japanese = any("\u3040" <= sign <= "\u30ff" for sign in text)
    return "ja" if japanese else _OWN_LETTERS.get(script_of(text), otherwise)


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
