"""The kinds of fields that the pages of options have."""

from collections.abc import Iterable

from homeassistant.const import PERCENTAGE, UnitOfTime
from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)


def percent() -> NumberSelector:
    """A part of the whole, and not nothing."""
    return NumberSelector(
        NumberSelectorConfig(
            min=1, max=100, unit_of_measurement=PERCENTAGE, mode=NumberSelectorMode.SLIDER
        )
    )


def number(shortest: float, longest: float, unit: str | None = None) -> NumberSelector:
    """A whole number within limits; a unit that is a word is told in the user's language."""
    config = NumberSelectorConfig(min=shortest, max=longest, mode=NumberSelectorMode.BOX)
    if unit is not None:
        config["unit_of_measurement"] = unit
        config["translation_key"] = "unit"
    return NumberSelector(config)


def seconds(shortest: float, longest: float, *, step: float = 1) -> NumberSelector:
    """A time that is waited, or sounded."""
    return NumberSelector(
        NumberSelectorConfig(
            min=shortest,
            max=longest,
            step=step,
            unit_of_measurement=UnitOfTime.SECONDS,
            mode=NumberSelectorMode.BOX,
        )
    )


def named(options: Iterable[SelectOptionDict], *, several: bool = False) -> SelectSelector:
    """Things that have names of their own; where there may be several, others can be typed."""
    return SelectSelector(
        SelectSelectorConfig(
            options=list(options),
            multiple=several,
            custom_value=several,
            mode=SelectSelectorMode.DROPDOWN,
        )
    )
