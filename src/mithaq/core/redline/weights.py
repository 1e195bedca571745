"""How much a word weighs when it is shown as changed although it is not, and where phrases end."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

#: Words that join others, in the languages of most groups; in Arabic those written by themselves.
_JOINING = """
a an and are as at be been by for from has have in into is it its of on or our shall should that the their them these
they this those to was we were which will with would
à au aux avec ce ces cette dans de des du en est et la le les leur leurs ou où par pour que qui sa ses son sont sur un
une d' l' al con como del el entre es esta este las los más no o para por se su sus un una y
في من على إلى عن أن إن ما لا أو ثم قد كما التي الذي الذين مع بين هذا هذه ذلك تلك كل وأن وفي ومن وعلى وإلى وما
ولا ومع بما لما فيما مما عما به بها بهم له لها لهم منه منها منهم فيه فيها هو هي هم كان كانت يكون تكون عند منذ
حتى بعد قبل دون غير حيث إذا أي عبر
o os as e do da dos das no na nos nas em ao à pela pelo seu sua seus suas um uma com nem
и в во на с со к по за из от до о об у не что как для при или его её их это но а же бы
और के का की को से में पर है हैं ने या कि ही भी तथा एवं यह इस वह उस जो तो न एक हो कर अपने अपनी अपना उनके उसके लिए
اور کے کا کی کو سے میں پر ہے ہیں نے یا کہ بھی یہ اس وہ جو تو نہ ایک اپنے لئے لیے
ve veya ya da de bu bir her için ile dan yang di ke dari untuk dengan atau pada dalam ini itu oleh sebagai tidak
の に は を が と で へ も や な し て ず 的 和 与 在 了 是 及 或 为 以 之 其 并 将 对 于 等 所 而 由 从
"""
JOINING = frozenset(_JOINING.split())

SENTENCE_ENDS = frozenset(".!?؟。！？…।॥۔")
CLAUSE_ENDS = frozenset(",;:،؛，；：、")
OPENING, CLOSING = frozenset("([{«“‘（「『《【"), frozenset(")]}»”’）」』》】")

#: Weights: a word that says something, one that joins, a mark that ends a sentence, any other mark.
WORD, LIGHT, STOP, MARK = 1.0, 0.5, 0.75, 0.125
#: A Chinese or Japanese sign is about half a word.
SIGN = 0.5
_FIRST_SIGN, _LAST_SIGN = "\u3040", "\u9fff"


@lru_cache(maxsize=50_000)
def weight(word: str) -> float:
    """The cost of showing a kept word as deleted and inserted."""
    if len(word) == 1 and _FIRST_SIGN <= word <= _LAST_SIGN:
        return SIGN
    if word[:1].isalnum():
        return LIGHT if word.lower() in JOINING else WORD
    return STOP if word in SENTENCE_ENDS else MARK


def length(words: Iterable[str]) -> float:
    """How many words these are: marks count nothing, a Chinese or Japanese sign half."""
    return sum(map(_counted, words))


@lru_cache(maxsize=50_000)
def _counted(word: str) -> float:
    if len(word) == 1 and _FIRST_SIGN <= word <= _LAST_SIGN:
        return SIGN
    return 1.0 if word[:1].isalnum() else 0.0


@lru_cache(maxsize=200_000)
def parting(before: str, part: str, after: str) -> int:
    """How naturally a phrase ends between two words: 0 (inside a phrase) to 5 (a new paragraph).

    `part` is the first word with the white space after it."""
    if "\n" in part or not before:
        return 5
    if before in SENTENCE_ENDS and after not in SENTENCE_ENDS:
        return 4
    if before in CLAUSE_ENDS:
        return 3
    if after in OPENING or before in CLOSING:
        return 2
    if after in CLAUSE_ENDS or after in SENTENCE_ENDS:
        return 1
    return 1 if after.lower() in JOINING and before.lower() not in JOINING else 0
