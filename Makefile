# make run: everything needed, then the server · make test: everything needed, then the tests
PYTHON ?= python3
PORT ?= 8501
PLAY_PORT ?= 8511
REPLICAS ?= $(if $(filter exact,$(TIMPORA_VIEW)),1,2)
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --progress-bar off
BRIEFLY := sed -un 's/^Collecting \([^ ]*\).*/  \1/p; s/^Installing.*/  memasang …/p'

SHELL := /bin/bash
.SHELLFLAGS := -o pipefail -c

.PHONY: run play serve setup test bench bench-peers bench-spark sample check format

run: setup
	@echo "Peta Timpora: http://127.0.0.1:$(PORT)"
	@exec $(VENV)/bin/streamlit run dashboard.py --server.port $(PORT) --browser.serverPort $(PORT)

# The sample beside the office's own data, in a folder and at a port of its own
play: $(VENV)/.ready
	@$(PY) -m timpora sample --apart
	@echo "Data contoh: http://127.0.0.1:$(PLAY_PORT)"
	@TIMPORA_DATA="$(patsubst %/,%,$(or $(TIMPORA_DATA),data))-contoh" exec $(VENV)/bin/streamlit run dashboard.py \
	  --server.port $(PLAY_PORT) --browser.serverPort $(PLAY_PORT)

# What the shell calls NAME and ADDRESS is its own: only what is given to make counts.
# TLS_CERT=… TLS_KEY=… NAME=… ADDRESS=… where others come in; see docs/operations.md
serve: setup
	@exec $(PY) -m timpora serve --port $(PORT) --replicas $(REPLICAS) $(if $(filter command,$(origin ADDRESS)),--address $(ADDRESS)) \
	  $(if $(filter command,$(origin NAME)),--name $(NAME)) $(if $(TLS_CERT),--tls-cert $(TLS_CERT)) $(if $(TLS_KEY),--tls-key $(TLS_KEY))

setup: $(VENV)/.ready
	@$(PY) -m timpora setup

# Four at once on two cores: half of the time a test waits for something that is no work of its own.
# Kept compiled, whatever the shell says: each worker and each server would compile all of it anew. No threads of
# OpenBLAS: each process that starts would make some, and no test has sums for them.
test: setup $(VENV)/.ready-dev
	@PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(PY) -m pytest -n 4 --dist worksteal $(ARGS)

bench: setup $(VENV)/.ready-dev
	@$(PY) -m benchmarks $(ARGS)

# Beside what users would pick instead: fetches those once, into an environment of their own.
bench-peers: setup $(VENV)/.ready-dev
	@$(PY) -m benchmarks.peers $(ARGS)

bench-spark: setup $(VENV)/.ready-dev $(VENV)-spark/.ready
	@$(PY) -m benchmarks.spark $(ARGS)

sample: $(VENV)/.ready
	@$(PY) -m timpora sample --remove || true
	@$(PY) -m timpora sample
	@$(PY) -m timpora publish

check: $(VENV)/.ready-dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/lint-imports

format: $(VENV)/.ready-dev
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru."; exit 1; }
	@echo "Membuat lingkungan Python …"
	@$(PYTHON) -m venv $(VENV) || { echo "Pasang dulu: apt install python3-venv"; exit 1; }

$(VENV)/.ready: requirements.txt | $(VENV)/bin/python
	@echo "Memasang pustaka (sekali saja, beberapa menit) …"
	@$(PIP) -r requirements.txt | $(BRIEFLY)
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt requirements.txt | $(VENV)/.ready
	@echo "Memasang pustaka untuk uji …"
	@$(PIP) -r requirements-dev.txt | $(BRIEFLY)
	@touch $@

$(VENV)-spark/.ready: benchmarks/spark/requirements.txt | $(VENV)/bin/python
	@command -v java >/dev/null || { echo "Pasang dulu: apt install openjdk-17-jre-headless"; exit 1; }
	@echo "Memasang Spark (sekali saja, 450 MB) …"
	@$(PYTHON) -m venv $(VENV)-spark
	@$(VENV)-spark/bin/python -m pip install --disable-pip-version-check --progress-bar off -r $< | $(BRIEFLY)
	@touch $@
