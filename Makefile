# Everything a person does with this repository. `make` alone lists it.

export GOEXPERIMENT := simd
export CGO_ENABLED  := 0

GO      ?= go
BIN     := bin/zoetrope
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS := -s -w -X main.version=$(VERSION)
LINT    := .tools/golangci-lint-v2.15.0
BENCH   ?= .

.DEFAULT_GOAL := help

.PHONY: help
help: ## list these targets
	@awk -F':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: demo
demo: setup build ## make a video from a prompt and one from a picture through the real API, saved under out/
	@scripts/demo.sh $(BIN) out

.PHONY: tour
tour: setup-tour build ## call every endpoint with curl, save all results and a contact sheet under out/tour
	@GO=$(GO) scripts/tour.sh $(BIN) out/tour

.PHONY: test
test: setup-test ## run the whole test suite, on SQLite and on a PostgreSQL started for it
	@scripts/with-postgres.sh $(GO) test ./...

.PHONY: build
build: ## build the binary, bin/zoetrope
	@$(GO) build -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/zoetrope

.PHONY: run
run: setup build ## start the server on port 8080 with its data in data/
	@$(BIN) serve --data data

.PHONY: e2e
e2e: setup-test build ## run the slow end-to-end tests: CLI scenarios, kill -9, full-size renders, slow edits, statistics of the gallery
	@scripts/with-postgres.sh $(GO) test -count=1 -tags e2e -timeout 15m ./e2e/...
	@$(GO) test -count=1 -tags e2e -timeout 15m -run 'OfTheGallery|Slow$$' ./engine/studio

.PHONY: bench
bench: setup-test ## run the benchmarks (BENCH=regexp picks some) and print their ratios
	@scripts/with-postgres.sh $(GO) test -run '^$$' -bench '$(BENCH)' -timeout 60m ./...

.PHONY: gallery
gallery: setup ## render the films of engine/studio/gallery/prompts.txt with a page and a contact sheet, under out/gallery/
	@$(GO) run ./engine/studio/gallery -out out/gallery

.PHONY: gallery-docs
gallery-docs: ## draw the contact sheets of docs/gallery again
	@$(GO) run ./engine/studio/gallery -docs -side 400 -out docs/gallery

.PHONY: fuzz
fuzz: ## fuzz every decoder for 30 s each (FUZZTIME=10m for longer), then the API with 20,000 requests
	@scripts/fuzz.sh $(or $(FUZZTIME),30s)

.PHONY: lint
lint: $(LINT) ## check formatting, vet and golangci-lint
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	@$(GO) vet ./... && $(GO) vet -tags e2e ./e2e/... ./engine/studio
	@$(LINT) run --timeout 15m ./...

# Built once, and without the experiment: it only has to read our code.
$(LINT):
	@GOEXPERIMENT= GOBIN=$(CURDIR)/.tools $(GO) install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(subst .tools/golangci-lint-,,$@)
	@mv .tools/golangci-lint $@

.PHONY: generate
generate: ## write what is derived: Go of the shaders, docs/api of openapi.yaml
	@$(GO) generate ./engine/studio/shader ./docs

.PHONY: covers
covers: ## render the pictures of the presets and templates again
	@$(GO) generate ./internal/catalog/covers

.PHONY: portable
portable: ## check that what depends on the machine builds without SIMD, without EGL and on arm64 macOS
	@GOEXPERIMENT= $(GO) build ./engine/...
	@$(GO) build -tags nogpu ./engine/...
	@GOOS=darwin GOARCH=arm64 $(GO) build ./engine/... ./internal/media ./internal/blob ./internal/outbound

.PHONY: setup
setup: ## install what the server needs: ffmpeg, espeak-ng, flite
	@scripts/setup.sh runtime

.PHONY: setup-test
setup-test: ## install what the tests need besides: PostgreSQL
	@scripts/setup.sh test

.PHONY: setup-tour
setup-tour: ## install what the tour needs besides: curl, jq
	@scripts/setup.sh tour

.PHONY: clean
clean: ## remove what was built and made here (bin/, out/, .cache/), not data/
	@rm -rf bin out .cache
