// Command generate puts the HiGHS module of the npm package beside the code
// that embeds it: it checks the checksums, and reads from the package's
// JavaScript which short name stands for which function.
//
//	go run ./coverage/siting/highs/generate tools/npm/node_modules/highs coverage/siting/highs/asset
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// The files of npm highs 1.15.3, as its registry's lock file names them.
const (
	version    = "1.15.3"
	wasmSHA256 = "528be4365bea1d4188988646b244263f50320df55782e14d6af5bce7cd45c840"
	jsSHA256   = "0bd23843c9795753f2276e9901eb2a1e66288547b6bcba84fa0665dc037b5c7c"
)

// names is what the package highs reads from highs.json.
type names struct {
	Version string            `json:"version"`
	Exports map[string]string `json:"exports"` // function → its short name
	Imports map[string]string `json:"imports"` // short name → function
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: generate NPM_PACKAGE ASSET_FOLDER")
		os.Exit(64)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(from, to string) error {
	js, err := checked(filepath.Join(from, "build", "highs.js"), jsSHA256)
	if err != nil {
		return err
	}
	wasm, err := checked(filepath.Join(from, "build", "highs.wasm"), wasmSHA256)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(readNames(js), "", "\t")
	if err != nil {
		return err
	}
	if err := replace(filepath.Join(to, "highs.json"), append(text, '\n')); err != nil {
		return err
	}
	return replace(filepath.Join(to, "highs.wasm"), wasm)
}

// checked reads a file that must have the checksum.
func checked(path, sum string) ([]byte, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if got := sha256.Sum256(data); hex.EncodeToString(got[:]) != sum {
		return nil, fmt.Errorf("%s: SHA-256 is %x, want %s (highs %s)", path, got, sum, version)
	}
	return data, nil
}

var (
	exportName = regexp.MustCompile(`_?([\w$]+)=(?:Module\["[\w$]+"\]=|wasmMemory=|wasmTable=)?wasmExports\["([\w$]+)"\]`)
	startName  = regexp.MustCompile(`wasmExports\["([\w$]+)"\]\(\)`)
	importList = regexp.MustCompile(`wasmImports=\{([^}]*)\}`)
	importName = regexp.MustCompile(`([\w$]+):_([\w$]+)`)
)

// readNames finds the assignments that the JavaScript makes. The leading
// underscore, which stands before the name of every C function, is left out.
func readNames(js []byte) names {
	n := names{Version: version, Exports: map[string]string{}, Imports: map[string]string{}}
	for _, m := range exportName.FindAllSubmatch(js, -1) {
		n.Exports[string(m[1])] = string(m[2])
	}
	if m := startName.FindSubmatch(js); m != nil {
		n.Exports["start"] = string(m[1])
	}
	if list := importList.FindSubmatch(js); list != nil {
		for _, m := range importName.FindAllSubmatch(list[1], -1) {
			n.Imports[string(m[1])] = string(m[2])
		}
	}
	return n
}

// replace writes beside the target and renames, so that a build never sees half a file.
func replace(path string, data []byte) error {
	if err := os.WriteFile(path+".tmp", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".tmp", path)
}
