# shellcheck shell=bash
# The environment all scripts run in. Sourced, with the checkout as working directory.
BOOTSTRAP=$PWD/.cache/bootstrap
DEBIAN_PYTHON=$PWD/.cache/python
export PATH=$PWD/.venv/bin:$BOOTSTRAP/bin:$PATH
export PYTHONPATH=$PWD
export UV_CACHE_DIR=${UV_CACHE_DIR:-$PWD/.cache/uv}
