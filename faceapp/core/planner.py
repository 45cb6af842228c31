"""Which question settles the most photos? The order in which the user is asked.

A *unit* is what the album shows together at present: a person, a group, or a single face. Two things may
be wrong with units: two of them are one person, or one of them is two people. Each is a question about two
*sides*, worth the photos its answer would move times the probability that it moves them, per answer it
costs. Several questions may share one page on which only what is guessed wrong is ticked off: a page costs
one answer and one more for each tick.

Every answer is evidence, not truth: a tired user is wrong now and then, so a surprising answer leaves a
doubt that may be worth a second question (log-odds add up, as in Bayes' rule).

The planner holds no clustering of its own. It is told where each face is (:meth:`Planner.place`) and what
the user said (:meth:`Planner.say`), and looks again only at the units near the change.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from faceapp.core.asks import Ask, AskKind, Forecast, form_of, photos_between
from faceapp.core.doubt import weakest_joins
from faceapp.core.evidence import Evidence
from faceapp.core.grouping import Edges
from faceapp.core.linkage import LinkageRule
from faceapp.core.models import Embeddings
from faceapp.core.surroundings import Surroundings
from faceapp.core.thresholds import PairCalibration

CHOICES = 9
"""Candidates of a "who is this?" at most: one key each."""
CROPS = 12
"""Faces on one page at most: six questions about two sides, or up to eleven about one person."""
EAGER = 8
"""Near units looked at again at once after a change; farther ones when their turn comes."""
TRIES = 64
"""Questions that do not fit on a page are passed over so often before it goes out with room left."""
WORTH = 0.08
"""Photos an answer must be expected to settle, or nobody is asked: an evening ends. Lower, and an album in
which everything is right (ORL) asks on for fifty pages; higher, and lfw-dev is left before its last faces."""
SUREST = 6.0
"""Log-odds the embeddings alone can give: they were fitted on cases, and the user may know better."""
STRAY = 0.05
"""Chance that a face the user knows is nobody near it, before looking at who is near."""
NAMED = 1.35
"""Answers until a face said to be known is where it belongs: the tick, and the question that follows."""
MOST_RATE = 12.0
"""Photos per answer and face of a unit that a question about it settles at most: see :meth:`Planner._rate`.
So the largest units are looked at first, and the small ones only once nothing better is left to ask."""


class Planner:
    """Questions by what they settle.

    Args:
        embeddings: float32 [N, D], mapped, unit length.
        photos: int64 [N], photo of each face.
        quality: float32 [N]: the better faces stand for the others.
        units: int64 [N], unit of each face, 0..; -1: out of play (a stranger, no face).
        edges: Pairs of rows that are near each other.
        rule: How grouping weighs evidence, of the embeddings' model.
        calibration: Of the embeddings' model.
        crowd: float32 [N], how like strangers each face is (:meth:`faceapp.core.space.Space.crowd`).
        sure: Rows the user confirmed: nobody asks whether they belong where they are.
        pages: Whether several questions may share a page; else each costs a whole answer.
    """

    def __init__(
        self,
        embeddings: Embeddings,
        photos: NDArray[np.int64],
        quality: NDArray[np.float32],
        units: NDArray[np.int64],
        edges: Edges,
        rule: LinkageRule,
        calibration: PairCalibration,
        crowd: NDArray[np.float32],
        *,
        sure: Collection[int] = (),
        pages: bool = True,
    ) -> None:
        self._embeddings = embeddings
        self._photos = photos
        self._quality = quality
        self._calibration = calibration
        self._sure = set(sure)
        self._pages = pages
        self._around = Surroundings(embeddings, units, edges, rule, crowd)
        self._of_photo: dict[int, list[int]] = defaultdict(list)
        for row, photo in enumerate(photos.tolist()):
            self._of_photo[photo].append(row)
        self._said = Evidence()
        self._known: set[int] = set()
        self._version: dict[int, int] = defaultdict(int)
        self._asks: dict[int, list[Ask]] = {}
        self._heap: list[tuple[float, int, int]] = []
        self._stale: set[int] = set()
        for unit in self._around.units():
            self._queue(unit)

    # -- being told ---------------------------------------------------------------------------------
    def place(self, moves: Mapping[int, int]) -> None:
        """Rows are now in these units (-1: out of play)."""
        woken: set[int] = set()
        touched = {self._around.unit_of(row) for row, unit in moves.items()} | set(moves.values())
        for unit in touched - {-1}:
            woken |= set(self._around.nearest(unit, EAGER))
        for unit in self._around.place(moves):
            self._stale.add(unit)
        self._changed(touched - {-1})
        self._changed(woken - touched)

    def new_unit(self) -> int:
        """A unit that holds no face yet."""
        return self._around.new_unit()

    def say(self, one: int, other: int, same: bool, odds: float = 0.0) -> None:
        """The user said that two rows are (not) one person.

        Args:
            one: A row.
            other: A row.
            same: What was said.
            odds: Log-odds that they are, before it was said: a surprise is doubted longer.
        """
        self._said.answer(one, other, same, odds)
        self._changed({self.unit_of(one), self.unit_of(other)})

    def know(self, row: int, known: bool = True) -> None:
        """The user knows this face (or does not after all): it belongs to somebody in the album."""
        (self._known.add if known else self._known.discard)(row)
        self._changed({self.unit_of(row)})

    def set_sure(self, rows: Collection[int]) -> None:
        """The rows the user confirmed where they are."""
        changed = self._sure.symmetric_difference(rows)
        self._sure = set(rows)
        self._changed({self.unit_of(row) for row in changed})

    def unsay(self, one: int, other: int) -> None:
        """Forget what was said of two rows."""
        self._said.forget(one, other)
        self._changed({self.unit_of(one), self.unit_of(other)})

    def put_off(self, ask: Ask) -> None:
        """The user skipped a question: others come first."""
        one = self.face_of(ask.one)
        if ask.kind is AskKind.KNOWN:
            self._said.put_off(one, one)
        for rows in ask.others:
            self._said.put_off(one, self.face_of(rows))
        self._changed({ask.unit, *ask.candidates})

    # -- asking -------------------------------------------------------------------------------------
    def next(self) -> Ask | None:
        """The question that settles the most photos per answer; None: nothing is left to ask."""
        found = self.page(1)
        return found[0] if found else None

    def page(self, limit: int | None = None, skip: Callable[[Ask], bool] = lambda _: False) -> list[Ask]:
        """The best question, and those that may share its page, best first.

        A page shows :data:`CROPS` faces at most, each side of a question once. ``limit``: at most so many
        questions; ``skip``: whether to pass one over.
        """
        found: list[Ask] = []
        busy: set[int] = set()
        shown: set[int] = set()
        kept: list[tuple[float, int, int]] = []
        limit = limit if limit is not None and self._pages else 1 if not self._pages else CROPS
        misfits = 0
        while self._heap and len(found) < limit and len(busy) + len(shown) < CROPS and misfits < TRIES:
            entry = heapq.heappop(self._heap)
            value, unit, version = entry
            if self._version[unit] != version or not self._around.size(unit):
                continue
            if unit in self._stale:  # it may hold something better than all that was looked at
                self._propose(unit)
                continue
            kept.append(entry)
            ask = next((one for one in self._asks[unit] if -one.rate == value and not skip(one)), None)
            if ask is None or unit in busy or unit in shown or not busy.isdisjoint(ask.candidates):
                continue
            sides = {unit} if ask.kind is not AskKind.ODD else {unit, -len(found) - 1}
            both = shown | set(ask.candidates) - sides
            alike = not found or form_of(ask.kind) == form_of(found[0].kind)
            if not alike or len(busy | sides) + len(both) > CROPS:
                misfits += 1
                continue
            found.append(ask)
            busy |= sides
            shown = both
            if ask.kind is AskKind.WHO:
                break
        for entry in kept:
            heapq.heappush(self._heap, entry)
        return found

    def use_pages(self, pages: bool) -> None:
        """From now on questions may (not) share a page."""
        if pages != self._pages:
            self._pages = pages
            self._changed(self._around.units())

    def largest(self) -> list[tuple[int, int]]:
        """``(faces, unit)``, the largest first."""
        return sorted(((self._around.size(unit), unit) for unit in self._around.units()), reverse=True)

    def asks_about(self, unit: int) -> list[Ask]:
        """Everything that may be asked about a unit now."""
        if not self._around.size(unit):
            return []
        if unit in self._stale or unit not in self._asks:
            self._propose(unit)
        return list(self._asks[unit])

    def look_on(self, most: int) -> bool:
        """Look at so many more units at most; whether all have been looked at by then."""
        for unit in list(islice(self._stale, most)):
            if self._around.size(unit):
                self._propose(unit)
            else:
                self._stale.discard(unit)
        return not self._stale

    def forecast(self, share: float = 0.95) -> Forecast:
        """How far it is, and how many answers until ``share`` of all faces are expected to be right.

        Looks at every unit: see :meth:`look_on`.
        """
        best: list[tuple[float, float]] = []
        for unit in self._around.units():
            asks = self.asks_about(unit)
            doubts = max((ask.settles for ask in asks if ask.kind is AskKind.ODD), default=0.0)
            open_ = max((ask.settles for ask in asks if ask.kind is not AskKind.ODD), default=0.0)
            rate = max((ask.rate for ask in asks), default=0.0)
            if rate > 0:
                best.append((rate, doubts + open_))
        total = sum(self._around.size(unit) for unit in self._around.units())
        missing = sum(settles for _, settles in best)
        settled = max(total - missing, 0.0)
        answers = 0.0
        for rate, settles in sorted(best, reverse=True):
            if missing <= (1.0 - share) * total:
                break
            missing -= settles
            answers += settles / rate
        return Forecast(settled, total, round(answers))

    def face_of(self, rows: Sequence[int]) -> int:
        """The face that stands for some rows: the best one."""
        return max(rows, key=lambda row: (self._quality[row], -row))

    def ranked(self, rows: Iterable[int]) -> list[int]:
        """Rows, the best faces first."""
        return sorted(rows, key=lambda row: (-self._quality[row], row))

    def rows_of(self, unit: int) -> tuple[int, ...]:
        """The faces of a unit."""
        return tuple(self._around.rows(unit))

    def unit_of(self, row: int) -> int:
        """Where a face is (-1: out of play)."""
        return self._around.unit_of(row)

    # -- keeping up ---------------------------------------------------------------------------------
    def _changed(self, units: Collection[int]) -> None:
        for unit in units:
            self._asks.pop(unit, None)
            if unit >= 0 and self._around.size(unit):
                self._queue(unit)

    def _queue(self, unit: int) -> None:
        self._version[unit] += 1
        self._stale.add(unit)
        heapq.heappush(self._heap, (-MOST_RATE * self._around.size(unit), unit, self._version[unit]))

    def _propose(self, unit: int) -> None:
        self._stale.discard(unit)
        self._version[unit] += 1
        asks = [*self._about(unit), *self._odd(unit)]
        self._asks[unit] = asks
        for ask in asks:
            if ask.rate < WORTH:
                continue
            heapq.heappush(self._heap, (-ask.rate, unit, self._version[unit]))

    def _rate(self, settles: float, chance: float) -> float:
        # At most chance * 2 * size / (1 - chance + 1 / 6), which is MOST_RATE * size where it is sure.
        return settles / (min(chance, 1.0 - chance) + 2.0 / CROPS) if self._pages else settles

    # -- two units ----------------------------------------------------------------------------------
    def _about(self, unit: int) -> list[Ask]:
        rows = self._around.rows(unit)
        size = len(rows)
        others, features = self.pair_features(unit)
        if not others:
            return []
        between = self._said.between(rows, self.unit_of)
        said = np.array([between.get(other, (0.0, 0.0)) for other in others])
        odds = np.minimum(features @ np.array(self._calibration.pair), SUREST) + said[:, 0]
        weight = np.exp(odds)
        chance = weight / ((STRAY if self._known.intersection(rows) else 1.0) + weight.sum())
        moved = np.array([photos_between(size, self._around.size(other)) for other in others])
        gain = chance * moved * np.exp(-said[:, 1])
        order = np.argsort(-gain, kind="stable")[:CHOICES].tolist()
        first, total = float(gain[order[0]]), float(gain[order].sum())
        one = tuple(rows)
        best = float(chance[order[0]])
        asks = []

        def ask(kind: AskKind, places: Sequence[int], settles: float, rate: float) -> None:
            asks.append(
                Ask(
                    kind,
                    unit,
                    one,
                    tuple(tuple(self._around.rows(others[place])) for place in places),
                    tuple(others[place] for place in places),
                    tuple(float(chance[place]) for place in places) or (float(chance.sum()),),
                    settles,
                    rate,
                    bool(places) and bool(said[places[0], 0] < 0),
                )
            )

        ask(AskKind.SAME, order[:1], first, self._rate(first, best))
        if len(order) > 1:
            ask(AskKind.WHO, order, total, total)
        if self._pages and size == 1 and not self._known.intersection(rows):
            known = float(chance.sum())
            later = self._said.put_off_by(rows[0])
            settles = total * float(np.exp(-later))
            ask(AskKind.KNOWN, (), settles, settles / (1.0 / CROPS + NAMED * known))
        return asks

    def pair_features(self, unit: int) -> tuple[list[int], NDArray[np.float64]]:
        """What :attr:`PairCalibration.pair` weighs: the candidates, and float64 [M, 9]."""
        around, size = self._around, self._around.size(unit)
        near = around.near(unit)
        barred = self._photo_mates(around.rows(unit))
        places = [
            place
            for place in np.flatnonzero(around.sizes(near.units) >= size)[: CHOICES + 3].tolist()
            if int(near.units[place]) not in barred
        ]
        others = near.units[places].tolist()
        table = np.ones((len(places), 9))
        for row, (place, other) in enumerate(zip(places, others, strict=True)):
            theirs = around.glance(other)
            rank = int((theirs.score > near.score[place] + 1e-6).sum())
            table[row, 1:] = (
                near.nats[place],
                2.0 - 2.0 * near.mean[place],
                2.0 - 2.0 * near.best[place],
                np.log(size),
                np.log(around.size(other)),
                near.crowd,
                theirs.crowd,
                np.log1p(rank),
            )
        return others, table

    def _photo_mates(self, rows: Iterable[int]) -> set[int]:
        """Units that share a photo with some rows: two faces of one photo are two people."""
        photos = {int(self._photos[row]) for row in rows}
        return {self.unit_of(mate) for photo in photos for mate in self._of_photo[photo]}

    # -- two parts of one unit ----------------------------------------------------------------------
    def _odd(self, unit: int) -> list[Ask]:
        rows = self._around.rows(unit)
        if len(rows) < 2 or self._sure.issuperset(rows):
            return []
        best: Ask | None = None
        for _, small, large in self.joins(rows):
            if not self._around.linked(small):
                continue  # nobody has looked yet for who is near these
            prior = float(self.joined_features(unit, small, large) @ self._calibration.joined)
            joined, against, later = self._said.across(small, set(large))
            odds = (min(prior, SUREST) if joined is None else joined) + against
            chance = float(1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0))))
            settles = (1.0 - chance) * photos_between(len(small), len(large))
            settles *= float(np.exp(-later))
            rate = self._rate(settles, chance)
            if best is None or rate > best.rate:
                best = Ask(
                    AskKind.ODD,
                    unit,
                    tuple(small),
                    (tuple(large),),
                    (unit,),
                    (chance,),
                    settles,
                    rate,
                    joined is not None or against < 0,
                )
        return [best] if best is not None else []

    def joins(self, rows: Sequence[int]) -> list[tuple[float, list[int], list[int]]]:
        """The weakest joins of some faces: see :func:`weakest_joins`."""
        return weakest_joins(self._embeddings, rows, self._sure)

    def joined_features(self, unit: int, small: Sequence[int], large: Sequence[int]) -> NDArray[np.float64]:
        """What :attr:`PairCalibration.joined` weighs: float64 [7]."""
        near = self._around.near_rows(small, unit)
        elsewhere = float(near.nats.max()) if len(near.nats) else 0.0
        likeness, own = self._around.within(small, large)
        sizes = np.log(len(small)), np.log(len(large))
        return np.array([1.0, own, 2.0 - 2.0 * likeness, *sizes, elsewhere, near.crowd])
