"""Networks run by torch: on GPUs, and on a CPU for which OpenVINO is no good.

On a GPU torch works in numbers of half the size where those prove themselves, and a batch that does not fit
in its memory is halved.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from faceapp.core.errors import WeightsError
from faceapp.core.said import said
from faceapp.ml.device import Device
from faceapp.ml.known_answers import pixels_asked
from faceapp.ml.runtime import Network, agrees
from faceapp.ml.torch_networks import InceptionResnetV1, ONet, PNet, RNet, fold_batch_norms
from faceapp.ml.torch_transfer import moved
from faceapp.ml.weights import Weights

log = logging.getLogger(__name__)

DeviceNetwork = Callable[[Tensor], Any]
"""float32 [N, 3, H, W] on the device, channels last in memory -> one tensor, or several."""
_MODULES: tuple[Callable[[], nn.Module], ...] = (PNet, RNet, ONet)
_MOST_TOGETHER = 256
_BYTES_EACH = 64 << 20
"""Free memory of a GPU for each picture given to it at once: several times what the network takes."""
_TOGETHER = 32
"""Pictures at once where the free memory is not told."""


class GpuNetwork:
    """A module on a GPU: what does not fit in its memory at once goes in halves."""

    def __init__(self, module: nn.Module, device: torch.device, *, half: bool) -> None:
        """Wrap.

        Args:
            module: On the device.
            device: Where it runs.
            half: Whether convolutions and products run in numbers of 16 bits (:func:`torch.autocast`).
        """
        self._module = module
        self._type = device.type
        self.half = half

    def __call__(self, batch: Tensor) -> Tensor | tuple[Tensor, ...]:
        """Run the network: float32 answers.

        Raises:
            torch.OutOfMemoryError: not even one picture fits.
        """
        try:
            with torch.autocast(self._type, enabled=self.half):
                answers = tuple(one.float() for one in listed(self._module(batch)))
        except torch.OutOfMemoryError:
            if len(batch) == 1:
                raise
            answers = ()
        if not answers:  # outside of the handler: what it holds of the failed try is free by now
            log.warning(
                "%d pictures at once do not fit in the memory of the %s device", len(batch), self._type
            )
            parts = [listed(self(part)) for part in batch.chunk(2)]
            answers = tuple(torch.cat(some) for some in zip(*parts, strict=True))
        return answers if len(answers) > 1 else answers[0]


class FromHost:
    """A network on a device, asked with arrays and answering with arrays."""

    def __init__(self, network: DeviceNetwork, device: torch.device) -> None:
        self._network, self._device = network, device

    def __call__(self, pixels: NDArray[np.float32]) -> tuple[NDArray[np.float32], ...]:
        """Run the network: float32 [N, H, W, 3] -> float32 [N, ...] each."""
        with torch.inference_mode():
            # float32 on the host's side of the move; rows of pixels seen as planes are channels last already.
            planes = torch.from_numpy(pixels.astype(np.float32, copy=False)).permute(0, 3, 1, 2)
            return tuple(one.cpu().numpy() for one in listed(self._network(moved(planes, self._device))))


def listed(answers: Any) -> tuple[Tensor, ...]:
    """A network's answer as several, also if it is one."""
    return tuple(answers) if isinstance(answers, tuple) else (answers,)


def mtcnn_module(stage: int, weights: Weights) -> nn.Module:
    """One of MTCNN's networks, 0 to 2, as a module on the CPU."""
    module = _MODULES[stage]()
    module.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    return module.eval()


def facenet_module(weights: Weights, model: str) -> nn.Module:
    """FaceNet as a module on the CPU, its batch norms folded.

    Raises:
        WeightsError: the weights are another network's.
    """
    module: nn.Module = InceptionResnetV1()
    try:
        module.load_state_dict({name: torch.tensor(array) for name, array in weights.items()})
    except RuntimeError as error:
        raise WeightsError(
            said("The weights {model} do not fit the FaceNet network. Get them again.", model=model)
        ) from error
    fold_batch_norms(module.eval())
    return module


def on_cpu(module: nn.Module, calls: int) -> Network:
    """A module run by torch on the CPU.

    Args:
        module: On the CPU.
        calls: How many calls run at once, on one core each; 0: one call takes all cores.
    """
    if calls:
        torch.set_num_threads(1)
    return FromHost(module.to(memory_format=torch.channels_last), torch.device("cpu"))


def on_gpu(module: nn.Module, device: Device, side: int, *, half: bool) -> GpuNetwork:
    """A module moved to a GPU, in 16 bits where those will do and prove themselves.

    Args:
        module: On the CPU.
        device: The GPU.
        side: Height and width of a picture to try it on.
        half: Whether 16 bits will do.
    """
    target = torch.device(device.target)
    # Cast before the move: a device without float64 must never be offered any.
    module = module.to(torch.float32).to(memory_format=torch.channels_last).to(target)
    network = GpuNetwork(module, target, half=half)
    if half:
        pixels = pixels_asked(side)
        try:
            ours, exact = FromHost(network, target)(pixels), FromHost(module, target)(pixels)
            network.half = agrees(ours, exact, exactly=False)
            if not network.half:
                log.warning("Numbers of 16 bits are not used on the %s device: they differ", device.name)
        except (RuntimeError, TypeError) as error:  # a kind of device that has no such arithmetic
            log.warning("Numbers of 16 bits are not used on the %s device: %s", device.name, error)
            network.half = False
    return network


def together(device: Device) -> int:
    """Pictures FaceNet is given at once on a GPU: an even number, as many as the free memory lets."""
    target = torch.device(device.target)
    if target.type != "cuda":
        return _TOGETHER
    free, _ = torch.cuda.mem_get_info(target)
    return int(min(max(free // _BYTES_EACH, 2), _MOST_TOGETHER)) // 2 * 2
