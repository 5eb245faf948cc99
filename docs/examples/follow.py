"""Print every change of status: `python follow.py http://homeassistant.local:8123`.

Needs `pip install "python-socketio[asyncio_client]"`. Asks for a viewer token, or takes it from the
environment as TOKEN.
"""

import asyncio
from getpass import getpass
import os
import sys

import socketio

client = socketio.AsyncClient()


@client.on("status_update")
async def show(update: dict[str, str]) -> None:
    """Print a change, and say that it was seen."""
    print(update["at"], update["zone"], update["status"], flush=True)
    await client.emit("seen", {"seq": update["seq"]})


async def main() -> None:
    """Follow until the connection is ended for good."""
    token = os.environ.get("TOKEN") or getpass("Viewer token: ")
    await client.connect(
        sys.argv[1], auth={"token": token}, socketio_path="/api/tuya_twin/socket.io/"
    )
    await client.wait()


if __name__ == "__main__":
    asyncio.run(main())
