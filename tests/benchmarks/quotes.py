"""What the README tells of `benchmarks.json`: those figures that somebody with a house asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
import textwrap
from typing import Final

from scripts.lib.report import Figure
from tests.benchmarks.results import ROOT, Results

README: Final = ROOT / "README.md"
BEGIN: Final = "<!-- scripts/bench writes this -->"
END: Final = "<!-- and no further -->"
WIDTH: Final = 100


@dataclass(frozen=True, kw_only=True)
class Row:
    """A figure, and what it is in plain words."""

    words: str
    benchmark: str
    figure: str
    per: str = ""
    """What the ratio is a multiple of, as it reads after the number."""


ROWS: Final = (
    Row(
        words="Red on a siren, a bulb and a lock, the device layer alone: "
        "against plain tinytuya calls, one after another",
        benchmark="devices",
        figure="3.4: red, against plain calls one after another",
        per="sooner",
    ),
    Row(
        words="A siren is dead: the others are confirmed, slowest",
        benchmark="devices",
        figure="3.4, siren dead: the others confirmed, slowest",
    ),
    Row(
        words="Red in Home Assistant, once it is on disk: all three confirmed, 99 in 100",
        benchmark="protocols",
        figure="record on disk: begun to all confirmed, p99",
    ),
    Row(
        words="the same, from the call to the answer, with everything on disk, median",
        benchmark="protocols",
        figure="record on disk: call to answer, p50",
    ),
    Row(
        words="A sensor tells of danger: red is on a screen, 95 in 100",
        benchmark="analyzer",
        figure="sensor to red on a screen, no AI, p95",
    ),
    Row(
        words="what an AI that does not answer adds to that",
        benchmark="analyzer",
        figure="sensor to red on a screen, AI dead less no AI, p95",
    ),
    Row(
        words="A change of status is on the last of 1,000 screens, median",
        benchmark="feed",
        figure="1,000 clients, p50: ours",
    ),
    Row(
        words="the same, against Flask-SocketIO",
        benchmark="feed",
        figure="1,000 clients: times faster than Flask-SocketIO",
        per="sooner",
    ),
    Row(
        words="the same, against python-socketio's own emit",
        benchmark="feed",
        figure="1,000 clients: times faster than python-socketio",
        per="sooner",
    ),
    Row(
        words="the same beside two screens that hardly read, against without these, 99 in 100",
        benchmark="slow-screens",
        figure="the others' p99, with against without",
        per="as long",
    ),
    Row(
        words="A screen was away for a minute: it has the 30 changes it missed, slowest of 19",
        benchmark="household",
        figure="back after 60 s: in step, slowest",
    ),
    Row(
        words="Twenty devices and twenty screens at rest, of one core",
        benchmark="household",
        figure="at rest, of one core: twenty devices and twenty screens",
    ),
    Row(
        words="The panel's first view, gzip",
        benchmark="panel",
        figure="first view, all files of ours, gzip",
    ),
    Row(
        words="A change of status is painted, 95 in 100",
        benchmark="panel",
        figure="status -> painted, three devices, p95",
    ),
    Row(
        words="Frames a second in red, sixty devices, on a processor slowed down four times",
        benchmark="panel",
        figure="frames a second in red, 4 times slower CPU",
    ),
    Row(
        words="The panel's memory after an hour of events, against before",
        benchmark="panel",
        figure="heap after / before an hour of events",
        per="as much",
    ),
)


def quote(results: Results) -> str:
    """The README's table and how it was measured; `KeyError` if a figure of it is missing."""
    return "\n".join([BEGIN, "", *_table(results), "", *_measured(results), "", END])


def _table(results: Results) -> Iterator[str]:
    yield "| what | measured | goal | |"
    yield "|---|---:|---|---|"
    for row in ROWS:
        figure = results.figure(row.benchmark, row.figure)
        verdict = {True: "holds", False: "**missed**", None: ""}[figure.holds]
        cells = (row.words, _value(figure, row), _goal(figure), verdict)
        yield "|" + "|".join(f" {cell} ".replace("  ", " ") for cell in cells) + "|"


def _value(figure: Figure, row: Row) -> str:
    if figure.unit == "x":
        return f"{figure.value:,.2f}".rstrip("0").rstrip(".") + f" times {row.per}"
    number = f"{figure.value:,.{1 if figure.value < 100 else 0}f}"
    return f"{number} {_unit(figure)}".rstrip()


def _goal(figure: Figure) -> str:
    words = {">=": "at least", "<=": "at most"}
    bound, _, number = (figure.goal or "").partition(" ")
    return f"{words[bound]} {number} {_unit(figure)}".rstrip() if bound else ""


def _unit(figure: Figure) -> str:
    return {"x": "times", "/s": ""}.get(figure.unit, figure.unit)


def _measured(results: Results) -> list[str]:
    machine = results.machine
    goals = [each for outcome in results.outcomes for each in outcome.figures if each.goal]
    missed = [f"*{each.name}*" for each in goals if each.holds is False]
    said = f"{len(missed)} of them missed ({'; '.join(missed)})" if missed else "all of them hold"
    minutes = sum(outcome.seconds for outcome in results.outcomes) / 60
    return textwrap.wrap(
        f"Measured on {results.at:%d %B %Y} by `scripts/bench`, in {minutes:.0f} minutes, on "
        f"{machine.cores} cores of {machine.processor} with {machine.memory_gib:.0f} GiB, "
        f"Python {machine.python}, Home Assistant {machine.home_assistant} and Chromium "
        f"{machine.chromium}; other work had {results.others:.0f} % of the machine meanwhile. "
        f"There are {len(goals)} goals in all, {said}: [benchmarks.json](benchmarks.json) has them "
        "with every other figure.",
        WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
    )


def write(results: Results) -> bool:
    """Write the README's table anew; `False`, and it is as it was, if a figure is missing."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    try:
        told = quote(results)
    except KeyError:
        return False
    README.write_text(before + told + after, encoding="utf-8")
    return True
