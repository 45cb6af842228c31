from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_samples import KINDS, orl, sample

from faceapp.imaging.formats import PICTURE_SUFFIXES, Format, is_picture_name, other_kind, sniff


@pytest.mark.parametrize(
    "name",
    ["a.jpg", "A.JPG", "x.y.JpEg", "a.jpe", "a.jfif", "a.heic", "a.HEIF", "a.avif", "a.pgm", b"caf\xe9.tif"],
)
def test_picture_names(name):
    assert is_picture_name(name)


@pytest.mark.parametrize("name", ["a.txt", "jpg", ".jpg", "a.jpg.part", "a.mp4", "a.xmp", "", b"\xff"])
def test_other_names(name):
    assert not is_picture_name(name)


def test_suffixes_are_lower_case():
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in PICTURE_SUFFIXES)


@pytest.mark.parametrize("kind", KINDS)
def test_sniff(kind):
    assert sniff(sample(kind)) == Format(kind)
    assert sniff(sample(kind)[:4096]) == Format(kind)
    assert other_kind(sample(kind)) is None


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", Format.AVIF),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", Format.HEIC),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1" + b"av01", Format.AVIF),
        (b"\0\0\0\x14ftypmif1\0\0\0\0mif1" + b"hvc1", Format.HEIC),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isommp42", None),
        (b"II*\0\x10\0\0\0CR\2\0", None),
        (b"MM\0+\0\x08\0\0", Format.TIFF),
        (b"BM" + b"\0" * 40, None),
        (b"P7\nWIDTH 3", None),
    ],
)
def test_sniff_by_hand(data, expected):
    assert sniff(data) == expected


def test_orl():
    assert sniff(orl()) is Format.PNM


@given(st.binary(max_size=200))
def test_any_bytes(data):
    assert sniff(data) is None or isinstance(sniff(data), Format)
    other_kind(data)


@given(st.text(max_size=40))
def test_any_name(name):
    assert is_picture_name(name + ".JPG") is (bool(name) and not set(name.split("/")[-1]) <= {"."})
