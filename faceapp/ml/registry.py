"""The detectors and embedding models of the app, one row each.

Importing this module costs nothing: torch comes with the first network that is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from faceapp.core.models import DetectorId, ModelId
from faceapp.core.ports import Detector, Embedder

if TYPE_CHECKING:
    from faceapp.ml.device import Device


@dataclass(frozen=True, slots=True)
class EmbedderRow:
    """One embedding model.

    Attributes:
        name: What the user types.
        id: The embedding space.
        weights: Its row in ``resources/weights.toml``.
        bundled: Whether the weights come with the app; others are a file or an explicit download.
    """

    name: str
    id: ModelId
    weights: str
    bundled: bool


@dataclass(frozen=True, slots=True)
class DetectorRow:
    """One detector."""

    name: str
    id: DetectorId
    weights: tuple[str, ...]


EMBEDDERS = (
    EmbedderRow("default", ModelId("facenet-casia-webface-tight-v1"), "facenet-casia-webface", True),
    EmbedderRow("vggface2", ModelId("facenet-vggface2-tight-v1"), "facenet-vggface2", False),
)
DETECTORS = (DetectorRow("mtcnn", DetectorId("mtcnn-v1"), ("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet")),)


def choose_device(wanted: str = "auto") -> Device:
    """Pick and probe a device: see :func:`faceapp.ml.device.choose_device`."""
    from faceapp.ml import device

    return device.choose_device(wanted)


def create_detector(device: Device | str = "auto") -> Detector:
    """Make the face detector.

    Args:
        device: A device that was probed, or the name of one to probe.

    Raises:
        WeightsError: a weights file is missing or changed.
    """
    from faceapp.ml.mtcnn import MtcnnDetector

    return MtcnnDetector(choose_device(device) if isinstance(device, str) else device)


def create_embedder(device: Device | str = "auto", model: str | Path = "default") -> Embedder:
    """Make an embedding model.

    Args:
        device: A device that was probed, or the name of one to probe.
        model: ``default``, ``vggface2``, or the path of the VGGFace2 weights file.

    Raises:
        WeightsError: the weights are missing, changed, or another file.
    """
    from faceapp.ml import weights
    from faceapp.ml.embedder import FaceNetEmbedder

    chosen = choose_device(device) if isinstance(device, str) else device
    if model == "default":
        return FaceNetEmbedder(
            chosen, weights.load_casia_webface(), weights.manifest()[weights.CASIA_WEBFACE].model
        )
    entry = weights.manifest()[weights.VGGFACE2]
    path = weights.weights_dir() / entry.file if model == "vggface2" else Path(model)
    return FaceNetEmbedder(chosen, weights.load_vggface2_file(path), entry.model)
