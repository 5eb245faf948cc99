"""Waiting for sockets: with `poll`, as `select` fails in a process with many open files."""

from collections.abc import Collection
import math
import select
import socket


def readable(descriptors: Collection[int], seconds: float) -> set[int]:
    """Those that have something to read, or are at their end, after so long at the most.

    File descriptors, of which there must be no negative one. `select.select` raises `ValueError`
    for any from 1024 on, which a large Home Assistant reaches.
    """
    poll = select.poll()
    for descriptor in descriptors:
        poll.register(descriptor, select.POLLIN)
    # Rounded up: woken a moment too early, the caller would turn in circles until it is time.
    return {descriptor for descriptor, _ in poll.poll(math.ceil(max(0.0, seconds) * 1000))}


class Waker:
    """Lets one thread wait for a socket, and any other end that."""

    def __init__(self) -> None:
        """Takes two file descriptors until `close`."""
        self._reader, self._writer = socket.socketpair()
        self._writer.settimeout(0)

    def wake(self) -> None:
        """End the present wait, or the next one; harmless once it is closed."""
        try:
            self._writer.send(b"\0")
        except OSError:
            # Full: it will wake anyway. Closed: there is nobody left to wake.
            return

    def wait(self, descriptor: int | None, seconds: float) -> bool:
        """Wait so long at the most; whether the socket, if there is one, has something to read."""
        waking = self._reader.fileno()
        ready = readable([waking] if descriptor is None else [waking, descriptor], seconds)
        if waking in ready:
            self._reader.recv(4096)
        return descriptor in ready

    def close(self) -> None:
        """Nobody waits any more."""
        self._reader.close()
        self._writer.close()
