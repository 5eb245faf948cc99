"""A device as the rest of the house sees it: commands in, reports out, on the event loop."""

import asyncio
from collections.abc import Callable
import contextlib
from dataclasses import replace
import logging
from typing import override

from ..core.errors import DeviceError, LinkClosedError, UnreachableError
from ..core.model import CheckCommand, Command, Device, Path
from ..core.ports import Clock
from ..core.reporting import ReportingLink
from .diagnosis import Diagnosis
from .lan import Endpoint, LanConnection, knock
from .orders import Order
from .owner import Owner, Timing
from .profiles import PROFILES, Ask, Dps, DpValue, LockProfile, Profile

_LOGGER = logging.getLogger(__name__)
_ONLY_ASK = Ask(writes={}, proof={})
"""Writes nothing, and is proven by any report that follows."""


class DeviceLink(ReportingLink):
    """The link to one device over the LAN, with an owner thread from `start` to `close`."""

    def __init__(  # noqa: PLR0913 - what it is, where it is, who is told
        self,
        device: Device,
        endpoint: Endpoint,
        *,
        profile: Profile | None = None,
        clock: Clock,
        timing: Timing | None = None,
        on_version: Callable[[str], None] | None = None,
    ) -> None:
        """Know the device; nothing is contacted before `start`.

        `profile` is the standard one of the device's kind unless another is given. `on_version`
        is told when the device turns out to speak another version than its endpoint says.
        """
        self.profile = profile or PROFILES[device.kind]
        super().__init__(device, self.profile.decode({}))
        self._endpoint = endpoint
        self._clock = clock
        self._timing = timing or Timing()
        self._on_version = on_version or _nobody_remembers
        self._known: dict[str, DpValue] = {}
        self._lost_by: DeviceError | None = None
        self._owner: Owner | None = None
        self._ending: Owner | None = None

    @property
    @override
    def path(self) -> Path:
        return Path.LAN

    @override
    def start(self) -> None:
        self._owner = Owner(
            self._device.name,
            connect=self._connect,
            knock=lambda: knock(self._endpoint),
            diagnosis=Diagnosis(
                self._endpoint.version,
                sleeps=isinstance(self.profile, LockProfile) and self.profile.sleeps,
                patience=self._timing.patience,
            ),
            profile=self.profile,
            on_report=_on_the_loop(self._reported),
            on_lost=_on_the_loop(self._lost),
            on_version=_on_the_loop(self._found_version),
            timing=self._timing,
        )
        self._owner.start()

    def nudge(self) -> None:
        """Try again at once if the device does not answer: something says that it is there."""
        if self._owner is not None:
            self._owner.nudge()

    @property
    def endpoint(self) -> Endpoint:
        """Where the device is taken to be, and what is taken to open it."""
        return self._endpoint

    def redirect(self, endpoint: Endpoint) -> None:
        """Look for the device somewhere else, or with another key; open commands go along."""
        self._endpoint = endpoint
        if self._owner is not None:
            self._owner.redirect(endpoint.version)

    @override
    def close(self) -> None:
        if self._owner is not None:
            self._owner.close()
            self._ending, self._owner = self._owner, None

    @override
    async def wait_closed(self) -> None:
        if self._ending is not None:
            await asyncio.to_thread(self._ending.join)
            self._ending = None

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        if (owner := self._owner) is None:
            raise LinkClosedError
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

        def sent() -> None:
            if not done.done():
                on_sent()

        only_asks = isinstance(command, CheckCommand)
        order = Order(
            ask=_ONLY_ASK if only_asks else self.profile.encode(command),
            on_sent=_on_the_loop(sent),
            on_done=_on_the_loop(lambda error: _settle(done, error)),
        )
        if resumed and not only_asks:
            order.resume()
        owner.submit(order)
        try:
            async with asyncio.timeout(within):
                await done
        except TimeoutError:
            raise self._why_not(order) from None
        finally:
            owner.withdraw(order)

    def _connect(self, version: str) -> LanConnection:
        endpoint = self._endpoint
        if not endpoint.host:
            # It has not announced itself yet. Without an address tinytuya would go and scan.
            raise UnreachableError
        return LanConnection(replace(endpoint, version=version), points=self.profile.shapes())

    def _found_version(self, version: str) -> None:
        self._endpoint = replace(self._endpoint, version=version)
        self._on_version(version)

    def _why_not(self, order: Order) -> DeviceError:
        # A connection that comes and goes may be up at this moment: what counts is whether the
        # command was on it.
        waiting = not self._report.reachable or order.sent_at is None
        if waiting and self._lost_by is not None:
            return self._lost_by
        return self._unconfirmed()

    def _reported(self, dps: Dps) -> None:
        if not self._report.reachable:
            _LOGGER.info("%s answers", self._device.name)
        self._known.update(dps)
        self.profile = self.profile.refined(self._known)
        self._publish(
            replace(
                self._report,
                state=self.profile.follow(self._report.state, dps, self._known),
                reachable=True,
                seen_at=self._clock.now(),
                trouble=None,
            )
        )

    def _lost(self, error: DeviceError) -> None:
        if self._report.reachable or self._lost_by is None:
            _LOGGER.info("%s does not answer: %s", self._device.name, error.reason)
        self._lost_by = error
        lost = replace(self._report, reachable=False, trouble=error.reason)
        if lost != self._report:
            self._publish(lost)


def _nobody_remembers(_version: str) -> None:
    """Whoever made the link does not keep what it finds out."""


def _on_the_loop[**P](callback: Callable[P, None]) -> Callable[P, None]:
    """For another thread to call: the callback runs on the event loop of this moment."""
    loop = asyncio.get_running_loop()

    def hand_over(*args: P.args, **kwargs: P.kwargs) -> None:
        # The loop is closed only when nobody is left to hear it.
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: callback(*args, **kwargs))

    return hand_over


def _settle(done: asyncio.Future[None], error: DeviceError | None) -> None:
    if done.done():
        return
    if error is None:
        done.set_result(None)
    else:
        done.set_exception(error)
