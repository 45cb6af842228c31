from __future__ import annotations

import io
import os
import socket
import struct
import subprocess
import sys
import textwrap
import threading
import zlib
from pathlib import Path

import numpy as np
import pytest
from picture_samples import (
    KINDS,
    bare_png,
    bare_tiff,
    encode,
    face,
    jpeg_with,
    png_chunk,
    riff_chunk,
    sample,
)
from PIL import Image

from faceapp.core.errors import PictureError
from faceapp.imaging.files import read_bytes
from faceapp.imaging.reader import read


def failure(source, **options) -> PictureError:
    with pytest.raises(PictureError) as caught:
        read(source, **options)
    assert caught.value.user_message.endswith(".")
    assert "\n" not in caught.value.user_message
    return caught.value


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b"Dear diary, today", "not_a_picture"),
        (b"BMW is a car, not a bitmap file", "not_a_picture"),
        (b"P5 is a paragraph", "corrupt"),
        (b"\0" * 5000, "not_a_picture"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "not_a_picture"),
        (b"8BPS\0\1" + b"\0" * 100, "unsupported"),
        (b"II*\0\x10\0\0\0CR\2\0" + b"\0" * 100, "unsupported"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "unsupported"),
        (b"<?xml version='1.0'?><svg></svg>", "unsupported"),
        (b"\xff\xd8\xff", "truncated"),
        (b"\x89PNG\r\n\x1a\n", "truncated"),
        (b"GIF89a", "truncated"),
        (b"II*\0\x08\0\0\0", "truncated"),
        (b"RIFF\x64\0\0\0WEBPVP8 ", "truncated"),
    ],
)
def test_kinds(data, kind):
    assert failure(data).kind == kind


@pytest.mark.parametrize("share", [0.5, 0.9])
@pytest.mark.parametrize("kind", KINDS)
def test_truncated(kind, share):
    data = sample(kind)
    assert failure(data[: int(len(data) * share)]).kind == "truncated"


@pytest.mark.parametrize("long_side", [None, 40])
@pytest.mark.parametrize("progressive", [False, True])
def test_half_a_jpeg_is_no_grey_picture(progressive, long_side):
    data = encode(face(480, 320), "jpeg", progressive=progressive)
    half = data[: len(data) // 2]
    assert failure(half, long_side=long_side).kind == "truncated"
    assert failure(half + b"\0" * (len(data) - len(half)), long_side=long_side).kind == "truncated"


def test_jpeg_followed_by_a_video_or_zeros_is_read():
    assert read(sample("jpeg") + b"\0\0\0\x18ftypmp42" + bytes(range(256)) * 9).pixels.shape == (64, 96, 3)
    assert read(sample("jpeg") + b"\0" * 4096).pixels.shape == (64, 96, 3)


def test_jpeg_with_a_broken_second_picture_is_read():
    # Pillow's own opener warns about such an MPO file.
    data = jpeg_with(sample("jpeg"), (0xE2, b"MPF\0II*\0\x08\0\0\0\x01\0\x02\xb0\x04\0\x63\0\0\0\x08\0\0\0"))
    assert read(data).pixels.shape == (64, 96, 3)


def test_broken_animation_is_read_as_a_still():
    data = sample("png")
    data = data[:33] + png_chunk(b"acTL", struct.pack(">II", 0, 0)) + data[33:]
    assert read(data).pixels.shape == (64, 96, 3)


@pytest.mark.parametrize("name", ["missing.jpg", "nul\0byte.jpg", "n" * 5000, "folder"])
def test_unreadable(tmp_path, name):
    (tmp_path / "folder").mkdir()
    assert failure(tmp_path / name).kind == "unreadable"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_forbidden(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(sample("jpeg"))
    path.chmod(0)
    assert failure(path).kind == "unreadable"


def test_forbidden_and_broken_drive(tmp_path, monkeypatch):
    path = tmp_path / "a.jpg"
    path.write_bytes(sample("jpeg"))
    for error in (PermissionError(13, "Permission denied"), OSError(5, "Input/output error")):

        def refuse(*_, error=error):
            raise error

        monkeypatch.setattr("faceapp.imaging.files.os.open", refuse)
        assert failure(path).kind == "unreadable"


def test_tiff_with_too_few_strips_is_no_black_picture():
    tags = {256: (3, [96]), 257: (4, [640]), 258: (3, [8, 8, 8]), 259: (3, [1]), 262: (3, [2])}
    data = bare_tiff(tags | {277: (3, [3]), 278: (3, [64])}, face().tobytes())
    assert failure(data).kind == "truncated"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_pipe_socket_and_device_never_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.jpg")
    assert failure(tmp_path / "pipe.jpg").kind == "unreadable"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s.jpg"))
        assert failure(tmp_path / "s.jpg").kind == "unreadable"
    assert failure(Path(os.devnull)).kind == "unreadable"


def test_name_that_is_no_text(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.jpg")
    try:
        path.write_bytes(sample("jpeg"))
    except OSError:
        pytest.skip("this file system wants text")
    assert read(path).pixels.shape == (64, 96, 3)


def test_empty_and_too_long_a_file(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(b"")
    assert failure(path).kind == "empty"
    path.write_bytes(b"x" * 100)
    assert read_bytes(path, limit=100) == b"x" * 100
    with pytest.raises(PictureError) as caught:
        read_bytes(path, limit=99)
    assert caught.value.kind == "too_large"


def huge(kind: str) -> bytes:
    """A few bytes that announce a picture of gigapixels."""
    match kind:
        case "png":
            return bare_png(60000, 60000, 8, 2, b"\0" * 100)
        case "gif":
            return b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0) + sample("gif")[13:]
        case "bmp":
            return sample("bmp")[:18] + struct.pack("<II", 60000, 60000) + sample("bmp")[26:]
        case "pnm":
            return b"P6\n60000 60000\n255\n" + b"\0" * 100
        case "webp":
            vp8x = b"\0\0\0\0" + (16382).to_bytes(3, "little") * 2
            body = b"WEBP" + riff_chunk(b"VP8X", vp8x) + sample("webp")[12:]
            return b"RIFF" + struct.pack("<I", len(body)) + body
        case "tiff":
            tags = {256: (4, [60000]), 257: (4, [60000]), 258: (3, [8]), 259: (3, [1]), 262: (3, [1])}
            return bare_tiff(tags | {277: (3, [1]), 278: (4, [60000])}, b"\0" * 100)
        case "jpeg":
            data = encode(face(), "jpeg", progressive=True)
            at = data.index(b"\xff\xc2") + 5
            return data[:at] + struct.pack(">HH", 60000, 60000) + data[at + 4 :]
        case _:
            data = sample(kind)
            return data.replace(struct.pack(">II", 96, 64), struct.pack(">II", 60000, 60000))


@pytest.mark.parametrize("kind", KINDS)
def test_huge_header(kind):
    assert failure(huge(kind)).kind in ("too_large", "corrupt", "truncated", "unsupported")


def test_message_says_size_and_limit():
    error = failure(huge("png"))
    assert error.kind == "too_large"
    assert "60000 x 60000" in error.user_message
    assert "300" in error.user_message
    assert failure(sample("png"), max_pixels=96 * 64 - 1).kind == "too_large"
    assert read(sample("png"), max_pixels=96 * 64).pixels.shape == (64, 96, 3)


def test_progressive_jpeg_that_announces_more_than_it_holds():
    data = encode(face(), "jpeg", progressive=True)
    at = data.index(b"\xff\xc2") + 5
    data = data[:at] + struct.pack(">HH", 15000, 15000) + data[at + 4 :]
    assert failure(data).kind == "truncated"


def test_out_of_memory_is_too_large(monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr("faceapp.imaging.reader.to_rgb", full)
    assert failure(sample("png")).kind == "too_large"


def test_text_bomb_in_a_png():
    bomb = png_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"\0" * 100_000_000, 9))
    data = sample("png")
    assert failure(data[:33] + bomb + data[33:]).kind == "corrupt"


def test_threads_share_the_reader():
    results: list[tuple[int, ...]] = []

    def work() -> None:
        for kind in KINDS:
            results.append(read(sample(kind)).pixels.shape)
            failure(sample(kind)[:60])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [(64, 96, 3)] * (4 * len(KINDS))


@pytest.mark.skipif(sys.platform != "linux", reason="needs the address space limit of Linux")
def test_panorama_of_200_megapixels_in_little_memory(tmp_path):
    # In a process of its own whose memory is capped: decoded in full it would take 1.4 GB.
    script = """
        import resource, sys
        from pathlib import Path
        from faceapp.imaging.reader import read
        import cv2
        used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (used + int(sys.argv[2]), -1))
        p = read(Path(sys.argv[1]), long_side=int(sys.argv[3]) or None)
        print(p.pixels.shape, p.full_width, p.full_height)
    """
    path = tmp_path / "panorama.jpg"
    path.write_bytes(panorama())

    def run(memory: int, long_side: int) -> str:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script), str(path), str(memory), str(long_side)],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        return done.stdout.strip()

    assert run(250_000_000, 2000) == "(1000, 2000, 3) 20000 10000"
    assert run(700_000_000, 0) == "(5000, 10000, 3) 20000 10000"


def panorama() -> bytes:
    """A plain JPEG of 20000 x 10000, put together from one row of blocks repeated by restart markers."""
    buffer = io.BytesIO()
    strip = np.tile(face(100, 16), (1, 200, 1))
    Image.fromarray(strip).save(buffer, "JPEG", quality=80, subsampling=2, restart_marker_rows=1)
    data = buffer.getvalue()
    frame = data.index(b"\xff\xc0") + 5
    data = data[:frame] + struct.pack(">H", 10000) + data[frame + 2 :]
    scan = data.index(b"\xff\xda") + 14
    rows = [data[scan:-2]] * 625
    body = b"".join(row + bytes([0xFF, 0xD0 + i % 8]) for i, row in enumerate(rows))
    return data[:scan] + body[:-2] + b"\xff\xd9"
