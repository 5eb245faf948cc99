"""How a process is: memory, threads, open files and sockets, as the system tells."""

from collections.abc import Sequence
from dataclasses import dataclass
import os
from pathlib import Path
import statistics
from typing import Final

_PAGE: Final = os.sysconf("SC_PAGE_SIZE")
_MIB: Final = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Vitals:
    """One look at a process."""

    at: float
    """Seconds since the soak began."""
    memory: float
    """MiB that are resident."""
    threads: int
    files: int
    """Open file descriptors, sockets included."""
    sockets: int


def look(pid: int, at: float) -> Vitals:
    """Look at a process. Raises `OSError` if there is none."""
    process = Path(f"/proc/{pid}")
    opened = [target for each in (process / "fd").iterdir() if (target := _target(each))]
    return Vitals(
        at=at,
        memory=int((process / "statm").read_text().split()[1]) * _PAGE / _MIB,
        threads=len(list((process / "task").iterdir())),
        files=len(opened),
        sockets=sum(target.startswith("socket:") for target in opened),
    )


def slope(samples: Sequence[Vitals]) -> float:
    """By how many MiB a minute memory grows, over all samples; 0 where there are too few."""
    if len(samples) < 2 or samples[0].at == samples[-1].at:  # noqa: PLR2004 - a line takes two
        return 0.0
    line = statistics.linear_regression(
        [each.at for each in samples], [each.memory for each in samples]
    )
    return line.slope * 60


def _target(descriptor: Path) -> str | None:
    try:
        return str(descriptor.readlink())
    except OSError:
        # It was closed meanwhile.
        return None
