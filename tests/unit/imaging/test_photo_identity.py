from __future__ import annotations

import hashlib
import io
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_samples import (
    KINDS,
    TURNABLE,
    bare_tiff,
    encode,
    exif,
    face,
    jpeg_with,
    orl,
    png_chunk,
    png_with,
    sample,
    webp_with,
)
from PIL import Image

from faceapp.imaging.identity import identity

XMP = b"<x:xmpmeta><rdf:li>Anna</rdf:li></x:xmpmeta>"


def whole(data: bytes) -> str:
    """The identity of the same bytes when nothing of their structure is understood."""
    body = hashlib.sha256(b"whole\0" + data)
    return "v1:" + body.hexdigest()[:40]


@pytest.mark.parametrize("kind", KINDS)
def test_shape_and_stability(kind):
    name = identity(sample(kind))
    assert len(name) == 43
    assert name.startswith("v1:")
    assert name == identity(bytes(bytearray(sample(kind))))
    understood = kind not in ("bmp", "gif", "pnm")
    assert (name != whole(sample(kind))) is understood


def test_whole_files_and_broken_files():
    for data in (b"", b"text", orl(), sample("jpeg")[:30], sample("png")[:50], b"II*\0\x08\0\0\0"):
        assert identity(data) == whole(data)


@pytest.mark.parametrize(
    "segments",
    [
        [(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + XMP)],
        [(0xE1, exif(original="2020:01:01 00:00:00"))],
        [(0xE1, exif(1))],
        [(0xED, b"Photoshop 3.0\08BIM\4\4\0\0\0\0\0\0")],
        [(0xFE, b"a comment")],
        [(0xE2, b"ICC_PROFILE\0\1\1" + b"p" * 100)],
        [(0xE1, b"x" * 60000), (0xEF, b"\xff\xd8\xff\xd9")],
    ],
)
def test_jpeg_metadata_changes_nothing(segments):
    assert identity(jpeg_with(sample("jpeg"), *segments)) == identity(sample("jpeg"))


def test_jpeg_trailing_data_fill_bytes_and_app0():
    data = sample("jpeg")
    name = identity(data)
    assert identity(data + b"\0\0\0\x18ftypmp42 a motion photo") == name
    assert identity(data[:2] + b"\xff\xff" + data[2:]) == name
    assert identity(data[:-2] + b"\xff\xff\xff\xd9") == name
    assert data[2:4] == b"\xff\xe0"
    length = int.from_bytes(data[4:6], "big")
    assert identity(data[:2] + data[4 + length :]) == name


def test_jpeg_what_counts():
    data = sample("jpeg")
    name = identity(data)
    assert identity(jpeg_with(data, (0xEE, b"Adobe\0d\0\0\0\0\0"))) != name  # other colours
    middle = data.index(b"\xff\xda") + 40
    assert identity(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]) != name
    assert identity(encode(face(), "jpeg", progressive=True)) != name
    assert identity(data[:-300]) != name


@pytest.mark.parametrize("kind", TURNABLE)
def test_orientation_is_part_of_the_identity(kind):
    stored = [encode(face(), kind, exif=exif(n)) for n in range(1, 9)]
    assert len({identity(data) for data in stored}) == 8
    assert identity(stored[0]) == identity(encode(face(), kind))


@pytest.mark.parametrize("kind", TURNABLE)
def test_dates_and_names_are_not(kind):
    plain = encode(face(), kind)
    dated = encode(face(), kind, exif=exif(original="2020:01:01 00:00:00"))
    assert dated != plain
    assert identity(dated) == identity(plain)
    if kind not in ("png", "tiff"):  # Pillow writes no XMP there; done by hand below
        named = encode(face(), kind, xmp=XMP)
        assert named != plain
        assert identity(named) == identity(plain)


@pytest.mark.parametrize("kind", KINDS)
def test_another_pixel_is_another_photo(kind):
    other = face().copy()
    other[20:40, 20:40] ^= 0x40
    assert identity(encode(other, kind)) != identity(sample(kind))


def test_png_recut_and_metadata():
    data = sample("png")
    name = identity(data)
    assert (
        identity(png_with(data, (b"tEXt", b"Title\0Anna"), (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)))
        == name
    )
    assert identity(png_with(data, (b"eXIf", exif(1)[6:]), (b"gAMA", struct.pack(">I", 45455)))) == name
    assert identity(png_with(data, (b"eXIf", exif(6)[6:]))) != name
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at], "big")
    body = data[at + 4 : at + 4 + length]
    head, tail = data[: at - 4], data[at + 8 + length :]
    recut = head + b"".join(png_chunk(b"IDAT", body[i : i + 700]) for i in range(0, length, 700)) + tail
    assert identity(recut) == name
    assert identity(png_with(data, (b"tRNS", b"\0\1\0\1\0\1"))) != name


def test_webp_metadata():
    data = sample("webp")
    extended = webp_with(data, (b"XMP ", XMP), (b"ICCP", b"p" * 99), (b"EXIF", exif(1)))
    assert identity(extended) == identity(data)
    assert identity(webp_with(data, (b"EXIF", exif(6)))) != identity(data)


TIFF_TAGS = {256: (3, [96]), 257: (3, [64]), 258: (3, [8, 8, 8]), 259: (3, [1]), 262: (3, [2])}
TIFF_TAGS |= {277: (3, [3]), 278: (3, [64])}


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
def test_tiff_by_hand(order, big):
    def name(extra=None, pixels=None):
        body = (face() if pixels is None else pixels).tobytes()
        return identity(bare_tiff(TIFF_TAGS | (extra or {}), body, order, big=big))

    plain = name()
    assert plain != whole(bare_tiff(TIFF_TAGS, face().tobytes(), order, big=big))
    assert name({700: (1, list(XMP)), 305: (1, list(b"Editor\0")), 282: (4, [72])}) == plain
    assert name({256: (4, [96])}) == plain  # the same number written wider
    assert name({274: (3, [1])}) == plain
    assert name({274: (3, [8])}) != plain
    assert name({257: (3, [63])}) != plain
    assert name(pixels=face()[::-1]) != plain


def test_tiff_that_names_the_same_bytes_again_and_again_is_hashed_whole():
    body = face().tobytes()
    tags = TIFF_TAGS | {324: (4, [500] * 2000), 325: (4, [10000] * 2000)}
    data = bare_tiff(tags, body)
    assert identity(data) == whole(data)


def test_heic_grid_and_inner_data():
    grid = encode(face(480, 320), "heic", tile_size=128)
    again = encode(face(480, 320), "heic", tile_size=128, exif=exif(original="2020:01:01 00:00:00"))
    assert b"grid" in grid
    assert b"dimg" in grid
    assert identity(grid) == identity(again)
    assert identity(grid) != whole(grid)
    other = face(480, 320).copy()
    other[300:, 440:] = 0  # the last tile only
    assert identity(encode(other, "heic", tile_size=128)) != identity(grid)


def test_sequence_is_hashed_whole():
    frames = [Image.fromarray(face()), Image.fromarray(255 - face())]
    buffer = io.BytesIO()
    frames[0].save(buffer, "AVIF", save_all=True, append_images=frames[1:])
    assert identity(buffer.getvalue()) == whole(buffer.getvalue())


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([0xE0, 0xE2, 0xE5, 0xED, 0xEF, 0xFE]), st.binary(max_size=300)),
        max_size=5,
    ),
    st.binary(max_size=200),
)
def test_any_metadata_segments(segments, trailer):
    assert identity(jpeg_with(sample("jpeg"), *segments) + trailer) == identity(sample("jpeg"))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=300), max_size=5), st.integers(1, 4000))
def test_any_png_text_and_cut(texts, step):
    data = sample("png")
    at = data.index(b"IDAT")
    length = int.from_bytes(data[at - 4 : at], "big")
    body = data[at + 4 : at + 4 + length]
    recut = b"".join(png_chunk(b"IDAT", body[i : i + step]) for i in range(0, length, step))
    edited = data[: at - 4] + recut + data[at + 8 + length :]
    assert identity(png_with(edited, *((b"tEXt", text) for text in texts))) == identity(data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.data())
def test_never_fails(kind, draw):
    data = bytearray(sample(kind))
    for _ in range(draw.draw(st.integers(1, 8))):
        data[draw.draw(st.integers(0, min(len(data), 600) - 1))] = draw.draw(st.integers(0, 255))
    data = bytes(data[: draw.draw(st.integers(0, len(data)))])
    assert identity(data).startswith("v1:")


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes(data):
    assert identity(data) == identity(data)


def test_pixels_of_16_bits():
    a = np.arange(96 * 64, dtype=np.uint16).reshape(64, 96)
    assert identity(encode(a, "png")) != identity(encode(a + 1, "png"))
