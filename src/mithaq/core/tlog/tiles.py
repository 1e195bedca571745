"""Tiles (C2SP tlog-tiles): the log as plain files that any web server or archive can carry.

    checkpoint                 the signed note
    tile/<L>/<N>[.p/<W>]       hashes: tile N of level L, 256 hashes of 32 bytes, or W of them where the log ends
    tile/entries/<N>[.p/<W>]   entries: 256 of them, each after its length in two bytes (big-endian)

A tile has height 8: hash i of tile N on level L stands at place `(8 L, 256 N + i)` of the tree. N is written in groups
of three digits, all but the last with an x before it: 1234067 is `x001/x234/067`. What lies between the levels of tiles
is hashed from them. Full tiles never change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mithaq.core.tlog.tree import HashReader, Place, folded, node_hash

HEIGHT = 8
WIDTH = 1 << HEIGHT
ENTRIES = -1
#: Bytes of the longest entry whose length two bytes can say.
LONGEST_ENTRY = 0xFFFF
_HASH = 32


class NotATile(ValueError):
    """Bytes or a path that are none of a tile."""


@dataclass(frozen=True)
class Tile:
    """One tile: its level (`ENTRIES` for entries), its number, and how much stands in it (256 where it is full)."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where it stands, below the log's address."""
        groups = []
        rest = self.number
        while True:
            rest, group = divmod(rest, 1000)
            groups.append(f"{group:03}")
            if not rest:
                break
        written = "/".join([f"x{group}" for group in reversed(groups[1:])] + [groups[0]])
        level = "entries" if self.level == ENTRIES else str(self.level)
        return f"tile/{level}/{written}" + ("" if self.width == WIDTH else f".p/{self.width}")

    @property
    def places(self) -> list[Place]:
        """The places of its hashes in the tree."""
        first = self.number << HEIGHT
        return [(self.level * HEIGHT, first + place) for place in range(self.width)]


def read_path(path: str) -> Tile:
    """The tile of a path below the log's address. Raises `NotATile` for any other way of writing it."""
    parts = path.split("/")
    try:
        width = int(parts.pop()) if len(parts) > 2 and parts[-2].endswith(".p") else WIDTH
        number = int("".join(part.removeprefix("x") for part in parts[2:]).removesuffix(".p"))
        tile = Tile(ENTRIES if parts[1] == "entries" else int(parts[1]), number, width)
    except (ValueError, IndexError) as fault:
        raise NotATile(path) from fault
    if tile.path != path or len(path) > 100 or not -1 <= tile.level < HEIGHT or not 1 <= width <= WIDTH:
        raise NotATile(path)
    return tile


def tiles_of(size: int, old: int = 0) -> Iterator[Tile]:
    """The tiles, of hashes and entries, that a log of `size` has and one of `old` had not."""
    for level in (ENTRIES, *range(HEIGHT)):
        shift = max(level, 0) * HEIGHT
        hashes, known = size >> shift, old >> shift
        for number in range(known >> HEIGHT, -(-hashes >> HEIGHT)):
            width = min(WIDTH, hashes - (number << HEIGHT))
            if width and (number << HEIGHT) + width > known:
                yield Tile(level, number, width)


def holds(tile: Tile, size: int) -> bool:
    """Whether a log of `size` has this tile, full or as a part that it once was."""
    return (tile.number << HEIGHT) + tile.width <= size >> max(tile.level, 0) * HEIGHT


def tile_of_hashes(tile: Tile, stored: HashReader) -> bytes:
    """The bytes of a tile of hashes."""
    return b"".join(stored.read(tile.places))


def tile_of_entries(entries: Sequence[bytes]) -> bytes:
    """The bytes of a tile of entries. Raises `NotATile` for an entry too long."""
    if any(len(entry) > LONGEST_ENTRY for entry in entries):
        raise NotATile("an entry is too long for a tile")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def entries_in(content: bytes) -> list[bytes]:
    """The entries in a tile. Raises `NotATile`."""
    entries, place = [], 0
    while place < len(content):
        end = place + 2 + int.from_bytes(content[place : place + 2], "big")
        if end > len(content) or place + 2 > len(content):
            raise NotATile("a tile of entries that ends within an entry")
        entries.append(content[place + 2 : end])
        place = end
    return entries


@dataclass(frozen=True)
class TileReader:
    """Stored hashes out of the tiles of a log of `size`; `fetch` gives the bytes of one."""

    size: int
    fetch: Callable[[Tile], bytes]

    def read(self, places: Sequence[Place]) -> list[bytes]:
        fetched: dict[Tile, bytes] = {}
        return [self._hash(place, fetched) for place in places]

    def _hash(self, place: Place, fetched: dict[Tile, bytes]) -> bytes:
        level, index = place
        tile_level, above = divmod(level, HEIGHT)
        first = index << above
        number = first >> HEIGHT
        width = min(WIDTH, (self.size >> tile_level * HEIGHT) - (number << HEIGHT))
        tile = Tile(tile_level, number, width)
        if tile not in fetched:
            content = self.fetch(tile)
            if len(content) != width * _HASH:
                raise NotATile(f"{tile.path} has {len(content)} bytes")
            fetched[tile] = content
        start = (first - (number << HEIGHT)) * _HASH
        hashes = [fetched[tile][start + at : start + at + _HASH] for at in range(0, _HASH << above, _HASH)]
        while len(hashes) > 1:
            hashes = [node_hash(left, right) for left, right in zip(hashes[::2], hashes[1::2], strict=True)]
        return folded(hashes)
