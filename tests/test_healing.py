"""A device that moved or was paired anew heals by itself, and an impostor changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.tuya_twin import healing
from custom_components.tuya_twin.core.model import Reason, SirenCommand
from custom_components.tuya_twin.devices.cloud import CloudClient
from custom_components.tuya_twin.devices.lan import Endpoint
from custom_components.tuya_twin.devices.probe import Answer, probe
from custom_components.tuya_twin.devices.simulator import (
    Absence,
    Fault,
    SimulatedCloud,
    SimulatedDevice,
)
from custom_components.tuya_twin.devices.simulator.cloud.faults import CloudFault
from custom_components.tuya_twin.scout import DATA_SCOUT
from tests.kit import PATIENCE, until
from tests.own_kit import (
    CLOUD,
    ELSEWHERE,
    OTHER_KEY,
    QUICK,
    announce,
    at_home,
    data_of,
    household,
    issue,
    living_in,
    the_link,
    until_issue,
)

pytestmark = pytest.mark.usefixtures("enable_custom_integrations", "quick_links")

VERSIONS = ("3.3", "3.4", "3.5")
WRONG_KEY, WRONG_VERSION = "sub_0_wrong_key", "sub_0_wrong_version"


class Watched:
    """A function that does what it does, and tells when it has."""

    def __init__(self, function: Callable[..., Awaitable[Any]]) -> None:
        self._function = function
        self.over = asyncio.Event()

    def __get__(self, owner: object, _owners: type) -> Callable[..., Awaitable[Any]]:
        return partial(self, owner)

    async def __call__(self, *args: object, **options: object) -> Any:
        try:
            return await self._function(*args, **options)
        finally:
            self.over.set()

    async def wait(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.over.wait()


@pytest.fixture
def probing(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Tells when an announcement has been looked into."""
    watched = Watched(probe)
    monkeypatch.setattr(healing, "probe", watched)
    return watched


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Watched:
    """Tells when the cloud has been asked for a key."""
    watched = Watched(CloudClient.device)
    monkeypatch.setattr(CloudClient, "device", watched)
    return watched


async def announced(hass: HomeAssistant, device: SimulatedDevice, **lies: Any) -> None:
    """Have a device say where it is, and wait until every household has heard it."""
    heard = asyncio.Event()
    hass.data[DATA_SCOUT].watch("test", lambda _candidate: heard.set())
    announce(hass, device, **lies)
    async with asyncio.timeout(PATIENCE):
        await heard.wait()
    hass.data[DATA_SCOUT].unwatch("test")


async def until_reachable(entry: MockConfigEntry) -> None:
    await until(the_link(entry), lambda link: link.report.reachable)


async def until_trouble(entry: MockConfigEntry, trouble: Reason | None) -> None:
    await until(the_link(entry), lambda link: link.report.trouble is trouble)


async def lose_its_key(
    hass: HomeAssistant, entry: MockConfigEntry, siren: SimulatedDevice, asking: Watched
) -> str:
    """Give the siren a key that nobody tells the household, which asks for it; returns the key."""
    await until_reachable(entry)
    key = siren.rotate_key()
    await until_issue(hass, WRONG_KEY, lambda found: found is not None)
    await asking.wait()
    return key


async def hours_later(hass: HomeAssistant) -> None:
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(hours=2))
    await hass.async_block_till_done()


def settings(entry: MockConfigEntry) -> dict[str, Any]:
    return dict(entry.subentries["sub_0"].data)


# A device that moved ------------------------------------------------------------------------


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("absence", Absence)
async def test_a_device_that_moved_is_found_and_its_open_command_is_carried_out(
    hass: HomeAssistant, version: str, absence: Absence
) -> None:
    async with at_home(version, absence=absence) as siren:
        entry = household(data_of(siren))
        async with living_in(hass, entry) as coordinator:
            await until_reachable(entry)
            await siren.move(ELSEWHERE, absence=absence)
            await until_trouble(entry, Reason.UNREACHABLE)

            sounding = hass.async_create_task(
                the_link(entry).execute(SirenCommand(on=True), within=20, on_sent=lambda: None)
            )
            announce(hass, siren)
            await sounding

            assert settings(entry)["host"] == ELSEWHERE
            # Nothing was rebuilt for it.
            assert entry.runtime_data is coordinator


async def test_a_device_of_another_version_is_found_where_it_moved(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren, host="127.0.0.99", version="3.3"))
    async with living_in(hass, entry):
        await until_trouble(entry, Reason.UNREACHABLE)
        announce(hass, siren)
        await until_reachable(entry)

        assert (settings(entry)["host"], settings(entry)["version"]) == (siren.config.host, "3.4")


async def test_a_device_without_an_address_is_reached_once_it_announces_itself(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren, host=""))
    async with living_in(hass, entry):
        await until_trouble(entry, Reason.UNREACHABLE)
        announce(hass, siren)
        await until_reachable(entry)

        assert settings(entry)["host"] == siren.config.host


async def test_the_version_that_is_announced_is_no_truth(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren, host="127.0.0.99", version="3.3"))
    async with living_in(hass, entry):
        await until_trouble(entry, Reason.UNREACHABLE)
        announce(hass, siren, version="3.3")
        await until_reachable(entry)

        assert (settings(entry)["host"], settings(entry)["version"]) == (siren.config.host, "3.4")


async def test_a_device_that_announces_itself_where_it_was_is_called_at_once(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    patient = replace(QUICK, first_retry=3600.0, last_retry=3600.0, eager_retry=3600.0)
    monkeypatch.setattr("custom_components.tuya_twin.members.TIMING", patient)
    await siren.set_fault(Fault.OFFLINE)
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_trouble(entry, Reason.UNREACHABLE)
        await siren.set_fault(Fault.NONE)
        announce(hass, siren)
        await until_reachable(entry)


async def test_a_device_that_announces_itself_again_meanwhile_is_looked_for_once(
    hass: HomeAssistant, siren: SimulatedDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at: list[str] = []
    twice = asyncio.Event()

    async def after_both(endpoint: Endpoint, *, points: Collection[str]) -> Answer:
        looked_at.append(endpoint.host)
        await twice.wait()
        return await probe(endpoint, points=points)

    monkeypatch.setattr(healing, "probe", after_both)
    entry = household(data_of(siren, host="127.0.0.99"))
    async with living_in(hass, entry):
        await until_trouble(entry, Reason.UNREACHABLE)
        await announced(hass, siren)
        await announced(hass, siren, version="3.3")
        twice.set()
        await until_reachable(entry)

        assert looked_at == [siren.config.host]


async def test_an_impostor_without_the_key_changes_nothing(
    hass: HomeAssistant, siren: SimulatedDevice, probing: Watched
) -> None:
    async with at_home(host=ELSEWHERE, local_key=OTHER_KEY) as impostor:
        entry = household(data_of(siren, port=impostor.address[1]))
        async with living_in(hass, entry):
            await until_trouble(entry, Reason.UNREACHABLE)
            before = settings(entry)

            announce(hass, impostor)
            await probing.wait()

            assert settings(entry) == before
            assert the_link(entry).endpoint.host == siren.config.host


async def test_whoever_says_that_a_device_moved_which_answers_is_not_listened_to(
    hass: HomeAssistant, siren: SimulatedDevice, probing: Watched
) -> None:
    async with at_home(host=ELSEWHERE) as impostor:
        entry = household(data_of(siren))
        async with living_in(hass, entry):
            await until_reachable(entry)
            await announced(hass, impostor)

            assert not probing.over.is_set()
            assert settings(entry)["host"] == siren.config.host
            assert not impostor.has_client


# A device that was paired anew ---------------------------------------------------------------


async def test_a_new_key_is_fetched_from_the_cloud_and_an_open_command_carried_out(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud
) -> None:
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)
        key = siren.rotate_key()
        await until_trouble(entry, Reason.WRONG_KEY)
        await until_reachable(entry)
        await the_link(entry).execute(SirenCommand(on=True), within=20, on_sent=lambda: None)

        assert settings(entry)["local_key"] == key
        assert entry.runtime_data is coordinator
        await until_issue(hass, WRONG_KEY, lambda found: found is None)


async def test_a_key_the_cloud_does_not_know_yet_is_asked_for_again_later(
    hass: HomeAssistant,
    siren: SimulatedDevice,
    cloud: SimulatedCloud,
    asking: Watched,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "_ASK_AGAIN_SECONDS", 0.1)
    cloud.fault = CloudFault.SERVER_ERROR
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry):
        key = await lose_its_key(hass, entry, siren, asking)
        assert settings(entry)["local_key"] != key

        cloud.fault = CloudFault.NONE
        await until_reachable(entry)

        assert settings(entry)["local_key"] == key


async def test_a_device_that_is_gone_altogether_is_no_reason_to_ask_for_its_key_again(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud, asking: Watched
) -> None:
    cloud.fault = CloudFault.SERVER_ERROR
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry):
        await lose_its_key(hass, entry, siren, asking)
        await siren.set_fault(Fault.OFFLINE)
        await until_trouble(entry, Reason.UNREACHABLE)

        asking.over.clear()
        await hours_later(hass)
        assert not asking.over.is_set()


async def test_a_household_that_is_unloaded_asks_for_no_key_any_more(
    hass: HomeAssistant, siren: SimulatedDevice, cloud: SimulatedCloud, asking: Watched
) -> None:
    cloud.fault = CloudFault.SERVER_ERROR
    entry = household(data_of(siren), cloud=CLOUD)
    async with living_in(hass, entry):
        await lose_its_key(hass, entry, siren, asking)

    asking.over.clear()
    await hours_later(hass)
    assert not asking.over.is_set()


async def test_without_a_cloud_a_new_key_is_asked_for(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await siren.set_fault(Fault.WRONG_KEY)
        await until_issue(hass, WRONG_KEY, lambda found: found is not None)

        asked = issue(hass, WRONG_KEY)
        assert asked
        assert (asked.translation_key, asked.is_fixable) == ("device_wrong_key", True)

        await siren.set_fault(Fault.NONE)
        await until_reachable(entry)
        await until_issue(hass, WRONG_KEY, lambda found: found is None)


# A device with another version ---------------------------------------------------------------


async def test_another_version_is_adopted_where_it_was_to_be_found_out(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren, version="3.3"))
    async with living_in(hass, entry) as coordinator:
        await until_reachable(entry)

        assert settings(entry)["version"] == "3.4"
        assert entry.runtime_data is coordinator
        assert issue(hass, WRONG_VERSION) is None


async def test_another_version_than_the_chosen_one_is_spoken_and_asked_about(
    hass: HomeAssistant, siren: SimulatedDevice
) -> None:
    entry = household(data_of(siren, version="3.3", auto_version=False))
    async with living_in(hass, entry):
        await until_reachable(entry)
        await until_issue(hass, WRONG_VERSION, lambda found: found is not None)

        asked = issue(hass, WRONG_VERSION)
        assert asked
        assert asked.translation_key == "device_wrong_version"
        assert settings(entry)["version"] == "3.3"
