"""What the panel asks Home Assistant: which households, which entities, and what a lock can do."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.codes import CodeHash
from custom_components.tuya_twin.core.run import Cause
from custom_components.tuya_twin.core.signs import WatchMode
from custom_components.tuya_twin.devices.simulator import free_port
from custom_components.tuya_twin.feed.views import SOCKET_IO_PATH
from tests.kit import BULB, LOCK, SIREN, WORKER, set_up
from tests.lent_kit import Door, lend
from tests.own_kit import household, living_in

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")

NOTHING = {"entity_id": None, "lock": False, "unlock": False, "code": False}
HOST = f"127.0.{WORKER + 1}.63"
WATCHING = "select.home_watching"
ANNA = Cause(origin="person", name="Anna")

type Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
def ask(hass_ws_client: WebSocketGenerator, hass_access_token: str) -> Ask:
    """Ask as an administrator, or with another token."""

    async def send(command: str, token: str | None = None, **data: object) -> Any:
        client = await hass_ws_client(access_token=token or hass_access_token)
        await client.send_json_auto_id({"type": f"{DOMAIN}/{command}", **data})
        answer = await client.receive_json()
        await client.close()
        return answer["result"] if answer["success"] else answer["error"]

    return send


def lock_of(**profile: object) -> dict[str, object]:
    """A lock that nobody answers for."""
    return {
        "kind": "lock",
        "zone": "Foyer",
        "host": HOST,
        "port": free_port(HOST),
        "device_id": LOCK,
        "local_key": "0123456789abcdef",
        "version": "3.3",
        "profile": profile,
    }


def lent(entity: str) -> dict[str, object]:
    return {"kind": "lock", "zone": "Foyer", "entity_id": entity}


async def lock_in(ask: Ask, entry: MockConfigEntry, token: str | None = None) -> Any:
    """What is told of the only device of a household."""
    devices = (await ask("devices", token, household=entry.entry_id))["devices"]
    (device,) = devices.values()
    return device


async def code(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    """Have the household ask for a code from now on."""
    options = {"interlock": {"code": asdict(CodeHash.of("2468"))}}
    hass.config_entries.async_update_entry(entry, options=options)
    await hass.async_block_till_done()


# Households ----------------------------------------------------------------------------------


async def test_anybody_who_is_logged_in_hears_of_the_households_that_are_loaded(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask, hass_read_only_access_token: str
) -> None:
    cabin = household()
    await set_up(hass, cabin)
    home_told, cabin_told = (
        {"id": each.entry_id, "name": each.title, "socket_path": SOCKET_IO_PATH}
        for each in (entry, cabin)
    )

    assert await ask("households", hass_read_only_access_token) == {
        "households": [home_told, cabin_told]
    }

    await hass.config_entries.async_unload(cabin.entry_id)

    assert await ask("households") == {"households": [home_told]}


@pytest.mark.parametrize("command", ["households", "devices"])
async def test_a_household_that_is_being_built_is_waited_for(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    command: str,
) -> None:
    client = await hass_ws_client()
    asked = {"type": f"{DOMAIN}/{command}"}
    if command == "devices":
        asked["household"] = entry.entry_id

    async with entry.setup_lock:
        await client.send_json_auto_id(asked)
        # Whatever is answered at once is answered before this.
        await client.send_json_auto_id({"type": "ping"})
        assert (await client.receive_json())["type"] == "pong"

    assert await succeeds(client)


async def succeeds(client: MockHAClientWebSocket) -> bool:
    return bool((await client.receive_json())["success"])


# Devices -------------------------------------------------------------------------------------


async def test_each_device_is_told_with_its_entity_and_a_lock_with_what_it_can_do(
    entry: MockConfigEntry, ask: Ask
) -> None:
    assert await ask("devices", household=entry.entry_id) == {
        "devices": {
            BULB: {**NOTHING, "entity_id": "light.living_room_lamp"},
            SIREN: {**NOTHING, "entity_id": "siren.hall_siren"},
            LOCK: {"entity_id": "lock.front_door", "lock": True, "unlock": True, "code": False},
        },
        "watch_entity": WATCHING,
    }


async def test_an_entity_is_told_by_the_name_the_user_gave_it(
    entry: MockConfigEntry, ask: Ask, entity_registry: er.EntityRegistry
) -> None:
    entity_registry.async_update_entity("siren.hall_siren", new_entity_id="siren.loud")

    devices = (await ask("devices", household=entry.entry_id))["devices"]

    assert devices[SIREN]["entity_id"] == "siren.loud"


@pytest.mark.parametrize("away", ["switched off", "removed"])
async def test_an_entity_that_is_not_there_is_nothing_to_act_on(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    ask: Ask,
    entity_registry: er.EntityRegistry,
    away: str,
) -> None:
    if away == "removed":
        entity_registry.async_remove("lock.front_door")
    else:
        entity_registry.async_update_entity(
            "lock.front_door", disabled_by=er.RegistryEntryDisabler.USER
        )
    await hass.async_block_till_done()

    devices = (await ask("devices", household=entry.entry_id))["devices"]

    assert devices[LOCK] == NOTHING


@pytest.mark.parametrize(
    ("profile", "can"),
    [
        ({}, {"lock", "unlock"}),
        ({"lan_unlock": False}, {"lock"}),
        ({"lan_lock": False, "momentary": True}, {"unlock"}),
        ({"lan_lock": False, "lan_unlock": False, "sleeps": True}, set()),
        ({"lan_lock": False, "lan_unlock": False, "cloud_unlock": True}, {"unlock"}),
    ],
)
async def test_a_lock_is_offered_only_what_its_product_can_do(
    hass: HomeAssistant, ask: Ask, profile: dict[str, object], can: set[str]
) -> None:
    entry = household(lock_of(**profile))
    async with living_in(hass, entry):
        told = await lock_in(ask, entry)

    assert {name for name, value in told.items() if value is True} == can


async def test_it_is_told_that_unlocking_takes_a_code(hass: HomeAssistant, ask: Ask) -> None:
    entry = household(lock_of())
    async with living_in(hass, entry):
        await code(hass, entry)

        assert (await lock_in(ask, entry))["code"]


async def test_who_may_only_look_is_offered_nothing_to_do(
    entry: MockConfigEntry, ask: Ask, hass_read_only_access_token: str
) -> None:
    asked = await ask("devices", hass_read_only_access_token, household=entry.entry_id)

    door = asked["devices"][LOCK]
    assert door == {"entity_id": "lock.front_door", "lock": False, "unlock": False, "code": False}
    assert asked["watch_entity"] is None


async def test_nobody_is_offered_a_watch_by_an_entity_that_is_switched_off(
    entry: MockConfigEntry, ask: Ask, entity_registry: er.EntityRegistry
) -> None:
    entity_registry.async_update_entity(WATCHING, disabled_by=er.RegistryEntryDisabler.USER)

    assert (await ask("devices", household=entry.entry_id))["watch_entity"] is None


async def test_nobody_is_offered_a_watch_without_sensors_but_an_end_of_it(
    hass: HomeAssistant, ask: Ask
) -> None:
    entry = household(lock_of())
    async with living_in(hass, entry):
        offered = (await ask("devices", household=entry.entry_id))["watch_entity"]
        keeper = entry.runtime_data.surveillance.watch_keeper
        await keeper.async_set(WatchMode.AWAY, ANNA)
        then = (await ask("devices", household=entry.entry_id))["watch_entity"]

    assert offered is None
    assert then is not None
    assert then.endswith("_watching")


@pytest.mark.parametrize("unique_id", ["lent", None], ids=["in the registry", "not in it"])
async def test_a_lent_lock_is_its_own_entity(
    hass: HomeAssistant, ask: Ask, unique_id: str | None
) -> None:
    door = Door(unique_id=unique_id)
    await lend(hass, door)
    entry = household(lent("lock.door"))
    async with living_in(hass, entry):
        await code(hass, entry)

        assert await lock_in(ask, entry) == {
            "entity_id": "lock.door",
            "lock": True,
            "unlock": True,
            # The household's code is not asked for by a lock of somebody else.
            "code": False,
        }

        door.report(code_format=r"^\d{4}$")
        assert (await lock_in(ask, entry))["code"]

        await door.async_remove(force_remove=True)
        gone = await lock_in(ask, entry)
        assert gone["entity_id"] == (None if unique_id is None else "lock.door")


async def test_a_lent_lock_that_is_switched_off_or_gone_is_nothing_to_act_on(
    hass: HomeAssistant, ask: Ask, entity_registry: er.EntityRegistry
) -> None:
    await lend(hass, Door())
    found = entity_registry.async_get("lock.door")
    assert found is not None
    entry = household(lent(found.id))
    async with living_in(hass, entry):
        entity_registry.async_update_entity("lock.door", disabled_by=er.RegistryEntryDisabler.USER)
        await hass.async_block_till_done()
        assert await lock_in(ask, entry) == NOTHING

        entity_registry.async_remove("lock.door")
        await hass.async_block_till_done()
        assert await lock_in(ask, entry) == NOTHING


async def test_only_a_household_that_is_loaded_tells_of_its_devices(
    hass: HomeAssistant, entry: MockConfigEntry, ask: Ask
) -> None:
    unknown = await ask("devices", household="another")
    assert unknown["translation_key"] == "service_config_entry_not_found"

    await hass.config_entries.async_unload(entry.entry_id)

    unloaded = await ask("devices", household=entry.entry_id)
    assert unloaded["translation_key"] == "service_config_entry_not_loaded"
