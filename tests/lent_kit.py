"""Entities of other integrations that do what a test says, and links to them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, override

from homeassistant.components.light import LightEntity
from homeassistant.components.light.const import ATTR_BRIGHTNESS, ATTR_HS_COLOR, ColorMode
from homeassistant.components.lock import LockEntity
from homeassistant.components.siren import SirenEntity
from homeassistant.components.siren.const import SirenEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity, ToggleEntity
from homeassistant.helpers.entity_component import DATA_INSTANCES
from homeassistant.setup import async_setup_component

from custom_components.tuya_twin.core.model import Command, Device, DeviceKind, DeviceReport
from custom_components.tuya_twin.lent import LentEntity
from tests.kit import PATIENCE

AGES = 1e6
"""A deadline that is never reached."""
BRIEFLY = 0.6
"""The deadline of commands that are meant to miss it: long enough to be asked for the state."""


def ignore() -> None:
    """Nobody waits for the command to be sent."""


class Lender(Entity):
    """An entity that notes what it is asked, and then does what the test says."""

    _attr_should_poll = False

    def __init__(self, entity_id: str, *, unique_id: str | None = "lent") -> None:
        self.entity_id = entity_id
        self._attr_unique_id = unique_id
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.manner: Callable[[], Awaitable[None]] = self.obey
        self._news = asyncio.Event()

    async def obey(self) -> None:
        """Do as asked, and report it."""
        raise NotImplementedError

    async def keep_silent(self) -> None:
        """Take the command and say nothing."""

    async def linger(self) -> None:
        """Take the command and never come back."""
        await asyncio.Event().wait()

    def report(self, **attributes: Any) -> None:
        """Become so, and tell Home Assistant."""
        for name, value in attributes.items():
            setattr(self, f"_attr_{name}", value)
        self.async_write_ha_state()

    async def until_called(self, times: int = 1) -> None:
        async with asyncio.timeout(PATIENCE):
            while len(self.calls) < times:
                self._news.clear()
                await self._news.wait()

    async def _called(self, service: str, **data: Any) -> None:
        self.calls.append((service, data))
        self._news.set()
        await self.manner()


class Switched(Lender, ToggleEntity):
    """An entity that is on or off."""

    _attr_is_on = False

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        await self._called("turn_on", **kwargs)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        await self._called("turn_off", **kwargs)

    @override
    async def obey(self) -> None:
        self.report(is_on=self.calls[-1][0] == "turn_on")


class Lamp(Switched, LightEntity):
    """A light in one colour mode at a time."""

    _attr_color_mode = ColorMode.HS

    def __init__(self, *modes: ColorMode, **kwargs: Any) -> None:
        super().__init__("light.lamp", **kwargs)
        self._attr_supported_color_modes = set(modes or (ColorMode.HS,))

    @override
    async def obey(self) -> None:
        service, data = self.calls[-1]
        self.report(
            is_on=service == "turn_on",
            brightness=data.get(ATTR_BRIGHTNESS),
            hs_color=data.get(ATTR_HS_COLOR),
        )


class Horn(Switched, SirenEntity):
    """A siren."""

    def __init__(
        self,
        *features: SirenEntityFeature,
        tones: list[int | str] | dict[int, str] | None = None,
    ) -> None:
        super().__init__("siren.horn")
        self._attr_available_tones = tones
        for feature in features:
            self._attr_supported_features |= feature


class Door(Lender, LockEntity):
    """A lock that pushes its reports, and cannot be asked."""

    _attr_is_locked = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("lock.door", **kwargs)

    @override
    async def async_lock(self, **kwargs: Any) -> None:
        await self._called("lock", **kwargs)

    @override
    async def async_unlock(self, **kwargs: Any) -> None:
        await self._called("unlock", **kwargs)

    @override
    async def obey(self) -> None:
        self.report(is_locked=self.calls[-1][0] == "lock")


class AskableDoor(Door):
    """A lock that can be asked where its bolt is."""

    def __init__(self) -> None:
        super().__init__()
        self.locked_in_truth = False
        self.questions = 0

    async def async_update(self) -> None:
        self.questions += 1
        self._attr_is_locked = self.locked_in_truth


class Link(LentEntity):
    """A link that remembers what it told."""

    def __init__(self, hass: HomeAssistant, kind: DeviceKind, entity: str) -> None:
        super().__init__(
            hass, Device(id="lent", name=f"The {kind}", kind=kind, zone="Foyer"), entity
        )
        self.reports: list[DeviceReport] = []
        self._news = asyncio.Event()
        self.subscribe(self._keep)

    async def do(
        self,
        command: Command,
        *,
        within: float = AGES,
        on_sent: Callable[[], None] = ignore,
        resumed: bool = False,
    ) -> None:
        """Command it; whatever is known sooner than the deadline has to be told sooner."""
        async with asyncio.timeout(PATIENCE):
            await self.execute(command, within=within, on_sent=on_sent, resumed=resumed)

    async def until(self, condition: Callable[[DeviceReport], bool]) -> None:
        """Wait until its report is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition(self.report):
                self._news.clear()
                await self._news.wait()

    def _keep(self, report: DeviceReport) -> None:
        self.reports.append(report)
        self._news.set()


async def lend(hass: HomeAssistant, lender: Lender) -> None:
    """Add an entity to Home Assistant."""
    domain = lender.entity_id.partition(".")[0]
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, domain, {})
    await hass.data[DATA_INSTANCES][domain].async_add_entities([lender])


@asynccontextmanager
async def started(link: Link) -> AsyncIterator[Link]:
    """A link that runs, and leaves nothing behind."""
    link.start()
    try:
        yield link
    finally:
        link.close()
        async with asyncio.timeout(PATIENCE):
            await link.wait_closed()


@asynccontextmanager
async def lent[LenderT: Lender](
    hass: HomeAssistant, lender: LenderT, kind: DeviceKind
) -> AsyncIterator[tuple[LenderT, Link]]:
    """An entity, and a link to it that runs."""
    await lend(hass, lender)
    async with started(Link(hass, kind, lender.entity_id)) as link:
        yield lender, link
