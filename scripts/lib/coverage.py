"""What a coverage report says of each module, held against the goals."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
import json
from pathlib import Path
import sys
from typing import Any, Final, Self

_WHOLLY: Final = ("config_flow.py", "core/", "flows/")
_OTHERS_PERCENT: Final = 95
_INTEGRATION: Final = "custom_components/tuya_twin/"


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module, by its path in the integration; how much of it ran, and what did not."""

    path: str
    percent: float
    lines: tuple[int, ...]
    branches: tuple[tuple[int, int], ...]

    @property
    def falls_short(self) -> bool:
        """Whether less of it ran than has to."""
        if self.path.startswith(_WHOLLY):
            return bool(self.lines or self.branches)
        return self.percent <= _OTHERS_PERCENT

    @classmethod
    def read(cls, file: str, entry: Mapping[str, Any]) -> Self:
        """A module from its entry in the report."""
        return cls(
            path=file.removeprefix(_INTEGRATION),
            percent=entry["summary"]["percent_covered"],
            lines=tuple(entry["missing_lines"]),
            branches=tuple((start, end) for start, end in entry["missing_branches"]),
        )


def modules(report: Mapping[str, Any]) -> Iterator[Module]:
    """The modules of the integration, those first of which least ran."""
    found = (Module.read(file, entry) for file, entry in report["files"].items())
    yield from sorted(found, key=lambda module: module.percent)


def main(file: Path) -> int:
    """Print what falls short and the whole; 0 if nothing does."""
    report = json.loads(file.read_text())
    short = [module for module in modules(report) if module.falls_short]
    for module in short:
        print(f"{module.path}: {module.percent:.1f} %")
        print(f"  lines {module.lines}, branches {module.branches}")
    totals = report["totals"]
    print(f"{totals['percent_covered']:.2f} % of {totals['num_statements']} statements and")
    print(f"{totals['num_branches']} branches; {len(short)} modules fall short")
    return int(bool(short))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
