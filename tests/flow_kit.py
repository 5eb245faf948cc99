"""Flows of devices as the user interface drives them, and devices to set up with them."""

import asyncio
from collections.abc import Callable
import json
from pathlib import Path
from typing import Any, override

from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components import tuya_twin
from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    Appliance,
    Cancellable,
    DataPoints,
    SimulatedDevice,
    SimulatedDeviceConfig,
)
from custom_components.tuya_twin.flows.checks import DATA_PATIENCE, Patience
from tests.kit import PATIENCE, WORKER

DEVICE_ID = "bf00000000000000000own"
LOCAL_KEY = "q1W2e3R4t5Z6u7I8"
ENGLISH = json.loads((Path(tuya_twin.__file__).parent / "translations" / "en.json").read_text())
MEANT_TO_PASS = 0.3
"""Seconds of waits that are meant to pass without anything happening."""

HOST, NOBODY = f"127.0.{WORKER + 1}.31", f"127.0.{WORKER + 1}.32"


def wait_long_for_answers(hass: HomeAssistant) -> None:
    """Have flows wait for answers as long as it takes, and for all else only shortly."""
    hass.data[DATA_PATIENCE] = Patience(
        answer=PATIENCE, bolt=MEANT_TO_PASS, brief_sound=MEANT_TO_PASS, sound=MEANT_TO_PASS
    )


class Street:
    """Devices somebody owns, which stay plugged in until no household reaches for them."""

    def __init__(self) -> None:
        self._devices: list[SimulatedDevice] = []

    async def plug_in(
        self,
        kind: DeviceKind,
        *,
        model: str | None = None,
        appliance: Appliance | None = None,
        version: str = "3.3",
        device_id: str = DEVICE_ID,
    ) -> SimulatedDevice:
        """A new device; version 3.3 is what is tried first."""
        config = SimulatedDeviceConfig(
            device_id=device_id,
            local_key=LOCAL_KEY,
            version=version,
            kind=kind,
            host=HOST,
            port=0,
            model=model,
        )
        device = SimulatedDevice(config, appliance=appliance)
        await device.start()
        self._devices.append(device)
        return device

    async def clear(self) -> None:
        """Unplug all of them."""
        for device in self._devices:
            await device.stop()


def answers_for(device: SimulatedDevice, **others: Any) -> dict[str, Any]:
    """What a user types who has everything right."""
    host, port = device.address
    return {
        "kind": device.config.kind.value,
        "name": "Mine",
        "zone": "Foyer",
        "host": host,
        "device_id": device.config.device_id,
        "local_key": device.local_key,
        "version": "auto",
        "port": port,
        **others,
    }


class Noting(Appliance):
    """An appliance that notes what it is told."""

    written: list[DataPoints]

    @override
    def apply(self, points: Any) -> DataPoints:
        self.__dict__.setdefault("written", []).append(dict(points))
        return super().apply(points)


class Never(Cancellable):
    """What is not going to happen."""

    @override
    def cancel(self) -> None:
        """Do nothing."""


def seconds_pass_and_minutes_do_not(delay: float, action: Callable[[], None]) -> Cancellable:
    """A clock for sirens: what takes seconds happens at once, what takes minutes never."""
    if delay < 60:
        return asyncio.get_running_loop().call_soon(action)
    return Never()


def check_words(shown: Any) -> None:
    """See to it that everything that is shown is told in words."""
    words = ENGLISH["config_subentries"]["device"]
    if shown["type"] is FlowResultType.ABORT:
        if shown.get("translation_domain") is None:
            told(words["abort"][shown["reason"]], shown)
        return
    if shown["type"] not in (FlowResultType.FORM, FlowResultType.MENU):
        return
    step = words["step"][shown["step_id"]]
    told(step["title"], shown)
    told(step["description"], shown)
    if shown["type"] is FlowResultType.MENU:
        assert step["menu_options"].keys() == set(shown["menu_options"])
        return
    for error in shown["errors"].values():
        told(words["error"][error], shown)
    for field, selector in shown["data_schema"].schema.items():
        assert step["data"][field]
        assert step["data_description"][field]
        if (key := selector.config.get("translation_key")) is not None:
            named = ENGLISH["selector"][key]["options"].keys()
            assert {option for option in selector.config["options"] if "." not in option} <= named


def told(words: str, shown: Any) -> None:
    """These words, with what they need to know."""
    assert words.format(**shown["description_placeholders"] or {})


class DeviceFlow:
    """One flow that adds a device or changes one; all it shows has to have words."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self.shown: Any = None
        """What the flow shows now, or how it ended."""

    async def add(self, way: str) -> Any:
        """Begin to add a device in one of the two ways."""
        menu = await self._hass.config_entries.subentries.async_init(
            (self._entry.entry_id, "device"), context={"source": SOURCE_USER}
        )
        assert (menu["type"], menu["step_id"]) == (FlowResultType.MENU, "user")
        assert menu["menu_options"] == ["lan", "entity"]
        self._show(menu)
        return await self.answer(next_step_id=way)

    async def change(self, subentry: ConfigSubentry) -> Any:
        """Begin to change a device."""
        return self._show(
            await self._hass.config_entries.subentries.async_init(
                (self._entry.entry_id, "device"),
                context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry.subentry_id},
            )
        )

    async def answer(self, **answers: Any) -> Any:
        """Fill in the form."""
        self._show(
            await self._hass.config_entries.subentries.async_configure(
                self.shown["flow_id"], answers
            )
        )
        if self.shown["type"] not in (FlowResultType.FORM, FlowResultType.MENU):
            await self._hass.async_block_till_done()
        return self.shown

    async def look_again(self) -> Any:
        """Reload the page in the browser."""
        return self._show(
            await self._hass.config_entries.subentries.async_configure(self.shown["flow_id"])
        )

    def _show(self, shown: Any) -> Any:
        check_words(shown)
        self.shown = shown
        return shown

    @property
    def step(self) -> str | None:
        """The form that is shown; `None` at the end."""
        return self.shown["step_id"] if self.shown["type"] is FlowResultType.FORM else None

    @property
    def errors(self) -> dict[str, str]:
        return dict(self.shown["errors"])

    @property
    def suggested(self) -> dict[str, Any]:
        """What the form is filled with."""
        return {
            str(field): field.description["suggested_value"]
            for field in self.shown["data_schema"].schema
            if field.description
        }

    @property
    def fields(self) -> set[str]:
        return {str(field) for field in self.shown["data_schema"].schema}

    def options(self, field: str) -> list[str]:
        """What can be chosen."""
        return list(self.shown["data_schema"].schema[field].config["options"])

    @property
    def created(self) -> bool:
        return self.shown["type"] is FlowResultType.CREATE_ENTRY

    @property
    def changed(self) -> bool:
        return self._ended_with("reconfigure_successful")

    def _ended_with(self, reason: str) -> bool:
        return (self.shown["type"], self.shown.get("reason")) == (FlowResultType.ABORT, reason)

    @property
    def subentry(self) -> ConfigSubentry:
        """The only device of the household."""
        subentries: list[ConfigSubentry] = list(self._entry.subentries.values())
        [subentry] = subentries
        return subentry
