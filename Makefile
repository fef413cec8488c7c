# Two commands do everything on a fresh machine with python3 (3.11 or newer) and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# Programs that tests start would compile the whole program anew each time.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo serve test test-postgres unit lint score score-unseen train bench bench-reading bench-web clean

help:
	@echo "make demo   run the main job on the sample city, end to end"
	@echo "make serve  show the sample city on http://127.0.0.1:8000 (after make demo)"
	@echo "make test   run every check and test"
	@echo "make test-postgres  run the tests that speak to a database on PostgreSQL: the server of SAOVUONG_DATABASE_URL, else one of their own where it is installed"
	@echo "make test-spark  run the tests of the cluster engine on a master and two workers of Apache Spark on this machine; needs Java 17"
	@echo "make unit   run the tests without the journeys through the whole program"
	@echo "make score  score the reader on the reference corpus, where it lies beside the project"
	@echo "make score-unseen  the same with weights that have seen no text of the genre"
	@echo "make train  learn the reader's weights anew"
	@echo "make bench  measure national consolidation beside the DHIS2 shape, pandas and NumPy, and what users wait for, with what that needs in .venv-bench"
	@echo "make bench-reading  measure the reader beside underthesea, with what that needs in .venv-bench"
	@echo "make bench-web  measure the pages under fifty people at once on the data of a country, with what that needs in .venv-bench"
	@echo "make clean  remove what the commands above made"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Sao Vuong needs Python 3.11 or newer; this is `$(PYTHON) --version`"; exit 1; }
	@echo "Making the virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make virtual environments here; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

# --no-build-isolation keeps the build of the package itself to pinned packages too.
$(VENV)/.installed: requirements/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing pinned dependencies ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/base.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/build.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-test: requirements/test.txt $(VENV)/.installed
	@echo "Installing pinned test dependencies ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/test.txt
	@touch $@

demo: $(VENV)/.installed
	@$(BIN)/python -m saovuong demo

serve: $(VENV)/.installed
	@test -f demo-data/config.toml || { echo "Run make demo first: it makes the sample city in demo-data"; exit 1; }
	@$(BIN)/python -m saovuong serve --data demo-data

lint: $(VENV)/.installed-test
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/mypy
	@$(BIN)/python -m saovuong catalogue lint

test: lint
	@$(BIN)/python -m pytest

$(VENV)/.installed-postgres: requirements/postgres.txt $(VENV)/.installed-test
	@echo "Installing pinned packages for PostgreSQL ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/postgres.txt
	@touch $@

test-postgres: $(VENV)/.installed-postgres
	@$(BIN)/python tools/test_postgres.py $(WORDS)

$(VENV)/.installed-spark: requirements/spark.txt $(VENV)/.installed-test
	@echo "Installing pinned packages for Apache Spark (about 500 MB) ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/spark.txt
	@touch $@

test-spark: $(VENV)/.installed-spark
	@$(BIN)/python -m pytest tests/cluster -n 0

unit: $(VENV)/.installed-test
	@$(BIN)/python -m pytest -m "not journey"

score: $(VENV)/.installed
	@$(BIN)/python tools/score.py

score-unseen: $(VENV)/.installed-train
	@$(BIN)/python tools/score.py --unseen 4

train: $(VENV)/.installed-train
	@$(BIN)/python tools/train_reader.py

$(VENV)/.installed-train: requirements/train.txt $(VENV)/.installed
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements/train.txt
	@touch $@

bench: $(VENV)-bench/.installed
	@$(VENV)-bench/bin/python tools/bench.py $(WORDS)

# In a folder of its own, so that neither the product nor the tests ever see what it is compared with.
$(VENV)-bench/.installed: requirements/bench.txt requirements/base.txt
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install --disable-pip-version-check --quiet -r requirements/bench.txt
	@$(VENV)-bench/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

bench-reading: $(VENV)-bench/.installed
	@$(VENV)-bench/bin/python tools/bench_reading.py

bench-web: $(VENV)-bench/.installed
	@$(VENV)-bench/bin/python tools/bench_web.py $(WORDS)

clean:
	rm -rf $(VENV) $(VENV)-bench bench/results demo-data demo-output build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
