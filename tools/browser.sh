#!/bin/sh
# Finds a Chromium for the package in the virtual environment $1, or installs one.
set -eu
venv=$1
found() { "$venv/bin/python" -c "import asyncio, live.browser as b; asyncio.run(b.probe())" >/dev/null 2>&1; }

if found; then
    exit 0
fi
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "set-up: installing chromium and fonts with apt-get" >&2
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
        chromium chromium-headless-shell fonts-liberation fonts-noto-core fonts-noto-cjk \
        fonts-noto-color-emoji >/dev/null || true
    found && exit 0
fi
echo "set-up: downloading Playwright's chromium" >&2
"$venv/bin/playwright" install chromium || true
if ! found; then
    echo "set-up: no Chromium. Install one (sudo apt-get install chromium), or set LIVE_CHROMIUM." >&2
    exit 1
fi
