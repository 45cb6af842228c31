"""What a training is asked for."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any, Literal

from faceapp.training.mining import MARGIN, Mining
from faceapp.training.networks import DIMENSION, NETWORKS

Loss = Literal["triplet", "contrastive"]
Optimizer = Literal["adagrad", "sgd", "adamw"]
RATES: dict[Optimizer, float] = {"adagrad": 0.05, "sgd": 0.05, "adamw": 1e-3}
"""Learning rates; AdaGrad's and SGD's are the paper's (section 3.3)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A training.

    Attributes:
        network: One of :data:`faceapp.training.networks.NETWORKS`.
        dimension: Numbers in an embedding.
        loss: The paper's, or the one of Siamese networks.
        mining: How triplets are chosen.
        margin: Alpha.
        optimizer: SGD and AdaGrad are the paper's.
        rate: Learning rate; 0: the optimizer's own (:data:`RATES`).
        decay: What the rate is multiplied with after each round.
        people: People of a mini-batch.
        faces: Faces of each, at most.
        others: Faces of others added to each mini-batch.
        epochs: Rounds over everybody.
        patience: Rounds without a better one after which it ends; 0: never before the last.
        held_out: Share of the people whose faces judge and are never learned from.
        norm: Batch norms after convolutions, which the paper's networks lack.
        vary: Show each face mirrored, moved, in another light.
        half: Numbers of 16 bits where the device has them (mixed precision).
        seed: Of everything that is drawn.
    """

    network: str = "nns2"
    dimension: int = DIMENSION
    loss: Loss = "triplet"
    mining: Mining = "semi-hard"
    margin: float = MARGIN
    optimizer: Optimizer = "adagrad"
    rate: float = 0.0
    decay: float = 1.0
    people: int = 15
    faces: int = 40
    others: int = 0
    epochs: int = 40
    patience: int = 0
    held_out: float = 0.2
    norm: bool = True
    vary: bool = True
    half: bool = False
    seed: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Height and width of a face the network looks at."""
        return NETWORKS[self.network].published.size

    @property
    def learning_rate(self) -> float:
        """The rate in use."""
        return self.rate or RATES[self.optimizer]

    def words(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of(cls, words: str) -> Settings:
        """From JSON.

        Raises:
            ValueError: it is none of ours.
        """
        try:
            found: dict[str, Any] = json.loads(words)
            return cls(**found)
        except TypeError as error:
            raise ValueError(f"no settings of a training: {error}") from error
