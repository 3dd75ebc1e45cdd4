package study

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fugai/coverage"
	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/crs"
)

// loaded is a study's layers, read and linked, before anything is measured.
type loaded struct {
	areas      []datasets.Area
	levels     []coverage.LevelCount // highest first
	facilities []datasets.Facility
	demand     datasets.DemandList
	venues     []datasets.Candidate
	offered    [][]datasets.Candidate // candidates of each question's own layer; nil where it has none
	kinds      []string               // that some layer holds or was meant to hold
	quality    datasets.Quality
	inputs     []open.Input

	ways    *ways           // streets that were opened
	spread  map[string]bool // layers whose rows were put inside their units
	spreads []datasets.Text // how people were put inside their units

	declared map[string]declaration // coordinate systems by layer
	clean    *datasets.Table        // a single file as it was understood; nil for a study
}

// declaration is what is said of a layer's coordinate system.
type declaration struct {
	system string // its code, "" where nothing is said
	told   bool   // by the user, not by the file
}

// declarationOf takes what the user wrote before what the file says.
func declarationOf(written, inFile string) declaration {
	if written == "" {
		return declaration{system: inFile}
	}
	if s, err := crs.Parse(written); err == nil {
		written = s.Code()
	}
	return declaration{written, true}
}

// Options of [Study.Run], [Study.Check] and [Study.Nearest].
type Options struct {
	AsOf     datasets.Date // instead of the study's
	Progress func(Step)    // told what comes next; may be nil
	Stdin    io.Reader     // for layers read from -
	NoCache  bool          // keep no network beside its streets, and take none

	NoSitings bool          // questions of where next are not answered
	Sitings   []string      // the questions of where next that are answered; empty: all
	TimeLimit time.Duration // of each of their searches, instead of the study's; 0: the study's
	Gap       *float64      // that is good enough, instead of the study's
	KeepBest  bool          // once ctx ends, a question that is being searched is answered by its best so far
}

func (o Options) step(s Step) {
	if o.Progress != nil {
		o.Progress(s)
	}
}

// load reads all layers and links them.
func (s *Study) load(ctx context.Context, o Options) (*loaded, error) {
	l := &loaded{declared: map[string]declaration{}, ways: s.newWays(o)}
	total := len(s.cfg.Areas) + len(s.cfg.Facilities) + len(s.cfg.Demand) + len(s.cfg.Venues) + s.candidateLayers()
	done := 0
	files, end := s.openAhead(ctx, o)
	defer end()
	read := func(src *LayerSource, role datasets.Role) (*datasets.Table, datasets.LayerOptions, error) {
		o.step(Step{Reading, done, total, filepath.Base(src.From.text)})
		done++
		return s.read(l, src, files)
	}
	for i := range s.cfg.Areas {
		if err := s.loadAreas(l, &s.cfg.Areas[i], read); err != nil {
			return nil, s.problem(err)
		}
	}
	if err := l.linkAreas(ctx, s.tax); err != nil {
		return nil, err
	}
	for i := range s.cfg.Facilities {
		if err := s.loadFacilities(l, &s.cfg.Facilities[i], read); err != nil {
			return nil, s.problem(err)
		}
	}
	for i := range s.cfg.Demand {
		if err := s.loadDemand(ctx, l, &s.cfg.Demand[i], read); err != nil {
			return nil, s.problem(err)
		}
	}
	for i := range s.cfg.Venues {
		if err := s.loadVenues(l, &s.cfg.Venues[i], read); err != nil {
			return nil, s.problem(err)
		}
	}
	if err := s.loadOffered(l, read); err != nil {
		return nil, s.problem(err)
	}
	err := ctx.Err()
	if err != nil {
		return nil, err
	}
	l.quality.Findings = append(l.quality.Findings, datasets.TwinsAcross(l.facilities, s.file)...)
	asOf := o.AsOf
	if asOf.IsZero() {
		if asOf, err = s.date(s.cfg.AsOf); err != nil {
			return nil, s.problem(err)
		}
	}
	o.step(Step{Linking, 0, 1, fmt.Sprintf("%d → %d", len(l.facilities)+l.demand.Len()+len(l.venues), len(l.areas))})
	l.checkTwins()
	l.checkDates(asOf)
	if err := l.place(ctx); err != nil {
		return nil, err
	}
	l.sort()
	return l, nil
}

// readFunc reads the file of a layer entry.
type readFunc func(*LayerSource, datasets.Role) (*datasets.Table, datasets.LayerOptions, error)

// read opens a layer's file and gives the options for its mapping.
func (s *Study) read(l *loaded, src *LayerSource, files *ahead) (*datasets.Table, datasets.LayerOptions, error) {
	o := datasets.LayerOptions{Layer: src.From.text, Columns: map[string]string{}, CRS: src.CRS.text, Swap: src.Swap}
	for f, col := range src.Columns {
		o.Columns[f] = col.text
	}
	got := files.take(src)
	if got.err != nil {
		return nil, o, got.err
	}
	t, in := got.table, got.input
	in.Path = src.From.text
	t.File = src.From.text
	for i := range t.Findings {
		t.Findings[i].Layer = src.From.text
		for k := range t.Findings[i].Examples { // as the user wrote it, wherever the study stands
			t.Findings[i].Examples[k].File = src.From.text
		}
	}
	if !slices.ContainsFunc(l.inputs, func(have open.Input) bool { return have.Path == in.Path }) {
		l.inputs = append(l.inputs, in)
	}
	return t, o, nil
}

// path is where a layer's file is.
func (s *Study) path(src *LayerSource) string { return s.resolve(src.From.text) }

// resolve gives a path of the study file as the program opens it; "" stays.
func (s *Study) resolve(path string) string {
	if path != "" && s.fsys == nil && path != "-" && !filepath.IsAbs(path) {
		path = filepath.Join(s.dir, path)
	}
	return path
}

func (s *Study) loadAreas(l *loaded, e *areaEntry, read readFunc) error {
	t, o, err := read(&e.LayerSource, datasets.RoleAreas)
	if err != nil {
		return err
	}
	level, err := s.level(e.Level)
	if err != nil {
		return err
	}
	if t.Len() == 0 {
		return noUnits(t, level)
	}
	for f, v := range map[datasets.Field]scalar{datasets.FieldCode: e.Code, datasets.FieldName: e.Name, datasets.FieldParent: e.Parent,
		datasets.FieldAliases: e.Aliases, datasets.FieldType: e.Type, datasets.FieldGrade: e.Grades} {
		if v.set() {
			o.Columns[string(f)] = v.text
		}
	}
	layer, err := datasets.Areas(t, datasets.AreaOptions{LayerOptions: o, Level: level, Weights: s.levelWeights(level)}, s.tax)
	if err != nil {
		return err
	}
	if len(layer.Records) == 0 {
		return noUnits(t, level)
	}
	layer.AddTo(&l.quality)
	areas, err := keep(s, l, datasets.RoleAreas, e.Where, layer.Records, areaEnv)
	if err != nil {
		return err
	}
	l.areas = append(l.areas, areas...)
	l.declared[o.Layer] = declarationOf(e.CRS.text, t.CRS)
	i := slices.IndexFunc(l.levels, func(c coverage.LevelCount) bool { return c.Level == level })
	if i < 0 {
		i = len(l.levels)
		l.levels = append(l.levels, coverage.LevelCount{Level: level})
	}
	l.levels[i].Count += len(areas)
	l.levels[i].Expect += e.Expect
	return nil
}

// noUnits is the error for a layer of units that holds none.
func noUnits(t *datasets.Table, level string) error {
	return &datasets.Problem{Where: datasets.Ref{File: t.File},
		What: datasets.T("读了 %[1]d 条记录，没有得到“%[2]s”这一级的单元", "%[1]d records were read, and none of them is a unit of level %[2]s", t.Len(), level),
		Hint: datasets.T("核对文件、level 与 name、code 列；fugai check %s --as areas 显示如何理解", "see to the file, level and the columns of name and code; fugai check %s --as areas shows what was understood", t.File)}
}

func (s *Study) loadFacilities(l *loaded, e *facilityEntry, read readFunc) error {
	t, o, err := read(&e.LayerSource, datasets.RoleFacilities)
	if err != nil {
		return err
	}
	opts := datasets.FacilityOptions{LayerOptions: o, RunBy: e.RunBy}
	if e.In.set() {
		o.Columns[string(datasets.FieldUnitCode)] = e.In.text
	}
	if e.Kind.set() {
		if opts.Kind, err = s.kind(e.Kind); err != nil {
			return err
		}
		l.addKind(opts.Kind)
	}
	if e.State.set() {
		id, err := s.word(datasets.Steps, e.State, "state")
		if err != nil {
			return err
		}
		opts.State = datasets.State(id)
	}
	if opts.Grade, err = s.grade(e.Grade); err != nil {
		return err
	}
	layer, err := datasets.Facilities(t, opts, s.tax)
	if err != nil {
		return err
	}
	layer.AddTo(&l.quality)
	kept, err := keep(s, l, datasets.RoleFacilities, e.Where, layer.Records, facilityEnv)
	if err != nil {
		return err
	}
	for i := range kept {
		l.addKind(kept[i].Kind)
	}
	l.facilities = joined(l.facilities, kept)
	l.declared[o.Layer] = declarationOf(e.CRS.text, t.CRS)
	return nil
}

// joined appends the records of a layer; the first layer is taken as it is.
func joined[T any](have, more []T) []T {
	if have == nil {
		return more
	}
	return append(have, more...)
}

func (l *loaded) addKind(kind string) {
	if !slices.Contains(l.kinds, kind) {
		l.kinds = append(l.kinds, kind)
	}
}

// loadDemand reads a point layer, or takes a level's own weights.
func (s *Study) loadDemand(ctx context.Context, l *loaded, e *demandEntry, read readFunc) error {
	if level, ok := s.isLevel(l, e); ok {
		if len(e.Weights) == 0 {
			return wrong(e.From, datasets.T("单元人口需要 weights：{people: 列名}", "demand from units needs weights: {people: column}"), datasets.Text{})
		}
		return s.areaDemand(ctx, l, e, level, read)
	}
	t, o, err := read(&e.LayerSource, datasets.RoleDemand)
	if err != nil {
		return l.orLevel(e, err)
	}
	weights := map[string]string{}
	for g, col := range e.Weights {
		weights[g] = col.text
	}
	layer, err := datasets.Demands(t, datasets.DemandOptions{LayerOptions: o, Weights: weights}, s.tax)
	if err != nil && s.countsPlaces() && len(weights) == 0 && t.Len() > 0 {
		withPlaces(t)
		weights[byPlace] = placesColumn
		layer, err = datasets.Demands(t, datasets.DemandOptions{LayerOptions: o, Weights: weights}, s.tax)
	}
	if err != nil {
		return err
	}
	layer.AddTo(&l.quality)
	l.declared[o.Layer] = declarationOf(e.CRS.text, t.CRS)
	kept, err := keepDemand(s, l, e.Where, layer.Records)
	if err == nil && e.Spread != nil {
		kept, err = s.spreadRows(ctx, l, e, kept, read)
	}
	l.demand.Append(kept)
	return err
}

// orLevel adds to the error for a missing file of demand that a level of the
// study may have been meant.
func (l *loaded) orLevel(e *demandEntry, err error) error {
	var p *datasets.Problem
	if !errors.Is(err, fs.ErrNotExist) || !errors.As(err, &p) || filepath.Ext(e.From.text) != "" {
		return err
	}
	var ids []string
	for _, c := range l.levels {
		ids = append(ids, c.Level)
	}
	return wrong(e.From, datasets.T("“%s”不是文件，也不是本研究的单元层级", "%q is no file, and no level of this study", e.From.text),
		datasets.T("写文件名，或写层级：%s", "write the name of a file, or a level: %s", strings.Join(ids, ", ")))
}

func (s *Study) loadVenues(l *loaded, e *venueEntry, read readFunc) error {
	if err := needFrom(&e.LayerSource); err != nil {
		return err
	}
	t, o, err := read(&e.LayerSource, datasets.RoleCandidates)
	if err != nil {
		return err
	}
	layer, err := datasets.Candidates(t, datasets.CandidateOptions{LayerOptions: o}, s.tax)
	if err != nil {
		return err
	}
	layer.AddTo(&l.quality)
	l.declared[o.Layer] = declarationOf(e.CRS.text, t.CRS)
	kept, err := keep(s, l, datasets.RoleCandidates, e.Where, layer.Records, venueEnv)
	l.venues = append(l.venues, kept...)
	return err
}

// keep applies a layer's own filter.
func keep[T any](s *Study, l *loaded, role datasets.Role, where scalar, records []T, env func(*T) map[string]any) ([]T, error) {
	if !where.set() {
		return records, nil
	}
	f, err := compileFilter(where, names(records, env), l.headers(role))
	if err != nil {
		return nil, err
	}
	var out []T
	for i := range records {
		if f.match(env(&records[i])) {
			out = append(out, records[i])
		}
	}
	l.noteFilter(s.file, f, len(out), len(records))
	return out, nil
}

// keepDemand is keep for demand.
func keepDemand(s *Study, l *loaded, where scalar, records datasets.DemandList) (datasets.DemandList, error) {
	if !where.set() {
		return records, nil
	}
	f, err := compileFilter(where, demandNames(records), l.headers(datasets.RoleDemand))
	if err != nil {
		return datasets.DemandList{}, err
	}
	out := records.Keep(func(d *datasets.Demand) bool { return f.match(demandEnv(d)) })
	l.noteFilter(s.file, f, out.Len(), records.Len())
	return out, nil
}

// noteFilter warns of a filter that keeps nothing or could not be judged.
func (l *loaded) noteFilter(file string, f *filter, kept, from int) {
	if f.failed > 0 {
		l.quality.Note(datasets.Finding{Rule: "filter-empty-field", Severity: datasets.SeverityWarning, Layer: file, Count: f.failed,
			Text: datasets.T("筛选“%[1]s”在 %[2]d 条记录上因字段为空无法判断，按不符合处理", "the filter %[1]q could not be judged on %[2]d records whose field is empty; they do not match", f.source.text, f.failed)})
	}
	if kept == 0 && from > 0 {
		l.quality.Note(datasets.Finding{Rule: "filter-keeps-none", Severity: datasets.SeverityWarning, Layer: file, Count: from,
			Text: datasets.T("筛选“%[1]s”一条记录也没留下（共 %[2]d 条）", "the filter %[1]q keeps none of %[2]d records", f.source.text, from),
			Hint: datasets.T("数字列按数字比较：写 == 1 而不是 == \"1\"", "columns of numbers compare as numbers: write == 1, not == \"1\"")})
	}
}
