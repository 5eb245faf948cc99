"""The server the project was started from: Flask-SocketIO in threading mode."""

import logging
import sys
import threading
import time
from typing import Any, Final

from flask import Flask, request
import flask_socketio

HOST: Final = "127.0.0.1"


def make_app() -> tuple[Flask, flask_socketio.SocketIO]:
    """The app, as the document has it, and an address that has it emit."""
    app = Flask(__name__)
    server = flask_socketio.SocketIO(app, cors_allowed_origins="*", async_mode="threading")
    clients: set[str] = set()

    @server.on("connect")  # type: ignore[untyped-decorator] # it ships no types
    def _connect(*_: object) -> None:
        client = getattr(request, "sid", "")
        clients.add(client)
        flask_socketio.emit("connected", {"client_id": client})

    @server.on("disconnect")  # type: ignore[untyped-decorator]
    def _disconnect(*_: object) -> None:
        clients.discard(getattr(request, "sid", ""))

    @app.post("/emit")
    def _order() -> dict[str, Any]:
        """As the component `bench_feed` has it."""
        asked = request.get_json()
        moments = []
        began = time.monotonic()
        for number in range(asked["count"]):
            time.sleep(max(0.0, began + number * asked["gap"] - time.monotonic()))
            moments.append(time.monotonic_ns())
            server.emit("status_update", {**asked["payload"], "seq": asked["seq"] + number})
        return {"moments": moments}

    return app, server


def main(port: int) -> None:
    """Serve until terminated."""
    # One line for each request would be counted against it.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    # Nor does each of its threads have to tell that a client has gone without a word.
    threading.excepthook = lambda _: None
    app, server = make_app()
    server.run(app, host=HOST, port=port, allow_unsafe_werkzeug=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
