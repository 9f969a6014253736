# Each target does its own set-up: `make demo` and `make test` are all a fresh machine needs.
PYTHON ?= python3.11
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: demo test install system test-system up bench accuracy soak lint lock clean

demo: install
	@$(BIN)/dovtech demo

test: test-system install lint
	@$(BIN)/python -m pytest -n 3 --dist loadfile --cov --cov-report=term-missing:skip-covered --cov-fail-under=100

lint: install
	@$(BIN)/ruff check . && $(BIN)/ruff format --check -q . && $(BIN)/mypy && $(BIN)/lint-imports && $(BIN)/dovtech procedures check

install: system $(STAMP)

system:
	@sh scripts/system-packages.sh

test-system:
	@sh scripts/system-packages.sh test

$(STAMP): requirements.lock pyproject.toml
	@echo "installing the Python packages into .venv (once; about two minutes)"
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: apt-get install python3.11 python3.11-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(STAMP)

up: install
	@$(BIN)/dovtech up

bench: install
	@$(BIN)/dovtech bench
	@$(BIN)/python tests/bench/filling.py
	@$(BIN)/python tests/bench/desk.py

accuracy: install
	@$(BIN)/dovtech accuracy

soak: install
	@$(BIN)/python -m pytest -m soak tests/soak

# The lock is made anew only on purpose; evdev (a keyboard driver of one of rpaframework's parts that is not used)
# would need a C compiler on every machine, so it is left out.
lock:
	@uv pip compile -q pyproject.toml --extra test --python-version 3.11 --generate-hashes --no-header \
		--no-emit-package evdev -o requirements.lock

clean:
	rm -rf .venv var build *.egg-info
