"""What the import contracts cannot say, and what several files have to agree on."""

import ast
import json
from pathlib import Path
import sys
import tomllib
from typing import Any, cast

from homeassistant.util.yaml import parse_yaml
import pytest

from custom_components.tuya_twin import services, viewer_actions
from custom_components.tuya_twin.core.model import Reason
from custom_components.tuya_twin.devices.simulator import Fault

ACTIONS = {**services.ACTIONS, **viewer_actions.ACTIONS}
ROOT = Path(__file__).parents[1]
INTEGRATION = ROOT / "custom_components" / "tuya_twin"
ENGLISH = json.loads((INTEGRATION / "translations" / "en.json").read_text())
ICONS = json.loads((INTEGRATION / "icons.json").read_text())
MANIFEST = json.loads((INTEGRATION / "manifest.json").read_text())
OFFERED = cast("dict[str, Any]", parse_yaml((INTEGRATION / "services.yaml").read_text()))


@pytest.mark.parametrize("path", sorted((INTEGRATION / "core").glob("*.py")), ids=lambda p: p.name)
def test_core_imports_nothing_but_itself_and_the_standard_library(path: Path) -> None:
    tree = ast.parse(path.read_text())
    imported = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    } | {
        (node.module or "").split(".")[0] if node.level == 0 else "." * node.level
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }

    assert imported - sys.stdlib_module_names - {"."} == set()


def test_the_manifest_and_the_project_pin_the_same_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert sorted(MANIFEST["requirements"]) == sorted(project["dependencies"])
    assert MANIFEST["version"] == project["version"]


def test_the_manifest_is_sorted_as_home_assistant_wants_it() -> None:
    keys = list(MANIFEST)

    assert keys == ["domain", "name", *sorted(keys[2:])]


def test_the_button_for_debug_logging_turns_no_library_up_that_would_write_secrets() -> None:
    assert "loggers" not in MANIFEST


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_told_in_words(reason: Reason) -> None:
    assert "{device}" in ENGLISH["exceptions"][f"device_{reason}"]["message"]


def test_every_fault_has_a_name() -> None:
    assert ENGLISH["entity"]["select"]["simulated_fault"]["state"].keys() == set(Fault)


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_and_field_is_described(name: str) -> None:
    described = ENGLISH["services"][name]
    accepted = {str(key) for key in ACTIONS[name].fields}

    assert described["fields"].keys() == accepted
    assert OFFERED[name]["fields"].keys() == accepted
    assert name in ICONS["services"]


def test_no_action_is_described_that_there_is_not() -> None:
    assert ENGLISH["services"].keys() == OFFERED.keys() == ICONS["services"].keys() == set(ACTIONS)
