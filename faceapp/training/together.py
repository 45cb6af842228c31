"""Several processes that learn as one: each works on a part of every mini-batch (``torchrun``).

Embeddings of all parts are brought together before triplets are chosen, so that the mini-batch of section
3.2 is the whole one: the loss is that of one process with the same batch.
"""

from __future__ import annotations

import os

import torch
from torch import Tensor, nn
from torch import distributed as dist
from torch.distributed.nn.functional import all_gather
from torch.nn.parallel import DistributedDataParallel


def join() -> bool:
    """Join the other processes ``torchrun`` started, if it started this one; whether it did."""
    if int(os.environ.get("WORLD_SIZE", "1")) < 2:
        return False
    if not dist.is_initialized():
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return True


def leave() -> None:
    """Part from the others."""
    if dist.is_available() and dist.is_initialized():
        dist.destroy_process_group()


def rank() -> int:
    """Which of the processes this is; 0 alone."""
    return dist.get_rank() if dist.is_available() and dist.is_initialized() else 0


def processes() -> int:
    """How many there are."""
    return dist.get_world_size() if dist.is_available() and dist.is_initialized() else 1


def shared(module: nn.Module, device: torch.device) -> nn.Module:
    """A module whose slopes are those of all processes."""
    if processes() == 1:
        return module
    if device.type == "cuda":
        module = nn.SyncBatchNorm.convert_sync_batchnorm(module)  # type: ignore[no-untyped-call]
        return DistributedDataParallel(module, device_ids=[device.index or 0])
    return DistributedDataParallel(module)


def part(count: int) -> slice:
    """This process's rows of a mini-batch of ``count`` rows that all processes divide evenly."""
    each = count // processes()
    return slice(rank() * each, (rank() + 1) * each)


def even(count: int) -> int:
    """The most rows, up to ``count``, that divide evenly."""
    return count // processes() * processes()


def gathered(embeddings: Tensor) -> Tensor:
    """The embeddings of all processes, in their order; slopes find their way back.

    Each process works out the same loss of all of them, and the averaging of slopes over the processes
    undoes the adding up that gathering does on the way back.
    """
    return (
        embeddings
        if processes() == 1
        else torch.cat(
            list(all_gather(embeddings))  # type: ignore[no-untyped-call] # torch's hints lack it
        )
    )
