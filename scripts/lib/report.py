"""What every benchmark prints and writes: figures with their goals, the ratios first."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
import json
from pathlib import Path
import statistics


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured value; `holds` says whether it meets its goal, `None` without one."""

    name: str
    value: float
    unit: str
    goal: str | None = None
    holds: bool | None = None


def at_least(name: str, value: float, goal: float | None) -> Figure:
    """A ratio that has to reach its goal, if it has one."""
    if goal is None:
        return Figure(name=name, value=round(value, 1), unit="x")
    return Figure(
        name=name, value=round(value, 1), unit="x", goal=f">= {goal}", holds=value >= goal
    )


def at_most(name: str, value: float, goal: float | None, unit: str = "ms") -> Figure:
    """A value, milliseconds if nothing else is said, that has to stay within its goal."""
    if goal is None:
        return measured(name, value, unit)
    return Figure(
        name=name, value=round(value, 2), unit=unit, goal=f"<= {goal}", holds=value <= goal
    )


def measured(name: str, value: float, unit: str = "ms") -> Figure:
    """A value without a goal."""
    return Figure(name=name, value=round(value, 2), unit=unit)


def percentile(milliseconds: Sequence[float], share: int) -> float:
    """The value that `share` percent of the samples do not exceed."""
    return statistics.quantiles(milliseconds, n=100, method="inclusive")[share - 1]


def make_parser(description: str) -> argparse.ArgumentParser:
    """A command line with what all benchmarks have: `--json`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE")
    return parser


def line(figure: Figure) -> str:
    """A row of the table."""
    verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
    goal = f"goal {figure.goal}" if figure.goal else ""
    value = f"{figure.value:>10.2f} {figure.unit:<3}"
    return f"{figure.name:<62} {value} {goal:<12} {verdict}".rstrip()


def report(figures: Sequence[Figure], file: Path | None) -> int:
    """Print the table, write it where asked; 0 if every goal holds."""
    for figure in figures:
        print(line(figure))
    if file:
        file.write_text(json.dumps([asdict(f) for f in figures], indent=2) + "\n")
    return int(any(figure.holds is False for figure in figures))


def main(description: str, run: Callable[[], list[Figure]]) -> int:
    """Run a benchmark that has no other options, and report; 0 if every goal holds."""
    arguments = make_parser(description).parse_args()
    return report(run(), arguments.json)
