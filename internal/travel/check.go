package travel

import (
	"context"
	"strings"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/geo/network"
	"fugai/output"
)

// CheckRoads reads a file with streets, makes the networks of walking, cycling
// and driving, and says what was understood and noticed, without keeping
// anything. columns name those of a layer of lines.
func CheckRoads(ctx context.Context, path string, columns map[string]string, files open.Options) (*datasets.Quality, error) {
	file, err := open.Roads(ctx, path, columns, files)
	if err != nil {
		return nil, err
	}
	roads, read, err := file.Roads(ctx)
	if err != nil {
		return nil, err
	}
	q := &datasets.Quality{}
	report := datasets.LayerReport{Layer: path, Role: "roads", File: path, Format: "OpenStreetMap", Read: len(roads.Ways), Used: len(roads.Ways)}
	if read.Layer != nil {
		report = *read.Layer
	}
	q.Layers = append(q.Layers, report)
	for _, f := range read.Findings {
		q.Note(f)
	}
	open := 0
	for _, mode := range []network.Mode{network.Walk, network.Cycle, network.Drive} {
		_, r, err := network.Build(ctx, roads, network.Settings{Mode: mode})
		if err != nil {
			return nil, settingsProblem(ctx, path, err)
		}
		if mode == network.Walk {
			for _, f := range reportFindings(path, &r, roads.Lines) {
				q.Note(f)
			}
		}
		open += r.Used
		q.Note(networkFinding(path, mode, &r))
	}
	if open == 0 {
		return nil, noStreets(path, network.Walk, &network.Report{Ways: len(roads.Ways)}, q.Findings)
	}
	return q, nil
}

// networkFinding sums up the network of a mode.
func networkFinding(path string, mode network.Mode, r *network.Report) datasets.Finding {
	m := ModeText(mode)
	f := datasets.Finding{Rule: "road-network-" + string(mode), Severity: datasets.SeverityNote, Layer: path, Count: r.Used,
		Text: datasets.T("%[1]s可用的路 %[3]d 条，共 %[4]s km，%[5]d 个路口，%[6]d 块，最大一块占 %[7]s%%", "%[3]d ways can be used %[2]s: %[4]s km, %[5]d junctions, %[6]d parts, the largest with %[7]s %%",
			m.ZH, m.EN, r.Used, output.Number(r.Length/1000, 1), r.Nodes, r.Parts, output.Number(100*r.Largest.Length/max(r.Length, 1), 1))}
	if closed := closedText(r); !closed.IsZero() {
		f.Hint = datasets.T("不可用：%s", "not used: %s", closed)
	}
	return f
}

// reasons are the rules that close ways, in words.
var reasons = []struct {
	is   network.Reason
	text datasets.Text
}{
	{network.NoStreet, datasets.Text{ZH: "不是道路", EN: "no streets"}},
	{network.Unbuilt, datasets.Text{ZH: "未建成", EN: "not built"}},
	{network.ClassRule, datasets.Text{ZH: "等级不许", EN: "by their class"}},
	{network.AccessRule, datasets.Text{ZH: "禁止通行", EN: "by their access"}},
	{network.PrivateWay, datasets.Text{ZH: "私人道路", EN: "private"}},
	{network.MotorRoad, datasets.Text{ZH: "机动车专用", EN: "for motor vehicles only"}},
	{network.Reversible, datasets.Text{ZH: "潮汐车道", EN: "of changing direction"}},
	{network.FerryRule, datasets.Text{ZH: "渡船不载车", EN: "ferries without vehicles"}},
	{network.TooShort, datasets.Text{ZH: "不足两点", EN: "of less than two points"}},
}

// closedText lists the rules that close ways, with how many.
func closedText(r *network.Report) datasets.Text {
	var zh, en []string
	for _, reason := range reasons {
		if n := r.Closed[reason.is]; n > 0 {
			zh = append(zh, reason.text.ZH+" "+output.Number(float64(n), 0))
			en = append(en, output.Number(float64(n), 0)+" "+reason.text.EN)
		}
	}
	return datasets.Text{ZH: strings.Join(zh, "，"), EN: strings.Join(en, ", ")}
}
