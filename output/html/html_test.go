package html

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	dom "golang.org/x/net/html"

	"fugai/coverage"
	"fugai/datasets"
)

func render(t testing.TB, r *coverage.Result, opts Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(context.Background(), &b, r, opts); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// parsed is a page's elements and what they refer to.
type parsed struct {
	ids     map[string]int
	refs    []string // ids that something points to
	scripts int
	text    string // of everything but the script and the style
	attrs   []dom.Attribute
}

func parse(t *testing.T, page []byte) parsed {
	t.Helper()
	root, err := dom.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	p := parsed{ids: map[string]int{}}
	var text strings.Builder
	for n := range root.Descendants() {
		switch {
		case n.Type == dom.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style":
			text.WriteString(n.Data + "\n")
		case n.Type == dom.ElementNode && n.Data == "script":
			p.scripts++
		}
		for _, a := range n.Attr {
			p.attrs = append(p.attrs, a)
			switch {
			case a.Key == "id":
				p.ids[a.Val]++
			case a.Key == "data-csv":
				p.refs = append(p.refs, a.Val)
			case strings.HasSuffix(a.Key, "href"):
				p.refs = append(p.refs, strings.TrimPrefix(a.Val, "#"))
			case a.Key == "fill" && strings.HasPrefix(a.Val, "url("):
				p.refs = append(p.refs, strings.TrimSuffix(strings.TrimPrefix(a.Val, "url(#"), ")"))
			}
		}
	}
	p.text = text.String()
	return p
}

// check holds what is true of every page.
func check(t *testing.T, page []byte) parsed {
	t.Helper()
	p := parse(t, page)
	for id, n := range p.ids {
		if n > 1 {
			t.Errorf("id %q stands %d times", id, n)
		}
	}
	for _, ref := range p.refs {
		if p.ids[ref] == 0 {
			t.Errorf("something points to %q, which is not there", ref)
		}
	}
	if p.scripts != 1 {
		t.Errorf("%d scripts, want the page's own alone", p.scripts)
	}
	for _, url := range regexp.MustCompile(`(?i)(https?:)?//[a-z0-9.-]+\.[a-z]{2,}[^\s"']*`).FindAll(page, -1) {
		t.Errorf("an address of the network: %s", url)
	}
	bad := regexp.MustCompile(`\b(NaN|[+-]?Inf|undefined|<nil>|ZgotmplZ|%!\w?\()`)
	if m := bad.FindString(p.text); m != "" {
		t.Errorf("the text says %q", m)
	}
	for _, a := range p.attrs {
		if m := bad.FindString(a.Val); m != "" {
			t.Errorf("attribute %s says %q", a.Key, a.Val)
		}
	}
	return p
}

func TestWriteStructure(t *testing.T) {
	for _, lang := range []datasets.Lang{"", datasets.ZH, datasets.EN} {
		page := render(t, newSample(), Options{Lang: lang})
		p := check(t, page)
		for _, want := range []string{
			"龙岗区儿童友好设施覆盖评估", "Coverage of child-friendly facilities in Longgang", // both languages
			"2025年12月31日", "示例数据", "示意图/内部使用", "40.54 % (45/111)",
			"还缺 66 个社区", "66 communities missing", "至少新增 67 处母婴室", "28 + 4 + 1 = 33",
			"communities.geojson", "EPSG:4490", "shifted-coordinates", "一致", "少 1 个",
		} {
			if !strings.Contains(p.text, want) {
				t.Errorf("lang %q: %q is missing", lang, want)
			}
		}
		for _, id := range []string{"answers", "ledger", "t1", "t10", "t2-map", "t2-units", "t2-missing", "t2-chart", "stock-table", "quality", "method"} {
			if p.ids[id] != 1 {
				t.Errorf("lang %q: no element %q", lang, id)
			}
		}
		// A district of 111 communities must stay small enough to send by chat.
		if len(page) > 2_000_000 {
			t.Errorf("lang %q: %d bytes", lang, len(page))
		}
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	first := render(t, newSample(), Options{})
	for range 3 {
		if !bytes.Equal(first, render(t, newSample(), Options{})) {
			t.Fatal("two runs differ")
		}
	}
}

func TestWritePolicyAllowsOwnScriptAlone(t *testing.T) {
	page := string(render(t, newSample(), Options{}))
	_, rest, _ := strings.Cut(page, "<script>")
	script, _, _ := strings.Cut(rest, "</script>")
	if want := policy(script); !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(page, "&#39;", "'"), "&#43;", "+"), want) {
		t.Errorf("the page's policy is not that of its script: %s", want)
	}
}

func TestWriteEscapes(t *testing.T) {
	const evil = `"><script>alert('x')</script><img src=x onerror=alert(1)>`
	word := datasets.Same(evil)
	r := newSample()
	r.Title, r.Notes, r.Assumed, r.Schema = word, []datasets.Text{word}, []datasets.Text{word}, evil
	for i := range r.Areas {
		r.Areas[i].Name, r.Areas[i].Code = evil, evil
	}
	for i := range r.Facilities {
		r.Facilities[i].Name = evil
	}
	for _, words := range []map[string]datasets.Text{r.Labels.Kinds, r.Labels.Levels, r.Labels.Groups, r.Labels.States, r.Labels.Grades} {
		for k := range words {
			words[k] = word
		}
	}
	for i := range r.Targets {
		l := &r.Targets[i]
		l.ID, l.Name, l.Source, l.Rule, l.Why, l.NumWord, l.DenWord, l.Rounding = evil, word, evil, word, word, word, word, word
		l.Filters, l.Notes = []coverage.Filter{{Of: evil, Expr: evil}}, []datasets.Text{word}
		for j := range l.Missing {
			l.Missing[j].Name, l.Missing[j].Code, l.Missing[j].Parent, l.Missing[j].Text = evil, evil, evil, word
		}
		for j := range l.Splits {
			l.Splits[j].Name, l.Splits[j].Parts[0].Name = word, word
		}
	}
	for i := range r.Quality.Findings {
		f := &r.Quality.Findings[i]
		f.Rule, f.Layer, f.Text, f.Hint = evil, evil, word, word
		for j := range f.Examples {
			f.Examples[j] = datasets.Example{Ref: datasets.Ref{File: evil, Row: 1, Column: evil, Value: evil}, Text: word}
		}
	}
	for i := range r.Quality.Layers {
		l := &r.Quality.Layers[i]
		*l = datasets.LayerReport{Layer: evil, Role: evil, File: evil, Format: evil, Encoding: evil, CRS: evil, Columns: []datasets.ColumnUse{{Column: evil, Meaning: evil, By: evil}}}
	}
	page := render(t, r, Options{})
	p := check(t, page)
	for _, a := range p.attrs {
		if a.Key == "onerror" || a.Key == "src" {
			t.Errorf("attribute %s=%q came from the data", a.Key, a.Val)
		}
	}
	if bytes.Contains(page, []byte("<script>alert")) {
		t.Error("a script came from the data")
	}
}

func TestWriteSparseResults(t *testing.T) {
	bare := newSample()
	for i := range bare.Areas {
		bare.Areas[i].Geometry, bare.Areas[i].Center = nil, nil
	}
	points := newSample()
	for i := range points.Areas {
		points.Areas[i].Geometry = nil
	}
	broken := newSample()
	for i := range broken.Areas {
		broken.Areas[i].Geometry = orb.MultiPolygon{{{{math.NaN(), 1}, {math.Inf(1), 2}, {1, 1}}}, {}}
		broken.Areas[i].Center = &orb.Point{math.NaN(), 400}
	}
	for i := range broken.Targets {
		l := &broken.Targets[i]
		l.Value, l.Goal, l.Numerator = math.NaN(), ptr(math.Inf(1)), math.NaN()
		l.Baseline = &coverage.Point{Value: math.NaN()}
		l.Pace = &coverage.Pace{SoFar: ptr(math.NaN()), Needed: ptr(math.Inf(1))}
		for j := range l.Units {
			l.Units[j].Value, l.Units[j].Nearest, l.Units[j].Area = ptr(math.NaN()), ptr(math.NaN()), "unknown"
		}
		for j := range l.Series {
			l.Series[j].Value = math.NaN()
		}
	}
	cases := []struct {
		name string
		r    *coverage.Result
		want string
	}{
		{"empty", &coverage.Result{}, "研究没有设定目标"},
		{"targets only", &coverage.Result{Targets: []coverage.Ledger{{ID: "a"}}}, "图层没有边界或坐标"},
		{"no geometry", bare, "图层没有边界或坐标"},
		{"points for units", points, "北"},
		{"not a number anywhere", broken, "目标台账"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if p := check(t, render(t, c.r, Options{})); !strings.Contains(p.text, c.want) {
				t.Errorf("%q is missing", c.want)
			}
		})
	}
}

func TestWriteUnitsAsCircles(t *testing.T) {
	r := newSample()
	for i := range r.Areas {
		r.Areas[i].Geometry = nil
	}
	page := string(render(t, r, Options{}))
	// 11 + 111 + 111 + 111 + 11 + 111 + 11 units of seven targets.
	if got := strings.Count(page, `<circle class="u up"`); got != 477 {
		t.Errorf("%d circles for units, want 477", got)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestWriteErrors(t *testing.T) {
	if err := Write(context.Background(), io.Discard, nil, Options{}); err == nil {
		t.Error("no error without a result")
	}
	full := errors.New("disk full")
	if err := Write(context.Background(), brokenWriter{full}, newSample(), Options{}); !errors.Is(err, full) {
		t.Errorf("error %v, want %v", err, full)
	}
}

func BenchmarkWrite(b *testing.B) {
	r := newSample()
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(context.Background(), io.Discard, r, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
