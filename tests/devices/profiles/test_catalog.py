"""Known products, and which of them a device could be."""

from collections.abc import Mapping

import pytest

from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    Command,
    DeviceKind,
    LockCommand,
    SirenCommand,
)
from custom_components.tuya_twin.devices.profiles import (
    BY_PRODUCT_ID,
    PRESETS,
    PROFILES,
    Dps,
    candidates,
)
from custom_components.tuya_twin.devices.simulator import make_appliance
from custom_components.tuya_twin.devices.simulator.appliances import appliance_type
from tests.devices.profiles.kit import EVERY_PRESET
from tests.devices.simulator_kit import ManualClock

SIMULATED = [
    (DeviceKind.BULB, "bulb_b", "type_b"),
    (DeviceKind.BULB, "bulb_a", "type_a"),
    (DeviceKind.BULB, "bulb_a_hsv16", "type_a"),
    (DeviceKind.BULB, "bulb_c", "type_c"),
    (DeviceKind.SIREN, "siren_switch", "standard"),
    (DeviceKind.SIREN, "siren_tone_words", "airam_s1wfaa"),
    (DeviceKind.SIREN, "siren_minutes", "orion_outdoor"),
    (DeviceKind.SIREN, "siren_battery_13", "sirena_ws902"),
    (DeviceKind.SIREN, "siren_104", "neo_coolcam"),
    (DeviceKind.LOCK, "lock_mains", "deadbolt"),
    (DeviceKind.LOCK, "lock_only", "deadbolt"),
    (DeviceKind.LOCK, "lock_relay", "relay"),
    (DeviceKind.LOCK, "lock_battery", "deadbolt"),
]


COMMANDS: Mapping[DeviceKind, tuple[Command, Command]] = {
    DeviceKind.BULB: (BulbCommand(on=True), BulbCommand(on=False)),
    DeviceKind.SIREN: (SirenCommand(on=True, volume=100, duration=60), SirenCommand(on=False)),
    DeviceKind.LOCK: (LockCommand(lock=True), LockCommand(lock=False)),
}


@pytest.mark.parametrize(("kind", "model", "preset"), SIMULATED)
def test_the_best_candidate_is_the_one_whose_data_points_are_reported(
    kind: DeviceKind, model: str, preset: str
) -> None:
    assert candidates(kind, make_appliance(kind, model).status())[0] == preset


@pytest.mark.parametrize(("kind", "model", "preset"), SIMULATED)
def test_a_device_takes_every_command_of_its_preset(
    kind: DeviceKind, model: str, preset: str
) -> None:
    device = appliance_type(kind, model)(ManualClock().call_later)
    profile = PRESETS[kind][preset].refined(device.status())

    for command in COMMANDS[kind]:
        try:
            ask = profile.encode(command)
        except UnsupportedError:
            assert kind is DeviceKind.LOCK
            continue
        device.apply(ask.writes)
        if kind is not DeviceKind.LOCK:
            assert ask.proof.items() <= device.status().items()


@pytest.mark.parametrize("model", ["lock_only", "lock_battery"])
def test_locks_that_only_a_test_can_tell_apart_are_all_candidates(model: str) -> None:
    fitting = candidates(DeviceKind.LOCK, make_appliance(DeviceKind.LOCK, model).status())

    assert {"deadbolt", "deadbolt_lock_only", "battery", "cloud"} <= {*fitting}


def test_sirens_that_differ_in_their_ranges_are_all_candidates() -> None:
    fitting = candidates(DeviceKind.SIREN, {"5": "high", "7": 60, "13": False, "21": "mode_1"})

    assert {*fitting} >= {"standard", "a03", "neo_zigbee"}


@pytest.mark.parametrize(
    ("kind", "dps", "unfit"),
    [
        (DeviceKind.SIREN, {"13": "high", "1": "normal"}, "standard"),
        (DeviceKind.SIREN, {"13": False, "7": 600}, "standard"),
        (DeviceKind.SIREN, {"13": False, "1": "mode_1"}, "airam_s1wfaa"),
        (DeviceKind.BULB, {"20": True, "22": 1000}, "type_b"),
        (DeviceKind.BULB, {"1": True, "2": "white", "3": 255}, "type_c"),
        (DeviceKind.LOCK, {"47": "open"}, "deadbolt"),
    ],
)
def test_a_preset_whose_values_look_otherwise_is_no_candidate(
    kind: DeviceKind, dps: Dps, unfit: str
) -> None:
    assert unfit not in candidates(kind, dps)


def test_a_preset_that_lacks_less_of_what_it_expects_fits_better() -> None:
    fitting = candidates(DeviceKind.SIREN, {"5": "high", "7": 30, "13": False})

    assert fitting.index("airam_s1wfaa") < fitting.index("neo_zigbee")


@pytest.mark.parametrize("kind", DeviceKind)
def test_a_device_that_says_nothing_could_be_nothing(kind: DeviceKind) -> None:
    assert candidates(kind, {}) == ()


@pytest.mark.parametrize(
    ("dps", "preset"),
    [
        ({"20": True, "21": "white", "22": 10, "23": 0, "24": "000003e803e8"}, "type_b"),
        ({"20": True, "21": "white", "22": 10, "24": "000003e803e8"}, "type_b_without_temperature"),
        ({"20": True, "21": "white", "22": 10, "23": 0}, "type_b_white"),
        ({"20": True, "21": "white", "22": 10}, "type_b_dimmable"),
        ({"20": True, "22": 10, "23": 0}, "type_b_modeless"),
        ({"20": True, "22": 10}, "type_b_modeless_dimmable"),
        ({"1": True, "2": "white", "3": 25, "4": 0}, "type_a_white"),
        ({"1": True, "2": 25}, "type_c_dimmable"),
    ],
)
def test_a_bulb_is_taken_for_no_more_than_it_shows(dps: Dps, preset: str) -> None:
    assert candidates(DeviceKind.BULB, dps)[0] == preset


def test_every_known_product_has_a_preset() -> None:
    assert all(product.profile.kind is product.kind for product in BY_PRODUCT_ID.values())


def test_the_usual_product_of_each_kind_is_a_preset() -> None:
    assert all(profile in PRESETS[kind].values() for kind, profile in PROFILES.items())


@pytest.mark.parametrize(("kind", "name"), EVERY_PRESET)
def test_a_preset_is_of_its_kind(kind: DeviceKind, name: str) -> None:
    assert PRESETS[kind][name].kind is kind
