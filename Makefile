# `make demo` and `make test` do their own set-up; a second run installs nothing again.
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
DEMO := build/demo

.PHONY: demo test unit slow check bench docs clean

demo: $(STAMP) browser
	$(VENV)/bin/live demo --workspace $(DEMO)

test: $(STAMP) browser
	$(PY) -m pytest

# What needs no browser, no server, no weights and no month: a quick answer while working.
unit: $(STAMP)
	$(PY) -m pytest -n 2 -m "not browser and not e2e and not server and not llama and not torch and not slow"

# What needs other people's packages, some GB of them; kept in the cache folder for the next time.
slow: $(STAMP)
	$(PY) -m pytest -m slow

check: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

bench: $(STAMP) browser
	$(PY) benchmarks/demo.py
	$(PY) benchmarks/crawl/extract.py
	$(PY) benchmarks/crawl/formats.py
	$(PY) benchmarks/crawl/speed.py
	$(PY) benchmarks/crawl/memory.py
	$(PY) benchmarks/qa_gen/calls.py
	$(PY) benchmarks/qa_gen/flight.py
	$(PY) benchmarks/qa_gen/memory.py
	$(PY) benchmarks/qa_gen/gates.py
	$(PY) benchmarks/qa_gen/duplicates.py
	$(PY) benchmarks/review/desk.py
	$(PY) benchmarks/judge/scoreboard.py
	$(PY) benchmarks/judge/flight.py
	$(PY) benchmarks/judge/memory.py
	$(PY) benchmarks/judge/local.py
	$(PY) benchmarks/publish/leaderboard.py

.PHONY: browser
browser: $(STAMP)
	@sh tools/browser.sh $(VENV)

$(STAMP): pyproject.toml constraints.txt package-lock.json tools/venv.sh tools/vendor.py
	@sh tools/venv.sh $(VENV)

docs: $(STAMP)
	$(PY) tools/cli_docs.py
	$(PY) tools/settings_docs.py

clean:
	rm -rf build
