"""The options of a household as the user interface drives them."""

from collections.abc import Iterator, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, section
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.flow_kit import ENGLISH, told

WORDS = ENGLISH["options"]


class Options:
    """One flow of options; all it shows has to have words."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._hass = hass
        self.entry = entry
        self.shown: Any = None
        """What the flow shows now, or how it ended."""

    async def open(self, *pages: str) -> None:
        """Begin anew, and go from the first menu to a page."""
        self._show(await self._hass.config_entries.options.async_init(self.entry.entry_id))
        for page in pages:
            assert page in self.shown["menu_options"]
            await self.send({"next_step_id": page})

    async def open_zone(self, zone: str, page: str) -> None:
        """Begin anew, and go to a page of a zone."""
        await self.open("zones", "choose_zone")
        await self.send({"zone": zone})
        assert page in self.shown["menu_options"]
        await self.send({"next_step_id": page})

    async def submit(self, *cleared: str, **changes: Any) -> None:
        """Change some of what the page shows, clear some, and submit all of it."""
        answers = _merged(self.suggested, changes)
        await self.send(
            {field: answer for field, answer in answers.items() if field not in cleared}
        )

    async def send(self, answers: Mapping[str, Any]) -> None:
        """Submit exactly this."""
        flow_id = self.shown["flow_id"]
        self._show(await self._hass.config_entries.options.async_configure(flow_id, dict(answers)))
        await self._hass.async_block_till_done()

    @property
    def saved(self) -> bool:
        return self.shown["type"] is FlowResultType.CREATE_ENTRY

    @property
    def page(self) -> str:
        """The form or menu that is shown."""
        step_id: str = self.shown["step_id"]
        return step_id

    @property
    def errors(self) -> dict[str, str]:
        return dict(self.shown["errors"])

    @property
    def suggested(self) -> dict[str, Any]:
        """What the form is filled with."""
        return _suggested(self.shown["data_schema"])

    @property
    def fields(self) -> set[str]:
        return {str(field) for field in self.shown["data_schema"].schema}

    def choices(self, field: str) -> dict[str, str]:
        """What can be chosen, by what is chosen with it, and its name."""
        options = self.shown["data_schema"].schema[field].config["options"]
        return {option["value"]: option["label"] for option in options}

    def _show(self, shown: Any) -> None:
        _check_words(shown)
        self.shown = shown


def _suggested(schema: Any) -> dict[str, Any]:
    found = {}
    for field, selector in schema.schema.items():
        if isinstance(selector, section):
            found[str(field)] = _suggested(selector.schema)
        elif field.description:
            found[str(field)] = field.description["suggested_value"]
    return found


def _merged(answers: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**answers, **changes}
    for field, change in changes.items():
        if isinstance(change, dict):
            merged[field] = _merged(answers[field], change)
    return merged


def _check_words(shown: Any) -> None:
    """See to it that everything that is shown is told in words, and no word is left over."""
    if shown["type"] is FlowResultType.CREATE_ENTRY:
        return
    step = WORDS["step"][shown["step_id"]]
    told(step["title"], shown)
    told(step["description"], shown)
    if shown["type"] is FlowResultType.MENU:
        assert step["menu_options"].keys() >= set(shown["menu_options"])
        return
    for error in (shown["errors"] or {}).values():
        told(WORDS["error"][error], shown)
    _check_fields(step, shown["data_schema"])


def _check_fields(words: Mapping[str, Any], schema: Any) -> None:
    for field, selector in schema.schema.items():
        if isinstance(selector, section):
            part = words["sections"][field]
            assert part["name"]
            _check_fields(part, selector.schema)
            continue
        assert words["data"][field]
        assert words["data_description"][field]
        for key, names in _named(selector.config):
            assert ENGLISH["selector"][key][names[0]].keys() >= names[1]


def _named(config: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, set[str]]]]:
    """What of a selector is told in the user's language."""
    key = config.get("translation_key")
    if key is not None and "options" in config:
        yield key, ("options", set(config["options"]))
    if key is not None and "unit_of_measurement" in config:
        yield key, ("unit_of_measurement", {config["unit_of_measurement"]})
