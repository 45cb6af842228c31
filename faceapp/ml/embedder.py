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
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from faceapp.core.errors import WeightsError
from faceapp.core.models import Detection, Embeddings, ModelId, Picture
from faceapp.core.said import said
from faceapp.ml.device import Device
from faceapp.ml.networks import InceptionResnetV1
from faceapp.ml.openvino_nets import facenet
from faceapp.ml.quantized import activation_ranges
from faceapp.ml.runtime import quickest
from faceapp.ml.transfer import moved
from faceapp.ml.views import CROP_SIZE, views

CROP_VERSION = "two-views-v1"
"""Part of the model's id: embeddings of differently cut crops are not compared."""
BATCH = 32
"""Pictures looked at in one go where nothing else is known."""
CPU_BATCH = 6
"""The same for a CPU: more is not quicker there (6.2 ms each with 6, 6.1 with 16), and takes more memory."""
_MOST_TOGETHER = 256
_BYTES_EACH = 64 << 20
"""Free memory of a GPU for each picture given to it at once: several times what the network takes."""
Numbers = Literal["float32", "bfloat16", "int8"]
_PIXEL_MIDDLE = 127.5
_PIXEL_SCALE = 128.0


class FaceNetEmbedder:
    """Embeds faces with FaceNet. Safe from several threads at once."""

    def __init__(
        self, device: Device, weights: dict[str, Tensor], model: str, *, shortest: Numbers = "int8"
    ) -> None:
        """Put the network together.

        Args:
            device: Where it runs.
            weights: State dict of ``InceptionResnetV1`` without the classifier.
            model: The weights' part of the id, as the manifest has it.
            shortest: The shortest numbers the network may work in, where a device has them and they prove
                themselves. An embedding's cosine to that in float32 is 0.9998 and more in 16 bits, 0.999 and
                more in 8.

        Raises:
            WeightsError: the weights do not fit the network.
        """
        self._id = ModelId(f"{model}-{CROP_VERSION}")
        self._device = device
        network: nn.Module = InceptionResnetV1()
        try:
            network.load_state_dict(weights)
        except RuntimeError as error:
            raise WeightsError(
                said("The weights {model} do not fit the FaceNet network. Get them again.", model=model)
            ) from error
        fold_batch_norms(network.eval())
        # Cast before the move: a device without float64 must never be offered any.
        network = network.to(torch.float32).to(memory_format=torch.channels_last)
        ranges = activation_ranges(model) if shortest == "int8" else None
        self._network = quickest(
            network.to(device.torch_device),
            facenet,
            device,
            (CROP_SIZE, CROP_SIZE),
            half=shortest != "float32",
            whole=partial(facenet, ranges=ranges) if ranges else None,
        )
        self._together = _together(device.torch_device)

    @property
    def id(self) -> ModelId:
        """Names the embedding space: weights and crop."""
        return self._id

    @property
    def dimension(self) -> int:
        """Length of one embedding."""
        return 512

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
            pixels: float32 [N, 160, 160, 3], about -1..1, N at least one and at most :data:`BATCH` or so.

        Returns:
            float32 [N, 512], each row of unit length.
        """
        with torch.inference_mode():
            # float32 on the host's side of the move; rows of pixels seen as planes are channels last already.
            planes = torch.from_numpy(pixels.astype(np.float32, copy=False)).permute(0, 3, 1, 2)
            answer: NDArray[np.float32] = (
                self._network(moved(planes, self._device.torch_device)).cpu().numpy()
            )
        return np.asarray(answer / np.linalg.norm(answer, axis=1, keepdims=True), np.float32)


def pixels(crops: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Crops as the network takes them.

    Args:
        crops: uint8 [N, 160, 320, 3], the two views of each face side by side.

    Returns:
        float32 [2 N, 160, 160, 3]: the first views, then the second ones.
    """
    both = np.concatenate([crops[:, :, :CROP_SIZE], crops[:, :, CROP_SIZE:]]).astype(np.float32)
    return (both - np.float32(_PIXEL_MIDDLE)) / np.float32(_PIXEL_SCALE)


def _together(device: torch.device) -> int:
    """Pictures the network is given at once: an even number, as many as the free memory lets."""
    if device.type == "cpu":
        return CPU_BATCH
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return int(min(max(free // _BYTES_EACH, 2), _MOST_TOGETHER)) // 2 * 2
    return BATCH


def fold_batch_norms(network: nn.Module) -> None:
    """Make each convolution do its batch norm's work: the same numbers, 132 passes less."""
    for module in network.modules():
        conv, norm = getattr(module, "conv", None), getattr(module, "bn", None)
        if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            module.conv = fuse_conv_bn_eval(conv, norm)
            module.bn = nn.Identity()
