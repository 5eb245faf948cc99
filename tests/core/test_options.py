"""The settings of a household as an entry keeps them: nothing is lost, no nonsense gets in."""

from dataclasses import replace
import json
from operator import attrgetter
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.tuya_twin.core.analysis import CALLS_A_DAY, DELAY_SECONDS, Analysis
from custom_components.tuya_twin.core.codes import CodeHash
from custom_components.tuya_twin.core.errors import InvalidPolicyError
from custom_components.tuya_twin.core.model import BulbEffect, Status
from custom_components.tuya_twin.core.options import KEYS, options_from, salvaged, settings_from
from custom_components.tuya_twin.core.policy import (
    DEFAULT_LEVELS,
    LONGEST_CAP_SECONDS,
    LONGEST_SOUNDING_SECONDS,
    BulbAction,
    BulbRule,
    Level,
    LockAction,
    LockRule,
    Policy,
    Scope,
    SirenAction,
    SirenRule,
    Tell,
)
from custom_components.tuya_twin.core.settings import (
    CONNECTIONS,
    DEADLINE_SECONDS,
    EVERY_DAYS,
    KEPT_DAYS,
    KEPT_MEGABYTES,
    PORTS,
    ROUNDS,
    WAIT_SECONDS,
    Drills,
    DrillSiren,
    Interlock,
    Keeping,
    People,
    Screens,
    Settings,
)
from tests.core.kit import FOYER, GREEN, LIVING_ROOM, RED, YELLOW

DANGER, CALM = (RED, YELLOW), (GREEN,)
percents, names = st.integers(1, 100), st.text(max_size=8)


@st.composite
def siren_rules(draw: st.DrawFn) -> SirenRule:
    cap = draw(st.integers(1, LONGEST_CAP_SECONDS))
    return SirenRule(
        action=draw(st.sampled_from(SirenAction)),
        volume=draw(percents),
        seconds=draw(st.integers(1, min(cap, LONGEST_SOUNDING_SECONDS))),
        cap_seconds=cap,
    )


def bulb_rules(*actions: BulbAction) -> st.SearchStrategy[BulbRule]:
    return st.builds(
        BulbRule,
        action=st.sampled_from(actions),
        hue=st.integers(0, 359),
        saturation=st.integers(0, 100),
        brightness=percents,
        effect=st.sampled_from(BulbEffect),
    )


dangers = st.builds(
    Level,
    bulbs=bulb_rules(BulbAction.LIGHT, BulbAction.LEAVE),
    sirens=siren_rules(),
    locks=st.builds(LockRule, action=st.sampled_from(LockAction)),
    scope=st.sampled_from(Scope),
    tell=st.sampled_from(Tell),
)
calms = st.builds(
    Level,
    bulbs=bulb_rules(BulbAction.PUT_BACK, BulbAction.LEAVE),
    sirens=siren_rules().map(lambda rule: replace(rule, action=SirenAction.SILENCE)),
    tell=st.sampled_from(Tell),
)
all_levels = {RED: dangers, YELLOW: dangers, GREEN: calms}
policies = st.builds(
    Policy,
    levels=st.fixed_dictionaries(all_levels),
    zones=st.dictionaries(
        st.sampled_from([FOYER, LIVING_ROOM]), st.fixed_dictionaries({}, optional=all_levels)
    ),
)
targets = st.lists(names, max_size=3).map(tuple)
every_settings = st.builds(
    Settings,
    policy=policies,
    people=st.builds(
        People,
        calls=st.lists(targets, max_size=3).map(tuple),
        zones=st.dictionaries(names, targets, max_size=2),
        wait_seconds=st.integers(*WAIT_SECONDS),
        rounds=st.integers(*ROUNDS),
        persistent=st.booleans(),
    ),
    interlock=st.builds(
        Interlock,
        sensors=targets,
        by_class=st.booleans(),
        code=st.none() | st.builds(CodeHash, salt=names, digest=names),
    ),
    drills=st.builds(
        Drills, every_days=st.integers(*EVERY_DAYS), sirens=st.sampled_from(DrillSiren)
    ),
    keeping=st.builds(
        Keeping, days=st.integers(*KEPT_DAYS), megabytes=st.integers(*KEPT_MEGABYTES)
    ),
    deadline=st.floats(*DEADLINE_SECONDS),
    needs_screen=st.booleans(),
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | names,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(names, inner, max_size=2),
    max_leaves=5,
)
NONSENSE: list[dict[str, Any]] = [
    {"levels": 3},
    {"levels": {"PURPLE": {}}},
    {"levels": {"RED_CRITICAL": None}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"action": "explode"}}}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"action": ["light"]}}}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"hue": 360}}}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"hue": "red"}}}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"brightness": True}}}},
    {"levels": {"RED_CRITICAL": {"sirens": {"seconds": 1.5}}}},
    {"levels": {"RED_CRITICAL": {"sirens": {"seconds": 60, "cap_seconds": 59}}}},
    {"levels": {"RED_CRITICAL": {"locks": {"action": "unlock"}}}},
    {"levels": {"RED_CRITICAL": {"bulbs": {"action": "put_back"}}}},
    {"levels": {"GREEN_SAFE": {"sirens": {"action": "sound"}}}},
    {"zone_levels": []},
    {"zone_levels": {FOYER: "RED_CRITICAL"}},
    {"zone_levels": {FOYER: {"GREEN_SAFE": {"sirens": {"action": "leave"}}}}},
    {"people": []},
    {"people": {"calls": "notify.anna"}},
    {"people": {"calls": ["notify.anna"]}},
    {"people": {"zones": {FOYER: [1]}}},
    {"people": {"wait_seconds": 0}},
    {"people": {"rounds": 21}},
    {"people": {"persistent": "yes"}},
    {"interlock": {"code": "1234"}},
    {"interlock": {"code": {"salt": "00"}}},
    {"drills": {"every_days": 0}},
    {"drills": {"sirens": "loud"}},
    {"keeping": {"days": 0}},
    {"keeping": {"megabytes": 100_000}},
    {"deadline": 0.5},
    {"deadline": float("nan")},
    {"deadline": True},
    {"deadline": "5"},
    {"needs_screen": None},
]
LIMITS: list[tuple[tuple[str, ...], tuple[float, float]]] = [
    (("people", "wait_seconds"), WAIT_SECONDS),
    (("people", "rounds"), ROUNDS),
    (("drills", "every_days"), EVERY_DAYS),
    (("keeping", "days"), KEPT_DAYS),
    (("keeping", "megabytes"), KEPT_MEGABYTES),
    (("screens", "per_address"), CONNECTIONS),
    (("screens", "per_user"), CONNECTIONS),
    (("screens", "own_port", "port"), PORTS),
    (("analysis", "grace_seconds"), DELAY_SECONDS),
    (("analysis", "watching", "exit_seconds"), DELAY_SECONDS),
    (("analysis", "watching", "entry_seconds"), DELAY_SECONDS),
    (("analysis", "review", "calls_a_day"), CALLS_A_DAY),
    (("deadline",), DEADLINE_SECONDS),
]


def nested(path: tuple[str, ...], value: object) -> dict[str, Any]:
    """Options in which only this stands."""
    name, *rest = path
    return {name: nested(tuple(rest), value) if rest else value}


@given(every_settings)
def test_settings_come_back_from_the_disk_as_they_were(settings: Settings) -> None:
    assert settings_from(json.loads(json.dumps(options_from(settings)))) == settings


def test_a_new_household_has_no_options_and_every_setting() -> None:
    assert settings_from({}) == Settings()
    assert options_from(Settings()) == {}


def test_what_is_as_in_a_new_household_is_not_written_down() -> None:
    red = replace(DEFAULT_LEVELS[RED], tell=Tell.NOBODY)
    policy = Policy(levels={**DEFAULT_LEVELS, RED: red})

    options = options_from(Settings(policy=policy, needs_screen=False))

    assert options.keys() == {"levels", "needs_screen"}
    assert options["levels"].keys() == {"RED_CRITICAL"}


def test_a_setting_is_kept_as_what_it_is_and_nothing_else() -> None:
    options = options_from(Settings(drills=Drills(every_days=7, sirens=DrillSiren.SILENT)))

    assert options == {"drills": {"every_days": 7, "sirens": "silent"}}


def test_every_setting_is_an_option() -> None:
    zones = {FOYER: {RED: Level()}}
    other = Settings(
        policy=Policy(levels={**DEFAULT_LEVELS, RED: Level()}, zones=zones),
        people=People(rounds=1),
        interlock=Interlock(by_class=False),
        drills=Drills(every_days=7),
        keeping=Keeping(days=7),
        screens=Screens(per_user=7),
        analysis=Analysis(grace_seconds=7),
        deadline=2.0,
        needs_screen=False,
    )

    assert options_from(other).keys() == KEYS


def test_numbers_may_come_as_forms_give_them() -> None:
    settings = settings_from({"people": {"rounds": 2.0}, "deadline": 4})

    assert (settings.people.rounds, settings.deadline) == (2, 4.0)
    assert (type(settings.people.rounds), type(settings.deadline)) == (int, float)


def test_options_of_others_are_not_looked_at() -> None:
    assert settings_from({"zones": [["Foyer", "Foyer"]], "later": 1}) == Settings()


@pytest.mark.parametrize("options", NONSENSE, ids=str)
def test_nonsense_is_refused_in_words(options: dict[str, Any]) -> None:
    with pytest.raises(InvalidPolicyError, match=" "):
        settings_from(options)


@pytest.mark.parametrize(("path", "limits"), LIMITS, ids=str)
def test_a_number_goes_up_to_its_limits_and_whoever_goes_beyond_is_told_which(
    path: tuple[str, ...], limits: tuple[float, float]
) -> None:
    least, most = limits

    for taken in limits:
        assert attrgetter(".".join(path))(settings_from(nested(path, taken))) == taken
    for beyond in (least - 1, most + 1):
        with pytest.raises(InvalidPolicyError) as refused:
            settings_from(nested(path, beyond))
        assert str(refused.value) == f"{path[-1]} must be from {least} to {most}, not {beyond}"


@given(st.dictionaries(st.sampled_from(sorted(KEYS)), json_values))
def test_whatever_stands_in_the_options_is_a_setting_or_refused(options: dict[str, Any]) -> None:
    try:
        settings = settings_from(options)
    except InvalidPolicyError:
        settings = salvaged(options)

    assert settings_from(options_from(settings)) == settings


@pytest.mark.parametrize("options", NONSENSE, ids=str)
def test_nonsense_costs_nothing_but_itself(options: dict[str, Any]) -> None:
    sound = options_from(
        Settings(people=People(rounds=1), drills=Drills(every_days=7), deadline=2.0)
    )
    expected = {name: value for name, value in sound.items() if name not in options}

    assert salvaged({**sound, **options}) == settings_from(expected)


def test_a_refusal_does_not_tell_what_a_code_looks_like() -> None:
    with pytest.raises(InvalidPolicyError) as refused:
        settings_from({"interlock": {"code": {"digest": "5ec4e7"}}})

    assert "5ec4e7" not in str(refused.value)


@given(policies, st.sampled_from(Status))
def test_a_zone_is_as_the_household_where_it_has_nothing_of_its_own(
    policy: Policy, status: Status
) -> None:
    for zone in (FOYER, LIVING_ROOM):
        own = policy.zones.get(zone, {})
        assert policy.level(zone, status) == own.get(status, policy.levels[status])
