"""The identity of a photo: a hash of its image data without metadata.

A name written into the file, a rating, a place, another thumbnail or colour profile change nothing; a
changed pixel does, and so does a turned orientation, because boxes of faces live in the upright picture.
Nothing is decoded. Files whose structure is not understood are hashed whole, under a tag of their own.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable

from faceapp.imaging.boxes import BoxFile, Item
from faceapp.imaging.containers import MalformedError, Tiff, jpeg_segments, png_chunks, riff_chunks
from faceapp.imaging.exif import exif_block, orientation
from faceapp.imaging.formats import Format, sniff

SCHEME = "v1"
"""Stands in front of every identity: another way to compute it gets another number."""

_HEX_DIGITS = 40  # 160 bits: no two photos of a library meet by chance, and rows stay small


def identity(data: bytes) -> str:
    """Name a picture file by its image data.

    Args:
        data: The whole file, of any kind, broken or not.

    Returns:
        ``v1:`` and 40 hexadecimal digits.
    """
    kind = sniff(data)
    feed = _FEEDS.get(kind) if kind else None
    if feed is not None:
        digest = _Digest(data, str(kind))
        try:
            feed(digest)
        except (MalformedError, LookupError, struct.error, OverflowError):
            pass
        else:
            return digest.finish()
    digest = _Digest(data, "whole")
    digest.span(0, len(data))
    return digest.finish()


class _Digest:
    """A hash over parts of the file, each with its name and length so that none can pose as another."""

    def __init__(self, data: bytes, tag: str) -> None:
        self.data = data
        self._view = memoryview(data)
        self._hash = hashlib.sha256(tag.encode() + b"\0")
        # A crafted file may name the same bytes a million times; an honest one names each about once.
        self._budget = 2 * len(data) + 4096

    def value(self, name: str, *numbers: int) -> None:
        """Add small facts."""
        self._hash.update(f"{name}={','.join(map(str, numbers))};".encode())

    def span(self, start: int, end: int) -> None:
        """Add ``data[start:end]`` without copying it.

        Raises:
            MalformedError: the span lies outside the file, or more was added than the file can hold.
        """
        if not 0 <= start <= end <= len(self._view):
            raise MalformedError("span outside the file")
        self._budget -= end - start
        if self._budget < 0:
            raise MalformedError("the same bytes again and again")
        self._hash.update(self._view[start:end])

    def part(self, name: str, start: int, end: int) -> None:
        """Add a named span."""
        self.value(name, end - start)
        self.span(start, end)

    def finish(self) -> str:
        return f"{SCHEME}:{self._hash.hexdigest()[:_HEX_DIGITS]}"


def _jpeg(digest: _Digest) -> None:
    scans = 0
    for segment in jpeg_segments(digest.data):
        # Application data and comments are metadata, but for Adobe's APP14: it names the colour transform.
        metadata = 0xE0 <= segment.marker <= 0xEF and segment.marker != 0xEE
        if not metadata and segment.marker != 0xFE:
            digest.part(f"{segment.marker:02x}", segment.start, segment.end)
            scans += segment.marker == 0
    if not scans:
        raise MalformedError("no scan")
    digest.value("orientation", orientation(exif_block(digest.data, Format.JPEG)))


def _png(digest: _Digest) -> None:
    spans: list[tuple[int, int]] = []
    for kind, start, end in png_chunks(digest.data):
        if kind == b"IDAT":
            spans.append((start, end))
        elif kind == b"tRNS" or (kind[:1].isupper() and kind != b"IEND"):
            digest.part(kind.decode("latin-1"), start, end)
    if not spans:
        raise MalformedError("no image data")
    # One stream however it is cut: some tools cut it anew when they add a chunk.
    digest.value("IDAT", sum(end - start for start, end in spans))
    for start, end in spans:
        digest.span(start, end)
    digest.value("orientation", orientation(exif_block(digest.data, Format.PNG)))


def _webp(digest: _Digest) -> None:
    canvas = b""
    images = frames = 0
    for kind, start, end in riff_chunks(digest.data):
        if kind == b"VP8X":
            canvas = digest.data[start + 4 : start + 10]
        elif kind in (b"VP8 ", b"VP8L", b"ALPH", b"ANMF", b"ANIM"):
            digest.part(kind.decode(), start, end)
            images += kind != b"ANIM"
            frames += kind == b"ANMF"
    if not images:
        raise MalformedError("no image data")
    if frames:  # frames are placed on the canvas; a still picture is its own canvas
        digest.value("canvas", *canvas)
    digest.value("orientation", orientation(exif_block(digest.data, Format.WEBP)))


# Size, depth, compression, colour, order of bits, samples, planes, predictor, palette, tiles, ink, extra
# samples, sample format, JPEG tables, YCbCr.
_TIFF_TAGS = (
    *(256, 257, 258, 259, 262, 266, 277, 278, 284, 292, 293, 317, 320, 322, 323, 332, 338, 339),
    *(512, 515, 517, 518, 529, 530, 532),
)
_TIFF_SPANS = (347, 519, 520, 521)
_TIFF_DATA = ((273, 279), (324, 325), (513, 514))


def _tiff(digest: _Digest) -> None:
    tiff = Tiff(digest.data)
    tags = tiff.directory(tiff.first)
    digest.value("order", tiff.order == "<")
    for number in _TIFF_TAGS:
        tag = tags.get(number)
        if tag is None:
            continue
        if tag.kind in (5, 10, 11, 12):
            digest.part(str(number), tag.start, tag.end)
        else:
            digest.value(str(number), *tiff.ints(tag))
    for number in _TIFF_SPANS:
        if tag := tags.get(number):
            digest.part(str(number), tag.start, tag.end)
    pieces = 0
    for offsets, lengths in _TIFF_DATA:
        if offsets in tags and lengths in tags:
            starts, sizes = tiff.ints(tags[offsets]), tiff.ints(tags[lengths])
            if len(starts) != len(sizes):
                raise MalformedError("strips without lengths")
            for start, size in zip(starts, sizes, strict=True):
                digest.part("data", start, start + size)
            pieces += len(starts)
    if not pieces:
        raise MalformedError("no image data")
    digest.value("orientation", orientation(digest.data))


# What turns the coded bytes into the picture shown; depth, colour description and names are not in here.
_ITEM_PROPERTIES = (b"hvcC", b"av1C", b"avcC", b"vvcC", b"jpgC", b"clap", b"imir")


def _box_file(digest: _Digest) -> None:
    file = BoxFile(digest.data)
    order: dict[int, int] = {}
    waiting = [file.primary]
    while waiting:
        number = waiting.pop(0)
        if number in order:  # a tile used twice: the numbers themselves may be dealt out anew by an editor
            digest.value("again", order[number])
            continue
        order[number] = len(order)
        item = file.items[number]
        digest.value("item", *item.kind)
        _item(digest, file, item)
        digest.value("made of", len(item.parts))
        waiting.extend(item.parts)


def _item(digest: _Digest, file: BoxFile, item: Item) -> None:
    for kind, start, end in file.properties_of(item):
        if kind == b"irot":
            # A rotation by nothing is the same as none.
            if digest.data[start] & 3:
                digest.value("irot", digest.data[start] & 3)
        elif kind in _ITEM_PROPERTIES:
            digest.part(kind.decode("latin-1"), start, end)
    spans = file.spans(item)
    digest.value("data", sum(end - start for start, end in spans))
    for start, end in spans:
        digest.span(start, end)


_FEEDS: dict[Format, Callable[[_Digest], None]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _png,
    Format.WEBP: _webp,
    Format.TIFF: _tiff,
    Format.HEIC: _box_file,
    Format.AVIF: _box_file,
}
