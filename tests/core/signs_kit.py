"""A watched house that hears signs one after the other, for the tests of the analyzer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from custom_components.tuya_twin.core.analysis import Analysis, Sensor
from custom_components.tuya_twin.core.analyzer import Circumstances, analyze
from custom_components.tuya_twin.core.assessment import Assessment, Watch, Why
from custom_components.tuya_twin.core.memory import Memory
from custom_components.tuya_twin.core.signs import Role, SensorEvent, WatchMode
from tests.core.kit import FOYER

BERLIN = ZoneInfo("Europe/Berlin")
BY_NIGHT = datetime(2026, 11, 22, 2, 14, tzinfo=BERLIN)
BY_DAY = datetime(2026, 11, 22, 14, 14, tzinfo=BERLIN)


def sign(
    role: Role,
    seconds: float = 0.0,
    *,
    zone: str = FOYER,
    sensor: str = "",
    begin: datetime = BY_NIGHT,
) -> SensorEvent:
    """What a sensor tells so many seconds after the beginning."""
    key = sensor or f"{role} in {zone}"
    return SensorEvent(
        sensor=key,
        entity_id=f"binary_sensor.{role}",
        name=f"The {key}",
        role=role,
        zone=zone,
        at=begin + timedelta(seconds=seconds),
    )


@dataclass
class Watched:
    """A house that is watched, and what it has heard so far."""

    analysis: Analysis = field(default_factory=Analysis)
    watch: Watch = field(default_factory=lambda: Watch(mode=WatchMode.AWAY))
    begin: datetime = BY_NIGHT
    local: tzinfo = BERLIN
    weights: Mapping[str, int] = field(default_factory=dict)
    distrusted: Mapping[str, Why] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)

    @property
    def around(self) -> Circumstances:
        return Circumstances(
            analysis=self.analysis,
            sensors={sensor.entity: sensor for sensor in self.analysis.sensors},
            watch=self.watch,
            local=self.local,
            weights=self.weights,
            distrusted=self.distrusted,
        )

    def hears(
        self, role: Role, seconds: float = 0.0, *, zone: str = FOYER, sensor: str = ""
    ) -> Assessment:
        """What is made of one more sign."""
        return self.takes(sign(role, seconds, zone=zone, sensor=sensor, begin=self.begin))

    def takes(self, event: SensorEvent) -> Assessment:
        self.memory, found = analyze(self.memory, event, self.around)
        return found


def watched(mode: WatchMode, *sensors: Sensor) -> Watched:
    """A house with these sensors that is watched like that."""
    return Watched(analysis=Analysis(sensors=sensors), watch=Watch(mode=mode))


def sensor(role: Role, **more: object) -> Sensor:
    """A sensor as `sign` names it."""
    return replace(Sensor(entity=f"{role} in {FOYER}", role=role, zone=FOYER), **more)  # type: ignore[arg-type]


def reasons(found: Assessment) -> list[Why]:
    return [ground.why for ground in found.grounds]


def reckoned(found: Assessment) -> float:
    """The score as somebody reckons it who reads the grounds from first to last."""
    score = 0.0
    for ground in found.grounds:
        if ground.why in (Why.SIGN, Why.FOLLOWED, Why.HAZARD):
            score += ground.value
        elif ground.why in (Why.LESS_TRUSTED, Why.FADED, Why.NIGHT, Why.DAY):
            score *= ground.value
    return round(score, 1)
