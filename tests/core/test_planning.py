"""Who has to do what when a status is set, and who is left alone."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import reduce

from hypothesis import given
import pytest

from custom_components.tuya_twin.core.house import House, OwnStatus, entering
from custom_components.tuya_twin.core.model import (
    HOUSE,
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    Device,
    DeviceKind,
    DeviceReport,
    DeviceState,
    LockCommand,
    PutBackCommand,
    Reason,
    SirenCommand,
    Status,
)
from custom_components.tuya_twin.core.planning import demand, level_of, plan
from custom_components.tuya_twin.core.policy import (
    DEFAULT_LEVELS,
    BulbAction,
    BulbRule,
    LockRule,
    Policy,
    Scope,
    SirenRule,
)
from custom_components.tuya_twin.core.run import Alarm, Result, Step
from tests.core.kit import (
    DEVICES,
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    FOYER_SIREN,
    GREEN,
    LIVING_ROOM,
    NIGHT,
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

POLICY = Policy()

RED_BULB = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, saturation=100, brightness=100)
YELLOW_BULB = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=45, saturation=100, brightness=30)
GREEN_BULB = BulbCommand(on=True, mode=BulbMode.WHITE, brightness=20, kelvin=2700)
LOUD = SirenCommand(on=True, volume=100, duration=60)
SILENT = SirenCommand(on=False)
LOCK = LockCommand(lock=True)

EXPRESSED: Mapping[Status, Mapping[DeviceKind, Command]] = {
    RED: {DeviceKind.SIREN: LOUD, DeviceKind.BULB: RED_BULB, DeviceKind.LOCK: LOCK},
    YELLOW: {DeviceKind.BULB: YELLOW_BULB},
    GREEN: {DeviceKind.SIREN: SILENT, DeviceKind.BULB: GREEN_BULB},
}


def house_after(*history: Change) -> House:
    return reduce(
        lambda house, change: entering(house, change[0], OwnStatus(status=change[1])),
        history,
        make_house(),
    )


def steps_of(house: House, zone: str, status: Status) -> tuple[Step, ...]:
    return plan(house, zone, status, POLICY, NIGHT).steps


def planned(house: House, zone: str, status: Status) -> Mapping[Device, Command]:
    return {step.device: step.command for step in steps_of(house, zone, status)}


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
    house = house_after((FOYER, YELLOW))

    assert planned(house, FOYER, GREEN) == {FOYER_SIREN: SILENT, FOYER_BULB: GREEN_BULB}


def test_green_leaves_the_bulbs_of_a_house_at_rest_as_they_are() -> None:
    assert planned(make_house(), FOYER, GREEN) == {FOYER_SIREN: SILENT}


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
    kinds = [step.device.kind for step in steps_of(house_after(*history), *change)]
    order = [DeviceKind.SIREN, DeviceKind.BULB, DeviceKind.LOCK]

    assert kinds == sorted(kinds, key=order.index)


@given(histories, changes)
def test_no_device_gets_two_steps(history: list[Change], change: Change) -> None:
    steps = steps_of(house_after(*history), *change)

    assert len({step.device for step in steps}) == len(steps)


@given(histories, changes)
def test_every_step_is_what_its_device_has_to_express_then(
    history: list[Change], change: Change
) -> None:
    house = house_after(*history)
    after = house_after(*history, change)

    assert all(
        command == EXPRESSED[demand(after, device, POLICY)][device.kind]
        for device, command in planned(house, *change).items()
    )


@given(histories, changes)
def test_while_any_zone_is_red_every_device_has_to_express_red(
    history: list[Change], change: Change
) -> None:
    after = house_after(*history, (FOYER, RED), change)
    expected = {True: {RED}, False: {demand(after, device, POLICY) for device in DEVICES}}

    assert {demand(after, device, POLICY) for device in DEVICES} == expected[
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
        if demand(after, device, POLICY).severity < demand(before, device, POLICY).severity
        and device.kind in EXPRESSED[demand(after, device, POLICY)]
    }

    assert fell <= planned(before, *change).keys()


@given(histories, changes)
def test_a_plan_changes_nothing_of_the_house(history: list[Change], change: Change) -> None:
    house = house_after(*history)

    steps_of(house, *change)

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


# Put back -----------------------------------------------------------------------------------

COSY = BulbState(on=True, mode=BulbMode.WHITE, brightness=40, kelvin=2700)


def reported(house: House, device: Device, state: DeviceState, *, reachable: bool = True) -> House:
    report = DeviceReport(device_id=device.id, state=state, reachable=reachable, seen_at=NIGHT)
    return replace(house, reports={**house.reports, device.id: report})


def step_for(house: House, zone: str, status: Status, device: Device) -> Step:
    return next(step for step in steps_of(house, zone, status) if step.device == device)


def test_the_first_alarm_takes_note_of_how_a_bulb_is() -> None:
    house = reported(make_house(), FOYER_BULB, COSY)

    assert step_for(house, FOYER, YELLOW, FOYER_BULB).before == COSY


@pytest.mark.parametrize(
    "house",
    [
        reported(make_house(), FOYER_BULB, COSY, reachable=False),
        reported(make_house(), FOYER_BULB, BulbState()),
        make_house(),
    ],
    ids=["unreachable", "says nothing", "never heard of"],
)
def test_what_is_not_known_is_not_taken_note_of(house: House) -> None:
    assert step_for(house, FOYER, RED, FOYER_BULB).before is None


def test_a_higher_alarm_does_not_take_the_lower_ones_light_for_the_bulbs_own() -> None:
    alarmed = BulbState(on=True, mode=BulbMode.COLOUR, hue=45, saturation=100, brightness=30)
    house = reported(house_after((FOYER, YELLOW)), FOYER_BULB, alarmed)

    assert step_for(house, FOYER, RED, FOYER_BULB).before is None
    # The living room was in no alarm so far.
    assert step_for(reported(house, ROOM_BULB, COSY), FOYER, RED, ROOM_BULB).before == COSY


DARK_YELLOW = replace(DEFAULT_LEVELS[YELLOW], bulbs=BulbRule())


@pytest.mark.parametrize(
    "policy",
    [
        Policy(levels={**DEFAULT_LEVELS, YELLOW: DARK_YELLOW}),
        Policy(zones={FOYER: {YELLOW: DARK_YELLOW}}),
    ],
    ids=["in the household", "in this zone"],
)
def test_an_alarm_that_left_the_bulbs_alone_hides_nothing_of_how_they_were(policy: Policy) -> None:
    house = reported(house_after((FOYER, YELLOW)), FOYER_BULB, COSY)

    steps = plan(house, FOYER, RED, policy, NIGHT).steps

    assert [step.before for step in steps if step.device == FOYER_BULB] == [COSY]


def test_green_puts_back_what_was_there_and_dims_what_was_not_known() -> None:
    house = replace(house_after((FOYER, RED)), before={FOYER_BULB.id: COSY})

    assert step_for(house, HOUSE, GREEN, FOYER_BULB).command == PutBackCommand(state=COSY)
    assert step_for(house, HOUSE, GREEN, ROOM_BULB).command == GREEN_BULB


def test_a_bulb_is_put_back_when_its_alarm_falls_to_one_that_leaves_bulbs_alone() -> None:
    policy = Policy(zones={FOYER: {YELLOW: DARK_YELLOW}})
    red = house_after((FOYER, RED))
    known = replace(red, before={FOYER_BULB.id: COSY})

    lowered = plan(known, FOYER, YELLOW, policy, NIGHT).steps
    in_the_dark = plan(red, FOYER, YELLOW, policy, NIGHT).steps

    assert {step.device: step.command for step in lowered}[FOYER_BULB] == PutBackCommand(state=COSY)
    assert FOYER_BULB not in {step.device for step in in_the_dark}


def test_a_bulb_whose_alarm_rises_to_one_that_leaves_bulbs_alone_keeps_its_light() -> None:
    dark = replace(DEFAULT_LEVELS[RED], bulbs=BulbRule())
    policy = Policy(levels={**DEFAULT_LEVELS, RED: dark})
    house = replace(house_after((FOYER, YELLOW)), before={FOYER_BULB.id: COSY})

    steps = plan(house, FOYER, RED, policy, NIGHT).steps

    assert {step.device for step in steps} == {FOYER_SIREN, ROOM_SIREN, FOYER_LOCK, ROOM_LOCK}


# Sirens -------------------------------------------------------------------------------------

CAP = timedelta(seconds=DEFAULT_LEVELS[RED].sirens.cap_seconds)


def alarmed(*devices: Device, since: datetime = NIGHT) -> House:
    alarms = {device.id: Alarm(since=since, until=since + CAP) for device in devices}
    return replace(house_after((FOYER, RED)), alarms=alarms)


def test_a_siren_may_sound_until_its_cap_from_the_rise_to_red() -> None:
    assert step_for(make_house(), FOYER, RED, FOYER_SIREN).until == NIGHT + CAP


def test_red_again_does_not_start_the_clock_anew() -> None:
    house = alarmed(FOYER_SIREN, since=NIGHT - timedelta(seconds=150))

    step = step_for(house, FOYER, RED, FOYER_SIREN)

    assert step.until == NIGHT + timedelta(seconds=30)
    assert step.command == SirenCommand(on=True, volume=100, duration=30)


def test_red_again_has_a_siren_sound_to_its_last_second() -> None:
    house = alarmed(FOYER_SIREN, since=NIGHT - CAP + timedelta(seconds=1))

    step = step_for(house, FOYER, RED, FOYER_SIREN)

    assert step.result is Result.PENDING
    assert step.command == SirenCommand(on=True, volume=100, duration=1)


@pytest.mark.parametrize("left", [0.0, 0.9])
def test_a_siren_that_has_sounded_for_as_long_as_it_may_is_not_told_again(left: float) -> None:
    house = alarmed(FOYER_SIREN, since=NIGHT - CAP + timedelta(seconds=left))

    step = step_for(house, FOYER, RED, FOYER_SIREN)

    assert (step.result, step.reason) == (Result.SKIPPED, Reason.CAP_REACHED)


def test_a_new_rise_to_red_starts_a_new_clock() -> None:
    over = replace(alarmed(FOYER_SIREN).alarms[FOYER_SIREN.id], over=True)
    house = replace(make_house(), alarms={FOYER_SIREN.id: over})

    assert step_for(house, FOYER, RED, FOYER_SIREN).until == NIGHT + CAP


def test_a_siren_is_not_kept_sounding_once_red_is_over() -> None:
    house = alarmed(FOYER_SIREN, ROOM_SIREN)

    assert set(plan(house, FOYER, YELLOW, POLICY, NIGHT).alarms_over) == {
        FOYER_SIREN.id,
        ROOM_SIREN.id,
    }
    assert plan(house, LIVING_ROOM, YELLOW, POLICY, NIGHT).alarms_over == ()


# Hazards ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("house", "hazard"),
    [(replace(make_house(), hazards=("binary_sensor.smoke",)), False), (make_house(), True)],
    ids=["a sensor tells of it", "it is what red is called for"],
)
def test_with_smoke_in_the_house_no_door_is_locked_and_the_reason_is_kept(
    house: House, *, hazard: bool
) -> None:
    steps = plan(house, FOYER, RED, POLICY, NIGHT, hazard=hazard).steps

    assert {
        (step.result, step.reason) for step in steps if step.device.kind is DeviceKind.LOCK
    } == {(Result.SKIPPED, Reason.HAZARD)}
    assert all(
        step.result is Result.PENDING for step in steps if step.device.kind is not DeviceKind.LOCK
    )


def test_without_a_hazard_every_door_is_locked() -> None:
    assert {step.result for step in steps_of(make_house(), FOYER, RED)} == {Result.PENDING}


# The user's own rules -----------------------------------------------------------------------


def test_a_zone_may_differ_from_the_household() -> None:
    own = replace(DEFAULT_LEVELS[RED], sirens=SirenRule(), locks=LockRule())
    policy = Policy(zones={FOYER: {RED: own}})

    steps = plan(make_house(), LIVING_ROOM, RED, policy, NIGHT).steps

    assert {step.device for step in steps} == {ROOM_SIREN, FOYER_BULB, ROOM_BULB, ROOM_LOCK}


def test_a_red_that_stays_in_its_zone_concerns_no_other() -> None:
    own = replace(DEFAULT_LEVELS[RED], scope=Scope.ZONE)
    policy = Policy(zones={FOYER: {RED: own}})

    steps = plan(make_house(), FOYER, RED, policy, NIGHT).steps

    assert {step.device.zone for step in steps} == {FOYER}
    assert demand(house_after((FOYER, RED)), ROOM_SIREN, policy) is GREEN


def test_a_red_that_stays_in_its_zone_leaves_the_red_of_another_as_it_is() -> None:
    own = replace(DEFAULT_LEVELS[RED], scope=Scope.ZONE)
    policy = Policy(zones={FOYER: {RED: own}, LIVING_ROOM: {RED: own}})

    steps = plan(house_after((LIVING_ROOM, RED)), FOYER, RED, policy, NIGHT).steps

    assert {step.device.zone for step in steps} == {FOYER}


def test_a_warning_may_spread_from_one_zone_alone() -> None:
    own = replace(DEFAULT_LEVELS[YELLOW], scope=Scope.HOUSE)
    policy = Policy(zones={FOYER: {YELLOW: own}})

    from_the_foyer = plan(make_house(), FOYER, YELLOW, policy, NIGHT).steps
    from_the_room = plan(make_house(), LIVING_ROOM, YELLOW, policy, NIGHT).steps

    assert {step.device for step in from_the_foyer} == {FOYER_BULB, ROOM_BULB}
    assert {step.device for step in from_the_room} == {ROOM_BULB}


def test_a_device_follows_the_rules_of_its_own_zone_for_a_red_of_another() -> None:
    quiet = replace(DEFAULT_LEVELS[RED], sirens=SirenRule())
    policy = Policy(zones={FOYER: {RED: quiet}})
    house = house_after((LIVING_ROOM, RED))

    assert level_of(house, FOYER_SIREN, policy) == quiet
    assert level_of(house, ROOM_SIREN, policy) == DEFAULT_LEVELS[RED]


def test_a_bulb_shows_the_very_light_that_the_user_chose() -> None:
    rose = BulbRule(action=BulbAction.LIGHT, hue=340, saturation=40, brightness=70)
    policy = Policy(levels={**DEFAULT_LEVELS, RED: replace(DEFAULT_LEVELS[RED], bulbs=rose)})

    steps = plan(make_house(), FOYER, RED, policy, NIGHT).steps

    assert {step.device: step.command for step in steps}[FOYER_BULB] == BulbCommand(
        on=True, mode=BulbMode.COLOUR, hue=340, saturation=40, brightness=70
    )
