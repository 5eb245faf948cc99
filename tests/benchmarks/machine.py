"""The machine that figures come from: what they depend on, and nothing that tells whose it is."""

from dataclasses import dataclass
from importlib.metadata import version
import os
from pathlib import Path
import platform
import re
import shutil
import subprocess
from typing import Self

UNKNOWN = "unknown"


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
