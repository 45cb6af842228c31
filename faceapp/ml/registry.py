"""The detectors and embedding models of the app, one row each.

Importing this module costs nothing: what runs networks comes with the first one that is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from faceapp.core.models import DetectorId, ModelId
from faceapp.core.ports import Detector, Embedder

if TYPE_CHECKING:
    from faceapp.ml.device import Device
    from faceapp.ml.weights import Weights


@dataclass(frozen=True, slots=True)
class EmbedderRow:
    """One embedding model.

    Attributes:
        name: What the user types.
        id: The embedding space.
        weights: Its row in ``resources/weights.toml``.
        bundled: Whether the weights come with the app; others are a file or an explicit download.
        load: Gives the weights, from a given file or from where the file is expected.
    """

    name: str
    id: ModelId
    weights: str
    bundled: bool
    load: Callable[[Path | None], Weights]


@dataclass(frozen=True, slots=True)
class DetectorRow:
    """One detector."""

    name: str
    id: DetectorId
    weights: tuple[str, ...]


def choose_device(wanted: str = "auto", *, calls: int = 0) -> Device:
    """Pick and probe a device: see :func:`faceapp.ml.device.choose_device`.

    Args:
        wanted: ``auto``, ``cuda``, ``mps`` or ``cpu``.
        calls: On a CPU, how many calls of the networks are to run at once, on one core each
            (:func:`faceapp.ml.device.one_core_each`); 0: one call takes all cores.
    """
    from faceapp.ml import device

    chosen = device.choose_device(wanted)
    return device.one_core_each(chosen, calls) if calls else chosen


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
    from faceapp.ml.embedder import FaceNetEmbedder
    from faceapp.ml.manifest import manifest

    row = next((row for row in EMBEDDERS if row.name == model), None)
    path = None
    if row is None:  # no name: the path of the one kind of file the app knows
        row, path = _VGGFACE2, Path(model)
    chosen = choose_device(device) if isinstance(device, str) else device
    return FaceNetEmbedder(chosen, row.load(path), manifest()[row.weights].model)


def _load_casia_webface(path: Path | None) -> Weights:
    from faceapp.ml.weights import load_casia_webface

    return load_casia_webface(path)


def _load_vggface2(path: Path | None) -> Weights:
    from faceapp.ml.manifest import expected_path, manifest
    from faceapp.ml.weights import load_vggface2_file

    return load_vggface2_file(path or expected_path(manifest()[_VGGFACE2.weights]))


_CASIA_WEBFACE = EmbedderRow(
    "default",
    ModelId("facenet-casia-webface-two-views-v1"),
    "facenet-casia-webface",
    True,
    _load_casia_webface,
)
_VGGFACE2 = EmbedderRow(
    "vggface2", ModelId("facenet-vggface2-two-views-v1"), "facenet-vggface2", False, _load_vggface2
)

EMBEDDERS = (_CASIA_WEBFACE, _VGGFACE2)
DETECTORS = (DetectorRow("mtcnn", DetectorId("mtcnn-v1"), ("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet")),)
