"""From whatever a file decodes to (16-bit, CMYK, palette, float, alpha, colour profile) to RGB bytes."""

from __future__ import annotations

import functools
import io

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from faceapp.core.models import Picture

_MAX_PROFILE = 4 << 20
_SPACES = {"RGB": "RGB ", "L": "GRAY", "CMYK": "CMYK"}

UPRIGHT = {
    2: lambda a: cv2.flip(a, 1),
    3: lambda a: cv2.rotate(a, cv2.ROTATE_180),
    4: lambda a: cv2.flip(a, 0),
    5: lambda a: cv2.transpose(a),
    6: lambda a: cv2.rotate(a, cv2.ROTATE_90_CLOCKWISE),
    7: lambda a: cv2.flip(cv2.transpose(a), -1),
    8: lambda a: cv2.rotate(a, cv2.ROTATE_90_COUNTERCLOCKWISE),
}
"""EXIF orientation -> what turns the stored pixels upright (1 needs nothing)."""


def to_rgb(
    image: Image.Image,
    size: tuple[int, int],
    profile: bytes | None = None,
    *,
    box: tuple[float, float, float, float] | None = None,
    inverted: bool = False,
) -> Picture:
    """Turn a decoded picture into RGB bytes of a given size.

    Args:
        image: Of any mode; loaded, or ready to load.
        size: Width and height wanted, at most those of the picture.
        profile: The ICC profile of the file; a broken one, or one that does not fit, is ignored.
        box: Left, top, right and bottom of the picture in ``image``, where a last row or column stands for
            less than a whole one.
        inverted: White is stored as 0 (some TIFF files that Pillow hands out as stored).

    Returns:
        uint8 [height, width, 3]: over white where it was transparent, in sRGB.
    """
    if image.mode.startswith(("I", "F")):
        grey = _to_bytes(image)
        return finish(255 - grey if inverted else grey, size)
    if image.mode == "1":
        image = image.convert("L")
    elif image.mode in ("P", "PA"):
        image = image.convert("RGBA" if image.mode == "PA" or "transparency" in image.info else "RGB")
    elif image.mode == "LAB":
        image = ImageCms.applyTransform(image, _lab()) or image
    elif image.mode in ("RGB", "L") and "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        image = image.convert("RGBA" if image.mode in ("La", "RGBa") else "RGB")
    if image.size != size:
        # In Pillow's memory: a picture that is to be small never exists in full twice. By a whole number
        # first (the gap), which is several times faster and looks the same.
        image = image.resize(size, Image.Resampling.BILINEAR, box=box, reducing_gap=1.0)
    if image.mode in ("LA", "RGBA"):
        image = _over_white(image)
    return finish(np.asarray(_to_srgb(image, profile)), image.size)


def finish(pixels: NDArray[np.uint8], size: tuple[int, int]) -> Picture:
    """Bring grey or RGB bytes [H, W] or [H, W, 3] to RGB of a size: uint8 [height, width, 3]."""
    if (pixels.shape[1], pixels.shape[0]) != size:
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
    if pixels.ndim == 2:
        pixels = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2RGB), np.uint8)
    return pixels


def upright(pixels: Picture, orientation: int) -> Picture:
    """Turn stored pixels upright: uint8 [H, W, 3] -> contiguous uint8 [H, W, 3] or [W, H, 3]."""
    turn = UPRIGHT.get(orientation)
    return np.ascontiguousarray(turn(pixels) if turn else pixels, np.uint8)


def _to_bytes(image: Image.Image) -> NDArray[np.uint8]:
    """Grey of more than 8 bits to uint8 [H, W].

    16-bit files use their whole range. For 32-bit and float files no such rule exists: 0..1, 0..255 and
    0..65535 are taken for what they look like, anything else is stretched between its ends.
    """
    if image.mode.startswith("I;16"):
        wide = np.asarray(image).astype(np.uint16, copy=False)
        return np.asarray(cv2.convertScaleAbs(wide, alpha=1 / 257), np.uint8)
    values = np.asarray(image)
    if values.dtype.kind == "f":
        values = np.nan_to_num(values, nan=0.0)
    low, high = float(values.min()), float(values.max())
    if low < 0:
        span = (low, high)
    elif values.dtype.kind == "f" and high <= 1:
        span = (0.0, 1.0)
    else:
        span = (0.0, next((float(top) for top in (255, 65535) if high <= top), high))
    scale = 255 / ((span[1] - span[0]) or 1.0)
    out = np.empty(values.shape, np.uint8)
    for row in range(0, len(values), 256):  # by bands: the doubles of a whole picture would not be small
        band = (values[row : row + 256].astype(np.float64) - span[0]) * scale
        out[row : row + 256] = np.clip(np.rint(band), 0, 255)
    return out


def _over_white(image: Image.Image) -> Image.Image:
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return paper


def is_srgb(profile: bytes, mode: str) -> bool:
    """Whether pixels of a mode stay as they are under an ICC profile: it is sRGB, broken, or does not fit."""
    return len(profile) > _MAX_PROFILE or _transform(profile, mode) is None


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    transform = None if profile is None or is_srgb(profile, image.mode) else _transform(profile, image.mode)
    if transform is not None:
        return ImageCms.applyTransform(image, transform) or image
    return image if image.mode in ("RGB", "L") else image.convert("RGB")


@functools.lru_cache(maxsize=16)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """How to get from a profile to sRGB; None where it is sRGB already, broken, or of another mode."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space != _SPACES.get(mode):
            return None
        if "srgb" in (source.profile.profile_description or "").lower():
            return None
        return ImageCms.buildTransform(source, ImageCms.createProfile("sRGB"), mode, "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@functools.lru_cache(maxsize=1)
def _lab() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(
        ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
    )
