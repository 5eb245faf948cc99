"""The demo's main job, and what it leaves in Home Assistant's log."""

from pathlib import Path

import pytest

from scripts.lib.home import Home
from scripts.lib.home_types import Owner
from scripts.lib.logs import complaints
from scripts.lib.main_job import do_main_job, table
from scripts.lib.witness import find_witnesses
from tests.e2e.houses import COMPONENTS

pytestmark = pytest.mark.process


@pytest.mark.parametrize("level", ["info", "debug"])
async def test_all_of_it_is_so_the_log_is_quiet_and_keeps_every_secret(
    tmp_path: Path, level: str
) -> None:
    owner = Owner()
    home = Home.create(tmp_path / "home", custom_components=COMPONENTS)
    async with home:
        await home.onboard(owner)
        await home.call_service("logger", "set_default_level", {"level": level})
        await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
        report = await do_main_job(home)
        witnesses = await find_witnesses(home.folder)
        token = await home.access_token()

    assert report["ok"], table(report)
    log = home.log()
    assert "Hall siren does not answer" in log
    assert complaints(log) == []
    secrets = [
        owner.password,
        token,
        *(witness.local_key for witness in witnesses.values()),
        *(witness.device_id for witness in witnesses.values()),
    ]
    assert [secret for secret in secrets if secret in log] == []
