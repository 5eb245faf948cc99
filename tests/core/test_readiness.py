"""Whether a zone could respond now and, if not, what the people there are told to mend."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import (
    HOUSE,
    Bolt,
    BulbState,
    Device,
    DeviceReport,
    DeviceState,
    LockState,
    SirenState,
)
from custom_components.tuya_twin.core.readiness import Gap, NotReady, gaps
from custom_components.tuya_twin.core.settings import Settings
from tests.core.kit import (
    FOYER,
    FOYER_BULB,
    FOYER_LOCK,
    FOYER_SIREN,
    LIVING_ROOM,
    NIGHT,
    ROOM_BULB,
    ROOM_LOCK,
    ROOM_SIREN,
    make_house,
)

SETTINGS = Settings()
FOYER_DEVICES = (FOYER_BULB, FOYER_SIREN, FOYER_LOCK)
STATES: dict[Device, DeviceState] = {
    FOYER_BULB: BulbState(on=True),
    FOYER_SIREN: SirenState(sounding=False),
    FOYER_LOCK: LockState(bolt=Bolt.UNLOCKED),
}


def report(device: Device, state: DeviceState, *, reachable: bool = True) -> DeviceReport:
    return DeviceReport(device_id=device.id, state=state, reachable=reachable, seen_at=NIGHT)


def ready_foyer(*reports: DeviceReport, proven: datetime = NIGHT) -> House:
    """A house of which the foyer is ready, but for what is told otherwise."""
    known = (*(report(device, state) for device, state in STATES.items()), *reports)
    return replace(
        make_house(),
        reports={each.device_id: each for each in known},
        proven=dict.fromkeys((device.id for device in FOYER_DEVICES), proven),
    )


def found(
    house: House, zone: str = FOYER, settings: Settings = SETTINGS, *, screens: int = 1
) -> tuple[NotReady, ...]:
    return gaps(house, zone, settings, screens=screens, now=NIGHT)


def test_a_zone_is_ready_once_every_device_is_there_and_was_proven() -> None:
    assert found(ready_foyer()) == ()


def test_a_house_nobody_has_tried_out_yet_is_told_so_of_each_device() -> None:
    assert {(gap.gap, gap.device) for gap in found(make_house())} == {
        (why, device) for device in FOYER_DEVICES for why in (Gap.UNREACHABLE, Gap.NEVER_PROVEN)
    }


def test_what_another_zone_lacks_is_no_gap_of_this_one_and_is_one_of_the_house() -> None:
    house = ready_foyer()

    assert found(house, FOYER) == ()
    assert {gap.device for gap in found(house, HOUSE)} == {ROOM_BULB, ROOM_SIREN, ROOM_LOCK}
    assert found(house, HOUSE) == found(house, LIVING_ROOM)


def test_a_device_that_does_not_answer_is_named_with_when_it_last_did() -> None:
    house = ready_foyer(report(FOYER_SIREN, SirenState(), reachable=False))

    assert found(house) == (NotReady(gap=Gap.UNREACHABLE, device=FOYER_SIREN, since=NIGHT),)


@pytest.mark.parametrize(
    ("bolt", "gap"), [(Bolt.UNKNOWN, Gap.BOLT_UNKNOWN), (Bolt.JAMMED, Gap.JAMMED)]
)
def test_a_lock_that_answers_is_no_help_while_its_bolt_is(bolt: Bolt, gap: Gap) -> None:
    house = ready_foyer(report(FOYER_LOCK, LockState(bolt=bolt)))

    assert found(house) == (NotReady(gap=gap, device=FOYER_LOCK),)


def test_a_proof_is_good_for_as_long_as_a_drill_is_and_no_longer() -> None:
    longest = NIGHT - timedelta(days=SETTINGS.drills.every_days)
    too_long = longest - timedelta(seconds=1)

    assert found(ready_foyer(proven=longest)) == ()
    assert set(found(ready_foyer(proven=too_long))) == {
        NotReady(gap=Gap.DRILL_OVERDUE, device=device, since=too_long) for device in FOYER_DEVICES
    }


def test_without_a_screen_that_is_live_nobody_would_see_it_unless_none_is_asked_for() -> None:
    screenless = replace(SETTINGS, needs_screen=False)

    assert found(ready_foyer(), screens=0) == (NotReady(gap=Gap.NO_SCREEN),)
    assert found(ready_foyer(), settings=screenless, screens=0) == ()
