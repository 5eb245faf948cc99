"""Commands, reports and profiles of every kind, for tests of what holds for all of them."""

from collections.abc import Mapping
from functools import partial

from hypothesis import strategies as st

from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbMode,
    Command,
    DeviceKind,
    LockCommand,
    SirenCommand,
)
from custom_components.tuya_twin.devices.profiles import (
    PRESETS,
    Battery,
    BulbProfile,
    ColourFormat,
    LockProfile,
    Profile,
    Range,
    SirenProfile,
)

EVERY_PRESET = [(kind, name) for kind, presets in PRESETS.items() for name in presets]
"""For `parametrize`: kind and name."""

percents = st.integers(0, 100)
numbers = st.integers(1, 255).map(str)
values = st.booleans() | st.integers() | st.text() | st.text("0123456789abcdef+-_x ", max_size=14)
junk = st.dictionaries(st.integers(1, 120).map(str) | st.text(), values)
"""Reports of devices that are anything but what they are taken for."""

colours = st.builds(
    partial(BulbCommand, on=True, mode=BulbMode.COLOUR),
    brightness=st.integers(1, 100),
    hue=st.integers(0, 359),
    saturation=percents,
)
whites = st.builds(
    partial(BulbCommand, on=True, mode=BulbMode.WHITE),
    brightness=st.integers(1, 100),
    kelvin=st.integers(2700, 6500),
)
bulb_commands = st.builds(
    BulbCommand,
    on=st.booleans(),
    mode=st.sampled_from([BulbMode.WHITE, BulbMode.COLOUR]),
    brightness=st.integers(-1000, 1000),
    hue=st.integers(-1000, 1000),
    saturation=st.integers(-1000, 1000),
    kelvin=st.integers(0, 10000),
)
siren_commands = st.builds(
    SirenCommand,
    on=st.booleans(),
    volume=st.none() | st.integers(-1000, 1000),
    duration=st.none() | st.integers(-1000, 10_000),
    tone=st.none() | st.text() | st.integers(1, 20).map("mode_{}".format),
)
lock_commands = st.builds(LockCommand, lock=st.booleans())

words = st.lists(st.text(min_size=1), min_size=1, max_size=5, unique=True).map(tuple)
ranges = st.tuples(st.integers(0, 5000), st.integers(1, 5000)).map(
    lambda ends: Range(ends[0], ends[0] + ends[1])
)
batteries = st.builds(
    Battery, point=numbers, words=st.dictionaries(st.text(min_size=1), percents, max_size=4)
)
scenes = st.tuples(
    st.integers(0, 255).map("{:02x}".format), st.text("0123456789abcdef", min_size=1)
)

bulb_profiles = st.builds(
    BulbProfile,
    switch=numbers,
    mode=numbers,
    brightness=st.none() | numbers,
    temperature=st.none() | numbers,
    colour=st.none() | numbers,
    scene=numbers,
    brightness_range=ranges,
    temperature_range=ranges,
    kelvin_range=ranges,
    colour_format=st.sampled_from(ColourFormat),
    scene_modes=words | st.just(()),
    scene_values=st.lists(scenes.map("".join), max_size=3, unique=True).map(tuple),
)
siren_profiles = st.builds(
    SirenProfile,
    switch=st.just("250"),
    on=st.just("loud") | st.just("louder"),
    off=st.just("quiet"),
    tone=st.none() | st.integers(1, 200).map(str),
    tones=words,
    silent_tones=words | st.just(()),
    volume=st.none() | numbers,
    volumes=words,
    duration=st.none() | numbers,
    duration_range=ranges,
    seconds_per_unit=st.sampled_from([1, 60]),
    battery=st.none() | batteries,
    muffling=st.none() | numbers,
)
lock_profiles = st.builds(
    LockProfile,
    drive=numbers,
    lock_value=st.booleans(),
    state=numbers,
    locked_value=st.booleans(),
    jam=st.none() | numbers,
    jam_words=words | st.just(()),
    records=st.dictionaries(numbers, st.text(min_size=1), max_size=4),
    battery=st.none() | batteries,
    lan_lock=st.booleans(),
    lan_unlock=st.booleans(),
    cloud_lock=st.booleans(),
    cloud_unlock=st.booleans(),
    momentary=st.booleans(),
    sleeps=st.booleans(),
)
profiles: Mapping[DeviceKind, st.SearchStrategy[Profile]] = {
    DeviceKind.BULB: bulb_profiles,
    DeviceKind.SIREN: siren_profiles,
    DeviceKind.LOCK: lock_profiles,
}
commands: Mapping[DeviceKind, st.SearchStrategy[Command]] = {
    DeviceKind.BULB: bulb_commands,
    DeviceKind.SIREN: siren_commands,
    DeviceKind.LOCK: lock_commands,
}
