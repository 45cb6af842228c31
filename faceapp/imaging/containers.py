"""The outer structure of picture files: segments, chunks and tags, without decoding a pixel.

Shared by the identity (which bytes are the image) and the reader (where is the EXIF block, how large is
the picture). Every function raises :class:`MalformedError` for bytes that do not hold together; none of them
copies image data.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_SCAN_END = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_TYPE_SIZES = {
    1: 1,
    2: 1,
    3: 2,
    4: 4,
    5: 8,
    6: 1,
    7: 1,
    8: 2,
    9: 4,
    10: 8,
    11: 4,
    12: 8,
    13: 4,
    16: 8,
    17: 8,
    18: 8,
}
_MAX_TAGS = 4096
_MAX_VALUES = 1 << 22


class MalformedError(ValueError):
    """The bytes do not follow the format."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One JPEG marker segment: ``data[start:end]`` is the payload, without marker and length."""

    marker: int
    start: int
    end: int


def jpeg_segments(data: bytes) -> Iterator[Segment]:
    """The segments of a JPEG up to its end marker (or the end of the bytes, where that is missing).

    The coded data after a start of scan (0xDA) comes as a segment of marker 0.

    Raises:
        MalformedError: there is no marker where one must be, or a segment ends beyond the data.
    """
    at, size = 2, len(data)
    while at < size:
        if data[at] != 0xFF:
            raise MalformedError("marker expected")
        while at < size and data[at] == 0xFF:  # fill bytes are allowed before a marker
            at += 1
        if at >= size:
            return
        marker = data[at]
        at += 1
        if marker == 0xD9:
            return
        if marker == 0x01 or 0xD0 <= marker <= 0xD8:
            continue
        if at + 2 > size:
            raise MalformedError("segment cut short")
        end = at + int.from_bytes(data[at : at + 2], "big")
        if end < at + 2 or end > size:
            raise MalformedError("segment cut short")
        yield Segment(marker, at + 2, end)
        at = end
        if marker == 0xDA:
            found = _SCAN_END.search(data, at)
            end = found.start() if found else size
            while end > at and data[end - 1] == 0xFF:  # fill bytes; coded data never ends in 0xFF
                end -= 1
            yield Segment(0, at, end)
            at = end


def png_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a PNG as (type, start, end of payload), up to and with IEND.

    Raises:
        MalformedError: a chunk ends beyond the data.
    """
    at, size = 8, len(data)
    while at < size:
        if at + 12 > size:
            raise MalformedError("chunk cut short")
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        if at + 12 + length > size:
            raise MalformedError("chunk cut short")
        yield kind, at + 8, at + 8 + length
        if kind == b"IEND":
            return
        at += 12 + length


def riff_chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The chunks of a RIFF file (WebP) as (type, start, end of payload).

    Raises:
        MalformedError: a chunk ends beyond the data.
    """
    end = min(8 + int.from_bytes(data[4:8], "little"), len(data))
    at = 12
    while at + 8 <= end:
        length = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + length > len(data):
            raise MalformedError("chunk cut short")
        yield data[at : at + 4], at + 8, at + 8 + length
        at += 8 + length + (length & 1)


@dataclass(frozen=True, slots=True)
class Tag:
    """One TIFF tag: where its value lies (``data[start:end]``), its field type and count."""

    kind: int
    count: int
    start: int
    end: int


class Tiff:
    """The tags of a TIFF structure (a TIFF file, or an EXIF block): classic or BigTIFF, either order."""

    def __init__(self, data: bytes) -> None:
        order = {b"II": "<", b"MM": ">"}.get(bytes(data[:2]))
        if order is None or len(data) < 8:
            raise MalformedError("no TIFF header")
        self.order = order
        self._data = data
        self.big = self._int(2, 2) == 43
        self.first = self._int(8, 8) if self.big else self._int(4, 4)

    def _int(self, at: int, size: int) -> int:
        raw = self._data[at : at + size]
        if at < 0 or len(raw) != size:
            raise MalformedError("value outside the data")
        return int.from_bytes(raw, "little" if self.order == "<" else "big")

    def directory(self, offset: int) -> dict[int, Tag]:
        """The tags of the directory at ``offset``, by number; of a repeated tag the first.

        Raises:
            MalformedError: the directory lies outside the data or is absurdly long.
        """
        entry, head, inline = (20, 8, 8) if self.big else (12, 2, 4)
        count = self._int(offset, head)
        if count > _MAX_TAGS:
            raise MalformedError("too many tags")
        tags: dict[int, Tag] = {}
        for at in range(offset + head, offset + head + count * entry, entry):
            number, kind, values = self._int(at, 2), self._int(at + 2, 2), self._int(at + 4, inline)
            size = _TYPE_SIZES.get(kind, 0) * values
            start = at + 4 + inline if size <= inline else self._int(at + 4 + inline, inline)
            if size and start + size <= len(self._data):
                tags.setdefault(number, Tag(kind, values, start, start + size))
        return tags

    def ints(self, tag: Tag) -> tuple[int, ...]:
        """The value of an integer tag, whatever its width.

        Raises:
            MalformedError: the tag holds no integers, or far too many.
        """
        code = {
            1: "B",
            3: "H",
            4: "I",
            6: "b",
            7: "B",
            8: "h",
            9: "i",
            13: "I",
            16: "Q",
            17: "q",
            18: "Q",
        }.get(tag.kind)
        if code is None or tag.count > _MAX_VALUES:
            raise MalformedError("integers expected")
        return struct.unpack(f"{self.order}{tag.count}{code}", self._data[tag.start : tag.end])

    def text(self, tag: Tag) -> str:
        """The value of a text tag up to its first NUL, foreign bytes replaced."""
        raw = bytes(self._data[tag.start : min(tag.end, tag.start + 256)])
        return raw.split(b"\0", 1)[0].decode("ascii", "replace").strip()


@dataclass(frozen=True, slots=True)
class JpegLayout:
    """What the header of a JPEG says. ``buffered``: the decoder keeps all coefficients in memory."""

    width: int
    height: int
    components: int
    buffered: bool
    scans: int


def jpeg_layout(data: bytes) -> JpegLayout | None:
    """Read the frame header of a JPEG, or None where there is none before the first scan."""
    frame: tuple[int, int, int, bool] | None = None
    buffered, scans = False, 0
    try:
        for segment in jpeg_segments(data):
            if 0xC0 <= segment.marker <= 0xCF and segment.marker not in (0xC4, 0xC8, 0xCC):
                if frame is None and segment.end - segment.start >= 6:
                    height, width, parts = struct.unpack_from(">xHHB", data, segment.start)
                    frame = width, height, parts, segment.marker in (0xC2, 0xC6, 0xCA, 0xCE)
            elif segment.marker == 0xDA:
                if frame is None:
                    return None
                scans += 1
                # A scan that holds only some of the components means that there are more to come.
                buffered = frame[3] or data[segment.start : segment.start + 1] != bytes([frame[2]])
                if not buffered:
                    break
    except MalformedError:
        pass
    return JpegLayout(*frame[:3], buffered, scans) if frame else None


def webp_canvas(data: bytes) -> tuple[int, int] | None:
    """Width and height of a WebP by its first chunk, or None where that is not understood."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return None
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return int.from_bytes(body[6:8], "little") & 0x3FFF, int.from_bytes(body[8:10], "little") & 0x3FFF
    return None
