"""Where a bolt is and who moved it, only from what a lock says; and what a lock can be told."""

from functools import reduce

from hypothesis import given
import pytest

from custom_components.tuya_twin.core.errors import JammedError, UnsupportedError
from custom_components.tuya_twin.core.model import Bolt, LockCommand, LockState
from custom_components.tuya_twin.devices.profiles import Dps, DpValue, LockProfile
from custom_components.tuya_twin.devices.profiles.presets import (
    LOCK_BATTERY,
    LOCK_CLOUD,
    LOCK_DEADBOLT,
    LOCK_DEADBOLT_LOCK_ONLY,
    LOCK_RELAY,
    LOCKS,
)
from tests.devices.profiles.kit import junk, lock_profiles

LOCKED, UNLOCKED = {"47": False}, {"47": True}


@pytest.mark.parametrize(
    ("lock", "bolt"), [(True, Bolt.LOCKED), (False, Bolt.UNLOCKED)], ids=["lock", "unlock"]
)
def test_a_lock_is_asked_in_one_place_and_answers_in_another(*, lock: bool, bolt: Bolt) -> None:
    ask = LOCK_DEADBOLT.encode(LockCommand(lock=lock))

    assert ask.writes == {"46": lock}
    assert ask.proof.keys().isdisjoint(ask.writes)
    assert LOCK_DEADBOLT.decode(ask.proof) == LockState(bolt=bolt)


@given(lock_profiles.filter(lambda profile: profile.lan_lock and profile.lan_unlock))
def test_what_proves_a_command_is_read_as_done(profile: LockProfile) -> None:
    lock, unlock = (profile.encode(LockCommand(lock=lock)) for lock in (True, False))

    assert profile.decode(lock.proof).bolt is Bolt.LOCKED
    assert profile.decode(unlock.proof).bolt is Bolt.UNLOCKED


@pytest.mark.parametrize(
    ("profile", "lock"),
    [
        (LOCK_DEADBOLT_LOCK_ONLY, False),
        (LOCK_RELAY, True),
        (LOCK_BATTERY, True),
        (LOCK_BATTERY, False),
        (LOCK_CLOUD, True),
        (LOCK_CLOUD, False),
    ],
)
def test_what_a_lock_cannot_be_told_over_the_lan_is_refused(
    profile: LockProfile, *, lock: bool
) -> None:
    with pytest.raises(UnsupportedError):
        profile.encode(LockCommand(lock=lock))


def test_a_lock_knows_what_it_can_be_told_in_any_way() -> None:
    able = {
        name: (profile.can(lock=True), profile.can(lock=False)) for name, profile in LOCKS.items()
    }

    assert able == {
        "deadbolt": (True, True),
        "deadbolt_lock_only": (True, False),
        "relay": (False, True),
        "battery": (False, False),
        "battery_wifi": (False, False),
        "cloud": (True, True),
    }
    assert [name for name, profile in LOCKS.items() if profile.read_only] == [
        "battery",
        "battery_wifi",
    ]


def test_a_lock_of_the_cloud_proves_itself_by_its_state() -> None:
    assert LOCK_CLOUD.proof(LockCommand(lock=True)) == LOCKED
    assert LOCK_CLOUD.proof(LockCommand(lock=False)) == UNLOCKED


def test_a_relay_proves_that_it_let_go_and_no_bolt() -> None:
    ask = LOCK_RELAY.encode(LockCommand(lock=False))

    assert ask.writes == ask.proof == {"4": True}
    assert LOCK_RELAY.proof(LockCommand(lock=False)) is None
    assert LOCK_RELAY.decode({"4": True, "47": False}).bolt is Bolt.UNKNOWN


# The bolt -----------------------------------------------------------------------------------


@given(junk)
def test_a_lock_is_locked_only_if_it_says_so(dps: dict[str, DpValue]) -> None:
    assert (LOCK_DEADBOLT.decode(dps).bolt is Bolt.LOCKED) is (dps.get("47") is False)


@given(junk)
def test_a_lock_is_unknown_until_it_says_where_its_bolt_is(dps: dict[str, DpValue]) -> None:
    dps.pop("47", None)

    assert LOCK_DEADBOLT.decode(dps).bolt is Bolt.UNKNOWN


@pytest.mark.parametrize("alarm", ["tongue_not_out", "tongue_bad"])
def test_a_bolt_that_did_not_come_out_is_jammed(alarm: str) -> None:
    assert LOCK_DEADBOLT.decode({"47": True, "21": alarm}).bolt is Bolt.JAMMED
    assert isinstance(LOCK_DEADBOLT.trouble({"21": alarm}), JammedError)


def test_a_bolt_that_is_out_is_locked_whatever_was_before() -> None:
    assert LOCK_DEADBOLT.decode({"47": False, "21": "tongue_not_out"}).bolt is Bolt.LOCKED


@pytest.mark.parametrize("alarm", ["normal", "low_battery", 1, True])
def test_other_alarms_are_no_jam(alarm: DpValue) -> None:
    assert LOCK_DEADBOLT.decode({"47": True, "21": alarm}).bolt is Bolt.UNLOCKED
    assert LOCK_DEADBOLT.trouble({"21": alarm}) is None


def test_a_lock_tells_of_its_battery() -> None:
    assert LOCK_BATTERY.decode({"8": 12}).battery == 12


# Who ----------------------------------------------------------------------------------------


def after(*reports: Dps) -> LockState:
    """The state of a battery lock that was locked, after these reports, one by one."""
    known: dict[str, DpValue] = {}

    def hear(state: LockState, report: Dps) -> LockState:
        known.update(report)
        return LOCK_BATTERY.follow(state, report, known)

    return reduce(hear, (LOCKED, *reports), LockState())


@pytest.mark.parametrize(
    ("reports", "who"),
    [
        ([{"12": 3, "47": True}], "fingerprint 3"),
        ([{"13": 0}], "password 0"),
        ([{"55": 7}, UNLOCKED], "temporary password 7"),
        ([UNLOCKED, {"62": 1}], "app 1"),
        ([{"12": 3, "47": True}, {"8": 90}], "fingerprint 3"),
        ([{"12": 3, "47": True}, {"15": 4, "47": True}], "card 4"),
        ([{"12": 3, "47": True}, LOCKED, {"14": 5, "47": True}], "dynamic password 5"),
    ],
)
def test_a_lock_that_was_opened_says_by_whom(reports: list[Dps], who: str) -> None:
    assert after(*reports).changed_by == who


@pytest.mark.parametrize(
    "reports",
    [
        [UNLOCKED],
        [{"12": 3, "47": True}, LOCKED],
        [{"12": 3, "47": True}, LOCKED, UNLOCKED],
        [{"12": "3", "47": True}],
        [{"12": 3, "47": False}],
        [{"12": 3, "47": True}, LOCKED, {"12": 3, "47": False}],
        [{"12": 3, "47": True}, LOCKED, UNLOCKED, {"12": 3, "47": True}],
        [{"12": 3, "13": 1, "47": True}],
    ],
    ids=[
        "by hand",
        "locked again",
        "locked, then by hand",
        "no member",
        "an old record",
        "an old record beside a bolt at rest",
        "an old record after it was opened by hand",
        "two records",
    ],
)
def test_nobody_is_named_who_may_not_have_been_it(reports: list[Dps]) -> None:
    assert after(*reports).changed_by is None
