# A person's whole vocabulary. Nothing but git, make and python3 (3.11+, with venv) needs to be there.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
RUN := .venv/bin/python
# Compiled bytecode makes Rasa start in seconds; some machines switch it off.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help up test check format train evaluate curve bench environments requirements

help: ## what there is
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 14

environments: needed
	@$(PYTHON) requirements/environments.py app rasa

.PHONY: needed
needed:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "make: python3 is missing; on Debian: apt-get install python3 python3-venv" >&2; exit 1; }
	@command -v git >/dev/null 2>&1 || echo "make: git is missing; on Debian: apt-get install git" >&2

up: environments ## start everything in the foreground; Ctrl-C stops it
	@exec env TIPLINE_FOLLOW_PARENT=1 .venv/bin/tipline up

test: environments ## all tests
	@$(RUN) -m pytest

check: environments ## linter, formatter, types, import arrows
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@$(RUN) -m pytest -q tests/test_arrows.py

format: environments ## put the formatter's changes in
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

train: environments ## train a bundle from nlu_data
	@.venv/bin/tipline train

evaluate: environments ## evaluate on labelled lines: DATA=file.jsonl OUT=report.json
	@.venv/bin/tipline evaluate "$(DATA)" "$(OUT)"

curve: environments ## how understanding grows with the training lines (some minutes)
	@$(RUN) -m bench.curve

bench: environments ## the measured figures, as JSON and as a table
	@$(RUN) -m bench

requirements: environments ## compile the pinned lists anew from pyproject.toml
	@.tools/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --python-version 3.11 --group pyproject.toml:test pyproject.toml -o requirements/app.txt
	@.tools/bin/uv pip compile --quiet --upgrade --generate-hashes --no-header --no-emit-index-url \
	  --no-emit-find-links --python-version 3.10 --group pyproject.toml:rasa -o requirements/rasa.txt
