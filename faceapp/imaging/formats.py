"""What a picture file looks like: by its name, and by its first bytes."""

from __future__ import annotations

import os
from enum import StrEnum


class Format(StrEnum):
    """A kind of picture file the reader opens."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    TIFF = "tiff"
    BMP = "bmp"
    GIF = "gif"
    HEIC = "heic"
    AVIF = "avif"
    PNM = "pnm"


PICTURE_SUFFIXES = frozenset(
    {
        *(".jpg", ".jpeg", ".jpe", ".jfif"),
        *(".png", ".apng"),
        ".webp",
        *(".tif", ".tiff"),
        *(".bmp", ".dib"),
        ".gif",
        *(".heic", ".heif", ".hif"),
        ".avif",
        *(".pgm", ".ppm", ".pnm", ".pbm"),
    }
)
"""Lower-case endings a scan looks at. What is inside decides how the file is read, not the ending."""

_HEAD = 4096
_DIB_HEADERS = (12, 16, 40, 52, 56, 64, 108, 124)
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_HEIC_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"msf1"}
)
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "Photoshop"),
    (b"FUJIFILMCCD-RAW", "camera RAW"),
    (b"IIRO", "camera RAW"),
    (b"IIRS", "camera RAW"),
    (b"MMOR", "camera RAW"),
    (b"IIU\0", "camera RAW"),
    (b"FOVb", "camera RAW"),
    (b"\0MRM", "camera RAW"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"gimp xcf", "GIMP"),
    (b"\0\0\x01\0", "icon"),
    (b"DDS ", "DDS"),
    (b"qoif", "QOI"),
    (b"P7\n", "PAM"),
    (b"II\xbc\x01", "JPEG XR"),
)


def is_picture_name(name: str | bytes) -> bool:
    """Whether a file of this name (or path) is worth opening, whatever the case of its ending."""
    text = os.fsdecode(name) if isinstance(name, bytes) else name
    return os.path.splitext(text)[1].lower() in PICTURE_SUFFIXES


def sniff(data: bytes) -> Format | None:
    """The format of a file by its content.

    Args:
        data: The file, or at least its first 4 kB.

    Returns:
        The format, or None where the reader has none for these bytes.
    """
    head = bytes(data[:_HEAD])
    if head.startswith(b"\xff\xd8\xff"):
        return Format.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"):
        # Canon's CR2 is a TIFF by its first bytes, but its first page is a small preview.
        return None if head[8:10] == b"CR" else Format.TIFF
    if head[:6] in (b"GIF87a", b"GIF89a"):
        return Format.GIF
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _DIB_HEADERS:
        return Format.BMP
    if len(head) > 2 and head[:1] == b"P" and head[1:2] in b"123456" and head[2:3] in b" \t\r\n#":
        return Format.PNM
    return _sniff_box_file(head)


def _sniff_box_file(head: bytes) -> Format | None:
    if head[4:8] != b"ftyp":
        return None
    brands = _brands(head)
    if brands[:1] and brands[0] in _AVIF_BRANDS:
        return Format.AVIF
    if brands[:1] and brands[0] in _HEIC_BRANDS:
        # The neutral brands (mif1, msf1) leave it to the others in the list to name the codec.
        hevc = any(brand.startswith((b"hei", b"hev")) for brand in brands)
        av1 = bool(_AVIF_BRANDS.intersection(brands)) or b"av01" in head
        return Format.AVIF if av1 and not hevc else Format.HEIC
    return None


def _brands(head: bytes) -> list[bytes]:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return [head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))]


def other_kind(data: bytes) -> str | None:
    """The name of a kind of picture that is known but not opened ("Photoshop"), or None."""
    head = bytes(data[:_HEAD])
    if head[:4] == b"II*\0" and head[8:10] == b"CR":
        return "camera RAW"
    if head[4:8] == b"ftyp" and head[8:12] == b"crx ":
        return "camera RAW"
    if b"<svg" in head[:1024]:
        return "SVG"
    return next((kind for magic, kind in _OTHERS if head.startswith(magic)), None)
