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

.PHONY: setup lock
setup: $(VENV)/.ready

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

lock:                       # a second run gives the same file; neither holds an address
	uv pip compile pyproject.toml -q --universal $(EXTRAS) --generate-hashes --no-emit-index-url --no-header -o $(LOCK)
	echo uv | uv pip compile - -c $(LOCK) -q --universal --generate-hashes --no-emit-index-url --no-header -o requirements-uv.lock
