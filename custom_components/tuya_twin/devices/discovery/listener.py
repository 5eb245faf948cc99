"""Listens for devices that announce themselves, and asks those that wait to be asked."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
import logging
import time

from .announcement import Candidate, make_question, read_announcement
from .ear import Ear, address_towards, open_ear
from .limits import RateLimit, Recent

_LOGGER = logging.getLogger(__name__)

_ALL_ADDRESSES = "0.0.0.0"  # noqa: S104 - a broadcast is heard on no other
_EVERYBODY = "255.255.255.255"
_ASK_SECONDS = 60.0
"""Rarely enough to be no burden, often enough to find a new address within a minute."""
_READ_PER_SECOND = 50
"""Devices announce themselves every few seconds: enough for a house with a hundred of them."""
_SILENT_SECONDS = 60.0
_REMEMBERED = 256


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The UDP ports of discovery; `None` where nobody listens. The defaults are Tuya's own."""

    plain: int | None = 6666
    """Devices up to 3.1 announce themselves here."""
    encrypted: int | None = 6667
    """Later devices announce themselves here."""
    app: int | None = 7000
    """Devices that were asked announce themselves here; the question is sent from here."""
    devices: int = 7000
    """Devices listen for the question here."""


DEFAULT_PORTS = Ports()


class Discovery:
    """Passes on what devices announce about themselves, from `start` to `stop`.

    The same device at the same address with the same version is passed on once a minute at most,
    and no more than 256 of them in a minute. Beyond 50 datagrams in a second none is read.
    """

    def __init__(  # noqa: PLR0913 - who is told, where to listen, whom to ask
        self,
        on_candidate: Callable[[Candidate], None],
        *,
        bind: str = _ALL_ADDRESSES,
        ports: Ports = DEFAULT_PORTS,
        broadcasts: Collection[str] = (_EVERYBODY,),
        ask_every: float = _ASK_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Do nothing before `start`.

        `on_candidate` is called on the event loop. `broadcasts` are the addresses to ask at every
        `ask_every` seconds: one for each network there are devices in, none to ask nobody.
        `clock` gives seconds that only ever go forward.
        """
        self._on_candidate = on_candidate
        self._bind = bind
        self._ports = ports
        self._broadcasts = tuple(broadcasts)
        self._ask_every = ask_every
        self._rate = RateLimit(_READ_PER_SECOND, clock)
        self._recent = Recent[tuple[str, str, str | None]](_SILENT_SECONDS, _REMEMBERED, clock)
        self._ears: dict[str, Ear] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._dropped = 0

    @property
    def ports(self) -> Ports:
        """The ports that are listened on at this moment."""
        ports = {name: ear.port for name, ear in self._ears.items()}
        nowhere = replace(self._ports, plain=None, encrypted=None, app=None)
        return replace(nowhere, **ports)

    @property
    def dropped(self) -> int:
        """How many datagrams gave no candidate: no announcements, forged, or too many."""
        return self._dropped

    async def start(self) -> None:
        """Listen, and ask for the first time; once until `stop`.

        A port that cannot be had is logged and left out: others may listen there and not share.
        """
        try:
            await self._listen("plain", self._ports.plain)
            await self._listen("encrypted", self._ports.encrypted)
            await self._listen("app", self._ports.app)
        except BaseException:
            await self.stop()
            raise
        if "app" in self._ears and self._broadcasts:
            self._ask()

    async def stop(self) -> None:
        """Close every port; harmless if none is open. Nobody is told of a candidate any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        ears, self._ears = self._ears, {}
        for ear in ears.values():
            ear.close()
        for ear in ears.values():
            await ear.wait_closed()
        if ears:
            _LOGGER.debug("%d datagrams gave no candidate", self._dropped)

    async def _listen(self, name: str, port: int | None) -> None:
        if port is None:
            return
        try:
            self._ears[name] = await open_ear(self._bind, port, self._hear)
        except OSError as error:
            _LOGGER.info(
                "Devices that announce themselves on UDP port %d are not found: %s", port, error
            )

    def _hear(self, datagram: bytes, source: str) -> None:
        candidate = read_announcement(datagram, source) if self._rate.allows() else None
        if candidate is None:
            self._dropped += 1
        elif self._recent.is_new((candidate.device_id, candidate.host, candidate.version)):
            self._pass_on(candidate)

    def _pass_on(self, candidate: Candidate) -> None:
        try:
            self._on_candidate(candidate)
        except Exception:
            _LOGGER.exception("What a device announced could not be dealt with")

    def _ask(self) -> None:
        """Ask all devices to announce themselves, and again in a while."""
        for broadcast in self._broadcasts:
            self._ask_at(broadcast)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._ask_every, self._ask)

    def _ask_at(self, broadcast: str) -> None:
        port = self._ports.devices
        try:
            address = address_towards(self._bind, broadcast, port)
        except OSError as error:
            _LOGGER.debug("Nobody at %s can be asked: %s", broadcast, error)
            return
        self._ears["app"].transport.sendto(make_question(address), (broadcast, port))
