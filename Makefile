# Everything that is done with the code, by name. `make` lists it.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
COMMIT ?= $(shell git rev-parse --short HEAD 2>/dev/null || echo unknown)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)
TOOL := go tool -modfile=tools/go.mod
# Runs a command with PostgreSQL, Chromium and axe at hand, and names what it could not get.
SERVICES := go run ./internal/testkit/services --
# Journeys wait more than they work: more of them go on at a time than there are processors.
TESTFLAGS ?= -timeout 13m -parallel 5

.PHONY: help build run generate test race bench check format vet static generated tidy vulnerabilities image

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

build: ## bin/statehouse, one static binary
	CGO_ENABLED=0 go build -trimpath -ldflags '$(LDFLAGS)' -o bin/statehouse ./cmd/statehouse

run: ## the whole product with sample data at http://127.0.0.1:8080
	go run ./cmd/statehouse demo

generate: ## Go code from the views
	$(TOOL) templ generate -path . -log-level warn

test: ## every suite, on SQLite and PostgreSQL, and in a browser
	$(SERVICES) go test $(TESTFLAGS) ./...

race: ## every suite under the race detector
	$(SERVICES) go test -race -timeout 30m ./...

bench: ## the performance table
	$(SERVICES) go test -run '^$$' -bench . -benchmem -timeout 60m ./...

check: format vet static generated tidy vulnerabilities ## everything short of the tests that must hold before a change is offered

format:
	@unformatted=$$(gofmt -l .); if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi

vet:
	go vet ./...

static:
	$(TOOL) staticcheck ./...

generated:
	@$(TOOL) templ generate -check -path . -log-level warn || { echo "generated views are not current: run make generate"; exit 1; }

tidy:
	go mod tidy -diff
	cd tools && go mod tidy -diff

vulnerabilities:
	@.ci/vulnerabilities

image: ## the container image statehouse:VERSION
	docker build --build-arg VERSION=$(VERSION) --build-arg COMMIT=$(COMMIT) -t statehouse:$(VERSION) .
