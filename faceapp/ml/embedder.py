"""FaceNet (Inception-ResNet-v1): from a face in a picture to a vector of length one.

Schroff et al. 2015, "FaceNet: A Unified Embedding for Face Recognition and Clustering", section 3: the
squared distance of two embeddings says how alike two faces are.

A face is shown to the network in two views (:mod:`faceapp.ml.views`); its embedding is their mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from faceapp.core.errors import WeightsError
from faceapp.core.models import Detection, Embeddings, ModelId, Picture
from faceapp.core.said import said
from faceapp.ml.architecture import EMBEDDING, weight_names
from faceapp.ml.area import standardised
from faceapp.ml.device import Device, require_torch
from faceapp.ml.openvino_nets import facenet
from faceapp.ml.quantized import activation_ranges
from faceapp.ml.runtime import Network, Ways, quickest
from faceapp.ml.views import CROP_SIZE, views
from faceapp.ml.weights import Weights

CROP_VERSION = "two-views-v1"
"""Part of the model's id: embeddings of differently cut crops are not compared."""
CPU_BATCH = 6
"""Pictures looked at in one go on a CPU: more is not quicker there (6.2 ms each with 6, 6.1 with 16), and
takes more memory."""
Numbers = Literal["float32", "bfloat16", "int8"]


class FaceNetEmbedder:
    """Embeds faces with FaceNet. Safe from several threads at once."""

    def __init__(self, device: Device, weights: Weights, model: str, *, shortest: Numbers = "int8") -> None:
        """Put the network together.

        Args:
            device: Where it runs.
            weights: By the names of ``InceptionResnetV1``, without the classifier.
            model: The weights' part of the id, as the manifest has it.
            shortest: The shortest numbers the network may work in, where a device has them and they prove
                themselves. An embedding's cosine to that in float32 is 0.9998 and more in 16 bits, 0.999 and
                more in 8.

        Raises:
            WeightsError: the weights do not fit the network.
        """
        self._id = ModelId(f"{model}-{CROP_VERSION}")
        self._device = device
        if set(weights) != set(weight_names()):
            raise WeightsError(
                said("The weights {model} do not fit the FaceNet network. Get them again.", model=model)
            )
        if device.name == "cpu":
            self._network, self._together = _on_cpu(device, weights, model, shortest), CPU_BATCH
        else:
            self._network, self._together = _on_gpu(device, weights, model, shortest)

    @property
    def id(self) -> ModelId:
        """Names the embedding space: weights and crop."""
        return self._id

    @property
    def dimension(self) -> int:
        """Length of one embedding."""
        return EMBEDDING

    @property
    def device(self) -> str:
        """Where the network runs: ``cpu``, ``cuda`` or ``mps``."""
        return self._device.name

    def crop(self, picture: Picture, detection: Detection) -> Picture:
        """Cut the two views of a face out of a picture.

        Args:
            picture: uint8 [H, W, 3], upright RGB at full resolution.
            detection: In pixels of ``picture``.

        Returns:
            uint8 [160, 320, 3], see :func:`faceapp.ml.views.views`.
        """
        return views(picture, detection)

    def embed(self, crops: Sequence[Picture]) -> Embeddings:
        """Embed crops made by :meth:`crop`.

        Args:
            crops: uint8 [160, 320, 3] each.

        Returns:
            float32 [N, 512], each row of unit length.
        """
        return self.embed_rated(crops)[0]

    def embed_rated(self, crops: Sequence[Picture]) -> tuple[Embeddings, NDArray[np.float32]]:
        """Embed crops, and say how well the two views of each agree.

        Args:
            crops: uint8 [160, 320, 3] each, any number.

        Returns:
            Embeddings float32 [N, 512] of unit length, and the cosine of the two views float32 [N].
        """
        means = np.empty((len(crops), self.dimension), np.float32)
        agreement = np.empty(len(crops), np.float32)
        each = self._together // 2
        for start in range(0, len(crops), each):
            one, other = np.split(self.run(pixels(np.stack(crops[start : start + each]))), 2)
            mean = one + other
            means[start : start + each] = mean / np.linalg.norm(mean, axis=1, keepdims=True)
            agreement[start : start + each] = np.einsum("nd,nd->n", one, other)
        return means, agreement

    def run(self, pixels: NDArray[np.float32]) -> Embeddings:
        """Run the network on pixels that are standardised already.

        Args:
            pixels: float32 [N, 160, 160, 3], about -1..1, N at least one.

        Returns:
            float32 [N, 512], each row of unit length.
        """
        (answer,) = self._network(pixels)
        return np.asarray(answer / np.linalg.norm(answer, axis=1, keepdims=True), np.float32)


def pixels(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Crops as the network takes them.

    Args:
        crops: uint8 [N, 160, 320, 3], the two views of each face side by side.

    Returns:
        float32 [2 N, 160, 160, 3]: the first views, then the second ones.
    """
    return standardised(np.concatenate([crops[:, :, :CROP_SIZE], crops[:, :, CROP_SIZE:]]))


def _on_cpu(device: Device, weights: Weights, model: str, shortest: Numbers) -> Network:
    ranges = activation_ranges(model) if shortest == "int8" else None
    ways = Ways(
        name=model,
        model=partial(facenet, weights),
        torch=partial(_by_torch, weights, model, device.calls),
        side=CROP_SIZE,
        half=shortest != "float32",
        whole=partial(facenet, weights, ranges) if ranges else None,
    )
    return quickest(ways, device.calls)


def _by_torch(weights: Weights, model: str, calls: int) -> Network:
    require_torch()
    from faceapp.ml.torch_runtime import facenet_module, on_cpu

    return on_cpu(facenet_module(weights, model), calls)


def _on_gpu(device: Device, weights: Weights, model: str, shortest: Numbers) -> tuple[Network, int]:
    """The network, and how many pictures it is given at once."""
    require_torch()
    import torch

    from faceapp.ml.torch_runtime import FromHost, facenet_module, on_gpu, together

    network = on_gpu(facenet_module(weights, model), device, CROP_SIZE, half=shortest != "float32")
    return FromHost(network, torch.device(device.target)), together(device)
