"""Drawing the plan: a real browser, a real Home Assistant, by mouse, by finger and by keys."""

from collections.abc import Sequence
import json
from pathlib import Path
import re
from typing import Any, Final

from playwright.async_api import CDPSession, Locator, Page, expect
import pytest

from scripts.lib.browser import panel_page
from scripts.lib.home import Home
from tests.e2e.axe import flaws

pytestmark = [pytest.mark.browser, pytest.mark.process]

PHONE: Final = (390, 844)


async def open_editor(page: Page) -> None:
    await page.get_by_role("button", name="Edit the plan").first.click()
    await expect(page.get_by_role("heading", name="Edit the plan")).to_be_visible()
    await expect(sheet(page)).to_be_visible()


def sheet(page: Page) -> Locator:
    return page.locator("tuya-twin-editor-canvas svg.sheet")


def item(page: Page, name: str) -> Locator:
    """A room, door or device on the sheet."""
    return sheet(page).get_by_role("button", name=name)


def button(page: Page, name: str) -> Locator:
    return page.locator("tuya-twin-editor").get_by_role("button", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    return page.locator("tuya-twin-editor-form").get_by_label(name)


async def begin_with_the_automatic_plan(page: Page) -> None:
    await button(page, "Begin with the automatic plan").click()
    await expect(item(page, "Living room, ")).to_be_visible()


async def save(page: Page) -> None:
    await button(page, "Save").click()
    await expect(page.get_by_text("Saved. Every screen shows it now.").first).to_be_visible()


async def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """From one point of the sheet to another, as shares of its size."""
    box = await sheet(page).bounding_box()
    assert box is not None

    def at(share: tuple[float, float]) -> tuple[float, float]:
        return box["x"] + box["width"] * share[0], box["y"] + box["height"] * share[1]

    await page.mouse.move(*at(start))
    await page.mouse.down()
    await page.mouse.move(*at(((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)))
    await page.mouse.move(*at(end))
    await page.mouse.up()


async def plan_of(page: Page) -> dict[str, Any]:
    """The plan as this screen was told it."""
    plan: str = await page.locator("tuya-twin-editor").evaluate(
        "editor => JSON.stringify(editor.house.plan)"
    )
    told: dict[str, Any] = json.loads(plan)
    return told


async def expect_room(page: Page, name: str, x: str, y: str, size: tuple[str, str]) -> None:
    await expect(item(page, name)).to_have_attribute("aria-pressed", "true")
    await expect(field(page, "From the left")).to_have_value(x)
    await expect(field(page, "From the top")).to_have_value(y)
    await expect(field(page, "Width")).to_have_value(size[0])
    await expect(field(page, "Depth")).to_have_value(size[1])


async def test_what_is_drawn_is_on_every_screen_at_once(house: Home) -> None:
    async with panel_page(house) as page, panel_page(house) as other:
        await open_editor(page)
        await button(page, "Add a floor on top").click()
        await page.keyboard.type("Attic")
        await page.keyboard.press("Enter")
        await button(page, "Room").click()
        await page.locator("tuya-twin-editor").get_by_label("Zone").select_option("Master bedroom")
        await drag(page, (0.3, 0.3), (0.6, 0.6))
        await expect(item(page, "Master bedroom, ")).to_be_visible()
        await save(page)

        await expect(other.locator("tuya-twin-plan").get_by_text("Attic").first).to_be_visible()
        plan = await plan_of(page)
        assert plan["revision"] == 1
        assert [floor["name"] for floor in plan["floors"]][-1] == "Attic"
        assert [room["zone"] for room in plan["floors"][-1]["rooms"]] == ["MasterBedroom"]


async def test_rooms_doors_and_devices_are_moved_by_the_mouse(house: Home) -> None:
    async with panel_page(house) as page:
        await open_editor(page)
        await begin_with_the_automatic_plan(page)
        room = item(page, "Living room, ")
        box = await room.bounding_box()
        assert box is not None
        await room.click(position={"x": 14, "y": 14})
        left = float(await field(page, "From the left").input_value())
        width = float(await field(page, "Width").input_value())

        await page.mouse.move(box["x"] + 14, box["y"] + 14)
        await page.mouse.down()
        await page.mouse.move(box["x"] + 14, box["y"] + 400)
        await page.mouse.up()
        await expect(field(page, "From the left")).to_have_value(f"{left:g}")

        moved = await room.bounding_box()
        assert moved is not None
        await page.mouse.move(moved["x"] + moved["width"], moved["y"] + moved["height"] / 2)
        await page.mouse.down()
        await page.mouse.move(moved["x"] + moved["width"] + 90, moved["y"] + 5)
        await page.mouse.up()
        assert float(await field(page, "Width").input_value()) > width
        assert float(await field(page, "From the left").input_value()) == left

        lamp = page.locator("tuya-twin-editor-tray").get_by_role("button", name="Living room lamp")
        await lamp.scroll_into_view_if_needed()
        start = await lamp.bounding_box()
        goal = await room.bounding_box()
        assert start is not None
        assert goal is not None
        await page.mouse.move(start["x"] + 20, start["y"] + 20)
        await page.mouse.down()
        await page.mouse.move(goal["x"] + 40, goal["y"] + 60)
        await page.mouse.move(goal["x"] + 30, goal["y"] + 50)
        await page.mouse.up()
        await expect(item(page, "Living room lamp")).to_have_attribute("aria-pressed", "true")
        await expect(lamp).to_have_count(0)

        for _ in range(3):
            await page.keyboard.press("Control+z")
        await expect(lamp).to_be_visible()
        await page.keyboard.press("Control+Shift+z")
        await save(page)


async def test_everything_can_be_done_by_keys(house: Home) -> None:
    async with panel_page(house) as page:
        await open_editor(page)
        await page.keyboard.press("Tab")
        tray = page.locator("tuya-twin-editor-tray")
        await tray.get_by_role("button", name="Foyer Add its room").focus()
        await page.keyboard.press("Enter")
        await expect_room(page, "Foyer, ", "5", "5", ("4", "3"))

        await item(page, "Foyer, ").focus()
        for key in ("ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown"):
            await page.keyboard.press(key)
        await expect_room(page, "Foyer, ", "5.5", "5.5", ("4.5", "3.5"))
        status = page.locator("tuya-twin-editor").get_by_role("status")
        await expect(status).to_have_text("Foyer is 4.5 m by 3.5 m now.")

        await button(page, "at the bottom").focus()
        await page.keyboard.press("Enter")
        door = item(page, "Door from Foyer to the outside")
        await door.focus()
        await page.keyboard.press("ArrowLeft")
        await expect(field(page, "From the left")).to_have_value("7")
        await field(page, "Length").fill("1.5")
        await page.keyboard.press("Tab")
        await expect(status).to_have_text("Door from Foyer to the outside: changed, 1.5 m wide.")

        await tray.get_by_role("button", name="Front door").focus()
        await page.keyboard.press("Enter")
        lock = item(page, "Front door")
        await lock.focus()
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Control+s")
        await expect(status).to_have_text("Saved. Every screen shows it now.")
        floor = (await plan_of(page))["floors"][0]
        assert floor["rooms"] == [{"zone": "Foyer", "x": 11, "y": 11, "w": 9, "d": 7}]
        assert floor["doors"] == [{"x": 14, "y": 18, "along": "x", "length": 3}]
        assert [device["y"] for device in floor["devices"]] == [13.5]

        await lock.focus()
        await page.keyboard.press("Delete")
        await expect(lock).to_have_count(0)
        await expect(sheet(page)).to_be_focused()


async def test_of_two_who_draw_nobody_loses_anything_without_a_choice(house: Home) -> None:
    async with panel_page(house) as mine, panel_page(house) as theirs:
        for page in (mine, theirs):
            await open_editor(page)
            await begin_with_the_automatic_plan(page)
        await field_of_room(mine, "Foyer, ", "Width", "1.5")
        await save(theirs)

        await expect(mine.get_by_text("Somebody has saved another plan").first).to_be_visible()
        await button(mine, "Put mine over theirs").click()
        await expect(mine.get_by_text("Saved. Every screen shows it now.").first).to_be_visible()
        assert (await plan_of(mine))["revision"] == 2

        # Who had nothing of their own is shown it.
        await item(theirs, "Foyer, 1.5 m by ").wait_for()
        await field_of_room(mine, "Foyer, ", "Width", "1")
        await field_of_room(theirs, "Foyer, ", "Width", "2")
        await save(mine)
        await button(theirs, "Show theirs, discard mine").click()
        await expect(item(theirs, "Foyer, 1 m by ")).to_be_visible()
        await theirs.keyboard.press("Control+z")
        await expect(item(theirs, "Foyer, 2 m by ")).to_be_visible()


async def field_of_room(page: Page, room: str, name: str, value: str) -> None:
    await item(page, room).focus()
    await field(page, name).fill(value)
    await field(page, name).press("Enter")
    await expect(page.get_by_text("Not saved yet")).to_be_visible()


async def test_rooms_that_lie_over_each_other_are_told_and_not_saved(house: Home) -> None:
    async with panel_page(house) as page:
        await open_editor(page)
        await begin_with_the_automatic_plan(page)
        await item(page, "Foyer, ").focus()
        before = await field(page, "From the left").input_value()
        await page.keyboard.press("ArrowRight")
        alert = page.locator("tuya-twin-editor").get_by_role("alert").first
        await expect(alert).to_contain_text("lie over each other")
        await button(page, "Save").click()
        await expect(alert).to_contain_text("Move them apart")
        assert (await plan_of(page))["revision"] == 0

        await button(page, "Undo").click()
        await expect(field(page, "From the left")).to_have_value(before)
        await save(page)


async def test_a_drawing_survives_a_reload_and_is_not_left_by_accident(house: Home) -> None:
    async with panel_page(house) as page:
        await open_editor(page)
        await begin_with_the_automatic_plan(page)
        await page.reload()

        await expect(
            page.get_by_text("What you had drawn and not saved is back.").first
        ).to_be_visible()
        await expect(item(page, "Living room, ")).to_be_visible()
        await button(page, "Close the editor").click()
        await page.keyboard.press("Escape")
        await expect(item(page, "Living room, ")).to_be_visible()
        await button(page, "Close the editor").click()
        await button(page, "Discard it").click()
        await expect(page.get_by_role("button", name="Hold for red")).to_be_visible()

        await open_editor(page)
        await expect(button(page, "Begin with the automatic plan")).to_be_visible()


async def touch(screen: CDPSession, kind: str, points: Sequence[tuple[float, float]]) -> None:
    await screen.send(
        "Input.dispatchTouchEvent",
        {
            "type": kind,
            "touchPoints": [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)],
        },
    )


async def test_one_finger_draws_and_two_carry_the_sheet(house: Home) -> None:
    async with panel_page(house, size=PHONE) as page:
        await open_editor(page)
        await button(page, "Room").click()
        await sheet(page).scroll_into_view_if_needed()
        box = await sheet(page).bounding_box()
        assert box is not None
        x, y = box["x"], box["y"]
        # A touch belongs to the session that began it.
        screen = await page.context.new_cdp_session(page)

        await touch(screen, "touchStart", [(x + 60, y + 60)])
        await touch(screen, "touchMove", [(x + 100, y + 90)])
        await touch(screen, "touchMove", [(x + 200, y + 180)])
        await touch(screen, "touchEnd", [])
        room = item(page, "Living room, ")
        await expect(room).to_be_visible()
        drawn = await room.bounding_box()
        assert drawn is not None

        await touch(screen, "touchStart", [(x + 100, y + 100)])
        await touch(screen, "touchStart", [(x + 100, y + 100), (x + 200, y + 100)])
        await touch(screen, "touchMove", [(x + 80, y + 100), (x + 280, y + 100)])
        await touch(screen, "touchEnd", [])
        await expect(sheet(page).get_by_role("button")).to_have_count(1)
        larger = await room.bounding_box()
        assert larger is not None
        assert larger["width"] > drawn["width"] * 1.5


async def test_a_picture_to_draw_over_is_kept_for_its_floor(house: Home, tmp_path: Path) -> None:
    async with panel_page(house) as page:
        await open_editor(page)
        picture = tmp_path / "plan.png"
        await page.screenshot(path=picture)
        await page.get_by_text("Picture to draw over").click()
        await page.locator("tuya-twin-editor-picture input[type=file]").set_input_files(picture)
        image = sheet(page).locator("image")
        await expect(image).to_have_attribute("href", re.compile("^data:image/webp;base64,"))
        await page.locator("tuya-twin-editor-picture").get_by_label("Width").fill("20")
        await page.keyboard.press("Tab")
        width = await image.get_attribute("width")

        await page.reload()
        await expect(image).to_have_attribute("width", width or "")
        await page.get_by_text("Picture to draw over").click()
        await button(page, "Remove the picture").click()
        await expect(image).to_have_count(0)
        await page.reload()
        await expect(sheet(page)).to_be_visible()
        await expect(image).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing(house: Home, scheme: Any) -> None:
    async with panel_page(house, scheme=scheme, still=True) as page:
        await open_editor(page)
        panel = page.locator("tuya-twin-panel")
        assert await flaws(panel) == []
        await begin_with_the_automatic_plan(page)
        await button(page, "Room").click()
        await item(page, "Foyer, ").focus()
        await page.keyboard.press("ArrowRight")
        await page.get_by_text("On Ground floor").click()
        await page.get_by_text("Picture to draw over").click()
        assert await flaws(panel) == []
        await button(page, "Close the editor").click()
        assert await flaws(panel) == []
