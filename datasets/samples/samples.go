// Package samples holds five districts as embedded sample studies: the layers
// give the figures that the districts published, on invented geometry.
//
// Start with [Names] and [FS]: the file system of a sample has study.yaml at
// its root, beside the layers that it names. [Published] lists every figure of
// the reports with what the study must give for it, or why the program does
// not compute it yet.
//
// Names of units (after github.com/Vonng/adcode, CC BY 4.0) and published totals
// are real. Outlines, borders, positions, populations, codes of communities and
// the details of single sites are made by the program in generate; each study
// says so (made: true). README.md tells which is which.
package samples

//go:generate go run ./generate

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"fugai/datasets"
)

//go:embed conghua jintan babu longgang sanshui
var files embed.FS

// Names lists the samples in the order of their reports.
func Names() []string { return []string{"conghua", "jintan", "babu", "longgang", "sanshui"} }

// FS gives the files of a sample, study.yaml at the root. An unknown name is a
// [*datasets.Problem] that lists the names there are.
func FS(name string) (fs.FS, error) {
	if !slices.Contains(Names(), name) {
		return nil, unknown(name)
	}
	sub, err := fs.Sub(files, name)
	if err != nil {
		return nil, fmt.Errorf("open sample %s: %w", name, err)
	}
	return sub, nil
}

func unknown(name string) error {
	return &datasets.Problem{
		What: datasets.T("没有名为“%s”的示例", "there is no sample named %q", name),
		Hint: datasets.T("可用：%s", "there are: %s", strings.Join(Names(), ", ")),
	}
}

// Description says what a sample is about.
type Description struct {
	Name    string
	Title   datasets.Text
	AsOf    datasets.Date
	Source  datasets.Text // the report, with its year
	Figures int           // published figures that the study gives
	NotYet  int           // published figures that are not computed, or not wholly
}

// Info describes a sample. An unknown name is a [*datasets.Problem].
func Info(name string) (Description, error) {
	d := Description{Name: name}
	switch name {
	case "conghua":
		d.Title, d.AsOf = datasets.T("广州市从化区：妇女儿童之家与母婴室", "Conghua, Guangzhou: homes for women and children, nursing rooms"), datasets.Date{Year: 2017, Month: 6, Day: 30}
		d.Source = datasets.T("《我区妇女儿童工作扎实推进》，2017 年", "report on women's and children's work, 2017")
	case "jintan":
		d.Title, d.AsOf = datasets.T("常州市金坛区：妇女儿童之家与特色妇联", "Jintan, Changzhou: homes for women and children, town brands"), datasets.Date{Year: 2017, Month: 12, Day: 31}
		d.Source = datasets.T("金坛区妇联《巾帼心向党 建功新时代》，2017 年", "Women's Federation of Jintan District, report for 2017")
	case "babu":
		d.Title, d.AsOf = datasets.T("贺州市八步区：儿童家园", "Babu, Hezhou: children's homes"), datasets.Date{Year: 2016, Month: 12, Day: 31}
		d.Source = datasets.T("《绽放巾帼风采 共谱发展华章》，2017-03-28", "report on women's work, 28 March 2017")
	case "longgang":
		d.Title, d.AsOf = datasets.T("深圳市龙岗区：儿童友好设施", "Longgang, Shenzhen: child-friendly facilities"), datasets.Date{Year: 2021, Month: 12, Day: 31}
		d.Source = datasets.T("《推动妇女儿童事业“十四五”破局发展》，中国妇女报 2021 年", "China Women's News, 2021")
	case "sanshui":
		d.Title, d.AsOf = datasets.T("佛山市三水区：妇女微家与儿童友好项目", "Sanshui, Foshan: micro homes and child-friendly projects"), datasets.Date{Year: 2023, Month: 12, Day: 31}
		d.Source = datasets.T("三水区妇联《2023 年工作总结和 2024 年工作安排》", "Women's Federation of Sanshui District, report for 2023")
	default:
		return Description{}, unknown(name)
	}
	for _, f := range Published(name) {
		if f.Computed {
			d.Figures++
		}
		if !f.NotYet.IsZero() {
			d.NotYet++
		}
	}
	return d, nil
}
