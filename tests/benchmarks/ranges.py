"""Measures the largest numbers that come into FaceNet's convolutions: what its arithmetic in 8 bits rests on.

``python -m tests.benchmarks ranges [--library DIR] [--write]``

Dominant faces of lfw-dev, evenly drawn, are shown to the network in float32, ten at a time; a convolution's
range is the mean over these tens of the largest number that came in, and a quarter more: of 2,404 faces the
least cosine to float32 is then 0.9994, without the quarter 0.9983, with half more 0.9991, with a quantile of
0.9999 in place of the largest 0.9977.
``--write`` puts them into ``resources/activations.json``.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from faceapp import paths
from faceapp.ml.embedder import pixels
from faceapp.ml.manifest import CASIA_WEBFACE, manifest
from faceapp.ml.quantized import RANGES, activation_ranges
from faceapp.ml.torch_runtime import facenet_module
from faceapp.ml.weights import load_casia_webface
from tests.benchmarks import _labelled as labelled

FACES = 300
TOGETHER = 10
HEADROOM = 1.25
PIXELS = "conv2d_1a.conv"
"""What comes in here has ends."""


def measured(library: Path) -> dict[str, float]:
    """The range of each convolution, by its name."""
    labelled.lfw_dev(library)  # scanned, where it is not yet
    crops = [crop for _, crop in labelled.crops(library)]
    drawn = np.linspace(0, len(crops) - 1, FACES).astype(int)
    network = facenet_module(load_casia_webface(), manifest()[CASIA_WEBFACE].model)
    largest: dict[str, list[float]] = defaultdict(list)

    def watch(name: str, layer: nn.Module) -> None:
        def note(_: nn.Module, given: tuple[Tensor, ...]) -> None:
            largest[name].append(float(given[0].abs().max()))

        layer.register_forward_pre_hook(note)

    for name, layer in network.named_modules():
        if isinstance(layer, nn.Conv2d):
            watch(name, layer)
    with torch.inference_mode():
        for start in range(0, FACES, TOGETHER):
            some = np.stack([crops[row] for row in drawn[start : start + TOGETHER]])
            network(torch.from_numpy(pixels(some)).permute(0, 3, 1, 2))
    means = {name: float(np.mean(values)) for name, values in largest.items()}
    return {name: float(f"{mean if name == PIXELS else mean * HEADROOM:.4g}") for name, mean in means.items()}


def main(arguments: list[str]) -> int:
    """Measure, compare with what is written, and write."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks ranges")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measured(given.library or Path(folder) / "library")
    model, path = manifest()[CASIA_WEBFACE].model, paths.resource(RANGES)
    known = (activation_ranges(model) if path.exists() else None) or {}
    apart = [abs(known[name] / value - 1.0) for name, value in found.items() if name in known]
    print(f"{len(found)} convolutions, {len(apart)} known, at most {max(apart, default=0.0):.1%} apart")
    if given.write:
        path.write_text(json.dumps({model: found}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
