# Two commands do everything on a fresh machine with Python 3.11: `make demo` and `make test`.
PYTHON ?= python3.11
BIN := .venv/bin
SAMPLES := $(sort $(wildcard annotations/samples/*.txt annotations/samples/*.docx))

.PHONY: demo test check format golden train samples bench tagger formats fuzz peers lock

demo: .venv/ready  ## install, extract and check the sample reports, show the result
	@$(BIN)/python scripts/demo.py

test: .venv/ready  ## run the tests
	@$(BIN)/pytest -q -n auto

check: .venv/ready  ## everything that must hold: format, lint, types, import contracts, tests, accuracy gate
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/python scripts/build_samples.py --check
	@$(BIN)/python scripts/gate.py
	@$(BIN)/pytest -q -n auto

format: .venv/ready  ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

golden: .venv/ready samples  ## write the generated files anew: the schema, the samples, the README's output
	@$(BIN)/python scripts/build_schema.py
	@$(BIN)/python scripts/build_readme.py

train: .venv/ready  ## learn the shipped model from the annotated reports anew
	@$(BIN)/gouji train -o models/default

samples: .venv/ready  ## write the annotated reports and the dataset from their sources
	@$(BIN)/python scripts/build_samples.py

bench: .venv/ready  ## speed, as ratios measured in one run
	@$(BIN)/python scripts/bench.py

tagger: .venv/ready  ## measure the tagger, learn its ablations anew, write docs/tagger.md (some ten minutes)
	@$(BIN)/python scripts/tagger_report.py --write docs/tagger.md

formats: .venv/ready  ## write forms in every format, read them back, compare, write docs/formats.md (a quarter of an hour)
	@$(BIN)/python scripts/format_conformance.py --scans --write docs/formats.md

fuzz: .venv/ready  ## read 500 cut and 500 altered files of each format in watched processes
	@$(BIN)/python scripts/fuzz_readers.py

peers: .venv/ready .venv-peers/ready  ## the quantity finder beside its peers, into docs/quantities.md
	@$(BIN)/python scripts/compare_peers.py .venv-peers/bin/python

.venv-peers/ready: scripts/peers.txt
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/python -m pip install -q --disable-pip-version-check -r scripts/peers.txt
	@touch $@

lock: .venv/ready  ## resolve the dependencies anew
	@$(BIN)/python -m pip install -q pip-tools
	@$(BIN)/pip-compile -q --extra dev --extra ocr --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
		--unsafe-package gouji --unsafe-package setuptools --no-annotate --output-file requirements.lock pyproject.toml

.venv/ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "make: $(PYTHON) is not there; install Python 3.11 or say make PYTHON=python3"; exit 1; }
	@$(PYTHON) -m venv .venv
	@echo "installing into .venv …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@
