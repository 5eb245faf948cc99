"""What a person can do from the panel, and what no stray tap can: real house, real browser."""

from playwright.async_api import Page, expect
import pytest

from scripts.lib.browser import Scheme, panel_page
from scripts.lib.home import Home
from scripts.lib.home_types import list_of, object_of
from scripts.lib.household import last_incident, set_options
from tests.e2e.axe import flaws
from tests.e2e.hands import (
    A_MOMENT_MS,
    held,
    open_sheet,
    press_twice,
    seen,
)

pytestmark = [pytest.mark.browser, pytest.mark.process]

CODE = "2468"
PHONE = (390, 844)

# All that stands in the page: attributes, texts, what is typed; shadows included.
EVERYTHING = """() => {
  const roots = [document];
  for (const root of roots)
    for (const element of root.querySelectorAll("*"))
      if (element.shadowRoot) roots.push(element.shadowRoot);
  const own = roots.filter((root) => root.host?.localName.startsWith("tuya-twin"));
  const typed = own.flatMap((root) => [...root.querySelectorAll("input")]);
  return [...own.map((root) => root.innerHTML), ...typed.map(({ value }) => value)].join("\\n");
}"""


async def critical(page: Page) -> None:
    await expect(page.get_by_role("heading", name="Critical: whole house")).to_be_visible()


# An alarm ------------------------------------------------------------------------------------


async def test_an_alarm_is_acknowledged_by_one_tap_and_goes_on(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page, panel_page(house, size=PHONE) as other:
        await critical(page)
        assert await flaws(page.locator("tuya-twin-answers")) == []

        await page.get_by_role("button", name="Acknowledge").click()

        for screen in (page, other):
            answers = screen.locator("tuya-twin-answers")
            await expect(answers).to_contain_text("Owner acknowledged it at")
            await expect(answers.get_by_role("button", name="Acknowledge")).to_have_count(0)
        await critical(page)
        assert (await seen(house, "siren"))["sounding"] is True
    (answer,) = list_of((await last_incident(house))["answers"])
    assert object_of(answer)["answer"] == "acknowledged"


@pytest.mark.parametrize(
    ("button", "answer"), [("False alarm", "false_alarm"), ("Stand down", "stood_down")]
)
async def test_an_alarm_is_ended_by_two_presses_and_not_by_one(
    house: Home, button: str, answer: str
) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page:
        await critical(page)
        answers = page.locator("tuya-twin-answers")

        await answers.get_by_role("button", name=button).click()
        await expect(answers.get_by_role("button", name="Tap again")).to_be_visible()
        await expect(answers.get_by_role("button", name=button)).to_be_visible()
        assert (await seen(house, "siren"))["sounding"] is True

        await press_twice(answers.get_by_role("button", name=button))

        await expect(page.get_by_role("heading", name="All safe")).to_be_visible()
        await expect(answers.get_by_role("button")).to_have_count(0)
    assert (await seen(house, "siren"))["sounding"] is False
    assert [
        object_of(each)["answer"] for each in list_of((await last_incident(house))["answers"])
    ] == [answer]


async def test_an_answer_that_is_not_taken_says_so_where_it_was_given(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page:
        await critical(page)
        refused = "Not now, says the house."
        await page.locator("tuya-twin-answers").evaluate(
            """(answers, message) => {
              const hass = Object.getOwnPropertyDescriptor(
                Object.getPrototypeOf(answers), "hass");
              const callService = () => Promise.reject({ code: "unknown", message });
              // Also whenever it is given anew, which happens as states change.
              Object.defineProperty(answers, "hass", {
                get: () => hass.get.call(answers),
                set: (given) => hass.set.call(answers, { ...given, callService }),
              });
              answers.hass = answers.hass;
            }""",
            refused,
        )
        answers = page.locator("tuya-twin-answers")

        await answers.get_by_role("button", name="Acknowledge").click()

        await expect(answers.get_by_role("alert")).to_contain_text(refused)
        await expect(answers.get_by_role("button", name="Acknowledge")).to_be_visible()


# A device ------------------------------------------------------------------------------------


async def test_a_bulb_is_switched_and_has_proven_it(house: Home) -> None:
    async with panel_page(house) as page:
        sheet = await open_sheet(page, "Living room lamp")
        for word, state in (("On", True), ("Off", False)):
            await sheet.get_by_role("button", name=word, exact=True).click()

            await expect(sheet.get_by_role("status")).to_contain_text(
                f"It is {word.lower()}, confirmed in"
            )
            assert (await seen(house, "bulb"))["on"] is state
            pressed = sheet.get_by_role("button", name=word, exact=True)
            await expect(pressed).to_have_attribute("aria-pressed", "true")


async def test_a_siren_is_silenced_by_two_presses_and_stays_so_in_the_alarm(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house) as page:
        await critical(page)
        sheet = await open_sheet(page, "Hall siren")
        await sheet.get_by_role("button", name="Silence").click()
        await expect(sheet.get_by_role("button", name="Tap again")).to_be_visible()
        assert (await seen(house, "siren"))["sounding"] is True
        await expect(sheet.get_by_role("button", name="Silence")).to_be_visible()

        await press_twice(sheet.get_by_role("button", name="Silence"))

        await expect(sheet.get_by_role("status")).to_contain_text("It is silent, confirmed in")
        assert (await seen(house, "siren"))["sounding"] is False
        await critical(page)


async def test_a_door_is_locked_by_two_presses_and_unlocked_by_holding(house: Home) -> None:
    async with panel_page(house) as page:
        sheet = await open_sheet(page, "Front door")
        await press_twice(sheet.get_by_role("button", name="Lock", exact=True))
        await expect(sheet.get_by_role("status")).to_contain_text("It is locked, confirmed in")
        assert (await seen(house, "lock"))["bolt"] == "locked"

        async with held(sheet.get_by_role("button", name="Hold to unlock")):
            await expect(sheet.get_by_role("status")).to_contain_text("It unlocked, confirmed in")

        assert (await seen(house, "lock"))["bolt"] == "unlocked"


async def until_asked_for_a_code(house: Home) -> None:
    """The household has been set up anew, with other simulated devices, and they answer."""
    while True:
        door = (await house.states())["lock.front_door"]
        if door.attributes.get("code_format") and door.state != "unavailable":
            return
        await house.pause()


async def test_a_door_with_a_code_unlocks_for_who_knows_it_and_forgets_it(house: Home) -> None:
    await set_options(house, "locks", {"by_class": True, "code": CODE, "code_again": CODE})
    await until_asked_for_a_code(house)
    await house.call_service("lock", "lock", {"entity_id": "lock.front_door"})
    said: list[str] = []
    async with panel_page(house) as page:
        page.on("console", lambda message: said.append(message.text))
        sheet = await open_sheet(page, "Front door")
        code = sheet.get_by_label("Code")
        unlock = sheet.get_by_role("button", name="Hold to unlock")
        await expect(code).to_have_attribute("autocomplete", "off")

        async with held(unlock):
            await expect(sheet.get_by_text("Enter the code first.")).to_be_visible()
        await code.fill("1111")
        async with held(unlock):
            await expect(sheet.get_by_role("status")).to_contain_text("Attempts left: 4")
        await expect(code).to_have_value("")
        await expect(code).to_be_focused()
        assert (await seen(house, "lock"))["bolt"] == "locked"

        await code.fill(CODE)
        async with held(unlock):
            await expect(sheet.get_by_role("status")).to_contain_text("It unlocked, confirmed in")

        assert (await seen(house, "lock"))["bolt"] == "unlocked"
        assert CODE not in await page.evaluate(EVERYTHING)
        assert CODE not in page.url + "".join(said) + house.log()
        await code.fill(CODE)
        await page.keyboard.press("Escape")
        await expect(sheet).to_be_hidden()
        await open_sheet(page, "Front door")
        assert CODE not in await page.evaluate(EVERYTHING)


async def test_no_stray_tap_moves_a_bolt_or_silences_a_siren(house: Home) -> None:
    await house.call_service("tuya_twin", "execute_red_protocol", {})
    async with panel_page(house, size=PHONE) as page:
        await critical(page)
        pins = page.locator("tuya-twin-plan").get_by_role("button")
        for device in ("Front door", "Hall siren"):
            await (
                pins.filter(has_text=device)
                .or_(page.locator("tuya-twin-plan").get_by_role("button", name=device))
                .first.click()
            )
            sheet = page.get_by_role("dialog", name=device)
            acts = sheet.locator("tuya-twin-deeds").get_by_role("button")
            await expect(acts.first).to_be_visible()
            for index in range(await acts.count()):
                await acts.nth(index).click()
            # Beside the sheet: it closes, and nothing else.
            await page.mouse.click(10, 10)
            await expect(sheet).to_be_hidden()

        assert (await seen(house, "lock"))["bolt"] == "locked"
        assert (await seen(house, "siren"))["sounding"] is True


async def test_nothing_can_be_done_in_a_house_that_cannot_be_reached(house: Home) -> None:
    async with panel_page(house) as page:
        sheet = await open_sheet(page, "Front door")
        lock = sheet.get_by_role("button", name="Lock", exact=True)
        await expect(lock).to_be_enabled()
        await house.stop()

        await expect(lock).to_be_disabled()
        await expect(sheet.get_by_role("button", name="Hold to unlock")).to_be_disabled()
        await expect(sheet).to_contain_text("Cannot reach the house")


async def test_all_of_it_is_done_by_keyboard_alone(house: Home) -> None:
    async with panel_page(house) as page:
        rows = page.locator("tuya-twin-device-list").get_by_role("button")
        row = rows.filter(has_text="Front door")
        await row.focus()
        await page.keyboard.press("Enter")
        sheet = page.get_by_role("dialog", name="Front door")
        lock = sheet.get_by_role("button", name="Lock", exact=True)
        await expect(lock).to_be_visible()

        await lock.focus()
        await page.keyboard.press("Enter")
        await expect(sheet.get_by_role("button", name="Tap again")).to_be_focused()
        await page.keyboard.press("Enter", delay=A_MOMENT_MS)
        await page.keyboard.press("Enter")
        await expect(sheet.get_by_role("status")).to_contain_text("It is locked")
        await page.keyboard.press("Tab")
        await expect(sheet.get_by_role("button", name="Hold to unlock")).to_be_focused()
        await page.keyboard.down("Space")
        await expect(sheet.get_by_role("status")).to_contain_text("It unlocked")
        await page.keyboard.up("Space")
        await page.keyboard.press("Escape")

        await expect(sheet).to_be_hidden()
        await expect(row).to_be_focused()


async def test_more_is_shown_by_home_assistant_itself(house: Home) -> None:
    async with panel_page(house) as page:
        sheet = await open_sheet(page, "Front door")
        await sheet.get_by_role("button", name="More in Home Assistant").click()

        await expect(sheet).to_be_hidden()
        await expect(page.locator("ha-more-info-dialog")).to_contain_text("Front door")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_sheets_can_be_read_and_used_by_all(house: Home, scheme: Scheme) -> None:
    async with panel_page(house, scheme=scheme, size=PHONE, still=True) as page:
        for device in ("Living room lamp", "Hall siren", "Front door"):
            sheet = await open_sheet(page, device)
            await expect(sheet.locator("tuya-twin-deeds")).to_be_visible()

            assert await flaws(page.locator("tuya-twin-device-sheet")) == []
            small = await sheet.get_by_role("button").evaluate_all(
                "(buttons) => buttons.filter((each) => each.offsetHeight < 44).length"
            )
            assert small == 0
            await page.keyboard.press("Escape")
            await expect(sheet).to_be_hidden()
