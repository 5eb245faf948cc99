"""A device by way of Tuya's cloud: the second link of one that does not answer at home."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
import logging
from typing import override

from ...core.errors import (
    CloudBusyError,
    CloudError,
    CloudUnreachableError,
    CloudUnsupportedError,
    DeviceError,
    LinkClosedError,
    NoConfirmationError,
    UnsupportedError,
)
from ...core.model import BulbCommand, BulbEffect, Command, Device, LockCommand, Path
from ...core.reporting import ReportingLink
from ..profiles import Ask, Dps, DpValue, LockProfile, Profile
from .budget import CallKind
from .client import CloudClient
from .codes import as_device_error
from .models import CloudProperty, CloudSpecification
from .translation import Dictionary, proven

_LOGGER = logging.getLogger(__name__)
_FIRST_PAUSE = 0.3
_LONGEST_PAUSE = 2.0

type Sleep = Callable[[float], Awaitable[None]]


@dataclass
class _Errand:
    """A command on its way."""

    command: Command
    on_sent: Callable[[], None]
    resumed: bool
    on_its_way: bool = False

    def sent(self) -> None:
        self.on_its_way = True
        self.on_sent()


class CloudLink(ReportingLink):
    """Commands one device, and asks what became of it. Calls nobody but to carry out a command.

    The proof is a report to the cloud that is newer than the command. Devices do not repeat what
    they have reported: a data point that was as asked before counts as soon as any other of the
    proof is newer. So where all of them were, there is no proof, and the command is not confirmed.
    """

    def __init__(
        self,
        device: Device,
        profile: Profile,
        client: CloudClient,
        *,
        cloud_id: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """Know the device, which the cloud calls `cloud_id`; `sleep` waits between questions."""
        super().__init__(device, profile.decode({}))
        self._profile = profile
        self._client = client
        self._cloud_id = cloud_id
        self._sleep = sleep
        self._dictionary: Dictionary | None = None
        self._known: dict[str, DpValue] = {}
        self._limits: set[asyncio.Timeout] = set()
        self._closed = False

    @property
    @override
    def path(self) -> Path:
        return Path.CLOUD

    @override
    def start(self) -> None:
        self._closed = False

    @override
    def close(self) -> None:
        self._closed = True
        for limit in self._limits:
            limit.reschedule(0)

    @override
    async def wait_closed(self) -> None:
        """Return at once: a command runs in the task of whoever gave it."""

    @override
    async def execute(
        self,
        command: Command,
        *,
        within: float,
        on_sent: Callable[[], None],
        resumed: bool = False,
    ) -> None:
        """As in `DevicePort`, but for what is `resumed`.

        How old a report is beside a command of before a restart cannot be told: it is sent again,
        or ends with `NoConfirmationError` if it must not happen twice.
        """
        if self._closed:
            raise LinkClosedError
        errand = _Errand(command, on_sent, resumed)
        try:
            async with asyncio.timeout(within) as limit:
                self._limits.add(limit)
                try:
                    await self._carry_out(errand)
                finally:
                    self._limits.discard(limit)
        except TimeoutError:
            raise self._why_not(errand) from None
        except CloudError as error:
            raise self._lost(error) from error

    async def _carry_out(self, errand: _Errand) -> None:
        command = errand.command
        ask = self._asked(command)
        if errand.resumed and not ask.repeats:
            raise NoConfirmationError
        dictionary = await self._words()
        if ask.writes and dictionary.knows(ask.writes):
            wanted = dictionary.to_cloud(ask.proof)
            values = dictionary.to_cloud(ask.writes)
            sent_at = await self._client.command(self._cloud_id, values)
        else:
            wanted = dictionary.to_cloud(_door_proof(self._profile, command))
            opening = command == LockCommand(lock=False)
            sent_at = await self._client.operate_door(self._cloud_id, open=opening)
        errand.sent()
        for pause in _pauses():
            await self._sleep(pause)
            properties = await self._ask()
            newer = [each for each in properties if each.time >= sent_at]
            if newer:
                self._hear(dictionary, properties)
            if proven(properties, wanted, since=sent_at):
                return
            if trouble := self._profile.trouble(dictionary.to_lan(newer)):
                raise trouble

    def _asked(self, command: Command) -> Ask:
        """How it is said; without writes where it takes a ticket.

        Raises:
            UnsupportedError: there is no way to say it, or it is not for the cloud, which takes
                scenes in another spelling.
        """
        if isinstance(command, BulbCommand) and command.effect is not BulbEffect.STEADY:
            raise UnsupportedError
        try:
            return self._profile.encode(command)
        except UnsupportedError:
            return Ask(writes={}, proof=_door_proof(self._profile, command))

    async def _words(self) -> Dictionary:
        """How the cloud speaks of the device; it is asked once."""
        if self._dictionary is None:
            properties = await self._client.properties(self._cloud_id)
            self._dictionary = Dictionary.of(properties, await self._specification())
        return self._dictionary

    async def _specification(self) -> CloudSpecification:
        """What the device can be told; nothing more than it reports if its maker never said."""
        try:
            return await self._client.specification(self._cloud_id, kind=CallKind.PROOF)
        except CloudUnsupportedError:
            return CloudSpecification(points={})

    async def _ask(self) -> Sequence[CloudProperty]:
        """What the device reported; nothing at all from a cloud that does not answer just now."""
        try:
            return await self._client.properties(self._cloud_id)
        except CloudUnreachableError, CloudBusyError:
            return ()

    def _hear(self, dictionary: Dictionary, properties: Sequence[CloudProperty]) -> None:
        self._known.update(dictionary.to_lan(properties))
        self._profile = self._profile.refined(self._known)
        seen_at = datetime.fromtimestamp(max(each.time for each in properties) / 1000, UTC)
        if self._report.trouble is not None:
            _LOGGER.info("%s is reached by the cloud again", self._device.name)
        self._publish(
            replace(
                self._report,
                state=self._profile.decode(self._known),
                reachable=True,
                seen_at=seen_at,
                trouble=None,
            )
        )

    def _why_not(self, errand: _Errand) -> DeviceError:
        if self._closed:
            return LinkClosedError()
        if not errand.on_its_way:
            return self._lost(CloudUnreachableError())
        return self._unconfirmed()

    def _lost(self, cause: CloudError) -> DeviceError:
        error = as_device_error(cause)
        if not isinstance(error, UnsupportedError):
            if self._report.trouble is None:
                _LOGGER.info("%s is not reached by the cloud: %s", self._device.name, error.reason)
            self._publish(replace(self._report, reachable=False, trouble=error.reason))
        return error


def _door_proof(profile: Profile, command: Command) -> Dps:
    """What a lock reports once a ticket has moved its bolt.

    Raises:
        UnsupportedError: tickets do not move it, or it does not tell.
    """
    if not isinstance(profile, LockProfile) or not isinstance(command, LockCommand):
        raise UnsupportedError
    able = profile.cloud_lock if command.lock else profile.cloud_unlock
    proof = profile.proof(command)
    if not able or proof is None:
        raise UnsupportedError
    return proof


def _pauses() -> Iterator[float]:
    """Seconds between questions: each costs a call of the quota."""
    pause = _FIRST_PAUSE
    while True:
        yield pause
        pause = min(_LONGEST_PAUSE, pause * 2)
