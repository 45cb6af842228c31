"""PBM, PGM and PPM files.

Read here and not by Pillow, whose decoder of 16-bit and plain files works pixel by pixel in Python
(a 12-megapixel 16-bit PPM takes it half a minute).
"""

from __future__ import annotations

import re

import cv2
import numpy as np
from numpy.typing import NDArray

from faceapp.core import problem_words as words
from faceapp.core.errors import PictureError

_TOKEN = re.compile(rb"(?:\s|#[^\r\n]*(?:[\r\n]|$))*(\d{1,10})")
_COMMENT = re.compile(rb"#[^\r\n]*")


class PnmHeader:
    """What the header says.

    Attributes:
        width: Pixels.
        height: Pixels.
        channels: 1 or 3.
        plain: Numbers written as text.
        bitmap: One bit a pixel, 1 = black.
        maximum: The value that means white.
        start: Where the pixels begin.
    """

    def __init__(self, data: bytes) -> None:
        number = data[1] - ord("0")
        self.plain, self.bitmap = number <= 3, number in (1, 4)
        self.channels = 3 if number in (3, 6) else 1
        values: list[int] = []
        at = 2
        for _ in range(2 if self.bitmap else 3):
            found = _TOKEN.match(data, at)
            if found is None:
                raise PictureError("corrupt", words.BROKEN_HEADER)
            values.append(int(found[1]))
            at = found.end()
        self.width, self.height = values[0], values[1]
        self.maximum = 1 if self.bitmap else values[2]
        self.start = at + 1
        if not (self.width and self.height and 0 < self.maximum < 65536):
            raise PictureError("corrupt", words.ODD_HEADER)


def read_pnm(data: bytes, header: PnmHeader) -> NDArray[np.uint8]:
    """Decode the pixels.

    Args:
        data: The whole file.
        header: Its header; the caller has checked the size.

    Returns:
        uint8 [H, W] (grey) or [H, W, 3] (RGB), scaled to 0..255. May be a read-only view of ``data``.

    Raises:
        PictureError: ``truncated`` or ``corrupt``.
    """
    count = header.width * header.height * header.channels
    shape = (header.height, header.width, header.channels)[: 3 if header.channels == 3 else 2]
    values: NDArray[np.uint8] | NDArray[np.uint16]
    if header.plain:
        values = _plain(data, header, count)
    elif header.bitmap:
        row = (header.width + 7) // 8
        packed = _raw(data, header.start, row * header.height, np.dtype(np.uint8))
        bits = np.unpackbits(packed.reshape(header.height, row), axis=1, count=header.width)
        return np.where(bits, np.uint8(0), np.uint8(255))
    elif header.maximum > 255:
        values = _raw(data, header.start, count, np.dtype(">u2")).astype(np.uint16)
    else:
        values = _raw(data, header.start, count, np.dtype(np.uint8))
    values = values.reshape(shape)
    if header.maximum == 255 and values.dtype == np.uint8:
        return values.astype(np.uint8, copy=False)
    # Saturates what is brighter than the maximum instead of wrapping around.
    return np.asarray(cv2.convertScaleAbs(values, alpha=255.0 / header.maximum), np.uint8).reshape(shape)


def _raw(data: bytes, start: int, count: int, dtype: np.dtype[np.generic]) -> NDArray[np.uint8]:
    if len(data) - start < count * dtype.itemsize:
        raise _truncated()
    return np.frombuffer(data, dtype, count, start)


def _plain(data: bytes, header: PnmHeader, count: int) -> NDArray[np.uint8] | NDArray[np.uint16]:
    # Every number takes at least a digit: a huge header over a little text ends here.
    if len(data) - header.start < count:
        raise _truncated()
    text = np.frombuffer(_COMMENT.sub(b" ", data[header.start :]), np.uint8)
    digit = (text >= ord("0")) & (text <= ord("9"))
    if not np.all(digit | (text == ord(" ")) | ((text >= 9) & (text <= 13))):
        raise PictureError("corrupt", words.NO_NUMBER)
    if header.bitmap:  # digits need no space between them here
        ones = text[digit][:count]
        if len(ones) < count:
            raise _truncated()
        return np.where(ones == ord("0"), np.uint8(1), np.uint8(0))
    edges = np.diff(digit.astype(np.int8), prepend=np.int8(0), append=np.int8(0))
    starts = np.flatnonzero(edges == 1)[:count]
    lengths = np.flatnonzero(edges == -1)[:count] - starts
    if len(starts) < count:
        raise _truncated()
    if int(lengths.max()) > 5:
        raise PictureError("corrupt", words.OUT_OF_RANGE)
    values = np.zeros(count, np.uint32)
    for place in range(int(lengths.max())):
        here = lengths > place
        values[here] = values[here] * 10 + (text[starts[here] + place] - ord("0"))
    return np.minimum(values, header.maximum).astype(np.uint16)


def _truncated() -> PictureError:
    return PictureError("truncated", words.CUT_SHORT)
