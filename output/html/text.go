package html

import (
	"html"
	"html/template"
	"math"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/output"
)

// functions are what the templates call. Texts come out in both languages, and
// the style sheet hides the one that is not chosen.
func functions(lang datasets.Lang) template.FuncMap {
	return template.FuncMap{
		"t":       func(t datasets.Text) template.HTML { return both(t, "span") },
		"ts":      func(t datasets.Text) template.HTML { return both(t, "tspan") },
		"l":       func(zh, en string) template.HTML { return both(datasets.T(zh, en), "span") },
		"aria":    func(t datasets.Text) template.HTMLAttr { return aria(t, lang) },
		"al":      func(zh, en string) template.HTMLAttr { return aria(datasets.T(zh, en), lang) },
		"int":     func(v int) string { return output.Number(float64(v), 0) },
		"mapnote": output.MapNote,
		"north":   func() datasets.Text { return datasets.T("北", "N") },
	}
}

// both writes a text in both languages, each in its own element; one that
// reads alike in both stands alone. A language that is missing is not hidden:
// the other one stands in for it.
func both(t datasets.Text, tag string) template.HTML {
	zh, en := t.In(datasets.ZH), t.In(datasets.EN)
	if zh == en {
		return template.HTML(html.EscapeString(zh))
	}
	return template.HTML("<" + tag + ` lang="zh">` + html.EscapeString(zh) + "</" + tag + "><" +
		tag + ` lang="en">` + html.EscapeString(en) + "</" + tag + ">")
}

// aria is a label that the script swaps with the language.
func aria(t datasets.Text, lang datasets.Lang) template.HTMLAttr {
	zh, en := t.In(datasets.ZH), t.In(datasets.EN)
	s := `aria-label="` + html.EscapeString(t.In(lang)) + `"`
	if zh != en {
		s += ` data-zh="` + html.EscapeString(zh) + `" data-en="` + html.EscapeString(en) + `"`
	}
	return template.HTMLAttr(s)
}

// tip is a tooltip: the Chinese line, and the English one below where it
// differs. Parts are set apart by " · "; empty ones are left out.
func tip(parts ...datasets.Text) string {
	zh, en := tipLine(parts, datasets.ZH), tipLine(parts, datasets.EN)
	if zh == en {
		return zh
	}
	return zh + "\n" + en
}

func tipLine(parts []datasets.Text, lang datasets.Lang) string {
	var out []string
	for _, p := range parts {
		if s := strings.Join(strings.Fields(p.In(lang)), " "); s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// dateText is a date in both languages, "–" where it is unknown.
func dateText(d datasets.Date) datasets.Text {
	if d.IsZero() {
		return datasets.Same("–")
	}
	return datasets.Text{ZH: d.In(datasets.ZH), EN: d.String()}
}

// label looks a taxonomy id up and falls back to the id itself.
func label(words map[string]datasets.Text, id string) datasets.Text {
	if t, ok := words[id]; ok && !t.IsZero() {
		return t
	}
	return datasets.Same(id)
}

// list joins texts with the comma of each language.
func list(texts []datasets.Text) datasets.Text {
	zh, en := make([]string, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		zh[i], en[i] = t.In(datasets.ZH), t.In(datasets.EN)
	}
	return datasets.Text{ZH: strings.Join(zh, "、"), EN: strings.Join(en, ", ")}
}

// glue puts texts one after another.
func glue(texts ...datasets.Text) datasets.Text {
	var out datasets.Text
	for _, t := range texts {
		out.ZH += t.In(datasets.ZH)
		out.EN += t.In(datasets.EN)
	}
	return out
}

// sortKey is a number as the table script compares and exports it; "" is
// sorted last and exported as an empty cell.
func sortKey(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return ""
	}
	return strconv.FormatFloat(v, 'f', -1, 64)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
