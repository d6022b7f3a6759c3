# Everything a newcomer needs: `make run`. Works with Python 3.11 or newer and make alone.

VENV := .venv
BIN := $(VENV)/bin
DEMO ?=
# The first Python that is new enough; PYTHON=/path/to/python chooses another.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)
XDIST ?= auto
# In parallel with make -j2 check; the longest first.
CHECKS := check-types check-house check-style check-floors check-templates check-locks

.DEFAULT_GOAL := help
.PHONY: help run test check words fuzz bench clean $(CHECKS)

help:
	@echo "make run          start Careline here (DEMO=1: with a small company to look at)"
	@echo "make test         run everything that this machine can run"
	@echo "make check        style, types, floors, templates, migrations"
	@echo "make words        bring the catalogues of translations in step with the source"
	@echo "make fuzz         let broken mail rain for as long as FUZZ_RUNS says"
	@echo "make bench        measure, one table"
	@echo "make clean        remove what make made, but no data"

run: $(VENV)/run.stamp
	@$(if $(DEMO),$(BIN)/careline migrate && $(BIN)/careline demo,true)
	@exec $(BIN)/careline up

# Both parts run, so that one look tells all that fails; a part in which ARGS chose no test (5) is no failure.
test: $(VENV)/dev.stamp
	@failed=0; for part in "not browser" browser; do \
	  $(BIN)/python -m pytest -n $(XDIST) --dist loadscope --no-loadscope-reorder -m "$$part" $(ARGS) || \
	    [ $$? -eq 5 ] || failed=1; \
	done; exit $$failed

check: $(CHECKS)

$(CHECKS): $(VENV)/dev.stamp

check-style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-floors:
	$(BIN)/lint-imports

check-types:
	$(BIN)/mypy

check-templates:
	$(BIN)/djlint careline --lint --quiet

check-locks:
	$(BIN)/python .ci/locks

check-house: export CARELINE_HOME := $(CURDIR)/$(VENV)/check
check-house:
	DATABASE_URL=postgresql:///none $(BIN)/python -W ignore -m careline django makemigrations --check --dry-run
	$(BIN)/python -W ignore .ci/openapi
	$(BIN)/python -W ignore .ci/words

words: $(VENV)/dev.stamp
	CARELINE_HOME=$(CURDIR)/$(VENV)/check $(BIN)/python -W ignore .ci/words --write

fuzz: $(VENV)/dev.stamp
	CARELINE_FUZZ_RUNS=$${FUZZ_RUNS:-100000} $(BIN)/python -m pytest -k fuzz --timeout 0 -s $(ARGS)

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) build dist artefacts .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Careline needs Python 3.11 or newer with venv. Install it (Debian, Ubuntu: apt install python3 python3-venv), or say make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Installing what Careline needs (once) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(call install_ourselves)
	@touch $@

$(VENV)/dev.stamp: $(VENV)/bin/python requirements-dev.txt pyproject.toml
	@echo "Installing what tests and checks need (once) …"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@$(call install_ourselves)
	@touch $@ $(VENV)/run.stamp

# The command and the package, straight from this folder: no build, no download.
define install_ourselves
pwd > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/careline.pth"; \
printf '#!/bin/sh\nexec "%s" -m careline "$$@"\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/careline; \
chmod +x $(BIN)/careline
endef
