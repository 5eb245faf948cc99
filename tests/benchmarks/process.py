"""What the kernel counts of a process."""

import os
from pathlib import Path
from typing import Final

PAGE: Final = os.sysconf("SC_PAGE_SIZE")
TICKS: Final = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """The seconds of processor time it has had so far, in all its threads."""
    times = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(times[11]) + int(times[12])) / TICKS


def resident_kib(pid: int) -> float:
    """Its resident memory, in KiB."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE / 1024
