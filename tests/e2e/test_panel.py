"""What a person sees and does: a real browser, a real Home Assistant, simulated devices."""

import asyncio
import contextlib
from http import HTTPStatus
import os
import signal

import aiohttp
from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import Scheme, panel_page
from scripts.lib.home import POLL_SECONDS, Home
from scripts.lib.home_types import text_of
from scripts.lib.witness import find_witnesses
from tests.e2e.axe import flaws
from tests.e2e.hands import A_MOMENT_MS

pytestmark = [pytest.mark.browser, pytest.mark.process]

ROOMS = ("Living room", "Foyer", "Master bedroom")
HATCHED_MS = 6_000
RIGHT_AGAIN_MS = 2_000


async def expect_all_rooms(page: Page, status: str) -> None:
    plan = page.locator("tuya-twin-plan")
    for name in ROOMS:
        await expect(plan.get_by_role("button", name=f"{name}: {status}")).to_be_visible()


async def expect_not_live(page: Page) -> None:
    heading = page.get_by_role("heading", name="Not live since")
    await expect(heading).to_be_visible(timeout=HATCHED_MS)
    await expect_all_rooms(page, "Unknown")


async def until_served(house: Home) -> None:
    """Wait until the feed of a house that starts lets screens in again."""
    async with aiohttp.ClientSession() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.get(f"{house.url}/api/tuya_twin/health") as answer:
                    if answer.status == HTTPStatus.OK:
                        return
            await asyncio.sleep(POLL_SECONDS)


async def sign_out(house: Home) -> None:
    """End the sign-in of the owner, in the browser as well, as on another device's profile page."""
    token = text_of(house.tokens_for_browser()["refresh_token"])
    async with aiohttp.ClientSession(raise_for_status=True) as session:
        await session.post(f"{house.url}/auth/revoke", data={"token": token})


def step(page: Page, device: str) -> Locator:
    return page.locator("tuya-twin-device-list").get_by_role("listitem").filter(has_text=device)


async def hold(page: Page, button: Locator) -> None:
    """Press until the page says that it happened: the plan is critical."""
    await button.hover()
    await page.mouse.down()
    await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()
    await page.mouse.up()


async def test_red_is_held_seen_confirmed_and_cleared(house: Home) -> None:
    witnesses = await find_witnesses(house.folder)
    async with panel_page(house) as page:
        await expect_all_rooms(page, "Safe")

        await hold(page, page.get_by_role("button", name="Hold for red"))

        await expect_all_rooms(page, "Critical")
        for device in ("Hall siren", "Living room lamp", "Front door"):
            await expect(step(page, device)).to_contain_text("ms")
        await expect(step(page, "Hall siren")).to_contain_text("sounding")
        await expect(step(page, "Front door")).to_contain_text("locked, bolt out")
        await expect(page.locator("tuya-twin-screens")).to_contain_text("seen")
        seen = {witness.kind: await witness.look() for witness in witnesses.values()}
        assert seen["siren"]["sounding"] is True
        assert seen["lock"]["bolt"] == "locked"
        assert seen["bulb"]["colour"] == "#ff0000"

        await page.get_by_role("button", name="Safe").click()
        # At a person's pace: a bounce of the first tap is no second one.
        await page.get_by_role("button", name="again").click(delay=A_MOMENT_MS)

        await expect_all_rooms(page, "Safe")
        await expect(step(page, "Hall siren")).to_contain_text("silent")


async def test_a_stray_tap_on_red_does_nothing(house: Home) -> None:
    async with panel_page(house) as page:
        await page.get_by_role("button", name="Hold for red").click()

        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        assert (await house.states())["siren.hall_siren"].state == "off"


async def test_an_unplugged_siren_is_named_with_its_cure(house: Home) -> None:
    await house.call_service(
        "select",
        "select_option",
        {"entity_id": "select.hall_siren_simulated_fault", "option": "offline"},
    )
    async with panel_page(house) as page:
        await hold(page, page.get_by_role("button", name="Hold for red"))

        await expect(step(page, "Hall siren")).to_contain_text("did not answer")
        await expect(step(page, "Hall siren")).to_contain_text("Check its power")
        await expect(step(page, "Living room lamp")).to_contain_text("ms")


async def test_a_kiosk_across_the_room_says_that_it_saw_it(house: Home) -> None:
    async with panel_page(house) as page, panel_page(house, size=(800, 1280)) as kiosk:
        await hold(page, page.get_by_role("button", name="Hold for red"))

        await expect(kiosk.get_by_role("heading", name="Critical: whole house")).to_be_visible()
        screens = page.locator("tuya-twin-screens").get_by_role("listitem")
        await expect(screens).to_have_count(2)
        for index in range(2):
            await expect(screens.nth(index)).to_contain_text("seen")


async def test_a_house_that_cannot_be_reached_is_never_an_old_green(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await house.stop()

        await expect_not_live(page)
        await expect(page.get_by_role("button", name="Hold for red")).to_be_disabled()
        await expect(step(page, "Hall siren")).to_contain_text("last: silent")


async def test_a_house_that_was_killed_is_right_again_as_soon_as_it_is_back(house: Home) -> None:
    # Until an orderly end Home Assistant itself knows of nothing after a restart.
    await house.stop()
    await house.start()
    async with panel_page(house) as page:
        await hold(page, page.get_by_role("button", name="Hold for red"))
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()
        assert house.pid is not None

        os.kill(house.pid, signal.SIGKILL)
        await expect_not_live(page)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(house.start())
            await until_served(house)
            await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible(
                timeout=RIGHT_AGAIN_MS
            )
        await expect_all_rooms(page, "Critical")


async def test_a_household_that_is_built_anew_sends_nobody_away_from_it(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()

        await house.call_service(
            "homeassistant", "reload_config_entry", {"entity_id": "siren.hall_siren"}
        )
        await house.call_service("tuya_twin", "execute_yellow_protocol", {})

        await expect_all_rooms(page, "Warning")
        assert page.url == f"{house.url}/tuya-twin"


async def test_a_page_that_lost_its_network_knows_that_and_finds_back(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()

        await page.context.set_offline(True)
        await expect_not_live(page)
        await house.call_service("tuya_twin", "execute_red_protocol", {})
        await page.context.set_offline(False)

        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible(
            timeout=RIGHT_AGAIN_MS
        )
        await expect_all_rooms(page, "Critical")


async def test_a_sign_in_that_was_taken_back_shows_nothing_as_true(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        # Home Assistant goes to its login soon after; what was shown until then is noted.
        await page.locator("tuya-twin-banner").evaluate(NOTE_TITLES)
        await sign_out(house)

        await page.wait_for_url("**/auth/authorize**")
        titles = await page.evaluate("() => JSON.parse(sessionStorage.getItem('titles'))")
        assert titles == ["This screen's access was taken back"]


async def test_two_views_on_one_page_are_one_screen(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await page.locator("tuya-twin-panel").evaluate(SECOND_PANEL)

        await expect(page.get_by_role("heading", name="All safe")).to_have_count(2)
        screens = page.locator("tuya-twin-screens").first.get_by_role("listitem")
        await expect(screens).to_have_count(1)


async def test_a_drill_is_called_one_and_changes_no_status(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await house.call_service("tuya_twin", "run_drill", {})

        devices = page.locator("tuya-twin-device-list")
        await expect(devices.get_by_role("heading", name="Drill")).to_be_visible()
        await expect(step(page, "Living room lamp")).to_contain_text("did its part")
        await expect(step(page, "Front door")).to_contain_text("ready; unlocked")
        await expect_all_rooms(page, "Safe")


async def test_everything_is_reached_by_keyboard(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await page.get_by_role("button", name="More", exact=True).focus()

        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Incidents", exact=True)).to_be_focused()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("button", name="More", exact=True)).to_be_focused()
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("button", name="Skip the plan")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("button", name="Safe Whole house")).to_be_focused()
        for _ in range(2):
            await page.keyboard.press("Tab")
        await page.keyboard.down("Enter")
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()
        await page.keyboard.up("Enter")


async def test_one_of_several_households_is_chosen_and_remembered(house: Home) -> None:
    await house.config_flow("tuya_twin", {"next_step_id": "own"}, {"name": "Cabin"})
    async with panel_page(house) as page:
        household = page.get_by_role("combobox", name="Household")
        await household.select_option("Cabin")
        await expect(page.get_by_text("There are no devices yet.")).to_be_visible()

        await page.reload()
        await expect(page.get_by_text("There are no devices yet.")).to_be_visible()
        await household.select_option("Simulated household")
        await expect_all_rooms(page, "Safe")


async def test_a_part_that_does_not_load_says_so_and_can_be_asked_for_again(house: Home) -> None:
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await page.route("**/*incidents*.js", lambda route: route.abort())
        await page.get_by_role("button", name="All incidents").click()

        await expect(page.get_by_text("This part could not be loaded.")).to_be_visible()
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await page.unroute_all()
        await page.get_by_role("button", name="Try again").click()
        await expect(page.get_by_role("heading", name="Incidents")).to_be_visible()


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_nothing_keeps_anybody_from_reading_or_using_it(
    house: Home, scheme: Scheme, size: tuple[int, int]
) -> None:
    async with panel_page(house, scheme=scheme, size=size, still=True) as page:
        panel = page.locator("tuya-twin-panel")
        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        assert await flaws(panel) == []

        await house.call_service("tuya_twin", "execute_red_protocol", {})
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()
        await page.get_by_role("button", name="More", exact=True).click()
        assert await flaws(panel) == []

        await page.context.set_offline(True)
        await expect_not_live(page)
        assert await flaws(panel) == []


# The banner's title each time it changes, kept beyond the page.
NOTE_TITLES = """({ shadowRoot: banner }) => {
  const titles = [];
  new MutationObserver(() => {
    const title = banner.querySelector("h2").textContent;
    if (titles.at(-1) !== title) titles.push(title);
    sessionStorage.setItem("titles", JSON.stringify(titles));
  }).observe(banner, { subtree: true, childList: true, characterData: true });
}"""

# As a dashboard with a card on the page would: another element that shows the same house.
SECOND_PANEL = """(panel) => {
  const second = document.createElement("tuya-twin-panel");
  second.hass = panel.hass;
  second.panel = panel.panel;
  panel.after(second);
}"""

# Every animation of the page, those inside the panel's elements included.
RUNNING_ANIMATIONS = """() => {
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  return roots
    .filter((root) => root.host?.localName.startsWith("tuya-twin"))
    .flatMap((root) => root.getAnimations())
    .filter((animation) => animation.playState === "running")
    .map((animation) => animation.effect.getComputedTiming().duration);
}"""


async def test_red_pulses_at_two_hertz_at_most(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page:
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()

        periods = await page.evaluate(RUNNING_ANIMATIONS)

    assert periods
    assert min(periods) >= 500


async def test_nothing_moves_for_who_asked_for_less_motion(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house, still=True) as page:
        await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()

        assert await page.evaluate(RUNNING_ANIMATIONS) == []
