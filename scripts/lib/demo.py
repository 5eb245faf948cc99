"""The demo: a real Home Assistant with the simulated household. See `scripts/demo`."""

import argparse
import asyncio
import contextlib
import json
from pathlib import Path
import shutil
import signal
import socket
import sys
from typing import Final

from scripts.lib.home import Home, free_port
from scripts.lib.home_folder import HOST
from scripts.lib.home_types import Owner
from scripts.lib.household import time_zone_in_which_it_is
from scripts.lib.main_job import Report, do_main_job, table
from scripts.lib.night import HOUR, Night, pass_a_night, story

ROOT: Final = Path(__file__).parents[2]
FOLDER: Final = ROOT / ".demo"
PANEL: Final = "/tuya-twin"
USUAL_PORT: Final = 8123
_INTERRUPTED: Final = 128 + signal.SIGINT


def main() -> int:
    """Run the demo; the exit code says whether everything was as it should be."""
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--once", action="store_true", help="do the main job and end")
    parser.add_argument("--json", type=Path, metavar="FILE", help="with --once: write the result")
    arguments = parser.parse_args()
    if arguments.json and not arguments.once:
        parser.error("--json goes with --once")
    try:
        return _pass_once(arguments.json) if arguments.once else asyncio.run(_stay_up())
    except KeyboardInterrupt:
        return _INTERRUPTED


def _pass_once(file: Path | None) -> int:
    night, report = asyncio.run(_once())
    print(story(night))
    print(table(report))
    if file:
        whole = {"ok": night["ok"] and report["ok"], "night": night, "runs": report["runs"]}
        file.write_text(json.dumps(whole, indent=2) + "\n")
    return 0 if night["ok"] and report["ok"] else 1


async def _once() -> tuple[Night, Report]:
    """Where it is night now, as that is when signs weigh the most."""
    async with _new_home(time_zone=time_zone_in_which_it_is(HOUR)) as home:
        await _move_in(home, Owner())
        return await pass_a_night(home), await do_main_job(home)


async def _stay_up() -> int:
    owner = Owner(name="Demo", username="demo")
    async with _new_home() as home:
        await _move_in(home, owner)
        print(
            f"\nThe house is up:   {home.url}{PANEL}\n"
            f"Log in as:         {owner.username}\n"
            f"with the password: {owner.password}   (new with every demo)\n\n"
            "Hold the red button and see the house answer. Then choose 'Unplugged at the\n"
            f"wall' for the siren under {home.url}/config/integrations/integration/tuya_twin\n"
            "and hold it again. Ctrl-C ends the demo.\n",
            flush=True,
        )
        await _interrupted()
    return 0


def _new_home(*, time_zone: str = "Europe/Madrid") -> Home:
    shutil.rmtree(FOLDER, ignore_errors=True)
    return Home.create(
        FOLDER,
        custom_components=ROOT / "custom_components",
        port=_usual_port_or_any(),
        time_zone=time_zone,
    )


async def _move_in(home: Home, owner: Owner) -> None:
    await home.onboard(owner)
    await home.config_flow("tuya_twin", {"next_step_id": "simulated"})


def _usual_port_or_any() -> int:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, USUAL_PORT))
        return USUAL_PORT
    return free_port()


async def _interrupted() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()


if __name__ == "__main__":
    sys.exit(main())
