package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadNames(t *testing.T) {
	const js = `function initRuntime(){wasmExports["v"]()}` +
		`_Highs_run=Module["_Highs_run"]=wasmExports["N"];_Highs_getNumCol=Module["_Highs_getNumCol"]=wasmExports["_"];` +
		`_free=Module["_free"]=wasmExports["tc"];__emscripten_timeout=wasmExports["vc"];memory=wasmMemory=wasmExports["u"];` +
		`__indirect_function_table=wasmTable=wasmExports["$a"]}var wasmImports={a:___cxa_throw,p:_clock_time_get}`
	got := readNames([]byte(js))
	want := names{
		Version: version,
		Exports: map[string]string{"start": "v", "Highs_run": "N", "Highs_getNumCol": "_", "free": "tc", "_emscripten_timeout": "vc", "memory": "u", "_indirect_function_table": "$a"},
		Imports: map[string]string{"a": "__cxa_throw", "p": "clock_time_get"},
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("got (-), want (+):\n%s", diff)
	}
}

func TestOtherFile(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "build"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "build", "highs.js"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, dir); err == nil || !strings.Contains(err.Error(), "want "+jsSHA256) {
		t.Errorf("got %v", err)
	}
}
