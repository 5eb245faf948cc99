"""Why a device does not answer, told apart by trying in other ways, one try at a time."""

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import (
    AsleepError,
    DeviceError,
    HandshakeError,
    HeldError,
    UnreachableError,
    WedgedError,
    WrongKeyError,
)
from custom_components.tuya_twin.devices.diagnosis import Attempt, Diagnosis
from custom_components.tuya_twin.devices.lan import (
    VERSIONS,
    BrokenOffError,
    CutOffError,
    HungUpError,
    RefusedError,
    SilentError,
)

KNOCK = Attempt(None)
MINUTE = 60.0


class World:
    """A device that fails in a certain way, and a clock that goes on with each attempt."""

    def __init__(self, diagnosis: Diagnosis, *, step: float = 30.0) -> None:
        self.diagnosis = diagnosis
        self.step = step
        self.now = 0.0
        self.attempts: list[Attempt] = []

    def fails(self, error: DeviceError, *, knock: DeviceError | None = None) -> DeviceError | None:
        """One attempt; a knock is let in unless `knock` says otherwise. The cause, if told."""
        attempt = self.diagnosis.next_attempt()
        self.attempts.append(attempt)
        self.now += self.step
        if attempt != KNOCK:
            return self.diagnosis.failed(attempt, error, self.now)
        if knock is not None:
            return self.diagnosis.failed(attempt, knock, self.now)
        self.diagnosis.let_in()
        return None

    def keeps_failing(
        self, error: DeviceError, *, knock: DeviceError | None = None, times: int = 10
    ) -> DeviceError:
        causes = [self.fails(error, knock=knock) for _ in range(times)]
        last = causes[-1]
        assert last is not None
        return last


def test_it_is_tried_as_it_was_set_up() -> None:
    assert Diagnosis("3.4").next_attempt() == Attempt("3.4")


def test_an_address_where_nobody_answers_is_unreachable() -> None:
    cause = World(Diagnosis("3.3")).keeps_failing(UnreachableError())

    assert type(cause) is UnreachableError


def test_an_address_that_refuses_is_unreachable_and_is_not_held() -> None:
    cause = World(Diagnosis("3.3")).keeps_failing(RefusedError(), knock=RefusedError())

    assert type(cause) is UnreachableError


@pytest.mark.parametrize("error", [UnreachableError(), RefusedError()])
def test_a_battery_device_that_is_away_is_asleep(error: DeviceError) -> None:
    world = World(Diagnosis("3.3", sleeps=True))

    assert isinstance(world.keeps_failing(error, knock=error), AsleepError)


@pytest.mark.parametrize("error", [HungUpError(), BrokenOffError(), CutOffError()])
def test_a_device_that_drops_even_a_silent_connection_is_held(error: DeviceError) -> None:
    cause = World(Diagnosis("3.4")).keeps_failing(error, knock=HungUpError())

    assert isinstance(cause, HeldError)


def test_a_device_that_never_says_a_word_in_any_version_is_wedged() -> None:
    world = World(Diagnosis("3.4"))

    assert isinstance(world.keeps_failing(SilentError()), WedgedError)
    assert {attempt.version for attempt in world.attempts} == {None, *VERSIONS}


@pytest.mark.parametrize("error", [HandshakeError(), CutOffError(), HungUpError()])
def test_a_device_no_version_opens_for_minutes_has_another_key(error: DeviceError) -> None:
    assert isinstance(World(Diagnosis("3.5")).keeps_failing(error), WrongKeyError)


@given(st.sampled_from([HandshakeError, CutOffError, HungUpError]), st.integers(1, 50))
def test_no_key_is_accused_before_a_minute_is_over(failure: type[DeviceError], times: int) -> None:
    world = World(Diagnosis("3.4", patience=MINUTE), step=MINUTE / 100)

    causes = [world.fails(failure()) for _ in range(times)]

    assert not any(isinstance(cause, WrongKeyError) for cause in causes)


def test_a_handshake_that_fails_is_said_to_fail_until_it_is_known_why() -> None:
    world = World(Diagnosis("3.4"), step=1.0)

    causes = [cause for cause in (world.fails(HandshakeError()) for _ in range(8)) if cause]

    assert all(type(cause) is HandshakeError for cause in causes)


def test_each_other_version_is_tried_once_and_then_no_more() -> None:
    world = World(Diagnosis("3.4"))
    world.keeps_failing(HandshakeError(), times=20)

    others = [attempt.version for attempt in world.attempts if attempt.version != "3.4"]

    assert sorted(version or "" for version in others) == ["", "3.3", "3.5"]


def test_a_device_that_came_back_is_asked_in_its_own_version_before_any_other() -> None:
    world = World(Diagnosis("3.5"))
    world.fails(CutOffError())
    world.fails(RefusedError())
    world.fails(RefusedError())

    assert world.attempts[-1] == KNOCK
    assert world.diagnosis.next_attempt() == Attempt("3.5")


def test_a_version_that_works_is_the_one_to_speak_from_then_on() -> None:
    world = World(Diagnosis("3.3"))
    while (attempt := world.diagnosis.next_attempt()).version != "3.5":
        world.fails(HandshakeError())

    world.diagnosis.answered(attempt)

    assert world.diagnosis.version == "3.5"
    assert world.diagnosis.next_attempt() == Attempt("3.5")


def test_who_answers_has_no_past() -> None:
    world = World(Diagnosis("3.4"))
    world.keeps_failing(SilentError())

    world.diagnosis.answered(Attempt("3.4"))

    assert type(world.fails(HandshakeError())) is HandshakeError


def test_a_device_let_go_by_the_other_app_is_examined_anew() -> None:
    world = World(Diagnosis("3.4"))
    world.keeps_failing(HungUpError(), knock=HungUpError())

    assert isinstance(world.keeps_failing(HandshakeError()), WrongKeyError)


def test_a_device_that_loses_its_power_has_no_wrong_key_any_more() -> None:
    world = World(Diagnosis("3.4"))
    world.keeps_failing(HandshakeError())

    assert type(world.fails(UnreachableError())) is UnreachableError


FAILURES = st.sampled_from(
    [UnreachableError, RefusedError, HungUpError, BrokenOffError, CutOffError, SilentError]
)


@given(st.lists(st.tuples(FAILURES, FAILURES), max_size=40))
def test_whatever_happens_there_is_a_next_attempt_and_a_cause_with_a_cure(
    history: list[tuple[type[DeviceError], type[DeviceError]]],
) -> None:
    world = World(Diagnosis("3.4"))

    for error, knock in history:
        cause = world.fails(error(), knock=knock() if knock is not SilentError else None)
        assert cause is None or isinstance(cause, UnreachableError | HandshakeError)
        assert world.diagnosis.next_attempt().version in (None, *VERSIONS)
