"""Who has to do what when a status is set, and who is left alone."""

from collections.abc import Mapping
from functools import reduce

from hypothesis import given

from custom_components.tuya_twin.core.house import House, OwnStatus, entering
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    Command,
    Device,
    DeviceKind,
    LockCommand,
    SirenCommand,
    Status,
)
from custom_components.tuya_twin.core.policy import DEFAULT_RULES, demand, plan
from tests.core.kit import (
    DEVICES,
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    FOYER_SIREN,
    GREEN,
    LIVING_ROOM,
    RED,
    ROOM_BULB,
    ROOM_LOCK,
    ROOM_SIREN,
    YELLOW,
    changes,
    histories,
    make_house,
)

type Change = tuple[str, Status]

RED_BULB = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, saturation=100, brightness=100)
YELLOW_BULB = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, saturation=100, brightness=30)
GREEN_BULB = BulbCommand(on=True, mode=BulbMode.WHITE, brightness=20, kelvin=2700)
LOUD = SirenCommand(on=True, volume=100, duration=60)
SILENT = SirenCommand(on=False)
LOCK = LockCommand(lock=True)


def house_after(*history: Change) -> House:
    return reduce(
        lambda house, change: entering(house, change[0], OwnStatus(status=change[1])),
        history,
        make_house(),
    )


def planned(house: House, zone: str, status: Status) -> Mapping[Device, Command]:
    return {step.device: step.command for step in plan(house, zone, status)}


# The tables ---------------------------------------------------------------------------------


def test_red_sounds_every_siren_turns_every_bulb_red_and_locks_every_lock() -> None:
    assert planned(make_house(), FOYER, RED) == {
        FOYER_SIREN: LOUD,
        ROOM_SIREN: LOUD,
        FOYER_BULB: RED_BULB,
        ROOM_BULB: RED_BULB,
        FOYER_LOCK: LOCK,
        ROOM_LOCK: LOCK,
    }


def test_a_warning_concerns_only_the_bulbs_of_its_zone() -> None:
    assert planned(make_house(), FOYER, YELLOW) == {FOYER_BULB: YELLOW_BULB}


def test_a_warning_for_the_house_concerns_every_bulb() -> None:
    assert planned(make_house(), HOUSE, YELLOW) == {
        FOYER_BULB: YELLOW_BULB,
        ROOM_BULB: YELLOW_BULB,
    }


def test_green_silences_the_sirens_and_dims_the_bulbs_of_its_zone() -> None:
    assert planned(make_house(), FOYER, GREEN) == {FOYER_SIREN: SILENT, FOYER_BULB: GREEN_BULB}


def test_green_for_the_house_silences_and_dims_everything_and_moves_no_bolt() -> None:
    assert planned(house_after((FOYER, RED)), HOUSE, GREEN) == {
        FOYER_SIREN: SILENT,
        ROOM_SIREN: SILENT,
        FOYER_BULB: GREEN_BULB,
        ROOM_BULB: GREEN_BULB,
    }


# What holds always --------------------------------------------------------------------------


@given(histories, changes)
def test_nothing_ever_unlocks_and_only_red_locks(history: list[Change], change: Change) -> None:
    commands = planned(house_after(*history), *change).values()
    locking = [command for command in commands if isinstance(command, LockCommand)]

    assert all(command.lock for command in locking)
    assert not locking or change[1] is RED


@given(histories, changes)
def test_what_can_be_heard_goes_first(history: list[Change], change: Change) -> None:
    kinds = [step.device.kind for step in plan(house_after(*history), *change)]
    order = [DeviceKind.SIREN, DeviceKind.BULB, DeviceKind.LOCK]

    assert kinds == sorted(kinds, key=order.index)


@given(histories, changes)
def test_no_device_gets_two_steps(history: list[Change], change: Change) -> None:
    steps = plan(house_after(*history), *change)

    assert len({step.device for step in steps}) == len(steps)


@given(histories, changes)
def test_every_step_is_what_its_device_has_to_express_then(
    history: list[Change], change: Change
) -> None:
    house = house_after(*history)
    after = house_after(*history, change)

    assert all(
        command == DEFAULT_RULES[demand(after, device, DEFAULT_RULES)].commands[device.kind]
        for device, command in planned(house, *change).items()
    )


@given(histories, changes)
def test_while_any_zone_is_red_every_device_has_to_express_red(
    history: list[Change], change: Change
) -> None:
    after = house_after(*history, (FOYER, RED), change)
    expected = {True: {RED}, False: {demand(after, device, DEFAULT_RULES) for device in DEVICES}}

    assert {demand(after, device, DEFAULT_RULES) for device in DEVICES} == expected[
        after.shown(HOUSE) is RED
    ]


@given(histories, changes)
def test_a_device_whose_demand_fell_gets_what_it_now_needs(
    history: list[Change], change: Change
) -> None:
    before, after = house_after(*history), house_after(*history, change)
    fell = {
        device
        for device in DEVICES
        if demand(after, device, DEFAULT_RULES).severity
        < demand(before, device, DEFAULT_RULES).severity
        and device.kind in DEFAULT_RULES[demand(after, device, DEFAULT_RULES)].commands
    }

    assert fell <= planned(before, *change).keys()


@given(histories, changes)
def test_a_plan_changes_nothing_of_the_house(history: list[Change], change: Change) -> None:
    house = house_after(*history)

    plan(house, *change)

    assert house == house_after(*history)


# One zone beside another --------------------------------------------------------------------


@given(histories)
def test_a_warning_never_weakens_a_red(history: list[Change]) -> None:
    house = house_after(*history, (LIVING_ROOM, RED))

    assert planned(house, FOYER, YELLOW) == {}


def test_a_warning_for_the_house_never_weakens_a_red() -> None:
    assert planned(house_after((FOYER, RED)), HOUSE, YELLOW) == {}


def test_green_in_one_zone_silences_nothing_while_another_is_red() -> None:
    assert planned(house_after((FOYER, RED), (LIVING_ROOM, RED)), FOYER, GREEN) == {}


def test_green_in_one_zone_leaves_the_warning_of_another() -> None:
    house = house_after((FOYER, YELLOW), (LIVING_ROOM, YELLOW))

    assert planned(house, FOYER, GREEN) == {FOYER_SIREN: SILENT, FOYER_BULB: GREEN_BULB}


def test_when_the_last_red_zone_is_green_the_whole_house_calms_down() -> None:
    house = house_after((FOYER, RED))

    assert planned(house, FOYER, GREEN) == {
        FOYER_SIREN: SILENT,
        ROOM_SIREN: SILENT,
        FOYER_BULB: GREEN_BULB,
        ROOM_BULB: GREEN_BULB,
    }


def test_when_red_is_over_a_zone_falls_back_to_its_own_warning() -> None:
    house = house_after((LIVING_ROOM, YELLOW), (FOYER, RED))

    assert planned(house, FOYER, GREEN) == {
        FOYER_SIREN: SILENT,
        FOYER_BULB: GREEN_BULB,
        ROOM_BULB: YELLOW_BULB,
    }


def test_a_zone_lowered_from_red_to_a_warning_shows_the_warning() -> None:
    lowered = planned(house_after((FOYER, RED)), FOYER, YELLOW)

    assert lowered == {FOYER_BULB: YELLOW_BULB, ROOM_SIREN: SILENT, ROOM_BULB: GREEN_BULB}


@given(histories)
def test_red_again_commands_everything_again(history: list[Change]) -> None:
    house = house_after(*history, (FOYER, RED))

    assert planned(house, FOYER, RED).keys() == set(DEVICES)
