"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
from pathlib import Path

VECTORS = ("avx2", "avx512f", "avx512_vnni", "avx512_bf16", "amx_bf16")


def cpu_capability() -> str:
    """Architecture, vector instructions, cores."""
    info = Path("/proc/cpuinfo")
    known = info.read_text(encoding="ascii", errors="replace").split() if info.exists() else []
    wide = [flag for flag in VECTORS if flag in known]
    return f"{platform.machine()} [{' '.join(wide)}], {os.cpu_count()} cores"
