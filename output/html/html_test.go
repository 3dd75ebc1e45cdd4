package html

import (
	"bytes"
	"os"
	"testing"

	"fugai/coverage"
	"fugai/datasets"
)

func render(t testing.TB, r *coverage.Result, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDump(t *testing.T) {
	out := render(t, newSample(), Options{Lang: datasets.ZH})
	os.WriteFile("/tmp/htmldev/report.html", out, 0o644)
	t.Log(len(out))
}
