"""The screens of one household: by which ways they come, and what they are told."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import partial

from homeassistant.core import HomeAssistant, callback

from .const import DATA_SHOWN
from .core import wire
from .core.facts import RunResumed, RunStarted, StatusUpdate
from .core.house import House, HouseUpdate, ZonesNamed
from .core.journal import Journal
from .core.keeper import Spawn
from .core.model import DeviceReport
from .core.plan import Plan
from .core.response import Response
from .core.run import Run
from .core.settings import Screens
from .feed.channel import Channel
from .feed.server import FeedServer
from .feed.watched import Watched
from .issues import HouseholdIssues
from .message_bus import start_bus
from .own_port import OwnPortKeeper


class HouseholdScreens:
    """Has a household's channel on the feed from `open` to `async_close`."""

    def __init__(  # noqa: PLR0913 - by what they come, and who is told
        self,
        hass: HomeAssistant,
        settings: Screens,
        response: Response,
        *,
        feed: FeedServer,
        spawn: Spawn,
        issues: HouseholdIssues,
    ) -> None:
        """Let nobody in yet."""
        self._hass = hass
        self._settings = settings
        self._response = response
        self._feed = feed
        self._spawn = spawn
        self._issues = issues
        self.channel: Channel | None = None
        """While there can be screens."""
        self._incident = self._house.incident
        """As the screens know it."""
        self._lookout = self._house.lookout
        """The same."""
        self._own_port = OwnPortKeeper(
            hass,
            settings.own_port,
            handle=partial(feed.handle, household=self._house.id),
            client_count=lambda: self.connected_client_count,
            issues=issues,
        )
        self._running = AsyncExitStack()

    @property
    def connected_client_count(self) -> int:
        """How many there are now."""
        return 0 if self.channel is None else self.channel.connected_client_count

    @callback
    def open(
        self, journal: Journal, plan: Callable[[], Plan], on_screens: Callable[[], None]
    ) -> None:
        """Let screens in by Home Assistant's own server.

        `plan` gives the household's plan as it is now, `on_screens` is as of `Watched`.
        """
        # Stopped after the channel, which says goodbye to whoever came by it.
        self._running.push_async_callback(self._own_port.async_stop)
        household = self._house.id
        bus = start_bus(
            self._hass,
            self._settings.bus,
            household,
            spawn=self._spawn,
            issues=self._issues,
        )
        if bus is not None:
            self._running.push_async_callback(bus.close)
        self._feed.allow(
            household,
            per_address=self._settings.per_address,
            per_user=self._settings.per_user,
        )
        self._running.push_async_callback(self._close_channel)
        self.channel = self._feed.open_channel(
            household,
            Watched(
                journal=journal,
                house=lambda: self._house,
                plan=plan,
                on_screens=on_screens,
                is_another=self._shows_another(),
                bus=bus,
            ),
        )

    async def async_open_port(self) -> None:
        """Let them in by the household's own port as well, if the user wants one."""
        await self._own_port.async_start()

    async def async_close(self) -> None:
        """Send all of them away; harmless if none were let in."""
        await self._running.aclose()

    @callback
    def happened(self, update: HouseUpdate) -> None:
        """Tell what has happened to the house."""
        channel, house = self.channel, self._house
        if channel is None:
            return
        if house.incident != self._incident:
            self._incident = house.incident
            channel.publish("incident_update", wire.incident_update(house))
        if house.lookout is not self._lookout:
            self._lookout = house.lookout
            channel.tell_of_lookout()
        match update:
            case StatusUpdate():
                channel.broadcast_status(update)
            case Run():
                channel.publish("run_update", wire.run_update(update))
            case RunStarted() | RunResumed() if run := house.run:
                channel.publish("run_update", wire.run_update(run))
            case DeviceReport(device_id=device_id) if device := house.device(device_id):
                channel.publish("device_update", wire.device_update(device, update))
            case ZonesNamed():
                self._shows_another()
                channel.retell()

    @callback
    def planned(self, plan: Plan) -> None:
        """Tell that the plan is another one."""
        if self.channel is not None:
            self.channel.publish("plan_update", wire.plan(plan))

    @property
    def _house(self) -> House:
        return self._response.house

    def _shows_another(self) -> bool:
        """Whether zones or devices are others than when this was last asked."""
        house = self._house
        shown = self._hass.data.setdefault(DATA_SHOWN, {})
        now = (house.name, house.zones, house.devices)
        before = shown.get(house.id, now)
        shown[house.id] = now
        return before != now

    async def _close_channel(self) -> None:
        self.channel = None
        await self._feed.close_channel(self._house.id)
