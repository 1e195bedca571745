"""Which words of two texts are the same words: as few changes as possible, gathered into phrases.

1. The longest common subsequence of words (`rapidfuzz`) says which words can stay. It is one of many, and scatters.
2. *Sliding*: an insertion or a deletion that reads the same one place further is moved to where phrases end, or to its
   neighbour, with which it becomes one. This changes no more words.
3. *Gathering*: words between two changes are shown as changed too where that leaves fewer, longer runs: the runs
   that are saved are held against the `weight` of the words that are shown although they stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from mithaq.core.redline.cut import Cut
from mithaq.core.redline.weights import SENTENCE_ENDS, parting, weight

#: What one run costs, in the weight of words that are shown as changed although they stay; and what each changed word
#: around them adds to it, up to so many: a word that stays alone in a rewritten sentence says nothing.
RUN, ISLAND, WIDEST = 0.26, 0.02, 12
#: More words than these between two changes are never shown as changed.
GATHERED = 4
#: Products of two lengths in words above which the memory of an exact comparison would be felt (50 MB).
LARGEST = 400_000_000


class Block(NamedTuple):
    """`size` words that stay, at place `old` of the old text and at place `new` of the new one."""

    old: int
    new: int
    size: int


def alignment(old: Cut, new: Cut, largest: int = LARGEST) -> list[Block]:
    """The words that stay, in blocks, in order; between two blocks there is a change. The last block may be empty.
    Texts of more than `largest` pairs of words are compared sentence by sentence."""
    blocks = _common(old.words, new.words, largest)
    if len(blocks) > 1:
        blocks = _gathered(_slid(blocks, old, new), old, new)
    return blocks


def _common(old: Sequence[str], new: Sequence[str], largest: int) -> list[Block]:
    if len(old) * len(new) > largest:
        return _common_of_long(old, new, largest)
    return [Block(*block) for block in LCSseq.editops(old, new).as_matching_blocks()]


def _common_of_long(old: Sequence[str], new: Sequence[str], largest: int) -> list[Block]:
    """What two very long texts have in common: their whole sentences, and between those their words. Where even the
    sentences are too many, or what stands between two of them is too long, only its beginning and its end."""
    said, says = _sentences(old), _sentences(new)
    if len(said) * len(says) > largest:
        return _common_ends(old, new)
    starts_old, starts_new = _starts(said), _starts(says)
    found: list[Block] = []
    at_old = at_new = 0
    for block in LCSseq.editops(said, says).as_matching_blocks():
        here, there = starts_old[block.a], starts_new[block.b]
        between, other = old[at_old:here], new[at_new:there]
        exact = len(between) * len(other) <= largest
        inner = _common(between, other, largest) if exact else _common_ends(between, other)
        found += [Block(at_old + one.old, at_new + one.new, one.size) for one in inner]
        at_old, at_new = starts_old[block.a + block.size], starts_new[block.b + block.size]
        found.append(Block(here, there, at_old - here))
    return _joined(found)


def _sentences(words: Sequence[str]) -> list[tuple[str, ...]]:
    """The words up to each mark that ends a sentence."""
    ends = [place for place, word in enumerate(words, start=1) if word in SENTENCE_ENDS]
    return [tuple(words[start:end]) for start, end in pairwise([0, *ends, len(words)]) if start < end]


def _starts(sentences: Sequence[tuple[str, ...]]) -> list[int]:
    """The place of each sentence's first word, and of the end."""
    return [0, *accumulate(map(len, sentences))]


def _joined(blocks: Sequence[Block]) -> list[Block]:
    """Blocks that touch in both texts as one; the first and the last stand even if they are empty."""
    joined: list[Block] = []
    for block in blocks:
        before = joined[-1] if joined else Block(0, 0, 0)
        if (before.old + before.size, before.new + before.size) == (block.old, block.new):
            joined[-1:] = [Block(before.old, before.new, before.size + block.size)]
        elif block.size or block is blocks[-1]:
            joined.append(block)
    return joined


def _common_ends(old: Sequence[str], new: Sequence[str]) -> list[Block]:
    """What two texts have in common at their beginnings and at their ends."""
    shorter = min(len(old), len(new))
    first = next((at for at in range(shorter) if old[at] != new[at]), shorter)
    last = next((at for at in range(shorter - first) if old[-1 - at] != new[-1 - at]), shorter - first)
    return [Block(0, 0, first), Block(len(old) - last, len(new) - last, last)]


def _slid(blocks: list[Block], old: Cut, new: Cut) -> list[Block]:
    """The blocks after every pure insertion and deletion stands where phrases end."""
    done = [blocks[0]]
    for block in blocks[1:]:
        before = done[-1]
        length_old, length_new = block.old - before.old - before.size, block.new - before.new - before.size
        if (length_old and length_new) or not block.size:
            done.append(block)
            continue
        longer, start = (new, block.new - length_new) if length_new else (old, block.old - length_old)
        shift = _best_shift(longer, start, length_new or length_old, before.size, block.size)
        done[-1] = Block(before.old, before.new, before.size + shift)
        done.append(Block(block.old + shift, block.new + shift, block.size - shift))
    return [block for place, block in enumerate(done) if block.size or place == len(done) - 1 or place == 0]


def _best_shift(text: Cut, start: int, length: int, left: int, right: int) -> int:
    """By how many words a change of `length` words at `start` should move; below 0 is towards the beginning.

    `left` and `right` words stay before and after it."""
    words, parts = text
    lowest = highest = 0
    while -lowest < left and words[start + lowest - 1] == words[start + lowest + length - 1]:
        lowest -= 1
    while highest < right and words[start + highest] == words[start + highest + length]:
        highest += 1
    if lowest == highest:
        return 0
    if -lowest == left and start + lowest > 1:
        return lowest
    lowest = max(lowest, 1 - start)
    best, best_score = 0, -1
    for shift in sorted(range(lowest, highest + 1), key=abs):
        first, last = start + shift, start + shift + length
        score = parting(words[first - 1], parts[first - 1], words[first])
        score += parting(words[last - 1], parts[last - 1], words[last]) if last < len(words) else 5
        if score > best_score:
            best, best_score = shift, score
    return best


def _gathered(blocks: list[Block], old: Cut, new: Cut) -> list[Block]:
    """The blocks without those that are cheaper to show as changed."""
    kept = [blocks[0]]
    for place, block in enumerate(blocks[1:-1], start=1):
        following = blocks[place + 1]
        if block.size > GATHERED or not _is_cheaper_shown(kept[-1], block, following, old.words):
            kept.append(block)
    kept.append(blocks[-1])
    return kept


def _is_cheaper_shown(before: Block, block: Block, after: Block, words: Sequence[str]) -> bool:
    """Whether the block's words cost less as changed words than as a run of their own between two changes."""
    deleted, inserted = block.old - before.old - before.size, block.new - before.new - before.size
    deleted_after, inserted_after = after.old - block.old - block.size, after.new - block.new - block.size
    runs = bool(deleted) + bool(inserted) + bool(deleted_after) + bool(inserted_after)
    around = min(deleted + inserted, deleted_after + inserted_after, WIDEST)
    # Gathered, all are one deletion and one insertion, and the run between them is no more.
    worth = (runs + 1 - 2) * RUN + around * ISLAND
    return sum(map(weight, words[block.old : block.old + block.size])) < worth
