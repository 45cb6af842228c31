"""Which embedding model a library uses. After a change photos are analysed again; decisions stay."""

from __future__ import annotations

import shutil
from pathlib import Path

from faceapp.core.errors import WeightsError
from faceapp.core.progress import CancelToken, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.ml import manifest, registry
from faceapp.storage.settings import stored_setting

KEY = "model"
DEFAULT = "default"


def names() -> list[str]:
    """The models that can be chosen."""
    return [row.name for row in registry.EMBEDDERS]


def chosen_model(database: Path) -> str:
    """The model a library uses.

    Raises:
        LibraryError: the library cannot be opened.
    """
    name = stored_setting(database, KEY)
    return name if name in names() else DEFAULT


def check_ready(name: str) -> None:
    """Make sure that the weights of a model are there and are the right ones.

    Raises:
        WeightsError: they are not; the message says what to do.
    """
    (row,) = (row for row in registry.EMBEDDERS if row.name == name)
    entry = manifest.manifest()[row.weights]
    manifest.check_file(entry, manifest.expected_path(entry))


def install_file(name: str, source: Path) -> Path:
    """Take over a weights file the user has, after its size and SHA-256 were checked.

    Raises:
        WeightsError: it is another file, or cannot be copied.
    """
    (row,) = (row for row in registry.EMBEDDERS if row.name == name)
    entry = manifest.manifest()[row.weights]
    if entry.url is None:
        raise WeightsError(said("{title} comes with the app and takes no file.", title=entry.title))
    manifest.check_file(entry, source)
    target = manifest.expected_path(entry)
    try:
        manifest.write_atomically(target, lambda temporary: shutil.copyfile(source, temporary))
    except OSError as error:
        raise WeightsError(
            said("{target} cannot be written: {reason}.", target=target, reason=error.strerror or error)
        ) from error
    return target


def download(name: str, progress: ProgressFn = no_progress, cancel: CancelToken | None = None) -> Path:
    """Fetch the weights of a model: the only time the app opens a connection, and only when asked.

    Raises:
        WeightsError: no network, or what came is not the file.
        Cancelled: the user stopped it.
    """
    (row,) = (row for row in registry.EMBEDDERS if row.name == name)
    if row.bundled:
        raise WeightsError(said("These weights come with the app: there is nothing to download."))
    from faceapp.ml.download import download_vggface2

    return download_vggface2(progress=progress, cancel=cancel)


def download_address(name: str) -> str:
    """Where a download would come from, to be shown before it starts."""
    (row,) = (row for row in registry.EMBEDDERS if row.name == name)
    return manifest.manifest()[row.weights].url or ""
