"""What changed between two wordings, in words: kept, deleted, inserted, moved.

- `accepted(redline(old, new)) == new` and `rejected(redline(old, new)) == old`, for every two texts, to the code point.
- Words are compared whole: with their vowel signs, apostrophes and tatweel, numbers with their separators, Chinese by
  the sign. The white space after a word travels with it and is not compared.
- Of all ways to turn one text into the other one is shown that a person reads as phrases (`alignment`).
- No two neighbouring runs are of one kind and one move; a deletion stands before the insertion that takes its place.
"""

from __future__ import annotations

from mithaq.core.redline.edit import Edit
from mithaq.core.redline.kinds import Kind, Run
from mithaq.core.redline.runs import accepted, edits_between, redline, rejected

__all__ = ["Edit", "Kind", "Run", "accepted", "edits_between", "redline", "rejected"]
