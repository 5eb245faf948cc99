"""What holds of the analyzer whatever it hears, by whatever rules."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.analysis import Analysis, Sensor
from custom_components.tuya_twin.core.analyzer import level
from custom_components.tuya_twin.core.assessment import Assessment, Bypassed, Watch, Why
from custom_components.tuya_twin.core.memory import (
    REMEMBERED,
    WAITING,
    Memory,
    forget,
    remember,
)
from custom_components.tuya_twin.core.model import Status
from custom_components.tuya_twin.core.rules import (
    MINUTES_OF_A_DAY,
    MOST_POINTS,
    SECONDS,
    WEIGHTS,
    Rules,
)
from custom_components.tuya_twin.core.signs import HAZARDS, Role, SensorEvent, WatchMode
from custom_components.tuya_twin.core.weighing import weight_of_hour
from tests.core.kit import FOYER, GREEN, LIVING_ROOM, RED, YELLOW
from tests.core.signs_kit import BERLIN, BY_NIGHT, Watched, reckoned

ZONES = (FOYER, LIVING_ROOM)
KEYS = ("one", "two", "three", "four")
PLACES = tuple(
    ZoneInfo(name)
    for name in (
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Chatham",
        "UTC",
    )
)
"""With clocks put forward by an hour or half of one, in March or October, or never."""

points = st.integers(0, MOST_POINTS)
minutes = st.integers(*MINUTES_OF_A_DAY)
factors = st.floats(*WEIGHTS)
seconds = st.integers(*SECONDS)


@st.composite
def all_rules(draw: st.DrawFn) -> Rules:
    """Any rules that are valid."""
    yellow_at = draw(st.integers(1, MOST_POINTS))
    within = draw(st.integers(SECONDS[0], SECONDS[1] - 1))
    return Rules(
        points=draw(st.dictionaries(st.sampled_from(Role), points)),
        followed=draw(points),
        within_seconds=within,
        night_from=draw(minutes),
        night_until=draw(minutes),
        night_weight=draw(factors),
        day_weight=draw(factors),
        yellow_at=yellow_at,
        red_at=draw(st.integers(yellow_at + 1, 2 * MOST_POINTS)),
        margin=draw(points),
        memory_seconds=draw(st.integers(within + 1, SECONDS[1])),
        group_seconds=draw(seconds),
        calm_seconds=draw(seconds),
    )


sensors = st.builds(
    Sensor,
    entity=st.sampled_from(KEYS),
    role=st.sampled_from(Role),
    zone=st.sampled_from(ZONES),
    modes=st.lists(st.sampled_from(WatchMode), max_size=2).map(tuple),
    always=st.booleans(),
    group=st.sampled_from(["", "", "fence"]),
)
analyses = st.builds(
    Analysis,
    sensors=st.lists(sensors, max_size=4, unique_by=lambda each: each.entity).map(tuple),
    rules=all_rules(),
    zones=st.dictionaries(st.sampled_from(ZONES), all_rules(), max_size=1),
    grace_seconds=st.integers(0, 300),
)
# Most houses are watched, so that most signs count.
modes = st.sampled_from([WatchMode.AWAY, WatchMode.AWAY, WatchMode.NIGHT, WatchMode.OFF])
watches = st.builds(
    Watch,
    mode=modes,
    counts_from=st.none() | st.just(BY_NIGHT + timedelta(seconds=20)),
    bypassed=st.lists(
        st.builds(Bypassed, sensor=st.sampled_from(KEYS), name=st.just("Window")), max_size=1
    ).map(tuple),
)
signs = st.builds(
    SensorEvent,
    sensor=st.sampled_from(KEYS),
    entity_id=st.just("binary_sensor.any"),
    name=st.sampled_from(["Any", "Other"]),
    role=st.sampled_from(Role),
    zone=st.sampled_from(ZONES),
    # Within the time of a pair, within that of a memory, or after it; not always in order.
    at=(st.integers(0, 30) | st.integers(0, 7200)).map(
        lambda after: BY_NIGHT + timedelta(seconds=after)
    ),
)


class Unreadable(dict[str, int]):
    """Weights that cannot be looked up, so that the analysis fails."""

    def get(self, key: str, default: object = None) -> int:
        raise LookupError(key, default)


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A sign, and how the house is when it is heard."""

    event: SensorEvent
    watch: Watch
    weights: Mapping[str, int]
    distrusted: Mapping[str, Why]
    over: bool
    """Whether somebody says before that it is over in the sign's zone."""


moments = st.builds(
    Moment,
    event=signs,
    watch=watches,
    weights=st.dictionaries(st.sampled_from(KEYS), st.integers(0, 100), max_size=2)
    | st.just(Unreadable()),
    distrusted=st.dictionaries(
        st.sampled_from(KEYS), st.sampled_from([Why.DEAD, Why.FLAPPING]), max_size=1
    ),
    over=st.sampled_from([False, False, False, True]),
)
lives = st.lists(moments, min_size=1, max_size=10)


def pass_moment(house: Watched, moment: Moment) -> tuple[Memory, Assessment]:
    """What was remembered when the sign came, and what was made of it."""
    if moment.over:
        house.memory = forget(house.memory, moment.event.zone)
    before = house.memory
    house.watch = moment.watch
    house.weights, house.distrusted = moment.weights, moment.distrusted
    return before, house.takes(moment.event)


def stands(memory: Memory, analysis: Analysis, zone: str, at: datetime) -> Status:
    """The level of a zone at a moment."""
    found = memory.standing.get(zone)
    if found is None:
        return GREEN
    lasts = timedelta(seconds=analysis.rules_of(zone).memory_seconds)
    return found.status if at - found.at <= lasts else GREEN


# Levels -------------------------------------------------------------------------------------


@settings(max_examples=200, deadline=None)
@given(analyses, lives, st.integers(0, 3600))
def test_one_more_sign_of_danger_never_lowers_a_zone_nor_the_house(
    analysis: Analysis, life: list[Moment], later: int
) -> None:
    house = Watched(analysis=analysis)

    for moment in life:
        event = moment.event
        before, found = pass_moment(house, moment)
        if event.role is Role.UNLOCK:
            continue
        for at in (event.at, event.at + timedelta(seconds=later)):
            then = [stands(before, analysis, zone, at).severity for zone in ZONES]
            now = [stands(house.memory, analysis, zone, at).severity for zone in ZONES]
            assert all(after >= level for level, after in zip(then, now, strict=True))
            assert max(now) >= max(then)
        assert found.status.severity >= stands(before, analysis, event.zone, event.at).severity


@settings(max_examples=200, deadline=None)
@given(analyses, lives)
def test_what_is_found_lies_within_its_bounds_and_red_is_never_lowered(
    analysis: Analysis, life: list[Moment]
) -> None:
    house = Watched(analysis=analysis)

    for moment in life:
        _, found = pass_moment(house, moment)
        assert found.floor.severity <= found.status.severity <= found.ceiling.severity
        assert found.floor is RED or found.status is not RED
        assert found.grounds
        assert found.zone == moment.event.zone
        assert found.at == moment.event.at


@settings(max_examples=150, deadline=None)
@given(analyses, lives)
def test_a_fire_is_always_told_as_one_and_nothing_else_is(
    analysis: Analysis, life: list[Moment]
) -> None:
    house = Watched(analysis=analysis)
    burning = set()

    for moment in life:
        event = moment.event
        before, found = pass_moment(house, moment)
        standing = before.standing.get(event.zone)
        if event.role in HAZARDS:
            burning.add(event.zone)
            assert found.hazard
        if found.hazard:
            assert found.status is RED
            assert event.zone in burning
        elif standing is not None and standing.hazard:
            assert stands(before, analysis, event.zone, event.at) is GREEN


@settings(max_examples=150, deadline=None)
@given(analyses, lives)
def test_what_does_not_count_is_never_more_than_what_stands_and_changes_nothing_that_does(
    analysis: Analysis, life: list[Moment]
) -> None:
    house = Watched(analysis=analysis)

    for moment in life:
        event = moment.event
        before, found = pass_moment(house, moment)
        if not found.counts:
            assert found.status is stands(before, analysis, event.zone, event.at)
            assert found.floor is found.ceiling is found.status
            assert house.memory.standing == before.standing
            assert house.memory.recent == before.recent


@settings(max_examples=100, deadline=None)
@given(analyses, lives)
def test_the_same_signs_are_always_taken_for_the_same(
    analysis: Analysis, life: list[Moment]
) -> None:
    once, again = Watched(analysis=analysis), Watched(analysis=analysis)

    for moment in life:
        told_in_utc = replace(moment.event, at=moment.event.at.astimezone(UTC))
        first = pass_moment(once, moment)
        second = pass_moment(again, replace(moment, event=told_in_utc))
        assert first == second
    assert once.memory == again.memory


@settings(max_examples=100, deadline=None)
@given(analyses, lives)
def test_whoever_reckons_up_the_reasons_comes_to_the_score(
    analysis: Analysis, life: list[Moment]
) -> None:
    house = Watched(analysis=analysis)

    for moment in life:
        _, found = pass_moment(house, moment)
        assert found.score == pytest.approx(reckoned(found), abs=0.11)


# What is remembered -------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(analyses, lives)
def test_the_last_three_signs_are_remembered_in_the_order_of_time_and_none_twice(
    analysis: Analysis, life: list[Moment]
) -> None:
    house = Watched(analysis=analysis)
    heard = set()

    for moment in life:
        pass_moment(house, moment)
        heard.add(moment.event)
        for kept, most in ((house.memory.recent, REMEMBERED), (house.memory.waiting, WAITING)):
            assert len(kept) <= most
            assert list(kept) == sorted(kept, key=lambda each: each.at)
            assert len(set(kept)) == len(kept)
            assert set(kept) <= heard


@given(st.lists(signs, max_size=12))
def test_of_signs_that_come_in_any_order_the_latest_are_remembered(
    events: list[SensorEvent],
) -> None:
    recent: tuple[SensorEvent, ...] = ()
    for event in events:
        recent = remember(recent, event)

    latest = sorted(event.at for event in set(events))[-REMEMBERED:]
    assert [event.at for event in recent] == latest


# Thresholds ---------------------------------------------------------------------------------


@given(all_rules(), st.floats(0, 2000))
def test_a_score_is_of_the_level_whose_threshold_it_has_reached(rules: Rules, score: float) -> None:
    reached = (score >= rules.yellow_at) + (score >= rules.red_at)

    assert level(rules, score) is (GREEN, YELLOW, RED)[reached]


@given(all_rules())
def test_on_the_border_it_is_the_higher_level_and_just_below_the_lower(rules: Rules) -> None:
    assert level(rules, rules.yellow_at - 0.1) is GREEN
    assert level(rules, rules.yellow_at) is YELLOW
    assert level(rules, rules.red_at - 0.1) is YELLOW
    assert level(rules, rules.red_at) is RED


@given(all_rules(), st.floats(0, 2000), st.floats(0, 2000))
def test_more_points_are_never_a_lower_level(rules: Rules, one: float, other: float) -> None:
    lower, higher = sorted((one, other))

    assert level(rules, lower).severity <= level(rules, higher).severity


# The hour -----------------------------------------------------------------------------------


def by_the_clock(at: datetime, place: ZoneInfo) -> str:
    return f"{at.astimezone(place):%H:%M}"


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_minute_of_a_year_of_changing_clocks_weighs_as_the_clock_on_the_wall_says(
    place: ZoneInfo,
) -> None:
    """Every minute of the days about each change, and every hour of all others."""
    at, end = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    day = timedelta(days=1)
    while at < end:
        changes = (at - day).astimezone(place).utcoffset() != (at + day).astimezone(
            place
        ).utcoffset()
        clock = by_the_clock(at, place)
        night = clock >= "22:00" or clock < "06:00"
        expected = (Why.NIGHT, 1.5) if night else (Why.DAY, 0.7)
        assert weight_of_hour(Rules(), at, place) == expected
        at += timedelta(minutes=1 if changes else 60)


@pytest.mark.parametrize(
    ("begins", "night_minutes"),
    [
        (datetime(2026, 3, 28, 12, tzinfo=BERLIN), 7 * 60),
        (datetime(2026, 10, 24, 12, tzinfo=BERLIN), 9 * 60),
        (datetime(2026, 6, 1, 12, tzinfo=BERLIN), 8 * 60),
    ],
)
def test_a_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer(
    begins: datetime, night_minutes: int
) -> None:
    first = begins.astimezone(UTC)
    weighed = [
        weight_of_hour(Rules(), first + timedelta(minutes=minute), BERLIN)[0]
        for minute in range(24 * 60)
    ]

    assert weighed.count(Why.NIGHT) == night_minutes


@given(all_rules(), st.datetimes(timezones=st.sampled_from(PLACES)), st.sampled_from(PLACES))
def test_the_hour_weighs_by_the_clock_on_the_wall_alone(
    rules: Rules, at: datetime, other: ZoneInfo
) -> None:
    here = at.tzinfo
    assert isinstance(here, ZoneInfo)
    clock = (at.astimezone(UTC).astimezone(here)).time().replace(tzinfo=None, fold=0)
    same_clock = datetime(2026, 6, 15, clock.hour, clock.minute, tzinfo=other)

    weighed = weight_of_hour(rules, at, here)

    assert weighed == weight_of_hour(rules, at.astimezone(UTC), here)
    assert weighed == weight_of_hour(rules, same_clock, other)


def test_the_same_moment_may_be_night_here_and_day_elsewhere() -> None:
    at = datetime(2026, 11, 22, 2, 14, tzinfo=BERLIN)

    assert weight_of_hour(Rules(), at, BERLIN)[0] is Why.NIGHT
    assert weight_of_hour(Rules(), at, ZoneInfo("America/New_York"))[0] is Why.DAY
