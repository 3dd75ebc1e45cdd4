package tabular

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"fugai/datasets"
)

// sheet is one worksheet of a workbook.
type sheet struct {
	name   string
	hidden bool
	part   string // path inside the archive
}

// workbook is what the sheets share.
type workbook struct {
	sheets   []sheet
	date1904 bool
	strings  []string    // shared strings
	styles   []dateShape // by cell style
}

// readWorkbook reads the list of sheets, the shared strings and the styles.
func readWorkbook(a *archive) (*workbook, error) {
	main := "xl/workbook.xml"
	if err := a.relations("_rels/.rels", func(_, kind, target string) {
		if strings.HasSuffix(kind, "/officeDocument") {
			main = target
		}
	}); err != nil {
		return nil, err
	}
	w := &workbook{}
	ids, err := w.readList(a, main)
	if err != nil {
		return nil, err
	}
	sharedStrings, styles := path.Dir(main)+"/sharedStrings.xml", path.Dir(main)+"/styles.xml"
	parts := map[string]string{}
	rels := path.Dir(main) + "/_rels/" + path.Base(main) + ".rels"
	if err := a.relations(rels, func(id, kind, target string) {
		switch {
		case strings.HasSuffix(kind, "/sharedStrings"):
			sharedStrings = target
		case strings.HasSuffix(kind, "/styles"):
			styles = target
		case strings.HasSuffix(kind, "/worksheet"):
			parts[id] = target
		}
	}); err != nil {
		return nil, err
	}
	kept := w.sheets[:0]
	for i, s := range w.sheets {
		if s.part = parts[ids[i]]; s.part != "" { // chart sheets have no cells
			kept = append(kept, s)
		}
	}
	w.sheets = kept
	if len(w.sheets) == 0 {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: a.file},
			What:  datasets.T("工作簿里没有工作表", "the workbook holds no worksheet"),
			Hint:  datasets.T("在 Excel 或 WPS 中打开核对后另存", "open it in Excel or WPS to check, and save it again"),
		}
	}
	if w.strings, err = readStrings(a, sharedStrings); err != nil {
		return nil, err
	}
	w.styles, err = readStyles(a, styles)
	return w, err
}

// readList reads workbook.xml and returns the relation id of each sheet.
func (w *workbook) readList(a *archive, part string) ([]string, error) {
	var ids []string
	err := a.walk(part, visitor{start: func(e element) error {
		switch e.name {
		case "workbookPr":
			w.date1904 = isTrue(e.attr("date1904"))
		case "sheet":
			id := ""
			for _, attr := range e.attrs {
				if attr.Name.Local == "id" && attr.Name.Space != "" {
					id = attr.Value
				}
			}
			ids = append(ids, id)
			state := e.attr("state")
			w.sheets = append(w.sheets, sheet{name: e.attr("name"), hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	}})
	return ids, err
}

func isTrue(s string) bool { return s == "1" || s == "true" || s == "on" }

// relations calls each with the relations of a part; targets are paths from
// the root of the archive.
func (a *archive) relations(name string, each func(id, kind, target string)) error {
	folder := path.Dir(path.Dir(name))
	return a.walk(name, visitor{start: func(e element) error {
		if e.name != "Relationship" || e.attr("TargetMode") == "External" {
			return nil
		}
		target := strings.ReplaceAll(e.attr("Target"), `\`, "/")
		if rooted, ok := strings.CutPrefix(target, "/"); ok {
			target = path.Clean(rooted)
		} else {
			target = path.Join(folder, target)
		}
		each(e.attr("Id"), e.attr("Type"), target)
		return nil
	}})
}

// readStrings reads the shared strings; phonetic hints (rPh) stay out.
func readStrings(a *archive, part string) ([]string, error) {
	var out []string
	var buf []byte
	in, phonetic := false, false
	err := a.walk(part, visitor{
		start: func(e element) error {
			switch e.name {
			case "si":
				buf = buf[:0]
			case "rPh":
				phonetic = true
			case "t":
				in = !phonetic
			}
			return nil
		},
		end: func(name string) error {
			switch name {
			case "si":
				out = append(out, unescapeX(string(buf)))
			case "rPh":
				phonetic = false
			case "t":
				in = false
			}
			return nil
		},
		text: func(b []byte) {
			if in {
				buf = append(buf, b...)
			}
		},
	})
	return out, err
}

// readStyles reads how each cell style shows dates.
func readStyles(a *archive, part string) ([]dateShape, error) {
	codes := map[int]string{}
	var out []dateShape
	inCells := false
	err := a.walk(part, visitor{
		start: func(e element) error {
			switch e.name {
			case "numFmt":
				if id, err := strconv.Atoi(e.attr("numFmtId")); err == nil {
					codes[id] = e.attr("formatCode")
				}
			case "cellXfs":
				inCells = true
			case "xf":
				if inCells {
					id, _ := strconv.Atoi(e.attr("numFmtId"))
					shape := builtinShape(id)
					if code, own := codes[id]; own {
						shape = shapeOf(code)
					}
					out = append(out, shape)
				}
			}
			return nil
		},
		end: func(name string) error {
			inCells = inCells && name != "cellXfs"
			return nil
		},
	})
	return out, err
}

// choose picks the sheet by name, case and spaces aside.
func (w *workbook) choose(name string) (sheet, bool) {
	i := slices.IndexFunc(w.sheets, func(s sheet) bool { return s.name == name })
	if i < 0 {
		plain := strings.TrimSpace(name)
		i = slices.IndexFunc(w.sheets, func(s sheet) bool { return strings.EqualFold(strings.TrimSpace(s.name), plain) })
	}
	if i < 0 {
		return sheet{}, false
	}
	return w.sheets[i], true
}

// list names the sheets for a message.
func (w *workbook) list() string {
	var names []string
	for _, s := range w.sheets[:min(len(w.sheets), 30)] {
		names = append(names, s.name)
	}
	if len(w.sheets) > 30 {
		names = append(names, "…")
	}
	return strings.Join(names, "、")
}
