# `make` alone explains the targets.
PYTHON ?= python3
BIN := .venv/bin
SETUP := $(PYTHON) scripts/setup.py
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check fix proto bench faults lock words placements clean

help: ## say what can be made
	@echo "Octavo. Two commands are enough: 'make run' and 'make test'."
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: ## set everything up, start nothing
	@$(SETUP)

run: ## set everything up, then serve http://127.0.0.1:8000
	@$(SETUP)
	@exec $(BIN)/octavo up

demo: ## fill the site with a few stories of our own
	@$(SETUP)
	@$(BIN)/octavo demo

test: ## set everything up, then run every test this machine allows
	@$(SETUP) --tests
	@$(BIN)/python -m pytest -n 2 --dist loadfile $(TESTS)

check: ## format, lint, types, import rules, contracts, front end
	@$(SETUP) --develop
	@$(BIN)/python scripts/check.py

fix: ## format, and mend what can be mended by itself
	@$(SETUP) --develop
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

proto: ## make src/octavo/*/v1 anew from proto/
	@$(SETUP) --develop
	@$(BIN)/python -m octavo.chassis.protoc_plugin
	@$(BIN)/python -m octavo.chassis.protoc_plugin --proto . --proto proto --out . tests/chassis/*/v1/*.proto

bench: ## measure every claim of speed; results go to benchmarks/results
	@$(SETUP) --tests
	@$(BIN)/python -m benchmarks

faults: ## kill writers, copies and parts of a fleet, take every call from every page; the report goes to docs/faults.md
	@$(SETUP) --tests
	@OCTAVO_FAULT_ROUNDS=40 $(BIN)/python -m pytest -s tests/copying/test_killed.py tests/copying/test_texts.py --timeout=3600
	@OCTAVO_FAULT_ROUNDS=200 OCTAVO_FAULTS=all OCTAVO_FAULT_REPORT=docs/faults.md $(BIN)/python -m pytest -s tests/faults --timeout=3600
	@OCTAVO_RESILIENCE=all $(BIN)/python -m pytest -s tests/edge/test_resilience.py --timeout=3600

placements: ## go all journeys through one process over PostgreSQL, Redis and NATS, and through a fleet
	@$(SETUP) --tests
	@for where in engines fleet; do OCTAVO_PLACEMENT=$$where $(BIN)/python -m pytest tests/journeys --timeout=900 || exit 1; done

words: ## bring the catalogues of the interface up to date
	@$(SETUP) --develop
	@$(BIN)/python -m octavo.edge.gathering

lock: ## choose newer versions within pyproject.toml and pin them
	@$(SETUP) --develop
	@$(BIN)/python scripts/lock.py

clean: ## remove what was set up and built (the data folder stays)
	rm -rf .venv web/node_modules src/octavo/edge/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
