"""Checkpoints (C2SP tlog-checkpoint): the state of a log in three lines, signed.

    <origin>      the log's name, which is also the name of its key
    <size>        how many leaves, in decimal without leading zeros
    <root>        base64 of the root over them

A signed log state binds the log for ever: two of one size with two roots prove that it told two stories.
"""

from __future__ import annotations

from dataclasses import dataclass

from mithaq.core.tlog.notes import NotANote, Note, SigningKey, from_base64, read_note, signed, to_base64


@dataclass(frozen=True)
class Checkpoint:
    """A state of a log: its name, how many leaves it has, the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The lines that are signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    def signed(self, key: SigningKey) -> Note:
        """The checkpoint as a note with the log's signature."""
        return signed(self.text, key)


def read_checkpoint(written: str | Note) -> Checkpoint:
    """The state that a note tells. Whose signature it carries is the note's to say. Raises `NotANote`."""
    note = read_note(written) if isinstance(written, str) else written
    lines = note.text.split("\n")
    if len(lines) < 4 or not lines[0] or not lines[1].isascii() or not lines[1].isdigit():
        raise NotANote("not a checkpoint")
    size, root = int(lines[1][:20]), from_base64(lines[2])
    if str(size) != lines[1] or len(root) != 32:
        raise NotANote("not a checkpoint")
    return Checkpoint(lines[0], size, root)
