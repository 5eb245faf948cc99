"""The soak's own parts: what it draws by lot, and whether it would see what is wrong."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from scripts.lib.soak.plan import (
    APART,
    FAULTS,
    LAST_KILL,
    MANNERS,
    Away,
    Happening,
    Kill,
    Reload,
    Sizes,
    Trouble,
    draw,
)
from scripts.lib.soak.stream import (
    HOUSE,
    Change,
    Connected,
    Defect,
    Snapshot,
    Told,
    Update,
    Wrong,
    check,
)
from scripts.lib.soak.view import View
from scripts.lib.soak.vitals import Vitals, slope

EPOCH, OTHER = "epoch", "another epoch"
SIZES = Sizes(devices=[*DeviceKind] * 3, screens=4, zones=["Foyer", "Study"])
seeds = st.integers(min_value=0, max_value=2**32)
spans = st.floats(min_value=5, max_value=200)


def lasting(plan: tuple[Happening, ...]) -> list[Trouble | Away]:
    return [each for each in plan if isinstance(each, Trouble | Away)]


# What is drawn ------------------------------------------------------------------------------


@given(seeds, spans)
def test_the_same_seed_draws_the_same_plan_in_order_and_within_its_time(
    seed: int, seconds: float
) -> None:
    plan = draw(seed, seconds, SIZES)

    assert plan == draw(seed, seconds, SIZES)
    moments = [each.at for each in plan]
    assert moments == sorted(moments)
    assert all(0 <= at < seconds for at in moments)
    assert all(each.at + each.seconds <= seconds + 1e-6 for each in lasting(plan))


@given(seeds, spans)
def test_nothing_ails_in_two_ways_at_once(seed: int, seconds: float) -> None:
    over: dict[tuple[type, int], float] = {}
    for each in lasting(draw(seed, seconds, SIZES)):
        who = (type(each), each.device if isinstance(each, Trouble) else each.screen)
        assert over.get(who, 0.0) <= each.at
        over[who] = each.at + each.seconds


@given(seeds, spans)
def test_somebody_is_killed_once_at_least_but_not_in_the_last_life(
    seed: int, seconds: float
) -> None:
    plan = draw(seed, seconds, SIZES)
    kills = [each.at for each in plan if isinstance(each, Kill)]
    upheavals = sorted(each.at for each in plan if isinstance(each, Kill | Reload))

    assert kills
    assert max(kills) <= seconds * LAST_KILL
    assert all(b - a >= APART for a, b in pairwise(upheavals))


def test_in_ten_minutes_every_fault_and_every_bad_manner_comes_about() -> None:
    plan = draw(8, 600, Sizes(devices=[DeviceKind.BULB] * 20, screens=20, zones=["Foyer"]))

    suffered = {each.what for each in plan if isinstance(each, Trouble)}
    assert suffered == {*(fault.value for fault in FAULTS), *MANNERS}


# What a screen was told ---------------------------------------------------------------------


def change(seq: int, zone: str = "Foyer", epoch: str = EPOCH) -> Change:
    status = ("GREEN_SAFE", "RED_CRITICAL")[seq % 2]
    return Change(epoch=epoch, seq=seq, zone=zone, status=status)


def told(seq: int, *merged: int, zone: str = "Foyer") -> Update:
    return Update(change=change(seq, zone), merged=merged)


def shown(seq: int, epoch: str = EPOCH) -> Snapshot:
    return Snapshot(epoch=epoch, seq=seq)


def wrong(log: list[Told], *, until: int, zones: frozenset[str] | None = None) -> list[Wrong]:
    record = [change(seq) for seq in range(1, until + 1)]
    return [defect.wrong for defect in check(log, record, zones)]


@pytest.mark.parametrize(
    "log",
    [
        pytest.param([Connected(), shown(0), told(1), told(2), told(3)], id="all, one by one"),
        pytest.param([Connected(), shown(2), told(3)], id="it came late"),
        pytest.param([Connected(), shown(0), told(3, 1, 2)], id="merged"),
        pytest.param([Connected(), shown(0), told(2), told(3, 1)], id="merged across another"),
        pytest.param([Connected(), shown(1), Connected(), told(2), told(3)], id="it resumed"),
        pytest.param([Connected(), shown(1), Connected(), shown(3)], id="it could not resume"),
        pytest.param([Connected(), shown(0), told(1), told(2), told(3), shown(3)], id="retold"),
        pytest.param([Connected(), shown(9, OTHER), Connected(), shown(3)], id="another record"),
    ],
)
def test_a_stream_that_is_whole_passes(log: list[Told]) -> None:
    assert wrong(log, until=3) == []


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([shown(0), told(1), told(3)], [Wrong.LOST], id="one is left out"),
        pytest.param([shown(0), told(1), told(2)], [Wrong.LOST], id="the last is left out"),
        pytest.param(
            [shown(0), told(1), told(3), shown(3)], [Wrong.LOST], id="hidden by a snapshot"
        ),
        pytest.param([shown(0), told(1), shown(3)], [Wrong.LOST] * 2, id="told by a snapshot only"),
        pytest.param([shown(1), Connected(), told(3)], [Wrong.LOST], id="a hole after a return"),
        pytest.param(
            [shown(0), told(2), Connected(), told(3)], [Wrong.PASSED_OVER], id="it went with a line"
        ),
        pytest.param(
            [shown(0), told(1), told(3), Connected()], [Wrong.LOST], id="nor did it come later"
        ),
        pytest.param([shown(1), told(2), told(2), told(3)], [Wrong.TWICE], id="doubled"),
        pytest.param([shown(1), told(2), told(3, 2)], [Wrong.TWICE], id="merged and told"),
        pytest.param([shown(2), told(2), told(3)], [Wrong.TWICE], id="told after it was shown"),
        pytest.param([shown(0), told(2), told(1), told(3)], [Wrong.OUT_OF_ORDER], id="swapped"),
        pytest.param(
            [shown(0), told(1), told(2, 3)], [Wrong.OUT_OF_ORDER], id="a later one merged"
        ),
        pytest.param([shown(3), told(4)], [Wrong.INVENTED], id="more than happened"),
        pytest.param([shown(2), told(3, zone="Study")], [Wrong.INVENTED], id="something else"),
        pytest.param([told(1), shown(3)], [Wrong.UNASKED], id="before it knew of the house"),
        pytest.param([shown(3), Connected(), shown(1), told(2), told(3)], None, id="back in time"),
    ],
)
def test_a_stream_that_is_not_whole_is_found_out(
    log: list[Told], expected: list[Wrong] | None
) -> None:
    found = wrong([Connected(), *log], until=3)

    assert found == expected if expected is not None else Wrong.BACK_IN_TIME in found


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.data())
def test_whatever_one_event_is_lost_doubled_or_swapped_it_is_found_out(
    breaks: list[bool], data: st.DataObject
) -> None:
    log: list[Told] = [Connected(), shown(0)]
    for seq, broke in enumerate(breaks, start=1):
        log += [*([Connected()] if broke else []), told(seq)]
    updates = [at for at, each in enumerate(log) if isinstance(each, Update)]
    at = data.draw(st.sampled_from(updates))
    known = len(breaks)
    # A change in a zone of its own, so that no newer word makes up for it.
    alone = replace(change(at), seq=known + 1, zone="Study")
    record = [*(change(seq) for seq in range(1, known + 1)), alone]
    whole = [*log, Update(change=alone)]

    assert check(whole, record) == []
    assert kinds([*whole[:at], *whole[at + 1 :]], record) & {Wrong.LOST, Wrong.PASSED_OVER}
    assert Wrong.TWICE in kinds([*whole[: at + 1], *whole[at:]], record)
    assert kinds([*whole[:at], whole[-1], *whole[at:-1]], record)


def kinds(log: list[Told], record: list[Change]) -> set[Wrong]:
    return {defect.wrong for defect in check(log, record)}


def test_a_screen_of_one_zone_hears_of_that_and_of_the_house_and_nothing_else() -> None:
    record = [change(1), change(2, "Study"), change(3, HOUSE)]
    mine: list[Told] = [Connected(), shown(0), told(1), told(3, zone=HOUSE)]
    more: list[Told] = [Connected(), shown(0), told(1), told(2, zone="Study"), told(3, zone=HOUSE)]

    assert check(mine, record, frozenset({"Foyer"})) == []
    assert check(more, record, frozenset({"Foyer"})) == [
        Defect(wrong=Wrong.UNASKED, epoch=EPOCH, seq=2)
    ]
    assert check(mine, record) == [Defect(wrong=Wrong.LOST, epoch=EPOCH, seq=2)]


def test_a_screen_that_stays_in_another_epoch_is_told_nothing_of_this_one_unasked() -> None:
    assert wrong([Connected(), shown(3, OTHER), told(3)], until=3) == [Wrong.UNASKED]


# What a screen would draw -------------------------------------------------------------------

SNAPSHOT = {
    "house": {"status": "RED_CRITICAL"},
    "zones": [{"id": "Foyer", "status": "YELLOW_WARNING"}],
    "devices": [{"id": "lamp", "reachable": True}],
    "incident": {"id": "one"},
}


def seen(*events: tuple[str, dict[str, object]]) -> View:
    view = View()
    view.take("snapshot", SNAPSHOT)
    for event, payload in events:
        view.take(event, payload)
    return view


def test_green_on_the_house_clears_every_zone() -> None:
    view = seen(("status_update", {"zone": HOUSE, "status": "GREEN_SAFE"}))

    assert view.statuses == {HOUSE: "GREEN_SAFE", "Foyer": "GREEN_SAFE"}


@pytest.mark.parametrize(
    ("event", "payload", "differs"),
    [
        ("status_update", {"zone": "Foyer", "status": "RED_CRITICAL"}, "Foyer"),
        ("device_update", {"id": "lamp", "reachable": False}, "lamp"),
        ("incident_update", {"incident": None}, "incident"),
    ],
)
def test_a_screen_that_missed_an_event_draws_another_house(
    event: str, payload: dict[str, object], differs: str
) -> None:
    assert seen().differences(seen((event, payload))) == [differs]
    assert seen((event, payload)).differences(seen((event, payload))) == []


def test_a_run_that_goes_back_is_counted_but_not_after_a_return() -> None:
    view = seen()
    for revision in (1, 2, 1):
        view.take("run_update", {"id": "run", "revision": revision})
    view.reconnected()
    view.take("run_update", {"id": "run", "revision": 0})

    assert view.steps_back == 1


# How memory goes ----------------------------------------------------------------------------


def vitals(at: float, memory: float) -> Vitals:
    return Vitals(at=at, memory=memory, threads=1, files=1, sockets=0)


def test_the_slope_is_that_of_all_samples_by_the_minute() -> None:
    grown = [vitals(at, 100 + at / 30 + (-1) ** at) for at in range(120)]

    assert slope(grown) == pytest.approx(2, abs=0.1)
    assert slope(grown[:1]) == 0
