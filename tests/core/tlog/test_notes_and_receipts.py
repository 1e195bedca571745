"""Signed notes, checkpoints, witnesses, tiles, promises and receipts: what passes, and that nothing altered does."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from mithaq.core.tlog.canonical import NotCanonical, canonical, commitment, entry_of
from mithaq.core.tlog.checkpoints import Checkpoint, read_checkpoint
from mithaq.core.tlog.notes import (
    COSIGNS,
    NotANote,
    Note,
    SigningKey,
    cosigned,
    read_key,
    read_note,
)
from mithaq.core.tlog.proofs import consistency_proof, inclusion_proof
from mithaq.core.tlog.receipts import (
    Committed,
    DoesNotHold,
    check_promise,
    check_receipt,
    named,
    promise,
    receipt,
    succession,
)
from mithaq.core.tlog.tiles import (
    ENTRIES,
    NotATile,
    Tile,
    TileReader,
    entries_in,
    holds,
    read_path,
    tile_of_entries,
    tile_of_hashes,
    tiles_of,
)
from mithaq.core.tlog.tree import Kept, grown, leaf_hash, root_of
from mithaq.core.tlog.witnessing import Seen, considered, request_of

KEY = SigningKey("cities.example/log", bytes(range(32)))
WITNESS = SigningKey("witness.example", bytes(range(32, 64)), COSIGNS)
COMMITTED = [
    Committed({"act": "endorsement.given", "city": {"ar": "تونس"}, "number": n}, bytes([n]) * 32) for n in range(5)
]
STORED = Kept(grown(0, [leaf_hash(one.entry) for one in COMMITTED], Kept({})))


def state(size, key=KEY):
    return Checkpoint(key.name, size, root_of(size, STORED)).signed(key)


def a_receipt(index=3):
    note = state(5)
    note = note.with_lines([cosigned(note.text, WITNESS, 1_700_000_000)])
    return receipt(
        COMMITTED[index], index, inclusion_proof(index, 5, STORED), note, [named(KEY.public)], [WITNESS.public]
    )


def test_a_note_that_others_signed_is_read_and_checked():
    # From the documentation of golang.org/x/mod/sumdb/note.
    key = read_key("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = read_note(
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert note.signed_by(key)
    assert not replace(note, text=note.text.replace("your", "our")).signed_by(key)


def test_a_checkpoint_comes_back_as_it_was_written():
    note = read_note(str(state(5)))
    assert note.signed_by(KEY.public)
    assert read_checkpoint(note) == Checkpoint(KEY.name, 5, root_of(5, STORED))
    assert read_key(str(KEY.public)) == KEY.public
    assert "seed" not in repr(KEY)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "no signature\n",
        "a\n\n",
        "a\n\n— x\n",
        "a\n\n— x AAAA",
        "a\n\n— x AAAAAAAA",
        "a\n\n- x AAAAAAAA\n",
        "a\n\n— x+y AAAAAAAA\n",
        "a\x00\n\n— x AAAAAAAA\n",
        "a\n\n— x AAAAAAAB=\n",
        "a\n\n" + "— x AAAAAAAA\n" * 101,
    ],
)
def test_what_is_not_a_note_is_refused(written):
    with pytest.raises(NotANote):
        read_note(written)


@pytest.mark.parametrize(
    "lines", ["log\n05\n{root}\n", "log\n-1\n{root}\n", "log\n٥\n{root}\n", "log\n5\nAAAA\n", "\n5\n{root}\n"]
)
def test_what_is_not_a_checkpoint_is_refused(lines):
    root = "A" * 43 + "="
    with pytest.raises(NotANote):
        read_checkpoint(Note(lines.format(root=root), ()))


@pytest.mark.parametrize("written", ["", "a", "a+b+c", "a+00000000+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"])
def test_what_is_not_a_key_is_refused(written):
    with pytest.raises(NotANote):
        read_key(written)


def test_an_entry_tells_nothing_and_a_payload_has_one_form():
    assert canonical({"b": [1, True, None], "a": "é\n"}) == '{"a":"é\\n","b":[1,true,null]}'.encode()
    entry = entry_of({"city": "Tunis"}, b"s" * 32)
    assert json.loads(entry) == {"commit": commitment({"city": "Tunis"}, b"s" * 32).hex(), "v": 1}
    assert entry != entry_of({"city": "Tunis"}, b"t" * 32)


@pytest.mark.parametrize("payload", [1.5, {"é": 1}, {1: 1}, "\ud800", 2**53, {"a": {1, 2}}, b"a"])
def test_a_payload_without_one_form_is_refused(payload):
    with pytest.raises(NotCanonical):
        canonical(payload)


def test_a_salt_that_is_too_short_is_refused():
    with pytest.raises(ValueError, match="32 bytes"):
        commitment({}, b"short")


def test_a_receipt_shows_leaf_state_and_witness():
    proved = check_receipt(json.loads(json.dumps(a_receipt())), KEY.public)
    assert (proved.state.size, proved.index, proved.seen) == (5, 3, {"witness.example": 1_700_000_000})


def test_a_promise_names_the_leaf_and_is_no_checkpoint():
    told = promise(COMMITTED[0], KEY, [named(KEY.public)])
    assert check_promise(told, KEY.public) == leaf_hash(COMMITTED[0].entry)
    with pytest.raises(NotANote):
        read_checkpoint(told["promise"])
    with pytest.raises(DoesNotHold):
        check_promise(told | {"promise": promise(COMMITTED[1], KEY, [named(KEY.public)])["promise"]}, KEY.public)


def test_a_receipt_with_another_city_in_it_does_not_hold():
    told = a_receipt()
    with pytest.raises(DoesNotHold, match="entry"):
        check_receipt(told | {"payload": told["payload"] | {"city": {"ar": "صفاقس"}}}, KEY.public)
    with pytest.raises(DoesNotHold, match="proof"):
        check_receipt(told | {"index": 2}, KEY.public)
    with pytest.raises(DoesNotHold, match="key"):
        check_receipt(told, SigningKey(KEY.name, b"x" * 32).public)
    with pytest.raises(DoesNotHold, match="checkpoint"):
        check_receipt(told | {"checkpoint": str(state(5, SigningKey(KEY.name, b"x" * 32)))}, KEY.public)


def test_a_receipt_is_followed_from_a_key_to_those_that_came_after_it():
    after = SigningKey(KEY.name, b"n" * 32)
    keys = [named(KEY.public), named(after.public, str(succession(after.public, KEY)))]
    told = receipt(COMMITTED[3], 3, inclusion_proof(3, 5, STORED), state(5, after), keys, [])
    for trusted in (KEY, after):
        assert check_receipt(told, trusted.public).index == 3
    forged = named(after.public, str(succession(after.public, SigningKey(KEY.name, b"x" * 32))))
    for others in ([keys[0], forged], keys[:1], keys[1:], [keys[1], keys[0]], []):
        with pytest.raises(DoesNotHold):
            check_receipt(told | {"keys": others}, KEY.public)


def test_a_bit_flipped_anywhere_in_a_receipt_is_found():
    written = json.dumps(a_receipt(), ensure_ascii=False).encode()
    dice = random.Random(6)
    for _time in range(300):
        place = dice.randrange(len(written) * 8)
        flipped = bytearray(written)
        flipped[place // 8] ^= 1 << place % 8
        try:
            told = json.loads(flipped.decode())
        except (UnicodeDecodeError, ValueError):
            continue
        with pytest.raises(DoesNotHold):
            check_receipt(told, KEY.public)


def test_tiles_carry_the_log():
    entries = [f"{number}".encode() for number in range(70_000)]
    stored = Kept(grown(0, [leaf_hash(entry) for entry in entries], Kept({})))
    size = len(entries)
    files = {tile: tile_of_hashes(tile, stored) for tile in tiles_of(size) if tile.level != ENTRIES}
    assert Tile(0, 0) in files
    assert Tile(2, 0, 1) in files
    assert Tile(0, 273, 112) in files
    reader = TileReader(size, files.__getitem__)
    assert root_of(size, reader) == root_of(size, stored)
    assert inclusion_proof(69_000, size, reader) == inclusion_proof(69_000, size, stored)
    assert consistency_proof(300, size, reader) == consistency_proof(300, size, stored)
    assert [tile.path for tile in tiles_of(300, 256)] == ["tile/entries/001.p/44", "tile/0/001.p/44"]
    assert list(tiles_of(256, 256)) == []


def test_a_tile_is_where_its_path_says():
    assert Tile(1, 1_234_067).path == "tile/1/x001/x234/067"
    assert Tile(ENTRIES, 0, 5).path == "tile/entries/000.p/5"
    for tile in (Tile(0, 0), Tile(3, 999, 255), Tile(ENTRIES, 1000)):
        assert read_path(tile.path) == tile
    assert holds(Tile(0, 0, 5), 5)
    assert not holds(Tile(0, 0, 6), 5)
    assert not holds(Tile(1, 0, 1), 255)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/1",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/9/000",
        "tile/-1/000",
        "tile/0/x000/000",
        "tile",
        "tile/0/00٣",
    ],
)
def test_another_way_of_writing_a_path_is_refused(path):
    with pytest.raises(NotATile):
        read_path(path)


def test_entries_come_out_of_their_tile_and_a_torn_one_is_refused():
    assert entries_in(tile_of_entries([b"", b"a", b"bc"])) == [b"", b"a", b"bc"]
    for torn in (b"\x00", b"\x00\x02a"):
        with pytest.raises(NotATile):
            entries_in(torn)
    with pytest.raises(NotATile):
        tile_of_entries([b"x" * 70_000])


LOGS = {KEY.name: KEY.public}


def test_a_witness_takes_a_state_that_continues_the_last_one():
    first = considered(request_of(0, [], state(2)), LOGS, {})
    assert (first.status, first.checkpoint.size) == (200, 2)
    seen = {KEY.name: Seen(2, root_of(2, STORED))}
    later = request_of(2, consistency_proof(2, 5, STORED), state(5))
    assert considered(later, LOGS, seen).status == 200
    assert considered(request_of(2, [], state(2)), LOGS, seen).status == 200


def test_a_witness_refuses_a_fork_and_two_states_of_one_size():
    seen = {KEY.name: Seen(2, b"other root of 32 bytes in length")}
    assert considered(request_of(2, [], state(2)), LOGS, seen).status == 409
    assert considered(request_of(2, consistency_proof(2, 5, STORED), state(5)), LOGS, seen).status == 422
    answer = considered(request_of(1, consistency_proof(1, 5, STORED), state(5)), LOGS, seen)
    assert (answer.status, answer.words) == (409, "2")


def test_a_witness_refuses_what_it_does_not_know_or_cannot_read():
    assert considered(request_of(0, [], state(2)), {}, {}).status == 404
    stranger = SigningKey(KEY.name, b"x" * 32)
    assert considered(request_of(0, [], state(2, stranger)), LOGS, {}).status == 403
    assert considered(request_of(3, [], state(2)), LOGS, {}).status == 400
    for torn in ("", "old 0", "old x\n\n", "old 00\n\n" + str(state(2)), "old 0\nAAAA\n\n" + str(state(2))):
        assert considered(torn, LOGS, {}).status == 400


def test_a_cosignature_is_of_this_note_by_this_witness_at_that_time():
    note = state(5)
    with_it = note.with_lines([cosigned(note.text, WITNESS, 7)])
    assert with_it.cosigned_at(WITNESS.public) == 7
    assert note.cosigned_at(WITNESS.public) is None
    assert replace(with_it, text=state(4).text).cosigned_at(WITNESS.public) is None
    assert with_it.signed_by(KEY.public)
