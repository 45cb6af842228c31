"""Writes what torch answers in float32 to known pixels: ``python -m tests.known_answers``.

The app compares whatever else runs its networks with these (:mod:`faceapp.ml.known_answers`). To be run again
when weights or layers change; a test compares the file with torch.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import save_file

from faceapp import paths
from faceapp.ml.known_answers import ANSWERS, pixels_asked
from faceapp.ml.manifest import CASIA_WEBFACE, MTCNN_NETS, manifest
from faceapp.ml.mtcnn_networks import TRIED_ON
from faceapp.ml.torch_runtime import FromHost, facenet_module, mtcnn_module
from faceapp.ml.views import CROP_SIZE
from faceapp.ml.weights import load_casia_webface, load_packaged

CPU = torch.device("cpu")


def answers_of_torch() -> dict[str, NDArray[np.float32]]:
    """By network and number of the answer: float32 [2, ...]."""
    found = {}
    model = manifest()[CASIA_WEBFACE].model
    modules = [
        (name, mtcnn_module(stage, load_packaged(name)), TRIED_ON[stage])
        for stage, name in enumerate(MTCNN_NETS)
    ]
    for name, module, side in (*modules, (model, facenet_module(load_casia_webface(), model), CROP_SIZE)):
        for number, answer in enumerate(FromHost(module, CPU)(pixels_asked(side))):
            found[f"{name}/{number}"] = np.ascontiguousarray(answer)
    return found


if __name__ == "__main__":
    save_file(answers_of_torch(), paths.resource(ANSWERS))
