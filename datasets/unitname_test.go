package datasets

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"testing"
)

func TestNormalizeUnit(t *testing.T) {
	cases := []struct{ in, want string }{
		{"平湖街道办事处", "平湖街道"},
		{"平湖街道办", "平湖街道"},
		{"平湖街道（办事处）", "平湖街道"},
		{"平湖街道", "平湖街道"},
		{"新兴社区居委会", "新兴社区"},
		{"新兴社区居民委员会", "新兴社区"},
		{"新兴社区", "新兴社区"},
		{"新木社区工作站", "新木社区"},
		{"河滨居委会", "河滨社区"},
		{"新村居委会", "新村社区"},
		{"石门村委会", "石门村"},
		{"石门村民委员会", "石门村"},
		{"石门村村民委员会", "石门村"},
		{"新河村村委会", "新河村"},
		{"新村村委会", "新村"},
		{"罗村村委会", "罗村"},
		{"大塘行政村", "大塘村"},
		{"杨美社区嘉丽园居委会", "杨美社区嘉丽园"},
		{"良安田社区（原良安田村）", "良安田社区"},
		{"中心社区（筹）", "中心社区"},
		{"　平湖 街道　", "平湖街道"},
		{"里松镇人民政府", "里松镇"},
		{"居委会", "居委会"},
		{"", ""},
	}
	for _, c := range cases {
		if got := NormalizeUnit(c.in); got != c.want {
			t.Errorf("NormalizeUnit(%q) = %q, want %q", c.in, got, c.want)
		}
		if again := NormalizeUnit(c.want); again != c.want {
			t.Errorf("NormalizeUnit(%q) = %q: not stable", c.want, again)
		}
	}
}

// realFile finds one of the real data sets, or skips the test without them.
func realFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv("FUGAI_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared", "data")
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatalf("the real data is missing: %v", err)
		}
		t.Skipf("the real data is not here (set FUGAI_DATA): %v", err)
	}
	return path
}

// readTable reads a UTF-8 CSV for a test.
func readTable(t *testing.T, path string) *Table {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return tableOf(filepath.Base(path), rows...)
}

// tableOf makes a table of a header and rows.
func tableOf(file string, rows ...[]string) *Table {
	t := &Table{File: file, Format: "CSV", Encoding: "UTF-8", Columns: rows[0]}
	for i, r := range rows[1:] {
		t.Records = append(t.Records, Record{Row: i + 2, Values: r})
	}
	return t
}

// The unit lists of five districts (levels county, town and village): names must stay
// unique within their parents once normalised, and every unit must be found again
// by its code and by the names of its column.
func TestRealDistricts(t *testing.T) {
	cases := []struct {
		file                    string
		towns, villages, cities int
	}{
		// Counted from the files by awk -F, '{print $4}' | sort | uniq -c.
		{"units_babu_451102.csv", 16, 202, 1},
		{"units_conghua_440117.csv", 11, 275, 1},
		{"units_jintan_320413.csv", 9, 151, 1},
		{"units_longgang_440307.csv", 14, 168, 1},
		{"units_sanshui_440607.csv", 12, 75, 1},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			table := readTable(t, realFile(t, filepath.Join("districts", c.file)))
			layer, err := Areas(table, AreaOptions{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			areas := layer.Records
			for _, f := range append(layer.Findings, LinkParents(areas, nil)...) {
				if f.Severity != SeverityNote && f.Rule != "two-columns-one-field" && f.Rule != "coordinates-missing" {
					t.Errorf("finding %s (%d): %v %v", f.Rule, f.Count, f.Text.EN, f.Examples)
				}
			}
			count := map[string]int{}
			unique := map[string]string{}
			g := NewGazetteer(areas)
			for _, a := range areas {
				count[a.Level]++
				if a.Level != "district" && a.Parent == "" {
					t.Errorf("%s (%s) has no parent", a.Name, a.Code)
				}
				key := a.Parent + "/" + NormalizeUnit(a.Name)
				if other := unique[key]; other != "" {
					t.Errorf("%s and %s are both %s", other, a.Name, key)
				}
				unique[key] = a.Name
				if id, ok := g.ByCode(a.Code); !ok || id != a.ID {
					t.Errorf("ByCode(%s) = %s, %v", a.Code, id, ok)
				}
				names := []string{a.Attrs.Get("county"), a.Attrs.Get("town"), a.Attrs.Get("village")}
				if m := g.ByName(names); m.ID != a.ID || !m.Exact {
					t.Errorf("ByName(%q) = %+v, want %s", names, m, a.ID)
				}
			}
			if count["subdistrict"] != c.towns || count["community"] != c.villages || count["district"] != c.cities {
				t.Errorf("levels: %v, want %+v", count, c)
			}
		})
	}
}

// The charging stations of Shenzhen: latitude stands before longitude, and 198
// of them share 89 places (sort | uniq -D and -d), so that 109 repeat one.
func TestRealStations(t *testing.T) {
	words := BuiltinTaxonomy()
	if err := words.Extend(Kinds, []Term{{ID: "charging_station", Text: T("充电站", "charging station")}}); err != nil {
		t.Fatal(err)
	}
	table := readTable(t, realFile(t, filepath.Join("shenzhen", "stations.csv")))
	layer, err := Facilities(table, FacilityOptions{Kind: "charging_station"}, words)
	if err != nil {
		t.Fatal(err)
	}
	placed := 0
	for _, f := range layer.Records {
		if f.Point != nil && f.Point[0] > 113 && f.Point[0] < 115 {
			placed++
		}
	}
	if len(layer.Records) != 1706 || placed != 1706 {
		t.Errorf("%d stations, %d placed; want 1706 of both", len(layer.Records), placed)
	}
	counts := ruleCounts(layer.Findings)
	if counts["duplicate-facility"] != 109 || len(counts) != 1 {
		t.Errorf("findings: %v", counts)
	}
}
