"""The whole response of one household: its house, its runs, and who looks after its devices."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from .bulbs import BulbKeeper
from .chronicle import Chronicle
from .codes import refusal, require_attempt
from .errors import UnknownIncidentError
from .facts import Answer, Answered, CodeAccepted, CodeRefused, Entry, SirenSilenced
from .house import House
from .keeper import Charge, Spawn
from .ladder import Ladder
from .model import HOUSE, Device, Protocol
from .orchestrator import Orchestrator
from .ports import Clock, JournalPort
from .run import Cause, Run
from .settings import Settings
from .sirens import SirenKeeper


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What a response needs from the world outside."""

    journal: JournalPort
    devices: Mapping[str, Ladder]
    clock: Clock
    spawn: Spawn
    on_stuck: Callable[[Device, bool], None]
    """Told of a siren that will not be silent, and when it is at last."""


class Response:
    """Runs protocols and drills, from `start` to `stop`, and takes answers to them."""

    def __init__(self, house: House, settings: Settings, around: Surroundings) -> None:
        """Begin with the house as its record left it; nothing is commanded before `start`."""
        self.chronicle = Chronicle(house, around.journal)
        self.settings = settings
        self._clock = around.clock
        self._spawn = around.spawn
        self._devices = around.devices
        self.orchestrator = Orchestrator(
            devices=around.devices,
            chronicle=self.chronicle,
            policy=settings.policy,
            clock=around.clock,
            deadline=settings.deadline,
        )
        charge = Charge(
            devices=around.devices,
            chronicle=self.chronicle,
            policy=settings.policy,
            clock=around.clock,
            spawn=around.spawn,
        )
        self._keepers = (SirenKeeper(charge, on_stuck=around.on_stuck), BulbKeeper(charge))
        self._resuming: asyncio.Task[None] | None = None
        self._checking = asyncio.Lock()

    @property
    def house(self) -> House:
        """The house as it is now."""
        return self.chronicle.house

    def start(self) -> None:
        """Take up what a restart interrupted, and look after the devices from now on."""
        self._recall_stand_ins()
        # First: a keeper does not touch what a run is still busy with.
        self._resuming = self._spawn(self.orchestrator.resume(), "tuya_twin resumes")
        for keeper in self._keepers:
            keeper.start()

    async def stop(self) -> None:
        """Let go of everything as it is: what is not done is taken up by the next start."""
        for keeper in self._keepers:
            await keeper.stop()
        if self._resuming is not None:
            self._resuming.cancel()
            await asyncio.gather(self._resuming, return_exceptions=True)
            self._resuming = None

    async def execute(self, protocol: Protocol, zone: str, cause: Cause, *because: Entry) -> Run:
        """Carry out a protocol and return the finished run; `because` is recorded with it.

        Raises `UnknownZoneError`; what the devices did not do stands in the run.
        """
        self.house.require_zone(zone)
        return await self.orchestrator.execute(protocol, zone, cause, *because)

    async def begin(
        self,
        protocol: Protocol,
        zone: str,
        cause: Cause,
        *because: Entry,
        require: Callable[[House], None] | None = None,
    ) -> Run:
        """Enter a status, as `execute`; what follows has still to be carried out by `finish`.

        For whoever has more to do than to wait for devices. Raises `UnknownZoneError`, and what
        `require` raises when it sees the house as the run before left it.
        """
        self.house.require_zone(zone)
        return await self.orchestrator.begin(protocol, zone, cause, *because, require=require)

    async def finish(self, run: Run) -> Run:
        """Carry out a run that has begun and return it finished."""
        return await self.orchestrator.finish(run)

    async def drill(self, zone: str, cause: Cause) -> Run:
        """Try out red in a zone and return the finished run.

        Raises `UnknownZoneError`, or `DrillRefusedError` unless the house is at rest.
        """
        self.house.require_zone(zone)
        return await self.orchestrator.try_out(zone, cause, self.settings.drills)

    async def answer(self, answer: Answer, cause: Cause) -> Run | None:
        """Take a person's answer to the open incident; returns the green run that ends it.

        An acknowledgement ends nothing. Raises `UnknownIncidentError` if there is no incident.
        """
        incident = self.house.incident
        if incident is None:
            raise UnknownIncidentError
        await self.chronicle.record(
            Answered(incident_id=incident.id, answer=answer, at=self._clock.now(), cause=cause)
        )
        if answer is Answer.ACKNOWLEDGED:
            return None
        return await self.orchestrator.execute(Protocol.GREEN, HOUSE, cause)

    async def leave_silent(self, device_id: str, cause: Cause) -> None:
        """Note that a person silences one siren by itself: it is left alone in this alarm."""
        if device_id in self.house.alarms:
            await self.chronicle.record(
                SirenSilenced(device_id=device_id, at=self._clock.now(), cause=cause)
            )

    async def check_code(self, device_id: str, code: str | None, cause: Cause) -> None:
        """Return if this is the code that unlocking takes, or if it takes none.

        Raises `WrongCodeError` or `LockedOutError`; each wrong code is on record.
        """
        wanted = self.settings.interlock.code
        if wanted is None:
            return
        # One at a time: codes that are tried at once are counted each.
        async with self._checking:
            now = self._clock.now()
            require_attempt(self.house.refused, now)
            if code is not None and await asyncio.to_thread(wanted.fits, code):
                await self.chronicle.record(CodeAccepted(device_id=device_id, at=now, cause=cause))
                return
            error, until = refusal(self.house.refused, now)
            await self.chronicle.record(
                CodeRefused(device_id=device_id, at=now, cause=cause, locked_out_until=until)
            )
        raise error

    def _recall_stand_ins(self) -> None:
        """Stand-ins of sirens that are not over may sound since before the restart."""
        for device_id in self.house.alarms:
            if (ladder := self._devices.get(device_id)) is not None:
                ladder.recall_stand_ins()
