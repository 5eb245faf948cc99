"""The zip that users install, from an empty Home Assistant to an empty one."""

import asyncio
import json
from pathlib import Path
import shutil
import socket
from zipfile import ZipFile

import pytest

from scripts.lib.home import Home
from scripts.lib.home_types import Owner, list_of, object_of, text_of
from scripts.lib.logs import complaints
from scripts.lib.main_job import do_main_job, table
from scripts.lib.release import ROOT, write_zip
from scripts.lib.witness import find_witnesses

SHOP = Path(__file__).parent / "components" / "shop"
REMEMBERED = {"core.device_registry", "core.entity_registry"}
"""Home Assistant keeps what was deleted in there, in case that it comes back."""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("release") / "tuya_twin.zip"
    write_zip(ROOT, path)
    return path


@pytest.fixture
def home(tmp_path: Path, pytestconfig: pytest.Config) -> Home:
    """A Home Assistant that has a shop, and knows nothing of us."""
    shelf = tmp_path / "shelf"
    shutil.copytree(SHOP, shelf / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    home = Home.create(tmp_path / "home", custom_components=shelf, extra_yaml="shop:\n")
    home.python = pytestconfig.getoption("--home-python")
    return home


def test_the_same_files_make_the_same_zip(release: Path, tmp_path: Path) -> None:
    write_zip(ROOT, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == release.read_bytes()


def test_it_has_what_runs_and_nothing_else(release: Path) -> None:
    with ZipFile(release) as archive:
        names = archive.namelist()
        built = json.loads(archive.read("frontend/dist/manifest.json"))
        domain = json.loads(archive.read("manifest.json"))["domain"]
    assert domain == "tuya_twin"
    assert built.keys() == {"panel", "card", "viewer"}
    assert {f"frontend/dist/{file}" for file in built.values()} < set(names)
    assert {"LICENSE", "brand/icon.png", "translations/en.json", "services.yaml"} < set(names)
    assert {name.split("/")[1] for name in names if name.startswith("frontend/")} == {"dist"}
    assert [name for name in names if "__pycache__" in name or "/." in name or "test" in name] == []


@pytest.mark.process
async def test_it_is_installed_used_and_removed_without_a_restart_or_a_trace(
    home: Home, release: Path
) -> None:
    async with home:
        await home.onboard(Owner())
        before = await sights(home)
        shop = {"domain": "tuya_twin", "zip": str(release)}
        await home.call_service("shop", "install", shop)

        added = await home.config_flow("tuya_twin", {"next_step_id": "simulated"})
        report = await do_main_job(home)
        assert report["ok"], table(report)
        tablet = {"name": "Tablet"}
        await home.call_service("tuya_twin", "create_viewer_token", tablet, return_response=True)
        entry = text_of(object_of(added["result"])["entry_id"])
        assert await sights(home) != before
        assert list((home.folder / "tuya_twin").iterdir())
        witnesses = await find_witnesses(home.folder)
        assert threads(home) >= len(witnesses)

        unload = {"type": "config_entries/disable", "entry_id": entry, "disabled_by": "user"}
        await home.command(unload)
        assert threads(home) == 0
        for witness in witnesses.values():
            assert not await is_listened_on(witness.host, witness.port)

        await home.delete(f"/api/config/config_entries/entry/{entry}")
        assert await sights(home) == before

    assert traces(home.folder, entry) == []
    assert complaints(home.log()) == []


async def sights(home: Home) -> dict[str, list[str]]:
    """All of ours that Home Assistant shows anybody."""
    panels = object_of(await home.command({"type": "get_panels"}))
    issues = object_of(await home.command({"type": "repairs/list_issues"}))
    return {
        "entities": sorted(await home.states()),
        "registered": await ids(home, "config/entity_registry/list", "entity_id"),
        "devices": await ids(home, "config/device_registry/list", "id"),
        "households": await ids(home, "config_entries/get", "entry_id"),
        "panels": sorted(panels),
        "repairs": [text_of(object_of(issue)["issue_id"]) for issue in list_of(issues["issues"])],
    }


async def ids(home: Home, command: str, key: str) -> list[str]:
    listed = list_of(await home.command({"type": command}))
    return sorted(text_of(object_of(each)[key]) for each in listed)


def threads(home: Home) -> int:
    """How many threads of the process are owners of a device."""
    tasks = Path(f"/proc/{home.pid}/task")
    names = [(task / "comm").read_text() for task in tasks.iterdir()]
    return sum(name.startswith("tuya") for name in names)


async def is_listened_on(host: str, port: int) -> bool:
    try:
        _reader, writer = await asyncio.open_connection(host, port, family=socket.AF_INET)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


def traces(folder: Path, entry: str) -> list[str]:
    """What of the household is still in the configuration folder, but for the log."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.name.startswith("tuya_twin") or (path.is_file() and tells_of(path, entry))
    ]


def tells_of(path: Path, entry: str) -> bool:
    return (
        path.suffix != ".log"
        and path.name not in REMEMBERED
        and entry.encode() in path.read_bytes()
    )
