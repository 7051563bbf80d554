# The commands of the workbench. `make` alone lists them.

PY := .venv/bin/python
RUN_STAMP := .venv/.packages-$(shell cksum < requirements.txt | cut -d' ' -f1)
DEV_STAMP := .venv/.packages-dev-$(shell cksum < requirements-dev.txt | cut -d' ' -f1)
COMPILE := $(PY) -m uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url
TRAIN_STAMP := .venv-train/.packages-$(shell cksum < requirements-train.txt | cut -d' ' -f1)
# A process for each processor, four at most. Your own servers, when DATABASE_URL or REDIS_URL names some, serve only one.
SIDE_BY_SIDE := $(if $(DATABASE_URL)$(REDIS_URL),,-n logical --maxprocesses 4 --dist loadgroup)
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help setup setup-s3 setup-otel setup-dev run test verify check fix bench chaos train lock seed reset doctor clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_STAMP) ## Make .venv with the pinned packages that the product needs

setup-s3: setup ## The same, and what keeping files in object storage needs
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-s3.txt

setup-otel: setup ## The same, and what sending traces to OpenTelemetry needs
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-otel.txt

setup-dev: $(DEV_STAMP) ## The same, and what checking and testing need

run: setup ## Run everything on this machine; PORT=8010 make run for another port
	@exec $(PY) manage.py up

test: setup-dev check ## Everything that CI runs: checks, then all tests, browser and workers included
	@CHROMIUM="$$($(PY) -m tests.browser.chromium)" && export CHROMIUM && exec $(PY) -m pytest $(SIDE_BY_SIDE)

verify: setup-dev ## Put what the tests pretend to the test: real services and real software, as far as they are there
	@VERIFY=1 $(PY) -m pytest tests/verification -v -rs

check: setup-dev ## Lint, format, types, import rules, templates, migrations, requirements
	@$(PY) .ci/check.py

fix: setup-dev ## Repair what lint and format can repair by themselves
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

bench: setup-dev ## Run the benchmarks; each prints figures
	@for script in benchmarks/*.py; do echo "== $$script"; $(PY) "$$script" || exit 1; done

chaos: setup-dev ## Kill, cut and fill what the workbench rests on while clients are at work; FAULT=name for one
	@$(PY) -m benchmarks.chaos $(if $(FAULT),--fault $(FAULT))

train: $(TRAIN_STAMP) ## Teach the tagger: make train CORPUS=folder with train.jsonl and dev.jsonl
	@test -n "$(CORPUS)" || { echo "Say which corpus: make train CORPUS=folder (see manage.py export_corpus)"; exit 2; }
	.venv-train/bin/python -m claims.splitting.training "$(CORPUS)" --out var/training \
		$$(test -f var/training/checkpoint.pt && echo --resume)
	@echo "The model is in var/training/model; copy it over claims/splitting/model to use it."

lock: setup-dev ## Write requirements*.txt anew from requirements*.in
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-s3.in -c requirements.txt -o requirements-s3.txt
	$(COMPILE) requirements-otel.in -c requirements.txt -o requirements-otel.txt
	$(COMPILE) requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(COMPILE) requirements-train.in -c requirements.txt -o requirements-train.txt

seed: setup ## Enter the demo project (make run does it on the first start)
	@$(PY) manage.py seed

doctor: setup ## Say what is wrong with this installation
	@$(PY) manage.py doctor

reset: setup ## Throw away all data under var/; asks first
	@$(PY) -m factcheck.embedded wipe

clean: ## Remove .venv and the caches; keeps the data under var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# The stamps carry a checksum of what was installed, so a second run does nothing and a changed file is noticed.
.venv/bin/python:
	@.ci/make-venv

$(RUN_STAMP): | .venv/bin/python
	@echo "Installing the packages …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(DEV_STAMP): | .venv/bin/python
	@echo "Installing the packages for development …"  # compiled when first used: most of them never are
	@$(PY) -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $(RUN_STAMP) $@

$(TRAIN_STAMP):
	@echo "Installing the packages for training into .venv-train …"
	@VENV=.venv-train .ci/make-venv
	@.venv-train/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-train.txt
	@touch $@
