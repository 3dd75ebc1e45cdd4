package cli

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"fugai/internal/study"
)

// siteFiles are the flags that ask a question of where next without a study.
type siteFiles struct {
	demand, candidates, existing, areas, costs string

	demandLayer, candidateLayer, existingLayer, areaLayer siteLayer

	street                          streetFlags
	by, level, costsUnit            string
	detour                          float64
	weights, costsColumns, priority map[string]string
	required, forbidden             []string
	quota                           []string
	texts                           map[string]*string // keys of the question by flag
	capacity                        bool
}

// siteLayer says how a layer of the question is read.
type siteLayer struct {
	crs     string
	swap    bool
	columns map[string]string
	where   string
}

func (a *app) addSiteFiles(cmd *cobra.Command, f *siteFiles) {
	s := cmd.Flags()
	s.StringVar(&f.demand, "demand", "", a.t("需求图层：点或面，带人数列", "layer of demand: points or polygons with columns of people"))
	s.StringVar(&f.candidates, "candidates", "", a.t("候选点图层；或 grid:500m（单元内的格网）、streets（路口）、circles（直线时的有限最优集）", "layer of candidates; or grid:500m (over the units), streets (junctions), circles (the finite set of a free choice by straight lines)"))
	s.StringVar(&f.existing, "existing", "", a.t("现有设施图层：已经在服务，计入覆盖", "layer of existing facilities, which serve already"))
	s.StringVar(&f.areas, "areas", "", a.t("单元图层，用于配额和分单元的结果", "layer of units, for quotas and for figures by unit"))
	s.StringVar(&f.level, "areas-level", "", a.t("单元的层级；默认 subdistrict", "level of the units; subdistrict if not given"))
	s.StringVar(&f.costs, "costs", "", a.t("费用表：列 demand、site、cost（fugai costs 写出的也可以）", "table of costs: columns demand, site, cost (that of fugai costs will do)"))
	s.StringToStringVar(&f.costsColumns, "costs-columns", nil, a.t("费用表的列，如 demand=起点,site=终点,cost=距离", "columns of the table of costs, such as demand=FROM,site=TO,cost=DISTANCE"))
	s.StringVar(&f.costsUnit, "costs-unit", "", a.t("费用表的单位：m、km、s、min；默认看列名", "unit of the costs: m, km, s or min; the header's if not given"))
	for _, l := range []struct {
		name string
		to   *siteLayer
	}{{"demand", &f.demandLayer}, {"candidates", &f.candidateLayer}, {"existing", &f.existingLayer}, {"areas", &f.areaLayer}} {
		s.StringVar(&l.to.crs, l.name+"-crs", "", a.t("--%s 的坐标系", "coordinate system of --%s", l.name))
		s.BoolVar(&l.to.swap, l.name+"-swap", false, a.t("--%s 的坐标先纬度后经度", "positions of --%s hold latitude before longitude", l.name))
		s.StringToStringVar(&l.to.columns, l.name+"-columns", nil, a.t("--%s 的列，如 id=编号,name=名称", "columns of --%s, such as id=ID,name=NAME", l.name))
		s.StringVar(&l.to.where, l.name+"-where", "", a.t("--%s 的筛选表达式", "filter expression on --%s", l.name))
	}
	s.StringToStringVar(&f.weights, "weights", nil, a.t("人群的列，如 children=0-14岁", "columns of groups, such as children=UNDER15"))
	s.StringToStringVar(&f.priority, "priority", nil, a.t("各人群每人按几人计，如 children=2,people=1", "how much one of each group counts, such as children=2,people=1"))
	f.texts = map[string]*string{}
	for _, t := range []struct{ key, flag, zh, en string }{
		{"model", "model", "模型；默认 mclp", "the model; mclp if not given"},
		{"sites", "sites", "选几处", "how many sites"},
		{"within", "within", "多远之内算覆盖：15min、1km", "how far counts as covered: 15min, 1km"},
		{"share", "share", "lscp：覆盖百分之几即可，如 95%", "lscp: the share to cover, such as 95%"},
		{"group", "group", "人群；places 让每个需求点算 1", "group of people; places counts each place as one"},
		{"times", "times", "要几处设施在范围内才算覆盖", "how many sites in reach count as covered"},
		{"kind", "kind", "设施类型（词表里的词）", "kind of facility (a word of the taxonomy)"},
		{"mandate", "mandate", "先选这样的候选点（表达式）", "candidates that come first (an expression)"},
		{"replaceable", "replaceable", "哪些现有设施可以关闭换址（表达式）", "existing facilities that may close for another (an expression)"},
		{"replace", "replace", "至多关闭几处", "how many of them may close at most"},
		{"spacing", "spacing", "彼此至少相距，如 300m", "least distance of two sites, such as 300m"},
		{"budget", "budget", "预算，如 80万元；候选点要有费用列", "budget in yuan; candidates need a column of costs"},
		{"solver", "solver", "auto | highs | cbc | own", "auto | highs | cbc | own"},
	} {
		f.texts[t.key] = s.String(t.flag, "", a.t(t.zh, t.en))
	}
	s.StringSliceVar(&f.required, "required", nil, a.t("必选的候选点编号", "IDs of candidates that must be chosen"))
	s.StringSliceVar(&f.forbidden, "forbidden", nil, a.t("不能选的候选点编号", "IDs of candidates that must not be"))
	s.StringArrayVar(&f.quota, "quota", nil, a.t("配额，如 each=subdistrict,at_most=2 或 units=甲镇|乙镇,at_least=1；可重复", "quota, such as each=subdistrict,at_most=2 or units=A|B,at_least=1; repeatable"))
	s.BoolVar(&f.capacity, "capacity", false, a.t("不超过候选点容量列", "keep within the column of capacities"))
	s.StringVar(&f.by, "by", "", a.t("time、length 或 straight；默认有 --roads 时沿路网，否则直线", "time, length or straight; along --roads if given, else straight"))
	s.Float64Var(&f.detour, "detour", 1, a.t("直线的绕行系数", "factor for straight lines"))
	a.addStreetFlags(cmd, &f.street)
}

// ownFlags are the flags of a question about files, which a study states itself.
func (f *siteFiles) ownFlags() []string {
	out := []string{"existing", "areas", "areas-level", "costs", "costs-columns", "costs-unit", "weights", "priority", "required", "forbidden", "quota", "capacity", "by", "detour",
		"roads", "roads-crs", "columns", "cross", "direction", "heights", "join", "limit", "mode", "prefer", "private", "speed", "speeds"}
	for _, layer := range []string{"demand", "candidates", "existing", "areas"} {
		out = append(out, layer+"-crs", layer+"-swap", layer+"-columns", layer+"-where")
	}
	for flag := range f.texts {
		out = append(out, flag)
	}
	slices.Sort(out)
	return out
}

// given tells whether the question is about files.
func (f *siteFiles) given() bool { return f.demand != "" || f.candidates != "" }

// inputs are the files that are read.
func (f *siteFiles) inputs() (out []string) {
	candidates := f.candidates
	if f.generated() != nil {
		candidates = ""
	}
	for _, p := range []string{f.demand, candidates, f.existing, f.areas, f.costs, f.street.roads, f.street.heights} {
		if p != "" {
			out = append(out, p)
		}
	}
	return out
}

// generated is the entry of candidates that are made; nil for a layer.
func (f *siteFiles) generated() map[string]any {
	word, size, _ := strings.Cut(f.candidates, ":")
	switch word {
	case "grid":
		if size == "" {
			size = "500m"
		}
		return map[string]any{"grid": size}
	case "circles":
		return map[string]any{"circles": "true"}
	case "streets":
		out := map[string]any{"streets": "streets"}
		if size != "" {
			out["size"] = size
		}
		return out
	}
	return nil
}

// question understands the flags.
func (f *siteFiles) question(a *app, asOf string) (*study.SitingFiles, error) {
	usage := func(zh, en string, args ...any) error { return usageError{errors.New(a.t(zh, en, args...))} }
	stdin := 0
	for _, p := range f.inputs() {
		if p == "-" {
			stdin++
		}
	}
	switch {
	case f.demand == "" || f.candidates == "":
		return nil, usage("--demand 与 --candidates 都要给出", "--demand and --candidates are both needed")
	case stdin > 1:
		return nil, usage("只有一个输入可以是 -", "only one input can be -")
	case f.costs != "" && (f.street.roads != "" || f.by != ""):
		return nil, usage("--costs 不与 --roads、--by 合用", "--costs goes without --roads and --by")
	case f.by == "straight" && f.street.roads != "":
		return nil, usage("--by straight 不用路网；去掉 --roads", "--by straight uses no streets: leave out --roads")
	case f.by != "" && f.by != "straight" && f.by != "time" && f.by != "length":
		return nil, usage("--by 须为 time、length 或 straight", "--by is time, length or straight")
	case f.detour < 1 || f.detour > 10:
		return nil, usage("--detour 须在 1 到 10 之间", "--detour is 1 to 10")
	case strings.HasPrefix(f.candidates, "streets") && f.generated() != nil && f.street.roads == "":
		return nil, usage("--candidates streets 要用 --roads 给出路网文件", "--candidates streets needs the file of streets: --roads")
	case strings.HasPrefix(f.candidates, "grid") && f.generated() != nil && f.areas == "":
		return nil, usage("--candidates grid 铺在单元上，要用 --areas 给出单元图层", "--candidates grid lies over the units: name their layer with --areas")
	case (f.by == "time" || f.by == "length") && f.street.roads == "":
		return nil, usage("用 --roads 给出路网文件", "name the file of streets with --roads")
	}
	q := &study.SitingFiles{Demand: f.demandLayer.of(f.demand), Candidates: f.candidateLayer.of(f.candidates), Existing: f.existingLayer.of(f.existing), Areas: f.areaLayer.of(f.areas),
		Costs: study.SitingLayer{From: f.costs, Columns: f.costsColumns}, CostsUnit: f.costsUnit, Level: f.level, Weights: f.weights, AsOf: asOf, Required: f.required, Forbidden: f.forbidden, Flag: siteFlag, Keys: map[string]any{}}
	if g := f.generated(); g != nil {
		q.Candidates, q.Keys["candidates"] = study.SitingLayer{}, map[string]any{"generated": g}
	}
	for key, text := range f.texts {
		if *text != "" {
			q.Keys[key] = *text
		}
	}
	if len(f.priority) > 0 {
		q.Keys["weights"] = f.priority
	}
	if f.capacity {
		q.Keys["capacity"] = "true"
	}
	if err := f.quotas(a, q); err != nil {
		return nil, err
	}
	return q, f.way(a, q)
}

func (l *siteLayer) of(path string) study.SitingLayer {
	return study.SitingLayer{From: path, CRS: l.crs, Swap: l.swap, Columns: l.columns, Where: l.where}
}

// quotas reads each=subdistrict,at_most=2 and the like.
func (f *siteFiles) quotas(a *app, q *study.SitingFiles) error {
	var list []map[string]any
	for _, text := range f.quota {
		entry := map[string]any{}
		for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '，' }) {
			key, value, ok := strings.Cut(part, "=")
			key, value = strings.TrimSpace(key), strings.TrimSpace(value)
			switch {
			case !ok || value == "":
				return usageError{errors.New(a.t("--quota %q：写作 each=subdistrict,at_most=2", "--quota %q: write each=subdistrict,at_most=2", text))}
			case key == "units":
				entry[key] = strings.FieldsFunc(value, func(r rune) bool { return strings.ContainsRune("|、", r) })
			case key == "each" || key == "at_most" || key == "at_least":
				entry[key] = value
			default:
				return usageError{errors.New(a.t("--quota %[1]q：不认识 %[2]q；可用 each、units、at_least、at_most", "--quota %[1]q: %[2]q is not known; there are each, units, at_least, at_most", text, key))}
			}
		}
		list = append(list, entry)
	}
	if len(list) > 0 {
		q.Keys["quota"] = list
	}
	return nil
}

// way turns the flags of streets into a way of travel.
func (f *siteFiles) way(a *app, q *study.SitingFiles) error {
	way := map[string]any{}
	put := func(key, v string) {
		if v != "" {
			way[key] = v
		}
	}
	if f.street.roads == "" {
		put("speed", f.street.speed)
		if f.detour != 1 {
			put("detour", strconv.FormatFloat(f.detour, 'f', -1, 64))
		}
		if len(way) > 0 {
			q.Travel, q.Keys["by"] = map[string]any{"line": way}, "line"
		}
		return nil
	}
	if f.detour != 1 {
		return usageError{errors.New(a.t("--detour 只用于直线", "--detour goes with straight lines"))}
	}
	unit := "s"
	if f.by == "length" {
		unit = "m"
	}
	if _, err := f.street.options(a, unit); err != nil { // tells what is wrong in the words of the flags
		return err
	}
	for _, v := range []struct{ key, text string }{{"roads", f.street.roads}, {"mode", f.street.mode}, {"speed", f.street.speed}, {"heights", f.street.heights},
		{"limit", f.street.limit}, {"join", f.street.join}, {"direction", f.street.direction}, {"prefer", f.street.prefer}, {"crs", f.street.crs}} {
		put(v.key, v.text)
	}
	if f.street.cross {
		way["cross"] = true
	}
	if f.street.private {
		way["private"] = true
	}
	if len(f.street.columns) > 0 {
		way["columns"] = f.street.columns
	}
	if len(f.street.speeds) > 0 {
		way["speeds"] = f.street.speeds
	}
	q.Travel, q.Keys["by"] = map[string]any{"streets": way}, "streets"
	return nil
}

// siteFlag is the flag that stands for a key of the study that the flags make.
func siteFlag(path string) string {
	layers := map[string]string{"demand": "demand", "facilities": "existing", "areas": "areas", "siting.candidates": "candidates", "siting.costs": "costs"}
	keys := strings.Split(path, ".")
	for n := 2; n > 0; n-- {
		layer, ok := layers[strings.Join(keys[:min(n, len(keys))], ".")]
		switch {
		case !ok:
			continue
		case len(keys) <= n || keys[n] == "from" || keys[n] == "generated":
			return "--" + layer
		case keys[n] == "weights":
			return "--weights"
		case keys[n] == "kind":
			return "--kind"
		}
		return "--" + layer + "-" + keys[n]
	}
	switch {
	case keys[0] == "as_of":
		return "--as-of"
	case keys[0] == "travel" && keys[len(keys)-1] == "crs":
		return "--roads-crs"
	case keys[0] == "travel" && len(keys) > 2:
		return "--" + keys[2]
	case keys[0] != "siting" || len(keys) < 2 || keys[1] == "id" || keys[1] == "name" || keys[1] == "existing":
		return ""
	case keys[1] == "weights":
		return "--priority"
	}
	return "--" + keys[1]
}

// siteKeys are what the keys of a question are called in the command.
func siteKeys() []keyFlag {
	return []keyFlag{{"share", "--share"}, {"within", "--within"}, {"sites", "--sites"}, {"budget", "--budget"}, {"time_limit", "--time-limit"}, {"unit", "--costs-unit"}, {"limit", "--limit"}, {"group", "--group"}, {"travel", "--roads"}, {"areas", "--areas"}, {"spacing", "--spacing"}, {"columns", "--demand-columns, --candidates-columns …"}}
}
