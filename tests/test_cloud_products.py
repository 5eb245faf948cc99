"""What the cloud knows of a device decides on its profile, and no more than it knows."""

from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import HOUSE, DeviceKind, Zone
from custom_components.tuya_twin.devices.cloud import (
    CloudDevice,
    CloudProperty,
    CloudSpecification,
    RemoteUnlock,
)
from custom_components.tuya_twin.devices.profiles import (
    PRESETS,
    Dps,
    LockProfile,
    Profile,
    Range,
    SirenProfile,
)
from custom_components.tuya_twin.flows.cloud_products import (
    Knowledge,
    kind_of,
    profile_by_cloud,
    profile_by_report,
)
from custom_components.tuya_twin.flows.zones import zone_for

DEADBOLT: Dps = {"21": "normal", "47": True}
WITHOUT_PASSWORD, WITH_PASSWORD = "remoteUnlockWithoutPwd", "remoteUnlockWithPwd"


def known(
    reported: Dps | None = None,
    writable: dict[str, dict[str, Any]] | None = None,
    *,
    unlocks: dict[str, bool] | None = None,
) -> Knowledge:
    """What the cloud tells: values and writable data points by number, ways to unlock."""
    functions = [
        {"code": f"code_{number}", "dp_id": int(number), "type": "Boolean", "values": values}
        for number, values in (writable or {}).items()
    ]
    properties = [
        {"code": f"code_{number}", "dp_id": int(number), "time": 1, "value": value}
        for number, value in (reported or {}).items()
    ]
    return Knowledge(
        specification=CloudSpecification.read({"category": "", "functions": functions}),  # type: ignore[dict-item]
        properties=[CloudProperty.read(each) for each in properties],
        unlocks=[
            RemoteUnlock(type=name, open=is_open) for name, is_open in (unlocks or {}).items()
        ],
    )


def by_cloud(kind: DeviceKind, knowledge: Knowledge, **device: str) -> Profile:
    return profile_by_cloud(kind, CloudDevice.read({"id": "abcdefgh", **device}), knowledge)


def lock(knowledge: Knowledge, **device: str) -> LockProfile:
    profile = by_cloud(DeviceKind.LOCK, knowledge, **{"category": "ms", **device})
    assert isinstance(profile, LockProfile)
    return profile


def siren(knowledge: Knowledge, **device: str) -> SirenProfile:
    profile = by_cloud(DeviceKind.SIREN, knowledge, **{"category": "sgbj", **device})
    assert isinstance(profile, SirenProfile)
    return profile


@pytest.mark.parametrize(
    ("category", "kind"),
    [("dj", DeviceKind.BULB), ("sgbj", DeviceKind.SIREN), ("mk", DeviceKind.LOCK), ("kg", None)],
)
def test_the_category_tells_the_kind(category: str, kind: DeviceKind | None) -> None:
    assert kind_of(category, "unknown") is kind


def test_a_known_product_is_of_its_kind_whatever_its_category() -> None:
    assert kind_of("qt", "hf0phcrchgkquvke") is DeviceKind.SIREN


def test_a_bulb_is_what_it_reported_last() -> None:
    reported: Dps = {"1": True, "2": "white", "3": 255, "4": 0, "5": "ff000000ffff00"}

    assert by_cloud(DeviceKind.BULB, known(reported)) == PRESETS[DeviceKind.BULB]["type_a"]


def test_a_siren_counts_in_the_unit_of_its_specification() -> None:
    reported: Dps = {"13": False, "5": "low", "7": 5, "21": "mode_1"}
    minutes = {"7": {"unit": "min", "min": 1, "max": 59}}

    profile = siren(known(reported, minutes))

    assert (profile.duration_range, profile.seconds_per_unit) == (Range(1, 59), 60)


@pytest.mark.parametrize("span", [{}, {"min": 5, "max": 5}, {"min": "1", "max": "59"}])
def test_a_specification_without_a_range_leaves_that_of_the_siren(span: dict[str, Any]) -> None:
    profile = siren(known({"13": False}, {"7": {"unit": "min", **span}}))

    assert profile.seconds_per_unit == 60
    assert profile.duration_range == SirenProfile().duration_range


@pytest.mark.parametrize("writable", [{}, {"7": {}}, {"7": {"unit": "fortnight"}}])
def test_a_siren_whose_unit_is_not_told_is_as_its_preset(writable: dict[str, Any]) -> None:
    assert siren(known({}, writable)) == SirenProfile()


def test_a_known_siren_is_not_guessed_at() -> None:
    profile = siren(known({"13": False}), product_id="tgcajioatssnquwh")

    assert profile == PRESETS[DeviceKind.SIREN]["neo_coolcam"]


def test_a_lock_with_a_drive_that_can_be_written_is_driven_over_the_lan() -> None:
    profile = lock(known(DEADBOLT, {"46": {}}))

    assert profile == PRESETS[DeviceKind.LOCK]["deadbolt"]


def test_a_lock_of_which_nothing_is_known_cannot_be_commanded() -> None:
    profile = lock(known())

    assert profile.read_only
    assert profile.sleeps


def test_a_lock_without_a_drive_is_commanded_by_the_cloud_where_its_owner_allows_it() -> None:
    profile = lock(known(DEADBOLT, unlocks={WITHOUT_PASSWORD: True}))

    assert (profile.cloud_lock, profile.cloud_unlock) == (True, True)
    assert (profile.lan_lock, profile.lan_unlock, profile.sleeps) == (False, False, False)


def test_a_way_that_needs_a_password_unlocks_only() -> None:
    profile = lock(known(DEADBOLT, unlocks={WITH_PASSWORD: True}))

    assert (profile.cloud_lock, profile.cloud_unlock) == (False, True)


def test_a_way_that_is_switched_off_is_none() -> None:
    profile = lock(known(DEADBOLT, {"46": {}}, unlocks={WITHOUT_PASSWORD: False}))

    assert (profile.cloud_lock, profile.cloud_unlock) == (False, False)


def test_a_battery_lock_in_the_wi_fi_sleeps_and_cannot_be_commanded_in_any_way() -> None:
    everything = known(DEADBOLT, {"46": {}}, unlocks={WITHOUT_PASSWORD: True})

    profile = lock(everything, category="jtmspro")

    assert profile.sleeps
    assert profile.read_only


def test_a_known_battery_lock_sleeps_whatever_its_category() -> None:
    profile = lock(known(unlocks={WITHOUT_PASSWORD: True}), product_id="oufbykkic2alxcjw")

    assert profile == PRESETS[DeviceKind.LOCK]["battery_wifi"]


def test_a_door_strike_is_released_but_never_locked() -> None:
    profile = lock(known({"4": False}, {"4": {}}, unlocks={WITHOUT_PASSWORD: True}))

    assert profile.momentary
    assert not profile.can(lock=True)
    assert profile.can(lock=False)


def test_a_product_of_another_kind_than_it_is_used_as_is_not_taken_by_its_id() -> None:
    profile = profile_by_report(DeviceKind.LOCK, "tgcajioatssnquwh", DEADBOLT)

    assert profile == PRESETS[DeviceKind.LOCK]["deadbolt"]


# Rooms ----------------------------------------------------------------------------------------

ZONES = (Zone(id="LivingRoom", name="Living room"), Zone(id="Kuche", name="Küche"))


@pytest.mark.parametrize("room", ["Living room", "living_room", " LIVINGROOM ", "LivingRoom"])
def test_a_room_is_the_zone_of_its_name_however_it_is_written(room: str) -> None:
    assert zone_for(room, ZONES) is ZONES[0]


@pytest.mark.parametrize("room", ["", "  ", "House", "HOUSE"])
def test_no_room_and_the_whole_house_are_the_first_zone(room: str) -> None:
    assert zone_for(room, ZONES) is ZONES[0]


@pytest.mark.parametrize(
    ("room", "zone_id"),
    [("Bad 2", "Bad2"), ("Außen-Bereich", "AussenBereich"), ("客厅", "KeTing")],
)
def test_a_new_room_is_a_new_zone_with_an_id_for_the_wire(room: str, zone_id: str) -> None:
    assert zone_for(room, ZONES) == Zone(id=zone_id, name=room)


def test_a_zone_is_known_by_its_name_in_any_script() -> None:
    assert zone_for("kueche", ZONES) != ZONES[1]
    assert zone_for("KÜCHE", ZONES) is ZONES[1]


@given(st.text())
def test_a_room_always_has_a_zone_that_is_found_again_and_is_not_the_whole_house(
    room: str,
) -> None:
    zone = zone_for(room, ZONES)

    assert zone_for(room, (*ZONES, zone)) == zone
    assert zone.id.isascii()
    assert zone.id.isalnum()
    assert zone.id != HOUSE
