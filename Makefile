# make install   .venv with the `vedette` command
# make demo      the demo war, then the web page      (ARGS=--once ends after building)
# make test      every check and every test
# make lock      new locks from pyproject.toml
# make docs      the documentation as pages, in site/
# make pictures  the pictures of the pages in docs/pages/
# make audit     asks whether a dependency has a known weakness
# make release   wheel, source, parts list, licences and sums in dist/ (docs/releasing.md)

VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
PYTEST ?=

.PHONY: install develop demo test check fast lock docs bench hostile quality pictures audit licences release clean

install: $(VENV)/.installed
develop: $(VENV)/.developing

$(VENV)/.installed: scripts/install.sh locks/run.lock pyproject.toml assets/package-lock.json assets/build.py
	@bash scripts/install.sh run

$(VENV)/.developing: $(VENV)/.installed scripts/install.sh locks/dev.lock
	@bash scripts/install.sh dev

demo: install
	@$(BIN)/vedette demo $(ARGS)

check: develop
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fast: develop
	$(BIN)/pytest -n auto tests/unit $(PYTEST)

test: check
	@bash scripts/chromium.sh
	@bash scripts/postgres.sh
	$(BIN)/pytest -n auto --dist loadgroup $(PYTEST)

lock:
	@bash scripts/lock.sh

docs: develop
	$(BIN)/mkdocs build --strict

bench: develop
	$(BIN)/python bench/speed.py

hostile: develop
	$(BIN)/python bench/hostile.py --write

quality: develop
	$(BIN)/python bench/quality.py

pictures: develop
	VEDETTE_PICTURES=docs/pages $(BIN)/pytest -p no:xdist tests/acceptance/test_pictures.py

audit: develop
	@$(BIN)/python scripts/audit.py

licences: develop
	$(BIN)/python scripts/licences.py --write

release: develop
	@bash scripts/release.sh

clean:
	rm -rf $(VENV) site .vedette-demo assets/node_modules src/vedette/web/static/vendor
