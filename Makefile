# Executable documentation: what a developer, a user and CI run. Needs python3 (3.11 to 3.13) and make.
SHELL   := /bin/bash
export UV_SYSTEM_CERTS ?= 1
PYTHON  ?= $(firstword $(foreach p,python3 python3.13 python3.12 python3.11,$(shell \
             $(p) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && echo $(p))))
VENV    := .venv
BIN     := $(VENV)/bin
LOCK    := requirements.lock
EXTRAS  := --extra airflow --extra kafka --extra postgres --group dev
unexport PYTHONDONTWRITEBYTECODE

# What `make run` may be told: FEEDS=my.opml, PAGES=DIR, KAFKA=local or host:port, PORT=8080 (Airflow's).
FEEDS   ?=
PAGES   ?=
KAFKA   ?=
PORT    ?=
# pytest's own arguments: make test ARGS="-k relay -x"
ARGS    ?=
SEEDS   ?= 3

.PHONY: help setup run test test-unit lint crash-report bench clean lock
.DEFAULT_GOAL := help

help:                       ## what there is
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)$$/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

setup: $(VENV)/.ready       ## the environment, from the lock (the other targets do it themselves)

# The shell makes way for the command: Ctrl-C and TERM reach it, and nothing stands between.
run: setup                  ## everything on this machine; FEEDS=my.opml PAGES=DIR KAFKA=local|host:port PORT=8080
	@exec $(BIN)/copydesk up $(if $(FEEDS),--feeds '$(FEEDS)') $(if $(PAGES),--pages '$(PAGES)') \
	  $(if $(KAFKA),--kafka '$(KAFKA)') $(if $(PORT),--port '$(PORT)')

test: setup                 ## all tests; what is missing is named; REQUIRE_ALL=1 makes that a failure; ARGS=...
	@exec $(BIN)/python -m pytest $(ARGS)

test-unit: setup            ## the fast ones, without network
	@exec $(BIN)/python -m pytest tests/unit $(ARGS)

lint: setup                 ## ruff and mypy
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

crash-report: setup         ## kill -9 at every point, SEEDS=3 each: what was lost, what was doubled
	@exec $(BIN)/python -m tests.crash.report --seeds $(SEEDS)

bench: setup                ## pages a second, overhead over the bare loop, memory
	@exec $(BIN)/python -m benchmarks.pipeline

clean:                      ## removes the environment and caches; ALL=1: var/ as well, which holds your data
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	@find . -name __pycache__ -type d -prune -not -path './var/*' -exec rm -rf {} +
	@if [ "$(ALL)" = 1 ]; then echo "removing var/ (database, Airflow, Kafka)"; rm -rf var; \
	 elif [ -d var ]; then echo "kept: var/ (your data); make clean ALL=1 removes it"; fi

# `python3 -m venv` without ensurepip leaves half a .venv behind, so ask first.
$(VENV)/.made:
	@rm -rf $(VENV)
	@if [ -z "$(PYTHON)" ] && ! command -v uv >/dev/null; then \
	   echo "copydesk needs Python 3.11, 3.12 or 3.13 (or uv, which can bring one)"; exit 1; \
	 elif [ -z "$(PYTHON)" ]; then uv venv -q --seed --python 3.13 $(VENV); \
	 elif $(PYTHON) -c 'import ensurepip' 2>/dev/null; then $(PYTHON) -m venv $(VENV); \
	 elif $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	   $(PYTHON) -m venv --without-pip $(VENV) && $(PYTHON) -m pip --python $(BIN)/python install -q pip; \
	 else echo "This Python has neither venv nor pip. On Debian/Ubuntu: apt-get install python3-venv"; exit 1; fi
	@touch $@

# Stamps are written last: an interrupted step is simply done again. uv does not read pip's settings: pass the index on.
$(VENV)/.locked: $(VENV)/.made $(LOCK) requirements-uv.lock
	@echo "setting up $(VENV) from $(LOCK) ..."
	@export UV_DEFAULT_INDEX="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null)}}"; \
	 [ -n "$$UV_DEFAULT_INDEX" ] || unset UV_DEFAULT_INDEX; \
	 uv=$$(command -v uv) || { $(BIN)/python -m pip install -q --require-hashes -r requirements-uv.lock && uv=$(BIN)/uv; }; \
	 if [ -n "$$uv" ] && "$$uv" pip sync -q --python $(BIN)/python --require-hashes --compile-bytecode $(LOCK); then :; \
	 else echo "uv did not work here; pip takes a minute or two"; \
	   $(BIN)/python -m pip install -q --require-hashes -r $(LOCK); fi
	@touch $@

# The project itself, editable: its entry points (commands, processors) need the metadata. Everything it builds with is locked.
$(VENV)/.ready: $(VENV)/.locked pyproject.toml
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation --offline -e .; \
	 else $(BIN)/python -m pip install -q --no-deps --no-build-isolation --no-index -e .; fi
	@touch $@

lock: setup                 ## compile the lock anew; a second run gives the same file, neither holds an address
	$(BIN)/uv pip compile pyproject.toml -q --universal $(EXTRAS) --generate-hashes --no-emit-index-url --no-header -o $(LOCK)
	echo uv | $(BIN)/uv pip compile - -c $(LOCK) -q --universal --generate-hashes --no-emit-index-url --no-header -o requirements-uv.lock
