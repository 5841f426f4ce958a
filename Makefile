# Needs Python 3.11 or newer, make, and nothing else. Another Python: make PYTHON=python3.13 test
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
UV_VERSION := 0.13.9
FUZZ_SECONDS ?= 60
PICTURED := src/detente/charters/golden/charter.yaml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test long lint format bench fuzz docs lock clean

help: ## Show these lines
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.ready ## Fourteen months of a fictional pair in a browser, signed in; ends with Ctrl-C
	@$(BIN)/detente demo

test: $(VENV)/.ready ## Run all tests
	@$(BIN)/python -m pytest -n auto

long: $(VENV)/.ready ## Run the long versions too: every byte of a journal, every write a worker can die at, 200 pairs of worlds
	@DETENTE_LONG=1 $(BIN)/python -m pytest -n auto --dist worksteal -rP --show-capture=stdout $(LONG)
LONG = tests/core/journal tests/core/simulation tests/adapters/evidence tests/adapters/mail tests/clerk tests/store tests/promises

lint: $(VENV)/.ready ## Check style, format, types, and who imports whom
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

format: $(VENV)/.ready ## Write imports and format the one way
	@$(BIN)/ruff check --fix --select I .
	@$(BIN)/ruff format .

bench: $(VENV)/.bench ## Measure: one script per number
	@for script in bench/*.py; do [ -e "$$script" ] || continue; echo "$$script"; $(BIN)/python "$$script" || exit 1; done

fuzz: $(VENV)/.fuzz ## Throw broken text at every reader, FUZZ_SECONDS each
	@for script in tests/fuzz/fuzz_*.py; do [ -e "$$script" ] || continue; echo "$$script"; \
		$(BIN)/python "$$script" -max_total_time=$(FUZZ_SECONDS) -artifact_prefix=build/ || exit 1; done

docs: $(VENV)/.ready ## Write again what the documentation shows: pictures, reference, console blocks
	@$(BIN)/detente draw $(PICTURED) escalation -o docs/ladder.svg
	@$(BIN)/python docs/reference.py
	@$(BIN)/python docs/console.py
	@$(BIN)/python docs/pictures.py

lock: build/uv/.ready ## Pin every package with its hashes (LOCK_WITH=--upgrade takes newer ones)
	build/uv/bin/uv pip compile $(LOCK) --extra pdf --extra postgres --group test -o requirements.lock pyproject.toml
	build/uv/bin/uv pip compile $(LOCK) -c requirements.lock -o requirements-bench.lock --group bench
	build/uv/bin/uv pip compile $(LOCK) -c requirements.lock -o requirements-fuzz.lock --group fuzz
LOCK = --quiet $(LOCK_WITH) --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

clean: ## Remove what make has made
	rm -rf $(VENV) build dist out .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis

# Stamps: each step runs again only when what it depends on has changed.
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null || { echo "'$(PYTHON)' is not on this machine. Install Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "'$(PYTHON)' is $$($(PYTHON) -V 2>&1); Detente needs 3.11 or newer. Name another: make PYTHON=python3.13"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "'$(PYTHON)' has no venv module. Install it (Debian, Ubuntu: apt-get install python3-venv)."; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) -V)"
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	@echo "Installing the packages of requirements.lock, each by its hash"
	@$(PIP) install --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.ready: pyproject.toml $(VENV)/.locked
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.bench: requirements-bench.lock $(VENV)/.ready
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@

$(VENV)/.fuzz: requirements-fuzz.lock $(VENV)/.ready
	@$(PIP) install --require-hashes -r requirements-fuzz.lock
	@mkdir -p build
	@touch $@

build/uv/.ready:
	@$(PYTHON) -m venv --clear build/uv
	@build/uv/bin/python -m pip --disable-pip-version-check --quiet install uv==$(UV_VERSION)
	@touch $@
