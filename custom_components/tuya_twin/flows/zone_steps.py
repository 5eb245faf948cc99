"""The zones of a household: their names, their areas, their people; new ones, and fewer."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from homeassistant.config_entries import ConfigEntryState, ConfigFlowResult
from homeassistant.const import CONF_NAME
from homeassistant.core import callback
from homeassistant.helpers.selector import AreaSelector, SelectOptionDict, TextSelector
import probatio

from ..const import CONF_ZONE, DEFAULT_ZONES
from ..core.model import Status, Zone
from ..core.settings import People, Settings
from ..household import device_subentries, zones
from .checks import Errors
from .forms import Fields, cleaned
from .notifiers import target_mistakes, targets_selector
from .option_fields import named
from .sensor_list import without_zone
from .zone_rules import ZoneRuleSteps
from .zones import means_house, zone_for

_AREA, _FIRST = "area", "first"
_PAGES = (
    "zone_place",
    "zone_red",
    "zone_yellow",
    "zone_green",
    "zone_sensors",
    "zone_rules",
    "zone_camera",
)
_PLACE: Fields = {
    probatio.Required(CONF_NAME): TextSelector(),
    probatio.Optional(_AREA): AreaSelector(),
}


class ZoneSteps(ZoneRuleSteps):
    """A menu, and under it one for the zone that was chosen."""

    async def async_step_zones(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether a zone is changed or added."""
        return self.async_show_menu(step_id="zones", menu_options=["choose_zone", "add_zone"])

    async def async_step_choose_zone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask which zone."""
        known = {zone.id: zone for zone in zones(self.config_entry)}
        if user_input is not None:
            self.zone = known[user_input[CONF_ZONE]]
            return await self.async_step_zone()
        options = [SelectOptionDict(value=zone.id, label=zone.name) for zone in known.values()]
        return self.form("choose_zone", {probatio.Required(CONF_ZONE): named(options)}, {})

    async def async_step_zone(self, _user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask what is to be changed about the zone."""
        removal = ["remove_zone"] if self._is_removable() else []
        return self.async_show_menu(
            step_id="zone",
            menu_options=[*_PAGES, *removal],
            description_placeholders={"zone": self.zone.name},
        )

    async def async_step_zone_place(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for its name, its area and its people."""
        settings, zone = self.settings, self.zone
        first = settings.people.zones.get(zone.id, ())
        errors: Errors = {}
        known: dict[str, Any] = {CONF_NAME: zone.name, _FIRST: list(first)}
        known |= {} if zone.area is None else {_AREA: zone.area}
        if user_input is not None:
            known = cleaned(user_input)
            others = [each for each in zones(self.config_entry) if each.id != zone.id]
            errors = _name_mistakes(known[CONF_NAME], others) or target_mistakes(known, _FIRST)
            if not errors:
                return self._save_place(settings, known)
        fields = _PLACE | {probatio.Optional(_FIRST): targets_selector(self.hass, first)}
        return self.form("zone_place", fields, known, errors, {"zone": zone.name})

    async def async_step_add_zone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Ask for a new zone."""
        errors: Errors = {}
        known: dict[str, Any] = {}
        if user_input is not None:
            known = cleaned(user_input)
            present = zones(self.config_entry)
            if not (errors := _name_mistakes(known[CONF_NAME], present)):
                new = replace(zone_for(known[CONF_NAME], present), area=known.get(_AREA))
                return self.save(self.settings, zones=[*present, new])
        return self.form("add_zone", _PLACE, known, errors)

    async def async_step_remove_zone(
        self, user_input: dict[str, Any] | None = None
    ) -> ConfigFlowResult:
        """Have it confirmed that the zone goes, with everything that was decided about it."""
        zone = self.zone
        if user_input is None:
            return self.form("remove_zone", {}, {}, placeholders={"zone": zone.name})
        settings = self.settings
        people, policy = settings.people, settings.policy
        settings = replace(
            settings,
            people=replace(people, zones=_without(people.zones, zone.id)),
            policy=replace(policy, zones=_without(policy.zones, zone.id)),
            analysis=without_zone(settings.analysis, zone.id),
        )
        rest = [each for each in zones(self.config_entry) if each.id != zone.id]
        return self.save(settings, zones=rest)

    @callback
    def _save_place(self, settings: Settings, answers: Mapping[str, Any]) -> ConfigFlowResult:
        changed = _in_place(self.zone, answers[CONF_NAME], answers.get(_AREA))
        present = zones(self.config_entry)
        people = _with_first(settings.people, changed.id, answers.get(_FIRST, ()))
        return self.save(
            replace(settings, people=people),
            zones=[changed if zone.id == changed.id else zone for zone in present],
        )

    @callback
    def _is_removable(self) -> bool:
        """Whether nothing is in the zone, and nothing is going on there; one zone has to stay."""
        entry, zone = self.config_entry, self.zone.id
        calm = (
            entry.state is not ConfigEntryState.LOADED
            or entry.runtime_data.house.own_status(zone).status is Status.GREEN_SAFE
        )
        used = {device.data[CONF_ZONE] for device in device_subentries(entry)}
        return calm and zone not in used and len(zones(entry)) > 1


def _in_place(zone: Zone, name: str, area: str | None) -> Zone:
    """The zone with what was said of it; a name that was left as it was goes with the area."""
    left = name == zone.name
    nobodys = zone.named_by_area or (zone.id, zone.name) in DEFAULT_ZONES
    chosen = area is not None and (area != zone.area or zone.named_by_area)
    return replace(zone, name=name, area=area, named_by_area=left and nobodys and chosen)


def _name_mistakes(name: str, others: Sequence[Zone]) -> Errors:
    """What is wrong with the name of a zone beside those others."""
    if not name:
        return {CONF_NAME: "blank"}
    if means_house(name):
        return {CONF_NAME: "zone_is_house"}
    return {CONF_NAME: "zone_taken"} if zone_for(name, others) in others else {}


def _with_first(people: People, zone: str, first: Collection[str]) -> People:
    own = {zone: tuple(first)} if first else {}
    return replace(people, zones=_without(people.zones, zone) | own)


def _without[T](mapping: Mapping[str, T], key: str) -> dict[str, T]:
    return {each: value for each, value in mapping.items() if each != key}
