"""The actions for viewer tokens: who may give them out, and what is told of them."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
import json
from typing import Any

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import probatio
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.viewer_tokens import async_viewer_tokens

type Call = Callable[..., Awaitable[Any]]


@pytest.fixture
def call(hass: HomeAssistant, coordinator: HouseholdCoordinator) -> Call:
    async def execute(
        action: str, *, response: bool = True, user: MockUser | None = None, **data: Any
    ) -> Any:
        return await hass.services.async_call(
            DOMAIN,
            f"{action}_viewer_token",
            data,
            blocking=True,
            context=Context(user_id=None if user is None else user.id),
            return_response=response,
        )

    return execute


async def listed(hass: HomeAssistant, **data: str) -> Any:
    answer = await hass.services.async_call(
        DOMAIN, "list_viewer_tokens", data, blocking=True, return_response=True
    )
    assert answer is not None
    return answer["viewer_tokens"]


async def test_an_administrator_makes_a_token_sees_it_listed_and_takes_it_back(
    hass: HomeAssistant,
    coordinator: HouseholdCoordinator,
    call: Call,
    hass_admin_user: MockUser,
) -> None:
    made = await call(
        "create", name=" Hall tablet ", zones=["Foyer", "Foyer"], user=hass_admin_user
    )
    shown = made.pop("token")
    tokens = await async_viewer_tokens(hass)

    rights = tokens.rights(shown)
    assert rights is not None
    assert (rights.user, rights.name, rights.household, rights.zones, rights.kiosk) == (
        made["id"],
        "Hall tablet",
        coordinator.house.id,
        frozenset({"Foyer"}),
        None,
    )
    (entry,) = await listed(hass)
    assert entry == {**made, "connections": 0}
    assert made["zones"] == ["Foyer"]
    assert made["last_used_at"] is None
    lifetime = dt_util.parse_datetime(made["expires_at"], raise_on_error=True) - (
        dt_util.parse_datetime(made["created_at"], raise_on_error=True)
    )
    assert lifetime == timedelta(days=365)

    await call("revoke", id=made["id"], response=False, user=hass_admin_user)

    assert await listed(hass) == []
    assert tokens.rights(shown) is None


async def test_a_list_shows_no_secret_and_no_hash_of_one(hass: HomeAssistant, call: Call) -> None:
    made = await call("create", name="Kitchen", kiosk=True, days=1)
    (token,) = (await async_viewer_tokens(hass)).all

    told = json.dumps(await listed(hass))

    assert token.kiosk
    assert token.digest not in told
    assert made["token"].split("_", 2)[2] not in told


async def test_a_list_is_of_one_household_or_of_all(
    hass: HomeAssistant, coordinator: HouseholdCoordinator, call: Call
) -> None:
    await call("create", name="Kitchen")

    assert len(await listed(hass, config_entry_id=coordinator.house.id)) == 1
    assert await listed(hass, config_entry_id="another") == []


async def test_only_administrators_give_out_see_or_take_back(
    hass: HomeAssistant, call: Call, hass_read_only_user: MockUser
) -> None:
    made = await call("create", name="Kitchen")

    with pytest.raises(Unauthorized):
        await call("create", name="Mine", user=hass_read_only_user)
    with pytest.raises(Unauthorized):
        await call("revoke", id=made["id"], response=False, user=hass_read_only_user)
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "list_viewer_tokens",
            blocking=True,
            context=Context(user_id=hass_read_only_user.id),
            return_response=True,
        )
    assert [entry["id"] for entry in await listed(hass)] == [made["id"]]


@pytest.mark.parametrize("zone", ["Attic", "HOUSE"])
async def test_a_zone_that_is_none_is_refused(call: Call, zone: str) -> None:
    with pytest.raises(ServiceValidationError, match=f"no zone {zone}") as refusal:
        await call("create", name="Kitchen", zones=["Foyer", zone])

    assert "LivingRoom, Foyer, MasterBedroom" in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"name": "  "},
        {"name": "x" * 41},
        {"name": "Kitchen", "zones": []},
        {"name": "Kitchen", "days": 0},
        {"name": "Kitchen", "days": 3651},
        {"name": "Kitchen", "days": None},
    ],
)
async def test_a_token_without_name_zone_or_end_is_refused(
    call: Call, data: dict[str, Any]
) -> None:
    with pytest.raises(probatio.Invalid):
        await call("create", **data)


async def test_an_id_that_is_not_there_is_refused(call: Call) -> None:
    with pytest.raises(ServiceValidationError, match="no viewer token 0123"):
        await call("revoke", id="0123", response=False)


async def test_home_assistant_itself_refuses_a_viewer_token(
    hass: HomeAssistant, call: Call, hass_client_no_auth: ClientSessionGenerator
) -> None:
    assert await async_setup_component(hass, "api", {})
    made = await call("create", name="Kitchen")
    client = await hass_client_no_auth()

    answer = await client.get("/api/", headers={"Authorization": f"Bearer {made['token']}"})

    assert answer.status == 401
