#!/usr/bin/env bash
# A Chromium for the browser tests: one on PATH, else Debian's where this may install it.
set -euo pipefail

command -v chromium >/dev/null && exit 0

if [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
  echo "chromium: installing Debian's"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq install --yes --no-install-recommends chromium \
    fonts-roboto >/dev/null
  exit 0
fi

if [[ ${CI:-} == true ]]; then
  echo "chromium: there is none, and nothing may be left out here" >&2
  exit 1
fi
echo "chromium: there is none on PATH; the browser tests are left out"
