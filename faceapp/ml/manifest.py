"""The list of weights files the app may load, and the check every one of them goes through first.

Knows nothing of torch, so that a command can tell what is installed without loading it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from faceapp import paths
from faceapp.core.errors import WeightsError
from faceapp.core.said import said

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
            said(
                "The list of weights {path} cannot be read ({reason}). Install faceapp again.",
                path=path,
                reason=error,
            )
        ) from error


def weights_dir() -> Path:
    """Folder of converted weights: a cache, made again at any time."""
    return paths.cache_dir() / "weights"


def own_weights_dir() -> Path:
    """Folder of weights the user chose or downloaded: clearing the cache must not lose them."""
    return paths.data_dir() / "weights"


def expected_path(entry: WeightsFile) -> Path:
    """Where a file is looked for: in its package, found without importing it, else the weights folder.

    Raises:
        WeightsError: the package is not installed.
    """
    if entry.package is None:
        return own_weights_dir() / entry.file
    spec = importlib.util.find_spec(entry.package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    if not folders:
        raise WeightsError(said("{title} is not installed. {how}", title=entry.title, how=_how_to_get(entry)))
    return Path(folders[0]) / entry.file


def check_file(entry: WeightsFile, path: Path) -> None:
    """Make sure a file is exactly the one of the manifest: size first, then SHA-256.

    Raises:
        WeightsError: it is missing, unreadable, or another file.
    """
    name = Path(entry.file).name
    try:
        size = path.stat().st_size
        if size != entry.bytes:
            raise WeightsError(
                said(
                    "{path} is not the file that {title} needs: it has {size} bytes instead of {bytes}. It "
                    "is cut off or another version: get {name} again. {source}",
                    path=path,
                    title=entry.title,
                    size=f"{size:,}",
                    bytes=f"{entry.bytes:,}",
                    name=name,
                    source=entry.source,
                )
            )
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise WeightsError(
            said("The weights file {path} is not there. {how}", path=path, how=_how_to_get(entry))
        ) from error
    except OSError as error:
        raise WeightsError(
            said(
                "The weights file {path} cannot be read: {reason}.", path=path, reason=error.strerror or error
            )
        ) from error
    if digest != entry.sha256:
        raise WeightsError(
            said(
                "{path} is not the file that {title} needs: its SHA-256 is {found} instead of {wanted}. "
                "It was changed or damaged: get {name} again. {source}",
                path=path,
                title=entry.title,
                found=digest,
                wanted=entry.sha256,
                name=name,
                source=entry.source,
            )
        )


def write_atomically(target: Path, write: Callable[[Path], object]) -> None:
    """Let ``write`` fill a temporary file of the same folder, then give it its name.

    Whatever ``write`` raises leaves the target as it was and no temporary file behind.
    """
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
        return said("Install faceapp again. {source}", source=entry.source)
    return said("Choose the file, or download it explicitly. {source}", source=entry.source)
