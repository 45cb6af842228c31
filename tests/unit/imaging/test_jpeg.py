"""The short way for plain JPEGs gives Pillow's pixels, and leaves everything else to Pillow."""

from __future__ import annotations

import io

import numpy as np
import pytest
from picture_samples import encode, face
from PIL import Image, ImageFile

from faceapp.imaging import jpeg
from faceapp.imaging.reader import read


def by_pillow(data: bytes):
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


@pytest.mark.parametrize("subsampling", [0, 1, 2])
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("size", [(480, 320), (97, 63)])
def test_the_same_pixels_as_pillow(size, progressive, subsampling):
    data = encode(face(*size), "jpeg", progressive=progressive, subsampling=subsampling)
    found = jpeg.decoded(data)
    assert found is not None
    np.testing.assert_array_equal(found, by_pillow(data))


def test_grey_becomes_rgb():
    data = encode(face(96, 64)[:, :, 1], "jpeg")
    found = jpeg.decoded(data)
    assert found is not None
    np.testing.assert_array_equal(found, by_pillow(data))


def test_a_camera_s_jpeg_goes_the_short_way(monkeypatch):
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda _: pytest.fail("Pillow decodes"))
    assert read(encode(face(480, 320), "jpeg")).pixels.shape == (320, 480, 3)
    assert read(encode(face(480, 320), "jpeg"), long_side=400).pixels.shape == (267, 400, 3)


@pytest.mark.parametrize("mode", ["CMYK", "RGB"])
def test_other_colours_are_left_to_pillow(mode):
    out = io.BytesIO()
    picture = Image.fromarray(face(96, 64))
    if mode == "CMYK":
        picture.convert(mode).save(out, "jpeg", quality=95)
    else:
        picture.save(out, "jpeg", quality=95, keep_rgb=True)
    assert jpeg.decoded(out.getvalue()) is None
    np.testing.assert_allclose(read(out.getvalue()).pixels.mean(), face(96, 64).mean(), atol=12)


def test_what_can_be_mended_is_left_to_pillow():
    data = encode(face(480, 320), "jpeg")
    tables = data.index(b"\xff\xdb")
    mended = data[:tables] + b"\x00\x01\x02" + data[tables:]  # bytes that belong to nothing
    assert jpeg.decoded(mended) is None
    np.testing.assert_array_equal(read(mended).pixels, read(data).pixels)
