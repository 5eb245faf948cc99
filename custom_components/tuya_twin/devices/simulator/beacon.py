"""How a simulated device is found: it announces itself, or answers those who look for it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
import socket

from .announcements import ANNOUNCEMENT_KEY, Announcement, Form, is_probe
from .appliance import CallLater, Cancellable, loop_call_later
from .config import check_host
from .device import SimulatedDevice

_LONGEST_PROBE = 2048


@dataclass(frozen=True, kw_only=True)
class BeaconPorts:
    """The ports of UDP that have to do with finding devices."""

    plain: int = 6666
    """Where announcements in clear go."""
    encrypted: int = 6667
    """Where sealed announcements go."""
    answers: int = 7000
    """Where answers to those who look for devices go."""
    questions: int = 7000
    """Where devices are asked; 0 for any free one."""


class Beacon:
    """Announces one device, on loopback only.

    A device of 3.5 is silent until it is asked. The others say where they are every few seconds,
    but not while a client is connected to them.
    """

    def __init__(
        self,
        device: SimulatedDevice,
        *,
        ports: BeaconPorts | None = None,
        audience: str = "127.0.0.1",
        every: float = 5.0,
        call_later: CallLater = loop_call_later,
    ) -> None:
        """Say nothing yet.

        Args:
            device: who is announced.
            ports: where things go, and where questions come in.
            audience: the address in 127.0.0.0/8 that stands for everybody in the network.
            every: seconds between announcements.
            call_later: the clock.

        Raises:
            ValueError: the audience is not in 127.0.0.0/8.
        """
        check_host(audience)
        self._device = device
        self._ports = ports or BeaconPorts()
        self._audience = audience
        self._every = every
        self._call_later = call_later
        self._timer: Cancellable | None = None
        self._ear: socket.socket | None = None
        self._leave: Callable[[], None] | None = None

    @property
    def question_address(self) -> tuple[str, int] | None:
        """Where the device can be asked, if it is one that has to be."""
        if self._ear is None:
            return None
        host, port = self._ear.getsockname()
        return host, port

    def start(self) -> None:
        """Announce the device from now on, or answer for it; does nothing if it does so already.

        Raises:
            OSError: the port for questions is taken.
        """
        if self._leave is None:
            self._arrive()
            self._leave = self._device.listen_to_arrival(self._arrive)

    def stop(self) -> None:
        """Be silent."""
        if self._leave is not None:
            self._leave()
            self._leave = None
        self._cancel()
        self._close_ear()

    def announce(  # noqa: PLR0913
        self,
        to: tuple[str, int] | None = None,
        *,
        ip: str | None = None,
        device_id: str | None = None,
        version: str | None = None,
        key: bytes = ANNOUNCEMENT_KEY,
        source: str | None = None,
    ) -> None:
        """Send one datagram, whatever the device is doing; every part of it can be a lie.

        Args:
            to: host and port; the audience's port for this version unless others are given.
            ip: the address it claims to be at.
            device_id: who it claims to be.
            version: the version it claims to speak; 3.1 is announced in clear.
            key: what it is sealed with.
            source: the address it comes from.

        Raises:
            ValueError: where it comes from, or goes to, is not in 127.0.0.0/8.
        """
        host = self._device.address[0]
        announcement = Announcement(
            device_id=device_id or self._device.config.device_id,
            host=ip or host,
            version=version or self._device.config.version,
            key=key,
        )
        to = to or (self._audience, self._port_of(announcement.form))
        source = source or host
        check_host(to[0])
        check_host(source)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mouth:
            mouth.setblocking(False)  # noqa: FBT003
            mouth.bind((source, 0))
            # As over the air: nobody knows whether anybody heard it.
            with suppress(OSError):
                mouth.sendto(announcement.datagram(), to)

    def _port_of(self, form: Form) -> int:
        return {
            Form.PLAIN: self._ports.plain,
            Form.ECB: self._ports.encrypted,
            Form.GCM: self._ports.answers,
        }[form]

    def _arrive(self) -> None:
        """Be found where the device is now."""
        if self._device.config.version == "3.5":
            self._open_ear()
        else:
            self._cancel()
            self._announce_and_go_on()

    def _announce_and_go_on(self) -> None:
        if self._device.on_air and not self._device.has_client:
            self.announce()
        self._timer = self._call_later(self._every, self._announce_and_go_on)

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    # Questions -----------------------------------------------------------------------------

    def _open_ear(self) -> None:
        self._close_ear()
        ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            ear.setblocking(False)  # noqa: FBT003
            ear.bind((self._device.address[0], self._ports.questions))
        except OSError:
            ear.close()
            raise
        self._ear = ear
        asyncio.get_running_loop().add_reader(ear, self._hear, ear)

    def _close_ear(self) -> None:
        if self._ear is not None:
            asyncio.get_running_loop().remove_reader(self._ear)
            self._ear.close()
            self._ear = None

    def _hear(self, ear: socket.socket) -> None:
        try:
            datagram, (host, _) = ear.recvfrom(_LONGEST_PROBE)
        except OSError:
            return
        if self._device.on_air and is_probe(datagram):
            self.announce((host, self._ports.answers))
