"""A real Home Assistant process on loopback, started, signed in to and stopped from asyncio."""

import asyncio
import contextlib
import os
from pathlib import Path
import re
import signal
import socket
import sys
from typing import Final, Self, override

import aiohttp

from scripts.lib.home_api import HomeApi
from scripts.lib.home_folder import HOST, write_folder
from scripts.lib.home_session import REQUEST_SECONDS
from scripts.lib.home_types import StartError

POLL_SECONDS: Final = 0.05
LOG_TAIL_LINES: Final = 20
COMPLAINT: Final = re.compile(r" (?:WARNING|ERROR|CRITICAL) \(")

# What Home Assistant's core logs once every integration is set up.
SET_UP_LINE: Final = "[homeassistant.core] Starting Home Assistant "
RECOVERY_LINE: Final = "Activating recovery mode"

# Nothing else of the caller's environment reaches the process: neither a PYTHONPATH that
# hides a module nor a proxy.
ENVIRONMENT: Final = ("HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PATH", "TMPDIR")


class Home(HomeApi):
    """A real Home Assistant process on loopback with a configuration folder of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        """Describe the process of a folder that `create` made."""
        super().__init__(f"http://{HOST}:{port}")
        self.folder = folder
        self.port = port
        self.log_path = folder / "process.log"
        self.discovery_ports = "0,0,0"
        """Where devices that announce themselves are heard; 0 is any free port."""
        self.python = sys.executable
        """What runs it; another Home Assistant is that of another environment."""
        self._process: asyncio.subprocess.Process | None = None
        self._logged = 0  # where the present run's log begins

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        custom_components: Path,
        port: int | None = None,
        time_zone: str = "Europe/Madrid",
        extra_yaml: str = "",
    ) -> Self:
        """Write the configuration; what an earlier run left in the folder stays."""
        folder = folder.absolute()
        port = port or free_port()
        write_folder(
            folder,
            custom_components=custom_components,
            port=port,
            time_zone=time_zone,
            extra_yaml=extra_yaml,
        )
        return cls(folder, port)

    async def __aenter__(self) -> Self:
        """Start."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop."""
        await self.stop()

    @property
    def pid(self) -> int | None:
        """The process, while it runs."""
        process = self._process
        return None if process is None or process.returncode is not None else process.pid

    def log(self) -> str:
        """Return all that the process, and its earlier runs in this folder, have logged."""
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    async def start(self, *, timeout: float = 60) -> None:  # noqa: ASYNC109 - start's own
        """Start the process and wait until it runs.

        Before the first sign-in nobody may ask for its state. Until then this waits for the
        set-up of all integrations, and signing in waits for the rest.
        """
        if self.pid is not None:
            return
        await self.stop()  # what is left of a process that ended by itself
        self._logged = len(self.log())
        self._session = aiohttp.ClientSession(
            # The default resolver brings a thread, and there is nothing to resolve.
            connector=aiohttp.TCPConnector(resolver=aiohttp.ThreadedResolver()),
            timeout=aiohttp.ClientTimeout(total=REQUEST_SECONDS),
        )
        try:
            self._process = await self._spawn()
            async with asyncio.timeout(timeout):
                await self._until_set_up()
                if self._tokens is not None:
                    await self.until_running()
        except TimeoutError as err:
            await self.stop()
            msg = f"not running after {timeout} s\n{self._log_tail()}"
            raise StartError(msg) from err
        except BaseException:
            await self.stop()
            raise

    async def stop(self, *, timeout: float = 20) -> None:  # noqa: ASYNC109 - stop's own
        """Ask the process to end, then make it end. Does nothing when there is none."""
        process, self._process = self._process, None
        session, self._session = self._session, None
        try:
            if process is not None and process.returncode is None:
                process.send_signal(signal.SIGTERM)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(process.wait(), timeout)
        finally:
            if process is not None:
                # Its group is its own: whatever it started ends with it.
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()
            if session is not None:
                await session.close()

    @override
    async def pause(self) -> None:
        if self.pid is None:
            code = self._process.returncode if self._process else None
            msg = f"exited with {code}\n{self._log_tail()}"
            raise StartError(msg)
        await asyncio.sleep(POLL_SECONDS)

    async def _spawn(self) -> asyncio.subprocess.Process:
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        with self.log_path.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                self.python,
                "-P",
                "-m",
                "homeassistant",
                "--config",
                str(self.folder),
                "--skip-pip",
                "--log-no-color",
                cwd=self.folder,
                env=environment
                | {
                    "HA_DISABLE_LOG_FILE": "1",
                    # If the port is taken, Home Assistant would next try 8123 on every
                    # interface; with this it tries the same port again, and gives up.
                    "SETUP_PORT": str(self.port),
                    # The integration listens for devices on this machine only.
                    "TUYA_TWIN_DISCOVERY": f"{HOST}:{self.discovery_ports}",
                },
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )

    async def _until_set_up(self) -> None:
        while SET_UP_LINE not in (log := self._run_log()):
            if RECOVERY_LINE in log:
                msg = f"in recovery mode\n{self._log_tail()}"
                raise StartError(msg)
            await self.pause()

    def _log_tail(self) -> str:
        """Return this run's complaints, without their tracebacks, and its last lines."""
        lines = self._run_log().splitlines()
        complaints = [line for line in lines[:-LOG_TAIL_LINES] if COMPLAINT.search(line)]
        return "\n".join([*complaints, *lines[-LOG_TAIL_LINES:]])

    def _run_log(self) -> str:
        return self.log()[self._logged :]


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
