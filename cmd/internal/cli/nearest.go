package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"fugai/coverage"
	"fugai/internal/study"
	"fugai/output"
)

type nearestOptions struct {
	studyFlags
	at, place, kind string
	by              string
	k               int
	json            bool
	args            []string
}

func (a *app) nearestCmd() *cobra.Command {
	o := &nearestOptions{}
	cmd := &cobra.Command{
		Use:   "nearest [STUDY]",
		Short: a.t("一个地点 → 所在单元 → 该单元的设施，以及最近的几处", "a place → its unit → that unit's facilities, and the nearest ones"),
		Long: a.t(`地点用 --at 经度,纬度（WGS 84）或 --place 名称（单元、设施或场所的名称或编码）给出。
研究里有 travel 时，--by 给出其中一种出行方式，列出沿路网的用时和路程，到不了的设施列出原因；只有一种出行方式时默认用它，没有或有几种时默认直线。
直线距离在椭球面上量算；没有坐标的设施只列在所属单元下。`, `The place is given by --at LON,LAT (WGS 84) or --place NAME (name or code of a unit, facility or venue).
Where the study has travel, --by names one of its ways: time and metres along streets are listed, and the facilities that are not reached, with the reason. The only way of a study is taken where none is named, and straight lines where there is none or are several.
Straight distances are those on the ellipsoid; facilities without coordinates are listed under their unit only.`),
		Example: "  fugai nearest --sample conghua --place 良口镇 --kind 妇女儿童之家\n  fugai nearest study.yaml --at 114.25,22.72 -k 3 --json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.args = args
			return a.nearest(cmd.Context(), o)
		},
	}
	a.addStudyFlags(cmd, &o.studyFlags)
	f := cmd.Flags()
	f.StringVar(&o.at, "at", "", a.t("经度,纬度", "LON,LAT"))
	f.StringVar(&o.place, "place", "", a.t("单元、设施或场所的名称或编码", "name or code of a unit, facility or venue"))
	f.StringVar(&o.by, "by", "", a.t("出行方式：travel 下的名字，或 straight（直线）", "way of travel: a name under travel, or straight"))
	f.StringVar(&o.kind, "kind", "", a.t("设施类型；默认全部", "kind of facility; all if not given"))
	f.IntVarP(&o.k, "count", "k", 5, a.t("列出最近的几处", "how many of the nearest to list"))
	f.BoolVar(&o.json, "json", false, "JSON")
	return cmd
}

func (a *app) nearest(ctx context.Context, o *nearestOptions) error {
	switch {
	case (o.at == "") == (o.place == ""):
		return usageError{errors.New("--at LON,LAT | --place NAME")}
	case o.at != "" && !study.IsPoint(o.at):
		return usageError{errors.New(a.t("--at %q 不是 经度,纬度；例如 --at 114.25,22.72（WGS 84，经度在前）", "--at %q is not LON,LAT; for example --at 114.25,22.72 (WGS 84, longitude first)", o.at))}
	case o.k < 1:
		return usageError{errors.New("--count ≥ 1")}
	}
	s, asOf, err := o.open(o.args)
	if err != nil {
		return err
	}
	found, err := s.Nearest(ctx, study.NearestQuery{At: o.at, Place: o.place, Kind: o.kind, By: o.by, Count: o.k, AsOf: asOf})
	if err != nil {
		return err
	}
	if o.json {
		return a.encode(found)
	}
	return a.writeNearest(found)
}

func (a *app) writeNearest(n *study.Nearest) error {
	units := make([]string, len(n.Units))
	for i, u := range n.Units {
		units[i] = u.Name
	}
	where := strings.Join(units, " › ")
	if where == "" {
		where = a.t("不在任何单元内", "in no unit")
	}
	if !n.Note.IsZero() && !a.quiet {
		a.say(n.Note.In(a.lang))
	}
	_, err := fmt.Fprintf(a.Out, "%s  %s\n\n%s\n%s\n\n%s\n%s\n", n.Name, where,
		a.t("本单元的设施", "in its unit"), a.foundTable(n.Way, n.InUnit), a.t("最近的设施", "nearest"), a.foundTable(n.Way, n.Nearest))
	if err != nil || len(n.Unreached) == 0 {
		return err
	}
	return a.writeUnreached(n)
}

// writeUnreached lists the facilities that the way does not lead to.
func (a *app) writeUnreached(n *study.Nearest) error {
	t := a.table(a.t("名称", "name"), a.t("类型", "kind"), a.t("单元", "unit"), a.t("直线距离", "straight"), a.t("原因", "reason"))
	shown, nowhere := 0, 0
	for _, u := range n.Unreached {
		switch {
		case u.Meters == nil:
			nowhere++
		case shown < listed:
			shown++
			t.AppendRow(table.Row{u.Name, u.KindText.In(a.lang), u.Unit, metresOr(u.Meters), u.Why.In(a.lang)})
		}
	}
	text := "\n" + a.t("到不了的设施", "not reached")
	if shown > 0 {
		text += "\n" + t.Render()
	}
	if more := len(n.Unreached) - nowhere - shown; more > 0 {
		text += "\n" + a.t("    另有 %d 处", "    %d more", more)
	}
	if nowhere > 0 {
		text += "\n" + a.t("    %d 处没有坐标", "    %d have no coordinates", nowhere)
	}
	_, err := fmt.Fprintln(a.Out, text)
	return err
}

// foundTable lists facilities; way is nil for straight lines.
func (a *app) foundTable(way *coverage.Way, list []study.Found) string {
	if len(list) == 0 {
		return "  " + a.t("没有", "none")
	}
	head := []any{a.t("名称", "name"), a.t("类型", "kind"), a.t("单元", "unit"), a.t("距离", "distance")}
	if way != nil {
		head[3] = a.t("直线距离", "straight")
		head = append(head, way.Name.In(a.lang), a.t("路程", "way"))
	}
	t := a.table(head...)
	for _, f := range list {
		row := table.Row{f.Name, f.KindText.In(a.lang), f.Unit, metresOr(f.Meters)}
		if way != nil {
			cost := "–"
			if f.Cost != nil {
				text := output.Cost(*f.Cost, way.Unit)
				cost = text.In(a.lang)
			}
			row = append(row, cost, metresOr(f.WayM))
		}
		t.AppendRow(row)
	}
	return t.Render()
}

// metresOr writes metres, or a dash where there are none.
func metresOr(m *float64) string {
	if m == nil {
		return "–"
	}
	return output.Distance(*m)
}
