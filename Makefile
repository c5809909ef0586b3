# Two commands matter: `make serve` and `make test`. Each does all its own set-up.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
SUDO   := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
NPM    := $(shell command -v npm)
PYTEST := $(BIN)/python -m pytest
JOBS   ?= $(shell expr $$(nproc) + 1)
# The suite starts the program and itself many times: what is compiled once is kept, whatever the caller likes.
unexport PYTHONDONTWRITEBYTECODE
SUITE  := $(PYTEST) -n $(JOBS) --dist loadfile --no-loadscope-reorder

# Run $(1) with KENSE_TEST_DATABASE_URL naming a PostgreSQL with PostGIS: the given one, else a throw-away one.
# pg_virtualenv prints the server's log when its command fails, so the exit code goes by way of a file.
define with_postgis
if [ -n "$$KENSE_TEST_DATABASE_URL" ]; then exec $(1); fi; \
mkdir -p var; rm -f var/with_postgis.rc; \
PG=$$(ls /usr/share/postgresql/*/extension/postgis.control | sort -V | tail -1 | cut -d/ -f5); \
KENSE_TEST_DATABASE_URL=postgresql+psycopg:// \
  pg_virtualenv -t -v $$PG -c --locale=C.UTF-8 sh -c '$(1); echo $$? > var/with_postgis.rc'; \
exit $$(cat var/with_postgis.rc)
endef

.DEFAULT_GOAL := help
.PHONY: help install setup serve test test-quick test-deep conformance lint lint-types lint-style lint-page rooms mutants bench mirrors answers bench-search stress web web-figures screenshots clients rival packages lock sbom clean attack chaos geocoder-tests sdk sdk-sources docs docs-pictures basemap

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

install: $(VENV)/runtime.stamp web  ## Make .venv with the kense command

setup: packages $(VENV)/test.stamp $(VENV)/collected.stamp web clients  ## Install all that lint and test need; with --jobs=4 all at once

# Pytest compiles the tests in its own way: once here, and not in each process of a run that begins.
$(VENV)/collected.stamp: $(VENV)/test.stamp
	@$(PYTEST) --collect-only -q -n 0 tests > /dev/null
	@touch $@

serve: install  ## Load the embedded store when needed and serve http://127.0.0.1:8000
	@exec $(BIN)/kense serve

test: packages $(VENV)/test.stamp web clients  ## Run the whole suite on SQLite and on a throw-away PostGIS
	@export KENSE_CHROMIUM="$$(command -v chromium)"; $(call with_postgis,$(SUITE) $(ARGS))

test-quick: $(VENV)/test.stamp  ## Run what needs no PostGIS, browser or npm and is not slow: a minute or so
	@exec $(SUITE) --quick $(ARGS)

test-deep: packages $(VENV)/test.stamp web clients  ## Run the whole suite with ten times the examples of each property
	@export KENSE_CHROMIUM="$$(command -v chromium)"; $(call with_postgis,$(SUITE) --hypothesis-profile=deep $(ARGS))

conformance: $(VENV)/test.stamp web clients  ## Hold the API against other people's clients, linters, a router and a fuzzer
	@export KENSE_CHROMIUM="$$(command -v chromium)"; exec $(PYTEST) tests/conformance $(ARGS)

lint: $(VENV)/test.stamp web  ## Check format, style, types, directions, the page and the compose file
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target lint-types lint-style lint-page

lint-types:
	$(BIN)/mypy

lint-style:
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports

lint-page:
	@if [ -n "$(NPM)" ]; then cd web && npm run --silent lint && echo "web: valid"; \
	else echo "web: not checked, npm is not here"; fi
	@if docker compose version >/dev/null 2>&1; then compose="docker compose"; \
	elif command -v docker-compose >/dev/null; then compose="docker-compose"; fi; \
	if [ -z "$$compose" ]; then echo "docker-compose.yml: not checked, docker compose is not here"; \
	else KENSE_DB_PASSWORD=check KENSE_SERVE_PASSWORD=check $$compose config --quiet && echo "docker-compose.yml: valid"; fi

rooms: $(VENV)/test.stamp  ## Print how the files import each other, and fail for a circle or an arrow up
	@$(BIN)/python -m tests.rooms

mutants: $(VENV)/test.stamp  ## Make small wrong changes to the rules in a copy, print which no test notices (ARGS="--count 200 --seed 7")
	@nice $(BIN)/python -m tests.mutation $(ARGS)

bench: packages $(VENV)/test.stamp rival  ## Print figures of speed and memory (ARGS=beside: of answers over HTTP alone, beside PostGraphile)
	@$(call with_postgis,$(BIN)/python -m bench $(ARGS))

stress: packages $(VENV)/test.stamp  ## Let 200 editors change 50 offices 5,000 times, print what came of it
	@$(call with_postgis,$(BIN)/python -m bench.stress $(ARGS))

mirrors: $(VENV)/test.stamp  ## Hold a mirror against its source after 10,000 random edits (ARGS="EDITS SEED")
	@$(BIN)/python -m bench.mirrors $(ARGS)

answers: $(VENV)/runtime.stamp  ## Write all answers of the shipped registry to OUT, to compare before and after a change
	@$(BIN)/python -m bench.answers $(or $(OUT),var/answers.jsonl)

attack: $(VENV)/test.stamp  ## Attack real servers, print what each attack costs and makes others wait (ARGS="--only TEXT --deep")
	@$(BIN)/python -m bench.attack $(ARGS)

chaos: packages $(VENV)/test.stamp  ## Play faults on servers and stores, print what each costs (ARGS="--only TEXT --seconds N")
	@if ! PATH="$$PATH:/usr/sbin" command -v pgbouncer >/dev/null || ! command -v caddy >/dev/null; then \
	  $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends pgbouncer caddy; fi
	@$(BIN)/python -m bench.chaos $(ARGS)

geocoder-tests: $(VENV)/test.stamp  ## Ask the labelled texts by geocoder-tester's tables and Pelias' fuzzy-tester, print the shares
	@if [ -n "$(NPM)" ]; then $(MAKE) --no-print-directory tests/geocoders/node_modules/.stamp; fi
	@$(BIN)/python -m tests.geocoders $(ARGS)

bench-search: $(VENV)/test.stamp  ## Print how often a search shows the right record first, and among five
	@$(BIN)/python -m bench.search_quality

web-figures: packages $(VENV)/test.stamp web  ## Print what a first visit of the page costs, also over a slow network, and fail beyond its budget
	@KENSE_CHROMIUM="$$(command -v chromium)" $(BIN)/python -m tests.browser figures

screenshots: packages $(VENV)/test.stamp web  ## Renew the pictures of the README
	@KENSE_CHROMIUM="$$(command -v chromium)" $(BIN)/python -m tests.browser screenshots docs/images

sdk: $(VENV)/test.stamp clients  ## Build the client packages @kense/client and kense_client into var/sdk
	@$(BIN)/python -m sdk.build var/sdk

sdk-sources: $(VENV)/test.stamp clients  ## Generate the sources of the client packages anew from the schema
	[ -x var/codegen/bin/ariadne-codegen ] || { $(PYTHON) -m venv var/codegen && \
	  var/codegen/bin/python -m pip install --quiet ariadne-codegen==0.19.0; }
	@$(BIN)/python -m sdk.generate var/codegen/bin/ariadne-codegen

docs: $(VENV)/runtime.stamp var/handbook/env/.stamp  ## Build the documentation as a site, which the server shows at /docs
	@$(BIN)/python -m handbook.build var/handbook/env/bin/zensical

docs-pictures: $(VENV)/runtime.stamp  ## Draw the pictures of docs/architecture.md anew
	@$(BIN)/python -m handbook.pictures docs/images

basemap: $(VENV)/test.stamp  ## Cut the base map of the page and /style.json anew from packages of others (minutes)
	@mkdir -p var/basemap
	npm install --prefix var/basemap --no-save --silent @geo-maps/countries-land-1km@0.6.0 @geo-maps/earth-waterbodies-250m@0.6.0
	cd var/basemap && apt-get download libmagics++-data && dpkg -x libmagics++-data_*.deb magics
	$(BIN)/python -m cartography.cut var/basemap/node_modules/@geo-maps/countries-land-1km/map.geo.json \
	  var/basemap/node_modules/@geo-maps/earth-waterbodies-250m/map.geo.json \
	  var/basemap/magics/usr/share/magics/10m/ne_10m_rivers_lake_centerlines.shp geo/exports/basemap.geojson

lock: $(VENV)/test.stamp  ## Renew the hashed locks (minutes; not part of the other targets)
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --extra formats -o requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --extra formats --extra test -o requirements-test.txt pyproject.toml
	$(BIN)/pip-compile --quiet -o requirements-docs.txt handbook/requirements.in

sbom: $(VENV)/test.stamp  ## Write what the program and its page are made of, as CycloneDX, into var/sbom
	@mkdir -p var/sbom
	$(BIN)/python -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --of JSON --sv 1.6 \
	  -o var/sbom/kense.cdx.json requirements.txt
	@if [ -n "$(NPM)" ]; then cd web && npm sbom --package-lock-only --sbom-format cyclonedx > ../var/sbom/web.cdx.json; \
	else echo "npm is not here: var/sbom holds no list of the page"; fi

clean:  ## Remove what the targets made
	rm -rf $(VENV) var web/node_modules web/dist tests/conformance/node_modules tests/geocoders/node_modules bench/postgraphile/node_modules

# One stamp per set of packages: the test set holds the runtime set.
$(VENV)/runtime.stamp: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kense needs Python 3.11 or newer")'
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/test.stamp: requirements-test.txt $(VENV)/runtime.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

# What builds the site is a set of its own, since nothing else needs it.
var/handbook/env/.stamp: requirements-docs.txt
	[ -x var/handbook/env/bin/python ] || $(PYTHON) -m venv var/handbook/env
	var/handbook/env/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# Without npm the API works and / says how to build the page.
web:
	@if [ -f web/package.json ] && [ -n "$(NPM)" ]; then $(MAKE) --no-print-directory web/dist/.stamp; \
	else echo "npm is not here: the page is not built, the API works without it"; fi

web/dist/.stamp: $(shell git ls-files web 2>/dev/null) tests/schema.graphql
	cd web && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error && npm run --silent build
	@touch $@

# Without npm the conformance tests fail and say what to install.
clients:
	@if [ -n "$(NPM)" ]; then $(MAKE) --no-print-directory tests/conformance/node_modules/.stamp; fi

tests/conformance/node_modules/.stamp: tests/conformance/package-lock.json
	cd tests/conformance && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# Pelias' tool, for one target alone.
tests/geocoders/node_modules/.stamp: tests/geocoders/package-lock.json
	cd tests/geocoders && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# PostGraphile, for the comparison alone: no other target installs it, and without npm it is left out.
rival:
	@if [ -n "$(NPM)" ]; then $(MAKE) --no-print-directory bench/postgraphile/node_modules/.stamp; fi

bench/postgraphile/node_modules/.stamp: bench/postgraphile/package-lock.json
	cd bench/postgraphile && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

packages:
	@if ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 \
	    && command -v pg_virtualenv >/dev/null && command -v chromium >/dev/null && command -v wrk >/dev/null \
	    && [ -x /usr/sbin/nginx ] && [ -x /usr/sbin/haproxy ] && [ -x /usr/sbin/varnishd ]; then :; else \
	  $(SUDO) apt-get update -qq && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -qy --no-install-recommends postgresql postgresql-postgis chromium wrk nginx haproxy varnish; fi
