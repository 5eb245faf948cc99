"""What has happened, at a glance, as a list and played again: real house, real browser."""

import json
from pathlib import Path
import re

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import Scheme, open_panel, panel_page
from scripts.lib.home import Home
from scripts.lib.home_types import text_of
from scripts.lib.household import last_incident
from tests.core.json_schema import mistakes
from tests.e2e.axe import flaws

pytestmark = [pytest.mark.browser, pytest.mark.process]

PHONE = (390, 844)
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "custom_components/tuya_twin/incident.schema.json").read_text()
)


@pytest.fixture
async def after_red(house: Home) -> Home:
    """A house that was red, in which the siren did not answer, and that is green again."""
    await house.call_service(
        "select",
        "select_option",
        {"entity_id": "select.hall_siren_simulated_fault", "option": "offline"},
    )
    await _act(house, "execute_red_protocol", "Glass broke")
    await house.call_service("tuya_twin", "acknowledge", {})
    await _act(house, "report_false_alarm", "It was the cat")
    return house


async def _act(house: Home, action: str, reason: str) -> None:
    """With a response, so that a siren that does not answer is none of our errors."""
    await house.call_service("tuya_twin", action, {"reason": reason}, return_response=True)


async def open_incident(page: Page) -> Locator:
    """From the house by the list to the only incident."""
    await page.get_by_role("button", name="All incidents").click()
    await page.get_by_role("button", name="Critical: whole house").click()
    incident = page.locator("tuya-twin-incident")
    await expect(incident.get_by_role("heading", name="Critical: whole house")).to_be_focused()
    return incident


def happened(incident: Locator, what: str) -> Locator:
    return incident.locator("tuya-twin-timeline").get_by_role("listitem").filter(has_text=what)


async def test_the_day_shows_an_incident_as_it_happens_and_leads_to_it(house: Home) -> None:
    async with panel_page(house) as page:
        today = page.locator("tuya-twin-today")
        await expect(today).to_contain_text("No incidents in the last 24 hours.")

        await house.call_service("tuya_twin", "execute_yellow_protocol", {"zone": "Foyer"})
        incident = today.get_by_role("button", name="Warning, since")
        await expect(incident).to_be_visible()
        await house.call_service("tuya_twin", "stand_down", {})
        over = today.get_by_role("button", name="stood down")
        await expect(over).to_be_visible()

        await over.focus()
        await page.keyboard.press("Enter")
        shown = page.locator("tuya-twin-incident")
        await expect(shown.get_by_role("heading", name="Warning: Foyer")).to_be_visible()


async def test_an_incident_tells_everything_and_how_to_cure_it(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        incident = await open_incident(page)

        for what in (
            "Critical: whole house",
            "Red protocol for whole house, called by Owner",
            "Living room lamp: red",
            "Front door: locked, bolt out",
            "Acknowledged by Owner",
            "Called a false alarm by Owner",
            "Safe: whole house",
        ):
            await expect(happened(incident, what).first).to_be_visible()
        failure = happened(incident, "Hall siren did not answer")
        await expect(failure.first).to_contain_text("Check its power and Wi-Fi.")

        await incident.get_by_role("button", name="Problems").click()
        rows = incident.locator("tuya-twin-timeline").get_by_role("listitem")
        await expect(rows).to_have_text([re.compile("Hall siren did not answer")] * 2)


async def test_the_house_is_seen_again_as_it_was_by_keyboard_alone(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        incident = await open_incident(page)
        replay = incident.locator("tuya-twin-replay")
        plan = replay.locator("tuya-twin-plan")
        await expect(plan.get_by_role("button", name="Foyer: Safe")).to_be_visible()

        slider = replay.get_by_role("slider")
        await slider.focus()
        failed = happened(incident, "Hall siren did not answer").first
        while await failed.get_attribute("aria-current") is None:
            await page.keyboard.press("PageUp")

        await expect(plan.get_by_role("button", name="Foyer: Critical")).to_be_visible()
        siren = plan.get_by_role("button", name="Hall siren, cannot be reached")
        await expect(siren).to_be_visible()
        await expect(replay.get_by_role("heading")).to_contain_text("Replay, ")
        await expect(replay.get_by_role("button", name="Hold for red")).to_have_count(0)

        await slider.focus()
        await page.keyboard.press("End")
        await expect(plan.get_by_role("button", name="Foyer: Safe")).to_be_visible()


async def test_a_replay_plays_to_its_end(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        incident = await open_incident(page)
        replay = incident.locator("tuya-twin-replay")
        await replay.get_by_role("radio", name="60").check()

        await replay.get_by_role("button", name="Play").click()

        last = incident.locator("tuya-twin-timeline").get_by_role("listitem").last
        await expect(last).to_have_attribute("aria-current", "step")
        await expect(replay.get_by_role("button", name="Play")).to_be_visible()


async def test_a_red_that_comes_meanwhile_stops_the_past(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        incident = await open_incident(page)
        replay = incident.locator("tuya-twin-replay")
        await _act(after_red, "execute_red_protocol", "Glass broke again")

        alert = replay.get_by_role("alert")
        await expect(alert).to_contain_text("The house is critical now")
        await alert.get_by_role("button", name="Back to the house").click()

        await expect(page.get_by_role("button", name="Hold for red")).to_be_visible()
        await expect(page.locator("tuya-twin-incident")).to_have_count(0)


async def test_what_is_saved_is_the_record_and_has_no_secret_in_it(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        incident = await open_incident(page)
        async with page.expect_download() as download:
            await incident.get_by_role("button", name="Save as JSON").click()
        file = await download.value
        await file.save_as(after_red.folder / "saved.json")

    saved = json.loads((after_red.folder / "saved.json").read_text(encoding="utf-8"))

    assert file.suggested_filename.startswith("incident-")
    assert mistakes(saved, SCHEMA) == []
    assert saved == await last_incident(after_red)
    stored = (after_red.folder / ".storage/core.config_entries").read_text()
    keys = {
        text_of(subentry["data"]["local_key"])
        for entry in json.loads(stored)["data"]["entries"]
        for subentry in entry["subentries"]
        if "local_key" in subentry["data"]
    }
    assert not [key for key in keys if key in json.dumps(saved)]


async def test_the_way_back_leads_to_where_one_came_from(after_red: Home) -> None:
    async with panel_page(after_red) as page:
        await open_incident(page)
        await page.get_by_role("button", name="Back to all incidents").click()
        await expect(page.get_by_role("button", name="Critical: whole house")).to_be_focused()

        await page.get_by_role("button", name="Back to the house").click()
        await expect(page.get_by_role("button", name="Hold for red")).to_be_visible()


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", (1280, 900)), ("dark", PHONE)], ids=["light", "dark phone"]
)
async def test_all_of_it_can_be_read_and_used_by_all(
    after_red: Home, scheme: Scheme, size: tuple[int, int]
) -> None:
    async with panel_page(after_red, scheme=scheme, size=size, still=True) as page:
        await expect(page.locator("tuya-twin-today")).to_contain_text("1 incident")
        assert await flaws(page.locator("tuya-twin-today")) == []
        await page.get_by_role("button", name="All incidents").click()
        await expect(page.get_by_role("button", name="Critical: whole house")).to_be_visible()
        assert await flaws(page.locator("tuya-twin-incidents")) == []
        await open_panel(page, after_red)

        incident = await open_incident(page)
        slider = incident.get_by_role("slider")
        await slider.focus()
        await page.keyboard.press("PageUp")
        assert await flaws(page.locator("tuya-twin-incidents")) == []
        wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert wide is False
