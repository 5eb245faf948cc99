"""`benchmarks.json`: what a run of all benchmarks has found, and where."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
import json
from pathlib import Path
from typing import Any, Final, Self

from scripts.lib.report import Figure
from tests.benchmarks.machine import Machine

ROOT: Final = Path(__file__).parents[2]
FILE: Final = ROOT / "benchmarks.json"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one benchmark."""

    name: str
    about: str
    command: str
    """What a person types to have the same again."""
    seconds: float
    """How long it took."""
    others: float
    """The percentage of all cores that other work had meanwhile."""
    trouble: str | None
    """Why it has no figures, in words; `None` if it has."""
    figures: Sequence[Figure]

    @property
    def ok(self) -> bool:
        """Whether it ran, and every goal holds."""
        return self.trouble is None and all(figure.holds is not False for figure in self.figures)


@dataclass(frozen=True, kw_only=True)
class Results:
    """One run of all of them."""

    at: datetime
    """When it began, in UTC."""
    machine: Machine
    outcomes: Sequence[Outcome]

    @property
    def others(self) -> float:
        """The percentage of all cores that other work had meanwhile."""
        seconds = sum(outcome.seconds for outcome in self.outcomes)
        shares = sum(outcome.others * outcome.seconds for outcome in self.outcomes)
        return shares / max(seconds, 1)

    def figure(self, benchmark: str, name: str) -> Figure:
        """The figure of this name; `KeyError` if that benchmark has none."""
        for outcome in self.outcomes:
            for figure in outcome.figures:
                if (outcome.name, figure.name) == (benchmark, name):
                    return figure
        msg = f"{benchmark}: {name}"
        raise KeyError(msg)

    def write(self, file: Path) -> None:
        """Write it down."""
        told = asdict(self) | {"at": self.at.isoformat(timespec="seconds")}
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Self:
        """What was written down."""
        told: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return cls(
            at=datetime.fromisoformat(told["at"]),
            machine=Machine(**told["machine"]),
            outcomes=[
                Outcome(**{**each, "figures": [Figure(**figure) for figure in each["figures"]]})
                for each in told["outcomes"]
            ],
        )
