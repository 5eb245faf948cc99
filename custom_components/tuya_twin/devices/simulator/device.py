"""A simulated device: an appliance, the Tuya module in it, and its place on loopback."""

import asyncio
import socket

from .appliance import Appliance
from .appliances import SimulatedLock, make_appliance
from .config import SimulatedDeviceConfig, make_local_key
from .connection import Connection
from .faults import Fault
from .frames import Version
from .module import TuyaModule


class SimulatedDevice:
    """A device on its own loopback address, with a fault to switch on while it runs."""

    def __init__(
        self,
        config: SimulatedDeviceConfig,
        *,
        appliance: Appliance | None = None,
        idle_timeout: float = 30.0,
        slow_delay: float = 1.5,
    ) -> None:
        """Build it; nothing is opened yet.

        Args:
            config: who and where it is.
            appliance: the thing itself, if not a new one of the configured kind.
            idle_timeout: seconds without a frame after which a client is hung up on.
            slow_delay: seconds every frame waits while the fault is `SLOW`.
        """
        self.config = config
        self.appliance = appliance or make_appliance(config.kind)
        self._module = TuyaModule(
            self.appliance,
            device_id=config.device_id,
            version=Version(config.version),
            idle_timeout=idle_timeout,
        )
        self._slow_delay = slow_delay
        self._local_key = config.local_key
        self._fault = Fault.NONE
        self._port = config.port
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None
        self._lock = asyncio.Lock()

    @property
    def address(self) -> tuple[str, int]:
        """Host and port; with port 0 configured the real one is known once it has started."""
        return self.config.host, self._port

    @property
    def local_key(self) -> str:
        """The local key the device has now: another than configured while it is `WRONG_KEY`."""
        return self._local_key

    @property
    def fault(self) -> Fault:
        """The fault that is switched on."""
        return self._fault

    async def start(self) -> None:
        """Plug it in, without a fault; does nothing if it runs.

        Raises:
            OSError: its address is taken.
        """
        async with self._lock:
            if self._socket is not None:
                return
            self._socket = self._bind(self.config.port)
            self._port = self._socket.getsockname()[1]
            try:
                await self._plug_in(self._socket)
            except OSError:
                self._release()
                raise

    async def stop(self) -> None:
        """Unplug it and give its address back; any fault is gone. Does nothing if it is stopped."""
        async with self._lock:
            if self._socket is not None:
                self._release()
                await self._unplug()
                self._switch(Fault.NONE)

    async def set_fault(self, fault: Fault) -> None:
        """Switch a fault on in place of the one before; `NONE` heals.

        Raises:
            RuntimeError: the device does not run.
            OSError: it was `OFFLINE`, and its address has been taken meanwhile.
        """
        async with self._lock:
            if self._socket is None:
                msg = "a device that does not run has no faults"
                raise RuntimeError(msg)
            if fault is self._fault:
                return
            if self._fault is Fault.OFFLINE:
                await self._plug_in(self._socket)
            if fault is Fault.OFFLINE:
                self._release()
                self._socket = self._bind(self._port)
                await self._unplug()
            self._switch(fault)

    def _bind(self, port: int) -> socket.socket:
        """A socket that holds the address. Until it listens, clients are refused."""
        holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            holder.setblocking(False)  # noqa: FBT003
            holder.bind((self.config.host, port))
        except OSError:
            holder.close()
            raise
        return holder

    def _release(self) -> None:
        """Stop listening and give the address back."""
        if self._server is not None:
            self._server.close()
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    async def _plug_in(self, holder: socket.socket) -> None:
        self.appliance.power_on()
        self._module.closed = False
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, sock=holder)

    async def _unplug(self) -> None:
        """Lose power: everyone's connection breaks off."""
        self.appliance.power_off()
        self._module.closed = True
        self._reset_connections()
        server, self._server = self._server, None
        if server is not None:
            await server.wait_closed()

    def _connection(self) -> Connection:
        return Connection(self._module, self._module.codec(self._local_key))

    def _reset_connections(self) -> None:
        for connection in self._module.connections:
            connection.reset()

    def _switch(self, fault: Fault) -> None:
        """Let a fault take the place of the one before, but for the power."""
        before, self._fault = self._fault, fault
        module = self._module
        module.closed = fault in (Fault.OFFLINE, Fault.RESET)
        module.hung = fault is Fault.HALF_OPEN
        module.deaf = fault is Fault.DEAF
        module.delay = self._slow_delay if fault is Fault.SLOW else 0.0
        if isinstance(self.appliance, SimulatedLock):
            self.appliance.obstructed = fault is Fault.JAMMED
        if Fault.WRONG_KEY in (before, fault):
            self._change_key(wrong=fault is Fault.WRONG_KEY)
        if module.closed:
            self._reset_connections()
        for connection in module.connections:
            connection.hurry()

    def _change_key(self, *, wrong: bool) -> None:
        """Take another key as after pairing, which ends all connections."""
        self._local_key = make_local_key() if wrong else self.config.local_key
        for connection in self._module.connections:
            connection.hang_up()
