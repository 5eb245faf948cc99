"""What the feed has done, in Prometheus' words; put together when somebody asks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, override

from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_EVENTS: Final = (0, 1, 3, 10, 30, 100, 300, 1000)


class Measures:
    """What is counted as it happens; the rest is read when somebody asks."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.registry = CollectorRegistry(auto_describe=False)
        self.events: Counter[str] = Counter()
        """What was sent to all, by event."""
        self.delivered = 0
        """To clients that have gone."""
        self.merged = 0
        """For clients that have gone."""
        self.refused: Counter[str] = Counter()
        """Whose CONNECT was refused, by reason."""
        self.dismissed: Counter[str] = Counter()
        """Who was sent away, by reason."""
        self.admitted = 0
        self._sent = self._histogram(
            "sent", "From a change of status to the moment it is sent to all screens", _SECONDS
        )
        self._seen = self._histogram(
            "seen", "From a change of status to a screen's word that it has shown it", _SECONDS
        )
        self._replayed = Histogram(
            "tuya_twin_replayed_events",
            "How many events a returning screen was sent, by what it showed of itself",
            ("by",),
            buckets=_EVENTS,
            registry=self.registry,
        )

    def broadcast(self, after: timedelta) -> None:
        """A change of status was sent."""
        self._sent.observe(max(0.0, after.total_seconds()))

    def seen(self, after: timedelta) -> None:
        """A change of status was seen."""
        self._seen.observe(max(0.0, after.total_seconds()))

    def replayed(self, count: int) -> None:
        """A returning screen was sent so many changes from the record."""
        self._replayed.labels("resume").observe(count)

    def recovered(self, count: int) -> None:
        """A returning screen's session was recovered with so many events."""
        self._replayed.labels("recovery").observe(count)

    def _histogram(self, name: str, words: str, buckets: Iterable[float]) -> Histogram:
        return Histogram(
            f"tuya_twin_status_{name}_seconds",
            words,
            buckets=tuple(buckets),
            registry=self.registry,
        )


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How the feed stands at one moment."""

    clients: Mapping[str, int]
    """By household."""
    lines: int
    """Connections, those that were not let in yet included."""
    events: Mapping[str, int]
    delivered: int
    merged: int
    waiting: int
    """Events that are held back for clients that are slow."""
    admitted: int
    refused: Mapping[str, int]
    faults: Mapping[str, int]
    dismissed: Mapping[str, int]
    turned_away: int


class FeedCollector(Collector):
    """Makes Prometheus' metrics of the feed's figures."""

    def __init__(self, figures: Callable[[], Figures]) -> None:
        """Ask `figures` on each scrape."""
        self._figures = figures

    @override
    def collect(self) -> Iterator[Metric]:
        now = self._figures()
        yield _gauge("clients", "Screens that are connected and let in", "household", now.clients)
        yield GaugeMetricFamily(
            "tuya_twin_connections", "Connections, let in or not", value=now.lines
        )
        yield GaugeMetricFamily(
            "tuya_twin_events_waiting", "Events held back for slow screens", value=now.waiting
        )
        yield _counter("events", "Events sent to all screens", "event", now.events)
        yield CounterMetricFamily("tuya_twin_deliveries", "Events sent", value=now.delivered)
        yield CounterMetricFamily(
            "tuya_twin_events_merged", "Events sent as part of a later one", value=now.merged
        )
        yield CounterMetricFamily("tuya_twin_admitted", "Screens let in", value=now.admitted)
        yield CounterMetricFamily(
            "tuya_twin_turned_away", "Connections there was no room for", value=now.turned_away
        )
        yield _counter("refused", "Screens not let in", "reason", now.refused)
        yield _counter("faults", "Connections closed for breaking a rule", "rule", now.faults)
        yield _counter("dismissed", "Screens sent away", "reason", now.dismissed)


def exposition(measures: Measures) -> bytes:
    """All of it in Prometheus' text format."""
    return generate_latest(measures.registry)


def _gauge(name: str, words: str, label: str, values: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(f"tuya_twin_{name}", words, labels=(label,))
    for value, count in values.items():
        family.add_metric((value,), count)
    return family


def _counter(name: str, words: str, label: str, values: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(f"tuya_twin_{name}", words, labels=(label,))
    for value, count in values.items():
        family.add_metric((value,), count)
    return family
