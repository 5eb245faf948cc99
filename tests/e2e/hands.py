"""A person's hands on the panel: at a person's pace, and sometimes in the wrong place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Locator, Page, expect

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, list_of, object_of, text_of
from scripts.lib.witness import Observation, find_witnesses

A_MOMENT_MS = 450
"""Longer than the bounce of a nervous finger, which counts for nothing."""
OPTIONS = "/api/config/config_entries/options/flow"


async def household(house: Home) -> str:
    """The id of the only household there is."""
    (entry,) = list_of(await house.command({"type": "config_entries/get", "domain": "tuya_twin"}))
    return text_of(object_of(entry)["entry_id"])


async def set_options(house: Home, page: str, answers: JSONObject) -> None:
    """Answer one page of the household's options."""
    flow = object_of(await house.post(OPTIONS, {"handler": await household(house)}))
    for answer in ({"next_step_id": page}, answers):
        flow = object_of(await house.post(f"{OPTIONS}/{text_of(flow['flow_id'])}", answer))
    assert flow["type"] == "create_entry", flow


async def seen(house: Home, kind: str) -> Observation:
    """What the only device of a kind really does."""
    witnesses = await find_witnesses(house.folder)
    (witness,) = (each for each in witnesses.values() if each.kind == kind)
    return await witness.look()


async def last_incident(house: Home) -> JSONObject:
    """The whole record of the newest incident."""
    entry: dict[str, JSON] = {"config_entry_id": await household(house)}
    listed = object_of(
        await house.call_service("tuya_twin", "get_incidents", entry, return_response=True)
    )
    newest = object_of(list_of(listed["incidents"])[0])
    answer = await house.call_service(
        "tuya_twin", "get_incidents", {**entry, "incident_id": newest["id"]}, return_response=True
    )
    return object_of(object_of(answer)["incident"])


async def press_twice(button: Locator) -> None:
    """Press, see that it asks again, and press again."""
    await button.click()
    # Its name changes meanwhile.
    again = button.page.get_by_role("button", name="Tap again to confirm")
    await again.click(delay=A_MOMENT_MS)


@asynccontextmanager
async def held(button: Locator) -> AsyncIterator[None]:
    """The button is down."""
    await button.hover()
    await button.page.mouse.down()
    yield
    await button.page.mouse.up()


async def open_sheet(page: Page, device: str) -> Locator:
    """Open the sheet of a device from the list."""
    row = page.locator("tuya-twin-device-list").get_by_role("button").filter(has_text=device)
    await row.click()
    sheet = page.get_by_role("dialog", name=device)
    await expect(sheet).to_be_visible()
    return sheet
