# make demo   build fugai and run the main job on the embedded sample
# make test   set up what the tests need (Debian packages when it may) and run them
# make bench  the benchmarks; make lint  the linters; make build  the binary
GO      ?= go
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LDFLAGS  = -s -w -X fugai/cmd/internal/cli.version=$(VERSION)
BIN      = bin/fugai$(shell $(GO) env GOEXE)

export CGO_ENABLED = 0

.PHONY: demo test bench lint build cross generate setup-tests clean highs

build: highs
	$(GO) build -trimpath -ldflags '$(LDFLAGS)' -o $(BIN) ./cmd/fugai

demo: build
	$(BIN) report --sample longgang --out demo/longgang

test: setup-tests highs
	$(GO) vet ./...
	$(GO) test -timeout 30m ./...

setup-tests:
	sh scripts/setup-tests.sh

bench: highs
	$(GO) test -run '^$$' -bench . -benchmem ./...

lint:
	$(GO) tool -modfile=tools/go.mod golangci-lint run ./...

# The binaries that users get; none needs a C compiler.
cross: highs
	GOOS=windows GOARCH=amd64 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/fugai-windows-amd64.exe ./cmd/fugai
	GOOS=darwin GOARCH=arm64 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/fugai-darwin-arm64 ./cmd/fugai
	GOOS=linux GOARCH=arm64 $(GO) build -trimpath -ldflags '$(LDFLAGS)' -o bin/fugai-linux-arm64 ./cmd/fugai

# The exact solver, which the binary embeds; fetched once, by the lock file.
HIGHS = coverage/siting/highs/asset/highs.wasm

highs: $(HIGHS)

$(HIGHS): tools/npm/package-lock.json coverage/siting/highs/generate/main.go
	GO=$(GO) sh scripts/fetch-highs.sh

generate:
	$(GO) generate ./datasets/samples

clean:
	rm -rf bin demo out
