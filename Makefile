# Two commands for everyone: `make run` and `make test`. Each can be run again at any time.
# `make run` honours FOULEE_PORT (default 8000) and FOULEE_DATA (the folder that holds everything written).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
LANGS := fr
# Python compiles once, into .venv, and not in each of the processes that serve starts.
COMPILED := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX=$(CURDIR)/$(VENV)/compiled

# Tests that start whole installations, one after the other: they wait for processes, and would be late among others.
WHOLE := tests/cli/test_serve.py tests/cli/test_backup.py tests/cli/test_doctor.py tests/worker tests/journeys

.PHONY: run test test-postgresql test-slow check format lint types contracts catalogue knowledge django lock messages clean help

help:
	@echo "make run     install, then serve the pages and do the background work, until Ctrl+C"
	@echo "make test    install, then run all tests, those that touch the database on PostgreSQL too"
	@echo "make check   what to run before committing: format, lint, types, contracts, catalogue, knowledge, tests"
	@echo "make test-slow   statistical studies that take minutes"
	@echo "make lock    write the lock files again from pyproject.toml"
	@echo "make messages    collect the sentences to translate and compile the catalogue"

run: $(VENV)/.installed
	@$(COMPILED) $(BIN)/foulee serve --worker $(if $(DISPLAY)$(WAYLAND_DISPLAY),--open,)

test: test-postgresql
	$(BIN)/pytest --numprocesses auto --dist loadfile $(foreach path,$(WHOLE),--ignore $(path)) tests
	$(BIN)/pytest $(WHOLE)

test-postgresql: $(VENV)/.installed-dev
	$(BIN)/python -m tests.postgres

test-slow: $(VENV)/.installed-dev
	$(BIN)/pytest -m slow

check: format lint types contracts catalogue knowledge django test

format: $(VENV)/.installed-dev
	$(BIN)/ruff format --check src tests benchmarks

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check src tests benchmarks

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

catalogue: $(VENV)/.installed-dev
	$(BIN)/pytest tests/guards/test_catalogue.py

knowledge: $(VENV)/.installed-dev
	$(BIN)/foulee knowledge check

django: $(VENV)/.installed-dev
	@folder=$$(mktemp -d) && export FOULEE_DATA=$$folder FOULEE_URL=https://foulee.example.org && \
	$(BIN)/foulee manage makemigrations --check --dry-run && \
	$(BIN)/foulee manage check --deploy --fail-level WARNING; code=$$?; rm -rf "$$folder"; exit $$code

# --- installation ------------------------------------------------------------------------------------------------

# Where Python has pip already, that one serves: putting another into the environment takes longer than all the rest.
pip = $$(test -e $(BIN)/pip && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python) --disable-pip-version-check

$(VENV)/.uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Foulée needs Python 3.11 or later; this is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -m venv $$($(PYTHON) -m pip --version >/dev/null 2>&1 && echo --without-pip) $(VENV) || \
		{ echo "Python's venv module is missing. On Debian: apt-get install python3-venv"; exit 1; }
	@$(pip) install --quiet uv==$(UV_VERSION) 2>/dev/null || echo "uv is not available; pip will do, more slowly."
	@touch $@

$(VENV)/.installed: requirements.txt pyproject.toml $(VENV)/.uv
	@$(call install,requirements.txt)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt pyproject.toml $(VENV)/.uv
	@$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/.installed

define install
	if [ -x $(BIN)/uv ]; then \
		VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r $(1) && \
		VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --no-deps --editable . ; \
	else \
		$(pip) install --quiet --require-hashes -r $(1) && \
		$(pip) install --quiet --no-deps --editable . ; \
	fi || { echo "Installing from $(1) failed: see the lines above. A package index must be reachable."; exit 1; }
endef

# --- for developers ----------------------------------------------------------------------------------------------

lock: $(VENV)/.uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt

messages: $(VENV)/.installed-dev
	$(BIN)/pybabel --quiet extract -F babel.cfg -k say -k plural:1,2 -k counted:1,2 -k mark -k mark_plural:1,2 --no-location --sort-output --omit-header -o src/foulee/locale/foulee.pot src/foulee
	for lang in $(LANGS); do $(BIN)/pybabel --quiet update -D foulee -d src/foulee/locale -l $$lang -i src/foulee/locale/foulee.pot --no-fuzzy-matching --ignore-pot-creation-date --no-wrap; done
	$(BIN)/pybabel --quiet compile -D foulee -d src/foulee/locale --statistics

clean:
	rm -rf $(VENV) out build dist *.egg-info src/*.egg-info
