"""Where a device is: the address it has, those it had, and who wants to know of a new one."""

from collections.abc import Callable

from .connection import Connection
from .place import Absence, Place


class Whereabouts:
    """The places of one device, of which the present one answers whenever the device is there."""

    def __init__(
        self,
        place: Place,
        *,
        absence: Absence,
        is_there: Callable[[], bool],
        connect: Callable[[], Connection],
    ) -> None:
        """Be nowhere yet.

        Args:
            place: where it will be.
            absence: what those find who connect while it is not there.
            is_there: whether it has power and is awake.
            connect: makes its end of a new connection.
        """
        self._place = place
        self._absence = absence
        self._is_there = is_there
        self._connect = connect
        self._former: list[Place] = []
        self._listeners: list[Callable[[], None]] = []

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; with port 0 wanted the real one is known once it is taken."""
        return self._place.address

    @property
    def taken(self) -> bool:
        """Whether the address is held."""
        return self._place.taken

    @property
    def answers(self) -> bool:
        """Whether those who connect get through."""
        return self._place.answers

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Tell whenever the device begins to answer somewhere; returns the way out."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def take(self) -> None:
        """Hold the address, and answer there if the device is there.

        Raises:
            OSError: it is taken.
        """
        self._place.take()
        try:
            await self.settle()
        except OSError:
            self._place.leave()
            raise

    async def settle(self) -> None:
        """See to it that the address answers just while the device is there.

        Raises:
            OSError: the address has been taken meanwhile.
        """
        # The device may fall asleep while its place opens.
        while self.answers is not self._ought_to_answer():
            if self._ought_to_answer():
                await self._place.open(self._connect)
                for listener in tuple(self._listeners):
                    listener()
            else:
                self._place.shut(self._absence)

    def shut_if_gone(self) -> None:
        """Answer no more if the device is no longer there; connections stay as they are."""
        if self.answers and not self._ought_to_answer():
            self._place.shut(self._absence)

    async def move(self, host: str, absence: Absence) -> None:
        """Have another address with the same port; connections stay as they are.

        Raises:
            OSError: the address is taken; the device is where it was.
        """
        former, self._place = self._place, Place(host, self.address[1])
        for place in self._former:
            if place.address == self.address:
                place.leave()
        try:
            await self.take()
        except OSError:
            self._place = former
            raise
        if not self.answers:
            self._place.shut(self._absence)
        former.leave()
        if absence is Absence.SILENT:
            former.shut(absence)
        self._former.append(former)

    def leave(self) -> None:
        """Give all addresses back; connections stay as they are."""
        for place in (self._place, *self._former):
            place.leave()

    async def wait_closed(self) -> None:
        """Wait until every connection is over."""
        for place in (self._place, *self._former):
            await place.wait_closed()
        self._former.clear()

    def _ought_to_answer(self) -> bool:
        return self.taken and self._is_there()
