"""How the cloud calls the data points of the appliances, and spells their values."""

from collections.abc import Mapping
import json
from typing import Any, Final

from ..appliance import Appliance
from ..points import DataPoints, Value

_TYPE_B: Final = {
    "20": "switch_led",
    "21": "work_mode",
    "22": "bright_value_v2",
    "23": "temp_value_v2",
    "24": "colour_data_v2",
    "25": "scene_data_v2",
    "26": "countdown_1",
}
_TYPE_A: Final = {
    "1": "switch_led",
    "2": "work_mode",
    "3": "bright_value",
    "4": "temp_value",
    "5": "colour_data",
    "6": "scene_data",
    "7": "flash_scene_1",
    "8": "flash_scene_2",
    "9": "flash_scene_3",
    "10": "flash_scene_4",
}
_MINUTES: Final = {"1": "alarm_state", "5": "alarm_volume", "7": "alarm_time"}
_RECORDS: Final = {
    "12": "unlock_fingerprint",
    "13": "unlock_password",
    "14": "unlock_dynamic",
    "15": "unlock_card",
    "16": "unlock_key",
    "19": "unlock_ble",
    "55": "unlock_temporary",
    "62": "unlock_phone_remote",
    "63": "unlock_voice_remote",
}
_LOCK: Final = {"21": "alarm_lock", "46": "manual_lock", "47": "lock_motor_state"}

_CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "bulb_a": _TYPE_A,
    "bulb_a_hsv16": _TYPE_A,
    "bulb_b": _TYPE_B,
    "bulb_c": {"1": "switch_led", "2": "bright_value", "3": "temp_value"},
    "siren_switch": {
        "5": "alarm_volume",
        "7": "alarm_time",
        "13": "alarm_switch",
        "21": "alarm_ringtone",
    },
    "siren_tone_words": {
        "1": "alarm_state",
        "5": "alarm_volume",
        "7": "alarm_time",
        "13": "alarm_switch",
    },
    "siren_minutes": {**_MINUTES, "15": "battery_percentage"},
    "siren_battery_13": {**_MINUTES, "13": "battery_state"},
    "lock_mains": _LOCK,
    "lock_only": _LOCK,
    "lock_battery": {**_LOCK, **_RECORDS},
    "lock_relay": {"4": "switch_1"},
}
_COLOURS = ("colour_data", "colour_data_v2")
_HSV16_DIGITS = 12


def code_of(appliance: Appliance, number: str) -> str:
    """The code of a data point; one that only its maker has a name for gets one."""
    return _CODES.get(appliance.model, {}).get(number, f"custom_{number}")


def number_of(appliance: Appliance, code: object) -> str | None:
    """The number behind a code that can be written; `None` if there is none."""
    for number in appliance.writable:
        if code_of(appliance, number) == code:
            return number
    return None


def to_cloud(code: str, value: Value) -> object:
    """A value as the cloud tells it: colours in words, the rest as it is."""
    if code not in _COLOURS or not isinstance(value, str):
        return value
    return json.dumps(dict(zip("hsv", _hsv(value), strict=True)), separators=(",", ":"))


def to_device(code: str, value: object, present: DataPoints, number: str) -> object:
    """A value as the device takes it; a colour that is none is left for it to refuse."""
    if code not in _COLOURS:
        return value
    try:
        spelled: Any = json.loads(value) if isinstance(value, str) else value
        hue, saturation, brightness = (int(spelled[part]) for part in "hsv")
    except ValueError, TypeError, KeyError:
        return value
    if len(str(present.get(number, ""))) == _HSV16_DIGITS:
        return f"{hue:04x}{saturation:04x}{brightness:04x}"
    # The lamp shines by the last four: what stands in front is for apps.
    return (
        f"{brightness:02x}{brightness:02x}{brightness:02x}{hue:04x}{saturation:02x}{brightness:02x}"
    )


def specification(appliance: Appliance) -> dict[str, object]:
    """What the appliance tells and what it can be told."""
    status = appliance.status()
    return {
        "functions": [
            _described(appliance, number, status.get(number, False))
            for number in appliance.writable
        ],
        "status": [_described(appliance, number, value) for number, value in status.items()],
    }


def _described(appliance: Appliance, number: str, value: Value) -> dict[str, object]:
    code = code_of(appliance, number)
    values: Mapping[str, object] = {}
    match value:
        case bool():
            kind = "Boolean"
        case int():
            kind = "Integer"
        case str() if code in _COLOURS:
            kind = "Json"
            most = 1000 if len(value) == _HSV16_DIGITS else 255
            values = {
                part: {"min": 0, "max": 360 if part == "h" else most, "scale": 0, "step": 1}
                for part in "hsv"
            }
        case _:
            kind = "String"
    return {"code": code, "dp_id": int(number), "type": kind, "values": json.dumps(values)}


def _hsv(value: str) -> tuple[int, int, int]:
    if len(value) == _HSV16_DIGITS:
        return int(value[:4], 16), int(value[4:8], 16), int(value[8:], 16)
    return int(value[6:10], 16), int(value[10:12], 16), int(value[12:], 16)
