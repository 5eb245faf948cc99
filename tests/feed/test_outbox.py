"""What waits is merged, never swapped, and never at the cost of a red."""

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import example, given, strategies as st

from custom_components.tuya_twin.core.facts import StatusUpdate
from custom_components.tuya_twin.core.house import House, OwnStatus, entering
from custom_components.tuya_twin.core.model import HOUSE, Status, Zone
from custom_components.tuya_twin.core.wire import Payload, status_update
from custom_components.tuya_twin.feed.messages import Message
from custom_components.tuya_twin.feed.outbox import Outbox, StatusFlow

ZONES = (HOUSE, "Foyer", "LivingRoom")
AT = datetime(2026, 11, 26, tzinfo=UTC)
RED, YELLOW, GREEN = Status.RED_CRITICAL, Status.YELLOW_WARNING, Status.GREEN_SAFE

CLEARED_MEANWHILE = [(RED, "Foyer"), (GREEN, HOUSE), (YELLOW, HOUSE)]

changes = st.lists(st.tuples(st.sampled_from(Status), st.sampled_from(ZONES)), max_size=80)


def payload(seq: int, status: Status, zone: str) -> Payload:
    return status_update(StatusUpdate(status=status, zone=zone, epoch="e", seq=seq, at=AT))


def seqs(sent: list[Message]) -> list[int]:
    """The numbers of everything that was sent, those included that another stands for."""
    found: list[int] = []
    for message in sent:
        merged, seq = message.payload["merged"], message.payload["seq"]
        assert isinstance(merged, list)
        assert isinstance(seq, int)
        found += [*(number for number in merged if isinstance(number, int)), seq]
    return found


def shown(sent: list[Message]) -> House:
    """The house as somebody sees it who was sent this."""
    zones = tuple(Zone(id=zone, name=zone) for zone in ZONES[1:])
    house = House(id="h", name="H", zones=zones, devices=())
    for message in sent:
        own = OwnStatus(status=Status(str(message.payload["status"])))
        house = entering(house, str(message.payload["zone"]), own)
    return house


class Time:
    """Time by hand, and whatever is to be called when it comes."""

    def __init__(self) -> None:
        self.now = 0.0
        self._due: list[tuple[float, Callable[[], None]]] = []

    def monotonic(self) -> float:
        return self.now

    def later(self, seconds: float, call: Callable[[], None]) -> Callable[[], None]:
        due = (self.now + seconds, call)
        self._due.append(due)
        return lambda: self._due.remove(due) if due in self._due else None

    def move(self, seconds: float) -> None:
        self.now += seconds
        for due in [due for due in self._due if due[0] <= self.now]:
            self._due.remove(due)
            due[1]()

    @property
    def idle(self) -> bool:
        return not self._due


def flow(sent: list[Message], time: Time) -> StatusFlow:
    return StatusFlow(sent.append, monotonic=time.monotonic, later=time.later, statuses={})


@example(changes=CLEARED_MEANWHILE)
@given(changes=changes)
def test_of_what_waits_every_number_is_told_and_every_red_by_itself(
    changes: list[tuple[Status, str]],
) -> None:
    box, told = Outbox(), [payload(seq, *change) for seq, change in enumerate(changes, 1)]
    merged = sum(box.put(Message.of_status(each)) for each in told)
    sent = list(box.take())

    assert sorted(seqs(sent)) == list(range(1, len(changes) + 1))
    assert len(sent) + merged == len(changes)
    numbers = [int(str(message.payload["seq"])) for message in sent]
    assert numbers == sorted(numbers)
    reds = [each["seq"] for each in told if each["status"] == RED]
    assert [message.payload["seq"] for message in sent if message.payload["status"] == RED] == reds
    everything = [Message.of_status(each) for each in told]
    assert [shown(sent).shown(zone) for zone in ZONES] == [
        shown(everything).shown(zone) for zone in ZONES
    ]


@given(changes=changes, pauses=st.lists(st.sampled_from([0, 0, 0, 0.05, 0.1, 1]), max_size=80))
def test_a_burst_is_merged_in_order_and_a_rise_never_waits(
    changes: list[tuple[Status, str]], pauses: list[float]
) -> None:
    sent: list[Message] = []
    time = Time()
    through = flow(sent, time)
    known = dict.fromkeys(ZONES, GREEN)
    for seq, (status, zone) in enumerate(changes, 1):
        through.put(payload(seq, status, zone))
        if status is RED or status.severity > known[zone].severity:
            assert sent[-1].payload["seq"] == seq
        if zone == HOUSE and status is GREEN:
            known = dict.fromkeys(ZONES, GREEN)
        known[zone] = status
        time.move(pauses[seq] if seq < len(pauses) else 0)
    time.move(StatusFlow.HOLD)

    assert time.idle
    # Those that another stands for come with it; the order is that of the numbers all the same.
    own = [int(str(message.payload["seq"])) for message in sent]
    assert own == sorted(own)
    assert sorted(seqs(sent)) == list(range(1, len(changes) + 1))
    assert through.merged == len(changes) - len(sent)
    reds = [seq for seq, (status, _) in enumerate(changes, 1) if status is RED]
    assert [message.payload["seq"] for message in sent if message.payload["status"] == RED] == reds


def test_a_few_changes_are_not_held_at_all() -> None:
    sent: list[Message] = []
    through = flow(sent, Time())
    for seq in range(1, StatusFlow.AT_ONCE + 1):
        through.put(payload(seq, GREEN, "Foyer"))

    assert len(sent) == StatusFlow.AT_ONCE


def test_what_comes_too_fast_is_told_a_moment_later_as_one() -> None:
    sent: list[Message] = []
    time = Time()
    through = flow(sent, time)
    for seq in range(1, StatusFlow.AT_ONCE + 11):
        through.put(payload(seq, GREEN, "Foyer"))
    assert len(sent) == StatusFlow.AT_ONCE
    time.move(StatusFlow.HOLD)

    assert len(sent) == StatusFlow.AT_ONCE + 1
    assert sent[-1].payload["merged"] == list(range(21, 30))
    assert sent[-1].payload["seq"] == 30


def test_what_has_nothing_to_do_with_status_is_merged_without_numbers() -> None:
    box = Outbox()
    box.put(Message("device_update", {"id": "lamp", "on": True}, key=("device_update", "lamp")))
    box.put(Message("note", {}))
    box.put(Message("device_update", {"id": "lamp", "on": False}, key=("device_update", "lamp")))

    assert [(each.name, each.payload) for each in box.take()] == [
        ("note", {}),
        ("device_update", {"id": "lamp", "on": False}),
    ]
