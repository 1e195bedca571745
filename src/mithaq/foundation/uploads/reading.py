"""Reading papers safely: the core's readers, called in a confined child."""

from __future__ import annotations

from mithaq.core.reading.recommendations import Reading, read_recommendations
from mithaq.foundation.uploads.sandbox import in_a_child


def read_paper(content: bytes) -> Reading:
    """The recommendations of a Word document. Raises `Unreadable`, whose code `vocabulary.sentence_of` words."""
    return in_a_child(read_recommendations, content)
