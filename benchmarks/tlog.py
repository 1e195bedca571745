"""The transparency log: how fast it is verified, a receipt made, a state signed; that every flipped bit is found.

python benchmarks/tlog.py [leaves]      (a million)
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time

from mithaq.core.tlog.checkpoints import Checkpoint
from mithaq.core.tlog.notes import COSIGNS, SigningKey, cosigned
from mithaq.core.tlog.proofs import inclusion_proof
from mithaq.core.tlog.receipts import Committed, DoesNotHold, check_receipt, receipt
from mithaq.core.tlog.tiles import ENTRIES, Tile, TileReader, entries_in, tile_of_entries, tile_of_hashes, tiles_of
from mithaq.core.tlog.tree import Crown, Kept, grown, leaf_hash, root_of

LEAVES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
FLIPS = 10_000
KEY = SigningKey("bench.example/log", b"k" * 32)
WITNESS = SigningKey("witness.example", b"w" * 32, COSIGNS)
COMMITTED = Committed({"act": "endorsement.given", "city": {"name": {"ar": "تونس"}}}, b"s" * 32)


def line(what, value, promise=""):
    print(f"{what:<52} {value:>16} {promise}", flush=True)


def verified(entries, root):
    """Leaves a second, when a whole log is hashed anew and held against its signed root."""
    start = time.perf_counter()
    crown = Crown()
    crown.add(entries)
    assert crown.root() == root
    return len(entries) / (time.perf_counter() - start)


class Counting(Kept):
    """Counts what is read."""

    asked = 0

    def read(self, places):
        Counting.asked += len(places)
        return super().read(places)


def reads_of_a_state(entries, sizes, hashes):
    """How many stored hashes a new leaf and the state after it read, for logs of these sizes."""
    for size in sizes:
        Counting.asked = 0
        before = Counting(hashes)
        new = grown(size, [leaf_hash(b"one more")], before)
        root_of(size + 1, Counting(hashes | new))
        yield size, Counting.asked


def flips_found(hashes, entries):
    """How many of so many flipped bits in leaf, tile, checkpoint and receipt are found."""
    dice = random.Random(6)
    size = 70_000
    stored = Kept(hashes)
    root = root_of(size, stored)
    note = Checkpoint(KEY.name, size, root).signed(KEY)
    note = note.with_lines([cosigned(note.text, WITNESS, 1_900_000_000)])
    told = receipt(COMMITTED, 0, inclusion_proof(0, size, stored), note, KEY.public, [WITNESS.public])
    whole = json.dumps(told, ensure_ascii=False).encode()
    tile = Tile(0, dice.randrange(size >> 8))
    kept = {tile: tile_of_hashes(tile, stored)}
    start = tile.number << 8
    carried = tile_of_entries(entries[start : start + 256])
    found = 0
    for number in range(FLIPS):
        content = bytearray((whole, kept[tile], carried)[number % 3])
        place = dice.randrange(len(content) * 8)
        content[place // 8] ^= 1 << place % 8
        try:
            if number % 3 == 0:
                check_receipt(json.loads(content.decode()), KEY.public)
            elif number % 3 == 1:
                at = place // 256
                assert content[at * 32 : at * 32 + 32] == leaf_hash(entries[start + at])
            else:
                assert [leaf_hash(one) for one in entries_in(bytes(content))] == [
                    leaf_hash(one) for one in entries[start : start + 256]
                ]
        except (DoesNotHold, ValueError, AssertionError):
            found += 1
    return found


def receipt_of_a_large_log(entries):
    """Seconds for a receipt as JSON out of a database with all these leaves: the median of a hundred."""
    home = tempfile.mkdtemp(prefix="mithaq-bench-")
    os.environ.update(MITHAQ_HOME=home, DJANGO_SETTINGS_MODULE="mithaq.site.settings")
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    from mithaq.endorsements.domain.log.receipts import receipts_of
    from mithaq.endorsements.domain.log.sign import sign_checkpoint
    from mithaq.endorsements.models import QueuedLeaf
    from mithaq.foundation.clock import real_now

    call_command("migrate", verbosity=0)
    now = real_now().isoformat(sep=" ")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
    hashes = grown(0, [leaf_hash(one) for one in entries], Kept({}))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO endorsements_queuedleaf (id, public_id, kind, thing, text_id, payload, salt, entry, at)"
            " VALUES (%s, %s, 'bench', %s, 1, %s, %s, %s, %s)",
            (
                (n + 1, f"q{n}", f"t{n}", json.dumps(COMMITTED.payload), COMMITTED.salt.hex(), one.decode(), now)
                for n, one in enumerate(entries)
            ),
        )
        cursor.executemany(
            'INSERT INTO endorsements_leaf ("index", queued_id, at) VALUES (%s, %s, %s)',
            ((n, n + 1, now) for n in range(len(entries))),
        )
        cursor.executemany(
            'INSERT INTO endorsements_treehash (level, "index", hash) VALUES (%s, %s, %s)',
            ((level, index, value) for (level, index), value in hashes.items()),
        )
        connection.check_constraints = lambda *_of: None
    from mithaq.core.tlog.checkpoints import Checkpoint as State
    from mithaq.endorsements.domain.log.keys import signing_key
    from mithaq.endorsements.models import Checkpoint as Row
    from mithaq.endorsements.models import LogKey

    key = signing_key(real_now())
    state = State(key.name, len(entries), root_of(len(entries), Kept(hashes)))
    Row.objects.create(
        size=state.size, root=state.root.hex(), note=str(state.signed(key)), key=LogKey.objects.get(), at=real_now()
    )
    assert sign_checkpoint(at=real_now()).size == len(entries)
    taken = []
    for _time in range(100):
        row = QueuedLeaf.objects.select_related("leaf").get(thing=f"t{random.randrange(len(entries))}")
        start = time.perf_counter()
        json.dumps(receipts_of([row], at=real_now()))
        taken.append(time.perf_counter() - start)
    return sorted(taken)[50]


def main():
    entries = [COMMITTED.entry] * LEAVES
    hashes = grown(0, [leaf_hash(one) for one in entries], Kept({}))
    root = root_of(LEAVES, Kept(hashes))
    rate = verified(entries, root)
    line(f"a log of {LEAVES:,} leaves is verified", f"{rate:,.0f}/s", "(promised: 150,000 leaves a second)")
    for size, reads in reads_of_a_state(
        entries, [n for n in (1_000, 10_000, 100_000, LEAVES - 1) if n < LEAVES], hashes
    ):
        line(f"hashes read for one more leaf and its state, of {size:,}", f"{reads}")
    if LEAVES >= 70_000:
        distinct = [f'{{"commit":"{n:064x}","v":1}}'.encode() for n in range(70_000)]
        distinct[0] = COMMITTED.entry
        small = grown(0, [leaf_hash(one) for one in distinct], Kept({}))
        line("flipped bits found", f"{flips_found(small, distinct):,}", f"of {FLIPS:,}")
        files = {tile: tile_of_hashes(tile, Kept(small)) for tile in tiles_of(70_000) if tile.level != ENTRIES}
        assert root_of(70_000, TileReader(70_000, files.__getitem__)) == root_of(70_000, Kept(small))
    seconds = receipt_of_a_large_log(entries)
    line(f"a receipt (JSON) in a log of {LEAVES:,}", f"{seconds * 1000:.1f} ms", "(promised: 20 ms)")


if __name__ == "__main__":
    main()
