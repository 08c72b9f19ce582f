PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
READY_TO_TEST := .venv/ready-to-test
LIBRARIES := .venv-libraries
TENSORFLOW := .venv-tensorflow
PORT ?= 8000
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement
# the theme's end of life in May 2027 is told in docs/contributing.md; its notice at each build is left out
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve page new test portable libraries tensorflow site update benchmark lighthouse mutants lock help clean
.DEFAULT_GOAL := help

serve: $(READY) ## read the site at http://127.0.0.1:8000/ with live reload; another port: make serve PORT=8001
	$(BIN)/mkdocs serve --strict --dev-addr 127.0.0.1:$(PORT)

page: $(READY_TO_TEST) ## run the blocks, formulas and contracts of one page: make page PAGE=docs/softmax.md
	$(BIN)/python -m pytest -q --tb=short --codeblocks -p no:hypothesispytest -p no:xdist $(or $(PAGE),$(error name a page: make page PAGE=docs/softmax.md)) tests/pages/test_pages.py tests/pages/test_building.py tests/pages/test_numerals.py tests/pages/test_notation.py 'tests/pages/test_mentions.py::test_each_formula_that_claims_nothing_is_held[$(PAGE:./%=%)]'

new: ## write the skeleton of a page, its module, test and figure, all of which pass: make new PAGE=tanh
	@$(PYTHON) -m scaffold '$(or $(PAGE),$(error name a page: make new PAGE=tanh))'

test: $(READY_TO_TEST) ## run the blocks but those of make libraries, every property test and every check of the built site, then make portable; nothing, where exactly this passed before
	$(BIN)/python -m tests.complete

portable: $(READY_TO_TEST) ## run the blocks and the tests of snippets/ as processors with fewer vector instructions would
	$(BIN)/python -m tests.portable

libraries: $(LIBRARIES)/ready ## run the blocks of docs/libraries.md, which need PyTorch, JAX and others (1.8 GB), and compare their outputs
	$(LIBRARIES)/bin/python -m blocks update --check docs/libraries.md

tensorflow: $(TENSORFLOW)/ready ## run the blocks of docs/tensorflow.md, which need TensorFlow (1.7 GB), and compare their outputs
	$(TENSORFLOW)/bin/python -m blocks update --check docs/tensorflow.md

site: $(READY) ## build the site into site/; any warning is an error
	$(BIN)/mkdocs build --strict

update: $(READY_TO_TEST) ## rewrite the published output of every block and notebook, and print the difference
	$(BIN)/python -m evidence.published_errors
	$(BIN)/python -m blocks update README.md docs

benchmark: $(READY_TO_TEST) ## print how the time of the tests divides among pages, and how long formulas and functions take; a quarter of an hour
	$(BIN)/python -m benchmarks.blocks README.md docs
	$(BIN)/python -m benchmarks.formulas docs
	$(BIN)/python -m benchmarks.speed
	$(BIN)/python -m benchmarks.loops

lighthouse: $(READY_TO_TEST) ## measure the site with Lighthouse and print the table; needs Chromium and npm
	$(BIN)/python -m benchmarks.lighthouse

mutants: $(READY_TO_TEST) ## change snippets/ and the displayed formulas in small ways, and list the changes that nothing notices; hours
	$(BIN)/python -m mutations --notation docs
	$(INSTALL) requirements-maintaining.lock
	rm -rf mutants
	$(BIN)/mutmut run --max-children 2
	$(BIN)/mutmut results

LOCK := $(BIN)/uv pip compile --universal --python-version 3.11.5 --generate-hashes --no-header \
  --no-emit-index-url --no-emit-find-links --quiet

lock: $(READY) ## renew the lock files after a change of a requirements file
	$(INSTALL) requirements-maintaining.lock
	$(LOCK) requirements-test.txt --output-file requirements-test.lock
	$(LOCK) requirements.txt --constraint requirements-test.lock --output-file requirements.lock
	$(LOCK) requirements-libraries.txt --output-file requirements-libraries.lock
	$(LOCK) requirements-maintaining.txt --constraint requirements-test.lock --output-file requirements-maintaining.lock
	$(LOCK) requirements-tensorflow.txt --output-file requirements-tensorflow.lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

clean: ## remove what the other targets made, with the environment, which the next one installs again
	rm -rf .venv $(LIBRARIES) $(TENSORFLOW) site mutants .cache .pytest_cache .hypothesis

$(READY): requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' || \
	  { echo "Python 3.11.5 or newer is needed; name one with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@echo "installing what the site is built with, $$(grep -c '==' requirements.lock) packages: about half a minute"
	$(INSTALL) requirements.lock
	@touch $@

$(READY_TO_TEST): requirements-test.lock $(READY)
	@echo "installing what the tests need, $$(($$(grep -c '==' requirements-test.lock) - $$(grep -c '==' requirements.lock))) packages more"
	$(INSTALL) requirements-test.lock
	@touch $@

$(LIBRARIES)/ready: requirements-libraries.lock requirements-pytorch.txt
	$(PYTHON) -m venv $(LIBRARIES)
	@echo "installing what the page of libraries needs, $$(grep -c '==' requirements-libraries.lock) packages and PyTorch: one to two minutes"
	$(LIBRARIES)/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements-libraries.lock
	$(LIBRARIES)/bin/python -m pip install --disable-pip-version-check --quiet --requirement requirements-pytorch.txt
	@touch $@

$(TENSORFLOW)/ready: requirements-tensorflow.lock
	$(PYTHON) -m venv $(TENSORFLOW)
	@echo "installing what the page of TensorFlow needs, $$(grep -c '==' requirements-tensorflow.lock) packages: about a minute"
	$(TENSORFLOW)/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes --requirement requirements-tensorflow.lock
	@touch $@
