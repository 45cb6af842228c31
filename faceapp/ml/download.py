"""Fetching weights that do not come with the app: only when the user asks, and checked before use."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from http.client import HTTPException
from pathlib import Path
from typing import IO

from faceapp.core.errors import WeightsError
from faceapp.core.progress import CancelToken, Progress, ProgressFn, no_progress
from faceapp.core.said import said
from faceapp.ml.manifest import VGGFACE2, WeightsFile, check_file, expected_path, manifest, write_atomically

_PART = 1 << 18
_PATIENCE_S = 30.0


def download_vggface2(
    dest: Path | None = None,
    progress: ProgressFn = no_progress,
    cancel: CancelToken | None = None,
    entry: WeightsFile | None = None,
) -> Path:
    """Fetch the VGGFace2 weights of facenet-pytorch (112 MB).

    The file gets its name only after its size and SHA-256 match the manifest. Never called by the app
    itself: a click or a command of the user is what calls it.

    Args:
        dest: Name of the file to write; by default where ``create_embedder(model="vggface2")`` looks.
        progress: Called with bytes done and in all, about ten times a second.
        cancel: Asked between two parts of 256 KiB.
        entry: Another row than the manifest's (for tests).

    Returns:
        The file.

    Raises:
        Cancelled: the user stopped it; nothing is left behind.
        WeightsError: no network, the server says no, or what came is not the file.
    """
    row = entry or manifest()[VGGFACE2]
    target = dest or expected_path(row)
    token = cancel or CancelToken()
    if row.url is None:
        raise WeightsError(said("{title} cannot be downloaded: {source}", title=row.title, source=row.source))

    def fill(temporary: Path) -> None:
        _fetch(row, temporary, progress, token)
        check_file(row, temporary)

    try:
        write_atomically(target, fill)
    except urllib.error.HTTPError as error:
        raise WeightsError(
            said(
                "{url} answers {code} {reason}. Try again later, or choose the file yourself.",
                url=row.url,
                code=error.code,
                reason=error.reason,
            )
        ) from error
    except (urllib.error.URLError, HTTPException, TimeoutError, ConnectionError) as error:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        raise WeightsError(
            said(
                "{url} cannot be reached ({reason}). Check the connection, or get {file} on another "
                "computer and choose the file.",
                url=row.url,
                reason=reason,
                file=row.file,
            )
        ) from error
    except OSError as error:
        raise WeightsError(
            said("{target} cannot be written: {reason}.", target=target, reason=error.strerror or error)
        ) from error
    return target


def _fetch(row: WeightsFile, temporary: Path, progress: ProgressFn, cancel: CancelToken) -> None:
    if row.url is None:  # the caller has checked; here for the type checker
        return
    with urllib.request.urlopen(row.url, timeout=_PATIENCE_S) as answer, temporary.open("wb") as out:
        _copy(row, answer, out, progress, cancel)


def _copy(
    row: WeightsFile, answer: IO[bytes], out: IO[bytes], progress: ProgressFn, cancel: CancelToken
) -> None:
    stage = said("Downloading {title}", title=row.title)
    done, began, told = 0, time.monotonic(), float("-inf")
    while True:
        cancel.check()
        part = answer.read(_PART)
        done += len(part)
        now = time.monotonic()
        if now - told >= 0.1 or not part:
            told = now
            rate = done / (now - began) if now > began else 0.0
            left = (row.bytes - done) / rate if rate else None
            progress(Progress(stage, done, row.bytes, rate, left))
        if not part:
            return
        if done > row.bytes:  # another file: no need to fill the disk with it
            raise WeightsError(
                said(
                    "{url} sends more than the {bytes} bytes of {file}: it is another file. "
                    "Nothing was kept.",
                    url=row.url,
                    bytes=f"{row.bytes:,}",
                    file=row.file,
                )
            )
        out.write(part)
