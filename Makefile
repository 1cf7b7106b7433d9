# Two commands on a fresh machine: `make run` and `make test`. Bare `make` lists them all.
PYTHON ?= python3
PY := .venv/bin/python
CORPUS ?= ../shared/corpora

.DEFAULT_GOAL := help
.PHONY: help run test lint check bench faults hostile corpora screens routes messages password clean env dev

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-10s %s\n", $$1, $$2}'

env:
	@$(PYTHON) bin/bootstrap.py run
dev:
	@$(PYTHON) bin/bootstrap.py dev

run: env ## start the site on 127.0.0.1:8000 (PORT, DATA_DIR, DATABASE_URL, SITE_URL, SAMPLES=0)
	@$(PY) manage.py serve
test: dev ## run the tests (DATABASE_URL=postgres://… for PostgreSQL; ARGS for pytest's own)
	@$(PY) -m pytest $(ARGS)
lint: dev ## style, types, templates, the rooms' contract, missing migrations
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
	@$(PY) -m mypy .
	@find templates -name '*.html' -exec .venv/bin/djade --check --target-version 5.2 {} +
	@.venv/bin/lint-imports --no-logo
	@$(PY) manage.py makemigrations --check --dry-run
check: dev ## Django's own checks, the database's guards too
	@$(PY) manage.py check --database default --fail-level WARNING
bench: dev ## print queries, CPU time and sizes for a made-up newsroom of 1,000 editions
	@$(PY) -m bench.run $(ARGS)
faults: dev ## kill 200 processes while they publish, and let four of them work on the same pieces
	@$(PY) -m bench.faults $(ARGS)
hostile: dev ## put hostile input through every door (CORPUS=folder of hostile files)
	@$(PY) -m bench.hostile $(CORPUS)
corpora: dev ## compare the importer with expected parses (CORPUS=folder of corpora)
	@$(PY) -m bench.corpora $(CORPUS)
screens: dev ## take screenshots of the main pages into var/screens
	@$(PY) -m bench.screens $(ARGS)
routes: env ## print every address with who may read it and who may post to it
	@$(PY) manage.py routes
messages: dev ## compile the translations of the pages' words
	@$(PY) bin/messages.py
password: env ## give the administrator a new one-time password
	@$(PY) manage.py password
clean: ## remove what running and testing left, but for the data in var/
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache staticfiles test-results
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
