"""Somebody who looks after each device of a kind: acts when something happens, or is due."""

from abc import ABC, abstractmethod
import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from typing import Any, ClassVar

from .chronicle import Chronicle
from .errors import DeviceError, LinkClosedError, SupersededError
from .facts import RunStarted, SirenSilenced, StepEnded
from .house import House, HouseUpdate
from .ladder import Ladder
from .model import Command, Device, DeviceKind, DeviceReport, DeviceState
from .policy import Policy
from .ports import Clock

_LOGGER = logging.getLogger(__name__)

type Spawn = Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
"""Starts a background task that its owner tracks, by a name for whoever debugs it."""


@dataclass(frozen=True, kw_only=True)
class Charge:
    """What a keeper is entrusted with."""

    devices: Mapping[str, Ladder]
    chronicle: Chronicle
    policy: Policy
    clock: Clock
    spawn: Spawn


@dataclass(frozen=True, kw_only=True)
class Chore:
    """Something that is due; carrying it out may raise a `DeviceError`."""

    name: str
    carry_out: Callable[[Device], Awaitable[None]]


class Keeper(ABC):
    """Looks after the devices of one kind, each in a task of its own, from `start` to `stop`."""

    kind: ClassVar[DeviceKind]
    pauses: ClassVar[Sequence[float]]
    """Seconds between attempts at a chore; the last one for all that follow."""

    def __init__(self, charge: Charge) -> None:
        """Do nothing before `start`."""
        self._devices = charge.devices
        self._chronicle = charge.chronicle
        self._policy = charge.policy
        self._clock = charge.clock
        self._spawn = charge.spawn
        self._failures: dict[str, tuple[str, int]] = {}
        """The chore that was tried last, and how often in vain."""
        self._news: dict[str, asyncio.Event] = {}
        self._reported: dict[str, tuple[DeviceState, bool]] = {}
        """The state that a device last told, and whether it was reachable."""
        self._tasks: list[asyncio.Task[None]] = []
        self._unsubscribe: Callable[[], None] | None = None

    @property
    def _house(self) -> House:
        return self._chronicle.house

    def start(self) -> None:
        """Look at every device, and from now on whenever there is news of one."""
        self._unsubscribe = self._chronicle.subscribe(self._heard)
        for device in self._house.devices:
            if device.kind is self.kind and device.id in self._devices:
                self._news[device.id] = asyncio.Event()
                self._tasks.append(
                    self._spawn(self._look_after(device), f"tuya_twin looks after {device.name}")
                )

    async def stop(self) -> None:
        """Let go of every device, as it is."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()

    def _heard(self, update: HouseUpdate) -> None:
        match update:
            case DeviceReport(device_id=device_id, state=state, reachable=reachable):
                # An attempt has the device say how it is: that it is as it was is no news, and no
                # reason to try again before the pause is over.
                known = self._reported.get(device_id)
                self._reported[device_id] = (state, reachable)
                concerned = set() if known == (state, reachable) else {device_id}
            case StepEnded(step=step):
                concerned = {step.device.id}
            case RunStarted():
                concerned = set(self._news)
            case SirenSilenced(device_id=device_id):
                concerned = {device_id}
            case _:
                return
        for device_id in concerned & self._news.keys():
            self._news[device_id].set()

    async def _look_after(self, device: Device) -> None:
        news = self._news[device.id]
        while True:
            news.clear()
            try:
                due = await self._attend(device)
            except LinkClosedError:
                return
            except Exception:
                _LOGGER.exception("Unexpected error while looking after %s", device.name)
                due = self._clock.now() + timedelta(seconds=self.pauses[-1])
            await self._until(due, news)

    async def _until(self, due: datetime | None, news: asyncio.Event) -> None:
        seconds = None if due is None else (due - self._clock.now()).total_seconds()
        try:
            async with asyncio.timeout(None if seconds is None else max(0.0, seconds)):
                await news.wait()
        except TimeoutError:
            return

    async def _attend(self, device: Device) -> datetime | None:
        """Do what is due for a device; returns when to look again if there is no news.

        Raises `LinkClosedError` when the household is unloaded.
        """
        if self._house.is_commanded(device.id):
            # A run has it now, with what it has to do anew.
            self._failures.pop(device.id, None)
            return None
        chore = self._due(device)
        if not isinstance(chore, Chore):
            return chore
        try:
            await chore.carry_out(device)
        except LinkClosedError:
            raise
        except SupersededError:
            self._was_overruled(device)
            return None
        except DeviceError:
            return await self._failed(device, chore)
        self._failures.pop(device.id, None)
        return self._clock.now()

    async def _failed(self, device: Device, chore: Chore) -> datetime | None:
        tried, before = self._failures.get(device.id, (chore.name, 0))
        failures = before + 1 if tried == chore.name else 1
        self._failures[device.id] = (chore.name, failures)
        if await self._gives_up(device, chore, failures):
            return None
        pause = self.pauses[min(failures, len(self.pauses)) - 1]
        return self._clock.now() + timedelta(seconds=pause)

    @abstractmethod
    def _due(self, device: Device) -> Chore | datetime | None:
        """What is due for a device; else when something will be, if time alone brings it."""

    @abstractmethod
    async def _gives_up(self, device: Device, chore: Chore, failures: int) -> bool:
        """Whether a chore that has failed so often is given up."""

    @abstractmethod
    def _was_overruled(self, device: Device) -> None:
        """Somebody else has commanded the device."""

    async def _tell(
        self, device: Device, command: Command, *, within: float, resumed: bool = False
    ) -> None:
        """Command a device; raises a `DeviceError` as `DevicePort.execute` does."""
        await self._devices[device.id].execute(
            command, within=within, on_sent=_nobody_waits_for_it, resumed=resumed
        )


def _nobody_waits_for_it() -> None:
    """What a keeper does is shown by what the device reports."""
