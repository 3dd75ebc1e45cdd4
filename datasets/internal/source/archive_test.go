package source

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
)

// archiveOf makes a ZIP of empty or small entries.
func archiveOf(t *testing.T, headers ...*zip.FileHeader) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, h := range headers {
		w, err := z.CreateHeader(h)
		if err == nil && !strings.HasSuffix(h.Name, "/") {
			_, err = w.Write([]byte(h.Comment))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestArchiveNames(t *testing.T) {
	// 公园 in GBK is B9 AB D4 B0.
	plain := "__.shp"
	extra := binary.LittleEndian.AppendUint16(nil, 0x7075)
	extra = binary.LittleEndian.AppendUint16(extra, uint16(5+len("公园.shp")))
	extra = binary.LittleEndian.AppendUint32(append(extra, 1), crc32.ChecksumIEEE([]byte(plain)))
	extra = append(extra, "公园.shp"...)
	data := archiveOf(t,
		&zip.FileHeader{Name: "数据/甲.shp"}, &zip.FileHeader{Name: "\xb9\xab\xd4\xb0\\a.shp"}, &zip.FileHeader{Name: plain, Extra: extra},
		&zip.FileHeader{Name: "数据/"}, &zip.FileHeader{Name: "__MACOSX/x"}, &zip.FileHeader{Name: "a/._x"},
		&zip.FileHeader{Name: "B.shp", Comment: "one"}, &zip.FileHeader{Name: "B.shp", Comment: "two"})
	a, err := OpenArchive(data, "包.zip")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{"数据/甲.shp", "公园/a.shp", "公园.shp", "B.shp"}, a.Names()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := a.Find("b.SHP"); got != "B.shp" {
		t.Errorf("Find gave %q", got)
	}
	if got, err := a.Read("B.shp"); err != nil || string(got) != "one" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := a.Read("b.shp"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a missing entry: %v", err)
	}
}

func TestArchiveRefuses(t *testing.T) {
	many := make([]*zip.FileHeader, maxEntries+1)
	for i := range many {
		many[i] = &zip.FileHeader{Name: fmt.Sprint(i)}
	}
	bomb := &zip.FileHeader{Name: "bomb", Method: zip.Deflate, Comment: strings.Repeat("\x00", 60<<10)}
	for name, data := range map[string][]byte{
		"above": archiveOf(t, &zip.FileHeader{Name: "a/../../x"}), "absolute": archiveOf(t, &zip.FileHeader{Name: "/x"}),
		"drive": archiveOf(t, &zip.FileHeader{Name: `C:\x`}), "backslashes": archiveOf(t, &zip.FileHeader{Name: `..\x`}),
		"many": archiveOf(t, many...), "cut": archiveOf(t, bomb)[:50], "text": []byte("PK, text"),
	} {
		_, err := OpenArchive(data, "包.zip")
		var p *datasets.Problem
		if !errors.As(err, &p) || p.Where.File != "包.zip" || p.Hint.IsZero() || strings.Contains(p.Error()+p.In(datasets.ZH), "%!") {
			t.Errorf("%s: %v", name, err)
		}
	}
	// 60 KB of zeros deflate 600 times, but below the size from which that counts.
	a, err := OpenArchive(archiveOf(t, bomb), "包.zip")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := a.Read("bomb"); err != nil || len(got) != 60<<10 {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	locked := archiveOf(t, &zip.FileHeader{Name: "x", Comment: "y"})
	central := bytes.LastIndex(locked, []byte("PK\x01\x02"))
	locked[central+8] |= 1
	if a, err = OpenArchive(locked, "包.zip"); err != nil {
		t.Fatal(err)
	}
	var p *datasets.Problem
	if _, err := a.Read("x"); !errors.As(err, &p) || !strings.Contains(p.Error(), "password") {
		t.Error(err)
	}
}
