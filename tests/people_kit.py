"""People in a test: phones that ring, and a household that calls them."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
import time
from typing import Any, override

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.tuya_twin.coordinator import HouseholdCoordinator
from custom_components.tuya_twin.core.facts import Answer, PeopleTold
from custom_components.tuya_twin.core.house import House
from custom_components.tuya_twin.core.model import Protocol
from custom_components.tuya_twin.core.ports import Clock
from custom_components.tuya_twin.core.run import Cause, Run
from tests.kit import PATIENCE, set_up, simulated_entry

NOISE = Cause(origin="automation", reason="Glass broke")


class Phone:
    """A fake notifier that remembers what it was told."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """Register it as `notify.<name>`."""
        self.target = f"notify.{name}"
        self.heard: list[dict[str, Any]] = []
        self.error: Exception | None = None
        self.free = asyncio.Event()
        """While it is not set, the phone answers nobody."""
        self.free.set()
        self._rang = asyncio.Event()
        hass.services.async_register("notify", name, self._take)

    async def _take(self, call: ServiceCall) -> None:
        self.heard.append(dict(call.data))
        self._rang.set()
        await self.free.wait()
        if self.error is not None:
            raise self.error

    async def hears(self, number: int) -> dict[str, Any]:
        """Wait until it was told so often; returns what was told last."""
        async with asyncio.timeout(PATIENCE):
            while len(self.heard) < number:
                self._rang.clear()
                await self._rang.wait()
        assert len(self.heard) == number
        return self.heard[-1]

    @property
    def shown(self) -> dict[str, str]:
        """What stands on its screen, title by tag; in the end nothing should."""
        screen: dict[str, str] = {}
        for told in self.heard:
            tag = told.get("data", {}).get("tag", "")
            if told["message"] == "clear_notification":
                screen.pop(tag, None)
            else:
                screen[tag] = told["title"]
        return screen


class App(Phone):
    """A phone with the companion app."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        """It is registered as its integration does it."""
        super().__init__(hass, f"mobile_app_{name}")

    def press(self, hass: HomeAssistant, answer: str, user: MockUser | None = None) -> None:
        """Press the button with this title."""
        actions = next(told["data"]["actions"] for told in self.heard if "data" in told)
        (button,) = [each["action"] for each in actions if each["title"] == answer]
        press(hass, button, user)


def press(hass: HomeAssistant, button: str, user: MockUser | None = None) -> None:
    """What Home Assistant hears of a button on a phone."""
    context = None if user is None else Context(user_id=user.id)
    hass.bus.async_fire("mobile_app_notification_action", {"action": button}, context=context)


def calling(*groups: list[Phone], **more: Any) -> dict[str, Any]:
    """The option that has these people called, group by group."""
    calls = [[phone.target for phone in group] for group in groups]
    return {"people": {"calls": calls, **more}}


@asynccontextmanager
async def household(
    hass: HomeAssistant, options: dict[str, Any], title: str = "Home"
) -> AsyncIterator[HouseholdCoordinator]:
    """A simulated household with these options."""
    entry = simulated_entry(title)
    entry.add_to_hass(hass)
    hass.config_entries.async_update_entry(entry, options=options)
    try:
        yield await set_up(hass, entry)
    finally:
        if entry.state is ConfigEntryState.LOADED:
            await hass.config_entries.async_unload(entry.entry_id)


async def restarted(hass: HomeAssistant, entry: MockConfigEntry) -> HouseholdCoordinator:
    """The household after it was unloaded and set up again."""
    assert await hass.config_entries.async_unload(entry.entry_id)
    return await set_up(hass, entry)


async def run(
    coordinator: HouseholdCoordinator,
    protocol: Protocol = Protocol.RED,
    zone: str = "Foyer",
    cause: Cause = NOISE,
) -> Run:
    """Carry a protocol out, to the end."""
    return await coordinator.response.execute(protocol, zone, cause)


async def until_house(
    coordinator: HouseholdCoordinator, condition: Callable[[House], bool]
) -> House:
    """Wait until the house is so."""
    changed = asyncio.Event()
    unsubscribe = coordinator.subscribe(lambda _update: changed.set())
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition(coordinator.house):
                changed.clear()
                await changed.wait()
    finally:
        unsubscribe()
    return coordinator.house


async def until_told(coordinator: HouseholdCoordinator, number: int) -> PeopleTold:
    """Wait until so many calls are on record; returns the last."""
    house = await until_house(
        coordinator,
        lambda house: house.incident is not None and len(house.incident.told) >= number,
    )
    assert house.incident is not None
    assert len(house.incident.told) == number
    return house.incident.told[-1]


def answered(answer: Answer) -> Callable[[House], bool]:
    """Whether the incident that is open has this answer."""
    return lambda house: (
        house.incident is not None
        and house.incident.answered is not None
        and house.incident.answered.answer is answer
    )


def on_the_wall(hass: HomeAssistant) -> dict[str, tuple[str | None, str]]:
    """Title and text of Home Assistant's own notifications, by id."""
    notifications = persistent_notification._async_get_or_create_notifications(hass)
    return {tag: (each["title"], each["message"]) for tag, each in notifications.items()}


class Wall(Clock):
    """The household's wall clock, which stands still until it is moved; devices have real time."""

    def __init__(self) -> None:
        self._now = dt_util.utcnow()

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def monotonic(self) -> float:
        return time.monotonic()

    def tick(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
