from __future__ import annotations

import io
import struct
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_samples import (
    KINDS,
    TURNABLE,
    bare_png,
    bare_tiff,
    encode,
    exif,
    face,
    jpeg_with,
    orl,
    png_with,
    sample,
    webp_with,
)
from PIL import Image, ImageCms

from faceapp.core.errors import PictureError
from faceapp.imaging.formats import Format
from faceapp.imaging.reader import read

RAMP16 = np.linspace(0, 65535, 96 * 64).reshape(64, 96)


def error(a, b) -> float:
    return float(np.abs(np.asarray(a, float) - np.asarray(b, float)).mean())


@pytest.mark.parametrize("kind", KINDS)
def test_every_format(kind, tmp_path):
    path = tmp_path / "misnamed.jpg"
    path.write_bytes(sample(kind))
    picture = read(path)
    assert picture.format == Format(kind)
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.flags.c_contiguous
    assert (picture.full_width, picture.full_height) == (96, 64)
    assert picture.scale == 1
    assert error(picture.pixels, face()) < (6 if kind == "gif" else 3)


@pytest.mark.parametrize("long_side", [None, 48, 31])
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", TURNABLE)
def test_upright(kind, orientation, long_side):
    picture = read(encode(face(), kind, orientation), long_side=long_side)
    assert (picture.full_width, picture.full_height) == (96, 64)
    width = long_side or 96
    assert picture.pixels.shape == (round(width * 64 / 96), width, 3)
    expected = face(width, round(width * 64 / 96))
    assert error(picture.pixels, expected) < 5


@pytest.mark.parametrize("value", [0, 9, 65535])
@pytest.mark.parametrize("kind", ["jpeg", "png", "webp"])
def test_nonsense_orientation_is_ignored(kind, value):
    data = {
        "jpeg": lambda block: jpeg_with(sample("jpeg"), (0xE1, block)),
        "png": lambda block: png_with(sample("png"), (b"eXIf", block[6:])),
        "webp": lambda block: webp_with(sample("webp"), (b"EXIF", block)),
    }[kind](exif(value))
    assert error(read(data).pixels, face()) < 3


def test_orl_face():
    picture = read(orl())
    assert picture.pixels.shape == (112, 92, 3)
    header = orl().index(b"255") + 4
    grey = np.frombuffer(orl(), np.uint8, 112 * 92, header).reshape(112, 92)
    assert np.array_equal(picture.pixels, np.repeat(grey[..., None], 3, axis=2))


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("maximum", [1, 15, 255, 1023, 65535])
@pytest.mark.parametrize("channels", [1, 3])
def test_pnm(channels, maximum, plain):
    rng = np.random.default_rng(1)
    values = rng.integers(0, maximum + 1, (5, 7, channels))
    number = (2 if channels == 1 else 3) + (0 if plain else 3)
    head = f"P{number}\n# a comment 9 9\n7 5 # another\n{maximum}\n".encode()
    if plain:
        body = b"\n".join(b" ".join(b"%d" % v for v in row.ravel()) for row in values) + b"\n"
        body = body.replace(b" ", b" # in between\n", 1)
    else:
        body = values.astype(">u2" if maximum > 255 else "u1").tobytes()
    expected = np.rint(values * 255 / maximum)
    assert np.abs(read(head + body).pixels - expected).max() <= 1


@pytest.mark.parametrize("data", [b"P1\n3 2\n1 0 1\n0 1 0\n", b"P1 3 2 101010", b"P4\n3 2\n\xa0\x40"])
def test_bitmap(data):
    assert read(data).pixels[..., 0].tolist() == [[0, 255, 0], [255, 0, 255]]


def test_16_bit_png_and_tiff_are_scaled_not_clipped():
    wide = RAMP16.astype(np.uint16)
    for kind in ("PNG", "TIFF"):
        buffer = io.BytesIO()
        Image.fromarray(wide).save(buffer, kind)
        assert np.abs(read(buffer.getvalue()).pixels[..., 1] - RAMP16 / 257).max() <= 1
    rows = b"".join(b"\0" + np.repeat(row[:, None], 3, 1).astype(">u2").tobytes() for row in wide)
    assert np.abs(read(bare_png(96, 64, 16, 2, rows)).pixels[..., 1] - RAMP16 / 257).max() <= 1


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("big", [False, True])
@pytest.mark.parametrize("photometric", [0, 1])
def test_16_bit_tiff_by_hand(order, big, photometric):
    tags = {256: (3, [96]), 257: (3, [64]), 258: (3, [16]), 259: (3, [1]), 262: (3, [photometric])}
    tags |= {277: (3, [1]), 278: (3, [64])}
    data = bare_tiff(tags, RAMP16.astype(order + "u2").tobytes(), order, big=big)
    if order == ">" and (big or photometric == 0):  # two things Pillow does not know
        with pytest.raises(PictureError) as caught:
            read(data)
        assert caught.value.kind == "unsupported"
        return
    expected = RAMP16 / 257 if photometric else 255 - RAMP16 / 257
    assert np.abs(read(data).pixels[..., 0] - expected).max() <= 1


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 255), (0, 65535), (-3, 5), (0, 1e6)], ids=str)
def test_float_tiff(low, high):
    ramp = np.linspace(low, high, 96 * 64, dtype=np.float32).reshape(64, 96)
    buffer = io.BytesIO()
    Image.fromarray(ramp).save(buffer, "TIFF")
    expected = (ramp - low) / (high - low) * 255
    assert np.abs(read(buffer.getvalue()).pixels[..., 0] - expected).max() <= 1


def test_float_tiff_without_numbers():
    ramp = np.full((8, 8), np.nan, np.float32)
    ramp[0] = np.inf
    buffer = io.BytesIO()
    Image.fromarray(ramp).save(buffer, "TIFF")
    assert read(buffer.getvalue()).pixels.shape == (8, 8, 3)


def test_cmyk_jpeg():
    cmyk = Image.fromarray(face()).convert("CMYK")
    buffer = io.BytesIO()
    cmyk.save(buffer, "JPEG", quality=95)
    assert error(read(buffer.getvalue()).pixels, face()) < 3
    assert error(read(buffer.getvalue(), long_side=48).pixels, face(48, 32)) < 5
    buffer = io.BytesIO()
    cmyk.save(buffer, "TIFF")
    assert error(read(buffer.getvalue()).pixels, face()) < 3


def test_ycck_jpeg():
    # The same samples declared YCCK by Adobe's marker: C, M, Y are stored as Y, Cb, Cr of their inverse.
    inverse = Image.fromarray(255 - face()).convert("YCbCr")
    black = Image.new("L", inverse.size, 255)
    buffer = io.BytesIO()
    planes = [plane.point(lambda v: 255 - v) for plane in (*inverse.split(), black)]
    Image.merge("CMYK", planes).save(buffer, "JPEG", quality=95, subsampling=0)
    data = buffer.getvalue()
    at = data.index(b"Adobe")
    assert data[at + 11] == 0
    assert error(read(data[: at + 11] + b"\2" + data[at + 12 :]).pixels, face()) < 4


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "TIFF"])
def test_alpha_is_laid_over_white(kind):
    alpha = np.zeros((64, 96), np.uint8)
    alpha[:, 48:] = 255
    buffer = io.BytesIO()
    Image.fromarray(np.dstack([face(), alpha])).save(buffer, kind)
    pixels = read(buffer.getvalue()).pixels
    assert (pixels[:, :48] == 255).all()
    assert error(pixels[:, 48:], face()[:, 48:]) < 4
    small = read(buffer.getvalue(), long_side=24).pixels
    assert (small[:, :11] == 255).all()  # what was hidden does not bleed over the edge


def test_grey_with_alpha():
    buffer = io.BytesIO()
    Image.fromarray(np.dstack([face()[..., 0], np.zeros((64, 96), np.uint8)])).save(buffer, "PNG")
    assert (read(buffer.getvalue()).pixels == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "GIF"])
def test_palette_with_transparency(kind):
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.putpixel((0, 0), 0)
    buffer = io.BytesIO()
    image.save(buffer, kind, transparency=0)
    pixels = read(buffer.getvalue()).pixels
    assert pixels[0, 0].tolist() == [255, 255, 255]
    assert pixels[1, 1].tolist() == [0, 0, 255]


def test_palette_with_a_transparency_table_and_colour_key():
    image = Image.new("P", (4, 4), 1)
    image.putpalette([255, 0, 0, 0, 0, 255])
    buffer = io.BytesIO()
    image.save(buffer, "PNG", transparency=bytes([255, 0]))
    assert (read(buffer.getvalue()).pixels == 255).all()
    buffer = io.BytesIO()
    Image.new("RGB", (4, 4), (10, 20, 30)).save(buffer, "PNG", transparency=(10, 20, 30))
    assert (read(buffer.getvalue()).pixels == 255).all()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "GIF"])
def test_one_bit(kind):
    bits = Image.fromarray(face()).convert("1")
    buffer = io.BytesIO()
    bits.save(buffer, kind)
    assert np.array_equal(read(buffer.getvalue()).pixels[..., 0], np.asarray(bits) * np.uint8(255))


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF", "TIFF"])
def test_first_frame(kind):
    frames = [Image.new("RGB", (32, 16), colour) for colour in ("red", "lime", "blue")]
    buffer = io.BytesIO()
    frames[0].save(buffer, kind, save_all=True, append_images=frames[1:])
    assert error(read(buffer.getvalue()).pixels, np.asarray(frames[0])) < 4


@pytest.mark.parametrize("kind", ["jpeg", "png", "webp", "tiff", "avif", "heic"])
def test_colour_profile_is_applied(kind):
    lab = ImageCms.createProfile("LAB")
    assert lab is not None
    wide = ImageCms.ImageCmsProfile(io.BytesIO(swapped_profile()))
    data = encode(face(), kind, icc_profile=wide.tobytes())
    # The profile says that red and blue changed places.
    assert error(read(data).pixels, face()[..., ::-1]) < 6
    assert error(read(data, true_colours=False).pixels, face()) < 3


def swapped_profile() -> bytes:
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    for at in range(132, 132 + 12 * struct.unpack_from(">I", profile, 128)[0], 12):
        name = bytes(profile[at : at + 4])
        profile[at : at + 4] = {b"rXYZ": b"bXYZ", b"bXYZ": b"rXYZ"}.get(name, name)
    return bytes(profile).replace("sRGB".encode("utf-16-be"), "Test".encode("utf-16-be"))


@pytest.mark.parametrize("profile", [b"", b"rubbish", b"\0" * 200, swapped_profile()[:300]])
def test_broken_profile_is_ignored(profile):
    assert error(read(encode(face(), "jpeg", icc_profile=profile)).pixels, face()) < 3


def test_lab_tiff():
    rgb_to_lab = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB"
    )
    lab = ImageCms.applyTransform(Image.fromarray(face()), rgb_to_lab)
    assert lab is not None
    buffer = io.BytesIO()
    lab.save(buffer, "TIFF")
    assert error(read(buffer.getvalue()).pixels, face()) < 4


@pytest.mark.parametrize("kind", TURNABLE)
def test_taken_at(kind):
    options = {"exif": exif(original="2019:05:17 18:30:01", changed="2024:01:01 00:00:00")}
    assert read(encode(face(), kind, **options)).taken_at == datetime(2019, 5, 17, 18, 30, 1)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({}, None),
        ({"original": "0000:00:00 00:00:00"}, None),
        ({"original": "    :  :     :  :  "}, None),
        ({"original": "1970:01:01 00:00:00"}, None),
        ({"original": "2999:01:01 00:00:00"}, None),
        ({"original": "2019:02:30 10:00:00"}, None),
        ({"original": "rubbish", "digitized": "2001:02:03 04:05:06"}, datetime(2001, 2, 3, 4, 5, 6)),
        ({"changed": "2001:02:03 04:05:06"}, datetime(2001, 2, 3, 4, 5, 6)),
        ({"original": "2001-02-03T04:05:06"}, datetime(2001, 2, 3, 4, 5, 6)),
        ({"original": "1931:02:03 04:05:06"}, datetime(1931, 2, 3, 4, 5, 6)),
    ],
)
def test_dates(dates, expected):
    assert read(encode(face(), "jpeg", exif=exif(**dates))).taken_at == expected


@pytest.mark.parametrize("kind", KINDS)
def test_long_side(kind):
    data = encode(face(960, 640), kind)
    picture = read(data, long_side=100)
    assert picture.pixels.shape == (67, 100, 3)
    assert (picture.full_width, picture.full_height) == (960, 640)
    assert picture.scale == 9.6
    assert error(picture.pixels, face(100, 67)) < 6
    assert read(data, long_side=5000).pixels.shape == (640, 960, 3)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_orientation_moves_every_pixel_to_its_place(width, height, orientation, seed):
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, 3), np.uint8)
    picture = read(encode(pixels, "png", orientation))
    assert np.array_equal(picture.pixels, pixels)
    assert (picture.full_width, picture.full_height) == (width, height)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 8), st.integers(1, 70))
def test_long_side_keeps_shape_and_mean(width, height, orientation, long_side):
    picture = read(encode(face(width, height), "jpeg", orientation), long_side=long_side)
    got_height, got_width = picture.pixels.shape[:2]
    assert max(got_width, got_height) == min(long_side, max(width, height))
    assert (picture.full_width, picture.full_height) == (width, height)
    scale = max(got_width, got_height) / max(width, height)
    short = min(width, height) * scale
    assert abs(min(got_width, got_height) - max(short, 1)) <= 0.5 + 1e-9
