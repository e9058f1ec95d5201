# Everything runs in an environment of its own, .venv, beside this file.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& command -v $$p && break; done)
BIN := .venv/bin
# A test run starts hundreds of processes: each would compile every module anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check bench clean

# Start Rapport with its own PostgreSQL; say where it serves.
run: .venv/installed
	$(BIN)/rapport serve

# Run every test. A few need npm: the site whose account one signs in with, and rules of accessibility.
test: .venv/installed
	@! command -v npm >/dev/null 2>&1 || for place in tests/api/signing_in/provider tests/screens; do \
		npm ci --silent --no-audit --no-fund --prefix "$$place" || exit 1; done
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

# What runs before a change is taken: style, types, import directions, tests.
check: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(MAKE) test

# Measure; see docs/performance.md.
bench: .venv/installed
	$(BIN)/python -m bench

# Take the environment away; your data stays where it is.
clean:
	rm -rf .venv

# uv keeps to the versions of uv.lock; pip takes what satisfies pyproject.toml.
.venv/installed: pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { echo "Rapport needs Python 3.11 or newer: install it and try again."; exit 1; }
	@if command -v uv >/dev/null 2>&1; then \
		uv sync --frozen --quiet --python "$(PYTHON)"; \
	else \
		"$(PYTHON)" -m venv .venv && \
		$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1" && \
		$(BIN)/python -m pip install --quiet --editable . --group dev; \
	fi
	@touch $@
