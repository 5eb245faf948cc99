#!/usr/bin/env bash
# Install another Home Assistant into an environment, with what it needs to start without a
# complaint when it may install nothing itself, and with what the integration requires.
#
# usage: home-assistant.sh PYTHON REQUIREMENT
#
# REQUIREMENT is homeassistant, or what brings it; without a version it is the newest. Wants
# scripts/setup to have run.
set -euo pipefail
cd "$(dirname "$0")/../.."
# shellcheck source=env.sh
source scripts/lib/env.sh
python=$1
requirement=$2

# As in scripts/setup: Debian's unpacked headers are found here.
[[ -d $DEBIAN_PYTHON/headers ]] && export CPATH=$DEBIAN_PYTHON/headers

uv pip install --quiet --upgrade --python "$python" "$requirement"

# The names are those of pyproject.toml, where it says why; the versions are that Home Assistant's.
mapfile -t requirements < <("$python" - <<'PYTHON'
import json
from pathlib import Path
import re

import homeassistant

NAMES = {
    "aiogithubapi",
    "aiohasupervisor",
    "gazetteer-matcher",
    "ha-ffmpeg",
    "hassil",
    "home-assistant-frontend",
    "home-assistant-intents",
    "infrared-protocols",
    "isal",
    "mutagen",
    "pymicro-vad",
    "pyspeex-noise",
    "pyturbojpeg",
    "rf-protocols",
}
components = Path(homeassistant.__path__[0], "components").glob("*/manifest.json")
found = set()
for manifest in (*components, Path("custom_components/tuya_twin/manifest.json")):
    ours = manifest.parent.name == "tuya_twin"
    for requirement in json.loads(manifest.read_text()).get("requirements", []):
        if ours or re.split(r"[\[=<>~]", requirement)[0].lower() in NAMES:
            found.add(requirement)
print(*sorted(found), sep="\n")
PYTHON
)
uv pip install --quiet --python "$python" "${requirements[@]}"
"$python" -c 'import homeassistant.const as const; print("Home Assistant", const.__version__)'
