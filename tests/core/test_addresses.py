"""What is typed as an address is one, or is refused without being repeated."""

from typing import Any

import pytest

from custom_components.tuya_twin.core.addresses import (
    is_bus,
    is_loopback,
    is_origin,
    without_secret,
)
from custom_components.tuya_twin.core.errors import InvalidPolicyError
from custom_components.tuya_twin.core.options import options_from, settings_from
from custom_components.tuya_twin.core.settings import OwnPort, Screens, Settings

SECRET = "redis://anna:hunter2@bus.example:6379/0"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "LocalHost"])
def test_this_machine_is_known(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "0.0.0.0", "::", "192.168.1.2", "localhost.example", "127.1"])  # noqa: S104 - nothing listens there
def test_what_others_may_reach_is_not_this_machine(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "origin", ["https://wall.example", "http://127.0.0.1:8080", "https://[::1]:8443"]
)
def test_an_origin_is_a_scheme_and_a_host(origin: str) -> None:
    assert is_origin(origin)
    assert OwnPort(origins=(origin,)).origins == (origin,)


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "",
        "wall.example",
        "https://wall.example/",
        "https://wall.example/page",
        "https://Wall.example",
        "https://anna@wall.example",
        "https://wall.example:port",
        "https://wall example",
        "file:///page.html",
        "ftp://wall.example",
    ],
)
def test_anything_else_is_no_origin(text: str) -> None:
    assert not is_origin(text)
    with pytest.raises(InvalidPolicyError, match="origin"):
        OwnPort(origins=(text,))


@pytest.mark.parametrize(
    "bus", [SECRET, "rediss://bus.example", "amqp://bus.example//", "amqps://[::1]:5671/twin"]
)
def test_a_bus_is_of_one_of_four_kinds(bus: str) -> None:
    assert is_bus(bus)
    assert Screens(bus=bus).bus == bus


@pytest.mark.parametrize(
    "text", ["http://anna:hunter2@bus", "redis://", "redis", "anna:hunter2", "kafka://hunter2"]
)
def test_anything_else_is_no_bus_and_is_not_repeated(text: str) -> None:
    assert not is_bus(text)
    with pytest.raises(InvalidPolicyError, match="message bus") as refused:
        Screens(bus=text)
    assert "hunter2" not in str(refused.value)


def test_no_bus_is_no_mistake() -> None:
    assert not Screens().bus


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (SECRET, "redis://bus.example:6379"),
        ("amqp://anna:hunter2@bus.example//?password=hunter2", "amqp://bus.example"),
        ("hunter2", ""),
        ("redis://anna:hunter2@bus:nonsense", ""),
        ("redis://anna:hunter2@[2001:db8::1]:6379/0", "redis://[2001:db8::1]:6379"),
    ],
)
def test_a_bus_is_shown_without_what_opens_it(address: str, shown: str) -> None:
    assert without_secret(address) == shown


@pytest.mark.parametrize("alone", [{"certificate": "/ssl/a.pem"}, {"key": "/ssl/b.pem"}])
def test_a_certificate_takes_its_key(alone: dict[str, Any]) -> None:
    with pytest.raises(InvalidPolicyError, match="certificate"):
        OwnPort(**alone)


def test_it_is_kept_as_options() -> None:
    settings = Settings(
        screens=Screens(
            per_user=7,
            bus=SECRET,
            own_port=OwnPort(enabled=True, port=8443, origins=("https://wall.example",)),
        )
    )

    assert settings_from(options_from(settings)) == settings
