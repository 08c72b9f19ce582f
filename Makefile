PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
# mkdocs-material prints an advertisement otherwise
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve test portable site update benchmark lighthouse mutants lock help clean
.DEFAULT_GOAL := help

serve: $(READY) ## read the site at http://127.0.0.1:8000/ with live reload
	$(BIN)/mkdocs serve --strict

test: $(READY) ## run every block, every property test and every check of the built site, then make portable
	$(BIN)/python -m pytest --codeblocks README.md docs tests
	$(BIN)/python tests/portable.py

portable: $(READY) ## run the blocks and the tests of snippets/ as processors with fewer vector instructions would
	$(BIN)/python tests/portable.py

site: $(READY) ## build the site into site/; any warning is an error
	$(BIN)/mkdocs build --strict

update: $(READY) ## rewrite the published output of every block and print the difference
	$(BIN)/python -m evidence.published_errors
	$(BIN)/python -m blocks update README.md docs

benchmark: $(READY) ## print how the time of the tests divides among pages, and how long the formulas take
	$(BIN)/python -m blocks benchmark README.md docs
	$(BIN)/python -m proofread.benchmark docs

lighthouse: $(READY) ## measure the site with Lighthouse and print the table; needs Chromium and npm
	$(BIN)/python tests/lighthouse.py

mutants: $(READY) ## change snippets/ and the displayed formulas in small ways, and list the changes that nothing notices
	$(BIN)/python -m proofread.mutants --notation docs
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-mutants.txt
	rm -rf mutants
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results

lock: $(READY) ## renew requirements.lock after a change of requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(BIN)/uv pip compile requirements.txt --universal --python-version 3.11.5 --generate-hashes \
	  --no-header --no-emit-index-url --no-emit-find-links --quiet --output-file requirements.lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

clean: ## remove what the other targets made
	rm -rf .venv site mutants .cache .pytest_cache .hypothesis

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || \
	  { echo "Python 3.11.5 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@touch $@
