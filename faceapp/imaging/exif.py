"""The two facts of an EXIF block the app uses: which way is up, and when the photo was taken."""

from __future__ import annotations

from datetime import datetime, timedelta

from faceapp.imaging.containers import MalformedError, Tiff, jpeg_segments, png_chunks, riff_chunks
from faceapp.imaging.formats import Format

_HEADER = b"Exif\0\0"
_ORIENTATION, _DATE_TIME, _EXIF_DIRECTORY = 0x0112, 0x0132, 0x8769
_ORIGINAL, _DIGITIZED = 0x9003, 0x9004
_OLDEST = datetime(1826, 1, 1)  # the first photograph


def exif_block(data: bytes, kind: Format) -> bytes:
    """The EXIF block (a TIFF structure) of a JPEG, PNG, WebP or TIFF file, or empty bytes.

    The first block of a file counts: the reader and the identity must see the same one.
    """
    try:
        if kind is Format.JPEG:
            for segment in jpeg_segments(data):
                if segment.marker == 0xE1 and data[segment.start : segment.start + 6] == _HEADER:
                    return data[segment.start + 6 : segment.end]
                if segment.marker == 0xDA:
                    return b""
        elif kind is Format.PNG:
            for name, start, end in png_chunks(data):
                if name == b"eXIf":
                    return without_header(data[start:end])
        elif kind is Format.WEBP:
            for name, start, end in riff_chunks(data):
                if name == b"EXIF":
                    return without_header(data[start:end])
        elif kind is Format.TIFF:
            return data
    except MalformedError:
        pass
    return b""


def without_header(block: bytes) -> bytes:
    """An EXIF block without the "Exif" header some writers put in front of it."""
    return block[6:] if block.startswith(_HEADER) else block


def orientation(block: bytes) -> int:
    """The EXIF orientation 1..8 of an EXIF block; 1 where it says nothing or nonsense."""
    try:
        tiff = Tiff(block)
        tag = tiff.directory(tiff.first).get(_ORIENTATION)
        value = tiff.ints(tag)[0] if tag else 1
    except (MalformedError, IndexError):
        return 1
    return value if 1 <= value <= 8 else 1


def taken_at(block: bytes) -> datetime | None:
    """When the photo was taken, as the camera's clock said (no time zone), or None.

    The first sensible one of DateTimeOriginal, DateTimeDigitized and DateTime counts.
    """
    found: list[str] = []
    try:
        tiff = Tiff(block)
        main = tiff.directory(tiff.first)
        if pointer := main.get(_EXIF_DIRECTORY):
            try:
                inner = tiff.directory(tiff.ints(pointer)[0])
                found += [tiff.text(inner[tag]) for tag in (_ORIGINAL, _DIGITIZED) if tag in inner]
            except (MalformedError, IndexError):
                pass
        if _DATE_TIME in main:
            found.append(tiff.text(main[_DATE_TIME]))
    except MalformedError:
        pass
    return next((moment for text in found if (moment := _moment(text))), None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.strptime(text[:19].replace("-", ":", 2).replace("T", " "), "%Y:%m:%d %H:%M:%S")
    except ValueError:
        return None
    # A camera whose clock was never set writes zeros, 1970 or 1904; a day of grace covers time zones.
    if moment < _OLDEST or moment > datetime.now() + timedelta(days=1):
        return None
    return None if (moment.year in (1904, 1970) and moment.timetuple().tm_yday == 1) else moment
