"""What sensors weigh: less after a false alarm, and as before once somebody says so."""

from homeassistant.core import CALLBACK_TYPE, callback

from .core.facts import Answer, Answered, WeightChanged
from .core.house import HouseUpdate
from .core.journal import Journal
from .core.keeper import Spawn
from .core.ports import Clock
from .core.response import Response
from .core.run import Cause
from .core.trust import after_false_alarm
from .core.verdict import to_blame
from .senses import Senses


class SensorWeights:
    """Keeps the weights of one household's sensors, once they are started. They are on record."""

    def __init__(
        self, response: Response, journal: Journal, senses: Senses, *, clock: Clock, spawn: Spawn
    ) -> None:
        """Change nothing yet."""
        self._chronicle = response.chronicle
        self._journal = journal
        self._senses = senses
        self._clock = clock
        self._spawn = spawn

    @callback
    def start(self) -> CALLBACK_TYPE:
        """Learn from false alarms from now on, until the way out that this returns."""
        return self._chronicle.subscribe(self._happened)

    async def async_weigh(self, sensor: str, weight: int, cause: Cause) -> None:
        """Give a picked sensor another weight, in percent; on return that is on record."""
        await self._chronicle.record(self._change(sensor, weight, cause))

    def _change(self, sensor: str, weight: int, cause: Cause) -> WeightChanged:
        sensed = self._senses.sensors[sensor]
        return WeightChanged(
            sensor=sensor,
            name=sensed.name,
            zone=sensed.sensor.zone,
            weight=weight,
            at=self._clock.now(),
            cause=cause,
        )

    @callback
    def _happened(self, update: HouseUpdate) -> None:
        if isinstance(update, Answered) and update.answer is Answer.FALSE_ALARM:
            self._spawn(self._learn(update), "tuya_twin learns from a false alarm")

    async def _learn(self, answered: Answered) -> None:
        facts = await self._journal.incident_facts(answered.incident_id)
        picked = self._senses.sensors
        weights = {
            sensor: self._chronicle.house.lookout.weight(sensor)
            for sensor in to_blame(facts)
            if sensor in picked
        }
        changes = [
            self._change(sensor, less, answered.cause)
            for sensor, weight in weights.items()
            if (less := after_false_alarm(weight)) != weight
        ]
        # At once, as the incident may end in between.
        if changes:
            await self._chronicle.record(*changes)
