"""Memory that was freed goes back to the system, whatever lies between."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import sys, threading
from pathlib import Path
from faceapp.core.heaps import share_heaps

if sys.argv[1] == "shared":
    share_heaps(256 << 10)

def held():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))

kept = []

def work():
    # A first free block teaches glibc to take blocks of its size out of the heap.
    bytearray(20 << 20)
    large = []
    for _ in range(40):
        large.append(bytearray(500_000))
        kept.extend(bytearray(2_000) for _ in range(20))

before = held()
for _ in range(4):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print((held() - before) // 1024)
"""


def megabytes(how: str) -> int:
    """What a process holds more after it freed 80 MB, between blocks that stay."""
    done = subprocess.run([sys.executable, "-c", CODE, how], capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="glibc")
def test_large_blocks_go_back_to_the_system() -> None:
    shared, usual = megabytes("shared"), megabytes("usual")
    assert shared < 20 < usual
