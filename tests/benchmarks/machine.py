"""The machine that figures come from: what they depend on, and nothing that tells whose it is."""

from dataclasses import dataclass
from importlib.metadata import version
import os
from pathlib import Path
import platform
import re
import resource
import shutil
import subprocess
import time
from typing import Final, Self

UNKNOWN: Final = "unknown"
TICKS: Final = os.sysconf("SC_CLK_TCK")
IDLE: Final = (3, 4)
"""Idle, and waiting for a disk, among the kernel's counters."""
OWN: Final = 8
"""How many counters there are before those that repeat what is in others. The last of them is what
other machines on the same host had of this one's cores."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """What a machine has, and what runs on it."""

    processor: str
    cores: int
    memory_gib: float
    load: float
    """How many tasks ran in the minute before, on average: other work, if it is not about 0."""
    python: str
    home_assistant: str
    chromium: str

    @classmethod
    def this(cls) -> Self:
        """The machine this runs on, now."""
        return cls(
            processor=_found(r"^model name\s*: (.+)$", Path("/proc/cpuinfo")),
            cores=len(os.sched_getaffinity(0)),
            memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
            load=round(os.getloadavg()[0], 2),
            python=platform.python_version(),
            home_assistant=version("homeassistant"),
            chromium=_chromium(),
        )


def _found(pattern: str, file: Path) -> str:
    match = re.search(pattern, file.read_text(), re.MULTILINE) if file.exists() else None
    return match[1] if match else UNKNOWN


def _chromium() -> str:
    program = shutil.which("chromium")
    if program is None:
        return "none"
    told = subprocess.run(  # noqa: S603 - the one that the panel is tried in
        [program, "--version"], capture_output=True, text=True, check=False
    ).stdout
    match = re.search(r"\d+(?:\.\d+)+", told)
    return match[0] if match else UNKNOWN


class Watch:
    """Sees whether a machine does other work than what this process has begun."""

    def __init__(self) -> None:
        """Look from now on."""
        self._began, self._busy, self._ours = time.monotonic(), _busy(), _ours()

    def others(self) -> float:
        """The percentage of all cores that other work has had; what goes on is not ours yet."""
        seconds = (time.monotonic() - self._began) * (os.cpu_count() or 1)
        theirs = _busy() - self._busy - (_ours() - self._ours)
        return round(max(theirs, 0.0) / seconds * 100, 1)


def _busy() -> float:
    """Seconds of all cores, for whatever they worked."""
    counters = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:][:OWN]
    return sum(int(each) for at, each in enumerate(counters) if at not in IDLE) / TICKS


def _ours() -> float:
    """Those of processes that this one has started, once they have ended, and of theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
