"""An order is done when the device reports so, and never sooner; every other end has its error."""

from dataclasses import dataclass, field, replace
from itertools import pairwise

from hypothesis import given, strategies as st

from custom_components.tuya_twin.core.errors import (
    DeviceError,
    JammedError,
    LinkClosedError,
    RejectedError,
    SupersededError,
)
from custom_components.tuya_twin.core.model import (
    BulbCommand,
    BulbMode,
    Command,
    DeviceKind,
    LockCommand,
    SirenCommand,
)
from custom_components.tuya_twin.devices.orders import (
    MOST_QUIET_SECONDS,
    QUIET_SECONDS,
    Order,
    Orders,
)
from custom_components.tuya_twin.devices.profiles import PROFILES, Ask, Dps, DpValue

type Ending = DeviceError | None

RED = BulbCommand(on=True, mode=BulbMode.COLOUR, hue=0)
RED_DPS: Dps = {"20": True, "21": "colour", "24": "000003e803e8"}
OFF = BulbCommand(on=False)
JAM: Dps = {"21": "tongue_not_out"}


@dataclass
class Told:
    """An order, and what its owner was told about it."""

    order: Order = field(init=False)
    sent: int = 0
    endings: list[Ending] = field(default_factory=list)

    def on_sent(self) -> None:
        self.sent += 1


def told(command: Command, kind: DeviceKind = DeviceKind.BULB) -> Told:
    owner = Told()
    owner.order = Order(
        ask=PROFILES[kind].encode(command), on_sent=owner.on_sent, on_done=owner.endings.append
    )
    return owner


def orders_for(kind: DeviceKind = DeviceKind.BULB) -> Orders:
    return Orders(PROFILES[kind].trouble)


def sent(
    orders: Orders,
    command: Command = RED,
    kind: DeviceKind = DeviceKind.BULB,
    *,
    known: Dps | None = None,
    now: float = 0.0,
) -> Told:
    """An order that is on the wire."""
    owner = told(command, kind)
    orders.put(owner.order)
    orders.sent(owner.order, known or {}, now)
    return owner


def the_error(owner: Told) -> type[object]:
    """What kind of error the one end of an order was."""
    (ending,) = owner.endings
    return type(ending)


# Proof --------------------------------------------------------------------------------------


def test_an_order_is_open_until_it_is_proven() -> None:
    orders = orders_for()
    red = sent(orders)
    assert orders

    orders.report(RED_DPS)

    assert red.endings == [None]
    assert not orders


def test_who_ordered_is_told_when_it_is_on_the_wire() -> None:
    assert sent(orders_for()).sent == 1


def test_a_report_before_sending_proves_nothing() -> None:
    orders = orders_for()
    red = told(RED)
    orders.put(red.order)

    orders.report(RED_DPS)
    orders.sent(red.order, RED_DPS, 0.0)

    assert red.endings == []


def test_what_is_known_proves_nothing() -> None:
    assert sent(orders_for(), known=RED_DPS).endings == []


@given(st.sets(st.sampled_from(sorted(RED_DPS)), max_size=2))
def test_a_report_of_a_part_proves_nothing(part: set[str]) -> None:
    orders = orders_for()
    red = sent(orders)

    orders.report({number: RED_DPS[number] for number in part})

    assert red.endings == []


@given(st.permutations(sorted(RED_DPS)))
def test_parts_in_any_order_prove_the_whole(parts: list[str]) -> None:
    orders = orders_for()
    red = sent(orders)

    for number in parts:
        assert red.endings == []
        orders.report({number: RED_DPS[number]})

    assert red.endings == [None]


@given(
    st.dictionaries(
        st.sampled_from([*RED_DPS, "22", "26"]), st.sampled_from([True, False, "colour", 1000, ""])
    )
)
def test_a_report_of_anything_else_proves_nothing(dps: dict[str, DpValue]) -> None:
    orders = orders_for()
    red = sent(orders)

    orders.report(dps)

    assert red.endings == []


def test_what_was_as_asked_and_is_not_any_more_is_no_proof() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.report({"20": True, "21": "colour"})
    orders.report({"20": False})
    orders.report({"24": "000003e803e8"})
    assert red.endings == []

    orders.report({"20": True})
    assert red.endings == [None]


def test_other_data_points_do_not_matter() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.report({**RED_DPS, "22": 10, "99": "new"})

    assert red.endings == [None]


def test_one_report_can_prove_two_orders() -> None:
    orders = orders_for()
    silence = sent(orders, SirenCommand(on=False), DeviceKind.SIREN)
    lock = sent(orders, LockCommand(lock=True), DeviceKind.LOCK)

    orders.report({"13": False, "47": False})

    assert (silence.endings, lock.endings) == ([None], [None])


def test_the_word_for_a_lock_is_no_proof_but_its_bolt_is() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = sent(orders, LockCommand(lock=True), DeviceKind.LOCK)

    orders.report({"46": True})
    assert lock.endings == []

    orders.report({"47": False})
    assert lock.endings == [None]


# Other ends ---------------------------------------------------------------------------------


def test_a_newer_order_for_the_same_data_points_takes_the_place() -> None:
    orders = orders_for()
    red, off = told(RED), told(OFF)

    orders.put(red.order)
    orders.put(off.order)

    assert the_error(red) is SupersededError
    assert off.endings == []
    assert orders.unsent() == [off.order]


def test_a_newer_order_takes_the_place_of_one_on_the_wire_too() -> None:
    orders = orders_for()
    red, off = sent(orders), told(OFF)

    orders.put(off.order)

    assert the_error(red) is SupersededError
    assert orders.unsent() == [off.order]


def test_an_order_for_other_data_points_goes_beside() -> None:
    orders = orders_for(DeviceKind.SIREN)
    first = told(SirenCommand(on=False), DeviceKind.SIREN)
    second = told(LockCommand(lock=True), DeviceKind.LOCK)

    orders.put(first.order)
    orders.put(second.order)

    assert first.endings == []
    assert orders.unsent() == [second.order, first.order]


def test_a_report_for_a_superseded_order_is_no_proof_for_the_newer() -> None:
    orders = orders_for()
    sent(orders)
    off = sent(orders, OFF)

    orders.report(RED_DPS)
    assert off.endings == []

    orders.report({"20": False})
    assert off.endings == [None]


def test_a_refusal_counts_for_what_is_on_the_wire() -> None:
    orders = orders_for()
    red = sent(orders)
    later = told(LockCommand(lock=True), DeviceKind.LOCK)
    orders.put(later.order)

    orders.refused()

    assert the_error(red) is RejectedError
    assert later.endings == []


def test_trouble_ends_an_order_at_once() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = sent(orders, LockCommand(lock=True), DeviceKind.LOCK, known={"21": "normal"})

    orders.report(JAM)

    assert the_error(lock) is JammedError


def test_trouble_before_sending_is_not_this_orders() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = told(LockCommand(lock=True), DeviceKind.LOCK)
    orders.put(lock.order)

    orders.report(JAM)

    assert lock.endings == []


def test_trouble_that_was_known_before_is_not_this_orders() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = sent(orders, LockCommand(lock=True), DeviceKind.LOCK, known=JAM)

    orders.report({**JAM, "47": True})
    assert lock.endings == []

    orders.report({"21": "normal", "47": False})
    assert lock.endings == [None]


def test_a_report_with_proof_and_trouble_is_proof() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = sent(orders, LockCommand(lock=True), DeviceKind.LOCK)

    orders.report({**JAM, "47": False})

    assert lock.endings == [None]


def test_an_order_withdrawn_hears_nothing_more() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.withdraw(red.order)
    orders.report(RED_DPS)

    assert red.endings == []
    assert not orders


def test_an_order_that_is_done_can_be_withdrawn() -> None:
    orders = orders_for()
    red = sent(orders)
    orders.report(RED_DPS)

    orders.withdraw(red.order)

    assert red.endings == [None]


def test_closing_ends_whatever_is_open() -> None:
    orders = orders_for()
    red, lock = sent(orders), told(LockCommand(lock=True), DeviceKind.LOCK)
    orders.put(lock.order)

    orders.close(LinkClosedError())

    assert (the_error(red), the_error(lock)) == (LinkClosedError, LinkClosedError)
    assert not orders


# After a lost connection --------------------------------------------------------------------


def test_what_was_on_the_wire_of_a_lost_connection_is_sent_again() -> None:
    orders = orders_for()
    red = sent(orders)
    assert orders.unsent() == []

    orders.connection_lost()
    assert orders.unsent() == []
    orders.report({"20": False})
    assert orders.unsent() == [red.order]

    orders.sent(red.order, {}, 9.0)
    assert red.sent == 2
    assert orders.unsent() == []


def test_what_was_carried_out_before_the_connection_was_lost_is_not_sent_again() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.connection_lost()
    orders.report(RED_DPS)

    assert red.endings == [None]


def test_what_must_not_happen_twice_is_not_sent_again() -> None:
    orders = orders_for()
    pulse = told(RED)
    pulse.order.ask = replace(pulse.order.ask, repeats=False)
    orders.put(pulse.order)
    orders.sent(pulse.order, {}, 0.0)

    orders.connection_lost()
    orders.report({"20": False})

    assert orders.unsent() == []
    assert orders


def test_what_a_device_does_only_in_part_is_sent_point_by_point() -> None:
    orders = orders_for()
    red = sent(orders)
    for asked_at in (0.25, 0.5, 1.0):
        assert orders.unsent() == []
        orders.asked(asked_at)
    orders.report({"20": True, "21": "white"})

    assert orders.unsent() == [red.order]
    assert red.order.frames() == [{number: value} for number, value in RED_DPS.items()]


def test_nothing_is_asked_for_what_is_on_no_wire() -> None:
    orders = orders_for()
    sent(orders)

    orders.connection_lost()

    assert orders.next_question() is None


def test_what_was_reported_before_sending_again_is_forgotten() -> None:
    orders = orders_for()
    red = sent(orders)
    orders.report({"20": True, "21": "colour"})

    orders.connection_lost()
    orders.sent(red.order, {}, 9.0)
    orders.report({"24": "000003e803e8"})

    assert red.endings == []


def test_a_report_of_other_things_decides_nothing_about_what_was_on_the_wire() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.connection_lost()
    orders.connected()
    orders.report({"26": 0, "20": True})

    assert (red.endings, orders.unsent()) == ([], [])
    assert orders.next_question() == 0.0
    orders.report({"24": "00f003e803e8"})
    assert orders.unsent() == [red.order]


def test_a_refusal_is_none_of_what_was_on_the_wire_of_another_connection() -> None:
    orders = orders_for()
    red = sent(orders)

    orders.connection_lost()
    orders.connected()
    orders.refused()

    assert red.endings == []


# After a restart ----------------------------------------------------------------------------


def resumed(orders: Orders, command: Command = RED, *, repeats: bool = True) -> Told:
    """An order that may have been carried out before a restart."""
    kind = DeviceKind.LOCK if isinstance(command, LockCommand) else DeviceKind.BULB
    owner = told(command, kind)
    owner.order.ask = replace(owner.order.ask, repeats=repeats)
    owner.order.resume()
    orders.put(owner.order)
    return owner


def test_what_was_done_before_a_restart_is_proven_by_the_first_report_and_not_sent() -> None:
    orders = orders_for()
    red = resumed(orders)
    orders.connected()
    assert orders.unsent() == []

    orders.report({**RED_DPS, "22": 1000})

    assert (red.endings, red.sent) == ([None], 0)


@given(st.sampled_from(sorted(RED_DPS)))
def test_what_was_not_done_before_a_restart_is_sent_after_the_first_report(point: str) -> None:
    orders = orders_for()
    red = resumed(orders)
    orders.connected()

    orders.report({**RED_DPS, point: "other"})
    assert orders.unsent() == [red.order]

    orders.sent(red.order, {}, 1.0)
    orders.report(RED_DPS)
    assert (red.endings, red.sent) == ([None], 1)


def test_a_device_that_is_connected_is_asked_at_once_about_what_was_before_the_restart() -> None:
    orders = orders_for()
    orders.connected()
    resumed(orders)

    assert orders.next_question() == 0.0


def test_a_device_that_connects_tells_of_itself_what_became_of_the_restart() -> None:
    orders = orders_for()
    resumed(orders)
    orders.connected()

    assert orders.next_question() is None


def test_what_a_device_never_tells_of_is_sent_after_it_was_asked_twice() -> None:
    orders = orders_for()
    orders.connected()
    red = resumed(orders)
    for now in (0.0, 0.25):
        orders.report({"26": 0})
        assert orders.unsent() == []
        orders.asked(now)

    orders.report({"26": 0})

    assert orders.unsent() == [red.order]


def test_what_must_not_happen_twice_is_not_sent_after_a_restart_but_asked_about() -> None:
    orders = orders_for()
    pulse = resumed(orders, repeats=False)
    orders.connected()

    for now in (0.0, 0.25, 0.75, 1.75):
        orders.report({"20": False})
        assert orders.unsent() == []
        assert orders.next_question() == now
        orders.asked(now)
    orders.report(RED_DPS)

    assert (pulse.endings, pulse.sent) == ([None], 0)


def test_what_was_wrong_with_a_lock_before_the_restart_does_not_keep_it_from_being_told() -> None:
    orders = orders_for(DeviceKind.LOCK)
    lock = resumed(orders, LockCommand(lock=True))

    orders.report({**JAM, "47": True})

    assert (lock.endings, orders.unsent()) == ([], [lock.order])


# Only asked ---------------------------------------------------------------------------------


def asking(orders: Orders) -> Told:
    """An order that writes nothing."""
    owner = Told()
    owner.order = Order(
        ask=Ask(writes={}, proof={}), on_sent=owner.on_sent, on_done=owner.endings.append
    )
    orders.put(owner.order)
    return owner


def test_an_order_that_only_asks_writes_nothing_asks_at_once_and_takes_any_report() -> None:
    orders = orders_for()
    orders.connected()
    question = asking(orders)
    orders.report(RED_DPS)
    assert question.endings == []

    assert question.order.frames() == []
    orders.sent(question.order, RED_DPS, 7.0)
    assert orders.next_question() == 7.0
    orders.report({"26": 0})

    assert question.endings == [None]


def test_an_order_that_only_asks_takes_no_place_and_cannot_be_refused() -> None:
    orders = orders_for()
    red, question, off = sent(orders), asking(orders), told(OFF)
    orders.sent(question.order, {}, 0.0)

    orders.put(off.order)
    orders.refused()

    assert the_error(red) is SupersededError
    assert (question.endings, off.endings) == ([], [])


def test_an_order_that_only_asks_outlives_a_connection() -> None:
    orders = orders_for()
    question = asking(orders)
    orders.sent(question.order, {}, 0.0)

    orders.connection_lost()
    orders.connected()
    orders.report({"20": False})

    assert question.endings == [None]


# Asking -------------------------------------------------------------------------------------


def test_a_device_that_has_nothing_to_do_is_not_asked() -> None:
    assert orders_for().next_question() is None


def test_an_order_that_is_not_sent_is_not_asked_about() -> None:
    orders = orders_for()
    orders.put(told(RED).order)

    assert orders.next_question() is None


def test_a_device_has_a_moment_to_report_by_itself() -> None:
    orders = orders_for()
    sent(orders, known={"20": False, "21": "white", "24": "00f003e803e8"}, now=10.0)

    assert orders.next_question() == 10.0 + QUIET_SECONDS == 10.25


@given(st.dictionaries(st.sampled_from(sorted(RED_DPS)), st.just("other"), max_size=2))
def test_a_device_that_will_not_repeat_itself_is_asked_at_once(other: dict[str, DpValue]) -> None:
    orders = orders_for()
    sent(orders, known={**RED_DPS, **other}, now=10.0)

    assert orders.next_question() == 10.0


def test_the_pauses_between_questions_double_up_to_a_limit() -> None:
    orders = orders_for()
    sent(orders, known=RED_DPS, now=0.0)
    questions = []
    for _ in range(8):
        now = orders.next_question()
        assert now is not None
        questions.append(now)
        orders.asked(now)

    pauses = [later - earlier for earlier, later in pairwise(questions)]
    assert pauses == [0.25, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0]
    assert max(pauses) == MOST_QUIET_SECONDS


def test_a_question_before_its_time_postpones_nothing() -> None:
    orders = orders_for()
    sent(orders, now=0.0)

    orders.asked(0.1)

    assert orders.next_question() == 0.25


def test_the_next_question_is_the_first_that_is_due() -> None:
    orders = orders_for()
    sent(orders, now=5.0)
    sent(orders, LockCommand(lock=True), DeviceKind.LOCK, now=4.0)

    assert orders.next_question() == 4.25


def test_an_order_sent_again_is_asked_about_as_soon_as_a_new_one() -> None:
    orders = orders_for()
    red = sent(orders, now=0.0)
    for now in (1.0, 2.0, 3.0):
        orders.asked(now)

    orders.connection_lost()
    orders.sent(red.order, {}, 100.0)
    orders.asked(100.25)

    assert orders.next_question() == 100.5
