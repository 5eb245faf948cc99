"""A siren sounds as it is asked to, or at least sounds."""

from collections.abc import Mapping

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import SirenCommand, SirenState
from custom_components.tuya_twin.devices.profiles import Dps, SirenProfile
from custom_components.tuya_twin.devices.profiles.presets import SIREN_STANDARD, SIRENS
from tests.devices.profiles.kit import siren_commands

RED = SirenCommand(on=True, volume=100, duration=60)

every_siren = st.sampled_from([*SIRENS.values()])


IN_RED: Mapping[str, Dps] = {
    "standard": {"13": True, "5": "high", "7": 60},
    "a03": {"13": True, "5": "high", "7": 60},
    "neo_zigbee": {"13": True, "5": "high", "7": 60},
    "qnect_sh_si01": {"13": True, "5": "high", "7": 60, "15": False},
    "airam_s1wfaa": {"13": True, "1": "light_voice", "5": "high", "7": 30},
    "orion_outdoor": {"1": "alarm_sound_light", "5": "high", "7": 1},
    "sirena_ws902": {"1": "alarm_sound_light", "5": "high", "7": 1},
    "orion_indoor": {"1": "alarm_sound", "5": "high", "7": 1},
    "neo_coolcam": {"104": True, "116": "0", "103": 60},
    "ecoolbuy": {"104": True, "103": 60},
    "stl": {"104": True, "103": 60},
}
"""What each siren is told in an alarm."""


@pytest.mark.parametrize(("name", "writes"), IN_RED.items())
def test_an_alarm_is_loud_on_every_siren(name: str, writes: Dps) -> None:
    ask = SIRENS[name].encode(RED)

    assert ask.writes == writes
    assert ask.proof == writes
    assert SIRENS[name].decode(writes).sounding is True


def test_no_siren_is_left_out() -> None:
    assert IN_RED.keys() == SIRENS.keys()


@given(every_siren, siren_commands)
def test_a_siren_comes_back_as_it_was_asked(profile: SirenProfile, command: SirenCommand) -> None:
    state = profile.decode(profile.encode(command).writes)

    assert state.sounding is command.on


@given(profile=every_siren, seconds=st.integers(-100, 100_000), on=st.booleans())
def test_a_duration_is_the_longest_the_siren_has_that_is_not_too_long(
    profile: SirenProfile, seconds: int, *, on: bool
) -> None:
    state = profile.decode(profile.encode(SirenCommand(on=on, duration=seconds)).writes)

    assert state.duration is not None
    shortest = profile.duration_range.low * profile.seconds_per_unit
    assert shortest <= state.duration <= profile.longest_seconds
    if shortest <= seconds <= profile.longest_seconds:
        assert 0 <= seconds - state.duration < profile.seconds_per_unit


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(1, 1), (59, 1), (60, 1), (119, 1), (120, 2), (179, 2), (9999, 10)]
)
def test_a_siren_that_counts_minutes_sounds_for_a_whole_one_and_then_never_too_long(
    seconds: int, minutes: int
) -> None:
    ask = SIRENS["orion_outdoor"].encode(SirenCommand(on=True, duration=seconds))

    assert ask.writes["7"] == minutes


@pytest.mark.parametrize("name", SIRENS)
def test_silence_says_nothing_but_silence(name: str) -> None:
    profile = SIRENS[name]

    assert profile.encode(SirenCommand(on=False)).writes == {profile.switch: profile.off}
    with_tone = SirenCommand(on=False, tone=profile.tones[0] if profile.tones else "1")
    assert profile.encode(with_tone).writes == {profile.switch: profile.off}


@pytest.mark.parametrize(
    ("name", "writes"),
    [
        ("standard", {"13": False, "5": "middle", "7": 30}),
        ("qnect_sh_si01", {"13": False, "5": "middle", "7": 30}),
        ("orion_outdoor", {"1": "normal", "5": "middle", "7": 1}),
        ("neo_coolcam", {"104": False, "116": "1", "103": 30}),
        ("ecoolbuy", {"104": False, "103": 30}),
    ],
)
def test_a_siren_is_silenced_and_given_its_settings_back_at_once(name: str, writes: Dps) -> None:
    ask = SIRENS[name].encode(SirenCommand(on=False, volume=67, duration=30, tone="mode_2"))

    assert ask.writes == writes
    assert ask.proof == writes


@given(
    every_siren.filter(lambda profile: profile.volume is not None),
    st.integers(1, 100),
    st.integers(1, 100),
)
def test_a_louder_wish_is_never_quieter_and_never_silence(
    profile: SirenProfile, one: int, other: int
) -> None:
    def heard(percent: int) -> int:
        command = SirenCommand(on=True, volume=percent)
        volume = profile.decode(profile.encode(command).writes).volume
        assert volume is not None
        return volume

    assert heard(min(one, other)) <= heard(max(one, other))
    assert heard(one) > 0
    assert heard(100) == 100


def test_a_volume_comes_back_as_the_nearest_the_siren_has() -> None:
    volumes = [
        SIREN_STANDARD.encode(SirenCommand(on=True, volume=percent)).writes["5"]
        for percent in (0, 1, 30, 60, 90, 100)
    ]

    assert volumes == ["mute", "low", "low", "middle", "high", "high"]


@pytest.mark.parametrize("tone", [None, "", "mode_11", "mute", "alarm_light"])
@given(profile=every_siren)
def test_a_tone_a_siren_does_not_have_does_not_keep_it_from_sounding(
    profile: SirenProfile, tone: str | None
) -> None:
    asked = SirenCommand(on=True, tone=None if tone in profile.tones else tone)

    assert profile.encode(asked) == profile.encode(SirenCommand(on=True))


@pytest.mark.parametrize(
    ("name", "tone", "writes"),
    [
        ("standard", "mode_3", {"13": True, "21": "mode_3"}),
        ("orion_outdoor", "alarm_sound", {"1": "alarm_sound"}),
        ("airam_s1wfaa", "voice", {"13": True, "1": "voice"}),
        ("neo_coolcam", "18", {"104": True, "102": "18"}),
    ],
)
def test_a_tone_is_said_where_the_siren_has_it(name: str, tone: str, writes: Dps) -> None:
    ask = SIRENS[name].encode(SirenCommand(on=True, tone=tone))

    assert ask.writes == writes
    assert SIRENS[name].decode(ask.proof).tone == tone


@pytest.mark.parametrize(
    ("name", "dps", "sounding"),
    [
        ("orion_outdoor", {"1": "normal"}, False),
        ("orion_outdoor", {"1": "alarm_light"}, False),
        ("orion_outdoor", {"1": "alarm_sound"}, True),
        ("orion_outdoor", {"1": True}, None),
        ("orion_outdoor", {"13": True}, None),
        ("airam_s1wfaa", {"13": True, "1": "voice"}, True),
        ("airam_s1wfaa", {"13": True, "1": "mute"}, False),
        ("airam_s1wfaa", {"13": True}, None),
        ("airam_s1wfaa", {"13": False}, False),
        ("qnect_sh_si01", {"13": True, "15": True}, False),
        ("qnect_sh_si01", {"13": True, "15": False}, True),
        ("standard", {"13": 1}, None),
        ("standard", {"13": "on"}, None),
    ],
)
def test_a_siren_sounds_if_it_can_be_heard(name: str, dps: Dps, *, sounding: bool | None) -> None:
    assert SIRENS[name].decode(dps).sounding is sounding


@pytest.mark.parametrize(
    "dps", [{"5": "deafening"}, {"5": 3}, {"7": "60"}, {"7": True}, {"21": 4}, {"21": "mode_99"}]
)
def test_what_a_siren_does_not_say_right_is_unknown(dps: Dps) -> None:
    assert SIREN_STANDARD.decode(dps) == SirenState()


@pytest.mark.parametrize(
    ("name", "dps", "battery"),
    [
        ("orion_outdoor", {"15": 42}, 42),
        ("sirena_ws902", {"13": "low"}, 20),
        ("neo_coolcam", {"101": "2"}, 50),
        ("qnect_sh_si01", {"102": True}, 10),
        ("standard", {"15": 42}, None),
    ],
)
def test_a_siren_tells_of_its_battery(name: str, dps: Dps, battery: int | None) -> None:
    assert SIRENS[name].decode(dps).battery == battery
