"""What was measured of the feed, against its goals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
import statistics
from typing import Final

from scripts.lib.report import Figure, at_least, at_most, measured
from tests.benchmarks.feed_servers import Name

FEED, FLASK, SOCKET_IO, EVENTS, FLOOR, BUS = Name
TIMES_FASTER: Final[Mapping[int, Mapping[Name, float]]] = {
    1_000: {FLASK: 7, SOCKET_IO: 2.5, EVENTS: 1},
    2_000: {FLASK: 12, SOCKET_IO: 3},
}
ABOVE_FLOOR: Final = 1.5
WORST: Final = 3
"""How many times p50 p99 may be."""
TIMES_CHEAPER: Final = 15
MEMORY: Final = 40
"""KiB for each client."""
NOISE: Final = 1.3
"""Times below which a ratio means nothing."""
TINY: Final = 0.001
JUDGED: Final = 1_000
"""Clients at which all is judged that is not judged at several numbers."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """What was measured in one turn of one server."""

    p50: float
    """Milliseconds from the emit until the last client has it."""
    p99: float
    cpu: float
    """Microseconds for each delivery."""
    joins: float
    """Clients per second."""
    refused: int
    """How often a client was, and tried again."""


@dataclass(kw_only=True)
class Cell:
    """One server with one number of clients."""

    rounds: list[Round] = field(default_factory=list)
    memory: float = 0.0
    """KiB for each client."""

    def median(self, value: Callable[[Round], float]) -> float:
        """What it was in half of the rounds at most."""
        return statistics.median(value(each) for each in self.rounds)

    def against(self, other: Cell, value: Callable[[Round], float]) -> float:
        """How many times as much it was as with another server, round by round; the median."""
        pairs = zip(self.rounds, other.rounds, strict=True)
        return statistics.median(value(mine) / max(value(its), TINY) for mine, its in pairs)


type Cells = dict[tuple[Name, int], Cell]


def figures(cells: Cells, sizes: Sequence[int]) -> list[Figure]:
    """All figures, those with a goal first."""
    found = [figure for size in sizes for figure in _ratios(cells, size)]
    found.sort(key=lambda figure: figure.goal is None)
    return [*found, *_table(cells, sizes)]


def _ratios(cells: Cells, size: int) -> Iterator[Figure]:
    ours, judged = cells[FEED, size], size == JUDGED
    goals = TIMES_FASTER.get(size, {})
    for name in (FLASK, SOCKET_IO, EVENTS):
        faster = cells[name, size].against(ours, _p50)
        yield at_least(f"{size:,} clients: times faster than {name}", faster, goals.get(name))
    above = ours.against(cells[FLOOR, size], _p50)
    worst = ours.median(lambda each: each.p99 / each.p50)
    cheaper = cells[FLASK, size].against(ours, _cpu)
    if (with_bus := cells.get((BUS, size))) is not None:
        title = f"{size:,} clients: time with a bus against without"
        slower = with_bus.against(ours, _p50)
        yield at_most(title, slower, NOISE if judged else None, "x")
    leaner = cells[SOCKET_IO, size].memory / max(ours.memory, TINY)
    for title, value, goal, unit in (
        (f"time against the {FLOOR}", above, ABOVE_FLOOR, "x"),
        ("p99 against p50", worst, WORST, "x"),
        ("memory of each", ours.memory, MEMORY, "KiB"),
    ):
        yield at_most(f"{size:,} clients: {title}", value, goal if judged else None, unit)
    title = f"{size:,} clients: times less processor than {FLASK}"
    yield at_least(title, cheaper, TIMES_CHEAPER if judged else None)
    yield at_least(f"{size:,} clients: times less memory than {SOCKET_IO}", leaner, None)


def _p50(each: Round) -> float:
    return each.p50


def _cpu(each: Round) -> float:
    return each.cpu


_COLUMNS: Final[Sequence[tuple[str, str, Callable[[Cell], float]]]] = (
    ("p50", "ms", lambda cell: cell.median(_p50)),
    ("p99", "ms", lambda cell: cell.median(lambda each: each.p99)),
    ("processor per delivery", "us", lambda cell: cell.median(_cpu)),
    ("memory of each", "KiB", lambda cell: cell.memory),
    ("joining", "/s", lambda cell: cell.median(lambda each: each.joins)),
    ("refused, and came again", "", lambda cell: float(sum(e.refused for e in cell.rounds))),
)


def _table(cells: Cells, sizes: Sequence[int]) -> Iterator[Figure]:
    for title, unit, value in _COLUMNS:
        for size in sizes:
            for name in Name:
                if (cell := cells.get((name, size))) is None:
                    continue
                found = value(cell)
                if unit or found:
                    yield measured(f"{size:,} clients, {title}: {name}", found, unit)
