"""The zip of a release, as HACS and the Marketplace unpack it. See `scripts/release`."""

import argparse
from collections.abc import Iterator
import hashlib
import json
from pathlib import Path
import re
import subprocess
import sys
import tomllib
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

ROOT: Final = Path(__file__).parents[2]
NAME: Final = "tuya_twin.zip"
INTEGRATION: Final = Path("custom_components/tuya_twin")
FRONTEND: Final = INTEGRATION / "frontend"
DIST: Final = FRONTEND / "dist"
UNRELEASED: Final = "Unreleased"

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""Zips know no earlier time; the same files make the same zip whenever it is made."""
_PLAIN_FILE: Final = 0o100644 << 16
_UNIX: Final = 3
_BEST: Final = 9


def main() -> int:
    """Check, zip, and say what it is."""
    parser = argparse.ArgumentParser(prog="scripts/release", description=__doc__)
    parser.add_argument("--check-tag", metavar="TAG", help="the tag this is to be released as")
    arguments = parser.parse_args()
    if wrong := problems(ROOT, tag=arguments.check_tag):
        print("\n".join(f"release: {problem}" for problem in wrong), file=sys.stderr)
        return 1
    target = ROOT / "dist" / NAME
    write_zip(ROOT, target)
    content = target.read_bytes()
    print(f"{target.relative_to(ROOT)}: {version_of(ROOT)}, {len(content) / 1000:.0f} kB")
    print(f"sha256 {hashlib.sha256(content).hexdigest()}")
    return 0


def version_of(root: Path) -> str:
    """The version that Home Assistant is told."""
    return str(json.loads((root / INTEGRATION / "manifest.json").read_text())["version"])


def problems(root: Path, *, tag: str | None = None) -> list[str]:
    """Say why this checkout cannot be released; with a tag, why not as that."""
    version = version_of(root)
    packaged = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    told = re.findall(r"^## \[?([^\]\s]+)", (root / "CHANGELOG.md").read_text(), re.MULTILINE)
    found = []
    if packaged != version:
        found.append(f"manifest.json says {version}, pyproject.toml {packaged}")
    if tag is not None and tag != f"v{version}":
        found.append(f"manifest.json says {version}, the tag {tag}")
    if tag is not None and version not in told:
        found.append(f"CHANGELOG.md tells nothing of {version}")
    if tag is None and told[:1] not in ([UNRELEASED], [version]):
        found.append(f"CHANGELOG.md begins with neither {UNRELEASED} nor {version}")
    if not (root / DIST / "manifest.json").exists():
        found.append("the panel is not built")
    return found


def write_zip(root: Path, target: Path) -> None:
    """Write the integration's files at the root of a zip, the same bytes for the same files."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w") as archive:
        for name, path in sorted(_files(root)):
            entry = ZipInfo(name, _EARLIEST)
            entry.create_system = _UNIX
            entry.external_attr = _PLAIN_FILE
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=_BEST)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Name every file of the zip: what git knows of, without the panel's sources, but built."""
    yield "LICENSE", root / "LICENSE"
    for file in _known_to_git(root):
        if not file.is_relative_to(FRONTEND) and (root / file).is_file():
            yield file.relative_to(INTEGRATION).as_posix(), root / file
    for path in (root / DIST).iterdir():
        # How the build knows its own sources again is nothing to anybody else.
        if not path.name.startswith("."):
            yield path.relative_to(root / INTEGRATION).as_posix(), path


def _known_to_git(root: Path) -> list[Path]:
    """List the integration's files, also new ones, but nothing that git ignores."""
    listed = subprocess.run(  # noqa: S603 - nobody else's words
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", INTEGRATION],  # noqa: S607
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [Path(name) for name in listed.split("\0") if name]


if __name__ == "__main__":
    sys.exit(main())
