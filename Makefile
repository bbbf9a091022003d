# Everything from a fresh checkout. Needed: Python 3.11 or newer, and PyPI or a mirror of it (PIP_INDEX_URL).
#   COCKPIT_PORT, COCKPIT_ADDRESS   where the app listens: 8501 on 127.0.0.1 unless told otherwise
#   COCKPIT_LOCAL_WRITER            who may hand in returns without sign-in, on this machine alone: you, unless told otherwise
#   PYTHON, CHROMIUM                which ones to use: the first that is found unless told otherwise

COCKPIT_PORT ?= 8501
COCKPIT_ADDRESS ?= 127.0.0.1
COCKPIT_LOCAL_WRITER ?= $(shell id -un)
PYTHONS := $(PYTHON) python3 python3.14 python3.13 python3.12 python3.11
CHROMIUMS := $(CHROMIUM) chromium chromium-browser google-chrome-stable google-chrome microsoft-edge-stable
# Many short processes are started: none shall compile the code again.
export PYTHONDONTWRITEBYTECODE :=
PIP := .venv/bin/python -m pip install --quiet --disable-pip-version-check

.PHONY: run test setup bench chromium postgresql libreoffice

run: setup
	COCKPIT_LOCAL_WRITER="$(COCKPIT_LOCAL_WRITER)" .venv/bin/python -m streamlit run app.py --server.port "$(COCKPIT_PORT)" --server.address "$(COCKPIT_ADDRESS)"

test: .venv/tests chromium postgresql libreoffice
	.venv/bin/python -m pytest --numprocesses auto --dist worksteal

setup: .venv/run-time

bench: .venv/tests chromium
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

chromium:
	@for chromium in $(CHROMIUMS); do command -v $$chromium >/dev/null && exit; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && apt-get -qq --yes --no-install-recommends install chromium >/dev/null; \
	else \
	    echo "The browser tests need a Chromium. Install one, or name it: make CHROMIUM=/path/to/chromium" >&2; exit 1; \
	fi

postgresql:
	@ls -d /usr/lib/postgresql/*/bin >/dev/null 2>&1 && exit; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && apt-get -qq --yes --no-install-recommends install postgresql >/dev/null; \
	else \
	    echo "Without PostgreSQL (Debian: apt-get install postgresql) its tests are skipped." >&2; \
	fi

libreoffice:
	@command -v soffice >/dev/null && command -v pdftotext >/dev/null && exit; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get -qq update && apt-get -qq --yes --no-install-recommends install \
	        libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils >/dev/null; \
	else \
	    echo "Without LibreOffice (Debian: apt-get install libreoffice-writer-nogui libreoffice-impress-nogui poppler-utils) its tests are skipped." >&2; \
	fi
