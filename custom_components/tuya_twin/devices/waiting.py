"""Waiting for sockets: with `poll`, as `select` fails in a process with many open files."""

from collections.abc import Collection
import math
import select


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
