"""The one way to open a picture: RGB, upright, 8 bits, or a :class:`PictureError` that says why not.

Safe to call from any thread. Pillow's own limit on sizes is off (it would warn through the process-wide
warnings filter); the sizes are checked here instead, before anything is decoded.
"""

from __future__ import annotations

import contextlib
import io
import logging
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)
from pillow_heif import HeifImageFile

from faceapp.core import problem_words as words
from faceapp.core.errors import PictureError
from faceapp.core.models import Picture
from faceapp.imaging import exif, jpeg
from faceapp.imaging.containers import jpeg_layout, webp_canvas
from faceapp.imaging.failures import explain, zero_tail
from faceapp.imaging.files import MAX_BYTES, read_bytes
from faceapp.imaging.formats import Format, other_kind, sniff
from faceapp.imaging.pixels import finish, is_srgb, to_rgb, upright
from faceapp.imaging.pnm import PnmHeader, read_pnm

__all__ = ["MAX_BYTES", "MAX_PIXELS", "WHOLE_PIXELS", "LoadedPicture", "read", "read_bytes"]

MAX_PIXELS = 300_000_000
"""The largest picture of a format that has to be decoded in full (all but most JPEGs)."""

WHOLE_PIXELS = 120_000_000
"""Larger pictures come shrunk to a half, a quarter, ... : no face needs more, and memory stays bounded."""

_BIG_PIXELS = 50_000_000
_MAX_SCAN_WORK = 20_000_000_000
_log = logging.getLogger(__name__)

Image.MAX_IMAGE_PIXELS = None


class _QuietWarnings:
    """Stands in for the ``warnings`` module inside two of Pillow's plugins.

    They warn about odd metadata through the process-wide filters: noise on the user's terminal, an
    exception where warnings are errors, and ``catch_warnings`` is not safe between threads.
    """

    @staticmethod
    def warn(message: object, *_: object, **__: object) -> None:
        _log.debug("Pillow: %s", message)


for _plugin in (PngImagePlugin, TiffImagePlugin):
    setattr(_plugin, "warnings", _QuietWarnings)  # noqa: B010 - the checker knows it as a module

# The plugin of the format that was found, not Image.open: no other one gets to guess.
_OPENERS: dict[Format, Callable[[io.BytesIO], ImageFile.ImageFile]] = {
    Format.JPEG: JpegImagePlugin.JpegImageFile,
    Format.PNG: PngImagePlugin.PngImageFile,
    Format.WEBP: WebPImagePlugin.WebPImageFile,
    Format.TIFF: TiffImagePlugin.TiffImageFile,
    Format.BMP: BmpImagePlugin.BmpImageFile,
    Format.GIF: GifImagePlugin.GifImageFile,
    Format.HEIC: HeifImageFile,
    Format.AVIF: AvifImagePlugin.AvifImageFile,
}

# Pictures above _BIG_PIXELS that must be decoded in full take gigabytes: one at a time.
_big_one = threading.Lock()


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPicture:
    """A picture in memory.

    Attributes:
        pixels: uint8 [H, W, 3], RGB, upright, contiguous.
        full_width: Width of the file's picture, upright, also where ``pixels`` is smaller.
        full_height: Its height.
        taken_at: When the photo was taken, as the camera's clock said, or None.
        format: What kind of file it is.
    """

    pixels: Picture
    full_width: int
    full_height: int
    taken_at: datetime | None
    format: Format

    @property
    def scale(self) -> float:
        """Pixels of the file's picture for one pixel of ``pixels`` (1.0 where it came in full)."""
        height, width = self.pixels.shape[:2]
        return float(max(self.full_width, self.full_height) / max(height, width))


def read(
    source: Path | bytes,
    *,
    max_pixels: int = MAX_PIXELS,
    long_side: int | None = None,
    true_colours: bool = True,
) -> LoadedPicture:
    """Open a picture.

    Args:
        source: A path, or the content of a file.
        max_pixels: The largest picture to decode in full. A plain JPEG may be larger: it is shrunk while
            it is decoded. WebP, whose decoder keeps four copies, may have a third of it.
        long_side: Shrink the picture so that its longer side has at most this many pixels.
        true_colours: Apply the file's colour profile where it is not sRGB. On a full picture of a phone
            that takes longer than decoding it; who looks for faces only may go without.

    Returns:
        The picture. Above :data:`WHOLE_PIXELS` it comes shrunk by a power of two even without
        ``long_side``.

    Raises:
        PictureError: whatever is wrong with the file; nothing else comes out, whatever the bytes.
    """
    data = source if isinstance(source, bytes) else read_bytes(source)
    if not data:
        raise PictureError("empty", words.EMPTY)
    kind = sniff(data)
    if kind is None:
        if other := other_kind(data):
            raise PictureError("unsupported", words.OTHER_KIND.of(kind=other))
        raise PictureError("not_a_picture", words.NO_PICTURE)
    try:
        return _read(data, kind, max_pixels, long_side, true_colours)
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError("too_large", words.LARGER_PICTURE_THAN_MEMORY) from error
    except Exception as error:  # decoders raise whatever they like, and one bad file must never end a scan
        raise explain(error, data, kind) from error


def _read(
    data: bytes, kind: Format, max_pixels: int, long_side: int | None, true_colours: bool
) -> LoadedPicture:
    block = exif.exif_block(data, kind)
    if kind is Format.PNM:
        header = PnmHeader(data)
        full = header.width, header.height
        _check_size(full, max_pixels, kind)
        pixels = finish(read_pnm(data, header), _target(full, long_side))
        return LoadedPicture(upright(pixels, 1), *full, None, kind)

    shrinks = False
    if kind is Format.JPEG:
        shrinks = _check_jpeg(data, max_pixels)
    elif kind is Format.WEBP and (canvas := webp_canvas(data)):
        _check_size(canvas, max_pixels // 3, kind)  # before its decoder allocates the canvas

    with _OPENERS[kind](io.BytesIO(data)) as image:
        if not shrinks:
            _check_size(image.size, max_pixels // 3 if kind is Format.WEBP else max_pixels, kind)
        if kind is Format.TIFF:
            _check_strips(image)
        # Pillow lets a tag in the XMP turn a TIFF; other programs do not, and the identity does not see it.
        image.info.pop("xmp", None)
        if kind in (Format.HEIC, Format.AVIF):
            block = exif.without_header(image.info.get("exif") or b"")
        # These two arrive upright: libheif turns the picture, and Pillow's TIFF reader does.
        turned = kind in (Format.HEIC, Format.TIFF)
        orientation = 1 if turned else exif.orientation(block)
        big = not shrinks and math.prod(image.size) > _BIG_PIXELS
        inverted = isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.get(262) == 0
        profile = image.info.get("icc_profile") if true_colours else None
        full = image.size
        target = _target(full, long_side)
        with _big_one if big else contextlib.nullcontext():
            drafted = image.draft(None, target) if kind is Format.JPEG and target != full else None
            box = drafted[1] if drafted else None
            plain = jpeg.decoded(data) if _is_plain(image, kind, profile) and image.size == full else None
            if plain is not None:
                rgb = finish(plain, target)
            else:
                image.load()
                rgb = to_rgb(image, target, profile, box=box, inverted=inverted)
    pixels = upright(rgb, orientation)
    if orientation >= 5:
        full = full[1], full[0]
    return LoadedPicture(pixels, *full, exif.taken_at(block), kind)


def _is_plain(image: ImageFile.ImageFile, kind: Format, profile: bytes | None) -> bool:
    """Whether a picture is what :func:`faceapp.imaging.jpeg.decoded` gives, or a smaller one of it."""
    if kind is not Format.JPEG or image.mode not in ("RGB", "L") or math.prod(image.size) > _BIG_PIXELS:
        return False
    return profile is None or is_srgb(profile, image.mode)


def _check_jpeg(data: bytes, max_pixels: int) -> bool:
    """Whether the JPEG can be shrunk while it is decoded, line by line.

    Raises:
        PictureError: it cannot, and is too large or claims to be.
    """
    if zero_tail(data):
        raise PictureError(
            "truncated",
            words.ZEROS,
        )
    layout = jpeg_layout(data)
    if layout is None or not layout.buffered:
        return layout is not None
    pixels = layout.width * layout.height
    _check_size((layout.width, layout.height), max_pixels, Format.JPEG)
    # Each block of 8 x 8 takes at least a bit or two, so a huge header over a few bytes is a trap.
    if pixels > 1024 * len(data) + 1_000_000:
        raise PictureError("truncated", words.LESS_THAN_ANNOUNCED)
    if pixels * layout.scans > _MAX_SCAN_WORK:
        raise PictureError("corrupt", words.MANY_PASSES)
    return False


def _check_strips(image: ImageFile.ImageFile) -> None:
    """Refuse a TIFF whose strips or tiles cover only a part of it: Pillow leaves the rest black.

    Raises:
        PictureError: ``truncated``.
    """
    covered = sum((box[2] - box[0]) * (box[3] - box[1]) for _, box, *_ in image.tile if box)
    if covered < math.prod(image.size):
        raise PictureError("truncated", words.PART_MISSING)


def _check_size(size: tuple[int, int], limit: int, kind: Format) -> None:
    width, height = size
    if width < 1 or height < 1:
        raise PictureError("corrupt", words.NO_SIZE)
    if width * height > limit:
        raise PictureError(
            "too_large",
            words.TOO_MANY_PIXELS.of(
                width=width,
                height=height,
                pixels=f"{width * height / 1e6:,.0f}",
                limit=f"{limit / 1e6:,.0f}",
                kind=kind.upper(),
            ),
        )


def _target(size: tuple[int, int], long_side: int | None) -> tuple[int, int]:
    """Width and height to deliver for a picture of ``size``, never larger."""
    width, height = size
    factor = 1
    while (width // factor) * (height // factor) > WHOLE_PIXELS:
        factor *= 2
    scale = 1 / factor
    if long_side is not None:
        scale = min(scale, max(long_side, 1) / max(width, height))
    if scale >= 1:
        return size
    return max(round(width * scale), 1), max(round(height * scale), 1)
