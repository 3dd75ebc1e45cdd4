package study

import (
	"math"
	"strconv"
	"strings"

	"fugai/datasets"
	"fugai/geo"
)

// The functions here understand one value of the study file each; their errors
// point at it.

func wrong(v scalar, what, hint datasets.Text) error {
	p := &placed{what: what, hint: hint}
	if v.node != nil {
		p.token = v.node.GetToken()
	}
	return p
}

func (s *Study) date(v scalar) (datasets.Date, error) {
	d, err := datasets.ParseDate(v.text)
	if err != nil {
		return d, wrong(v, datasets.T("“%s”不是日期", "%q is not a date", v.text), datasets.T("写作 2025、2025-12 或 2025-12-31", "write 2025, 2025-12 or 2025-12-31"))
	}
	return d, nil
}

// word looks a value up in one list of the taxonomy.
func (s *Study) word(list datasets.List, v scalar, key string) (string, error) {
	if !v.set() || v.text == "" {
		return "", wrong(v, datasets.T("缺少 %s", "%s is missing", key), datasets.Text{})
	}
	if id, ok := s.tax.Lookup(list, v.text); ok {
		return id, nil
	}
	var ids []string
	for _, t := range s.tax.Terms(list) {
		ids = append(ids, t.ID+" "+t.ZH)
	}
	return "", wrong(v, datasets.T("%[2]s 的值“%[1]s”不在词表中", "%[1]q is not a known word for %[2]s", v.text, key),
		datasets.T("可用：%[1]s；自己的词写在 taxonomy.%[2]s 下", "known: %[1]s; words of your own go under taxonomy.%[2]s", strings.Join(ids, ", "), string(list)))
}

func (s *Study) kind(v scalar) (string, error)  { return s.word(datasets.Kinds, v, "kind") }
func (s *Study) level(v scalar) (string, error) { return s.word(datasets.Levels, v, "level") }

// grade is a grade id, or "" where none is asked for.
func (s *Study) grade(v scalar) (string, error) {
	if !v.set() {
		return "", nil
	}
	return s.word(datasets.Grades, v, "grade")
}

// share reads 90% or 90 as percent; def stands for a value that is not given.
func share(v scalar, def float64) (float64, error) {
	if !v.set() {
		return def, nil
	}
	text, sign := strings.CutSuffix(strings.TrimSpace(strings.ReplaceAll(v.text, "％", "%")), "%")
	f, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(f) || f < 0 || f > 100 || !sign && f > 0 && f <= 1 {
		return 0, wrong(v, datasets.T("“%s”不是 0%% 到 100%% 的百分比", "%q is not a percentage from 0%% to 100%%", v.text), datasets.T("写作 90%", "write it as 90%"))
	}
	return f, nil
}

// amount reads a number from 0, nil where none is given.
func amount(v scalar) (*float64, error) {
	if !v.set() {
		return nil, nil
	}
	f, err := strconv.ParseFloat(v.text, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) || f < 0 {
		return nil, wrong(v, datasets.T("“%s”不是不小于 0 的数", "%q is not a number from 0", v.text), datasets.Text{})
	}
	return &f, nil
}

// meters reads a distance; def stands for one that is not given.
func meters(v scalar, def geo.Meters) (geo.Meters, error) {
	if !v.set() {
		return def, nil
	}
	d, err := geo.ParseMeters(v.text)
	if err != nil {
		return 0, wrong(v, datasets.T("“%s”不是距离", "%q is not a distance", v.text), datasets.T("写作 500 m 或 1 km", "write 500 m or 1 km"))
	}
	return d, nil
}
