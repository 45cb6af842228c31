"""A clustering of the library that is not written yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from faceapp.core.word import Word
from faceapp.library.face_word import FaceWord
from faceapp.storage.faces import Assignment

STRICTNESS_KEY = "grouping.strictness"


@dataclass(frozen=True, slots=True)
class Clusters:
    """Who would be grouped with whom.

    Attributes:
        ids: int64 [N], the faces it is about: those that may be grouped.
        labels: int64 [N], the cluster of each.
        rows: Where every face of the library stands, as far as clustering has no say.
        old: Where every face stood before.
        word: The user's word it was made under.
        said: The same by face.
    """

    ids: NDArray[np.int64]
    labels: NDArray[np.int64]
    rows: dict[int, Assignment]
    old: dict[int, Assignment]
    word: Word
    said: FaceWord
