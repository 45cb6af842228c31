"""Broken pictures: whatever the bytes, the reader gives a picture or a PictureError and nothing else.

The long form runs for as long as it is told, in a child process, so that a crash of a C library is caught
and the file that did it is kept:

    python -m tests.torture.test_bad_pictures --seconds 180 --seed 1
"""

from __future__ import annotations

import argparse
import functools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "unit" / "imaging"))

from picture_samples import KINDS, bare_png, bare_tiff, encode, exif, face, sample

from faceapp.core.errors import PictureError
from faceapp.imaging.identity import identity
from faceapp.imaging.reader import read

resource: ModuleType | None
try:
    import resource
except ImportError:  # Windows
    resource = None

MEMORY = 6 << 30
SLOW = 20.0  # seconds for one small file: as bad as a crash


@functools.cache
def seeds() -> dict[str, bytes]:
    """What the fuzzer breaks: each format, plain and with the parts that have parsers of their own."""
    found = {kind: sample(kind) for kind in KINDS}
    for kind in ("jpeg", "png", "webp", "tiff", "heic", "avif"):
        found[f"{kind}-exif"] = encode(face(), kind, 6)
    found["jpeg-progressive"] = encode(face(), "jpeg", progressive=True)
    found["jpeg-dates"] = encode(face(), "jpeg", exif=exif(3, original="2019:05:17 18:30:01"))
    found["heic-grid"] = encode(face(300, 200), "heic", tile_size=128)
    for name in ("tiff_lzw", "tiff_adobe_deflate", "tiff_jpeg", "packbits"):
        found[f"tiff-{name}"] = encode(face(), "tiff", compression=name)
    found["webp-lossless"] = encode(face(), "webp", lossless=True)
    wide = np.arange(96 * 64, dtype=np.uint16).reshape(64, 96) * 10
    found["png-16"] = encode(wide, "png")
    found["png-bit"] = bare_png(16, 2, 1, 0, b"\0\xaa\x55" * 2)
    tags = {256: (3, [96]), 257: (3, [64]), 258: (3, [16]), 259: (3, [1]), 262: (3, [1])}
    found["tiff-big"] = bare_tiff(tags | {277: (3, [1]), 278: (3, [64])}, wide.tobytes(), big=True)
    found["pnm-plain"] = b"P3\n# c\n3 2\n255\n" + b" ".join(b"%d" % n for n in range(18))
    found["pnm-16"] = b"P5 96 64 65535\n" + wide.tobytes()
    return found


def broken(rng: random.Random, data: bytes, others: list[bytes]) -> bytes:
    """One way to break a file; mostly near its start, where the structure is."""
    out = bytearray(data)
    reach = len(out) if rng.random() < 0.4 else min(len(out), 700)
    match rng.randrange(7):
        case 0 | 1:
            for _ in range(rng.randint(1, 12)):
                out[rng.randrange(reach)] ^= 1 << rng.randrange(8)
        case 2:
            for _ in range(rng.randint(1, 6)):
                out[rng.randrange(reach)] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
        case 3:
            del out[rng.randrange(len(out)) :]
        case 4:
            at = rng.randrange(reach)
            del out[at : at + rng.randint(1, 64)]
        case 5:
            at = rng.randrange(reach)
            other = rng.choice(others)
            piece = rng.randrange(len(other))
            out[at:at] = other[piece : piece + rng.randint(1, 300)]
        case _:  # a number of the structure made large
            at = rng.randrange(max(reach - 4, 1))
            out[at : at + 4] = rng.choice((b"\xff" * 4, b"\x7f\xff\xff\xff", b"\0\0\xff\xff", b"\0\1\0\0"))
    return bytes(out)


def outcome(data: bytes, long_side: int | None = None) -> str:
    """Read once: ``picture`` or the kind of the PictureError. Anything else is the bug looked for."""
    assert identity(data).startswith("v1:")
    try:
        picture = read(data, long_side=long_side)
    except PictureError as error:
        return error.kind if error.user_message.strip() else "failed"
    assert picture.pixels.dtype == np.uint8
    assert picture.pixels.ndim == 3
    assert picture.pixels.shape[2] == 3
    assert picture.full_width >= picture.pixels.shape[1] > 0
    assert picture.full_height >= picture.pixels.shape[0] > 0
    return "picture"


@pytest.mark.parametrize("name", sorted(seeds()))
def test_flipped_and_cut(name):
    rng = random.Random(name)
    files = list(seeds().values())
    counts = Counter(outcome(broken(rng, seeds()[name], files), rng.choice((None, 40))) for _ in range(60))
    assert "failed" not in counts


@pytest.mark.parametrize("name", sorted(KINDS))
def test_cut_everywhere(name):
    data = sample(name)
    step = max(len(data) // 60, 1)
    for end in (*range(0, 40), *range(40, len(data), step)):
        outcome(data[:end])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_true_start_then_noise(name):
    rng = random.Random(7)
    for keep in (4, 12, 30, 100, 300):
        outcome(sample(name)[:keep] + rng.randbytes(2000))
        outcome(sample(name)[:keep] + b"\0" * 2000)
        outcome(sample(name)[:keep] + b"\xff" * 2000)


def test_noise():
    rng = random.Random(3)
    for size in range(0, 400, 7):
        assert outcome(rng.randbytes(size)) != "picture"


def child(seconds: float, seed: int, skip: int, folder: Path) -> None:
    """Break and read until the time is over; the file at hand lies in ``folder`` in case of a crash."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    names = sorted(seeds())
    files = seeds()
    others = list(files.values())
    counts: Counter[str] = Counter()
    slowest = 0.0
    end = time.monotonic() + seconds
    number = skip
    while time.monotonic() < end:
        rng = random.Random(f"{seed}/{number}")
        name = names[number % len(names)]
        data = broken(rng, files[name], others)
        if rng.random() < 0.3:
            data = broken(rng, data, others) if data else data
        (folder / "at-hand").write_bytes(data)
        (folder / "number").write_text(str(number))
        start = time.perf_counter()
        try:
            result = outcome(data, rng.choice((None, None, 40)))
        except BaseException as error:  # noqa: BLE001 - whatever else comes out is the find
            result = f"BUG {type(error).__name__}"
            (folder / f"bug-{number}").write_bytes(data)
        took = time.perf_counter() - start
        slowest = max(slowest, took)
        if took > SLOW:
            result = "BUG slow"
            (folder / f"slow-{number}").write_bytes(data)
        counts[result] += 1
        number += 1
    (folder / "result").write_text(json.dumps({"next": number, "counts": counts, "slowest": slowest}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="where finds are kept (default: a new temporary folder)")
    parser.add_argument("--child", nargs=2, metavar=("SKIP", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.seconds, options.seed, int(options.child[0]), Path(options.child[1]))
        return 0
    folder = options.keep or Path(tempfile.mkdtemp(prefix="fuzz-pictures-"))
    folder.mkdir(parents=True, exist_ok=True)
    total: Counter[str] = Counter()
    skip, slowest = 0, 0.0
    end = time.monotonic() + options.seconds
    while (left := end - time.monotonic()) > 0.5:
        command = [sys.executable, "-X", "faulthandler", "-m", "tests.torture.test_bad_pictures"]
        command += ["--seconds", str(left), "--seed", str(options.seed), "--child", str(skip), str(folder)]
        (folder / "result").unlink(missing_ok=True)
        done = subprocess.run(command, check=False)
        if done.returncode == 0 and (folder / "result").exists():
            result = json.loads((folder / "result").read_text())
            total.update(result["counts"])
            skip, slowest = result["next"], max(slowest, result["slowest"])
        else:
            number = int((folder / "number").read_text())
            (folder / "at-hand").rename(folder / f"crash-{number}")
            total[f"BUG process ended with {done.returncode}"] += 1
            skip = number + 1
    bugs = sum(count for kind, count in total.items() if kind.startswith("BUG"))
    summary = ", ".join(f"{kind} {count}" for kind, count in sorted(total.items()))
    print(f"seed {options.seed}: {skip} files: {summary}; slowest {slowest:.2f} s; finds in {folder}")
    return 1 if bugs else 0


if __name__ == "__main__":
    sys.exit(main())
