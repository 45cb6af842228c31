"""How strictly faces are grouped in this library: kept, changed, and looked at before it is changed."""

from __future__ import annotations

import math
from collections import defaultdict

from faceapp.core.changes import Changes
from faceapp.core.errors import DecisionError
from faceapp.core.models import StrictnessPreview
from faceapp.core.progress import CancelToken
from faceapp.core.said import said
from faceapp.library.context import Context
from faceapp.library.regroup import STRICTNESS_KEY, Regrouper


class Strictness:
    """The setting between "fewer mistakes" (-1) and "fewer groups" (1); 0 is as measured best.

    Args:
        context: The library.
        regrouper: Groups under a strictness.
    """

    def __init__(self, context: Context, regrouper: Regrouper) -> None:
        self._context = context
        self._regrouper = regrouper

    def preview(self, value: float, cancel: CancelToken) -> StrictnessPreview:
        """What a value would do to the groups there are. Nothing is changed.

        Raises:
            DecisionError: the value is not in -1 .. 1.
            Cancelled: the user stopped it.
        """
        _checked(value)
        seen = self._regrouper.see()
        labels = self._regrouper.labels(seen, value, cancel.check)
        groups_of: dict[int, set[int]] = defaultdict(set)  # new cluster -> present groups in it
        parts_of: dict[int, set[int]] = defaultdict(set)  # present group -> new clusters of its faces
        sizes: dict[int, int] = defaultdict(int)
        for face_id, label in zip(seen.free.ids.tolist(), labels.tolist(), strict=True):
            sizes[label] += 1
            before = seen.old.get(face_id)
            if before is not None and before.person_id is not None:
                groups_of[label].add(before.person_id)
                parts_of[before.person_id].add(label)
        merged = set().union(*(groups for groups in groups_of.values() if len(groups) > 1))
        return StrictnessPreview(
            merged=len(merged),
            split=sum(len(parts) > 1 for parts in parts_of.values()),
            founded=sum(size > 1 and not groups_of[label] for label, size in sizes.items()),
            groups=sum(size > 1 for size in sizes.values()),
            people=len(seen.word.named()),
        )

    def put(self, value: float) -> Changes:
        """Keep a value and group all faces anew under it and the user's word.

        Raises:
            DecisionError: the value is not in -1 .. 1.
        """
        self._context.settings.put(STRICTNESS_KEY, repr(_checked(value)))
        return self._regrouper.run()


def _checked(value: float) -> float:
    if not math.isfinite(value) or not -1.0 <= value <= 1.0:
        raise DecisionError(said("Strictness is a number from -1 (fewer mistakes) to 1 (fewer groups)."))
    return float(value)
