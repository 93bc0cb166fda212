"""How well what readers do next, or did besides, is told from what they did: on the log of Deskdrop, 2016.

python -m benchmarks.deskdrop           all of it
python -m benchmarks.deskdrop inside    the part for tuning alone

The held-out protocol is the well-known one: readers with five stories and more; strength log2(1 + the sum of
weights); a fifth of the pairs held out, stratified by reader, seed 42; each of these is ranked among 100
stories that the reader never touched. Whatever was chosen was chosen inside the training part, which is split
once more in the same way for that. Day by day: all before a day is learned from, and each story that a reader
takes up on it for the first time is ranked among 100 known ones that they never touched.

The scores come from the code that home pages are made by, with its bounds.
"""

import csv
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import numpy as np
from scipy import sparse

from benchmarks.results import Figure, busy_before, keep, median
from benchmarks.stage import BLOG
from octavo.feed.ranking.acts import Acts, Ids, Numbers, Places, Table, places_of
from octavo.feed.ranking.knowing import Known, Own, owns
from octavo.feed.ranking.learning import Model, learn_gaps, learn_next

LOG: Final = BLOG.parent / "feed-quality" / "deskdrop-dev-until-2016.csv"
WEIGHTS: Final = {"VIEW": 1.0, "LIKE": 2.0, "BOOKMARK": 2.5, "FOLLOW": 3.0, "COMMENT CREATED": 4.0}
LEAST: Final = 5
OTHERS: Final = 100
DAY: Final = 86_400
DAYS: Final = 12
EVERY: Final = 5
"""Of the last days, each fifth: a day's learning takes half a minute."""

Scores = Callable[[int, Own, Ids, Ids], Numbers]
"""Of some stories, for a reader who read these, at those moments."""


def log() -> Acts:
    """The pairs of readers with enough of them."""
    with LOG.open(newline="") as file:
        rows = [
            (
                int(each["personId"]),
                int(each["contentId"]),
                WEIGHTS[each["eventType"]],
                int(each["timestamp"]),
            )
            for each in csv.DictReader(file)
        ]
    acts = Acts.of(rows)
    many = Counter(acts.readers.tolist())
    return acts.some(np.array([many[reader] >= LEAST for reader in acts.readers.tolist()]))


def stratified(readers: Ids, *, seed: int, share: float = 0.2) -> tuple[Places, Places]:
    """Rows to learn from and rows held out: of each reader the same share, as near as whole numbers allow."""
    chance = np.random.RandomState(seed)
    _, classes = np.unique(readers, return_inverse=True)
    counts = np.bincount(classes)
    out = int(np.ceil(share * len(readers)))
    rows = np.split(np.argsort(classes, kind="stable"), np.cumsum(counts)[:-1])
    kept = _dealt(counts, len(readers) - out, chance)
    held = _dealt(counts - kept, out, chance)
    first, second = [], []
    for own, inside, outside in zip(rows, kept.tolist(), held.tolist(), strict=True):
        mixed = chance.permutation(own)
        first.append(mixed[:inside])
        second.append(mixed[inside : inside + outside])
    return np.sort(np.concatenate(first)), np.sort(np.concatenate(second))


def _dealt(counts: Places, wanted: int, chance: np.random.RandomState) -> Places:
    """So many in all, by the counts; whole numbers by the largest rests, of equal ones by chance."""
    exact = counts / counts.sum() * wanted
    whole: Places = np.floor(exact).astype(np.intp)
    missing = wanted - int(whole.sum())
    order = np.lexsort((chance.rand(len(counts)), -(exact - whole)))
    whole[order[:missing]] += 1
    return whole


def recalls(
    wanted: Acts, before: Acts, touched: Acts, stories: Ids, scores: Scores, *, now: bool
) -> tuple[float, float, int]:
    """Recall@10 and @5 of the wanted acts, and how many they are. now: asked for at the moment of the act."""
    own_of, rows_of = owns(before), touched.by_reader()
    chance = np.random.default_rng(42)
    ten = five = many = 0.0
    for reader, rows in wanted.by_reader().items():
        had = touched.stories[rows_of[reader]] if reader in rows_of else np.zeros(0, dtype=np.int64)
        free = np.setdiff1d(stories, had)
        own = own_of.get(reader) or Own.of([], [])
        for row in rows.tolist():
            asked = np.concatenate(
                [wanted.stories[row : row + 1], chance.choice(free, OTHERS, replace=False)]
            )
            found = scores(reader, own, wanted.times[row : row + 1] if now else own.times, asked)
            # Of equals half stand before.
            above = float((found[1:] > found[0]).sum()) + 0.5 * float((found[1:] == found[0]).sum())
            ten, five, many = ten + (above < 10), five + (above < 5), many + 1
    return ten / many, five / many, int(many)


def popularity(before: Acts) -> Scores:
    """How many readers each story had."""
    ids, counts = np.unique(before.stories, return_counts=True)

    def scores(reader: int, own: Own, at: Ids, stories: Ids) -> Numbers:
        places = places_of(ids, stories)
        return np.where(places >= 0, counts[places], 0).astype(np.float64)

    return scores


def cosine(before: Acts) -> Scores:
    """Shared readers by the root of both counts, summed over what the reader read."""
    table = Table.of(before)
    scaled = table.read @ sparse.diags_array(1 / np.sqrt(table.readers_of))
    alike = (scaled.T @ scaled).toarray()
    np.fill_diagonal(alike, 0)

    def scores(reader: int, own: Own, at: Ids, stories: Ids) -> Numbers:
        places, mine = places_of(table.story_ids, stories), places_of(table.story_ids, own.stories)
        found = alike[mine[mine >= 0]].sum(axis=0)
        return np.where(places >= 0, found[places], 0.0)

    return scores


def one(known: Known, feature: int) -> Scores:
    """One feature of the model alone."""
    return lambda reader, own, at, stories: known.features(own, at, stories)[:, feature].astype(np.float64)


def by(model: Model) -> Scores:
    """The model as a whole."""
    return lambda reader, own, at, stories: model.scores(own, at, stories).astype(np.float64)


def filled_in(acts: Acts, held: Acts, label: str) -> Iterator[str | tuple[float, float]]:
    """Lines about gaps filled in; the last is the recalls of the model."""
    began = time.perf_counter()
    model = learn_gaps(acts)
    assert model is not None
    took = time.perf_counter() - began
    touched = Acts(
        readers=np.concatenate([acts.readers, held.readers]),
        stories=np.concatenate([acts.stories, held.stories]),
        strengths=np.concatenate([acts.strengths, held.strengths]),
        times=np.concatenate([acts.times, held.times]),
    )
    stories = np.unique(touched.stories)
    yield (
        f"{label}: {len(acts):,} pairs learned from in {took:.0f} s, {len(held):,} ranked among {OTHERS} each"
    )
    for name, scores in (
        ("popularity", popularity(acts)),
        ("item-item cosine", cosine(acts)),
        ("EASE alone", one(model.known, 0)),
        ("three-step walk alone", one(model.known, 1)),
        ("factors alone", one(model.known, 3)),
    ):
        ten, five, _ = recalls(held, acts, touched, stories, scores, now=False)
        yield f"  {name:<24} Recall@10 {ten:.3f}   Recall@5 {five:.3f}"
    ten, five, _ = recalls(held, acts, touched, stories, by(model), now=False)
    yield f"  {'the model':<24} Recall@10 {ten:.3f}   Recall@5 {five:.3f}"
    yield _cost(model.scores, acts)
    yield ten, five


def _cost(scores: Callable[[Own, Ids, Ids], object], acts: Acts) -> str:
    """What one page costs that asks for each story."""
    stories, times = np.unique(acts.stories), []
    for _, own in sorted(owns(acts).items())[:300]:
        began = time.perf_counter()
        scores(own, own.times[-1:], stories)
        times.append((time.perf_counter() - began) * 1000)
    return (
        f"  all {len(stories):,} stories for one reader at one moment: {median(times):.1f} ms in the middle"
    )


def days(acts: Acts) -> list[str | Figure]:
    """Some of the last days told from all before each."""
    last = int(acts.times.max()) // DAY
    sums: dict[str, list[tuple[float, float, int]]] = {}
    for day in range(last - DAYS * EVERY, last, EVERY):
        before = acts.some(acts.times < day * DAY)
        known = np.unique(before.stories)
        on = (acts.times >= day * DAY) & (acts.times < (day + 1) * DAY)
        wanted = acts.some(on & np.isin(acts.stories, known) & np.isin(acts.readers, before.readers))
        if len(wanted) == 0:
            continue
        model = learn_next(before)
        assert model is not None
        for name, scores in (
            ("popularity", popularity(before)),
            ("popularity of a week", popularity(before.some(before.times >= (day - 7) * DAY))),
            ("item-item cosine", cosine(before)),
            ("the model", by(model)),
        ):
            sums.setdefault(name, []).append(recalls(wanted, before, acts, known, scores, now=True))
    means = {name: _weighed(each) for name, each in sums.items()}
    others = max(each[0] for name, each in means.items() if name != "the model")
    return [
        f"next day: {len(sums['the model'])} of the last {DAYS * EVERY} days,"
        f" {means['the model'][2]:,} stories taken up, told from what was before the day",
        *(
            f"  {name:<24} Recall@10 {ten:.3f}   Recall@5 {five:.3f}"
            for name, (ten, five, _) in means.items()
        ),
        Figure(
            "next day: Recall@10 beside the best of the others", means["the model"][0] / others, 1, least=True
        ),
    ]


def _weighed(each: list[tuple[float, float, int]]) -> tuple[float, float, int]:
    many = sum(count for _, _, count in each)
    return (
        sum(ten * count for ten, _, count in each) / many,
        sum(five * count for _, five, count in each) / many,
        many,
    )


def main() -> bool:
    """Measure, print, keep."""
    if not LOG.is_file():
        print(f"{LOG.name} is not there: nothing to measure")
        return True
    busy, acts = busy_before(), log()
    inside, held = stratified(acts.readers, seed=42)
    training = acts.some(inside)
    learn, ask = stratified(training.readers, seed=7)
    lines: list[str | Figure] = [
        f"{len(acts):,} pairs of {len(np.unique(acts.readers)):,} readers"
        f" and {len(np.unique(acts.stories)):,} stories"
    ]
    lines += [
        each
        for each in filled_in(training.some(learn), training.some(ask), "inside")
        if isinstance(each, str)
    ]
    if "inside" in sys.argv:
        print(*lines, sep="\n")
        return True
    lines += days(acts)
    for each in filled_in(training, acts.some(held), "held out"):
        if isinstance(each, str):
            lines.append(each)
        else:
            lines.append(Figure("Deskdrop, Recall@10", each[0], 0.62, least=True))
            lines.append(Figure("Deskdrop, Recall@5", each[1], 0.48, least=True))
    return keep("deskdrop", lines, busy)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
