package shapefile

import (
	"fmt"
	"path"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// ReadZip reads the Shapefile in a ZIP, in whatever folder of it. Where there
// are several o.Layer chooses one; without it they are listed in a Problem. The
// table's Layer is the name of the .shp without folder and extension. The
// limits are those of [source.Archive]; the rest is as [Read] has it.
func ReadZip(f *source.Files, o Options) (*datasets.Table, error) {
	if len(f.Data) < 4 || string(f.Data[:2]) != "PK" {
		return nil, source.Refuse(f.Name, source.Detect(f.Data), "ZIP")
	}
	a, err := source.OpenArchive(f.Data, f.Name)
	if err != nil {
		return nil, err
	}
	name, err := chooseShape(a, f.Name, o.Layer)
	if err != nil {
		return nil, err
	}
	stem := strings.TrimSuffix(name, path.Ext(name))
	shp, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	t, err := Read(&source.Files{Name: f.Name, Data: shp, Beside: func(ext string) ([]byte, error) {
		if found := a.Find(stem + ext); found != "" {
			return a.Read(found)
		}
		return a.Read(stem + ext)
	}}, o)
	if err != nil {
		return nil, err
	}
	t.Layer = path.Base(stem)
	return t, nil
}

// chooseShape finds the one .shp that is meant.
func chooseShape(a *source.Archive, file, layer string) (string, error) {
	var all, fit []string
	for _, n := range a.Names() {
		if !strings.EqualFold(path.Ext(n), ".shp") {
			continue
		}
		all = append(all, n)
		if calledSo(n, layer) {
			fit = append(fit, n)
		}
	}
	switch {
	case len(all) == 0:
		return "", noShape(a, file)
	case len(fit) == 1:
		return fit[0], nil
	}
	what := datasets.T("压缩包里有 %d 个 Shapefile，没有写明用哪一个", "the ZIP holds %d Shapefiles and none is chosen", len(all))
	if layer != "" && len(fit) == 0 {
		what = datasets.T("压缩包里没有名为 %s 的 Shapefile", "the ZIP holds no Shapefile called %s", layer)
	} else if layer != "" {
		what = datasets.T("压缩包里有 %[1]d 个名为 %[2]s 的 Shapefile", "the ZIP holds %[1]d Shapefiles called %[2]s", len(fit), layer)
		all = fit
	}
	return "", &datasets.Problem{
		Where: datasets.Ref{File: file, Value: layer}, What: what,
		Hint: datasets.T("在文件名后写 # 和其中一个名称，例如 %[1]s；有：%[2]s", "write # and one of the names behind the file's, such as %[1]s; there are: %[2]s",
			example(file, all[0]), listed(all)),
	}
}

// calledSo tells whether a layer's name means an entry: its path or its last
// part, with or without extension. No name means every entry.
func calledSo(entry, layer string) bool {
	stem := strings.TrimSuffix(entry, path.Ext(entry))
	for _, n := range [...]string{"", entry, stem, path.Base(entry), path.Base(stem)} {
		if strings.EqualFold(n, layer) {
			return true
		}
	}
	return false
}

// example is how the user would choose an entry.
func example(file, entry string) string {
	if i := strings.LastIndexByte(file, '#'); i > 0 {
		file = file[:i]
	}
	return file + "#" + strings.TrimSuffix(entry, path.Ext(entry))
}

// listed shows the first names, one a line.
func listed(names []string) string {
	const most = 25
	var b strings.Builder
	for _, n := range names[:min(len(names), most)] {
		fmt.Fprintf(&b, "\n    %s", strings.TrimSuffix(n, path.Ext(n)))
	}
	if len(names) > most {
		fmt.Fprintf(&b, "\n    … (%d)", len(names))
	}
	return b.String()
}

func noShape(a *source.Archive, file string) error {
	hint := datasets.T("解压后直接使用里面的文件", "unpack it and use the files inside")
	if names := a.Names(); len(names) > 0 {
		hint = datasets.T("里面有：%s\n  解压后直接使用其中的文件", "it holds: %s\n  unpack it and use the file you want", inside(names))
	}
	return &datasets.Problem{
		Where: datasets.Ref{File: file},
		What:  datasets.T("压缩包里没有 Shapefile（.shp）", "the ZIP holds no Shapefile (.shp)"),
		Hint:  hint,
	}
}

// inside lists the first names of any kind.
func inside(names []string) string {
	const most = 10
	s := strings.Join(names[:min(len(names), most)], "、")
	if len(names) > most {
		s += " …"
	}
	return s
}
