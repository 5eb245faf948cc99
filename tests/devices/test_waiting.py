"""Waiting works in a process with many open files, and tells an end from silence."""

from contextlib import ExitStack
import os
import resource
import socket
import threading

import pytest

from custom_components.tuya_twin.devices.waiting import Waker, readable

pytestmark = pytest.mark.usefixtures("socket_enabled")
BEYOND_SELECT = 1100
"""A file descriptor that `select.select` does not take."""


def test_what_has_something_to_read_is_told_from_what_has_not() -> None:
    with ExitStack() as stack:
        (silent, _), (heard, speaker) = (
            tuple(map(stack.enter_context, socket.socketpair())) for _ in range(2)
        )
        speaker.send(b"!")

        assert readable([silent.fileno(), heard.fileno()], 20.0) == {heard.fileno()}


def test_an_end_is_something_to_read() -> None:
    ours, theirs = socket.socketpair()
    theirs.close()
    with ours:
        assert readable([ours.fileno()], 20.0) == {ours.fileno()}


def test_silence_is_nothing_to_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert readable([ours.fileno()], 0.0) == set()
        assert readable([ours.fileno()], -1.0) == set()


def test_it_works_beyond_a_thousand_open_files() -> None:
    most, limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most <= BEYOND_SELECT:
        resource.setrlimit(resource.RLIMIT_NOFILE, (BEYOND_SELECT + 1, limit))
    ours, theirs = socket.socketpair()
    with ours, theirs:
        os.dup2(ours.fileno(), BEYOND_SELECT)
        try:
            theirs.send(b"!")
            assert readable([BEYOND_SELECT], 20.0) == {BEYOND_SELECT}
        finally:
            os.close(BEYOND_SELECT)
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, limit))


def test_a_wait_is_ended_from_another_thread_before_or_while_it_lasts() -> None:
    waker = Waker()
    waker.wake()

    assert not waker.wait(None, 20.0)

    other = threading.Timer(0.0, waker.wake)
    other.start()
    assert not waker.wait(None, 20.0)
    other.join()
    waker.close()
    waker.wake()


def test_a_socket_ends_a_wait_that_nobody_else_does() -> None:
    waker = Waker()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.send(b"!")

        assert waker.wait(ours.fileno(), 20.0)
    waker.close()
