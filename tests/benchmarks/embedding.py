"""Which cut of a face the FaceNet weights want, what the album's own space is worth, and what quality tells.

``python -m tests.benchmarks embedding [--data DIR] [--row NAME ...] [--cache DIR] [--json FILE]``

Data: ``../shared/data/lfw-dev`` (Labeled Faces in the Wild, Huang et al. 2007; 2,405 photos of 887 people),
or any folder with ``photos/PERSON/*.jpg``, and the ORL faces of the sample. The folder names the person of
the dominant face (large and central). TAR at a FAR is the share of same-person pairs more alike than the
likeness that lets that share of different-person pairs through, over all pairs, mean over random halves of
the people; "album's space" means :class:`faceapp.core.space.Space`, estimated on each half by itself
without its labels; "beyond the crowd" what grouping compares by: there, less what each face has with
strangers.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from faceapp.core.models import Detection, Embeddings, Picture
from faceapp.core.quality import face_quality, frontality
from faceapp.core.space import Space
from faceapp.library import sample
from faceapp.ml import registry
from faceapp.ml.device import choose_device
from faceapp.ml.embedder import FaceNetEmbedder
from faceapp.ml.manifest import CASIA_WEBFACE, manifest
from faceapp.ml.views import MARGIN, cut
from faceapp.ml.weights import load_casia_webface
from tests.benchmarks._looks import ROWS, embed
from tests.benchmarks._machine import cpu_capability

FAR = (1e-3, 1e-4, 1e-5)
HALVES = 5
POOREST = 0.05
DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "lfw-dev"

Found = tuple[Path, Picture, Detection]


def say(line: str) -> None:
    """A line of the table, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


class Looks:
    """The faces of one album, and the embeddings of each look at them, kept in a folder."""

    def __init__(self, name: str, paths: Sequence[Path], device: str, cache: Path) -> None:
        self.name = name
        self._device, self._cache = device, cache
        self.faces = _faces(paths, device)
        self.labels = np.array([path.parent.name for path, _, _ in self.faces])
        self._network: FaceNetEmbedder | None = None

    def look(self, name: str) -> Embeddings:
        """float32 [N, 512]."""
        file = self._cache / f"{self.name}, {name}.npy"
        if file.exists():
            kept: Embeddings = np.load(file)
            if len(kept) == len(self.faces):
                return kept
        if self._network is None:
            weights = load_casia_webface()
            self._network = FaceNetEmbedder(
                choose_device(self._device), weights, manifest()[CASIA_WEBFACE].model
            )
        found = embed(self._network, name, self.faces)
        np.save(file, found)
        return found

    def row(self, names: Sequence[str]) -> Embeddings:
        """The mean of some looks, of unit length."""
        return unit(np.sum([self.look(name) for name in names], axis=0))


def unit(rows: Embeddings) -> Embeddings:
    """Rows scaled to length 1."""
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def tar_at_far(
    embeddings: Embeddings, labels: NDArray[Any], crowd: NDArray[np.float32] | None = None
) -> list[float]:
    """TAR at each of :data:`FAR` over all pairs, of the cosine less half of both faces' crowds."""
    rows, columns = np.triu_indices(len(labels), k=1)
    similarity = (embeddings @ embeddings.T)[rows, columns]
    if crowd is not None:
        similarity -= (crowd[rows] + crowd[columns]) / 2
    same = labels[rows] == labels[columns]
    others = np.sort(similarity[~same])[::-1]
    return [float((similarity[same] > others[int(far * len(others))]).mean()) for far in FAR]


def halves(labels: NDArray[Any]) -> list[NDArray[np.bool_]]:
    """Rows of random halves of the people, both halves of each draw."""
    rng, people, found = np.random.default_rng(0), np.unique(labels), []
    for _ in range(HALVES):
        some = np.isin(labels, rng.permutation(people)[: len(people) // 2])
        found += [some, ~some]
    return found


def judge(embeddings: Embeddings, labels: NDArray[Any]) -> dict[str, list[float]]:
    """TAR in the model's own space, in the album's, and there beyond the crowd; then as means of halves."""
    whole, parts = np.ones(len(labels), bool), halves(labels)
    found: dict[str, list[float]] = {}
    for kind, rows in (("", [whole]), (", halves", parts)):
        figures = []
        for some in rows:
            space = Space.of_album(embeddings[some])
            mapped, names = space.map(embeddings[some]), labels[some]
            figures.append(
                [
                    tar_at_far(embeddings[some], names),
                    tar_at_far(mapped, names),
                    tar_at_far(mapped, names, space.crowd(mapped)),
                ]
            )
        for name, mean in zip(("plain", "space", "crowd"), np.mean(figures, axis=0).tolist(), strict=True):
            found[name + kind] = mean
    return found


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


def _faces(paths: Sequence[Path], device: str) -> list[Found]:
    detector = registry.create_detector(device)
    faces, others = [], 0
    for start in range(0, len(paths), 16):
        pictures = [read(path) for path in paths[start : start + 16]]
        for path, picture, found in zip(
            paths[start : start + 16], pictures, detector.detect(pictures), strict=True
        ):
            face = dominant(found, picture.shape[1], picture.shape[0])
            others += len(found) - (face is not None)
            if face is not None:
                faces.append((path, picture, face))
    say(f"dominant face found in {len(faces)} of {len(paths)} photos; {others} other boxes")
    return faces


def qualities(album: Looks) -> dict[str, NDArray[np.float64]]:
    """What may say, before any comparison, whether a face will be recognised."""
    box, other = album.look("box"), album.look("landmarks, mirrored")
    agreement = np.einsum("nd,nd->n", box, other).astype(np.float64)
    crops = [cut(picture, face.box.expanded(MARGIN)) for _, picture, face in album.faces]
    found = [face for _, _, face in album.faces]
    sharpness = [cv2.Laplacian(cv2.cvtColor(c, cv2.COLOR_RGB2GRAY), cv2.CV_32F).var() for c in crops]
    shipped = [face_quality(f, c, a) for f, c, a in zip(found, crops, agreement, strict=True)]
    return {
        "shipped quality": np.array(shipped),
        "agreement of the two views": agreement,
        "agreement with the mirror image": np.einsum("nd,nd->n", box, album.look("box, mirrored")).astype(
            np.float64
        ),
        "size": np.array([max(face.box.width, face.box.height) for face in found]),
        "sharpness": np.array(sharpness, np.float64),
        "pose (nose between the eyes)": np.array([frontality(face) for face in found]),
        "detector's score": np.array([face.score for face in found]),
    }


def quality_table(album: Looks) -> dict[str, list[float]]:
    """How well each quality foretells a face's likeness to its person's other faces."""
    embeddings = album.row(ROWS["shipped: box and mirrored landmarks"])
    mapped = Space.of_album(embeddings).map(embeddings)
    same = album.labels[:, None] == album.labels[None]
    np.fill_diagonal(same, val=False)
    often = same.any(axis=1)
    likeness = (mapped @ mapped.T * same).sum(axis=1)[often] / same.sum(axis=1)[often]
    say(f"\n{album.name}: {'quality':32} {'rank corr.':>10} TAR without the poorest {POOREST:.0%}")
    table = {}
    for name, values in qualities(album).items():
        keep = values > np.quantile(values, POOREST)
        tar = tar_at_far(mapped[keep], album.labels[keep])
        table[name] = [float(spearmanr(values[often], likeness)[0]), *tar]
        say(f"{'':{len(album.name)}}  {name:32} {table[name][0]:10.3f} " + " ".join(f"{t:7.4f}" for t in tar))
    return table


def measure(albums: Sequence[Looks], rows: Sequence[str]) -> dict[str, Any]:
    """Run it all; the result is what ``--json`` writes."""
    result: dict[str, Any] = {"cpu": cpu_capability(), "far": FAR, "albums": {}}
    for album in albums:
        say(f"\n{album.name}: TAR at FAR {FAR}")
        say(f"{'':38} {'model space':24} {'album space':24} beyond the crowd")
        table = {}
        for name in rows:
            table[name] = judge(album.row(ROWS[name]), album.labels)
            for kind, label in (("", name), (", halves", "  mean of halves")):
                figures = [table[name][space + kind] for space in ("plain", "space", "crowd")]
                line = "   ".join(" ".join(f"{value:.4f}" for value in three) for three in figures)
                say(f"{label:38} {line}")
        result["albums"][album.name] = {
            "photos": len(album.faces),
            "rows": table,
            "quality": quality_table(album),
        }
    return result


def main(arguments: list[str]) -> int:
    """Entry point of the benchmark: 0 done, 2 where the data are absent."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks embedding", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder that holds photos/NAME/*.jpg")
    parser.add_argument("--photos", type=int, default=0, help="only the first N photos (0: all)")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only these rows")
    parser.add_argument("--device", default="auto", choices=["auto", "cuda", "mps", "cpu"])
    parser.add_argument("--cache", type=Path, help="keep the embeddings here for the next time")
    parser.add_argument("--json", type=Path, help="write the figures here as well")
    options = parser.parse_args(arguments)
    paths = sorted((options.data / "photos").glob("*/*.jpg"))
    if not paths:
        sys.stderr.write(f"{options.data} holds no photos: this benchmark needs the lfw-dev data.\n")
        return 2
    say(cpu_capability())
    with tempfile.TemporaryDirectory() as made:
        cache = options.cache or Path(made)
        cache.mkdir(parents=True, exist_ok=True)
        orl = sorted(path for path in sample.prepare(Path(made) / "orl").rglob("*") if path.is_file())
        albums = [
            Looks("ORL", orl, options.device, cache),
            Looks(options.data.name, paths[: options.photos or None], options.device, cache),
        ]
        result = measure(albums, options.row or list(ROWS))
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
