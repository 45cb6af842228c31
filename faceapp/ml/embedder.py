"""FaceNet (Inception-ResNet-v1): from a face in a picture to a vector of length one.

Schroff et al. 2015, "FaceNet: A Unified Embedding for Face Recognition and Clustering", section 3: the
squared distance of two embeddings says how alike two faces are.

The crop is the detector's box with a margin, stretched: what the network was trained on. All pairs, TAR at
FAR 1e-3 / 1e-4, on lfw-dev (2,405 photos) and on ORL (400):

    box                                     0.909 / 0.747    0.988 / 0.969
    box, last pixels go on at the border    0.908 / 0.754    0.986 / 0.953
    landmarks on their mean places          0.909 / 0.756    0.974 / 0.908
    mean of the last two                    0.917 / 0.774    0.984 / 0.941

The last row wins only on the set its mean places were measured on, so the box stays. A mirror image
averaged in would double the cost for less (``python -m tests.benchmarks embedding``).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import torch
from facenet_pytorch import InceptionResnetV1
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from faceapp.core.errors import WeightsError
from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Embeddings, ModelId, Picture
from faceapp.ml.device import Device

CROP_VERSION = "tight-v1"
"""Part of the model's id: embeddings of differently cut crops are not compared."""
CROP_SIZE = 160
MARGIN = 0.21
"""Of the face's box, in all (half on each side)."""
BATCH = 32
_PIXEL_MIDDLE = 127.5
_PIXEL_SCALE = 128.0


class FaceNetEmbedder:
    """Embeds faces with FaceNet. Not thread-safe, except :meth:`crop`: the compute lane owns it."""

    def __init__(self, device: Device, weights: dict[str, Tensor], model: str) -> None:
        """Put the network together.

        Args:
            device: Where it runs.
            weights: State dict of ``InceptionResnetV1`` without the classifier.
            model: The weights' part of the id, as the manifest has it.

        Raises:
            WeightsError: the weights do not fit the network.
        """
        self._id = ModelId(f"{model}-{CROP_VERSION}")
        self._device = device
        network: nn.Module = InceptionResnetV1(pretrained=None)
        try:
            network.load_state_dict(weights)
        except RuntimeError as error:
            raise WeightsError(
                f"The weights {model} do not fit the FaceNet network. Get them again."
            ) from error
        _fold_batch_norms(network.eval())
        # Cast before the move: a device without float64 must never be offered any.
        network = network.to(torch.float32).to(memory_format=torch.channels_last)
        self._network = network.to(device.torch_device)

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
        """Cut the face's box with a margin out of the picture and stretch it to a square.

        Args:
            picture: uint8 [H, W, 3], upright RGB at full resolution.
            detection: In pixels of ``picture``.

        Returns:
            uint8 [160, 160, 3].
        """
        return cut(picture, detection.box.expanded(MARGIN))

    def embed(self, crops: Sequence[Picture]) -> Embeddings:
        """Embed crops made by :meth:`crop`.

        Args:
            crops: uint8 [160, 160, 3] each; worked on 32 at a time.

        Returns:
            float32 [N, 512], each row of unit length.
        """
        result = np.empty((len(crops), self.dimension), np.float32)
        for start in range(0, len(crops), BATCH):
            batch = np.stack(crops[start : start + BATCH]).astype(np.float32)
            result[start : start + BATCH] = self.run((batch - _PIXEL_MIDDLE) / _PIXEL_SCALE)
        return result

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
            answer: NDArray[np.float32] = self._network(planes.to(self._device.torch_device)).cpu().numpy()
        return np.asarray(answer / np.linalg.norm(answer, axis=1, keepdims=True), np.float32)


def cut(picture: Picture, box: Box, size: int = CROP_SIZE) -> Picture:
    """Stretch a box of a picture to a square.

    Args:
        picture: uint8 [H, W, 3].
        box: In its pixels; what lies over the border is cut off.
        size: Side of the square.

    Returns:
        uint8 [size, size, 3].
    """
    height, width = picture.shape[:2]
    part = box.clipped(width, height)
    x0, y0 = min(int(part.x), width - 1), min(int(part.y), height - 1)
    x1, y1 = max(int(part.right), x0 + 1), max(int(part.bottom), y0 + 1)
    how = cv2.INTER_AREA
    return np.asarray(cv2.resize(picture[y0:y1, x0:x1], (size, size), interpolation=how), np.uint8)


def _fold_batch_norms(network: nn.Module) -> None:
    """Make each convolution do its batch norm's work: the same numbers, 132 passes less."""
    for module in network.modules():
        conv, norm = getattr(module, "conv", None), getattr(module, "bn", None)
        if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
            module.conv = fuse_conv_bn_eval(conv, norm)
            module.bn = nn.Identity()
