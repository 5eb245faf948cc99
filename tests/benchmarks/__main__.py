"""All benchmarks, one after another, each a process of its own: one table, and `benchmarks.json`.

This process waits, and imports nothing of what is measured.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
import json
import os
from pathlib import Path
import signal
import subprocess
import sys
import tempfile
import time
from typing import Final

from scripts.lib.report import Figure, line
from tests.benchmarks import quotes
from tests.benchmarks.machine import Machine, Watch
from tests.benchmarks.results import FILE, ROOT, Outcome, Results

LONGEST: Final = 1800
"""Seconds after which a benchmark will not end by itself any more."""
PATIENCE: Final = 60
"""Seconds it then has to end what it has started."""


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """One of them."""

    name: str
    """As `scripts/bench` knows it."""
    about: str
    options: Sequence[str] = ()
    """What is asked of it, other than it would do by itself."""

    @property
    def program(self) -> Sequence[str]:
        """What runs it."""
        return sys.executable, "-m", f"tests.benchmarks.{self.name.replace('-', '_')}"


BENCHMARKS: Final = (
    Benchmark(name="devices", about="the device layer against plain tinytuya"),
    Benchmark(name="protocols", about="protocols inside a real Home Assistant"),
    Benchmark(name="household", about="twenty devices, twenty screens: at rest, and coming back"),
    Benchmark(
        name="feed",
        about="the feed inside a real Home Assistant, against others: three sizes in place of four",
        options=("--clients", "10,1000,2000"),
    ),
    Benchmark(name="panel", about="the panel in Chromium, with three devices and with sixty"),
    Benchmark(name="analyzer", about="from a sensor to red; an AI that is dead; bursts of signs"),
    Benchmark(
        name="slow-screens",
        about="a thousand screens and two that are too slow: 2 minutes in place of 10",
        options=("--minutes", "2"),
    ),
)


def run(benchmark: Benchmark) -> Outcome:
    """Run it. Whatever goes wrong in it is said in the outcome; what it said itself, on stderr."""
    began, watch = time.monotonic(), Watch()
    with tempfile.TemporaryDirectory() as folder:
        file, said = Path(folder) / "figures.json", Path(folder) / "said"
        ended = _carry_out([*benchmark.program, *benchmark.options, "--json", str(file)], said)
        # It ends with 1 if it has missed a goal, and if it broke.
        ran = file.exists()
        figures = [Figure(**each) for each in json.loads(file.read_text())] if ran else []
        if not ran:
            print(said.read_text(errors="replace"), file=sys.stderr)
    return Outcome(
        name=benchmark.name,
        about=benchmark.about,
        command=" ".join(["scripts/bench", benchmark.name, *benchmark.options]),
        seconds=round(time.monotonic() - began),
        others=watch.others(),
        trouble=None if ran else ended,
        figures=figures,
    )


def _carry_out(command: Sequence[str], said: Path) -> str:
    """Run it, what it says into a file; how it ended, in words."""
    # A session of its own: whoever interrupts this one has it end in order, not twice at once.
    with (
        said.open("wb") as output,
        subprocess.Popen(  # noqa: S603 - ours
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        try:
            code = process.wait(LONGEST)
        except subprocess.TimeoutExpired:
            _end(process)
            return f"it had not ended after {LONGEST // 60} minutes"
        except KeyboardInterrupt:
            _end(process)
            raise
    return f"it ended with status {code}"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def run_all(benchmarks: Sequence[Benchmark]) -> Results:
    """Run them, one after another, saying on stderr which."""
    at, machine = datetime.now(UTC), Machine.this()
    outcomes = []
    for benchmark in benchmarks:
        print(f"{benchmark.name}: {benchmark.about}", file=sys.stderr, flush=True)
        outcomes.append(run(benchmark))
    return Results(at=at, machine=machine, outcomes=outcomes)


def table(results: Results) -> Iterator[str]:
    """The lines of the one table: all figures that have a goal, by benchmark."""
    for outcome in results.outcomes:
        yield f"{outcome.name}: {outcome.about} ({outcome.seconds:.0f} s)"
        if outcome.trouble:
            yield f"  FAILED: {outcome.trouble}"
        yield from (f"  {line(figure)}" for figure in outcome.figures if figure.goal)
        yield ""
    figures = [figure for outcome in results.outcomes for figure in outcome.figures]
    verdicts = [figure.holds for figure in figures if figure.goal]
    failed = sum(outcome.trouble is not None for outcome in results.outcomes)
    machine = results.machine
    yield f"{sum(map(bool, verdicts))} of {len(verdicts)} goals hold."
    yield f"{failed} of {len(results.outcomes)} benchmarks failed."
    yield f"{len(figures) - len(verdicts)} more figures, which have no goal, are written down."
    yield (
        f"{machine.cores} cores of {machine.processor}, {machine.memory_gib:.0f} GiB; "
        f"load before: {machine.load:.2f}; "
        f"other work meanwhile: {results.others:.1f} % of it"
    )


def main() -> int:
    """The command; 0 if all of them ran, and every goal holds."""
    parser = argparse.ArgumentParser(description="All benchmarks.")
    parser.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="where to write it, instead of to benchmarks.json and the README's table",
    )
    file: Path | None = parser.parse_args().json
    results = run_all(BENCHMARKS)
    print("\n".join(table(results)))
    results.write(file or FILE)
    if file is None and not quotes.write(results):
        print("The README is as it was: a figure that it quotes is missing.")
    return int(not all(outcome.ok for outcome in results.outcomes))


if __name__ == "__main__":
    sys.exit(main())
