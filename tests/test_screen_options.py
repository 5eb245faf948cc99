"""How screens reach a household is set on one page, and what is secret stays so."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import InvalidData
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.tuya_twin.const import DOMAIN
from custom_components.tuya_twin.core.settings import OwnPort, Screens
from custom_components.tuya_twin.devices.simulator import free_port
from tests.feed.tls_kit import Pair, make_pair
from tests.kit import WORKER
from tests.options_kit import Options

HOST = f"127.0.{WORKER + 1}.62"
SECRET = "hunter2"
BUS = f"redis://anna:{SECRET}@{HOST}:1"
"""Nobody answers there."""


@pytest.fixture
async def options(hass: HomeAssistant, enable_custom_integrations: None) -> AsyncIterator[Options]:
    """The page of a household without devices."""
    entry = MockConfigEntry(domain=DOMAIN, title="Cabin", data={"name": "Cabin"})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    opened = Options(hass, entry)
    await opened.open("screens")
    yield opened
    if entry.state is ConfigEntryState.LOADED:
        await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture(scope="module")
def pair() -> Pair:
    return make_pair(host=HOST)


@pytest.fixture
def files(pair: Pair, tmp_path: Path) -> dict[str, str]:
    """Where that certificate is."""
    certificate, key = pair.write(tmp_path)
    return {"certificate": str(certificate), "key": str(key)}


def screens_of(options: Options) -> Screens:
    assert options.saved
    screens: Screens = options.entry.runtime_data.settings.screens
    return screens


def put_another(path: Path, what: str) -> None:
    path.write_bytes(getattr(make_pair(), what))


async def test_connections_are_limited(options: Options) -> None:
    await options.submit(per_address=7, per_user=9)

    screens = screens_of(options)
    assert (screens.per_address, screens.per_user) == (7, 9)


async def test_the_port_is_as_it_was_set(options: Options, files: dict[str, str]) -> None:
    port = free_port(HOST)
    await options.submit(
        own_port={
            "enabled": True,
            "host": f" {HOST} ",
            "port": float(port),
            "certificate": f" {files['certificate']} ",
            "key": files["key"],
            "origins": [" https://Wall.example/ ", "https://wall.example", ""],
        }
    )

    assert screens_of(options).own_port == OwnPort(
        enabled=True,
        host=HOST,
        port=port,
        certificate=files["certificate"],
        key=files["key"],
        origins=("https://wall.example",),
    )
    await options.open("screens")
    assert options.suggested["own_port"]["origins"] == ["https://wall.example"]


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ({"host": "  "}, "host_blank"),
        ({"certificate": "/ssl/fullchain.pem"}, "certificate_alone"),
        ({"key": "/ssl/privkey.pem"}, "certificate_alone"),
        ({"origins": ["https://wall.example/page"]}, "not_an_origin"),
        ({"origins": ["*"]}, "not_an_origin"),
        ({"enabled": True, "host": "0.0.0.0"}, "in_the_clear"),  # noqa: S104 - it is refused
        ({"enabled": True, "host": "home.example"}, "in_the_clear"),
    ],
    ids=str,
)
async def test_a_port_that_cannot_be_is_not_saved(
    options: Options, answers: dict[str, Any], error: str
) -> None:
    await options.submit(per_user=9, own_port=answers)

    assert options.errors == {"own_port": error}
    assert options.suggested["per_user"] == 9
    assert (
        options.suggested["own_port"].items()
        >= {
            name: answer.strip() if isinstance(answer, str) else answer
            for name, answer in answers.items()
        }.items()
    )
    assert options.entry.options == {}


async def test_a_port_that_is_closed_may_be_prepared(options: Options) -> None:
    later = {"host": "0.0.0.0", "certificate": "/ssl/none.pem", "key": "/ssl/none.pem"}  # noqa: S104
    await options.submit(own_port=later)

    own_port = screens_of(options).own_port
    assert {name: getattr(own_port, name) for name in later} == later
    assert not own_port.enabled


async def test_who_says_so_may_go_without_tls(options: Options) -> None:
    # An address that is nobody's, so that it is not opened here.
    await options.submit(own_port={"enabled": True, "host": "192.0.2.1", "in_the_clear": True})

    assert screens_of(options).own_port.in_the_clear


@pytest.mark.parametrize("broken", ["certificate", "key"])
async def test_files_that_are_no_certificate_and_its_key_are_refused(
    options: Options, files: dict[str, str], broken: str
) -> None:
    answers = {"enabled": True, "host": HOST, "port": free_port(HOST), **files}
    await options.submit(own_port={**answers, broken: "/nowhere.pem"})
    assert options.errors == {"own_port": "certificate_unusable"}

    put_another(Path(files[broken]), broken)
    await options.submit(own_port=answers)
    assert options.errors == {"own_port": "certificate_unusable"}


async def test_a_bus_goes_in_and_never_comes_out_again(options: Options) -> None:
    assert "remove_bus" not in options.fields
    await options.submit(bus=BUS)
    assert screens_of(options).bus == BUS

    await options.open("screens")
    assert "bus" not in options.suggested
    assert SECRET not in str(options.shown)
    await options.submit(per_user=9)
    assert screens_of(options).bus == BUS


async def test_a_bus_can_be_removed(options: Options) -> None:
    await options.submit(bus=BUS)
    await options.open("screens")
    await options.submit(bus=BUS, remove_bus=True)
    assert options.errors == {"remove_bus": "bus_set_and_removed"}
    assert SECRET not in str(options.shown)

    await options.submit("bus", remove_bus=True)
    assert not screens_of(options).bus


@pytest.mark.parametrize("address", [f"kafka://anna:{SECRET}@bus", f"anna:{SECRET}"])
async def test_an_address_of_no_known_bus_is_refused(options: Options, address: str) -> None:
    await options.submit(bus=address)

    assert options.errors == {"bus": "not_a_bus"}
    assert SECRET not in str(options.shown)


@pytest.mark.parametrize("beyond", [{"per_user": 0}, {"own_port": {"port": 65536}}], ids=str)
async def test_the_page_takes_nothing_beyond_its_limits(
    options: Options, beyond: dict[str, Any]
) -> None:
    with pytest.raises(InvalidData):
        await options.submit(**beyond)


async def test_diagnostics_tell_neither_the_bus_nor_where_the_port_is(
    hass: HomeAssistant,
    options: Options,
    hass_client: ClientSessionGenerator,
    files: dict[str, str],
) -> None:
    port = {"enabled": True, "host": HOST, "port": free_port(HOST), **files}
    await options.submit(bus=BUS, own_port=port)

    told = await get_diagnostics_for_config_entry(hass, hass_client, options.entry)

    assert told["options"]["screens"]["own_port"]["enabled"] is True
    for secret in (SECRET, HOST, files["certificate"], files["key"]):
        assert secret not in str(told)


async def test_the_log_tells_no_secret_of_the_bus(
    options: Options, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    await options.submit(bus=BUS)
    screens_of(options)

    ours = [record.getMessage() for record in caplog.records if "tuya_twin" in record.name]
    assert SECRET not in "\n".join(ours)
