"""The house in the README's pictures: two floors, drawn, with fourteen simulated devices."""

from typing import Final

from scripts.lib.big_home import Room, move_in
from scripts.lib.home import Home
from scripts.lib.home_types import JSON, JSONObject, Owner, object_of, text_of

SIREN_PLUG: Final = "select.hall_siren_simulated_fault"

ROOMS: Final = (
    Room(
        id="LivingRoom",
        name="Living room",
        devices=[("bulb", "Living room lamp"), ("bulb", "Reading lamp")],
    ),
    Room(id="Kitchen", name="Kitchen", devices=[("bulb", "Kitchen light")]),
    Room(id="Study", name="Study", devices=[("bulb", "Desk lamp")]),
    Room(
        id="Foyer",
        name="Foyer",
        devices=[("siren", "Hall siren"), ("lock", "Front door"), ("bulb", "Hall lamp")],
    ),
    Room(id="Garage", name="Garage", devices=[("lock", "Garage door"), ("bulb", "Garage light")]),
    Room(id="MasterBedroom", name="Master bedroom", devices=[("bulb", "Bedside lamp")]),
    Room(id="Bathroom", name="Bathroom", devices=[("bulb", "Mirror light")]),
    Room(id="Children", name="Children", devices=[("bulb", "Night light")]),
    Room(id="Landing", name="Landing", devices=[("siren", "Landing siren"), ("bulb", "Stairs")]),
)

_GROUND: Final[JSONObject] = {
    "id": "ground",
    "name": "Ground floor",
    "zones": ["LivingRoom", "Kitchen", "Study", "Foyer", "Garage"],
    "rooms": [
        {"zone": "Kitchen", "x": 0, "y": 0, "w": 9, "d": 8},
        {"zone": "LivingRoom", "x": 9, "y": 0, "w": 13, "d": 7},
        {"zone": "LivingRoom", "x": 9, "y": 7, "w": 7, "d": 3},
        {"zone": "Study", "x": 0, "y": 8, "w": 9, "d": 8},
        {"zone": "Foyer", "x": 9, "y": 10, "w": 7, "d": 6},
        {"zone": "Garage", "x": 16, "y": 7, "w": 6, "d": 9},
    ],
    "doors": [
        {"x": 9, "y": 3, "along": "y", "length": 3},
        {"x": 3, "y": 8, "along": "x", "length": 2},
        {"x": 11, "y": 10, "along": "x", "length": 3},
        {"x": 9, "y": 12, "along": "y", "length": 2},
        {"x": 16, "y": 12, "along": "y", "length": 2},
        {"x": 12, "y": 16, "along": "x", "length": 2},
        {"x": 22, "y": 10, "along": "y", "length": 4},
    ],
}
_UPPER: Final[JSONObject] = {
    "id": "upper",
    "name": "Upper floor",
    "zones": ["MasterBedroom", "Bathroom", "Children", "Landing"],
    "rooms": [
        {"zone": "MasterBedroom", "x": 0, "y": 0, "w": 12, "d": 8},
        {"zone": "Bathroom", "x": 12, "y": 0, "w": 10, "d": 6},
        {"zone": "Children", "x": 0, "y": 8, "w": 12, "d": 8},
        {"zone": "Landing", "x": 12, "y": 6, "w": 10, "d": 10},
    ],
    "doors": [
        {"x": 12, "y": 6, "along": "y", "length": 2},
        {"x": 12, "y": 11, "along": "y", "length": 2},
        {"x": 16, "y": 6, "along": "x", "length": 2},
    ],
}
_PLACES: Final = {
    "Living room lamp": (14.5, 3.5),
    "Reading lamp": (20, 2),
    "Kitchen light": (4.5, 4),
    "Desk lamp": (4, 12.5),
    "Hall siren": (10.5, 11.5),
    "Front door": (12.7, 15.5),
    "Hall lamp": (14.5, 12.5),
    "Garage door": (21.5, 11.7),
    "Garage light": (18.5, 10),
    "Bedside lamp": (4, 3),
    "Mirror light": (17, 2.5),
    "Night light": (4, 12),
    "Landing siren": (14, 9),
    "Stairs": (19, 12),
}
_EVENING: Final = {
    "light.living_room_lamp": (70, 2700),
    "light.reading_lamp": (45, 2300),
    "light.kitchen_light": (90, 3500),
    "light.desk_lamp": (55, 4500),
    "light.bedside_lamp": (20, 2300),
    "light.stairs": (30, 2700),
}
_DARK: Final = ("light.hall_lamp", "light.garage_light", "light.mirror_light")


async def move_in_and_draw(home: Home, owner: Owner) -> str:
    """Start the home with this house in it; returns the household's id."""
    household = await move_in(home, owner, ROOMS)
    await _draw(home, household)
    return household


async def settle_for_evening(home: Home) -> None:
    """All that is simulated as it is of an evening: locked, some lamps on."""
    for lock in ("lock.front_door", "lock.garage_door"):
        await home.call_service("lock", "lock", {"entity_id": lock})
    for lamp, (brightness, kelvin) in _EVENING.items():
        await home.call_service(
            "light",
            "turn_on",
            {"entity_id": lamp, "brightness_pct": brightness, "color_temp_kelvin": kelvin},
        )
    await home.call_service(
        "light",
        "turn_on",
        {"entity_id": "light.night_light", "hs_color": [28, 90], "brightness_pct": 25},
    )
    await home.call_service("light", "turn_off", {"entity_id": list(_DARK)})


async def plug_siren(home: Home, fault: str) -> None:
    """Simulate a fault of the hall siren, such as `offline`; `none` ends it."""
    await home.call_service("select", "select_option", {"entity_id": SIREN_PLUG, "option": fault})


async def _draw(home: Home, household: str) -> None:
    floors: list[JSON] = []
    ids = await _device_ids(home, household)
    for floor, names in ((_GROUND, _on(_GROUND)), (_UPPER, _on(_UPPER))):
        places: list[JSON] = [
            {"device": ids[name], "x": _PLACES[name][0], "y": _PLACES[name][1]} for name in names
        ]
        floors.append({**floor, "devices": places})
    await home.command(
        {"type": "tuya_twin/plan/save", "household": household, "revision": 0, "floors": floors}
    )


def _on(floor: JSONObject) -> list[str]:
    zones = floor["zones"]
    return [
        name
        for room in ROOMS
        if isinstance(zones, list) and room.id in zones
        for _, name in room.devices
    ]


async def _device_ids(home: Home, household: str) -> dict[str, str]:
    """The ids of the devices by the names of their entities."""
    states = await home.states()
    answer = object_of(await home.command({"type": "tuya_twin/devices", "household": household}))
    return {
        text_of(states[text_of(object_of(device)["entity_id"])].attributes["friendly_name"]): id_
        for id_, device in object_of(answer["devices"]).items()
    }
