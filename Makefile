# The commands of this project. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
VENV ?= .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

help: ## What can be done here
	@grep -hE '^[a-z-]+:[^=]*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

need-python:
	@command -v $(PYTHON) >/dev/null || { echo "Python is missing. Debian: apt install python3 python3-venv. macOS: brew install python"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; this is $$($(PYTHON) -V). Set PYTHON=python3.12, say."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv is missing. Debian: apt install python3-venv"; exit 1; }

# The stamp holds the lock's digest: nothing is installed twice.
install: need-python ## The environment with what the site needs
	@$(PYTHON) scripts/install.py $(VENV) requirements.txt

install-dev: need-python ## The environment with what the tests and checks need, too
	@$(PYTHON) scripts/install.py $(VENV) requirements-dev.txt

run: export LOG_LEVEL ?= WARNING
run: export PUBLIC_URL = http://localhost:$(PORT)
run: install ## The site with its demonstration, on localhost:$(PORT)
	@$(BIN)/python manage.py fonts
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py establish
	@$(BIN)/python manage.py demo
	@echo; echo "  Open http://localhost:$(PORT)/demo/ and choose whom to be."; \
	 echo "  The public site: http://localhost:$(PORT)/   Stop with Ctrl+C."; echo
	@$(BIN)/python manage.py runserver --noreload $(PORT)

fresh: ## Throw the development database, mail and files away
	rm -rf var/imsa.sqlite3* var/mail var/media var/evidence

test: install-dev ## All tests: SQLite, or what DATABASE_URL and REDIS_URL name
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py fonts
	@$(BIN)/python -m pytest -n auto --maxprocesses=4 --dist loadgroup $(ARGS)

bench: install-dev ## Times, queries and memory; ARGS="--entries 1000000", ARGS=--help
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py fonts
	@$(BIN)/python -m tests.benchmarks $(ARGS)

audit: install-dev ## Every page as each role, in every way of seeing and using it (long)
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py fonts
	@$(BIN)/python -m pytest -m "audit or not audit" tests/audit tests/journey $(ARGS)

screens: install-dev ## Pictures of every screen, into build/screens
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py fonts
	@DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python -m tests.audit.screens $(ARGS)

check: install-dev ## Lint, types, contracts, migrations, deployment settings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint $$(git ls-files '*.html')
	$(BIN)/djade --target-version 5.2 --check $$(git ls-files '*.html')
	$(BIN)/lint-imports --no-logo
	$(BIN)/mypy .
	DJANGO_SETTINGS_MODULE=config.settings.test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/check_deploy.py

messages: install-dev ## Gather what the Welsh screens say, and compile the Welsh
	@$(BIN)/python scripts/messages.py

lock: install-dev ## Compile the pinned requirements from pyproject.toml
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --extra dev -c requirements.txt pyproject.toml -o requirements-dev.txt

.PHONY: help need-python install install-dev run fresh test bench audit screens check messages lock
