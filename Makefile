# make serve: the demo in your browser. make test: every test. Both set up whatever is missing first.
SHELL := /bin/sh
PYTHON ?=
HOST ?= 127.0.0.1
PORT ?= 5000
BIN := .venv/bin

.PHONY: serve test rehearse setup browser rehearsal check lock clean help bench

help:
	@echo "make serve   freeze the demo and serve it on http://$(HOST):$(PORT)/ (PORT= and HOST= change it)"
	@echo "make test    run every test, browser and rehearsed cloud included"
	@echo "make rehearse   only the rehearsal: deploy to an emulated AWS and walk through it"
	@echo "make bench   freeze a corpus beside five other generators and print the ratios (BENCH=--quick: 1,000 pages, once, beside Hugo)"
	@echo "make setup   only set up; make check: ruff, mypy, walls; make lock: lock anew; make clean: forget everything made here"

# The first time, the demo's own readers have their say; whoever erases them is not overruled.
serve: setup
	@test -e var/polynya.db || $(BIN)/freeze import examples/floe/reviews.jsonl
	@echo "In a second terminal, . $(BIN)/activate brings the command freeze."
	$(BIN)/freeze serve --host $(HOST) --port $(PORT)

test: setup browser rehearsal
	$(BIN)/pytest -n auto --dist loadgroup

rehearse: setup browser rehearsal
	$(BIN)/pytest -n auto --dist loadgroup tests/rehearsal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -q tests/walls

setup: .venv/.ready

.venv/.ready: requirements.lock package-lock.json pyproject.toml | $(BIN)/python
	@echo "Setting up what is missing in this folder, once; this takes some minutes."
	$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/npm ci --ignore-scripts --no-audit --no-fund --silent
	$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q site functions
	touch $@

# The Python that PYTHON= names, else the quickest of this machine: how one was built makes up to a quarter of its speed.
$(BIN)/python:
	@python="$(PYTHON)"; python=$${python:-$$(python3 bench/quickest.py)} || exit 1; \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Polynya needs Python 3.11 or newer; choose one with make PYTHON=python3.12")' \
	&& echo "Python is $$python; make PYTHON=... takes another." \
	&& { "$$python" -m venv .venv || { echo "Python's venv is missing: on Debian, apt-get install python3-venv" >&2; exit 1; }; }

bench: setup
	$(BIN)/python bench/freezing.py $(BENCH)

browser: setup
	$(BIN)/python tests/browser.py --install

# The tools of the rehearsal have an environment of their own: the emulator brings a server and an AWS SDK of its choice.
rehearsal: setup
	$(BIN)/python tests/rehearsal/install.py

LOCK := $(BIN)/uv pip compile --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header --quiet
lock:
	$(LOCK) pyproject.toml --group dev --universal --python-version 3.11 -o requirements.lock
	$(LOCK) functions/requirements.in --constraint requirements.lock --python-version 3.13 \
	  --python-platform aarch64-manylinux2014 -o functions/requirements.lock
	$(LOCK) functions/owner.in --constraint requirements.lock --python-version 3.13 \
	  --python-platform aarch64-manylinux2014 -o functions/owner.lock
	$(LOCK) tests/rehearsal/requirements.in --universal --python-version 3.11 -o tests/rehearsal/requirements.lock
	$(BIN)/npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved

clean:
	rm -rf .venv node_modules build var dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
