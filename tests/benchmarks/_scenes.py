"""Album pictures whose faces are known: real faces pasted into real scenes of 12 megapixels.

Faces are those of lfw-dev beside the repository, or of the ORL sample where it is absent; each is pasted
with its hair and neck, feathered, at a known place and size. The scenes are photographs and textures that
come with scikit-image and show nobody, enlarged, with a camera's noise, and saved as a camera saves them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import skimage
from numpy.typing import NDArray

from faceapp.core.geometry import Box
from faceapp.core.models import Picture
from faceapp.imaging import reader
from faceapp.library import sample
from faceapp.ml import registry

SIZE = 4000, 3000
"""Width and height of a scene: 12 megapixels."""
QUALITY = 92
"""JPEG quality: 3 to 5 MB a photo, as from a phone."""
NOISE = 4.0
"""Standard deviation of the noise, in grey levels."""
AROUND = 0.45
"""How much of a face's own picture comes along on each side, as a share of its box."""
FAMILY = (0.15, 0.10, 0.06)
"""Long sides of the three faces of a family photo, as shares of the long side (each varies by a quarter)."""
GROUP = (0.025, 0.05)
"""Least and greatest share of the faces of a group photo."""
SMALL = (0.0105, 0.02)
"""The same of the faces only the thorough mode looks for."""
LFW = Path(__file__).resolve().parents[3] / "shared" / "data" / "lfw-dev" / "photos"
_EMPTY = (
    "chelsea.png",
    "coffee.png",
    "rocket.jpg",
    "motorcycle_left.png",
    "brick.png",
    "grass.png",
    "gravel.png",
)


@dataclass(frozen=True, slots=True)
class Cutting:
    """A real face with what is around it.

    Attributes:
        pixels: uint8 [H, W, 3].
        box: The face in it.
    """

    pixels: Picture
    box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture and the boxes of its faces."""

    pixels: Picture
    boxes: tuple[Box, ...]


def cuttings(count: int, seed: int) -> list[Cutting]:
    """Real faces, each of another photo, found once by the app's detector in the photo at hand."""
    paths = sorted(LFW.glob("*/*.jpg")) if LFW.is_dir() else sorted(sample.source().glob("*/*.pgm"))
    rng = np.random.default_rng(seed)
    chosen = [paths[i] for i in rng.permutation(len(paths))]
    detector = registry.create_detector("cpu")
    found: list[Cutting] = []
    for path in chosen:
        picture = reader.read(path).pixels
        (faces,) = detector.detect([picture])
        if not faces or faces[0].score < 0.999:
            continue
        box = max(faces, key=lambda face: face.box.area).box
        around = AROUND * max(box.width, box.height)
        x0, y0 = max(0, int(box.x - around)), max(0, int(box.y - around))
        x1, y1 = int(box.right + around), int(box.bottom + around)
        part = picture[y0:y1, x0:x1]
        found.append(Cutting(np.ascontiguousarray(part), Box(box.x - x0, box.y - y0, box.width, box.height)))
        if len(found) == count:
            break
    return found


def backgrounds() -> list[Picture]:
    """Pictures that show nobody."""
    folder = Path(skimage.__file__).parent / "data"
    return [reader.read(folder / name).pixels for name in _EMPTY]


class Scenes:
    """Makes scenes; the same seed makes the same ones.

    Args:
        faces: What is pasted.
        seed: Of places, sizes and noise.
    """

    def __init__(self, faces: Sequence[Cutting], seed: int) -> None:
        self._faces = faces
        self._rng = np.random.default_rng(seed)
        self._empty = backgrounds()

    def family(self) -> Scene:
        """Three faces of the sizes of :data:`FAMILY`."""
        return self.scene([share * self._rng.uniform(0.75, 1.25) for share in FAMILY])

    def group(self, count: int = 20) -> Scene:
        """Many small faces."""
        return self.scene(self._rng.uniform(*GROUP, count).tolist())

    def small(self, count: int = 8) -> Scene:
        """Faces smaller than the normal mode looks for."""
        return self.scene(self._rng.uniform(*SMALL, count).tolist())

    def scene(self, shares: Sequence[float]) -> Scene:
        """Faces whose long sides are these shares of the scene's long side, none over another."""
        rng = self._rng
        pixels = self._ground()
        boxes: list[Box] = []
        taken = np.zeros((SIZE[1] // 20, SIZE[0] // 20), bool)
        for share in sorted(shares, reverse=True):
            face = self._faces[rng.integers(len(self._faces))]
            scale = share * SIZE[0] / max(face.box.width, face.box.height)
            placed = self._place(taken, face, scale)
            if placed is not None:
                boxes.append(_paste(pixels, face, scale, placed))
        noise = rng.normal(0.0, NOISE, (SIZE[1] // 2, SIZE[0] // 2, 1)).astype(np.float32)
        noise = cv2.resize(noise, SIZE, interpolation=cv2.INTER_NEAREST)[..., None]
        noisy = np.clip(pixels + noise, 0, 255).astype(np.uint8)
        return Scene(noisy, tuple(boxes))

    def _ground(self) -> NDArray[np.float32]:
        picture = self._empty[self._rng.integers(len(self._empty))]
        height, width = picture.shape[:2]
        part = self._rng.uniform(0.7, 1.0)
        w, h = int(width * part), int(height * part)
        x, y = (int(self._rng.integers(whole - some + 1)) for whole, some in ((width, w), (height, h)))
        large = cv2.resize(picture[y : y + h, x : x + w], SIZE, interpolation=cv2.INTER_CUBIC)
        return np.asarray(large, np.float32)

    def _place(self, taken: NDArray[np.bool_], face: Cutting, scale: float) -> tuple[int, int] | None:
        """A free place for a cutting; None where the scene is full."""
        height, width = (round(side * scale) for side in face.pixels.shape[:2])
        rows, columns = -(-height // 20), -(-width // 20)
        for _ in range(200):
            row = int(self._rng.integers(max(taken.shape[0] - rows, 0) + 1))
            column = int(self._rng.integers(max(taken.shape[1] - columns, 0) + 1))
            part = taken[row : row + rows, column : column + columns]
            if part.shape == (rows, columns) and not part.any():
                part[:] = True
                return 20 * column, 20 * row
        return None


def _paste(pixels: NDArray[np.float32], face: Cutting, scale: float, place: tuple[int, int]) -> Box:
    """Paste a cutting, feathered at its edges; returns where its face is."""
    height, width = (round(side * scale) for side in face.pixels.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    part = cv2.resize(face.pixels, (width, height), interpolation=how).astype(np.float32)
    rows = np.minimum(np.arange(height), np.arange(height)[::-1])[:, None] / (0.12 * height)
    columns = np.minimum(np.arange(width), np.arange(width)[::-1])[None] / (0.12 * width)
    mask = np.clip(np.minimum(rows, columns), 0.0, 1.0)[..., None].astype(np.float32)
    x, y = place
    height, width = min(height, pixels.shape[0] - y), min(width, pixels.shape[1] - x)
    ground = pixels[y : y + height, x : x + width]
    ground += mask[:height, :width] * (part[:height, :width] - ground)
    box = face.box.scaled(scale)
    return Box(box.x + x, box.y + y, box.width, box.height)


def save(scene: Scene, path: Path) -> None:
    """Write a scene as a camera does."""
    bgr = cv2.cvtColor(scene.pixels, cv2.COLOR_RGB2BGR)
    if not cv2.imwrite(str(path), bgr, [cv2.IMWRITE_JPEG_QUALITY, QUALITY]):
        raise OSError(f"{path} could not be written")
