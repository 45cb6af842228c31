"""Which crop and which standardisation the FaceNet weights want, and how well the detector does.

``python -m tests.benchmarks embedding [--variant NAME ...] [--photos N] [--json FILE]``

Data: ``../shared/data/lfw-dev`` (Labeled Faces in the Wild, Huang et al. 2007; 2,405 photos of 887
people). The folder names the person of the dominant face (large and central). Every pair of photos
counts: TAR at a FAR is the share of same-person pairs nearer than the distance that lets that share of
different-person pairs through.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Detection, Embeddings, Picture
from faceapp.ml import registry
from faceapp.ml.device import choose_device
from faceapp.ml.embedder import BATCH, FaceNetEmbedder
from faceapp.ml.manifest import CASIA_WEBFACE, manifest
from faceapp.ml.views import MARGIN, cut
from faceapp.ml.weights import load_casia_webface

Floats = NDArray[np.float32]
FAR = (1e-3, 1e-4)
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "lfw-dev"

# Mean landmarks in the tight crop (x, y of 160), measured on lfw-dev.
MEAN_LANDMARKS = np.array(
    [[52.5, 65.4], [111.5, 64.6], [82.4, 91.3], [56.6, 113.8], [108.8, 113.3]], np.float32
)
# Width by height of the detector's boxes.
MEAN_ASPECT = 0.754


def say(line: str) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def margin(share: float, how: int = cv2.INTER_AREA) -> Callable[[Picture, Detection], Picture]:
    """The detector's box with a margin, stretched to the square."""

    def crop(picture: Picture, face: Detection) -> Picture:
        box = face.box.expanded(share)
        return cut(picture, box) if how == cv2.INTER_AREA else _resized(picture, box, how)

    return crop


def square(share: float) -> Callable[[Picture, Detection], Picture]:
    """A square about the box: the aspect is kept."""

    def crop(picture: Picture, face: Detection) -> Picture:
        x, y = face.box.center
        side = max(face.box.width, face.box.height)
        return cut(picture, Box(x - side / 2, y - side / 2, side, side).expanded(share))

    return crop


def replicated(picture: Picture, face: Detection) -> Picture:
    """The tight box in parts of pixels; beyond the border the last pixels go on."""
    return _warped(picture, box_transform(face))


def by_landmarks(picture: Picture, face: Detection) -> Picture:
    """The landmarks moved by a similarity onto their mean places."""
    return _warped(picture, landmark_transform(face))


def halfway(picture: Picture, face: Detection) -> Picture:
    """The mean of the box's transform and the landmarks'."""
    return _warped(picture, (box_transform(face) + landmark_transform(face)) / 2)


def box_transform(face: Detection) -> Floats:
    """float32 [2, 3], picture -> 160 x 160, by the box and its margin."""
    box = face.box.expanded(MARGIN)
    sx, sy = 160 / box.width, 160 / box.height
    return np.array([[sx, 0, -box.x * sx], [0, sy, -box.y * sy]], np.float32)


def landmark_transform(face: Detection) -> Floats:
    """float32 [2, 3], picture -> 160 x 160, by least squares over rotation, scale and shift."""
    assert face.landmarks is not None
    stretch = np.array([MEAN_ASPECT, 1.0])
    source, target = face.landmarks.astype(np.float64), MEAN_LANDMARKS * stretch
    a, b = source - source.mean(axis=0), target - target.mean(axis=0)
    # As complex numbers a similarity is one factor.
    za, zb = a[:, 0] + 1j * a[:, 1], b[:, 0] + 1j * b[:, 1]
    factor = (za.conj() * zb).sum() / (za.conj() * za).sum().real
    turn = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
    shift = target.mean(axis=0) - turn @ source.mean(axis=0)
    return np.asarray(np.column_stack([turn, shift]) / stretch[:, None], np.float32)


def _warped(picture: Picture, transform: Floats) -> Picture:
    scale = float(np.sqrt(abs(np.linalg.det(transform[:, :2]))))
    if scale < 1:  # shrink by area first: a linear look-up would skip pixels
        factor = np.array([[1 / scale, 0], [0, 1 / scale]], np.float32)
        picture = np.asarray(
            cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        transform = np.column_stack([transform[:, :2] @ factor, transform[:, 2]])
    size = (160, 160)
    return np.asarray(
        cv2.warpAffine(picture, transform, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _resized(picture: Picture, box: Box, how: int) -> Picture:
    part = box.clipped(picture.shape[1], picture.shape[0])
    cutting = picture[int(part.y) : int(part.bottom), int(part.x) : int(part.right)]
    return np.asarray(cv2.resize(cutting, (160, 160), interpolation=how), np.uint8)


def fixed(pixels: Floats) -> Floats:
    """Float32 [N, 160, 160, 3] 0..255 -> -1..1."""
    return (pixels - np.float32(127.5)) / np.float32(128)


def per_image(pixels: Floats) -> Floats:
    """Each picture to mean 0, deviation 1 (FaceNet's older "prewhitening")."""
    mean = pixels.mean(axis=(1, 2, 3), keepdims=True)
    deviation = np.maximum(pixels.std(axis=(1, 2, 3), keepdims=True), np.float32(1 / np.sqrt(160 * 160 * 3)))
    return np.asarray((pixels - mean) / deviation, np.float32)


Crop = Callable[[Picture, Detection], Picture]
Variant = tuple[Crop, Callable[[Floats], Floats], bool]
VARIANTS: dict[str, Variant] = {
    "box + 21 % (area)": (margin(MARGIN), fixed, False),
    "box + 21 % (linear)": (margin(MARGIN, cv2.INTER_LINEAR), fixed, False),
    "box + 21 % (cubic)": (margin(MARGIN, cv2.INTER_CUBIC), fixed, False),
    "box + 21 %, border replicated": (replicated, fixed, False),
    "box + 0 %": (margin(0.0), fixed, False),
    "box + 10 %": (margin(0.1), fixed, False),
    "box + 30 %": (margin(0.3), fixed, False),
    "box + 40 %": (margin(0.4), fixed, False),
    "square + 20 %": (square(0.2), fixed, False),
    "landmarks": (by_landmarks, fixed, False),
    "halfway box and landmarks": (halfway, fixed, False),
    "box + 21 %, per image": (margin(MARGIN), per_image, False),
    "box + 21 %, with its mirror": (margin(MARGIN), fixed, True),
    "halfway, with its mirror": (halfway, fixed, True),
}


def embed(
    network: FaceNetEmbedder, crops: Sequence[Picture], standardise: Callable[[Floats], Floats], mirror: bool
) -> Embeddings:
    """float32 [N, 512] of unit length; with ``mirror`` the mean of a crop and its mirror image."""
    parts = []
    for start in range(0, len(crops), BATCH):
        pixels = standardise(np.stack(crops[start : start + BATCH]).astype(np.float32))
        part = network.run(pixels)
        if mirror:
            part = part + network.run(np.ascontiguousarray(pixels[:, :, ::-1]))
            part /= np.linalg.norm(part, axis=1, keepdims=True)
        parts.append(part)
    return np.concatenate(parts)


def tar_at_far(embeddings: Embeddings, labels: NDArray[Any]) -> list[float]:
    """TAR at each of :data:`FAR` over all pairs."""
    rows, columns = np.triu_indices(len(labels), k=1)
    similarity = (embeddings @ embeddings.T)[rows, columns]
    same = labels[rows] == labels[columns]
    others = np.sort(similarity[~same])[::-1]
    return [float((similarity[same] > others[int(far * len(others))]).mean()) for far in FAR]


def dominant(faces: Sequence[Detection], width: int, height: int) -> Detection | None:
    """The large and central face: its box holds the middle of the photo, the largest of those."""
    x, y = width / 2, height / 2
    central = [f for f in faces if f.box.x < x < f.box.right and f.box.y < y < f.box.bottom]
    large = [f for f in central if f.box.height > 0.2 * height]
    return max(large, key=lambda face: face.box.area, default=None)


def read(path: Path) -> Picture:
    """uint8 [H, W, 3] RGB."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    assert picture is not None, path
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB), np.uint8)


def detect(paths: Sequence[Path], device: str) -> tuple[list[list[Detection]], float]:
    """The faces of each photo, and seconds a photo without reading it."""
    detector = registry.create_detector(device)
    found: list[list[Detection]] = []
    seconds = 0.0
    for start in range(0, len(paths), 16):
        pictures = [read(path) for path in paths[start : start + 16]]
        began = time.perf_counter()
        found += detector.detect(pictures)
        seconds += time.perf_counter() - began
    return found, seconds / len(paths)


def measure(paths: Sequence[Path], variants: Sequence[str], device: str) -> dict[str, Any]:
    """Run it all; the result is what ``--json`` writes."""
    found, seconds = detect(paths, device)
    say(f"detection: {1000 * seconds:.0f} ms a photo")
    faces = []
    for path, detections in zip(paths, found, strict=True):
        picture = read(path)
        face = dominant(detections, picture.shape[1], picture.shape[0])
        if face is not None:
            faces.append((path, picture, face))
    others = sum(map(len, found)) - len(faces)
    say(f"dominant face found in {len(faces)} of {len(paths)} photos; {others} other boxes")
    labels = np.array([path.parent.name for path, _, _ in faces])
    network = FaceNetEmbedder(choose_device(device), load_casia_webface(), manifest()[CASIA_WEBFACE].model)
    table = []
    say(f"{'variant':34} {'TAR@1e-3':>9} {'TAR@1e-4':>9} {'ms/face':>8}")
    for name in variants:
        crop, standardise, mirror = VARIANTS[name]
        crops = [crop(picture, face) for _, picture, face in faces]
        began = time.perf_counter()
        embeddings = embed(network, crops, standardise, mirror)
        cost = 1000 * (time.perf_counter() - began) / len(faces)
        tar = tar_at_far(embeddings, labels)
        say(f"{name:34} {tar[0]:9.4f} {tar[1]:9.4f} {cost:8.1f}")
        table.append(
            {"variant": name, "tar": dict(zip(map(str, FAR), tar, strict=True)), "ms_per_face": cost}
        )
    return {
        "cpu": cpu_capability(),
        "photos": len(paths),
        "dominant_found": len(faces),
        "other_boxes": others,
        "detection_ms_per_photo": 1000 * seconds,
        "model": network.id,
        "table": table,
    }


def cpu_capability() -> str:
    """What the speeds were measured on: architecture, vector instructions torch uses, threads."""
    flags = Path("/proc/cpuinfo")
    known = flags.read_text(encoding="ascii", errors="replace").split() if flags.exists() else []
    wide = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in known]
    capability = torch.backends.cpu.get_cpu_capability()
    return f"{platform.machine()} {capability} [{' '.join(wide)}], {torch.get_num_threads()} threads"


def main(arguments: list[str]) -> int:
    """Entry point of the benchmark: 0 done, 2 where the data are absent."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks embedding", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds photos/NAME/*.jpg")
    parser.add_argument("--photos", type=int, default=0, help="only the first N photos (0: all)")
    parser.add_argument("--variant", action="append", choices=list(VARIANTS), help="only these rows")
    parser.add_argument("--device", default="auto", choices=["auto", "cuda", "mps", "cpu"])
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(arguments)
    paths = sorted((options.data / "photos").glob("*/*.jpg"))
    if not paths:
        sys.stderr.write(f"{options.data} holds no photos: this benchmark needs the lfw-dev data.\n")
        return 2
    say(cpu_capability())
    result = measure(paths[: options.photos or None], options.variant or list(VARIANTS), options.device)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0
