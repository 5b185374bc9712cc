# make alone prints what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PY := .venv/bin/python
export PORT ?= 8501
export DATA_DIR ?= var
export DEMO ?= 1

.venv/.ready: requirements.txt
	@echo "· Môi trường Python trong .venv"
	@test -x $(PY) || $(PYTHON) -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/.test-ready: .venv/.ready tests/requirements.txt
	@echo "· Test tools"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt -r tests/requirements.txt
	@touch $@

.PHONY: help
help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

.PHONY: setup
setup: .venv/.ready ## environment, migrations, demo town
	@$(PY) -m services setup

.PHONY: run
run: setup ## the program, on http://localhost:8501
	@echo "· Máy chủ"
	@ANNOUNCE=1 exec $(PY) -m uvicorn dashboard:app --host $${HOST:-127.0.0.1} --port $(PORT) --log-level warning --no-access-log

.PHONY: browser
browser:
	@tests/install-browser

# One more than there are cores: a test that waits for a time limit or a database leaves its core to another.
WORKERS ?= $(shell expr `getconf _NPROCESSORS_ONLN` + 1)
.PHONY: test
test: .venv/.test-ready browser ## every test, the fast ones first
	@$(PY) -m ruff check .
ifdef ARGS
	@$(PY) -m pytest $(ARGS)
else
	@$(PY) -m pytest -n $(WORKERS) --ignore tests/browser
	@$(PY) -m pytest -n 3 --maxschedchunk 1 tests/browser
endif

.PHONY: words
words: .venv/.ready ## bring the English catalogue up to the code
	@$(PY) -m services words

.PHONY: pictures
pictures: .venv/.test-ready browser ## the pictures of the README, made anew
	@$(PY) docs/take_pictures.py
