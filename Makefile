# Everything from a fresh checkout. Needed: Python 3.11 or newer, and PyPI or a mirror of it (PIP_INDEX_URL).
#   COCKPIT_PORT, COCKPIT_ADDRESS   where the app listens: 8501 on 127.0.0.1 unless told otherwise
#   COCKPIT_LOCAL_WRITER            who may hand in returns without sign-in, on this machine alone: you, unless told otherwise
#   PYTHON, CHROMIUM                which ones to use: the first that is found unless told otherwise

COCKPIT_PORT ?= 8501
COCKPIT_ADDRESS ?= 127.0.0.1
COCKPIT_LOCAL_WRITER ?= $(shell id -un)
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
CHROMIUMS := $(CHROMIUM) chromium-headless-shell chromium chromium-browser google-chrome-stable google-chrome microsoft-edge-stable
# Debian's packages and Python's are installed side by side.
MAKEFLAGS += --jobs=2
# Many short processes are started: none shall compile the code again.
export PYTHONDONTWRITEBYTECODE :=
# What is imported is compiled then, a small part of all that is installed.
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: run test setup bench programs

run: setup
	COCKPIT_LOCAL_WRITER="$(COCKPIT_LOCAL_WRITER)" .venv/bin/python -m streamlit run app.py --server.port "$(COCKPIT_PORT)" --server.address "$(COCKPIT_ADDRESS)"

test: programs .venv/tests
	.venv/bin/python -m pytest --numprocesses auto --dist worksteal

setup: .venv/run-time

bench: programs .venv/tests
	.venv/bin/python -m tests.bench

# The files .venv/run-time and .venv/tests say that what they stand for is installed.
.venv/run-time: requirements.txt | .venv/bin/python
	$(PIP) --requirement requirements.txt
	@touch $@

.venv/tests: tests/requirements.txt .venv/run-time
	$(PIP) --requirement tests/requirements.txt
	@touch $@

.venv/bin/python:
	@for python in $(PYTHONS); do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    $$python -m venv .venv && exit; \
	    rm -rf .venv; \
	    echo "Python cannot make a virtual environment. Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; \
	done; \
	echo "Python 3.11 or newer is needed. Install it, or name it: make PYTHON=/path/to/python" >&2; exit 1

# What the tests drive beside Python, in one go.
programs:
	@missing=; \
	for chromium in $(CHROMIUMS); do command -v $$chromium >/dev/null && break; done || missing=chromium-headless-shell; \
	ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 || missing="$$missing postgresql"; \
	command -v soffice >/dev/null && command -v pdftotext >/dev/null || \
	    missing="$$missing libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils"; \
	[ -n "$$missing" ] || exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && apt-get -qq --yes --no-install-recommends install $$missing >/dev/null; \
	else \
	    echo "The browser tests need a Chromium (make CHROMIUM=/path/to/one); those of PostgreSQL and LibreOffice are skipped without them." >&2; \
	    echo "Missing here, by the names of Debian's packages: $$missing" >&2; \
	fi
