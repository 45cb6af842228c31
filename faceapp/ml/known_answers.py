"""What torch answers in float32 to pixels that can be made anywhere.

Every other way of running a network is compared with this before it is used.

``python -m tests.known_answers`` writes them.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load

from faceapp import paths
from faceapp.core.errors import WeightsError
from faceapp.core.said import said

ANSWERS = "answers.safetensors"
PICTURES = 2

Floats = NDArray[np.float32]


def pixels_asked(side: int) -> Floats:
    """Pictures of noise, the same everywhere: float32 [2, side, side, 3] of -1..1."""
    numbers = np.arange(PICTURES * side * side * 3, dtype=np.uint64)
    # Two rounds of a multiplicative hash (Knuth): one leaves stripes.
    for _ in range(2):
        numbers = (numbers * np.uint64(2654435761) + np.uint64(12345)) % np.uint64(1 << 32)
        numbers ^= numbers >> np.uint64(15)
    return (numbers / 2.0**31 - 1.0).astype(np.float32).reshape(PICTURES, side, side, 3)


def known_answers(name: str) -> tuple[Floats, ...] | None:
    """Torch's answers; None for weights that do not come with the app.

    Args:
        name: A network of MTCNN in the list of weights, or the weights' part of a model's id.

    Returns:
        float32 [2, ...] each, in the network's order.

    Raises:
        WeightsError: their file is missing or damaged (a broken installation).
    """
    return _all().get(name)


@cache
def _all() -> dict[str, tuple[Floats, ...]]:
    path = paths.resource(ANSWERS)
    try:
        found = load(path.read_bytes())
    except (OSError, SafetensorError) as error:
        raise WeightsError(
            said("The file {path} cannot be read ({reason}). Install faceapp again.", path=path, reason=error)
        ) from error
    names = sorted({key.rpartition("/")[0] for key in found})
    counts = {name: sum(key.rpartition("/")[0] == name for key in found) for name in names}
    return {name: tuple(found[f"{name}/{at}"] for at in range(counts[name])) for name in names}
