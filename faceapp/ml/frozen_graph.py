"""From the frozen TensorFlow graph of FaceNet to the arrays of ``facenet_pytorch.InceptionResnetV1``.

OpenCV parses the graph, so TensorFlow is not needed. In the graph the batch norm of each convolution is
folded into the convolution; the PyTorch network keeps a batch norm behind each one, which is made to add
the folded bias and do nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import WeightsError
from faceapp.core.said import said
from faceapp.ml.architecture import BATCH_NORM_EPS

Floats = NDArray[np.float32]

_PREFIX = "InceptionResnetV1/"
_BOTTLENECK = f"{_PREFIX}Bottleneck/MatMul"
_BOTTLENECK_NORM = f"{_PREFIX}Bottleneck/BatchNorm/cond/FusedBatchNorm_1"
_CONV = re.compile(rf"{_PREFIX}(?P<scope>.*?)/?(?:Branch_(?P<branch>\d)/)?(?P<conv>Conv2d_[^/]+)/Conv2D")
_REPEAT = {"Repeat": "repeat_1", "Repeat_1": "repeat_2", "Repeat_2": "repeat_3"}


def convert_frozen_graph(graph: Path) -> dict[str, Floats]:
    """Read the frozen graph.

    Args:
        graph: ``graph_final.pb``, its hash checked by the caller.

    Returns:
        float32 arrays by parameter name, complete for ``InceptionResnetV1`` without a classifier.

    Raises:
        WeightsError: OpenCV cannot read the graph, or a layer is missing.
    """
    try:
        net = cv2.dnn.readNetFromTensorflow(str(graph))
        blobs = {
            name: [np.array(blob, np.float32) for blob in net.getLayer(name).blobs]
            for name in net.getLayerNames()
            if name.endswith("/Conv2D") or name in (_BOTTLENECK, _BOTTLENECK_NORM)
        }
        state = _bottleneck(blobs.pop(_BOTTLENECK), blobs.pop(_BOTTLENECK_NORM))
    except (cv2.error, KeyError, ValueError) as error:
        raise WeightsError(
            said(
                "{file} cannot be read as the FaceNet graph by OpenCV {version}: {reason}. OpenCV 5.0 or "
                "newer is needed.",
                file=graph.name,
                version=cv2.__version__,
                reason=error,
            )
        ) from error
    for name, module in _module_names(list(blobs)).items():
        weight, bias = blobs[name]
        if module.endswith("conv2d"):  # the plain convolution that closes a residual block
            state |= {f"{module}.weight": weight, f"{module}.bias": bias}
        else:
            state[f"{module}.conv.weight"] = weight
            state |= _shift_only(f"{module}.bn", bias)
    return state


def _module_names(layers: list[str]) -> dict[str, str]:
    """Layer of the graph -> module of the network."""
    parts = {}
    branches: dict[tuple[str, str], list[str]] = defaultdict(list)
    for layer in layers:
        match = _CONV.fullmatch(layer)
        if match is None:
            raise WeightsError(
                said("The FaceNet graph holds a layer this app does not know: {layer}.", layer=layer)
            )
        parts[layer] = match
        if match["branch"]:
            branches[match["scope"], match["branch"]].append(match["conv"])
    names = {}
    for layer, match in parts.items():
        scope, branch, conv = match["scope"], match["branch"], match["conv"]
        if not scope:  # the stem: Conv2d_1a_3x3 is conv2d_1a
            names[layer] = conv.rsplit("_", 1)[0].lower()
            continue
        where = _scope(scope)
        if not branch:
            names[layer] = f"{where}.conv2d"
            continue
        # TensorFlow counts the convolutions of a branch 0a, 0b, 0c, 1a: their order is that of the names.
        chain = sorted(branches[scope, branch])
        names[layer] = f"{where}.branch{branch}" + (f".{chain.index(conv)}" if len(chain) > 1 else "")
    return names


def _scope(scope: str) -> str:
    if "/" in scope:  # Repeat_1/block17_4 is repeat_2.3
        repeat, block = scope.split("/")
        return f"{_REPEAT[repeat]}.{int(block.rsplit('_', 1)[1]) - 1}"
    return scope.lower()


def _shift_only(module: str, bias: Floats) -> dict[str, Floats]:
    """A batch norm that adds ``bias`` float32 [C] and nothing else: variance + eps is one."""
    count = len(bias)
    return {
        f"{module}.weight": np.ones(count, np.float32),
        f"{module}.bias": bias,
        f"{module}.running_mean": np.zeros(count, np.float32),
        f"{module}.running_var": np.full(count, 1 - BATCH_NORM_EPS, np.float32),
    }


def _bottleneck(linear: list[Floats], norm: list[Floats]) -> dict[str, Floats]:
    """The last layer float32 [512, 1792] and its batch norm (mean, variance, shift; no scale)."""
    (weight,) = linear
    mean, variance, shift = norm
    state = _shift_only("last_bn", shift.reshape(-1))
    return state | {
        "last_linear.weight": weight,
        "last_bn.running_mean": mean.reshape(-1),
        "last_bn.running_var": variance.reshape(-1),
    }
