# Two commands matter: `make demo` and `make test`. The rest serves them.
PYTHON ?= python3
DEMO_SERVE ?= 1
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
export HF_HUB_OFFLINE := 1

.PHONY: demo test check lint types architecture pytest bench schema lock neo4j clean

demo: .venv/.runtime
	@DEMO_SERVE=$(DEMO_SERVE) BIN=$(BIN) sh starter/demo.sh

test: check pytest

check: lint types architecture

lint: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

architecture: .venv/.dev
	$(BIN)/lint-imports

pytest: .venv/.dev
	$(BIN)/pytest

# make bench NAME=import|match ; the last line is one JSON object
bench: .venv/.dev
	$(BIN)/python -m benchmarks.$(if $(filter import,$(NAME)),imports,$(NAME))

# Write api/schema.graphql anew from the ontology
schema: .venv/.dev
	$(BIN)/python -m api.sdl

# Start a real Neo4j from Maven artifacts on free loopback ports, until stopped
neo4j: .venv/.dev
	$(BIN)/python -m tests.neo4j_server

.venv/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "pearlnet needs Python 3.11 or newer; set PYTHON=...")'
	$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python requirements.lock pyproject.toml
	@test -f .venv/.dev || $(PIP) install --quiet --no-deps --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: .venv/bin/python requirements-dev.lock pyproject.toml
	$(PIP) install --quiet --no-deps --require-hashes --requirement requirements-dev.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# Needs uv; writes both lock files
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group build --group dev --extra py2neo --extra transformers --constraint requirements.lock \
		pyproject.toml --output-file requirements-dev.lock

clean:
	rm -rf .venv .cache .pearlnet .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
