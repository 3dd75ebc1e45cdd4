package office_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"fugai/output/office"
)

// TestLongTableIsCut: a table longer than the limit says how many rows it
// leaves out and where all of them are.
func TestLongTableIsCut(t *testing.T) {
	var book bytes.Buffer
	if err := office.WriteXLSX(context.Background(), &book, large(office.MaxTableRows+3), office.Options{TempDir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(book.Bytes()), int64(book.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("xl/worksheets/sheet2.xml")
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	sheet := string(text)
	if want := "只列前 50,000 行，另有 3 行；全部见 results.gpkg"; strings.Count(sheet, want) != 1 {
		t.Errorf("the sheet does not say once %q", want)
	}
	if got := strings.Count(sheet, " 号</t>"); got != office.MaxTableRows {
		t.Errorf("got %d facilities, want %d", got, office.MaxTableRows)
	}
}
