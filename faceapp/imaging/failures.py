"""From a decoder's exception to a sentence for the user: cut short, unsupported, or broken."""

from __future__ import annotations

from faceapp.core import problem_words as words
from faceapp.core.errors import PictureError
from faceapp.imaging.boxes import BoxFile, boxes
from faceapp.imaging.containers import MalformedError, Tiff, jpeg_segments, png_chunks
from faceapp.imaging.formats import Format

_UNSUPPORTED = ("unsupported", "not supported", "unknown pixel mode", "no decoding plugin", "not implemented")
_TAIL = 512


def explain(error: Exception, data: bytes, kind: Format) -> PictureError:
    """The :class:`PictureError` for what a decoder raised about a file of this kind."""
    text = str(error).lower()
    if isinstance(error, EOFError) or "truncated" in text or _cut_short(data, kind):
        return PictureError("truncated", words.CUT_SHORT)
    # Pillow does not know a big-endian BigTIFF when it sees one, and finds no dimensions in it.
    odd = isinstance(error, NotImplementedError) or data.startswith(b"MM\0+")
    if odd or any(hint in text for hint in _UNSUPPORTED):
        return PictureError("unsupported", words.VARIETY.of(kind=kind.upper()))
    return PictureError("corrupt", words.DAMAGED.of(kind=kind.upper()))


def zero_tail(data: bytes) -> bool:
    """Whether a JPEG ends in zeros instead of its end marker: space kept for data that never came.

    Decoders take such zeros for picture and deliver a grey half without a word.
    """
    if data[-_TAIL:].strip(b"\0") or len(data) < _TAIL:
        return False
    return not _jpeg_ends(data)


def _jpeg_ends(data: bytes) -> bool:
    end = 2
    try:
        for segment in jpeg_segments(data):
            end = segment.end
    except MalformedError:
        return False
    # The walk stops at the end marker, which may be preceded by fill bytes.
    return data[end:].lstrip(b"\xff")[:1] == b"\xd9"


def _cut_short(data: bytes, kind: Format) -> bool:
    """Whether the file's own structure says that bytes are missing at its end."""
    try:
        match kind:
            case Format.JPEG:
                return not _jpeg_ends(data)
            case Format.PNG:
                return not any(name == b"IEND" for name, _, _ in png_chunks(data))
            case Format.WEBP:
                return int.from_bytes(data[4:8], "little") + 8 > len(data)
            case Format.GIF:
                return not data.rstrip(b"\0").endswith(b";")
            case Format.BMP:
                return int.from_bytes(data[2:6], "little") > len(data)
            case Format.TIFF:
                return _tiff_cut_short(data)
            case Format.HEIC | Format.AVIF:
                for _ in boxes(data, 0, len(data)):
                    pass
                file = BoxFile(data)
                file.spans(file.items[file.primary])
            case _:
                pass
    except (MalformedError, LookupError):
        return kind is not Format.TIFF
    return False


def _tiff_cut_short(data: bytes) -> bool:
    tiff = Tiff(data)
    if tiff.first >= len(data):
        return True
    tags = tiff.directory(tiff.first)
    for offsets, lengths in ((273, 279), (324, 325)):
        if offsets in tags and lengths in tags:
            pairs = zip(tiff.ints(tags[offsets]), tiff.ints(tags[lengths]), strict=False)
            return any(start + size > len(data) for start, size in pairs)
    return False
