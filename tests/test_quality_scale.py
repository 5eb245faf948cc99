"""What `quality_scale.yaml` says of each rule of Home Assistant, and those that can be checked."""

import ast
from collections.abc import Iterator, Mapping
from importlib.metadata import files
from pathlib import Path
from typing import Any, cast, get_type_hints

from homeassistant.components.binary_sensor import BinarySensorEntity
from homeassistant.components.button import ButtonEntity
from homeassistant.components.event import EventEntity
from homeassistant.components.light import LightEntity
from homeassistant.components.lock import LockEntity
from homeassistant.components.number import NumberEntity
from homeassistant.components.select import SelectEntity
from homeassistant.components.sensor import SensorEntity
from homeassistant.components.siren import SirenEntity
from homeassistant.components.switch import SwitchEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import tuya_twin
from custom_components.tuya_twin.config_flow import TuyaTwinConfigFlow
from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import TuyaTwinConfigEntry
from tests.test_architecture import ACTIONS, ENGLISH, ICONS, INTEGRATION, MANIFEST

TIERS: Mapping[str, tuple[str, ...]] = {
    "bronze": (
        "action-setup",
        "appropriate-polling",
        "brands",
        "common-modules",
        "config-flow",
        "config-flow-test-coverage",
        "dependency-transparency",
        "docs-actions",
        "docs-conditions",
        "docs-high-level-description",
        "docs-installation-instructions",
        "docs-removal-instructions",
        "docs-triggers",
        "entity-event-setup",
        "entity-unique-id",
        "has-entity-name",
        "runtime-data",
        "test-before-configure",
        "test-before-setup",
        "unique-config-entry",
    ),
    "silver": (
        "action-exceptions",
        "config-entry-unloading",
        "docs-configuration-parameters",
        "docs-installation-parameters",
        "entity-unavailable",
        "integration-owner",
        "log-when-unavailable",
        "parallel-updates",
        "reauthentication-flow",
        "test-coverage",
    ),
    "gold": (
        "devices",
        "diagnostics",
        "discovery",
        "discovery-update-info",
        "docs-data-update",
        "docs-examples",
        "docs-known-limitations",
        "docs-supported-devices",
        "docs-supported-functions",
        "docs-troubleshooting",
        "docs-use-cases",
        "dynamic-devices",
        "entity-category",
        "entity-device-class",
        "entity-disabled-by-default",
        "entity-translations",
        "exception-translations",
        "icon-translations",
        "reconfiguration-flow",
        "repair-issues",
        "stale-devices",
    ),
    "platinum": ("async-dependency", "inject-websession", "strict-typing"),
}
RULES = [rule for rules in TIERS.values() for rule in rules]
SCALE = cast(
    "dict[str, Any]", parse_yaml((INTEGRATION / "quality_scale.yaml").read_text(encoding="utf-8"))
)

ENTITY_OF: Mapping[Platform, type[Entity]] = {
    Platform.BINARY_SENSOR: BinarySensorEntity,
    Platform.BUTTON: ButtonEntity,
    Platform.EVENT: EventEntity,
    Platform.LIGHT: LightEntity,
    Platform.LOCK: LockEntity,
    Platform.NUMBER: NumberEntity,
    Platform.SELECT: SelectEntity,
    Platform.SENSOR: SensorEntity,
    Platform.SIREN: SirenEntity,
    Platform.SWITCH: SwitchEntity,
}
SHOWN_ERRORS = frozenset(
    {
        "ConfigEntryAuthFailed",
        "ConfigEntryError",
        "ConfigEntryNotReady",
        "HomeAssistantError",
        "ServiceValidationError",
        "UpdateFailed",
    }
)
"""What Home Assistant shows to its user."""


def status(rule: str) -> str:
    said = SCALE["rules"][rule]
    return str(said["status"] if isinstance(said, Mapping) else said)


def comment(rule: str) -> str:
    said = SCALE["rules"][rule]
    return str(said.get("comment", "")) if isinstance(said, Mapping) else ""


def our_entities(base: type[Entity] = Entity) -> Iterator[type[Entity]]:
    """Every class of entity that is written here."""
    for each in base.__subclasses__():
        if each.__module__.startswith(tuya_twin.__name__):
            yield each
        yield from our_entities(each)


def set_in_class(entity: type[Entity], attribute: str) -> object:
    """What a class says for all of its entities; Home Assistant keeps it behind a property."""
    return getattr(entity, f"__attr_{attribute}", None)


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(INTEGRATION.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


# The file --------------------------------------------------------------------------------------


def test_every_rule_is_spoken_of_and_no_other() -> None:
    assert SCALE.keys() == {"rules"}
    assert list(SCALE["rules"]) == RULES
    assert len(set(RULES)) == 54


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_done_or_the_reason_is_given(rule: str) -> None:
    assert status(rule) in {"done", "todo", "exempt"}
    assert status(rule) == "done" or comment(rule)


def test_the_manifest_claims_no_tier_before_all_of_its_rules_are_met() -> None:
    claimed = MANIFEST.get("quality_scale")
    if claimed is None:
        return
    up_to = list(TIERS)[: list(TIERS).index(claimed) + 1]

    assert [rule for tier in up_to for rule in TIERS[tier] if status(rule) == "todo"] == []


# Bronze ----------------------------------------------------------------------------------------


async def test_actions_are_there_without_a_household_and_say_that_there_is_none(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """`action-setup`."""
    assert await async_setup_component(hass, DOMAIN, {})

    assert set(hass.services.async_services_for_domain(DOMAIN)) == set(ACTIONS)
    with pytest.raises(ServiceValidationError) as refused:
        await hass.services.async_call(
            DOMAIN, "execute_red_protocol", {"config_entry_id": "gone"}, blocking=True
        )
    assert refused.value.translation_key


def test_there_is_a_brand_if_it_is_said_so() -> None:
    """`brands`."""
    assert status("brands") != "done" or (INTEGRATION / "brand" / "icon.png").is_file()


def steps() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every form there is words for, and every section of one."""
    fixes = {key: each["fix_flow"] for key, each in ENGLISH["issues"].items() if "fix_flow" in each}
    flows = {
        "config": ENGLISH["config"],
        "options": ENGLISH["options"],
        **ENGLISH["config_subentries"],
        **fixes,
    }
    for flow, words in flows.items():
        for step, shown in words["step"].items():
            yield f"{flow}-{step}", shown
            for section, fields in shown.get("sections", {}).items():
                yield f"{flow}-{step}-{section}", fields


@pytest.mark.parametrize("shown", [pytest.param(shown, id=step) for step, shown in steps()])
def test_each_field_of_a_form_has_a_name_and_a_description(shown: Mapping[str, Any]) -> None:
    """`config-flow`; that a form has no other field is held wherever a test opens one."""
    assert shown.get("data", {}).keys() == shown.get("data_description", {}).keys()


async def test_each_entity_is_registered_under_an_id_of_its_own(
    hass: HomeAssistant, entry: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """`entity-unique-id`."""
    known = er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    switched_off = {each.entity_id for each in known if each.disabled}
    ours = {
        entity_id for platform in ENTITY_OF for entity_id in hass.states.async_entity_ids(platform)
    }

    assert ours
    assert ours == {each.entity_id for each in known} - switched_off
    assert all(each.has_entity_name for each in known)


@pytest.mark.parametrize("entity", sorted(set(our_entities()), key=str))
def test_each_entity_is_named_within_its_device(entity: type[Entity]) -> None:
    """`has-entity-name`."""
    assert set_in_class(entity, "has_entity_name") is True


def test_the_household_at_run_time_is_what_the_entry_holds() -> None:
    """`runtime-data`."""
    for act in (tuya_twin.async_setup_entry, tuya_twin.async_unload_entry):
        assert get_type_hints(act)["entry"] is TuyaTwinConfigEntry
    assert TuyaTwinConfigEntry.__value__.__origin__ is ConfigEntry


# Silver ----------------------------------------------------------------------------------------


def test_somebody_looks_after_it() -> None:
    """`integration-owner`."""
    assert MANIFEST["codeowners"]


@pytest.mark.parametrize("platform", tuya_twin.PLATFORMS)
def test_each_platform_says_how_many_may_act_at_a_time(platform: Platform) -> None:
    """`parallel-updates`; a plain assignment, as others look for one."""
    tree = ast.parse((INTEGRATION / f"{platform}.py").read_text(encoding="utf-8"))
    assigned = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }

    assert "PARALLEL_UPDATES" in assigned


@pytest.mark.parametrize(
    "step", ["user", "reauth", "reauth_confirm", "reconfigure", "integration_discovery"]
)
def test_a_household_can_be_set_up_found_changed_and_authenticated_anew(step: str) -> None:
    """`config-flow`, `reauthentication-flow`, `reconfiguration-flow`, `discovery`."""
    assert hasattr(TuyaTwinConfigFlow, f"async_step_{step}")


# Gold ------------------------------------------------------------------------------------------


def test_all_platforms_are_looked_at() -> None:
    assert set(ENTITY_OF) == set(tuya_twin.PLATFORMS)


def keys_in_classes() -> set[tuple[str, str]]:
    return {
        (platform.value, str(key))
        for platform, base in ENTITY_OF.items()
        for entity in our_entities(base)
        if (key := set_in_class(entity, "translation_key")) is not None
    }


async def test_every_entity_has_a_name_and_an_icon_and_no_other_has(
    hass: HomeAssistant, entry: MockConfigEntry, entity_registry: er.EntityRegistry
) -> None:
    """`entity-translations` and `icon-translations`."""
    known = er.async_entries_for_config_entry(entity_registry, entry.entry_id)
    used = keys_in_classes() | {
        (each.domain, each.translation_key) for each in known if each.translation_key
    }
    named = {
        (domain, key)
        for domain, keys in ENGLISH["entity"].items()
        for key, words in keys.items()
        if words["name"]
    }
    drawn = {
        (domain, key)
        for domain, keys in ICONS["entity"].items()
        for key, icons in keys.items()
        if icons["default"]
    }

    assert used == named == drawn
    # Whatever has no key is called as its device, or by its class.
    unnamed = [each for each in known if not each.translation_key]
    assert all(
        each.original_device_class or each.domain in {"light", "lock", "siren"} for each in unnamed
    )


def test_every_state_of_an_icon_is_one_that_has_a_name() -> None:
    """`icon-translations`."""
    for domain, keys in ICONS["entity"].items():
        for key, icons in keys.items():
            states = ENGLISH["entity"][domain][key].get("state", {})
            known = {*states, *({"on", "off"} if domain == "binary_sensor" else ())}
            assert icons.get("state", {}).keys() <= known, key
            assert icons["default"] not in icons.get("state", {}).values(), key


def test_no_error_is_shown_in_words_that_are_not_translated() -> None:
    """`exception-translations`; an error without words is caught by whoever raises it."""
    bare = [
        f"{path.relative_to(INTEGRATION)}:{node.lineno}"
        for path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in SHOWN_ERRORS
        and not {"translation_domain", "translation_key"} <= {each.arg for each in node.keywords}
    ]

    assert bare == []


def test_every_error_that_is_named_has_its_words() -> None:
    """`exception-translations`; what is put together from a reason is held elsewhere."""
    named = {
        keyword.value.value
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in SHOWN_ERRORS | {"refused"}
        for keyword in node.keywords
        if keyword.arg in {"translation_key", "key"} and isinstance(keyword.value, ast.Constant)
    }

    assert len(named) > 10
    assert named - ENGLISH["exceptions"].keys() == set()


# Platinum --------------------------------------------------------------------------------------


def test_tinytuya_is_not_taken_for_asynchronous() -> None:
    """`async-dependency`, which knows no exception."""
    uses_it = any(each.startswith("tinytuya") for each in MANIFEST["requirements"])

    assert not uses_it or status("async-dependency") == "todo"


def test_types_are_done_only_if_every_requirement_has_some() -> None:
    """`strict-typing`."""
    without = [
        each
        for each in MANIFEST["requirements"]
        if not any(file.name == "py.typed" for file in files(each.partition("==")[0]) or ())
    ]

    assert not without or status("strict-typing") != "done"
