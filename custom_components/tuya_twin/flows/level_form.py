"""The page that tells what one status does: its fields, what fills them, what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import ColorRGBSelector
from homeassistant.util.color import color_hs_to_RGB, color_RGB_to_hs
import probatio

from ..core.errors import InvalidPolicyError
from ..core.model import BulbEffect, Status
from ..core.policy import (
    LONGEST_CAP_SECONDS,
    LONGEST_SOUNDING_SECONDS,
    BulbAction,
    BulbRule,
    Level,
    LockAction,
    LockRule,
    Scope,
    SirenAction,
    SirenRule,
    Tell,
)
from .checks import Errors
from .forms import Fields, choice
from .option_fields import percent, seconds

_BULBS, _SIRENS, _LOCKS, _SCOPE, _TELL = "bulbs", "sirens", "locks", "scope", "tell"
_ACTION, _COLOUR, _BRIGHTNESS, _EFFECT = "action", "colour", "brightness", "effect"
_VOLUME, _SECONDS, _CAP = "volume", "seconds", "cap_seconds"


def level_fields(status: Status) -> Fields:
    """What can be decided about a status. Green always silences, and moves no bolt."""
    if status is Status.GREEN_SAFE:
        return {probatio.Required(_BULBS): _one_of(BulbAction.PUT_BACK, BulbAction.LEAVE)}
    return {
        probatio.Required(_BULBS): section(probatio.Schema(_bulb_fields())),
        probatio.Required(_SIRENS): section(probatio.Schema(_siren_fields())),
        probatio.Required(_LOCKS): _one_of(LockAction.LOCK, LockAction.LEAVE),
        probatio.Required(_SCOPE): _one_of(*Scope),
        probatio.Required(_TELL): _one_of(*Tell),
    }


def level_answers(status: Status, level: Level) -> dict[str, Any]:
    """What the page is filled with."""
    bulbs, sirens = level.bulbs, level.sirens
    if status is Status.GREEN_SAFE:
        return {_BULBS: bulbs.action.value}
    return {
        _BULBS: {
            _ACTION: bulbs.action.value,
            _COLOUR: _rgb(bulbs),
            _BRIGHTNESS: bulbs.brightness,
            _EFFECT: bulbs.effect.value,
        },
        _SIRENS: {
            _ACTION: sirens.action.value,
            _VOLUME: sirens.volume,
            _SECONDS: sirens.seconds,
            _CAP: sirens.cap_seconds,
        },
        _LOCKS: level.locks.action.value,
        _SCOPE: level.scope.value,
        _TELL: level.tell.value,
    }


def level_from(status: Status, answers: Mapping[str, Any], before: Level) -> tuple[Level, Errors]:
    """The level that was answered; or the one before, and what is wrong with the answers.

    Home Assistant shows no errors inside of a section, so that they are told of the section.
    """
    if status is Status.GREEN_SAFE:
        action = BulbAction(answers[_BULBS])
        return replace(before, bulbs=replace(before.bulbs, action=action)), {}
    if not any(answers[_BULBS][_COLOUR]):
        return before, {_BULBS: "colour_is_black"}
    try:
        level = Level(
            bulbs=_bulb_rule(answers[_BULBS], before.bulbs),
            sirens=_siren_rule(answers[_SIRENS]),
            locks=LockRule(action=LockAction(answers[_LOCKS])),
            scope=Scope(answers[_SCOPE]),
            tell=Tell(answers[_TELL]),
        )
    except InvalidPolicyError:
        # All else is within its limits by now.
        return before, {_SIRENS: "cap_too_short"}
    return level, {}


def _one_of(*options: BulbAction | SirenAction | LockAction | BulbEffect | Scope | Tell) -> object:
    """A choice that is named after what it is about: `BulbAction` by `bulb_action`."""
    return choice([option.value for option in options], _KEYS[type(options[0])])


_KEYS: Mapping[type, str] = {
    BulbAction: "bulb_action",
    BulbEffect: "bulb_effect",
    SirenAction: "siren_action",
    LockAction: "lock_action",
    Scope: "scope",
    Tell: "tell",
}


def _bulb_fields() -> Fields:
    return {
        probatio.Required(_ACTION): _one_of(BulbAction.LIGHT, BulbAction.LEAVE),
        probatio.Required(_COLOUR): ColorRGBSelector(),
        probatio.Required(_BRIGHTNESS): percent(),
        probatio.Required(_EFFECT): _one_of(*BulbEffect),
    }


def _siren_fields() -> Fields:
    return {
        probatio.Required(_ACTION): _one_of(SirenAction.SOUND, SirenAction.LEAVE),
        probatio.Required(_VOLUME): percent(),
        probatio.Required(_SECONDS): seconds(1, LONGEST_SOUNDING_SECONDS),
        probatio.Required(_CAP): seconds(1, LONGEST_CAP_SECONDS),
    }


def _bulb_rule(answers: Mapping[str, Any], before: BulbRule) -> BulbRule:
    hue, saturation = before.hue, before.saturation
    # Not every hue has an RGB of its own: one that was not touched is not to drift.
    if answers[_COLOUR] != _rgb(before):
        hue, saturation = _hue_and_saturation(answers[_COLOUR])
    return BulbRule(
        action=BulbAction(answers[_ACTION]),
        hue=hue,
        saturation=saturation,
        brightness=round(answers[_BRIGHTNESS]),
        effect=BulbEffect(answers[_EFFECT]),
    )


def _siren_rule(answers: Mapping[str, Any]) -> SirenRule:
    return SirenRule(
        action=SirenAction(answers[_ACTION]),
        volume=round(answers[_VOLUME]),
        seconds=round(answers[_SECONDS]),
        cap_seconds=round(answers[_CAP]),
    )


def _rgb(rule: BulbRule) -> list[int]:
    return list(color_hs_to_RGB(rule.hue, rule.saturation))


def _hue_and_saturation(rgb: Sequence[int]) -> tuple[int, int]:
    hue, saturation = color_RGB_to_hs(*rgb)
    return round(hue) % 360, round(saturation)
