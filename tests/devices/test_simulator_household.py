"""A household of simulated devices starts and stops as one."""

from dataclasses import replace
import socket

import pytest

from custom_components.tuya_twin.core.model import DeviceKind
from custom_components.tuya_twin.devices.simulator import (
    TUYA_PORT,
    LanClient,
    SimulatedHousehold,
    default_household,
    free_port,
)
from tests.devices.simulator_kit import make_config

pytestmark = pytest.mark.usefixtures("socket_enabled")


def any_port(_: str) -> int:
    return 0


def test_the_default_household_has_one_of_each_kind_and_version() -> None:
    specs = default_household(any_port)

    assert [(spec.name, spec.zone, spec.config.host) for spec in specs] == [
        ("Living room lamp", "LivingRoom", "127.0.0.11"),
        ("Hall siren", "Foyer", "127.0.0.12"),
        ("Front door", "Foyer", "127.0.0.13"),
    ]
    assert [spec.config.kind for spec in specs] == list(DeviceKind)
    assert [spec.config.version for spec in specs] == ["3.3", "3.4", "3.5"]


def test_no_two_default_households_share_ids_or_keys() -> None:
    configs = [spec.config for spec in default_household(any_port) + default_household(any_port)]

    assert len({config.device_id for config in configs}) == 6
    assert len({config.local_key for config in configs}) == 6


async def test_the_default_household_runs_and_stops() -> None:
    specs = default_household(any_port)
    household = SimulatedHousehold(spec.config for spec in specs)

    await household.start()
    ports = [household.devices[spec.config.device_id].address[1] for spec in specs]
    await household.stop()

    assert all(ports)


async def test_a_household_is_reached_with_what_its_configs_say() -> None:
    configs = [
        replace(make_config(version), device_id=f"bf{version}") for version in ("3.3", "3.4", "3.5")
    ]
    household = SimulatedHousehold(configs)
    await household.start()

    for config in configs:
        device = household.devices[config.device_id]
        async with LanClient(
            *device.address,
            device_id=config.device_id,
            local_key=config.local_key,
            version=config.version,
        ) as client:
            assert await client.status() == device.appliance.status()

    await household.stop()


async def test_a_household_starts_whole_or_not_at_all() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        household = SimulatedHousehold(
            [
                replace(make_config(), device_id="first"),
                replace(make_config(port=taken.getsockname()[1]), device_id="second"),
            ]
        )

        with pytest.raises(OSError, match="ddress already in use"):
            await household.start()

    first = household.devices["first"]
    assert free_port_is(first.address)


def free_port_is(address: tuple[str, int]) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(address)
    return True


def test_a_port_is_tuyas_or_any_free_one() -> None:
    host = "127.0.0.177"

    assert free_port(host) == TUYA_PORT
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind((host, TUYA_PORT))
        taken.listen()
        assert free_port(host) not in {0, TUYA_PORT}


def test_an_address_of_another_machine_has_no_free_port() -> None:
    with pytest.raises(OSError, match="assign"):
        free_port("192.0.2.1")
