"""What was dropped or pasted, as pictures to look at: files, image data, a browser's page.

Reads no file: a path is only a path here. Nothing is ever fetched from the network.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from faceapp.core.models import Picture
from faceapp.core.said import said
from faceapp.gui.language import shown, tr
from faceapp.gui.models.problems_model import printable
from faceapp.gui.pixels import to_picture
from faceapp.imaging.formats import is_picture_name

Source = Path | bytes | Picture

WEB_ONLY = said(
    "That is only a web address, and faceapp never goes online. Use “Copy image” in the browser and paste "
    "it here, or save the picture and drop the file."
)
NO_PICTURE = said("There is no picture in that. Drop or paste a picture, or files of pictures.")

NOTHING_USABLE = said("Only pictures and folders of pictures can be used here.")

_FORMATS = ("image/jpeg", "image/heic", "image/heif", "image/avif", "image/webp", "image/png", "image/tiff")
"""Preferred in this order: the photo itself before a copy that another program made of it."""
_IMG = re.compile(r"<img\b[^>]*?\bsrc\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_DATA = re.compile(r"data:image/[\w.+-]+;base64,(.+)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dropped:
    """Pictures and paths (which may be folders), or why there are none."""

    paths: list[Path] = field(default_factory=list)
    pictures: list[bytes | Picture] = field(default_factory=list)
    complaint: str = ""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What letting a drag go would do, in words.

    Attributes:
        good: Whether it would do anything.
        title: In a few words.
        text: More of it, or what to do instead.
    """

    good: bool
    title: str
    text: str = ""


def prospect_of(mime: QMimeData) -> Prospect:
    """What can be said at once: nothing is looked at on any drive."""
    dropped = take(mime)
    if dropped.pictures:
        return Prospect(True, tr("Drop to see who this is"))
    if dropped.paths:
        return Prospect(True, tr("Drop {what}", what=_called(dropped.paths)))
    web = dropped.complaint == WEB_ONLY
    title = tr("A web address is not a picture") if web else tr("This cannot be used here")
    return Prospect(False, title, shown(dropped.complaint))


def prospect_of_paths(
    folders: Sequence[Path], files: Sequence[Path], *, ask_all: bool = False, add_all: bool = False
) -> Prospect:
    """What dropping paths would do.

    Args:
        folders: Those that are folders.
        files: The others.
        ask_all: Pictures of folders are asked about, too.
        add_all: Pictures are added to the album, too.
    """
    pictures = [file for file in files if is_picture_name(file.name)]
    others = [file for file in files if not is_picture_name(file.name)]
    note = ""
    if others:
        note = tr("{what} cannot be used: no picture.", None, len(others), what=_called(others))
    if not folders and not pictures:
        title = tr("{what} cannot be used", None, len(others), what=_called(others))
        return Prospect(False, title, shown(NOTHING_USABLE))
    if ask_all or (pictures and not folders and not add_all):
        both = _called([*folders, *pictures])
        return Prospect(True, tr("Drop to see who is in {what}", what=both), note)
    if pictures and not add_all:
        title = tr(
            "Drop to add {what}, and to see who is in {pictures}",
            what=_called(folders),
            pictures=_called(pictures),
        )
        return Prospect(True, title, note)
    title = tr("Drop to add {what}", what=_called([*folders, *pictures]))
    return Prospect(True, title, note or tr("Photos are only read."))


def _called(paths: Sequence[Path]) -> str:
    """``“Holidays”``, or ``3 things`` in a word that fits."""
    if len(paths) == 1:
        name = printable(paths[0].name or str(paths[0]))
        return tr("“{name}”", name=name if len(name) <= 40 else f"{name[:18]}…{name[-18:]}")
    if all(is_picture_name(path.name) for path in paths):
        return tr("%n picture(s)", None, len(paths))
    return tr("%n files and folders", None, len(paths))


def take(mime: QMimeData) -> Dropped:
    """Everything in a drop or on the clipboard that can be looked at."""
    urls = mime.urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile() and url.toLocalFile()]
    if paths:
        return Dropped(paths=paths)
    for kind in (*_image_formats(mime), *_promised(mime)):
        data = bytes(mime.data(kind).data())
        if data:
            return Dropped(pictures=[data])
    if mime.hasImage():
        image = mime.imageData()
        if isinstance(image, QImage) and not image.isNull():
            return Dropped(pictures=[to_picture(image)])
    found = _from_html(mime.html()) if mime.hasHtml() else Dropped()
    if found.paths or found.pictures:
        return found
    return Dropped(complaint=WEB_ONLY if urls or found.complaint or _is_address(mime.text()) else NO_PICTURE)


def _image_formats(mime: QMimeData) -> list[str]:
    offered = [kind for kind in mime.formats() if kind.startswith("image/") and "svg" not in kind]
    return sorted(offered, key=lambda kind: _FORMATS.index(kind) if kind in _FORMATS else len(_FORMATS))


def _promised(mime: QMimeData) -> list[str]:
    """A file another program promises instead of having one (mail, browsers): Windows' first contents."""
    return [kind for kind in mime.formats() if 'value="filecontents"' in kind.lower()]


def _from_html(html: str) -> Dropped:
    paths: list[Path] = []
    pictures: list[bytes | Picture] = []
    web = False
    for address in _IMG.findall(html):
        data = _DATA.match(address)
        if data is not None:
            try:
                pictures.append(base64.b64decode(re.sub(r"\s|%0A", "", data.group(1)), validate=True))
            except binascii.Error:
                continue
        elif QUrl(address).isLocalFile():
            paths.append(Path(QUrl(address).toLocalFile()))
        else:
            web = True
    return Dropped(paths, pictures, WEB_ONLY if web else "")


def _is_address(text: str) -> bool:
    return text.strip().lower().startswith(("http://", "https://"))
