"""Everybody is told by what Home Assistant reaches them with, and nobody waits for another."""

from typing import Any, override

from homeassistant.components.notify import NotifyEntity
from homeassistant.components.notify.const import NotifyEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import EntityComponent
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.tuya_twin.words import LONGEST, Story, Words
from tests.people_kit import App, Phone, calling, household, run, until_told

pytestmark = pytest.mark.usefixtures("enable_custom_integrations")


class Speaker(NotifyEntity):
    """A notify entity of some integration."""

    def __init__(self, name: str, *, takes_titles: bool) -> None:
        """It has no unique id, and so is not in the registry."""
        self._attr_name = name
        self.heard: list[tuple[str, str | None]] = []
        if takes_titles:
            self._attr_supported_features = NotifyEntityFeature.TITLE

    @override
    async def async_send_message(self, message: str, title: str | None = None) -> None:
        """Remember it."""
        self.heard.append((message, title))


async def speakers(hass: HomeAssistant, *added: Speaker) -> None:
    assert await async_setup_component(hass, "notify", {})
    component: EntityComponent[NotifyEntity] = hass.data["notify"]
    await component.async_add_entities(added)


def calls(*targets: str) -> dict[str, Any]:
    return {"people": {"calls": [list(targets)]}}


async def test_entities_are_told_by_their_own_action(hass: HomeAssistant) -> None:
    hall = Speaker("Hall", takes_titles=True)
    attic = Speaker("Attic", takes_titles=False)
    await speakers(hass, hall, attic)
    async with household(hass, calls("notify.hall", "notify.attic")) as coordinator:
        await run(coordinator)
        told = await until_told(coordinator, 1)

    words = "Glass broke\nEverything confirmed."
    assert told.failed == ()
    assert hall.heard == [(words, "Red: Foyer")]
    assert attic.heard == [(f"Red: Foyer\n{words}", None)]


async def test_the_entity_of_a_phone_is_told_by_the_action_that_knows_buttons(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    phone = App(hass, "anna_s_iphone")
    owner = MockConfigEntry(domain="mobile_app", data={"device_name": "Anna's iPhone"})
    owner.add_to_hass(hass)
    entity = entity_registry.async_get_or_create(
        "notify", "mobile_app", "1", suggested_object_id="anna", config_entry=owner
    )
    async with household(hass, calls(entity.entity_id)) as coordinator:
        await run(coordinator)

        assert "actions" in (await phone.hears(1))["data"]
        assert (await until_told(coordinator, 1)).targets == ("notify.anna",)


async def test_the_entity_of_a_phone_without_such_an_action_is_told_itself(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    await speakers(hass)
    owner = MockConfigEntry(domain="mobile_app", data={"device_name": "Watch"})
    owner.add_to_hass(hass)
    entity = entity_registry.async_get_or_create(
        "notify", "mobile_app", "1", suggested_object_id="watch", config_entry=owner
    )
    hass.states.async_set(entity.entity_id, "unavailable")
    async with household(hass, calls(entity.entity_id)) as coordinator:
        await run(coordinator)

        # Home Assistant passes over what is unavailable, and says nothing.
        assert (await until_told(coordinator, 1)).failed == ("notify.watch",)


async def test_other_notifiers_get_a_title_and_words(hass: HomeAssistant) -> None:
    telegram = Phone(hass, "telegram")
    async with household(hass, calling([telegram])) as coordinator:
        await run(coordinator)

        assert await telegram.hears(1) == {
            "title": "Red: Foyer",
            "message": "Glass broke\nEverything confirmed.",
        }


async def test_who_cannot_be_told_is_noted_and_logged_once_without_its_words(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    broken, fine = Phone(hass, "broken"), App(hass, "fine")
    broken.error = HomeAssistantError("https://push.example/?token=53cret")
    targets = calls(broken.target, "notify.gone", "notify.mobile_app_gone", fine.target)
    async with household(hass, targets) as coordinator:
        await run(coordinator)
        told = await until_told(coordinator, 1)
        assert told.failed == ("notify.broken", "notify.gone", "notify.mobile_app_gone")
        await fine.hears(1)
        fine.press(hass, "Acknowledge")
        await fine.hears(3)
        await broken.hears(2)

    assert caplog.text.count("notify.broken could not be told: HomeAssistantError") == 1
    assert caplog.text.count("notify.gone could not be told: ServiceNotFound") == 1
    assert "53cret" not in caplog.text


async def test_a_notifier_that_hangs_delays_nobody_and_not_for_long(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.tuya_twin.phones.SEND_SECONDS", 0.05)
    slow, quick = Phone(hass, "slow"), App(hass, "quick")
    slow.free.clear()
    async with household(hass, calling([slow, quick])) as coordinator:
        await run(coordinator)
        await quick.hears(1)

        assert (await until_told(coordinator, 1)).failed == (slow.target,)


async def test_a_phone_is_sent_no_more_than_it_may_be_sent(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    words = Words(hass)
    lines = tuple(f"Bulb {number} did not answer. {'x' * 80}" for number in range(30))

    short = words.short(Story(title="Red", lines=lines))

    assert len(short) < LONGEST + 100
    assert short.splitlines()[0] == lines[0]
    kept = len(short.splitlines()) - 1
    assert short.endswith(f"And {30 - kept} more; Home Assistant shows all.")
    assert words.short(Story(title="Red", lines=lines[:2])) == "\n".join(lines[:2])
