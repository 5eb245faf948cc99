#!/usr/bin/env bash
# Install the release into a Home Assistant of a version of one's choice, run the main job of the
# demo in it, and remove it again.
#
# usage: try-release.sh VERSION, which may be newest
set -euo pipefail
cd "$(dirname "$0")/../.."
scripts/setup
# shellcheck source=env.sh
source scripts/lib/env.sh
version=$1
target=$PWD/.cache/home-assistant/$version

uv venv --quiet --clear --python .venv/bin/python "$target"
requirement=homeassistant==$version
[[ $version != newest ]] || requirement=homeassistant
scripts/lib/home-assistant.sh "$target/bin/python" "$requirement"
python -m pytest -n0 tests/e2e/test_release.py --home-python "$target/bin/python"
