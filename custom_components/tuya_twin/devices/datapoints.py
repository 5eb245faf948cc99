"""Tuya data points to the words of the house and back: pure tables, one profile per kind.

Numbers, ranges and formats are those of Tuya's standard sets: bulbs of type B (category dj),
sirens with a boolean switch (category sgbj), locks that can be locked over LAN.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
import re

from ..core.errors import DeviceError, JammedError, UnsupportedError
from ..core.model import (
    Bolt,
    BulbCommand,
    BulbMode,
    BulbState,
    Command,
    DeviceKind,
    DeviceState,
    LockCommand,
    LockState,
    SirenCommand,
    SirenState,
)

type DpValue = bool | int | str
type Dps = Mapping[str, DpValue]
"""Data point values by number; numbers are strings, as they are in Tuya's JSON."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What to write, all in one frame, and what the device reports once it is done."""

    writes: Dps
    proof: Dps


@dataclass(frozen=True, kw_only=True)
class Profile:
    """How one kind of product speaks."""

    hallmark: str
    """The data point that every product of this kind has."""
    encode: Callable[[Command], Ask]
    """Raises `UnsupportedError` for a command the product has no way to carry out."""
    decode: Callable[[Dps], DeviceState]
    """The state of all data points known so far; what was never reported stays unknown."""
    trouble: Callable[[Dps], DeviceError | None]
    """What a report after a command says about why it will not be carried out."""


# Bulbs --------------------------------------------------------------------------------------

COLDEST_KELVIN = 6500
WARMEST_KELVIN = 2700
_FULL = 1000
_TWELVE_DIGITS = re.compile("[0-9a-fA-F]{12}")
_DIMMEST = 10


def _encode_bulb(command: Command) -> Ask:
    if not isinstance(command, BulbCommand):
        raise UnsupportedError
    if not command.on:
        return _written_is_proof({"20": False})
    if command.mode is BulbMode.WHITE:
        warmth = (command.kelvin - WARMEST_KELVIN) / (COLDEST_KELVIN - WARMEST_KELVIN)
        return _written_is_proof(
            {
                "20": True,
                "21": BulbMode.WHITE.value,
                "22": max(_DIMMEST, _permille(command.brightness)),
                "23": round(min(1, max(0, warmth)) * _FULL),
            }
        )
    if command.mode is BulbMode.COLOUR:
        value = max(_DIMMEST, _permille(command.brightness))
        colour = f"{command.hue % 360:04x}{_permille(command.saturation):04x}{value:04x}"
        return _written_is_proof({"20": True, "21": BulbMode.COLOUR.value, "24": colour})
    raise UnsupportedError


def _decode_bulb(dps: Dps) -> BulbState:
    mode = _bulb_mode(dps.get("21"))
    hue, saturation, value = _hsv(dps.get("24"))
    warmth = _integer(dps.get("23"))
    brightness = value if mode is BulbMode.COLOUR else _percent(_integer(dps.get("22")))
    return BulbState(
        on=_boolean(dps.get("20")),
        mode=mode,
        brightness=brightness,
        hue=hue,
        saturation=saturation,
        kelvin=None
        if warmth is None
        else WARMEST_KELVIN + round(warmth * (COLDEST_KELVIN - WARMEST_KELVIN) / _FULL),
    )


def _bulb_mode(value: DpValue | None) -> BulbMode | None:
    # Scenes are numbered on some bulbs: scene_1 to scene_4.
    name = value.split("_")[0] if isinstance(value, str) else None
    return BulbMode(name) if name in tuple(BulbMode) else None


def _hsv(value: DpValue | None) -> tuple[int | None, int | None, int | None]:
    """Hue in degrees, saturation and value in percent, of `hhhhssssvvvv`."""
    if not isinstance(value, str) or not _TWELVE_DIGITS.fullmatch(value):
        return None, None, None
    hue, saturation, brightness = (int(value[at : at + 4], 16) for at in (0, 4, 8))
    return hue, _percent(saturation), _percent(brightness)


# Sirens -------------------------------------------------------------------------------------

_VOLUMES = {"mute": 0, "low": 33, "middle": 66, "high": 100}
LONGEST_SIREN_SECONDS = 60
"""`alarm_time` of the standard set is 1 to 60 seconds."""


def _encode_siren(command: Command) -> Ask:
    if not isinstance(command, SirenCommand):
        raise UnsupportedError
    if not command.on:
        return _written_is_proof({"13": False})
    writes: dict[str, DpValue] = {"13": True}
    if command.volume is not None:
        wanted = command.volume
        writes["5"] = min(_VOLUMES, key=lambda name: abs(_VOLUMES[name] - wanted))
    if command.duration is not None:
        writes["7"] = min(LONGEST_SIREN_SECONDS, max(1, command.duration))
    if command.tone is not None:
        writes["21"] = command.tone
    return _written_is_proof(writes)


def _decode_siren(dps: Dps) -> SirenState:
    volume = dps.get("5")
    tone = dps.get("21")
    return SirenState(
        sounding=_boolean(dps.get("13")),
        volume=_VOLUMES.get(volume) if isinstance(volume, str) else None,
        duration=_integer(dps.get("7")),
        tone=tone if isinstance(tone, str) else None,
    )


# Locks --------------------------------------------------------------------------------------

_JAMS = ("tongue_not_out", "tongue_bad")
"""Values of `alarm_lock` that say the bolt did not reach its end."""


def _encode_lock(command: Command) -> Ask:
    if not isinstance(command, LockCommand):
        raise UnsupportedError
    # 46 asks for the bolt, 47 tells where it is: true is unlocked.
    return Ask(writes={"46": command.lock}, proof={"47": not command.lock})


def _decode_lock(dps: Dps) -> LockState:
    unlocked = _boolean(dps.get("47"))
    if unlocked is None:
        return LockState()
    if not unlocked:
        return LockState(bolt=Bolt.LOCKED)
    return LockState(bolt=Bolt.JAMMED if dps.get("21") in _JAMS else Bolt.UNLOCKED)


def _lock_trouble(reported: Dps) -> DeviceError | None:
    return JammedError() if reported.get("21") in _JAMS else None


# What they share ----------------------------------------------------------------------------


def _written_is_proof(writes: Dps) -> Ask:
    return Ask(writes=writes, proof=writes)


def _no_trouble(_reported: Dps) -> DeviceError | None:
    return None


def _permille(percent: int) -> int:
    return min(100, max(0, percent)) * 10


def _percent(permille: int | None) -> int | None:
    return None if permille is None else round(permille / 10)


def _boolean(value: DpValue | None) -> bool | None:
    return value if isinstance(value, bool) else None


def _integer(value: DpValue | None) -> int | None:
    return value if type(value) is int else None


def only_values(raw: Mapping[object, object]) -> dict[str, DpValue]:
    """What a device sent, without anything that is no data point value."""
    return {
        str(number): value for number, value in raw.items() if isinstance(value, bool | int | str)
    }


PROFILES: Mapping[DeviceKind, Profile] = {
    DeviceKind.BULB: Profile(
        hallmark="20", encode=_encode_bulb, decode=_decode_bulb, trouble=_no_trouble
    ),
    DeviceKind.SIREN: Profile(
        hallmark="13", encode=_encode_siren, decode=_decode_siren, trouble=_no_trouble
    ),
    DeviceKind.LOCK: Profile(
        hallmark="47", encode=_encode_lock, decode=_decode_lock, trouble=_lock_trouble
    ),
}
