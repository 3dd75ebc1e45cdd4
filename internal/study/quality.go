package study

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"fugai/datasets"
	"fugai/geo"
)

// nearTwin is how near two facilities of one kind and name are likely to be one
// that was entered twice, in metres: the width of a large building.
const nearTwin geo.Meters = 50

// twinsTried bounds how many facilities a facility is held against, so that a
// million at one longitude are done in time; the nearest by longitude count.
const twinsTried = 500

// crowd is from how many facilities at one and the same place it is likely that
// their addresses were not found and a default was put down.
const crowd = 10

// checkTwins warns of facilities of one kind and name near each other, and
// notes those of other names at the very same place. The same name at the same
// place is reported where the layers are read.
func (l *loaded) checkTwins() {
	kinds := sitesByKind(l.facilities)
	twins, places := make([][]twin, len(kinds)), make([][][]*datasets.Facility, len(kinds))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(kinds)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(kinds); i = int(next.Add(1)) - 1 {
				twins[i], places[i] = kinds[i].check()
			}
		})
	}
	workers.Wait()
	near, crowds := slices.Concat(twins...), slices.Concat(places...)
	slices.SortStableFunc(near, func(a, b twin) int { return bySource(a.facility, b.facility) })
	for _, t := range near {
		l.noteNear(t)
	}
	slices.SortStableFunc(crowds, func(a, b []*datasets.Facility) int { return bySource(a[0], b[0]) })
	for _, c := range crowds {
		l.notePlace(c)
	}
}

// bySource puts facilities in the order of their rows.
func bySource(a, b *datasets.Facility) int {
	if a.Source.File != b.Source.File {
		return cmp.Compare(a.Source.File, b.Source.File)
	}
	return cmp.Compare(a.Source.Row, b.Source.Row)
}

// twin is a facility and another of its kind and name near by.
type twin struct {
	facility, of *datasets.Facility
	distance     geo.Meters
}

func (l *loaded) noteNear(t twin) {
	f, o := t.facility, t.of
	where := datasets.Same(o.ID)
	if o.Source.File != f.Source.File {
		where = datasets.T("%[1]s 的 %[2]s", "%[2]s of %[1]s", o.Source.File, o.ID)
	}
	l.quality.Note(datasets.Finding{Rule: "same-name-near", Severity: datasets.SeverityWarning, Layer: f.Source.File,
		Text: datasets.T("同类同名的设施相距不到 %.0f m，仍分别计数", "facilities of one kind and name lie within %.0f m; they still count one by one", float64(nearTwin)),
		Hint: datasets.T("核对是否重复登记；若是，删去一条或用 where 筛掉", "check whether one was entered twice; if so take it out, or filter it out with where")},
		datasets.Example{Ref: f.Source, Text: datasets.T("%[1]s 与 %[2]s 相距 %.0[3]f m", "%[1]s is %.0[3]f m from %[2]s", f.Name, where, float64(t.distance))})
}

// notePlace notes facilities of other names at one and the same place.
func (l *loaded) notePlace(group []*datasets.Facility) {
	group = slices.SortedStableFunc(slices.Values(group), bySource)
	first := group[0]
	if len(group) >= crowd {
		l.quality.Note(datasets.Finding{Rule: "many-at-one-place", Severity: datasets.SeverityWarning, Layer: first.Source.File, Count: len(group),
			Text: datasets.T("%d 个以上的同类设施坐标完全相同，可能是地址没有查到而填的缺省位置", "%d or more facilities of one kind have the very same coordinates: perhaps a default where addresses were not found", crowd),
			Hint: datasets.T("核对这些设施的地址与坐标", "see to their addresses and coordinates")},
			datasets.Example{Ref: first.Source, Text: datasets.T("%[2]s 等 %[1]d 个设施都在 %[3]s", "%[1]d facilities at %[3]s, such as %[2]s", len(group), first.Name, pointText(*first.Point))})
		return
	}
	for _, f := range group[1:] {
		if datasets.NormalizeUnit(f.Name) == datasets.NormalizeUnit(first.Name) {
			continue
		}
		l.quality.Note(datasets.Finding{Rule: "same-place", Severity: datasets.SeverityNote, Layer: f.Source.File,
			Text: datasets.T("同类而不同名的设施坐标完全相同", "facilities of one kind but other names have the very same coordinates"),
			Hint: datasets.T("若是改名或重复登记，删去一条", "take one out if it was renamed or entered twice")},
			datasets.Example{Ref: f.Source, Text: datasets.T("%[1]s 与 %[2]s 在同一处", "%[1]s and %[2]s are at one place", f.Name, first.Name)})
	}
}

// checkDates warns of dates that programs put down for none, and notes steps
// after the as-of date, which do not count yet. asOf may be zero.
func (l *loaded) checkDates(asOf datasets.Date) {
	for i := range l.facilities {
		f := &l.facilities[i]
		for _, e := range f.Life {
			if placeholder(e.At) {
				l.quality.Note(datasets.Finding{Rule: "date-placeholder", Severity: datasets.SeverityWarning, Layer: f.Source.File,
					Text: datasets.T("日期像是软件为空值填的（1900 年、1970-01-01），已照此采用", "dates that programs put down for none (1900, 1970-01-01); they were used as they stand"),
					Hint: datasets.T("核对日期；不知道就留空", "check them, and leave them empty where they are not known")},
					datasets.Example{Ref: f.Source, Text: datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", f.Name, e.At.String())})
				break
			}
			if !asOf.IsZero() && e.State != datasets.Closed && !e.At.By(asOf) {
				l.quality.Note(datasets.Finding{Rule: "date-after-as-of", Severity: datasets.SeverityNote, Layer: f.Source.File,
					Text: datasets.T("日期晚于截至日期 %s，届时才计入", "dates after the as-of date %s count from then on only", asOf.String()),
					Hint: datasets.T("若不是计划，核对日期", "check the dates if these are not plans")},
					datasets.Example{Ref: f.Source, Text: datasets.T("%[1]s：%[2]s", "%[1]s: %[2]s", f.Name, e.At.String())})
				break
			}
		}
	}
}

// placeholder tells whether a date is one that programs write for none: the
// year 1900, in which spreadsheets begin, and the first day of Unix time.
func placeholder(d datasets.Date) bool {
	return d.Year == 1900 || d == datasets.Date{Year: 1970, Month: 1, Day: 1}
}
