"""Products that are known, as profiles.

Data points, words and ranges of the named sirens and locks are those that owners have reported to
the tuya-local project; the others are the standard sets of Tuya's documentation.
"""

from collections.abc import Mapping
from dataclasses import replace

from .battery import Battery
from .bulb import BRIGHTNESS_TO_255, TEMPERATURE_TO_255, BulbProfile
from .colour import ColourFormat
from .lock import LockProfile
from .siren import SECONDS_PER_MINUTE, SirenProfile
from .values import Range

# Bulbs --------------------------------------------------------------------------------------

TYPE_B = BulbProfile()
TYPE_A = BulbProfile(
    switch="1",
    mode="2",
    brightness="3",
    temperature="4",
    colour="5",
    scene=None,
    brightness_range=BRIGHTNESS_TO_255,
    temperature_range=TEMPERATURE_TO_255,
    colour_format=ColourFormat.RGB8,
    scene_modes=("scene", "scene_1", "scene_2", "scene_3", "scene_4"),
)
TYPE_C = BulbProfile(
    switch="1",
    mode=None,
    brightness="2",
    temperature="3",
    colour=None,
    scene=None,
    brightness_range=BRIGHTNESS_TO_255,
    temperature_range=TEMPERATURE_TO_255,
)

BULBS: Mapping[str, BulbProfile] = {
    "type_b": TYPE_B,
    "type_b_without_temperature": replace(TYPE_B, temperature=None),
    "type_b_white": replace(TYPE_B, colour=None),
    "type_b_dimmable": replace(TYPE_B, colour=None, temperature=None),
    "type_b_modeless": replace(TYPE_B, mode=None, colour=None, scene=None),
    "type_b_modeless_dimmable": replace(
        TYPE_B, mode=None, colour=None, scene=None, temperature=None
    ),
    "type_a": TYPE_A,
    "type_a_without_temperature": replace(TYPE_A, temperature=None),
    "type_a_white": replace(TYPE_A, colour=None),
    "type_a_dimmable": replace(TYPE_A, colour=None, temperature=None),
    "type_c": TYPE_C,
    "type_c_dimmable": replace(TYPE_C, temperature=None),
}

# Sirens -------------------------------------------------------------------------------------

_NEO_BATTERY = Battery(point="101", words={"0": 100, "1": 75, "2": 50, "3": 25, "4": 100})
"""Its highest word is for a siren that hangs on a charger."""


def _modes(count: int) -> tuple[str, ...]:
    return tuple(f"mode_{number}" for number in range(1, count + 1))


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(str(number) for number in range(1, count + 1))


SIREN_STANDARD = SirenProfile()
SIREN_ORION_OUTDOOR = SirenProfile(
    switch="1",
    on="alarm_sound_light",
    off="normal",
    tone="1",
    tones=("alarm_sound_light", "alarm_sound"),
    silent_tones=("alarm_light",),
    duration_range=Range(1, 10),
    seconds_per_unit=SECONDS_PER_MINUTE,
    battery=Battery(point="15"),
)
SIREN_NEO_COOLCAM = SirenProfile(
    switch="104",
    tone="102",
    tones=_numbers(18),
    volume="116",
    volumes=("2", "1", "0"),
    duration="103",
    duration_range=Range(1, 1800),
    battery=_NEO_BATTERY,
)

SIRENS: Mapping[str, SirenProfile] = {
    "standard": SIREN_STANDARD,
    "a03": SirenProfile(tones=_modes(32), duration_range=Range(1, 380)),
    "neo_zigbee": SirenProfile(
        tones=_modes(18),
        volumes=("low", "middle", "high"),
        duration_range=Range(1, 1800),
        battery=Battery(point="15"),
    ),
    "qnect_sh_si01": SirenProfile(tone=None, tones=(), battery=Battery(point="102"), muffling="15"),
    "airam_s1wfaa": SirenProfile(
        tone="1",
        tones=("light_voice", "voice"),
        silent_tones=("light", "mute"),
        duration_range=Range(1, 30),
    ),
    "orion_outdoor": SIREN_ORION_OUTDOOR,
    "sirena_ws902": replace(
        SIREN_ORION_OUTDOOR,
        duration_range=Range(1, 59),
        battery=Battery(point="13", words={"low": 20, "middle": 50, "high": 80}),
    ),
    "orion_indoor": SirenProfile(
        switch="1",
        on="alarm_sound",
        off="normal",
        tones=_numbers(16),
        volumes=("low", "middle", "high"),
        duration_range=Range(1, 4),
        seconds_per_unit=SECONDS_PER_MINUTE,
    ),
    "neo_coolcam": SIREN_NEO_COOLCAM,
    "ecoolbuy": replace(SIREN_NEO_COOLCAM, volume=None, volumes=()),
    "stl": replace(
        SIREN_NEO_COOLCAM,
        tones=_numbers(10),
        volume=None,
        volumes=(),
        duration_range=Range(1, 60),
    ),
}

# Locks --------------------------------------------------------------------------------------

_WIFI_RECORDS: Mapping[str, str] = {
    "1": "fingerprint",
    "2": "password",
    "3": "temporary password",
    "4": "dynamic password",
    "5": "card",
    "6": "face",
    "7": "key",
    "15": "app",
}
"""Of the older set, which battery locks on Wi-Fi have."""

LOCK_DEADBOLT = LockProfile()
LOCK_DEADBOLT_LOCK_ONLY = LockProfile(lan_unlock=False, battery=Battery(point="8"))
LOCK_RELAY = LockProfile(
    drive="4",
    lock_value=False,
    state=None,
    jam=None,
    jam_words=(),
    records={},
    lan_lock=False,
    momentary=True,
)
LOCK_BATTERY = LockProfile(
    drive=None, lan_lock=False, lan_unlock=False, sleeps=True, battery=Battery(point="8")
)
LOCK_CLOUD = LockProfile(
    drive=None,
    lan_lock=False,
    lan_unlock=False,
    cloud_lock=True,
    cloud_unlock=True,
    battery=Battery(point="8"),
)

LOCKS: Mapping[str, LockProfile] = {
    "deadbolt": LOCK_DEADBOLT,
    "deadbolt_lock_only": LOCK_DEADBOLT_LOCK_ONLY,
    "relay": LOCK_RELAY,
    "battery": LOCK_BATTERY,
    "battery_wifi": replace(
        LOCK_BATTERY, state=None, jam="8", records=_WIFI_RECORDS, battery=Battery(point="12")
    ),
    "cloud": LOCK_CLOUD,
}
