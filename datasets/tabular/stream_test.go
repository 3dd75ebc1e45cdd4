package tabular

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"fugai/datasets"

	"github.com/google/go-cmp/cmp"
)

// checkStream reads a text both ways: the columns, the records, the findings and
// the error must be the same.
func checkStream(t *testing.T, data []byte, opts Options) {
	t.Helper()
	held, heldErr := ReadCSV(data, "a.csv", opts)
	opts.Stream = true
	streamed, err := ReadCSV(data, "a.csv", opts)
	if fmt.Sprint(err) != fmt.Sprint(heldErr) {
		t.Fatalf("got %v, held %v", err, heldErr)
	}
	if err != nil {
		return
	}
	if streamed.Len() != len(held.Records) {
		t.Fatalf("got %d records, held %d", streamed.Len(), len(held.Records))
	}
	if s := streamed.Stream; s != nil {
		from, to := len(held.Records)/3, len(held.Records)-len(held.Records)/4
		if d := cmp.Diff(held.Records[from:to], s.Read(from, to, s.Read(0, s.Len(), nil))); d != "" {
			t.Errorf("records %d to %d (-held +got):\n%s", from, to, d)
		}
	}
	streamed.Hold()
	if len(held.Records) == 0 {
		held.Records = nil
	}
	if d := cmp.Diff(held, streamed); d != "" {
		t.Errorf("-held +got:\n%s", d)
	}
}

func TestStream(t *testing.T) {
	for name, text := range map[string]string{
		"plain":           "名称,经度,纬度\n甲,114.1,22.7\n乙,114.2,22.7\n",
		"title and total": "母婴室台账,,\n编号,名称,人数\n1,甲,3\n2,乙,4\n合计,,7\n注：截至2025年,,\n",
		"late column":     "编号,名称,\n1,甲,\n" + strings.Repeat("2,乙,\n", 50) + "3,丙,晚\n4,丁,\n",
		"no below a yes":  "编号,有无\n1,无\n2,-\n3,有\n4,无\n",
		"no without yes":  "编号,有无\n1,无\n2,-\n3,无\n4,\n",
		"text formulas":   "编号,名称\n\"=\"\"001\"\"\",甲\n'002,'=1+1\n",
		"quotes":          "编号,名称\n1,\"甲\n乙\"\n2,\"丙\"\"丁\" 余\n",
		"not closed":      "编号,名称\n1,\"甲\n",
		"ragged":          "编号,名称,人数\n1\n2,乙,3,4,5\n,,\n\n3,丙,\n",
		"repeated":        "编号,名称\n1,甲\n2,乙\n1,甲\n编号,名称\n2,乙\n1,甲\n",
		"header alone":    "编号,名称\n",
		"nothing":         "",
		"separator":       "sep=;\r\n编号;名称\r\n1;甲\r\n2;\r\n",
		"old Mac":         "编号,名称\r1,甲\r2,乙\r",
	} {
		t.Run(name, func(t *testing.T) {
			checkStream(t, []byte(text), Options{})
			checkStream(t, []byte(text), Options{Header: 2})
		})
	}
}

// TestStreamLong: rows over several marks, with all that is left out, emptied and
// repeated among them.
func TestStreamLong(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"甲", "乙", "无", "-", "", "有", "'=1", "12", " 丙 ", "\"丁\n戊\"", "合计", "n/a"}
	var b strings.Builder
	b.WriteString("编号,名称,备注,\n")
	for i := range 3*markEvery + 100 {
		switch n := r.IntN(400); {
		case n == 0:
			b.WriteString("\n")
		case n == 1:
			b.WriteString("编号,名称,备注,\n")
		case n < 4:
			fmt.Fprintf(&b, "%d,%s\n", i, words[r.IntN(len(words))])
		default:
			fmt.Fprintf(&b, "%d,%s,%s,%s\n", i/2, words[r.IntN(len(words))], words[r.IntN(len(words))], words[max(0, r.IntN(3*len(words))-2*len(words)+4)%len(words)])
		}
	}
	checkStream(t, []byte(b.String()), Options{})
}

// TestStreamOverwrites: what is read into the memory of other records has
// nothing left of them.
func TestStreamOverwrites(t *testing.T) {
	table, err := ReadCSV([]byte("编号,名称\n1,甲\n2,\n"), "a.csv", Options{Stream: true})
	if err != nil {
		t.Fatal(err)
	}
	first := table.Stream.Read(0, 1, nil)
	second := table.Stream.Read(1, 2, first)
	if d := cmp.Diff([]datasets.Record{{Row: 3, Values: []string{"2", ""}}}, second); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
