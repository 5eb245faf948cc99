"""What the workflows do is what anybody can do with the scripts of this checkout."""

from collections.abc import Iterator
import os
from pathlib import Path
import re
from typing import Any

from homeassistant.util.yaml import parse_yaml
import pytest

from scripts.lib.release import ROOT

GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
WITHOUT_VERSIONS = {"hacs/action@main", "home-assistant/actions/hassfest@master"}

each_file = pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: path.stem)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_workflow_may_more_than_it_says(path: Path) -> None:
    assert read(path)["permissions"] in ({}, {"contents": "read"})


@each_file
def test_every_script_that_is_run_is_there(path: Path) -> None:
    for step in steps(path):
        for script in re.findall(r"(?<![\w./])scripts/[\w./-]+", step.get("run", "")):
            assert (ROOT / script).is_file()
            assert script.endswith("env.sh") or os.access(ROOT / script, os.X_OK)


@each_file
def test_every_action_is_ours_or_of_a_commit_that_nobody_can_move(path: Path) -> None:
    for used in re.findall(r"uses: (.+)", path.read_text()):
        if used.startswith("./"):
            assert (ROOT / used / "action.yml").is_file()
        elif used.partition(" ")[0] not in WITHOUT_VERSIONS:
            assert re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used)


def steps(path: Path) -> Iterator[dict[str, Any]]:
    content = read(path)
    jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
    for job in jobs:
        yield from job["steps"]


def read(path: Path) -> dict[str, Any]:
    content = parse_yaml(path.read_text())
    assert isinstance(content, dict)
    return content
