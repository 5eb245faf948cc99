"""A client of the LAN protocol that is no part of the integration's own path to a device.

Made for looking at a device from the side: a second opinion beside the one the house acts on.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import count
import json
import os
import time
from typing import Self

from .codec import Side, Source
from .config import TUYA_PORT
from .frames import Command, Frame, FrameError, FrameReader, PayloadError, Version
from .points import DataPoints, Value
from .session import NONCE_SIZE, Negotiation, NegotiationError
from .versions import make_codec

_SEGMENT = 4096
_SOURCE_CLIENT = 0
_PROTOCOL_WRITE = 5


class LanError(Exception):
    """The device answered, but not as hoped; silence is `TimeoutError`, no line `OSError`.

    * LanError
      + LanKeyError: the key or the version is another
      + LanRefusedError: the device refused the command
    """


class LanKeyError(LanError):
    """The device's local key or version is another than the client's."""


class LanRefusedError(LanError):
    """The device refused the command."""


class LanClient:
    """One connection to a device; use it with `async with`, for one call at a time."""

    def __init__(  # noqa: PLR0913
        self,
        host: str,
        port: int = TUYA_PORT,
        *,
        device_id: str,
        local_key: str,
        version: str,
        timeout: float = 5.0,
    ) -> None:
        """Connect to nobody yet; `timeout` is in seconds and for each call as a whole."""
        self._address = (host, port)
        self._device_id = device_id
        self._timeout = timeout
        self._local_key = local_key.encode("ascii")
        self._version = Version(version)
        self._codec = make_codec(
            self._version, self._local_key, Side.CLIENT, Source(_SOURCE_CLIENT)
        )
        self._frames = FrameReader(self._codec.layout)
        self._seqnos = count(1)
        self._reports: deque[DataPoints] = deque()
        self._reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def __aenter__(self) -> Self:
        """Connect, and negotiate where the version asks for it.

        Raises:
            LanKeyError: the device does not know the key or the version.
            TimeoutError: the device is silent.
            OSError: nobody there, or the device hung up.
        """
        async with asyncio.timeout(self._timeout):
            self._reader, self._writer = await asyncio.open_connection(*self._address)
            try:
                if self._version is not Version.V33:
                    await self._negotiate()
            except BaseException:
                await self._close()
                raise
        return self

    async def __aexit__(self, *_: object) -> None:
        """Disconnect."""
        await self._close()

    async def status(self) -> DataPoints:
        """All data points of the device.

        Raises:
            LanError: the device's answer makes no sense, or not with this key.
            TimeoutError: the device is silent.
            OSError: the device hung up.
        """
        command = Command.QUERY if self._version is Version.V33 else Command.QUERY_NEW
        identity = {"gwId": self._device_id, "devId": self._device_id}
        return _points(await self._ask(command, identity))

    async def set(self, points: Mapping[str, Value]) -> None:
        """Command the device; returns once it has acknowledged, not once it is done.

        Raises:
            LanRefusedError: the device refused.
            LanError: the device's answer makes no sense with this key.
            TimeoutError: the device is silent.
            OSError: the device hung up.
        """
        await self._ask(*self._control(points))

    async def heartbeat(self) -> None:
        """Show the device, and be shown, that the line is alive.

        Raises:
            TimeoutError: the device is silent.
            OSError: the device hung up.
        """
        await self._ask(Command.HEARTBEAT, {})

    async def report(self) -> DataPoints:
        """The next report the device makes of its own accord, in order; waits for one.

        Raises:
            LanError: the report makes no sense with this key.
            TimeoutError: there is none.
            OSError: the device hung up.
        """
        async with asyncio.timeout(self._timeout):
            while not self._reports:
                self._keep(await self._receive())
        return self._reports.popleft()

    async def _negotiate(self) -> None:
        nonce = os.urandom(NONCE_SIZE)
        self._send(Command.SESSION_START, nonce)
        try:
            answer = await self._receive_until(
                lambda frame: frame.command == Command.SESSION_ANSWER
            )
            negotiation = Negotiation.from_answer(
                self._version, self._local_key, nonce, answer.payload
            )
        except (ConnectionAbortedError, NegotiationError) as error:
            # A device that cannot read the start hangs up.
            raise LanKeyError from error
        self._send(Command.SESSION_FINISH, negotiation.finish())
        self._codec.key = negotiation.session_key()

    def _control(self, points: Mapping[str, Value]) -> tuple[Command, Mapping[str, object]]:
        now = int(time.time())
        if self._version is Version.V33:
            return Command.CONTROL, {"devId": self._device_id, "t": now, "dps": dict(points)}
        data = {"dps": dict(points)}
        return Command.CONTROL_NEW, {"protocol": _PROTOCOL_WRITE, "t": now, "data": data}

    async def _ask(self, command: Command, message: Mapping[str, object]) -> Frame:
        async with asyncio.timeout(self._timeout):
            self._tell(command, message)
            await self._writer.drain()
            answer = await self._receive_until(lambda frame: frame.command == command)
        if answer.retcode:
            raise LanRefusedError(answer.payload.decode(errors="replace"))
        return answer

    def _tell(self, command: Command, message: Mapping[str, object]) -> None:
        self._send(command, json.dumps(message, separators=(",", ":")).encode())

    def _send(self, command: Command, payload: bytes) -> None:
        frame = Frame(seqno=next(self._seqnos), command=command, payload=payload)
        self._writer.write(self._codec.seal(frame))

    async def _receive_until(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The first wanted frame; reports before it are kept."""
        while not wanted(frame := await self._receive()):
            self._keep(frame)
        return frame

    def _keep(self, frame: Frame) -> None:
        if frame.command == Command.STATUS:
            self._reports.append(_points(frame))

    async def _receive(self) -> Frame:
        """The next frame.

        Raises:
            ConnectionAbortedError: the device hung up in order.
        """
        while (sealed := next(self._frames.frames(), None)) is None:
            segment = await self._reader.read(_SEGMENT)
            if not segment:
                raise ConnectionAbortedError
            self._frames.feed(segment)
        try:
            return self._codec.open(sealed)
        except PayloadError as error:
            raise LanKeyError from error
        except FrameError as error:
            raise LanError from error

    async def _close(self) -> None:
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()


def _points(frame: Frame) -> DataPoints:
    """The data points in a frame, wherever the version puts them.

    Raises:
        LanKeyError: it was sealed with another key, which 3.3 does not always notice.
    """
    try:
        message = json.loads(frame.payload)
    except ValueError as error:
        raise LanKeyError from error
    points: DataPoints = message.get("data", message)["dps"]
    return points
