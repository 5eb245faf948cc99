"""What a person sees and does: a real browser, a real Home Assistant, simulated devices."""

from playwright.async_api import Locator, Page, expect
import pytest

from scripts.lib.browser import panel_page
from scripts.lib.home import Home
from scripts.lib.witness import find_witnesses

pytestmark = [pytest.mark.browser, pytest.mark.process]

ROOMS = ("Living room", "Foyer", "Master bedroom")
PATIENCE_MS = 15_000
A_MOMENT_MS = 450

expect.set_options(timeout=PATIENCE_MS)


async def expect_all_rooms(page: Page, status: str) -> None:
    plan = page.locator("tuya-twin-plan")
    for name in ROOMS:
        await expect(plan.get_by_role("button", name=f"{name}: {status}")).to_be_visible()


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

        await expect(page.get_by_role("heading", name="Not live since")).to_be_visible()
        await expect_all_rooms(page, "Unknown")
        await expect(page.get_by_role("button", name="Hold for red")).to_be_disabled()


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
