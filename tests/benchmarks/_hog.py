"""What ``face_recognition`` does with its defaults: dlib's HOG detector at full size, upsampled once.

    python -m tests.benchmarks._hog FOLDER OUT.json

The second reference of the speed benchmark, in a process of its own. Its package asks for dlib's source,
which takes a compiler and ten minutes; the same dlib comes ready as ``dlib-bin``, so its three calls are made
here (``uv run --group comparison``). Writes the boxes of each photo.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image


def main(arguments: list[str]) -> int:
    """Find and embed every face of a folder."""
    import dlib

    folder, out = map(Path, arguments)
    spec = importlib.util.find_spec("face_recognition_models")
    assert spec is not None
    assert spec.origin is not None
    models = Path(spec.origin).parent / "models"
    detect = dlib.get_frontal_face_detector()
    landmarks = dlib.shape_predictor(str(models / "shape_predictor_5_face_landmarks.dat"))
    network = dlib.face_recognition_model_v1(str(models / "dlib_face_recognition_resnet_model_v1.dat"))
    boxes = {}
    for path in sorted(folder.iterdir()):
        picture = np.array(Image.open(path).convert("RGB"))
        found = detect(picture, 1)
        for box in found:
            network.compute_face_descriptor(picture, landmarks(picture, box), 1)
        boxes[path.name] = [[box.left(), box.top(), box.right(), box.bottom()] for box in found]
    out.write_text(json.dumps({"boxes": boxes}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
