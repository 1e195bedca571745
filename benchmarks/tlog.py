"""The transparency log: how fast it is verified, a receipt made, a state signed; that every flipped bit is found.

    .venv/bin/python benchmarks/tlog.py [--leaves 1000000] [--flips 10000]

Flips one bit at a time in an entry, a tile, the checkpoint, a receipt and the archive of a published log, and lets
`verify.py` check it; in the archive also where a bit tells nothing but the hour of a file. Then fills a database with
leaves and, at each power of ten on the way, signs the state after one more. Milliseconds are those of the processor.
Promises: every flip found; 150,000 leaves a second; what a state reads grows as the logarithm does; a receipt in a log
of a million leaves under 20 ms.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from mithaq import verify
from mithaq.core.tlog.checkpoints import Checkpoint
from mithaq.core.tlog.notes import COSIGNS, SigningKey, cosigned
from mithaq.core.tlog.proofs import inclusion_proof
from mithaq.core.tlog.receipts import Committed, named, receipt
from mithaq.core.tlog.tiles import ENTRIES, tile_of_entries, tile_of_hashes, tiles_of
from mithaq.core.tlog.tree import Crown, Kept, grown, leaf_hash, root_of

RATE, MILLISECONDS = 150_000, 20.0
KEY = SigningKey("bench.example/log", b"k" * 32)
WITNESS = SigningKey("witness.example", b"w" * 32, COSIGNS)
PAYLOAD = {
    "act": "endorsement.given",
    "at": "2031-10-20T09:00:00Z",
    "city": {"name": {"ar": "تونس", "en": "Tunis"}},
    "text": {"title": {"ar": "البيان", "en": "Communiqué"}, "hash": "0" * 64},
    "by": None,
}
COMMITTED = Committed(PAYLOAD, b"s" * 32)
AROUND = "Not checked: what is around the files in the ZIP."


def line(is_kept, words, figure):
    """One promise with its figure."""
    print(f"{'kept  ' if is_kept else 'BROKEN'} {words}: {figure}", flush=True)
    return is_kept


def verified(entries, root):
    """Leaves a second, when a whole log is hashed anew and held against its signed root."""
    start = time.perf_counter()
    crown = Crown()
    crown.add(entries)
    assert crown.root() == root
    return len(entries) / (time.perf_counter() - start)


def a_published_log(size):
    """The files of a published log of so many leaves, one of them in words."""
    text = json.dumps({"title": "Communiqué"}).encode()
    committed = Committed({**PAYLOAD, "text": {**PAYLOAD["text"], "hash": hashlib.sha256(text).hexdigest()}}, b"s" * 32)
    entries = [f'{{"commit":"{n:064x}","v":1}}'.encode() for n in range(size)]
    entries[size // 3] = committed.entry
    stored = Kept(grown(0, [leaf_hash(one) for one in entries], Kept({})))
    note = Checkpoint(KEY.name, size, root_of(size, stored)).signed(KEY)
    note = note.with_lines([cosigned(note.text, WITNESS, 1_900_000_000)])
    keys, seen = [named(KEY.public)], [WITNESS.public]
    told = receipt(committed, size // 3, inclusion_proof(size // 3, size, stored), note, keys, seen)
    verifier = Path(verify.__file__).read_bytes()
    about = {
        "keys": keys,
        "verifier": hashlib.sha256(verifier).hexdigest(),
        "witnesses": [str(one) for one in seen],
        "texts": [hashlib.sha256(text).hexdigest()],
        "receipts": ["one-1"],
    }
    files = {"log.json": written(about), "checkpoint": str(note).encode()}
    for tile in tiles_of(size):
        start = tile.number << 8
        is_of_entries = tile.level == ENTRIES
        files[tile.path] = (
            tile_of_entries(entries[start : start + tile.width]) if is_of_entries else tile_of_hashes(tile, stored)
        )
    return {
        **files,
        f"texts/{about['texts'][0]}.json": text,
        "receipts/one-1.json": written(told),
        "verify.py": verifier,
    }


def written(told):
    """A file as the log writes it."""
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def flips_found(number, folder):
    """For each kind of file, of how many flipped bits how many are found by `verify.py`."""
    files, dice = a_published_log(300), random.Random(6)
    whole = verify.zipped(files.items())
    kinds = {
        "entries": "tile/entries/000",
        "tiles": "tile/0/001.p/44",
        "checkpoint": "checkpoint",
        "receipt": "receipts/one-1.json",
        "receipt by itself": "receipts/one-1.json",
        "log.json": "log.json",
        "archive": None,
    }
    if is_found(files, folder) or is_found(whole, folder):
        raise SystemExit("the published log does not hold to begin with")
    for kind, path in kinds.items():
        share = number // len(kinds) + (number % len(kinds) if kind == "archive" else 0)
        found = 0
        for _flip in range(share):
            altered = bytearray(whole if path is None else files[path])
            place = dice.randrange(len(altered) * 8)
            altered[place // 8] ^= 1 << place % 8
            alone = kind in ("archive", "receipt by itself")
            found += is_found(bytes(altered) if alone else {**files, path: bytes(altered)}, folder)
        yield kind, share, found


def is_found(what, folder):
    """Whether `verify.py` finds something wrong with the files of a log, or with one file by itself."""
    try:
        if isinstance(what, dict):
            verify.check_log(what.__getitem__)
            return False
        (folder / "file").write_bytes(what)
        return any(english == AROUND for english, _arabic in verify.check(str(folder / "file"), str(KEY.public)))
    except Exception:  # noqa: BLE001 - it is what `verify.py` calls wrong or unreadable
        return True


def a_database():
    """An empty database of its own."""
    home = tempfile.mkdtemp(prefix="mithaq-bench-")
    os.environ.update(MITHAQ_HOME=home, DJANGO_SETTINGS_MODULE="mithaq.site.settings", MITHAQ_LOG="ERROR")
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.db import connection

    from mithaq.site import serving

    serving.make_ready()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")  # the leaves are of no text
    connection.check_constraints = lambda *_of: None


def filled(start, end, hashes):
    """Put leaves on record with the hashes over them, as the verbs would have."""
    from django.db import connection, transaction

    from mithaq.foundation.clock import real_now

    now = real_now().isoformat(sep=" ")
    new = grown(start, [leaf_hash(COMMITTED.entry)] * (end - start), Kept(hashes))
    payload, salt, entry = json.dumps(PAYLOAD), COMMITTED.salt.hex(), COMMITTED.entry.decode()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO endorsements_queuedleaf (id, public_id, kind, thing, text_id, payload, salt, entry, at)"
            " VALUES (%s, %s, 'bench', %s, 1, %s, %s, %s, %s)",
            ((n + 1, f"q{n}", f"t{n}", payload, salt, entry, now) for n in range(start, end)),
        )
        cursor.executemany(
            'INSERT INTO endorsements_leaf ("index", queued_id, at) VALUES (%s, %s, %s)',
            ((n, n + 1, now) for n in range(start, end)),
        )
        cursor.executemany(
            'INSERT INTO endorsements_treehash (level, "index", hash) VALUES (%s, %s, %s)',
            ((level, index, value) for (level, index), value in new.items()),
        )
    hashes.update(new)


def signed_states(sizes):
    """For logs of these sizes: stored hashes that are read, and milliseconds (the median of five), for a state after
    one more leaf."""
    from mithaq.endorsements.domain.log.keys import signing_key
    from mithaq.endorsements.domain.log.sign import sign_checkpoint
    from mithaq.endorsements.models import Checkpoint as Row
    from mithaq.endorsements.models import LogKey
    from mithaq.endorsements.queries.log import Stored
    from mithaq.foundation.clock import real_now

    key, hashes, asked = signing_key(real_now()), {}, []
    read, before = Stored.read, 0
    Stored.read = lambda self, places: asked.append(len(places)) or read(self, places)
    for size in sizes:
        filled(before, size, hashes)
        state = Checkpoint(key.name, size, root_of(size, Kept(hashes)))
        Row.objects.create(
            size=size, root=state.root.hex(), note=str(state.signed(key)), key=LogKey.objects.get(), at=real_now()
        )
        taken, asked[:] = [], []
        for more in range(1, 6):
            filled(size + more - 1, size + more, hashes)
            start = time.process_time()
            assert sign_checkpoint(at=real_now()).size == size + more
            taken.append((time.process_time() - start) * 1000)
        before = size + 5
        yield size, round(sum(asked) / 5), statistics.median(taken)
    Stored.read = read


def receipts_made(leaves):
    """Milliseconds for a receipt as JSON out of the database: the median of a hundred."""
    from mithaq.endorsements.domain.log.receipts import receipts_of
    from mithaq.endorsements.models import QueuedLeaf
    from mithaq.foundation.clock import real_now

    taken = []
    for _time in range(100):
        row = QueuedLeaf.objects.select_related("leaf").get(thing=f"t{random.randrange(leaves)}")
        start = time.process_time()
        assert "checkpoint" in json.dumps(receipts_of([row], at=real_now()))
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def main():
    """Measure and print; 1 where a promise is not kept."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--leaves", type=int, default=1_000_000, help="(1000000)")
    parser.add_argument("--flips", type=int, default=10_000, help="(10000)")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = list(flips_found(wanted.flips, Path(folder)))
    for kind, share, number in found:
        print(f"{number:>7,} of {share:,} flipped bits found: {kind}")
    number = sum(one[2] for one in found)
    kept = [line(number == wanted.flips, f"flipped bits found, of {wanted.flips:,}", f"{number:,}")]
    entries = [COMMITTED.entry] * wanted.leaves
    root = root_of(wanted.leaves, Kept(grown(0, [leaf_hash(one) for one in entries], Kept({}))))
    rate = max(verified(entries, root) for _time in range(3))
    kept.append(line(rate >= RATE, f"leaves verified a second, at least {RATE:,}", f"{rate:,.0f}"))
    a_database()
    sizes = [n for n in (1_000, 10_000, 100_000) if n < wanted.leaves] + [wanted.leaves]
    states = list(signed_states(sizes))
    for size, reads, milliseconds in states:
        print(f"{reads:>7} hashes read, {milliseconds:.1f} ms, for the state after one more of {size:,} leaves")
    (first, few, _), (last, many, _) = states[0], states[-1]
    bound = few * math.log2(last) / math.log2(first) * 1.25
    words = f"hashes read for a state of {last:,}, at most as the logarithm grows, {bound:.0f}"
    kept.append(line(many <= bound, words, many))
    milliseconds = receipts_made(wanted.leaves)
    words = f"milliseconds for a receipt (JSON) in a log of {wanted.leaves:,}, under {MILLISECONDS:g}"
    kept.append(line(milliseconds < MILLISECONDS, words, f"{milliseconds:.1f}"))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
