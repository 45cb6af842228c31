"""MTCNN's three networks on a device."""

from __future__ import annotations

from functools import partial

from faceapp.ml.device import Device, require_torch
from faceapp.ml.manifest import MTCNN_NETS
from faceapp.ml.openvino_nets import decider, proposer, refiner
from faceapp.ml.runtime import Network, Ways, quickest
from faceapp.ml.stages import CpuStages, Stages
from faceapp.ml.weights import Weights, load_packaged

_MODELS = (proposer, refiner, decider)
TRIED_ON = (48, 24, 48)
"""Sides of the pictures each network is tried on."""


def mtcnn_stages(device: Device, *, half: bool = False) -> Stages:
    """Put the networks together.

    Args:
        device: Where they run.
        half: Whether the first two may work in 16 bits where the device has them. The third never does: box
            and landmarks are its answer.

    Raises:
        WeightsError: a weights file is missing or changed.
        DeviceError: nothing here can run them.
    """
    weights = [load_packaged(name) for name in MTCNN_NETS]
    halves = (half, half, False)
    if device.name == "cpu":
        return CpuStages(
            [
                quickest(
                    Ways(
                        name=MTCNN_NETS[stage],
                        model=partial(_MODELS[stage], weights[stage]),
                        torch=partial(_by_torch, stage, weights[stage], device.calls),
                        side=TRIED_ON[stage],
                        half=halves[stage],
                    ),
                    device.calls,
                )
                for stage in range(len(weights))
            ]
        )
    require_torch()
    import torch

    from faceapp.ml.torch_runtime import mtcnn_module, on_gpu
    from faceapp.ml.torch_stages import TorchStages

    networks = [
        on_gpu(mtcnn_module(stage, weights[stage]), device, TRIED_ON[stage], half=halves[stage])
        for stage in range(len(weights))
    ]
    return TorchStages(networks, torch.device(device.target))


def _by_torch(stage: int, weights: Weights, calls: int) -> Network:
    require_torch()
    from faceapp.ml.torch_runtime import mtcnn_module, on_cpu

    return on_cpu(mtcnn_module(stage, weights), calls)
