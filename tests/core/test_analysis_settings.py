"""What is set of the analysis: what it means, that it is kept as it was, that nonsense is not."""

from dataclasses import replace
import json
from typing import Any

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.tuya_twin.core.analysis import (
    CALLS_A_DAY,
    DELAY_SECONDS,
    Analysis,
    Homecoming,
    Review,
    ReviewMode,
    Sensor,
    Watching,
)
from custom_components.tuya_twin.core.errors import InvalidPolicyError
from custom_components.tuya_twin.core.options import options_from, salvaged, settings_from
from custom_components.tuya_twin.core.rules import MOST_POINTS, POINTS, Rules
from custom_components.tuya_twin.core.settings import Drills, Settings
from custom_components.tuya_twin.core.signs import ENTRANCES, HAZARDS, Role, WatchMode
from tests.core.kit import FOYER, LIVING_ROOM
from tests.core.test_analyzer_properties import all_rules

names = st.text(max_size=8)
delays = st.integers(*DELAY_SECONDS)
sensors = st.builds(
    Sensor,
    entity=names,
    role=st.sampled_from(Role),
    zone=names,
    modes=st.lists(st.sampled_from(WatchMode), max_size=3).map(tuple),
    always=st.booleans(),
    entry=st.none() | st.booleans(),
    group=names,
)
analyses = st.builds(
    Analysis,
    sensors=st.lists(sensors, max_size=3, unique_by=lambda each: each.entity).map(tuple),
    rules=all_rules(),
    zones=st.dictionaries(names, all_rules(), max_size=2),
    watching=st.builds(
        Watching,
        follows=st.lists(names, max_size=3).map(tuple),
        mode=st.sampled_from(sorted(set(WatchMode) - {WatchMode.OFF})),
        exit_seconds=delays,
        entry_seconds=delays,
        leave_open=st.booleans(),
    ),
    homecoming=st.sampled_from(Homecoming),
    grace_seconds=delays,
    review=st.builds(
        Review,
        mode=st.sampled_from(ReviewMode),
        entity=names,
        cameras=st.dictionaries(names, names, max_size=2),
        calls_a_day=st.integers(*CALLS_A_DAY),
    ),
)
DOOR = {"entity": "door", "role": "door", "zone": FOYER}
NONSENSE: list[Any] = [
    3,
    [],
    {"sensors": DOOR},
    {"sensors": [{"entity": "door", "role": "door"}]},
    {"sensors": [{**DOOR, "role": "ghost"}]},
    {"sensors": [{**DOOR, "modes": ["asleep"]}]},
    {"sensors": [{**DOOR, "modes": "night"}]},
    {"sensors": [{**DOOR, "always": 1}]},
    {"sensors": [{**DOOR, "entry": "yes"}]},
    {"sensors": [DOOR, {**DOOR, "zone": LIVING_ROOM}]},
    {"rules": {"points": {"ghost": 50}}},
    {"rules": {"points": {"motion": -1}}},
    {"rules": {"points": {"motion": MOST_POINTS + 1}}},
    {"rules": {"points": {"motion": 50.5}}},
    {"rules": {"points": [50]}},
    {"rules": {"followed": MOST_POINTS + 1}},
    {"rules": {"night_from": 24 * 60}},
    {"rules": {"night_until": -1}},
    {"rules": {"night_weight": 5.1}},
    {"rules": {"night_weight": float("nan")}},
    {"rules": {"day_weight": -0.1}},
    {"rules": {"day_weight": "0.7"}},
    {"rules": {"yellow_at": 0}},
    {"rules": {"yellow_at": 80}},
    {"rules": {"red_at": 40}},
    {"rules": {"red_at": 2 * MOST_POINTS + 1}},
    {"rules": {"margin": -1}},
    {"rules": {"within_seconds": 0}},
    {"rules": {"within_seconds": 300}},
    {"rules": {"memory_seconds": 10}},
    {"rules": {"memory_seconds": 3601}},
    {"rules": {"group_seconds": 0}},
    {"rules": {"calm_seconds": 3601}},
    {"zones": {FOYER: {"red_at": 40}}},
    {"zones": {FOYER: None}},
    {"watching": {"mode": "off"}},
    {"watching": {"mode": "asleep"}},
    {"watching": {"follows": "alarm_control_panel.home"}},
    {"watching": {"exit_seconds": 301}},
    {"watching": {"entry_seconds": -1}},
    {"watching": {"leave_open": None}},
    {"homecoming": "everything"},
    {"grace_seconds": 301},
    {"review": {"mode": "obey"}},
    {"review": {"calls_a_day": 1001}},
    {"review": {"cameras": ["camera.hall"]}},
]


# On disk ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(analyses)
def test_an_analysis_comes_back_from_the_disk_as_it_was(analysis: Analysis) -> None:
    options = json.loads(json.dumps(options_from(Settings(analysis=analysis))))

    assert settings_from(options).analysis == analysis


def test_a_new_household_has_no_sensors_no_watch_to_follow_and_no_second_opinion() -> None:
    analysis = settings_from({}).analysis

    assert analysis == Analysis()
    assert (analysis.sensors, analysis.watching.follows) == ((), ())
    assert analysis.review.mode is ReviewMode.OFF


def test_points_and_rules_of_zones_are_kept_by_their_names() -> None:
    rules = Rules(points={Role.MOTION: 70})
    analysis = Analysis(rules=rules, zones={FOYER: Rules(points={Role.CO: 1}, red_at=90)})

    plain = options_from(Settings(analysis=analysis))["analysis"]

    assert plain["rules"]["points"] == {"motion": 70}
    assert plain["zones"][FOYER]["points"] == {"co": 1}
    read = settings_from({"analysis": plain}).analysis
    assert list(read.rules.points) == [Role.MOTION]
    assert isinstance(next(iter(read.rules.points)), Role)
    assert isinstance(read.zones[FOYER], Rules)


def test_what_is_not_set_is_as_in_a_new_household() -> None:
    analysis = settings_from({"analysis": {"sensors": [DOOR], "rules": {"red_at": 90}}}).analysis

    assert analysis.sensors == (Sensor(entity="door", role=Role.DOOR, zone=FOYER),)
    assert analysis.rules == Rules(red_at=90)
    assert analysis.watching == Watching()


def test_numbers_may_come_as_forms_give_them() -> None:
    plain = {"rules": {"points": {"motion": 70.0}, "day_weight": 1, "red_at": 90.0}}

    rules = settings_from({"analysis": plain}).analysis.rules

    assert (rules.points[Role.MOTION], rules.red_at, rules.day_weight) == (70, 90, 1.0)
    assert type(rules.points[Role.MOTION]) is int
    assert type(rules.day_weight) is float


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_nonsense_is_refused_in_words(nonsense: object) -> None:
    with pytest.raises(InvalidPolicyError, match=" "):
        settings_from({"analysis": nonsense})


@pytest.mark.parametrize("nonsense", NONSENSE, ids=str)
def test_nonsense_costs_nothing_beside_the_analysis(nonsense: object) -> None:
    settings = salvaged({"drills": {"every_days": 7}, "analysis": nonsense})

    assert replace(settings, analysis=Analysis()) == Settings(drills=Drills(every_days=7))


def test_what_cannot_be_read_costs_itself_and_no_other_part_of_the_analysis() -> None:
    settings = salvaged(
        {
            "analysis": {
                "sensors": [{**DOOR, "role": "ghost"}, {**DOOR, "entity": "window"}, DOOR, DOOR],
                "rules": {"red_at": 90, "margin": -1, "points": {"ghost": 5, "motion": 70}},
                "zones": {FOYER: {"red_at": 40}, LIVING_ROOM: {"red_at": 70}},
                "grace_seconds": None,
            }
        }
    )

    assert settings.analysis == Analysis(
        sensors=(
            Sensor(entity="window", role=Role.DOOR, zone=FOYER),
            Sensor(entity="door", role=Role.DOOR, zone=FOYER),
        ),
        rules=Rules(red_at=90, points={Role.MOTION: 70}),
        zones={LIVING_ROOM: Rules(red_at=70)},
    )


# What it means ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_people_come_home_by_doors_and_garages_unless_it_is_set_otherwise(role: Role) -> None:
    def waits(*, entry: bool | None) -> bool:
        return Sensor(entity="one", role=role, zone=FOYER, entry=entry).waits

    assert waits(entry=None) is (role in ENTRANCES)
    assert waits(entry=True)
    assert not waits(entry=False)


@pytest.mark.parametrize("role", Role)
def test_every_sign_but_fire_gas_and_water_has_points(role: Role) -> None:
    assert (role in POINTS) is (role not in HAZARDS)
    assert Rules().points_of(role) == POINTS.get(role, 0)
    assert Rules(points={role: 7}).points_of(role) == 7


def test_a_zone_without_rules_of_its_own_has_those_of_the_house() -> None:
    analysis = Analysis(rules=Rules(red_at=90), zones={FOYER: Rules(red_at=70)})

    assert analysis.rules_of(FOYER).red_at == 70
    assert analysis.rules_of(LIVING_ROOM).red_at == 90
