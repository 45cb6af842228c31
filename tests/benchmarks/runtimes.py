"""What runs the networks: processor time of each runtime on one core, and what it costs in accuracy.

``python -m tests.benchmarks runtimes [--library DIR] [--speed-only]``

FaceNet on 32 crops, the first network of MTCNN on the largest level of a photo, the others on as many
candidates as a photo has. ONNX Runtime is measured where it is installed beside the app (with ``onnx``).
Accuracy: the dominant faces of lfw-dev, embedded anew in float32, in bfloat16 and in 8 bits; TAR at three
FARs over all pairs in the album's space beyond the crowd, and the cosine of an embedding to float32's.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from faceapp.core.models import Embeddings
from faceapp.core.space import Space
from faceapp.ml.device import cpu
from faceapp.ml.embedder import FaceNetEmbedder, Numbers
from faceapp.ml.manifest import CASIA_WEBFACE, MTCNN_NETS, manifest
from faceapp.ml.openvino_nets import decider, facenet, proposer, refiner
from faceapp.ml.quantized import activation_ranges
from faceapp.ml.runtime import OpenVinoNetwork, has_bfloat16
from faceapp.ml.torch_runtime import facenet_module, mtcnn_module
from faceapp.ml.weights import Weights, load_casia_webface, load_packaged
from tests.benchmarks import _labelled as labelled
from tests.benchmarks._machine import cpu_capability
from tests.benchmarks.embedding import tar_at_far

ROUNDS = 5


@dataclass(frozen=True)
class Measured:
    """A network in torch and in OpenVINO, and the batch it is measured with."""

    name: str
    module: nn.Module
    weights: Weights
    model: Callable[..., Any]
    batch: tuple[int, int, int]


def networks() -> list[Measured]:
    """All of them."""
    found = []
    batches = ((1, 541, 721), (350, 24, 24), (30, 48, 48))
    for stage, (name, model) in enumerate(zip(MTCNN_NETS, (proposer, refiner, decider), strict=True)):
        weights = load_packaged(name)
        found.append(Measured(name, _last(mtcnn_module(stage, weights)), weights, model, batches[stage]))
    weights = load_casia_webface()
    module = _last(facenet_module(weights, manifest()[CASIA_WEBFACE].model))
    return [*found, Measured("facenet", module, weights, facenet, (32, 160, 160))]


def _last(module: nn.Module) -> nn.Module:
    return module.to(memory_format=torch.channels_last)


def milliseconds(run: Callable[[], object]) -> float:
    """Processor time of the quickest of some runs."""
    run()
    taken = []
    for _ in range(ROUNDS):
        started = time.process_time()
        run()
        taken.append(time.process_time() - started)
    return 1000.0 * min(taken)


def speeds() -> None:
    """Print the table of processor times."""
    rng = np.random.default_rng(0)
    print(f"{cpu_capability()}\n{'network':12} {'batch':>16}  milliseconds of processor time on one core")
    for one in networks():
        count, height, width = one.batch
        values = rng.uniform(-1.0, 1.0, (count, height, width, 3)).astype(np.float32)
        batch = torch.from_numpy(values).permute(0, 3, 1, 2)
        ways: dict[str, Callable[[], object]] = {"torch float32": partial(one.module, batch)}
        ways["torch bfloat16"] = partial(_autocast(one.module), batch)
        if all(importlib.util.find_spec(package) for package in ("onnxruntime", "onnx")):
            ways["ONNX Runtime float32"] = partial(_onnx(one.module, batch), batch)
        exact = OpenVinoNetwork(one.model(one.weights), half=False, calls=1)
        ways["OpenVINO float32"] = partial(exact, values)
        if has_bfloat16():
            half = OpenVinoNetwork(one.model(one.weights), half=True, calls=1)
            ways["OpenVINO bfloat16"] = partial(half, values)
        if one.name == "facenet":
            eight = facenet(one.weights, activation_ranges(manifest()[CASIA_WEBFACE].model))
            ways["OpenVINO int8"] = partial(OpenVinoNetwork(eight, half=False, calls=1), values)
        with torch.inference_mode():
            row = [f"{way} {milliseconds(run):.1f}" for way, run in ways.items()]
        print(f"{one.name:12} {count:4} x {height} x {width:3}  {'; '.join(row)}", flush=True)


def _autocast(module: nn.Module) -> Callable[[Tensor], object]:
    def run(batch: Tensor) -> object:
        with torch.autocast("cpu", torch.bfloat16):
            return module(batch)

    return run


def _onnx(module: nn.Module, batch: Tensor) -> Callable[[Tensor], object]:
    import onnxruntime  # type: ignore[import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "network.onnx"
        torch.onnx.export(module, (batch.contiguous(),), str(path), input_names=["pixels"], dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda pixels: session.run(None, {"pixels": pixels.contiguous().numpy()})


def accuracy(library: Path) -> None:
    """Print what shorter numbers cost on lfw-dev."""
    labelled.lfw_dev(library)  # scanned, where it is not yet
    weights, model = load_casia_webface(), manifest()[CASIA_WEBFACE].model
    kinds: tuple[Numbers, ...] = ("float32", "bfloat16", "int8")
    embedders = {kind: FaceNetEmbedder(cpu(), weights, model, shortest=kind) for kind in kinds}
    found: dict[Numbers, list[Embeddings]] = {kind: [] for kind in kinds}
    labels: list[str] = []
    for person, crop in labelled.crops(library):
        labels.append(person)
        for kind, embedder in embedders.items():
            found[kind].append(embedder.embed([crop])[0])
    exact = np.stack(found["float32"])
    for kind in kinds:
        rows = np.stack(found[kind])
        space = Space.of_album(rows)
        mapped = space.map(rows)
        tar = tar_at_far(mapped, np.array(labels), space.crowd(mapped))
        alike = (exact * rows).sum(axis=1)
        print(
            f"{kind:8} TAR at FAR 1e-3, 1e-4, 1e-5: {', '.join(f'{value:.4f}' for value in tar)}; cosine to "
            f"float32 {alike.min():.5f} at least, {np.median(alike):.5f} in the middle"
        )


def main(arguments: list[str]) -> int:
    """Print both tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks runtimes")
    parser.add_argument("--library", type=Path, help="keep the scanned lfw-dev library here")
    parser.add_argument("--speed-only", action="store_true")
    given = parser.parse_args(arguments)
    torch.set_num_threads(1)
    speeds()
    if not given.speed_only:
        if given.library is None:
            with tempfile.TemporaryDirectory() as folder:
                accuracy(Path(folder) / "library")
        else:
            accuracy(given.library)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
