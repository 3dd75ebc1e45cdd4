package study

import (
	"strconv"
	"strings"

	"fugai/datasets"
)

// readUnits reads a file of units that no study describes: where it does not
// say their level or what they are called, that is found out and noted.
func readUnits(t *datasets.Table, o datasets.AreaOptions, tax *datasets.Taxonomy) (datasets.Layer[datasets.Area], error) {
	m, err := datasets.MatchColumns(t, datasets.RoleAreas, o.Columns)
	if err != nil {
		return datasets.Layer[datasets.Area]{}, err
	}
	has := func(fields ...datasets.Field) bool {
		for _, f := range fields {
			if _, found := m.Index[f]; found {
				return true
			}
		}
		return false
	}
	column := ""
	inUnits := has(datasets.FieldSubdistrict, datasets.FieldCommunity, datasets.FieldVillage, datasets.FieldDistrict)
	if !has(datasets.FieldName, datasets.FieldCode) && !inUnits && len(t.Records) > 0 {
		column = t.Columns[idColumn(t)]
		o.Columns = map[string]string{string(datasets.FieldCode): column}
	}
	level := ""
	if !has(datasets.FieldLevel) && (has(datasets.FieldName) || !inUnits) {
		level = levelOfUnits(t, &m)
		o.Level = level
	}
	layer, err := datasets.Areas(t, o, tax)
	if err != nil {
		return layer, err
	}
	note := func(rule string, text, hint datasets.Text) {
		layer.Findings = append(layer.Findings, datasets.Finding{Rule: rule, Severity: datasets.SeverityNote, Layer: layer.Report.Layer, Count: 1, Text: text, Hint: hint})
	}
	if column != "" {
		note("id-by-values", datasets.T("没有编码或名称列，用“%s”区分单元", "there is no column of codes or names: units are told apart by %q", column), datasets.T("在研究文件中用 code: 或 name: 指定", "name the column with code: or name: in the study"))
	}
	if level != "" {
		note("level-by-values", datasets.T("文件没有写明单元层级，按编码和名称当作“%s”", "the file does not say the level of its units: taken for %q by codes and names", tax.Text(datasets.Levels, level)), datasets.T("在研究文件中用 level: 写明", "say level: in the study"))
	}
	return layer, nil
}

// idColumn finds a column that tells all rows apart: one that is called an id,
// else any; without one it adds the number of the row.
func idColumn(t *datasets.Table) int {
	any := -1
	for i, header := range t.Columns {
		if !tellsApart(t, i) {
			continue
		}
		h := strings.ToLower(header)
		if strings.HasSuffix(h, "id") || strings.HasSuffix(h, "code") || strings.Contains(h, "编号") || strings.Contains(h, "代码") {
			return i
		}
		if any < 0 {
			any = i
		}
	}
	if any >= 0 {
		return any
	}
	t.Columns = append(t.Columns, "#")
	for i := range t.Records {
		for len(t.Records[i].Values) < len(t.Columns)-1 {
			t.Records[i].Values = append(t.Records[i].Values, "")
		}
		t.Records[i].Values = append(t.Records[i].Values, strconv.Itoa(t.Records[i].Row))
	}
	return len(t.Columns) - 1
}

func tellsApart(t *datasets.Table, col int) bool {
	seen := make(map[string]bool, len(t.Records))
	for i := range t.Records {
		if col >= len(t.Records[i].Values) {
			return false
		}
		v := strings.TrimSpace(t.Records[i].Values[col])
		if v == "" || seen[v] {
			return false
		}
		seen[v] = true
	}
	return true
}

// levelOfUnits takes the level of units from the digits of their codes, or else
// from the endings of their names; informal where neither says.
func levelOfUnits(t *datasets.Table, m *datasets.ColumnMatch) string {
	votes := map[string]int{}
	for i := range thin(t.Records, 200) {
		for _, f := range []datasets.Field{datasets.FieldCode, datasets.FieldDistrictCode, datasets.FieldSubdistrictCode, datasets.FieldCommunityCode, datasets.FieldName} {
			col, found := m.Index[f]
			if !found || col >= len(t.Records[i].Values) {
				continue
			}
			level := levelOfCode(t.Records[i].Values[col])
			if f == datasets.FieldName {
				level = levelOfName(t.Records[i].Values[col])
			}
			if level != "" {
				votes[level]++
				break
			}
		}
	}
	for _, level := range []string{"community", "subdistrict", "district"} {
		if 2*votes[level] > min(len(t.Records), 200) {
			return level
		}
	}
	return "informal"
}

// levelOfCode takes the level of a unit from the zeros that pad its code; ""
// for what is no division code of 6, 9 or 12 digits.
func levelOfCode(cell string) string {
	code := strings.TrimSpace(cell)
	if len(code) != 6 && len(code) != 9 && len(code) != 12 || strings.Trim(code, "0123456789") != "" {
		return ""
	}
	switch zeros := 12 - len(strings.TrimRight(code, "0")); {
	case zeros >= 10:
		return "province"
	case zeros >= 8:
		return "city"
	case zeros >= 6:
		return "district"
	case zeros >= 3:
		return "subdistrict"
	}
	return "community"
}

// levelOfName takes the level of a unit from the ending of its name.
func levelOfName(name string) string {
	name = datasets.NormalizeUnit(name)
	for _, l := range []struct {
		level   string
		endings []string
	}{{"subdistrict", []string{"街道", "镇", "乡"}}, {"community", []string{"社区", "村"}}, {"district", []string{"区", "县", "市"}}} {
		for _, e := range l.endings {
			if strings.HasSuffix(name, e) {
				return l.level
			}
		}
	}
	return ""
}
