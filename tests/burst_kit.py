"""Fifty sensors of a real Home Assistant that all tell something in the same moment."""

import asyncio

from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, list_of, object_of
from scripts.lib.household import last_incident, set_options

SENSORS = 50
TIMES = 10
"""How often each of them tells of something."""
SIGNS = SENSORS * TIMES
SWITCH = "input_boolean.burst"
_ROLES = ("motion", "vibration")


def burst_yaml() -> str:
    """Configuration of the sensors, which all show the same switch."""
    sensors = "".join(
        f"""\
      - name: Burst {number}
        device_class: {_ROLES[number % len(_ROLES)]}
        state: "{{{{ is_state('{SWITCH}', 'on') }}}}"
"""
        for number in range(SENSORS)
    )
    return f"input_boolean:\n  burst:\ntemplate:\n  - binary_sensor:\n{sensors}"


async def pick_sensors(home: Home) -> None:
    """Have all of them watch over the foyer."""
    sensors: list[JSON] = [f"binary_sensor.burst_{number}" for number in range(SENSORS)]
    await set_options(
        home,
        "sensors",
        {"next_step_id": "sensor_zone"},
        {"zone": "Foyer"},
        {"sensors": sensors},
    )


async def burst(home: Home, pause: float = 0) -> None:
    """Have each tell of something ten times, all of them in the same moment."""
    for _ in range(2 * TIMES):
        await home.post("/api/services/input_boolean/toggle", {"entity_id": SWITCH})
        await asyncio.sleep(pause)


async def found(home: Home, signs: int = SIGNS) -> list[JSONObject]:
    """What was found of each sign, once so many are on record of the newest incident."""
    while len(assessments := list_of((await last_incident(home))["assessments"])) < signs:
        await home.pause()
    return [object_of(each) for each in assessments]
