"""Clients nobody here wrote, which `scripts/setup` puts into tests/peers."""

import os
from pathlib import Path
import shutil

import pytest

PEERS = Path(__file__).parent / "peers"


def require_peer(package: str) -> None:
    """Skip without that package, but nowhere where nothing may be left out."""
    if shutil.which("node") and (PEERS / "node_modules" / package).exists():
        return
    if os.environ.get("CI") == "true":
        pytest.fail("tests/peers is not installed: run scripts/setup")
    pytest.skip("tests/peers is not installed: run scripts/setup")
