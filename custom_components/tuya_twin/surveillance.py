"""All that looks out for danger in one household: its senses, its watch, what is made of both."""

from collections.abc import Callable
from contextlib import ExitStack

from homeassistant.core import HomeAssistant, callback

from .calm import Calm
from .core.analysis import Analysis
from .core.assessment import Why
from .core.journal import Journal
from .core.keeper import Spawn
from .core.ports import Clock
from .core.response import Response
from .core.signs import SensorEvent
from .senses import SensedSensor, Senses
from .sensor_weights import SensorWeights
from .threats import ThreatAnalyzer
from .watching import WatchKeeper


class Surveillance:
    """Looks out from `start` to `stop`. It needs no internet, and no AI."""

    def __init__(  # noqa: PLR0913 - what it looks out for, and whom it tells
        self,
        hass: HomeAssistant,
        analysis: Analysis,
        response: Response,
        journal: Journal,
        *,
        clock: Clock,
        spawn: Spawn,
        on_trust: Callable[[SensedSensor, Why | None], None],
    ) -> None:
        """Look at nothing yet; `on_trust` is told of sensors that fail, and work again."""
        self.analysis = analysis
        self._running = ExitStack()
        self.senses = Senses(
            hass,
            analysis.sensors,
            lambda: response.house,
            clock=clock,
            on_sign=self._heard,
            on_closed=self._closed,
            on_trust=on_trust,
        )
        self.threats = ThreatAnalyzer(
            hass,
            analysis,
            response,
            sensors={sensor.entity: sensor for sensor in analysis.sensors},
            distrusted=self.senses.distrusted,
            clock=clock,
            spawn=spawn,
        )
        self.watch_keeper = WatchKeeper(
            hass,
            analysis.watching,
            response,
            self.senses,
            clock=clock,
            spawn=spawn,
            on_ended=self.threats.watch_ended,
        )
        self.weights = SensorWeights(response, journal, self.senses, clock=clock, spawn=spawn)
        self._calm = Calm(hass, analysis, response, clock=clock, spawn=spawn)

    @callback
    def start(self) -> None:
        """Look out from now on; what the sensors say already is looked at last."""
        for part in (self.weights, self.threats, self._calm):
            self._running.callback(part.start())
        self._running.callback(self.watch_keeper.stop)
        self.watch_keeper.start()
        self._running.callback(self.senses.stop)
        self.senses.start()

    @callback
    def stop(self) -> None:
        """Look at nothing any more."""
        self._running.close()

    @callback
    def _heard(self, event: SensorEvent) -> None:
        self.threats.heard(event)

    @callback
    def _closed(self, sensor: str) -> None:
        self.watch_keeper.closed(sensor)
