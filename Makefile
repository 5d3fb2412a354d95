# Two commands: `make interview` and `make test`. Both set up .venv from the pins and reuse it.
# PYTHON=python3.11 names another Python; TORCH_INDEX=URL another index for torch.
SHELL := bash
BIN := .venv/bin
BROWSER := $(shell command -v chromium)
SOME := $(if $(BROWSER),not soak,not soak and not browser)

.DEFAULT_GOAL := help
.PHONY: help interview test soak setup figures matcher
DATA ?= ../shared/data
WORK ?= .cache/matcher

help:  ## Say what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

setup:  ## Make .venv, or reuse it while the pins are the same
	@.ci/venv .venv -e '.[dev,training]'

interview: setup  ## Start a mock interview
	@$(BIN)/interviewer practice

test: setup  ## Every check: ruff, mypy, the rubrics, pytest
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/interviewer rubric lint
	$(BIN)/interviewer rubric test
	$(BIN)/pytest -m '$(SOME)'
	@$(if $(BROWSER),,echo "No chromium here: the tests of the review page in a browser were left out.")

soak: setup  ## The long counts
	$(BIN)/pytest -m soak

matcher: setup  ## Train the shipped matcher from raw data (DATA=folder); hours, resumable
	$(BIN)/python -m training.make_matcher $(DATA) --work $(WORK)

figures: setup  ## How the shipped examples are graded; see benchmarks/ for the rest
	$(BIN)/interviewer rubric test
