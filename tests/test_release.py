"""What is checked before there is a release."""

import json
from pathlib import Path
import struct
from zipfile import ZipFile

from homeassistant.components.brands.const import ALLOWED_IMAGES
import pytest

from scripts.lib.release import DIST, FRONTEND, INTEGRATION, NAME, ROOT, problems, write_zip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / DIST).mkdir(parents=True)
    (tmp_path / DIST / "manifest.json").write_text("{}")
    (tmp_path / INTEGRATION / "manifest.json").write_text(json.dumps({"version": "1.2.3"}))
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\n## Unreleased\n\n- Something\n")
    return tmp_path


def release_notes(checkout: Path, heading: str) -> None:
    (checkout / "CHANGELOG.md").write_text(f"# Changelog\n\n## {heading}\n\n- Something\n")


def test_this_checkout_could_be_released() -> None:
    assert problems(ROOT) == []


def test_the_notices_of_what_others_wrote_travel_with_it(tmp_path: Path) -> None:
    write_zip(ROOT, tmp_path / NAME)
    with ZipFile(tmp_path / NAME) as archive:
        text = archive.read("frontend/dist/THIRD-PARTY.txt").decode()
    _, *parts = text.split(f"{'=' * 72}\n")
    notices = dict(zip(map(str.strip, parts[::2]), parts[1::2], strict=True))
    bundled = json.loads((ROOT / FRONTEND / "package.json").read_text())["dependencies"]
    assert bundled.keys() < notices.keys()
    assert [name for name, notice in notices.items() if "Copyright" not in notice] == []


def test_hacs_looks_for_the_zip_that_a_release_has() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert (hacs["zip_release"], hacs["filename"]) == (True, NAME)


@pytest.mark.parametrize("name", sorted(ALLOWED_IMAGES))
def test_there_is_every_picture_of_the_mark_that_home_assistant_looks_for(name: str) -> None:
    header = (ROOT / INTEGRATION / "brand" / name).read_bytes()[:24]
    width, height = struct.unpack(">II", header[16:])
    assert header.startswith(b"\x89PNG")
    assert height == (512 if "@2x" in name else 256)
    assert width == height if "icon" in name else width > height


def test_what_is_not_released_yet_agrees_with_itself(checkout: Path) -> None:
    assert problems(checkout) == []


@pytest.mark.parametrize("heading", ["1.2.3", "1.2.3 - 2026-11-26", "[1.2.3] - 2026-11-26"])
def test_a_tag_is_that_of_the_version_that_the_changelog_tells_of(
    checkout: Path, heading: str
) -> None:
    release_notes(checkout, heading)
    assert problems(checkout) == []
    assert problems(checkout, tag="v1.2.3") == []


def test_a_tag_is_refused_that_is_another_version_or_untold(checkout: Path) -> None:
    assert problems(checkout, tag="v1.2.3") == ["CHANGELOG.md tells nothing of 1.2.3"]
    release_notes(checkout, "1.2.3")
    assert problems(checkout, tag="v1.2.4") == ["manifest.json says 1.2.3, the tag v1.2.4"]
    assert problems(checkout, tag="1.2.3") == ["manifest.json says 1.2.3, the tag 1.2.3"]


def test_versions_that_do_not_agree_and_a_panel_that_is_not_built_are_told(checkout: Path) -> None:
    (checkout / "pyproject.toml").write_text('[project]\nversion = "1.3.0"\n')
    release_notes(checkout, "1.2.2")
    (checkout / DIST / "manifest.json").unlink()
    assert problems(checkout) == [
        "manifest.json says 1.2.3, pyproject.toml 1.3.0",
        "CHANGELOG.md begins with neither Unreleased nor 1.2.3",
        "the panel is not built",
    ]
