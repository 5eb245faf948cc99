"""What an entity is asked, and what its states say, without Home Assistant running."""

from collections.abc import Mapping

from homeassistant.core import State
from homeassistant.util import color as color_util
from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.errors import UnsupportedError
from custom_components.tuya_twin.core.model import (
    Bolt,
    BulbCommand,
    BulbEffect,
    BulbMode,
    BulbState,
    CheckCommand,
    Command,
    DeviceKind,
    LockCommand,
    LockState,
    PutBackCommand,
    SirenCommand,
    SirenState,
)
from custom_components.tuya_twin.entity_states import ask_of, is_jammed, state_of

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0, brightness=100)
WARM = BulbCommand(on=True, mode=BulbMode.WHITE, kelvin=2700, brightness=20)
LOUD = SirenCommand(on=True, volume=80, duration=60, tone="fire")

colours = st.builds(
    BulbCommand,
    on=st.just(True),
    mode=st.just(BulbMode.COLOUR),
    brightness=st.integers(1, 100),
    hue=st.integers(0, 360),
    saturation=st.integers(0, 100),
)


def light(*modes: str, **attributes: object) -> State:
    return State("light.lamp", "on", {"supported_color_modes": list(modes), **attributes})


def siren(features: int = 3, **attributes: object) -> State:
    return State("siren.horn", "off", {"supported_features": features, **attributes})


@pytest.mark.parametrize(
    ("modes", "command", "data"),
    [
        (["hs", "color_temp"], RED, {"brightness": 255, "hs_color": (0, 100)}),
        (["rgbww"], RED, {"brightness": 255, "hs_color": (0, 100)}),
        (["color_temp"], RED, {"brightness": 255}),
        (["brightness"], RED, {"brightness": 255}),
        (["onoff"], RED, {}),
        ([], RED, {}),
        (["hs", "color_temp"], WARM, {"brightness": 51, "color_temp_kelvin": 2700}),
        (["hs"], WARM, {"brightness": 51, "hs_color": (28.395, 65.723)}),
        (["brightness"], WARM, {"brightness": 51}),
        (["onoff"], WARM, {}),
    ],
)
def test_a_light_is_asked_for_the_best_it_can(
    modes: list[str], command: Command, data: Mapping[str, object]
) -> None:
    ask = ask_of(command, light(*modes))

    assert ask.service == "turn_on"
    assert ask.data == data


def test_a_light_is_asked_for_the_nearest_white_it_has() -> None:
    narrow = light("color_temp", min_color_temp_kelvin=3000, max_color_temp_kelvin=5000)
    cold = BulbCommand(on=True, mode=BulbMode.WHITE, kelvin=6500)

    assert ask_of(WARM, narrow).data["color_temp_kelvin"] == 3000
    assert ask_of(cold, narrow).data["color_temp_kelvin"] == 5000


def test_the_dimmest_light_is_still_on() -> None:
    dimmest = BulbCommand(on=True, brightness=0)

    assert ask_of(dimmest, light("brightness")).data == {"brightness": 1}


@given(colours)
def test_a_light_that_counts_its_colour_in_bytes_still_shows_what_was_asked(
    command: BulbCommand,
) -> None:
    rounded = color_util.color_RGB_to_hs(
        *color_util.color_hs_to_RGB(command.hue, command.saturation)
    )
    brightness = round(command.brightness * 255 / 100)
    shown = light("hs", color_mode="hs", hs_color=rounded, brightness=brightness)

    assert ask_of(command, light("hs")).shown_by(shown)


@pytest.mark.parametrize("gamut_red", [(0.6915, 0.3083), (0.675, 0.322), (0.704, 0.296)])
def test_the_reddest_a_lamp_can_show_is_red(gamut_red: tuple[float, float]) -> None:
    nearest = color_util.color_xy_to_hs(*gamut_red)

    assert ask_of(RED, light("xy")).shown_by(
        light("xy", color_mode="xy", hs_color=nearest, brightness=255)
    )


@pytest.mark.parametrize(
    "shown",
    [
        {"color_mode": "hs", "hs_color": (45, 100), "brightness": 255},
        {"color_mode": "hs", "hs_color": (0, 50), "brightness": 255},
        {"color_mode": "hs", "hs_color": (0, 100), "brightness": 200},
        {"color_mode": "hs", "hs_color": (0, 100)},
        {"color_mode": "hs", "hs_color": None, "brightness": 255},
        {"color_mode": "color_temp", "hs_color": (0, 100), "brightness": 255},
    ],
)
def test_another_light_than_the_one_asked_for_is_not_it(shown: dict[str, object]) -> None:
    assert not ask_of(RED, light("hs")).shown_by(light("hs", **shown))


@pytest.mark.parametrize(("kelvin", "it_is"), [(2703, True), (2600, True), (3000, False)])
def test_a_white_counts_within_what_lights_round_to(kelvin: int, *, it_is: bool) -> None:
    shown = light("color_temp", color_mode="color_temp", color_temp_kelvin=kelvin, brightness=51)

    assert ask_of(WARM, light("color_temp")).shown_by(shown) is it_is


def test_a_scene_the_light_has_is_its_effect() -> None:
    command = BulbCommand(on=True, mode=BulbMode.SCENE, scene="Party")
    ask = ask_of(command, light("hs", effect_list=["Party"]))

    assert ask.data == {"effect": "Party"}
    assert ask.shown_by(light("hs", effect="Party"))
    assert not ask.shown_by(light("hs", effect="Sunset"))


@pytest.mark.parametrize(
    ("command", "state"),
    [
        (BulbCommand(on=True, mode=BulbMode.SCENE, scene="Party"), light("hs")),
        (BulbCommand(on=True, mode=BulbMode.MUSIC), light("hs")),
        (SirenCommand(on=True), siren(features=2)),
        (SirenCommand(on=False), siren(features=1)),
        (SirenCommand(on=True), light("hs")),
        (LockCommand(lock=True), State("switch.plug", "on")),
        (BulbCommand(on=True), State("lock.door", "locked")),
    ],
)
def test_what_an_entity_has_no_way_to_do_is_unsupported(command: Command, state: State) -> None:
    with pytest.raises(UnsupportedError):
        ask_of(command, state)


@pytest.mark.parametrize(
    ("state", "data"),
    [
        (siren(), {}),
        (siren(features=3 + 8), {"volume_level": 0.8}),
        (siren(features=3 + 16), {"duration": 60}),
        (siren(features=3 + 4, available_tones=["ding", "fire"]), {"tone": "fire"}),
        (siren(features=3 + 4, available_tones={1: "ding", 2: "fire"}), {"tone": "fire"}),
        (siren(features=3 + 4, available_tones=["ding"]), {}),
        (siren(features=3 + 4), {}),
        (siren(features=3, available_tones=["fire"]), {}),
    ],
)
def test_a_siren_is_asked_only_for_what_it_can(state: State, data: Mapping[str, object]) -> None:
    assert ask_of(LOUD, state).data == data


def test_a_tone_with_a_number_is_asked_for_by_that_number() -> None:
    command = SirenCommand(on=True, tone="2")

    assert ask_of(command, siren(features=7, available_tones=[1, 2])).data == {"tone": 2}


def test_silence_is_asked_for_with_nothing_else() -> None:
    quiet = SirenCommand(on=False, volume=80, duration=60)

    ask = ask_of(quiet, siren(features=31))

    assert (ask.service, ask.data) == ("turn_off", {})


@pytest.mark.parametrize(
    ("lock", "state", "shown"),
    [
        (True, "locked", True),
        (True, "locking", False),
        (True, "unknown", False),
        (True, "unlocked", False),
        (False, "unlocked", True),
        (False, "open", True),
        (False, "unlocking", False),
        (False, "jammed", False),
    ],
)
def test_a_bolt_counts_when_it_has_arrived(*, lock: bool, state: str, shown: bool) -> None:
    ask = ask_of(LockCommand(lock=lock), State("lock.door", "unlocked"))

    assert ask.shown_by(State("lock.door", state)) is shown


def test_an_effect_is_nothing_for_a_light_that_is_lent() -> None:
    strobe = BulbCommand(on=True, mode=BulbMode.COLOUR, effect=BulbEffect.STROBE)

    with pytest.raises(UnsupportedError):
        ask_of(strobe, light("hs"))
    assert ask_of(strobe, State("switch.plug", "off")).service == "turn_on"
    off = BulbCommand(on=False, mode=BulbMode.COLOUR, effect=BulbEffect.STROBE)
    assert ask_of(off, light("hs")).service == "turn_off"


def test_silence_has_no_settings_for_an_entity() -> None:
    ask = ask_of(SirenCommand(on=False, volume=50, duration=10), siren(31))

    assert (ask.service, dict(ask.data)) == ("turn_off", {})


@pytest.mark.parametrize(
    ("now", "state", "data"),
    [
        (
            light("hs", "color_temp"),
            BulbState(on=True, mode=BulbMode.COLOUR, hue=240, saturation=50, brightness=20),
            {"brightness": 51, "hs_color": (240, 50)},
        ),
        (
            light("hs", "color_temp"),
            BulbState(on=True, mode=BulbMode.WHITE, kelvin=3000, brightness=20, hue=240),
            {"brightness": 51, "color_temp_kelvin": 3000},
        ),
        (light("hs"), BulbState(on=True, mode=BulbMode.COLOUR, brightness=20), {"brightness": 51}),
        (light("hs"), BulbState(on=True, mode=BulbMode.WHITE), {}),
        (light("onoff"), BulbState(on=True, mode=BulbMode.WHITE), {}),
        (light("onoff"), BulbState(on=True), {}),
        (
            light("hs", effect_list=["Candle"]),
            BulbState(on=True, mode=BulbMode.SCENE, scene="Candle", hue=30, saturation=80),
            {"effect": "Candle"},
        ),
        (State("switch.plug", "off"), BulbState(on=True), {}),
    ],
)
def test_a_light_is_put_back_with_what_it_had_reported(
    now: State, state: BulbState, data: Mapping[str, object]
) -> None:
    ask = ask_of(PutBackCommand(state=state), now)

    assert (ask.service, dict(ask.data)) == ("turn_on", data)


@pytest.mark.parametrize("now", [light("hs"), State("switch.plug", "on")])
def test_a_light_that_was_off_is_put_back_off(now: State) -> None:
    state = BulbState(on=False, mode=BulbMode.COLOUR, hue=240, saturation=50, brightness=20)

    ask = ask_of(PutBackCommand(state=state), now)

    assert (ask.service, dict(ask.data)) == ("turn_off", {})


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (light("hs"), BulbState()),
        (State("switch.plug", "on"), BulbState()),
        (light("hs"), BulbState(on=True, mode=BulbMode.SCENE, scene="Candle")),
        (siren(), BulbState(on=False)),
        (State("lock.door", "locked"), BulbState(on=True)),
    ],
)
def test_what_was_not_known_or_is_gone_cannot_be_put_back(now: State, state: BulbState) -> None:
    with pytest.raises(UnsupportedError):
        ask_of(PutBackCommand(state=state), now)


@pytest.mark.parametrize("entity_id", ["light.lamp", "siren.horn", "switch.plug", "lock.door"])
@pytest.mark.parametrize(
    ("state", "shown"), [("on", True), ("off", True), ("unavailable", False), ("unknown", False)]
)
def test_any_entity_that_says_where_it_stands_is_there(
    entity_id: str, state: str, *, shown: bool
) -> None:
    ask = ask_of(CheckCommand(), State(entity_id, "unknown"))

    assert (ask.domain, ask.service) == ("homeassistant", "update_entity")
    assert ask.shown_by(State(entity_id, state)) is shown


def test_only_a_lock_can_be_jammed() -> None:
    assert is_jammed(State("lock.door", "jammed"))
    assert not is_jammed(State("lock.door", "locked"))
    assert not is_jammed(State("switch.plug", "jammed"))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (State("light.lamp", "off"), BulbState(on=False)),
        (State("light.lamp", "unknown"), BulbState()),
        (State("switch.plug", "on"), BulbState(on=True)),
        (light("onoff", color_mode="onoff"), BulbState(on=True, mode=BulbMode.WHITE)),
        (
            light("hs", color_mode="hs", hs_color=(359.7, 99.6), brightness=77),
            BulbState(on=True, mode=BulbMode.COLOUR, hue=0, saturation=100, brightness=30),
        ),
        (
            light("color_temp", color_mode="color_temp", color_temp_kelvin=2702, brightness=1),
            BulbState(on=True, mode=BulbMode.WHITE, kelvin=2702, brightness=1),
        ),
        (
            light("hs", color_mode="hs", effect="Party", hs_color=(10, 20)),
            BulbState(on=True, mode=BulbMode.SCENE, scene="Party", hue=10, saturation=20),
        ),
        (
            light("hs", color_mode="hs", effect="off", hs_color="nonsense", brightness="dim"),
            BulbState(on=True, mode=BulbMode.COLOUR),
        ),
    ],
)
def test_a_light_s_state_is_a_bulb_s(state: State, said: BulbState) -> None:
    assert state_of(DeviceKind.BULB, state) == said


@pytest.mark.parametrize(
    ("state", "sounding"), [("on", True), ("off", False), ("unknown", None), ("broken", None)]
)
def test_a_siren_s_state_tells_whether_it_sounds(state: str, *, sounding: bool | None) -> None:
    said = state_of(DeviceKind.SIREN, State("siren.horn", state))

    assert said == SirenState(sounding=sounding)


@pytest.mark.parametrize(
    ("state", "bolt"),
    [
        ("locked", Bolt.LOCKED),
        ("unlocked", Bolt.UNLOCKED),
        ("open", Bolt.UNLOCKED),
        ("jammed", Bolt.JAMMED),
        ("locking", Bolt.UNKNOWN),
        ("unlocking", Bolt.UNKNOWN),
        ("opening", Bolt.UNKNOWN),
        ("unknown", Bolt.UNKNOWN),
    ],
)
def test_a_lock_is_never_locked_for_want_of_news(state: str, bolt: Bolt) -> None:
    assert state_of(DeviceKind.LOCK, State("lock.door", state)) == LockState(bolt=bolt)


def test_a_lock_tells_what_opened_it() -> None:
    said = state_of(DeviceKind.LOCK, State("lock.door", "unlocked", {"changed_by": "Anna"}))

    assert said == LockState(bolt=Bolt.UNLOCKED, changed_by="Anna")
