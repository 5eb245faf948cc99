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


def at_least(name: str, value: float, goal: float) -> Figure:
    """A ratio that has to reach its goal."""
    return Figure(
        name=name, value=round(value, 1), unit="x", goal=f">= {goal}", holds=value >= goal
    )


def at_most(name: str, milliseconds: float, goal: float) -> Figure:
    """A time that has to stay within its goal."""
    return Figure(
        name=name,
        value=round(milliseconds, 2),
        unit="ms",
        goal=f"<= {goal}",
        holds=milliseconds <= goal,
    )


def measured(name: str, milliseconds: float) -> Figure:
    """A time without a goal."""
    return Figure(name=name, value=round(milliseconds, 2), unit="ms")


def percentile(milliseconds: Sequence[float], share: int) -> float:
    """The value that `share` percent of the samples do not exceed."""
    return statistics.quantiles(milliseconds, n=100, method="inclusive")[share - 1]


def main(description: str, run: Callable[[], list[Figure]]) -> int:
    """Run a benchmark, print its table, write it where asked; 0 if every goal holds."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    figures = run()
    for figure in figures:
        verdict = {True: "holds", False: "MISSED", None: ""}[figure.holds]
        goal = f"goal {figure.goal}" if figure.goal else ""
        print(f"{figure.name:<62} {figure.value:>10.2f} {figure.unit:<3} {goal:<12} {verdict}")
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(f) for f in figures], indent=2) + "\n")
    return int(any(figure.holds is False for figure in figures))
