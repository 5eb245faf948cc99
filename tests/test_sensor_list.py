"""What becomes of the sensors of a household when some are chosen, set or taken away."""

from collections import Counter
from dataclasses import replace

from hypothesis import given, strategies as st

from custom_components.tuya_twin.core.analysis import Analysis, Review, Sensor
from custom_components.tuya_twin.core.rules import Rules
from custom_components.tuya_twin.core.signs import Role, WatchMode
from custom_components.tuya_twin.flows.sensor_list import (
    Sensors,
    chosen_for,
    fellows,
    in_zone,
    tidied,
    together,
    without_zone,
)

ZONES = ("Foyer", "LivingRoom")
NAMES = ("a", "b", "c", "d", "e")


def sensor(entity: str, zone: str = "Foyer", group: str = "") -> Sensor:
    return Sensor(entity=entity, role=Role.MOTION, zone=zone, group=group)


def groups(sensors: Sensors) -> dict[str, set[str]]:
    """By sensor, the others of its group."""
    return {each.entity: set(fellows(sensors, each)) for each in sensors if each.group}


@st.composite
def households(draw: st.DrawFn) -> Sensors:
    """Sensors in no group of one."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    return tidied(
        sensor(name, draw(st.sampled_from(ZONES)), draw(st.sampled_from(("", "1", "x"))))
        for name in names
    )


def test_a_sensor_that_stays_keeps_its_settings() -> None:
    set_up = replace(sensor("a"), modes=(WatchMode.NIGHT,), always=True, entry=False)
    after = chosen_for("Foyer", [set_up, sensor("b")], {"a": Role.DOOR, "c": Role.DOOR})

    assert after == (set_up, Sensor(entity="c", role=Role.DOOR, zone="Foyer"))


def test_a_sensor_takes_its_settings_to_another_zone() -> None:
    set_up = replace(sensor("a", "LivingRoom"), always=True)

    assert chosen_for("Foyer", [set_up], {"a": Role.DOOR}) == (replace(set_up, zone="Foyer"),)


@given(households(), st.lists(st.sampled_from(NAMES), unique=True))
def test_a_zone_has_those_that_were_chosen_and_the_other_loses_only_them(
    before: Sensors, chosen: list[str]
) -> None:
    after = chosen_for("Foyer", before, dict.fromkeys(chosen, Role.DOOR))

    assert {each.entity for each in in_zone(after, "Foyer")} == set(chosen)
    elsewhere = {each.entity for each in in_zone(before, "LivingRoom")}
    assert {each.entity for each in in_zone(after, "LivingRoom")} == elsewhere - set(chosen)


@given(households(), st.data())
def test_a_sensor_is_together_with_those_that_were_chosen_and_no_other(
    before: Sensors, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(before))
    rest = [each.entity for each in before if each.entity != one.entity]
    others = data.draw(st.sets(st.sampled_from(rest))) if rest else set()

    after = together(before, replace(one, always=True), others)

    assert groups(after).get(one.entity, set()) == others
    changed = next(each for each in after if each.entity == one.entity)
    assert changed == replace(one, always=True, group=changed.group)
    assert [replace(each, group="") for each in after if each.entity != one.entity] == [
        replace(each, group="") for each in before if each.entity != one.entity
    ]


@given(households(), st.data())
def test_no_group_is_left_that_could_never_count(before: Sensors, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(before))
    chosen = data.draw(st.lists(st.sampled_from(NAMES), unique=True))
    others = {each.entity for each in before} & set(chosen) - {one.entity}

    for after in (
        chosen_for("Foyer", before, dict.fromkeys(chosen, Role.DOOR)),
        together(before, one, others),
        without_zone(Analysis(sensors=before), "Foyer").sensors,
    ):
        members = Counter(each.group for each in after if each.group)
        assert 1 not in members.values()


def test_a_zone_that_goes_takes_everything_along() -> None:
    analysis = Analysis(
        sensors=(sensor("a"), sensor("b", "LivingRoom")),
        zones={"Foyer": Rules(red_at=90), "LivingRoom": Rules(red_at=70)},
        review=Review(cameras={"Foyer": "camera.hall", "LivingRoom": "camera.tv"}),
    )

    assert without_zone(analysis, "Foyer") == Analysis(
        sensors=(sensor("b", "LivingRoom"),),
        zones={"LivingRoom": Rules(red_at=70)},
        review=Review(cameras={"LivingRoom": "camera.tv"}),
    )
