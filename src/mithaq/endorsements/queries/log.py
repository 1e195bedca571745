"""The transparency log as it is on record: its hashes, its size, the states that were signed, what waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery

from mithaq.communique.models import Text
from mithaq.core.tlog.notes import Note, PublicKey, read_key, read_note
from mithaq.core.tlog.tree import Place
from mithaq.endorsements.models import Checkpoint, Cosignature, Leaf, LogCheck, LogKey, QueuedLeaf, TreeHash, Witness
from mithaq.foundation.chronicle.memory import Memory
from mithaq.foundation.things import reference_to

#: Entries that are read in one go.
BATCH = 4096


class Stored:
    """The stored hashes in the database: a `HashReader` that asks once for whatever it is asked for together."""

    def read(self, places: Sequence[Place]) -> list[bytes]:
        by_level: dict[int, list[int]] = defaultdict(list)
        for level, index in places:
            by_level[level].append(index)
        wanted = Q(pk__in=())
        for level, indexes in by_level.items():
            wanted |= Q(level=level, index__in=indexes)
        rows = TreeHash.objects.filter(wanted).values_list("level", "index", "hash") if places else ()
        found = {(level, index): bytes(value) for level, index, value in rows}
        return [found[place] for place in places]


def log_size() -> int:
    """How many leaves have entered."""
    last = Leaf.objects.order_by("index").values_list("index", flat=True).last()
    return 0 if last is None else last + 1


def entries(start: int, end: int | None = None) -> Iterator[list[tuple[int, str]]]:
    """Index and entry of the leaves from `start` on (to before `end`), some thousand at a time."""
    while end is None or start < end:
        leaves = Leaf.objects.filter(index__gte=start).order_by("index")
        until = BATCH if end is None else min(BATCH, end - start)
        rows = list(leaves.values_list("index", "queued__entry")[:until])
        if not rows:
            return
        yield rows
        start = rows[-1][0] + 1


def key_on_record() -> LogKey | None:
    """The key with which the log is signed now; None before the first."""
    return LogKey.objects.last()


#: No key is changed or taken away, so what came before one is remembered.
_keys: Memory[list[dict[str, str]]] = Memory(16, kinds=())


def keys_up_to(key: str) -> list[dict[str, str]]:
    """The log's keys in their order up to this public one, each with the note that names it, as receipts tell them. A
    query the first time."""
    that_one = LogKey.objects.filter(key=key).values("id")
    return _keys.recall(key, None, lambda: _told(LogKey.objects.filter(id__lte=Subquery(that_one))))


def _told(keys: QuerySet[LogKey]) -> list[dict[str, str]]:
    return [{"key": one.key, "succession": one.succession} for one in keys.order_by("id")]


def latest_checkpoint() -> Checkpoint | None:
    """The last state that was signed."""
    return Checkpoint.objects.select_related("key").last()


def latest_check() -> LogCheck | None:
    """What was found when the log was last read and hashed anew."""
    return LogCheck.objects.last()


@dataclass(frozen=True)
class LogStanding:
    """How far the log has come: its leaves, what waits to enter, its keys, and the last states, the latest first."""

    size: int
    waiting: int
    keys: list[LogKey]
    states: list[Checkpoint]


def standing_of_the_log() -> LogStanding:
    """How far it has come. Four queries after an act about endorsing or a text, else none: what waits is counted over
    the whole queue."""
    return _standing.recall(None, None, _read_standing)


_standing: Memory[LogStanding] = Memory(1, kinds=("endorsements.", "communique.text"))


def _read_standing() -> LogStanding:
    return LogStanding(
        size=log_size(),
        waiting=QueuedLeaf.objects.filter(leaf=None).count(),
        keys=list(LogKey.objects.all()),
        states=list(Checkpoint.objects.order_by("-id")[:10]),
    )


def witnesses_of(state: Checkpoint | None, at: datetime) -> QuerySet[Witness]:
    """Those that are asked to cosign at that time, each with `saw`: when it saw this state, in seconds since 1970; None
    where it has not. One query."""
    seen = Cosignature.objects.filter(checkpoint=state, witness=OuterRef("pk"))
    return witnesses(at).annotate(saw=Subquery(seen.values("seconds")[:1]))


def note_of(checkpoint: Checkpoint) -> tuple[Note, list[PublicKey]]:
    """A signed state with the cosignatures under it, and the keys of the witnesses they are of."""
    seen = list(checkpoint.cosignatures.values_list("line", "witness__key"))
    return read_note(checkpoint.note).with_lines(line for line, _key in seen), [read_key(key) for _line, key in seen]


def latest_note() -> tuple[Checkpoint, Note, list[PublicKey]] | None:
    """The last state that was signed, as `note_of` gives it. One query."""
    last = Checkpoint.objects.filter(pk__in=Checkpoint.objects.order_by("-id").values("pk")[:1]).select_related("key")
    seen = last.annotate(line=F("cosignatures__line"), witness=F("cosignatures__witness__key"))
    rows = list(seen.order_by("cosignatures__id"))
    if not rows:
        return None
    cosigned = [row for row in rows if row.line is not None]
    note = read_note(rows[0].note).with_lines(row.line for row in cosigned)
    return rows[0], note, [read_key(row.witness) for row in cosigned]


def entered_for(subject: Model) -> QuerySet[QueuedLeaf]:
    """What was entered for a record, or waits to be, in the order in which it was done."""
    kind, thing = reference_to(subject)
    return QueuedLeaf.objects.filter(kind=kind, thing=thing).select_related("leaf").order_by("id")


def texts_with_a_queue(at: datetime) -> list[Text]:
    """The published texts whose leaves have not all entered."""
    waiting = QueuedLeaf.objects.filter(leaf=None, text__publication__at__lte=at)
    return list(Text.objects.filter(pk__in=waiting.values("text")))


def witnesses(at: datetime) -> QuerySet[Witness]:
    """Those that are asked to cosign at that time."""
    return Witness.objects.filter(since__lte=at).filter(Q(until=None) | Q(until__gt=at))
