"""What follows from an assessment, and what ends it. Pure: the moment is given."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from .analysis import Analysis, Homecoming
from .assessment import Assessment
from .facts import Assessed, Fact
from .house import House, OwnStatus
from .model import HOUSE, Status
from .signs import HAZARDS, Role

OF_THE_RULES = ("rules", "ai")
"""The origins of causes behind which there is no person and no automation of theirs."""


def raises(house: House, found: Assessment) -> bool:
    """Whether the zone is to be put into the status that was found."""
    return found.counts and found.status.severity > house.shown(found.zone).severity


def is_over(house: House, found: Assessment) -> bool:
    """Whether its zone, or the house, was called safe after it was found."""
    return any(
        own.status is Status.GREEN_SAFE and own.since is not None and own.since > found.at
        for own in (house.own_status(found.zone), house.own_status(HOUSE))
    )


def not_over(house: House) -> tuple[Assessment, ...]:
    """The newest assessment of each zone that nobody has called safe since."""
    return tuple(found for found in house.lookout.assessments.values() if not is_over(house, found))


def ended_by_owner(house: House, homecoming: Homecoming) -> tuple[str, ...]:
    """The zones, by id, in which all is well once the owner is known to be there."""
    if homecoming is Homecoming.NOTHING:
        return ()
    warnings_only = homecoming is Homecoming.WARNINGS
    return tuple(
        zone
        for zone, own in house.own.items()
        if _is_begun_by_rules(zone, own)
        and not (warnings_only and own.status is Status.RED_CRITICAL)
    )


def calm_at(
    house: House, analysis: Analysis, zone: str, last_sign: datetime | None
) -> datetime | None:
    """When a warning that the rules gave ends by itself; `None` if it does not.

    Critical is nothing that passes: somebody has to look.
    """
    own = house.own_status(zone)
    if own.status is not Status.YELLOW_WARNING or not _is_begun_by_rules(zone, own):
        return None
    moments = [moment for moment in (own.since, last_sign) if moment is not None]
    if not moments:
        return None
    return max(moments) + timedelta(seconds=analysis.rules_of(zone).calm_seconds)


def to_blame(facts: Sequence[Fact]) -> tuple[str, ...]:
    """The sensors behind the worst that was found, by `Sensor.entity`, of an incident's facts.

    Not those that told of fire, gas or water: no false alarm makes these weigh less.
    """
    found = [fact.assessment for fact in facts if isinstance(fact, Assessed)]
    counted = [each for each in found if each.counts and not each.hazard]
    worst = Status.highest(each.status for each in counted)
    if worst is Status.GREEN_SAFE:
        return ()
    events = (event for each in counted if each.status is worst for event in each.events)
    blamed = (
        event.sensor
        for event in events
        if event.role not in HAZARDS and event.role is not Role.UNLOCK
    )
    return tuple(dict.fromkeys(blamed))


def _is_begun_by_rules(zone: str, own: OwnStatus) -> bool:
    return (
        zone != HOUSE
        and own.status is not Status.GREEN_SAFE
        and own.cause is not None
        and own.cause.origin in OF_THE_RULES
        and not own.cause.hazard
    )
