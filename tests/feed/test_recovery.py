"""Whose absence is recovered from, and whose is not."""

import pytest

from custom_components.tuya_twin.feed.recovery import EventLog, Session, Sessions
from custom_components.tuya_twin.feed.scope import Scope
from tests.feed.stand import HandClock

ALL = Scope()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def log(clock: HandClock) -> EventLog:
    return EventLog(monotonic=clock.monotonic, seconds=120, most=5)


@pytest.fixture
def sessions(clock: HandClock) -> Sessions:
    return Sessions(monotonic=clock.monotonic, seconds=120, most=3)


def session_at(number: int, user: str = "anna") -> Session:
    session = Session(client="c", user=user, scope=ALL, began=number)
    session.begin_anew(number)
    return session


def test_what_came_after_an_offset_is_known_while_all_of_it_is_kept(log: EventLog) -> None:
    session = session_at(0)
    for number in range(5):
        log.add("news", {"number": number}, None)
    assert log.number_of(log.offset(2), session) == 2
    assert [event.number for event in log.since(2) or ()] == [3, 4, 5]
    assert log.since(5) == []

    log.add("news", {}, None)
    assert log.since(0) is None
    assert log.since(1) is not None


def test_events_are_forgotten_in_time(log: EventLog, clock: HandClock) -> None:
    log.add("old", {}, None)
    clock.move(121)
    log.add("new", {}, None)

    assert log.since(0) is None
    assert [event.name for event in log.since(1) or ()] == ["new"]


@pytest.mark.parametrize("offset", [None, 7, "", "junk", "junk.3", ".", "{life}.x", "{life}.99"])
def test_an_offset_that_was_never_given_is_none(log: EventLog, offset: object) -> None:
    for _ in range(5):
        log.add("news", {}, None)
    if isinstance(offset, str):
        offset = offset.replace("{life}", log.offset(0).partition(".")[0])

    assert log.number_of(offset, session_at(1)) is None


def test_the_offset_of_an_older_session_says_nothing_about_what_a_newer_one_has(
    log: EventLog,
) -> None:
    older = session_at(0)
    log.add("news", {}, None)
    kept = log.offset(1)
    assert log.number_of(kept, older) == 1
    newer = session_at(1)

    # It may have been lost before it was shown anything of the newer one.
    assert log.number_of(kept, newer) is None
    assert log.number_of(log.welcome_offset(older), newer) is None
    assert log.number_of(log.welcome_offset(newer), newer) == 1
    log.add("news", {}, None)
    assert log.number_of(log.offset(2), newer) == 2


def test_a_session_is_its_user_s_and_lasts_for_two_minutes_of_absence(
    sessions: Sessions, clock: HandClock
) -> None:
    session = session_at(0)
    sessions.begin(session)
    clock.move(1000)
    assert sessions.find(session.pid, "anna") is session
    assert sessions.find(session.pid, "ben") is None
    assert sessions.find(None, "anna") is None

    sessions.away(session.pid)
    clock.move(119)
    assert sessions.find(session.pid, "anna") is session
    clock.move(2)
    assert sessions.find(session.pid, "anna") is None
    assert len(sessions) == 0


def test_so_many_absent_sessions_are_kept_and_no_more(sessions: Sessions) -> None:
    known = [session_at(number) for number in range(6)]
    for session in known:
        sessions.begin(session)
    for session in known[:5]:
        sessions.away(session.pid)

    assert [sessions.find(session.pid, "anna") is session for session in known] == [
        False,
        False,
        True,
        True,
        True,
        True,
    ]
    sessions.end(known[5].pid)
    sessions.away("never was")
    assert len(sessions) == 3
