"""Events on Home Assistant's bus tell what happens to a household, also as it starts."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.tuya_twin.announcer import EVENT_RUN, RunEvent
from custom_components.tuya_twin.core.facts import RunStarted
from custom_components.tuya_twin.core.model import (
    Device,
    DeviceKind,
    Protocol,
    SirenCommand,
)
from custom_components.tuya_twin.core.run import Cause, Run, Step
from tests.own_kit import household, living_in
from tests.people_kit import until_house

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

GONE = Device(id="gone", name="Old siren", kind=DeviceKind.SIREN, zone="Foyer")


async def test_a_run_that_was_interrupted_and_ends_as_the_household_starts_is_told_once(
    hass: HomeAssistant,
) -> None:
    told = async_capture_events(hass, EVENT_RUN)
    entry = household()
    async with living_in(hass, entry) as coordinator:
        await coordinator.response.chronicle.record(
            RunStarted(
                run=Run(
                    id="interrupted",
                    protocol=Protocol.RED,
                    zone=GONE.zone,
                    cause=Cause(origin="person"),
                    started_at=coordinator.clock.now(),
                    deadline=3.0,
                    steps=(Step(device=GONE, command=SirenCommand(on=True)),),
                )
            )
        )
        await hass.async_block_till_done()
        await hass.config_entries.async_reload(entry.entry_id)
        await until_house(entry.runtime_data, lambda house: not house.open_runs)
        await hass.async_block_till_done()

    assert [(event.data["type"], event.data["skipped"]) for event in told] == [
        (RunEvent.STARTED, 0),
        (RunEvent.FINISHED, 1),
    ]
