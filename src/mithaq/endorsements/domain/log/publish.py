"""The log as plain files: what any web server or archive can carry, and `verify.py` checks without this site.

log.json          the keys in their order, the witnesses under the state, the names of the texts and receipts, and the
                  hash of verify.py
checkpoint        the signed state, with the cosignatures
tile/…            hashes and entries
texts/<hash>.json the canonical form of each text that was endorsed
receipts/<id>-<n>.json   the receipts of cities that are named, the n-th act of an endorsement
verify.py         what checks all this
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from mithaq import verify
from mithaq.communique.domain.freeze import canonical_form
from mithaq.communique.models import Freezing
from mithaq.core.tlog.tiles import (
    ENTRIES,
    WIDTH,
    NotATile,
    Tile,
    holds,
    read_path,
    tile_of_entries,
    tile_of_hashes,
    tiles_of,
)
from mithaq.endorsements.domain.log.receipts import receipts_of
from mithaq.endorsements.models import Checkpoint, QueuedLeaf
from mithaq.endorsements.queries import endorsements_visible_to
from mithaq.endorsements.queries.log import Stored, entries, keys_up_to, latest_checkpoint, note_of


def files_of_the_log(at: datetime) -> Iterator[tuple[str, bytes]]:
    """Every file of the published log by its path; none as long as nothing was published."""
    state = latest_checkpoint()
    if state is None:
        return
    yield "log.json", _about(state, at)
    yield "checkpoint", str(note_of(state)[0]).encode()
    for tile in tiles_of(state.size):
        yield tile.path, _content_of(tile)
    for name, content in _texts(at):
        yield f"texts/{name}.json", content
    named = _named(state, at)
    for name, receipt in zip(named, receipts_of(named.values(), at=at), strict=True):
        yield f"receipts/{name}.json", _written(receipt)
    yield "verify.py", Path(verify.__file__).read_bytes()


def file_of_the_log(path: str, at: datetime) -> bytes | None:
    """One file of the published log; None where there is none of that path."""
    state = latest_checkpoint()
    folder, _slash, name = path.partition("/")
    if state is None:
        return Path(verify.__file__).read_bytes() if path == "verify.py" else None
    if folder == "tile":
        return _tile(path, state)
    if folder == "texts":
        return dict(_texts(at)).get(name.removesuffix(".json")) if name.endswith(".json") else None
    if folder == "receipts":
        return _receipt(name, state, at)
    return _file(path, state, at)


def _file(path: str, state: Checkpoint, at: datetime) -> bytes | None:
    if path == "log.json":
        return _about(state, at)
    if path == "checkpoint":
        return str(note_of(state)[0]).encode()
    return Path(verify.__file__).read_bytes() if path == "verify.py" else None


def _about(state: Checkpoint, at: datetime) -> bytes:
    return _written(
        {
            "keys": keys_up_to(state.key.key),
            "verifier": hashlib.sha256(Path(verify.__file__).read_bytes()).hexdigest(),
            "witnesses": [str(one) for one in note_of(state)[1]],
            "texts": sorted(_frozen(at).values_list("hash", flat=True)),
            "receipts": sorted(_named(state, at)),
        }
    )


def _tile(path: str, state: Checkpoint) -> bytes | None:
    try:
        tile = read_path(path)
    except NotATile:
        return None
    return _content_of(tile) if holds(tile, state.size) else None


def _content_of(tile: Tile) -> bytes:
    if tile.level != ENTRIES:
        return tile_of_hashes(tile, Stored())
    start = tile.number * WIDTH
    return tile_of_entries([entry.encode() for rows in entries(start, start + tile.width) for _index, entry in rows])


def _frozen(at: datetime) -> QuerySet[Freezing]:
    """The freezing of each published text that somebody signed."""
    signed = QueuedLeaf.objects.values("text")
    return Freezing.objects.filter(text__publication__at__lte=at, text__in=signed)


def _texts(at: datetime) -> Iterator[tuple[str, bytes]]:
    for freezing in _frozen(at).select_related("draft__text__cycle"):
        yield freezing.hash, canonical_form(freezing.draft)


def _receipt(name: str, state: Checkpoint, at: datetime) -> bytes | None:
    row = _named(state, at).get(name.removesuffix(".json")) if name.endswith(".json") else None
    return None if row is None else _written(receipts_of([row], at=at)[0])


def _named(state: Checkpoint, at: datetime) -> dict[str, QueuedLeaf]:
    """What everybody may know, by the endorsement and the number of the act. One query."""
    visible = endorsements_visible_to(None, at).values("public_id")
    rows = QueuedLeaf.objects.filter(kind="endorsements.endorsement", thing__in=visible, leaf__index__lt=state.size)
    named: dict[str, QueuedLeaf] = {}
    numbers: Counter[str] = Counter()
    for row in rows.exclude(salt=None).select_related("leaf").order_by("id"):
        numbers[row.thing] += 1
        named[f"{row.thing}-{numbers[row.thing]}"] = row
    return named


def write_log(folder: Path, at: datetime) -> int:
    """Write the published log into a folder; the number of files."""
    number = 0
    for path, content in files_of_the_log(at):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        number += 1
    return number


def write_archive(file: Path, at: datetime) -> int:
    """Write the published log into one ZIP, each byte of which follows from its files; the number of files."""
    files = list(files_of_the_log(at))
    if files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(verify.zipped(files))  # type: ignore[no-untyped-call]  # it is read without mypy
    return len(files)


def _written(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
