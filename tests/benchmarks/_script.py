"""The script everybody writes with facenet-pytorch: full size, one photo after the other, faces one by one.

    python -m tests.benchmarks._script FOLDER OUT.json

The reference of the speed benchmark, in a process of its own. Writes the boxes of each photo.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import torch
from facenet_pytorch import MTCNN, InceptionResnetV1
from PIL import Image

from faceapp.ml.weights import load_casia_webface


def main(arguments: list[str]) -> int:
    """Find and embed every face of a folder."""
    folder, out = map(Path, arguments)
    mtcnn = MTCNN(keep_all=True)
    network = InceptionResnetV1(pretrained=None)
    network.load_state_dict(load_casia_webface())
    network.eval()
    boxes = {}
    started = time.perf_counter()
    for path in sorted(folder.iterdir()):
        image = Image.open(path).convert("RGB")
        found, _ = mtcnn.detect(image)
        faces = mtcnn.extract(image, found, None)
        with torch.no_grad():
            for face in faces if faces is not None else []:
                network(face[None])
        boxes[path.name] = [] if found is None else [[float(value) for value in box] for box in found]
    out.write_text(json.dumps({"seconds": time.perf_counter() - started, "boxes": boxes}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
