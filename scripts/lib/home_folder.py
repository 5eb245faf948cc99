"""The configuration folder of a Home Assistant that stays on loopback and keeps its log quiet."""

from datetime import UTC, datetime
import json
from pathlib import Path
from typing import Final

from scripts.lib.home_types import JSON, JSONObject

HOST: Final = "127.0.0.1"


def write_folder(
    folder: Path,
    *,
    custom_components: Path,
    port: int,
    time_zone: str,
    extra_yaml: str,
) -> None:
    """Write the configuration; what an earlier run left in the folder stays."""
    storage = folder / ".storage"
    storage.mkdir(parents=True, exist_ok=True)
    (folder / "configuration.yaml").write_text(_configuration(time_zone) + extra_yaml)
    _store(storage, "http", version=2, minor_version=2, data=_http(port))
    # Its mDNS would otherwise speak on every network of this machine.
    loopback: list[JSON] = ["lo", "lo0"]
    adapters: JSONObject = {"configured_adapters": loopback}
    _store(storage, "core.network", version=1, minor_version=1, data=adapters)
    if not (storage / "onboarding").exists():
        # The wizard's other steps are done: its core_config step would set up four
        # integrations that want the internet.
        done: list[JSON] = ["core_config", "analytics", "integration"]
        _store(storage, "onboarding", version=4, minor_version=1, data={"done": done})
    link = folder / "custom_components"
    link.unlink(missing_ok=True)
    link.symlink_to(custom_components.resolve(strict=True), target_is_directory=True)


def _configuration(time_zone: str) -> str:
    return f"""\
homeassistant:
  name: Home
  latitude: 40.4168
  longitude: -3.7038
  elevation: 657
  unit_system: metric
  currency: EUR
  country: ES
  language: en
  time_zone: {json.dumps(time_zone)}
frontend:
logger:
  default: info
  logs:
    homeassistant.setup: warning
"""


def _http(port: int) -> JSONObject:
    return {
        "stable": {
            "server_host": [HOST],
            "server_port": port,
            "cors_allowed_origins": [],
            "login_attempts_threshold": -1,
            "ip_ban_enabled": True,
            "ssl_profile": "modern",
            "use_x_frame_options": True,
            "created_at": datetime.now(UTC).isoformat(),
            "error": None,
            "error_message": None,
        },
        "pending": None,
        "yaml_migration_done": True,
    }


def _store(storage: Path, key: str, *, version: int, minor_version: int, data: JSONObject) -> None:
    whole = {"version": version, "minor_version": minor_version, "key": key, "data": data}
    (storage / key).write_text(json.dumps(whole, indent=2))
