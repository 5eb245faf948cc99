"""A simulated device: an appliance, the Tuya module in it, and its place on loopback."""

import asyncio
from collections.abc import Callable, Sequence

from .appliance import Appliance
from .appliances import make_appliance
from .config import SimulatedDeviceConfig, check_host, make_local_key
from .connection import Connection
from .faults import Fault
from .frames import Version
from .locks import SimulatedLock
from .manners import Manners
from .module import TuyaModule
from .place import Absence, Place
from .points import DataPoints
from .sirens import Siren
from .sleepers import Sleeper
from .whereabouts import Whereabouts


class SimulatedDevice:
    """A device on its own loopback address, with a fault to switch on while it runs."""

    def __init__(
        self,
        config: SimulatedDeviceConfig,
        *,
        appliance: Appliance | None = None,
        idle_timeout: float = 30.0,
        slow_delay: float = 1.5,
        absence: Absence = Absence.REFUSING,
    ) -> None:
        """Build it; nothing is opened yet.

        Args:
            config: who and where it is.
            appliance: the thing itself, if not a new one of the configured kind and model.
            idle_timeout: seconds without a frame after which a client is hung up on.
            slow_delay: seconds every frame waits while the fault is `SLOW`.
            absence: what those find who connect while it is unplugged or asleep.
        """
        self.config = config
        self.appliance = appliance or make_appliance(config.kind, config.model)
        self._module = TuyaModule(
            self.appliance,
            device_id=config.device_id,
            version=Version(config.version),
            idle_timeout=idle_timeout,
        )
        self._slow_delay = slow_delay
        self._paired_key = self._local_key = config.local_key
        self._fault = Fault.NONE
        self._whereabouts = Whereabouts(
            Place(config.host, config.port),
            absence=absence,
            is_there=self._is_there,
            connect=self._connection,
        )
        self._wakings: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()
        if isinstance(self.appliance, Sleeper):
            self.appliance.listen_to_sleep(self._follow_sleep)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; with port 0 configured the real one is known once it has started."""
        return self._whereabouts.address

    @property
    def local_key(self) -> str:
        """The local key the device has now, which may be another than configured."""
        return self._local_key

    @property
    def fault(self) -> Fault:
        """The fault that is switched on."""
        return self._fault

    @property
    def manners(self) -> Manners:
        """How it behaves on the wire; new manners hold from the next frame on."""
        return self._module.manners

    @manners.setter
    def manners(self, manners: Manners) -> None:
        self._module.manners = manners
        self._module.slots.fill(manners)

    @property
    def on_air(self) -> bool:
        """Whether it has power, is awake, and is within reach of the Wi-Fi."""
        return self._whereabouts.answers and self._fault is not Fault.HALF_OPEN

    @property
    def has_client(self) -> bool:
        """Whether somebody is connected to it."""
        return self._module.slots.held or bool(self._module.connections)

    @property
    def writes(self) -> Sequence[DataPoints]:
        """What it was told so far by whichever way, oldest first, but for what it was deaf to.

        Of a great many, the latest.
        """
        return tuple(self.appliance.writes)

    def listen_to_arrival(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Tell whenever it has come to its address, or back to it; returns the way out."""
        return self._whereabouts.listen(listener)

    # Power and place -----------------------------------------------------------------------

    async def start(self) -> None:
        """Plug it in, without a fault; does nothing if it runs.

        Raises:
            OSError: its address is taken.
        """
        async with self._lock:
            if self._whereabouts.taken:
                return
            self._module.closed = False
            self.appliance.power_on()
            try:
                await self._whereabouts.take()
            except OSError:
                self.appliance.power_off()
                raise

    async def stop(self) -> None:
        """Unplug it and give its address back; any fault is gone. Does nothing if it is stopped."""
        async with self._lock:
            if not self._whereabouts.taken:
                return
            self._whereabouts.leave()
            self.appliance.power_off()
            self._break_off()
            self._module.closed = True
            await self._whereabouts.wait_closed()
            self._switch(Fault.NONE)
        await asyncio.gather(*self._wakings)

    async def move(self, host: str, *, absence: Absence = Absence.REFUSING) -> None:
        """Get another address in 127.0.0.0/8, with the same port; all connections break off.

        It stays there when it is stopped and started. At the address it leaves, those who connect
        find `absence`; what is `SILENT` stays so until the device stops.

        Raises:
            RuntimeError: the device does not run.
            ValueError: the address is not in 127.0.0.0/8.
            OSError: the address is taken; the device is where it was.
        """
        check_host(host)
        async with self._lock:
            self._check_running()
            await self._whereabouts.move(host, absence)
            self._break_off()

    async def wake(self) -> None:
        """Press the button of a device that sleeps; returns once it answers, if it does.

        Raises:
            RuntimeError: it does not run, or is not one that sleeps.
        """
        self._check_running()
        if not isinstance(self.appliance, Sleeper):
            msg = f"{self.appliance.model} does not sleep"
            raise RuntimeError(msg)  # noqa: TRY004 - a matter of the device, not of a type
        self.appliance.wake()
        async with self._lock:
            await self._settle()

    # Faults --------------------------------------------------------------------------------

    async def set_fault(self, fault: Fault) -> None:
        """Switch a fault on in place of the one before; `NONE` heals.

        Raises:
            RuntimeError: the device does not run.
            OSError: it was `OFFLINE` or `ASLEEP`, and its address has been taken meanwhile.
        """
        async with self._lock:
            self._check_running()
            before = self._fault
            if fault is before:
                return
            self._change_power(before, fault)
            self._switch(fault)
            try:
                await self._settle()
            except OSError:
                self._change_power(fault, before)
                self._switch(before)
                raise

    def ignore_silence(self, times: int) -> None:
        """Have a siren say yes to being silenced, and go on, so many times from now on.

        Raises:
            RuntimeError: it is no siren.
        """
        if not isinstance(self.appliance, Siren):
            msg = f"{self.appliance.model} is no siren"
            raise RuntimeError(msg)  # noqa: TRY004 - a matter of the device, not of a type
        self.appliance.deaf_to_off = times

    def rotate_key(self) -> str:
        """Pair it anew: gives the new local key; the old one is dead, and so is who used it."""
        self._paired_key = make_local_key()
        if self._fault is not Fault.WRONG_KEY:
            self._take_key(self._paired_key)
        return self._paired_key

    def hang_up(self) -> None:
        """Close every connection in order, as devices do when they have heard nothing."""
        for connection in self._module.slots.everyone:
            connection.hang_up()

    def _check_running(self) -> None:
        if not self._whereabouts.taken:
            msg = "the device does not run"
            raise RuntimeError(msg)

    def _change_power(self, before: Fault, after: Fault) -> None:
        """Cut or restore the power, or let somebody touch what has slept."""
        if before is Fault.OFFLINE:
            self.appliance.power_on()
        if after is Fault.OFFLINE:
            self.appliance.power_off()
        elif before is Fault.ASLEEP and isinstance(self.appliance, Sleeper):
            self.appliance.wake()

    def _switch(self, fault: Fault) -> None:
        """Let a fault take the place of the one before, but for the power."""
        before, self._fault = self._fault, fault
        module = self._module
        module.closed = fault in (Fault.OFFLINE, Fault.RESET)
        module.deaf = fault is Fault.DEAF
        module.delay = self._slow_delay if fault is Fault.SLOW else 0.0
        module.slots.held = fault is Fault.BUSY
        if isinstance(self.appliance, SimulatedLock):
            self.appliance.obstructed = fault is Fault.JAMMED
        if fault is Fault.WRONG_KEY:
            self._take_key(make_local_key())
        elif before is Fault.WRONG_KEY:
            self._take_key(self._paired_key)
        if fault in (Fault.BUSY, Fault.WEDGED):
            self.hang_up()
        if module.closed:
            self._break_off()
        module.hung = fault in (Fault.HALF_OPEN, Fault.WEDGED)
        module.slots.fill(module.manners)
        for connection in module.connections:
            connection.hurry()

    def _take_key(self, key: str) -> None:
        """Take another key as after pairing, which ends all connections."""
        self._local_key = key
        self.hang_up()

    # Presence ------------------------------------------------------------------------------

    def _is_there(self) -> bool:
        """Whether it has power and is awake."""
        if isinstance(self.appliance, Sleeper):
            return self.appliance.awake and self._fault not in (Fault.OFFLINE, Fault.ASLEEP)
        return self._fault is not Fault.OFFLINE

    async def _settle(self) -> None:
        """Answer just while it is there.

        Raises:
            OSError: its address has been taken meanwhile.
        """
        await self._whereabouts.settle()
        if not self._whereabouts.answers:
            self._break_off()

    def _follow_sleep(self) -> None:
        """Fall asleep with the appliance at once, and wake with it as soon as the place opens."""
        if not self._whereabouts.taken:
            return
        if self._is_there():
            waking = asyncio.get_running_loop().create_task(self._settle_alone())
            self._wakings.add(waking)
            waking.add_done_callback(self._wakings.discard)
        else:
            self._whereabouts.shut_if_gone()
            self._break_off()

    async def _settle_alone(self) -> None:
        async with self._lock:
            await self._settle()

    def _connection(self) -> Connection:
        return Connection(self._module, self._module.codec(self._local_key))

    def _break_off(self) -> None:
        for connection in self._module.slots.everyone:
            connection.reset()
