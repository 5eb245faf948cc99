"""What has to be run by tests, and how much of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.lib.coverage import main


def entry(percent: float, *missing: int) -> dict[str, Any]:
    return {
        "summary": {"percent_covered": percent},
        "missing_lines": list(missing),
        "missing_branches": [],
    }


@pytest.mark.parametrize(
    ("module", "found", "verdict"),
    [
        ("core/house.py", entry(100.0), 0),
        ("core/house.py", entry(99.9, 12), 1),
        ("flows/forms.py", entry(99.9, 12), 1),
        ("config_flow.py", entry(99.9, 12), 1),
        ("coordinator.py", entry(95.1, 12), 0),
        ("coordinator.py", entry(95.0, 12), 1),
    ],
)
def test_a_module_that_falls_short_is_named_and_fails_the_whole(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    module: str,
    found: dict[str, Any],
    verdict: int,
) -> None:
    report = tmp_path / "report.json"
    report.write_text(
        json.dumps(
            {
                "files": {f"custom_components/tuya_twin/{module}": found},
                "totals": {"percent_covered": 98.0, "num_statements": 100, "num_branches": 10},
            }
        )
    )

    assert main(report) == verdict
    assert (module in capsys.readouterr().out) is bool(verdict)
