"""A house with one device that does as the test says, and those who look after it."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any, override

from custom_components.tuya_twin.core.errors import UnreachableError
from custom_components.tuya_twin.core.journal import Journal
from custom_components.tuya_twin.core.ladder import Ladder, Way
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    Device,
    DeviceKind,
    DeviceReport,
    DeviceState,
    Path,
    Protocol,
    PutBackCommand,
    SirenCommand,
    SirenState,
    Status,
)
from custom_components.tuya_twin.core.policy import DEFAULT_LEVELS, Policy
from custom_components.tuya_twin.core.response import Response, Surroundings
from custom_components.tuya_twin.core.run import Run
from custom_components.tuya_twin.core.settings import Settings
from tests.core.kit import ANNA, make_house
from tests.core.lives import inline
from tests.virtual_time import VirtualClock, run_in_virtual_time

AT_REST: dict[DeviceKind, DeviceState] = {
    DeviceKind.SIREN: SirenState(sounding=False, volume=50, duration=10),
    DeviceKind.BULB: BulbState(on=True, mode=BulbMode.WHITE, brightness=70, kelvin=2700),
}


@dataclass(frozen=True, kw_only=True)
class Word:
    """What a device was told, and how."""

    at: float
    command: Command
    within: float
    resumed: bool


class Scripted(Way):
    """A device that notes what it is told and obeys, but for what the test says."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._report = DeviceReport(
            device_id=device.id, state=AT_REST[device.kind], reachable=True, seen_at=None
        )
        self.listener: Callable[[DeviceReport], None]
        self.words: list[Word] = []
        self.errors: list[Exception] = []
        """What comes of the next commands; after the last one it obeys."""
        self.takes = 0.0
        """How many seconds it takes to obey."""
        self.takes_to_let_go = 0.0
        self.let_go = 0

    @property
    @override
    def device(self) -> Device:
        return self._device

    @property
    @override
    def path(self) -> Path:
        return Path.LAN

    @property
    @override
    def report(self) -> DeviceReport:
        return self._report

    @property
    def commands(self) -> list[Command]:
        return [word.command for word in self.words]

    def tell(self, state: DeviceState | None = None, *, reachable: bool = True) -> None:
        """Have it report itself."""
        self._report = replace(self._report, state=state or self._report.state, reachable=reachable)
        self.listener(self._report)

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        now = asyncio.get_running_loop().time()
        self.words.append(Word(at=now, command=command, within=within, resumed=resumed))
        on_sent()
        try:
            await asyncio.sleep(self.takes)
        except asyncio.CancelledError:
            await asyncio.sleep(self.takes_to_let_go)
            self.let_go += 1
            raise
        if self.errors:
            raise self.errors.pop(0)
        if not self._report.reachable:
            raise UnreachableError
        self.tell(_after(self._report.state, command))


def _after(state: DeviceState, command: Command) -> DeviceState:
    match command, state:
        case SirenCommand(on=on), SirenState():
            return replace(
                state,
                sounding=on,
                volume=command.volume or state.volume,
                duration=command.duration or state.duration,
            )
        case BulbCommand(), _:
            return BulbState(
                on=command.on,
                mode=command.mode,
                brightness=command.brightness,
                hue=command.hue,
                saturation=command.saturation,
            )
        case PutBackCommand(state=before), _:
            return before
    return state


class Rig:
    """The device, and the response that looks after it."""

    def __init__(self, journal: Journal, device: Device, policy: Policy) -> None:
        self.device = Scripted(device)
        self.stuck: list[bool] = []
        """What was said of it: that it will not be silent, or that it is at last."""
        self.told_of = asyncio.Event()
        """Set once anything was said of it."""
        self.tasks: list[asyncio.Task[Any]] = []
        self.response = Response(
            replace(make_house(), devices=(device,), reports={device.id: self.device.report}),
            Settings(policy=policy),
            Surroundings(
                journal=journal,
                devices={device.id: Ladder([self.device])},
                clock=VirtualClock(),
                spawn=self._spawn,
                on_stuck=self._note_stuck,
            ),
        )
        self.device.listener = self.response.chronicle.note

    def _note_stuck(self, _device: Device, stuck: bool) -> None:  # noqa: FBT001 - as it is called
        self.stuck.append(stuck)
        self.told_of.set()

    def _spawn(self, coroutine: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        self.tasks.append(asyncio.create_task(coroutine, name=name))
        return self.tasks[-1]

    async def call(self, protocol: Protocol) -> Run:
        return await self.response.execute(protocol, self.device.device.zone, ANNA)


def live(
    folder: FilePath,
    device: Device,
    scene: Callable[[Rig], Coroutine[Any, Any, None]],
    policy: Policy | None = None,
    *,
    started: bool = True,
) -> None:
    """Play a scene with one device, in virtual time, with the record in a folder."""

    async def act() -> None:
        journal = await Journal.open(folder / "record.db", writer=inline)
        rig = Rig(journal, device, policy or Policy())
        if started:
            rig.response.start()
        try:
            await scene(rig)
        finally:
            await rig.response.stop()
            await journal.close()

    run_in_virtual_time(act())


def policy_with_red(**changes: Any) -> Policy:
    red = replace(DEFAULT_LEVELS[Status.RED_CRITICAL], **changes)
    return Policy(levels={**DEFAULT_LEVELS, Status.RED_CRITICAL: red})
