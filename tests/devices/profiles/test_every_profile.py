"""What holds for every profile, whatever the product."""

import json

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import InvalidProfileError, UnsupportedError
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbState,
    CheckCommand,
    Command,
    DeviceKind,
    LockCommand,
    LockState,
    PutBackCommand,
    SirenCommand,
    SirenState,
    Status,
)
from custom_components.tuya_twin.core.planning import alarm_light
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS
from custom_components.tuya_twin.devices.profiles import (
    PRESETS,
    PROFILES,
    DpValue,
    LockProfile,
    profile_from,
)
from custom_components.tuya_twin.devices.simulator import make_appliance
from tests.devices.profiles.kit import EVERY_PRESET, commands, junk, profiles

SILENCE = {
    DeviceKind.BULB: BulbState(),
    DeviceKind.SIREN: SirenState(),
    DeviceKind.LOCK: LockState(),
}


@given(st.sampled_from(EVERY_PRESET), junk)
def test_whatever_a_device_reports_is_read_without_an_error(
    preset: tuple[DeviceKind, str], dps: dict[str, DpValue]
) -> None:
    kind, name = preset
    profile = PRESETS[kind][name].refined(dps)

    state = profile.decode(dps)
    profile.follow(state, dps, dps)
    profile.trouble(dps)


@pytest.mark.parametrize(("kind", "name"), EVERY_PRESET)
def test_a_device_that_has_not_spoken_is_unknown(kind: DeviceKind, name: str) -> None:
    assert PRESETS[kind][name].decode({}) == SILENCE[kind]


@given(st.sampled_from(EVERY_PRESET), st.data())
def test_a_command_is_proven_by_what_it_asks_for(
    preset: tuple[DeviceKind, str], data: st.DataObject
) -> None:
    kind, name = preset
    profile = PRESETS[kind][name]
    command = data.draw(commands[kind])
    if isinstance(profile, LockProfile) and not profile.can(lock=command == LockCommand(lock=True)):
        with pytest.raises(UnsupportedError):
            profile.encode(command)
    elif isinstance(profile, LockProfile) and profile.cloud_lock:
        assert profile.proof(LockCommand(lock=True))
    else:
        ask = profile.encode(command)
        assert ask.writes
        assert ask.proof
        assert ask.proof.keys() <= profile.shapes().keys()


@pytest.mark.parametrize(("kind", "name"), EVERY_PRESET)
@pytest.mark.parametrize(
    "command",
    [
        BulbCommand(on=True),
        SirenCommand(on=True),
        LockCommand(lock=True),
        PutBackCommand(state=BulbState(on=True)),
    ],
)
def test_a_command_for_another_kind_is_refused(
    kind: DeviceKind, name: str, command: Command
) -> None:
    kinds = {
        BulbCommand: DeviceKind.BULB,
        SirenCommand: DeviceKind.SIREN,
        LockCommand: DeviceKind.LOCK,
        PutBackCommand: DeviceKind.BULB,
    }
    if kinds[type(command)] is not kind:
        with pytest.raises(UnsupportedError):
            PRESETS[kind][name].encode(command)


@pytest.mark.parametrize(("kind", "name"), EVERY_PRESET)
def test_to_report_and_nothing_more_is_no_matter_of_data_points(
    kind: DeviceKind, name: str
) -> None:
    with pytest.raises(UnsupportedError):
        PRESETS[kind][name].encode(CheckCommand())


@pytest.mark.parametrize("status", [Status.RED_CRITICAL, Status.YELLOW_WARNING])
@pytest.mark.parametrize("name", PRESETS[DeviceKind.BULB])
def test_every_bulb_has_a_light_for_an_alarm(name: str, status: Status) -> None:
    command = alarm_light(DEFAULT_LEVELS[status].bulbs)

    assert PRESETS[DeviceKind.BULB][name].encode(command).writes


@pytest.mark.parametrize("kind", DeviceKind)
def test_the_hallmark_of_a_kind_is_what_such_a_device_reports(kind: DeviceKind) -> None:
    assert PROFILES[kind].hallmark in make_appliance(kind).status()


# As JSON ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", DeviceKind)
@given(data=st.data())
def test_a_stored_profile_is_the_same_when_read_again(
    kind: DeviceKind, data: st.DataObject
) -> None:
    profile = data.draw(profiles[kind])

    stored = json.loads(json.dumps(profile.as_dict()))

    assert profile_from(kind, stored) == profile


@pytest.mark.parametrize(("kind", "name"), EVERY_PRESET)
def test_a_stored_preset_is_the_same_when_read_again(kind: DeviceKind, name: str) -> None:
    preset = PRESETS[kind][name]

    assert profile_from(kind, json.loads(json.dumps(preset.as_dict()))) == preset


@pytest.mark.parametrize("kind", DeviceKind)
def test_nothing_stored_is_the_usual_product(kind: DeviceKind) -> None:
    assert profile_from(kind, {}) == PROFILES[kind]


@pytest.mark.parametrize("kind", DeviceKind)
@given(data=st.dictionaries(st.text(), st.none() | st.booleans() | st.integers() | st.text()))
def test_anything_else_stored_is_refused_in_words(
    kind: DeviceKind, data: dict[str, object]
) -> None:
    if data:
        with pytest.raises(InvalidProfileError, match=f"a {kind} has no "):
            profile_from(kind, data)


@pytest.mark.parametrize(
    ("kind", "data", "what"),
    [
        (DeviceKind.BULB, {"switch": None}, "switch: must be the number of a data point"),
        (DeviceKind.BULB, {"switch": 20}, "switch: .* not 20"),
        (DeviceKind.BULB, {"mode": "mode"}, "mode: must be the number"),
        (DeviceKind.BULB, {"brightness_range": [10]}, "brightness_range: must be the lowest"),
        (DeviceKind.BULB, {"brightness_range": [10, "1000"]}, "must be a whole number"),
        (DeviceKind.BULB, {"brightness_range": [1000, 10]}, "from 1000 to 10"),
        (DeviceKind.BULB, {"colour_format": "rgb"}, "must be one of hsv16, rgb8"),
        (DeviceKind.BULB, {"colour_format": ["rgb8"]}, "must be one of hsv16, rgb8"),
        (DeviceKind.BULB, {"mode": None}, "has a mode"),
        (DeviceKind.BULB, {"scene_values": ["x"]}, "begin with their number"),
        (DeviceKind.BULB, {"scene_modes": ["a", "a"]}, "a list of different words"),
        (DeviceKind.SIREN, {"on": 1}, "on: must be a word"),
        (DeviceKind.SIREN, {"on": False}, "on and off must differ"),
        (DeviceKind.SIREN, {"on": "alarm"}, "both words or both"),
        (DeviceKind.SIREN, {"seconds_per_unit": 10}, "must be 1 or 60"),
        (DeviceKind.SIREN, {"tones": []}, "tones and volumes need their words"),
        (DeviceKind.SIREN, {"volumes": "loud"}, "volumes: must be a list"),
        (DeviceKind.SIREN, {"on": "a", "off": "b", "tone": "13"}, "on must be one of the tones"),
        (DeviceKind.SIREN, {"battery": {"point": "1", "low": True}}, "a point and words only"),
        (DeviceKind.SIREN, {"battery": "15"}, "must be an object"),
        (DeviceKind.LOCK, {"lan_lock": "yes"}, "lan_lock: must be true or false"),
        (DeviceKind.LOCK, {"drive": None}, "has a drive"),
        (DeviceKind.LOCK, {"state": None}, "tells its state"),
        (DeviceKind.LOCK, {"records": {"who": "key"}}, "records: must be the number"),
        (
            DeviceKind.LOCK,
            {"drive": None, "state": None, "records": {}, "lan_lock": False, "lan_unlock": False},
            "a drive, a state or records",
        ),
    ],
)
def test_a_wrong_field_is_refused_in_words(
    kind: DeviceKind, data: dict[str, object], what: str
) -> None:
    with pytest.raises(InvalidProfileError, match=what):
        profile_from(kind, data)
