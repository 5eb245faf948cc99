"""What every link says of its device: nothing before it is known, and why it did not obey."""

import pytest

from custom_components.tuya_twin.core.errors import DeviceError, JammedError, NoConfirmationError
from custom_components.tuya_twin.core.model import (
    Command,
    Device,
    DeviceReport,
    DeviceState,
    LockCommand,
    LockState,
    SirenCommand,
    SirenState,
)
from custom_components.tuya_twin.devices.simulator import make_appliance
from custom_components.tuya_twin.devices.simulator.locks import SimulatedLock
from tests.core.kit import FOYER_LOCK, FOYER_SIREN
from tests.core.lives import Fate, Outside, VirtualLink
from tests.virtual_time import run_in_virtual_time

LOCK, SOUND = LockCommand(lock=True), SirenCommand(on=True)


async def refusal(outside: Outside, command: Command) -> DeviceError:
    """What a device that is connected fails with."""
    link = VirtualLink(outside, Fate())
    link.start()
    try:
        with pytest.raises(DeviceError) as refused:
            await link.execute(command, within=30.0, on_sent=lambda: None)
    finally:
        link.close()
    return refused.value


@pytest.mark.parametrize(
    ("device", "unknown"), [(FOYER_LOCK, LockState()), (FOYER_SIREN, SirenState())]
)
def test_of_a_device_that_has_not_spoken_nothing_is_known(
    device: Device, unknown: DeviceState
) -> None:
    link = VirtualLink(Outside(device, make_appliance(device.kind, None)), Fate())

    assert link.report == DeviceReport(
        device_id=device.id, state=unknown, reachable=False, seen_at=None
    )


def test_a_bolt_that_is_still_stuck_is_jammed_again_though_the_lock_says_nothing_new() -> None:
    lock = SimulatedLock()
    lock.obstructed = True

    for _ in range(2):
        error = run_in_virtual_time(refusal(Outside(FOYER_LOCK, lock), LOCK))
        assert type(error) is JammedError


@pytest.mark.parametrize(("device", "command"), [(FOYER_LOCK, LOCK), (FOYER_SIREN, SOUND)])
def test_a_device_that_says_yes_and_does_nothing_gives_no_confirmation(
    device: Device, command: Command
) -> None:
    deaf = Outside(device, make_appliance(device.kind, None), deaf=True)

    error = run_in_virtual_time(refusal(deaf, command))

    assert type(error) is NoConfirmationError
