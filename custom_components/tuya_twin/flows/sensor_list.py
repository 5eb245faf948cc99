"""What becomes of the sensors of a household when some are chosen, set or taken away."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import count

from ..core.analysis import Analysis, Sensor
from ..core.signs import Role

type Sensors = tuple[Sensor, ...]


def in_zone(sensors: Iterable[Sensor], zone: str) -> Sensors:
    """Those of a zone."""
    return tuple(sensor for sensor in sensors if sensor.zone == zone)


def chosen_for(zone: str, sensors: Iterable[Sensor], chosen: Mapping[str, Role]) -> Sensors:
    """All sensors once the zone has those chosen and no other.

    Those that there were stay as they are set, wherever they come from. The others get the role
    that stands beside them.
    """
    known = tuple(sensors)
    kept = [
        replace(sensor, zone=zone) if sensor.entity in chosen else sensor
        for sensor in known
        if sensor.entity in chosen or sensor.zone != zone
    ]
    names = {sensor.entity for sensor in known}
    new = [
        Sensor(entity=entity, role=role, zone=zone)
        for entity, role in chosen.items()
        if entity not in names
    ]
    return tidied([*kept, *new])


def tidied(sensors: Iterable[Sensor]) -> Sensors:
    """The sensors without groups of one, which could never count."""
    sensors = tuple(sensors)
    members = Counter(sensor.group for sensor in sensors)
    return tuple(
        replace(sensor, group="") if members[sensor.group] == 1 else sensor for sensor in sensors
    )


def fellows(sensors: Iterable[Sensor], sensor: Sensor) -> list[str]:
    """The others of its group."""
    if not sensor.group:
        return []
    return [
        each.entity
        for each in sensors
        if each.group == sensor.group and each.entity != sensor.entity
    ]


def together(sensors: Iterable[Sensor], sensor: Sensor, others: Collection[str]) -> Sensors:
    """All sensors once this one, as it is given here, is of one group with those and no other."""
    before = tuple(sensors)
    group = (sensor.group or _new_group(before)) if others else ""
    members = {sensor.entity, *others}
    return tidied(
        replace(
            sensor if each.entity == sensor.entity else each,
            group=_group_after(each, members, group, left=sensor.group),
        )
        for each in before
    )


def without_zone(analysis: Analysis, zone: str) -> Analysis:
    """The analysis of a house that has this zone no more."""
    cameras = {each: camera for each, camera in analysis.review.cameras.items() if each != zone}
    return replace(
        analysis,
        sensors=tidied(sensor for sensor in analysis.sensors if sensor.zone != zone),
        zones={each: rules for each, rules in analysis.zones.items() if each != zone},
        review=replace(analysis.review, cameras=cameras),
    )


def _group_after(sensor: Sensor, members: Collection[str], group: str, *, left: str) -> str:
    if sensor.entity in members:
        return group
    return "" if sensor.group == left else sensor.group


def _new_group(sensors: Iterable[Sensor]) -> str:
    taken = {sensor.group for sensor in sensors}
    return next(name for name in map(str, count(1)) if name not in taken)
