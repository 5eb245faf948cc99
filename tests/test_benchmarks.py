"""One benchmark that fails takes no other with it; what the README quotes was measured."""

from dataclasses import dataclass
from pathlib import Path
import sys
from typing import override

import pytest

from scripts.lib.report import Figure
from tests.benchmarks import quotes
from tests.benchmarks.__main__ import BENCHMARKS, Benchmark, run_all, table
from tests.benchmarks.results import FILE, ROOT, Results

IMPORTS = "import sys; from scripts.lib.report import at_least, main, measured;"


@dataclass(frozen=True, kw_only=True)
class Scripted(Benchmark):
    """A benchmark that does what it is told."""

    script: str

    @property
    @override
    def program(self) -> tuple[str, ...]:
        return sys.executable, "-c", IMPORTS + self.script


GOOD = Scripted(
    name="good",
    about="what is good",
    script="sys.exit(main('', lambda: [at_least('speed', 12.0, 10), measured('time', 3.0)]))",
)
SLOW = Scripted(
    name="slow",
    about="what misses its goal",
    script="sys.exit(main('', lambda: [at_least('speed', 9.0, 10)]))",
)
BROKEN = Scripted(name="broken", about="what cannot be run", script="sys.exit(3)")


@pytest.fixture(scope="module")
def results() -> Results:
    """The figures that are in the checkout."""
    return Results.read(FILE)


def test_one_that_fails_is_named_and_takes_no_other_with_it() -> None:
    broken, good = run_all([BROKEN, GOOD]).outcomes
    assert (broken.trouble, broken.figures, broken.ok) == ("it ended with status 3", [], False)
    assert good.ok
    assert good.figures == [
        Figure(name="speed", value=12.0, unit="x", goal=">= 10", holds=True),
        Figure(name="time", value=3.0, unit="ms"),
    ]


def test_one_that_misses_its_goal_has_run_and_is_not_well() -> None:
    (slow,) = run_all([SLOW]).outcomes
    assert slow.trouble is None
    assert not slow.ok


def test_the_table_has_what_has_a_goal_by_benchmark() -> None:
    told = "\n".join(table(run_all([BROKEN, GOOD, SLOW])))
    assert "broken: what cannot be run" in told
    assert "FAILED: it ended with status 3" in told
    assert "1 of 2 goals hold." in told
    assert "1 of 3 benchmarks failed." in told
    assert "MISSED" in told
    assert "time  " not in told


def test_what_is_written_down_is_read_again(tmp_path: Path) -> None:
    found = run_all([GOOD, BROKEN])
    found.write(tmp_path / "benchmarks.json")
    assert Results.read(tmp_path / "benchmarks.json").outcomes == found.outcomes


def test_every_benchmark_has_run(results: Results) -> None:
    assert [outcome.name for outcome in results.outcomes] == [each.name for each in BENCHMARKS]
    for outcome in results.outcomes:
        assert outcome.trouble is None
        assert outcome.figures


def test_the_readme_quotes_what_was_measured(results: Results) -> None:
    assert quotes.quote(results) in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "scripts/bench"])
@pytest.mark.parametrize("benchmark", BENCHMARKS, ids=lambda each: each.name)
def test_every_benchmark_is_named(document: str, benchmark: Benchmark) -> None:
    assert f"scripts/bench {benchmark.name}" in (ROOT / document).read_text(encoding="utf-8")
