"""Every number that belongs to one embedding model, with where it was measured.

Distances are squared L2 between unit embeddings (0..4) mapped into the album's space
(:mod:`faceapp.core.space`). A number is never
carried over from one model to another.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from faceapp.core.calibration import NamingCalibration
from faceapp.core.linkage import LinkageRule
from faceapp.core.models import ModelId


@dataclass(frozen=True, slots=True)
class PairCalibration:
    """Log-odds that two groups (or parts of one) are one person: what the order of questions stands on.

    How crowded the surroundings of a group are (mean similarity to its near groups, the two nearest left
    out) tells much: a blurred face is near to everybody.

    Attributes:
        pair: Weights of 1, nats (:class:`LinkageRule`), mean distance, nearest distance, log of the smaller
            group's faces, log of the larger one's, crowd of the smaller, crowd of the larger, log of 1 +
            groups nearer to the larger one. The odds of several candidates of one group compete.
        joined: The same for two parts of what grouping put together: 1, nats, mean distance, log of the
            smaller part's faces, log of the larger part's, nats of the smaller with the group that it
            resembles most, its crowd.
    """

    pair: tuple[float, ...]
    joined: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calibration of one model.

    Attributes:
        model: The embedding space these numbers belong to.
        linkage: When two clusters are one person.
        founding_quality: Faces below this quality (and well below the album's median) found no group;
            they join groups of better ones and never outnumber those.
        naming: Weights that turn distances into a probability.
        automatic: Probability from which a face is named without asking.
        automatic_child: The same for a face of a child; set by hand, no such photos could be had.
        answer: Probability from which a dropped picture gets a name instead of "unknown".
        suggest: Probability from which the app asks.
        carried: Probability from which an unseen member of a named group is shown as automatic: less than for
            others, because the group speaks for it too (on lfw-dev 98.9 % of all unseen members are right,
            99.5 % from here on, which are 82 of 100).
        odd: Probability below which a face of a person is one to ask about.
        mention_distance: Farther faces are not candidates at all.
        pairs: Of two groups: are they one person?
        verification: Squared distance of two raw embeddings below which they are called one person's, where a
            protocol has no other pairs to take a threshold from.
    """

    model: ModelId
    linkage: LinkageRule
    founding_quality: float
    naming: NamingCalibration
    automatic: float
    automatic_child: float
    answer: float
    suggest: float
    carried: float
    odd: float
    mention_distance: float
    pairs: PairCalibration
    verification: float


FACENET_CASIA = Thresholds(
    model=ModelId("facenet-casia-webface-two-views-v1"),
    linkage=LinkageRule(
        directions=60.0,
        share=0.55,
        temper=0.65,
        evidence=14.5,
        base=2405,
        growth=2.0,
        fewest=2405,
        slack=4.0,
        usual_crowd=0.35,
        least_similarity=0.4,
    ),
    founding_quality=0.6,
    naming=NamingCalibration(
        intercept=33.582,
        nearest=8.673,
        three=7.221,
        confirmed=1.709,
        own_likeness=14.748,
        crowd=22.541,
        likeness=30.752,
    ),
    automatic=0.98,
    automatic_child=0.995,
    answer=0.7,
    suggest=0.5,
    carried=0.95,
    odd=0.05,
    mention_distance=1.3,
    pairs=PairCalibration(
        pair=(-1.55, 0.33, 0.28, -2.9, -0.72, 0.69, -1.91, -1.36, -0.85),
        joined=(-1.53, 0.42, 0.2, -0.96, -1.06, -0.18, -1.52),
    ),
    verification=1.2,
)
"""Grouping: ``python -m tests.benchmarks grouping``: BCubed F1 1.000 on ORL (400 faces); on lfw-dev 0.987 at
precision 0.989 (300 faces), 0.975 at 0.992 (1,000), 0.966 at 0.988 (2,405), with one bar for all of them.
Naming: ``python -m tests.benchmarks.naming --fit``: fitted on half of the people of lfw-dev and of ORL and
tested on the other halves, both ways (what is shipped is fitted on everybody). lfw-dev: expected calibration
error 0.004, Brier score 0.0137 against 0.0214 of the distance alone, fitted on the same; with three confirmed
each automatic names 99.9 % right, 87 % of the remaining faces covered (at least 76 % with 50 people or
more), 0.03 % of strangers named. ORL: 0.001, 0.0028 against 0.0037, 100 % right, 97 % covered.
Founding quality: 1 % of lfw-dev's dominant faces lie below it, and 90 % of the others; without it the blurred
faces in the background form groups of up to 14 people, with it two of two faces, at the same F1.
Pairs: ``python -m tests.benchmarks answers --fit``, fitted on all people of lfw-dev; the benchmark also
judges fits on one half of them by the other.
Verification: between FAR 0.009 and 0.01 over all pairs of lfw-dev (2.9 million), where as many pairs of one
person are called rightly as of two, within a hundredth (0.9735 and 0.99)."""

FACENET_VGGFACE2 = replace(FACENET_CASIA, model=ModelId("facenet-vggface2-two-views-v1"))
"""Not measured: these weights cannot be had where the benchmarks ran, so the numbers are those of the bundled
ones, which come from the same network trained on fewer people. Run both benchmarks before relying on them."""

_ALL = (FACENET_CASIA, FACENET_VGGFACE2)


def thresholds_for(model: ModelId) -> Thresholds:
    """The calibration of a model.

    Raises:
        KeyError: nobody measured that model.
    """
    for row in _ALL:
        if row.model == model:
            return row
    raise KeyError(f"no thresholds were measured for {model}")
