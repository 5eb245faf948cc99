"""What drives a real Home Assistant in tests and scripts: it starts, answers, dies and is gone."""

import json
import os
from pathlib import Path
import signal
import socket
import time

import pytest

from scripts.lib.home import Home
from scripts.lib.home_folder import HOST
from scripts.lib.home_types import (
    CommandError,
    FlowError,
    HomeError,
    Owner,
    RestError,
    StartError,
    object_of,
)

pytestmark = [pytest.mark.process, pytest.mark.usefixtures("socket_enabled")]

HALLWAY = "hallway"
HALLWAY_CODE = """\
async def async_setup(hass, config):
    hass.states.async_set("hallway.lamp", "off", {"watts": 7})
    return True
"""


@pytest.fixture
def integrations(tmp_path: Path) -> Path:
    folder = tmp_path / "integrations"
    hallway = folder / HALLWAY
    hallway.mkdir(parents=True)
    hallway.joinpath("__init__.py").write_text(HALLWAY_CODE)
    hallway.joinpath("manifest.json").write_text(
        json.dumps({"domain": HALLWAY, "name": "Hallway", "version": "1.0.0"})
    )
    return folder


@pytest.fixture
def home(tmp_path: Path, integrations: Path) -> Home:
    return Home.create(
        tmp_path / "home", custom_components=integrations, extra_yaml=f"{HALLWAY}:\n"
    )


def group_exists(pid: int) -> bool:
    try:
        os.killpg(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def as_long_as_it_lives(home: Home) -> None:
    while True:
        await home.pause()


async def test_a_fresh_home_has_an_owner_and_our_integration_and_leaves_no_process(
    home: Home,
) -> None:
    owner = Owner(name="Ada")
    async with home:
        pid = home.pid
        assert pid is not None
        with pytest.raises(HomeError, match="nobody is signed in"):
            await home.get("/api/config")

        await home.onboard(owner)

        assert object_of(await home.get("/api/config"))["state"] == "RUNNING"
        user = object_of(await home.command({"type": "auth/current_user"}))
        assert (user["name"], user["is_owner"]) == ("Ada", True)
        lamp = (await home.states())["hallway.lamp"]
        assert (lamp.state, lamp.attributes) == ("off", {"watts": 7})
        with pytest.raises(RestError) as wizard:
            await home.onboard(owner)
        assert wizard.value.status == 403

        assert await home.long_lived_token("a script") not in home.log()
        browser = home.tokens_for_browser()
        assert browser["hassUrl"] == home.url
        assert browser["access_token"] == await home.access_token()

    assert home.pid is None
    assert not group_exists(pid)
    await home.stop()
    assert owner.password not in home.log() + repr(owner)
    assert owner.password not in (home.folder / "configuration.yaml").read_text()


async def test_services_and_flows_say_why_they_failed(home: Home) -> None:
    async with home:
        await home.onboard(Owner())

        answer = await home.call_service(
            "system_log", "write", {"message": "the lamp is off", "level": "info"}
        )
        assert answer is None
        assert "the lamp is off" in home.log()
        with pytest.raises(CommandError) as unknown:
            await home.call_service("hallway", "dance", {})
        assert unknown.value.error["translation_key"] == "service_not_found"
        with pytest.raises(RestError, match="Invalid handler"):
            await home.config_flow(HALLWAY)

        added = await home.config_flow("sun", {})
        assert added["type"] == "create_entry"
        with pytest.raises(FlowError, match="single_instance_allowed"):
            await home.config_flow("sun", {})


async def test_a_second_start_on_the_same_folder_signs_the_owner_in(
    home: Home, integrations: Path
) -> None:
    owner = Owner()
    async with home:
        await home.onboard(owner)
        token = await home.long_lived_token("kept")
    async with home:
        await home.get("/api/config")

    again = Home.create(home.folder, custom_components=integrations)
    async with again:
        with pytest.raises(FlowError, match="invalid_auth"):
            await again.login(Owner(username=owner.username))
        await again.login(owner)
        user = object_of(await again.command({"type": "auth/current_user"}))
        assert user["is_owner"] is True
        assert token not in again.log()


async def test_a_home_that_died_or_does_not_stop_in_time_starts_again(home: Home) -> None:
    async with home:
        died = home.pid
        assert died is not None
        os.kill(died, signal.SIGKILL)
        with pytest.raises(StartError, match="exited with -9"):
            await as_long_as_it_lives(home)
        await home.start()

        late = home.pid
        assert late not in {None, died}
        await home.stop(timeout=0)
        assert not group_exists(late or 0)

        await home.start()
        await home.onboard(Owner())


async def test_a_token_near_its_end_is_refreshed(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with home:
        await home.onboard(Owner())
        first = await home.access_token()
        assert await home.access_token() == first
        # Not the tokens tell them apart: those that are made in the same second are the same.
        expires = home.tokens_for_browser()["expires"]
        near_its_end = time.time() + 1790
        monkeypatch.setattr("scripts.lib.home_session.time.time", lambda: near_its_end)
        await home.access_token()
        assert home.tokens_for_browser()["expires"] != expires
        await home.get("/api/config")


async def test_a_home_whose_port_is_taken_fails_with_its_log_and_is_gone(
    tmp_path: Path, integrations: Path
) -> None:
    with socket.create_server((HOST, 0)) as taken:
        port: int = taken.getsockname()[1]
        home = Home.create(tmp_path / "home", custom_components=integrations, port=port)
        with pytest.raises(StartError, match="address already in use"):
            await home.start()
    assert home.pid is None
