package cli

import (
	"context"

	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/open"
)

// layerFlags say where a layer that was made goes.
type layerFlags struct {
	out, format string
	overwrite   bool
}

func (a *app) addLayerFlags(cmd *cobra.Command, f *layerFlags, format string) {
	s := cmd.Flags()
	s.StringVarP(&f.out, "out", "o", "", a.t("写入文件而不是 stdout；扩展名决定格式（.gpkg、.geojson、.shp、.kml、.csv、.xlsx …）", "file to write to instead of stdout; the extension chooses the format (.gpkg, .geojson, .shp, .kml, .csv, .xlsx …)"))
	s.StringVar(&f.format, "format", "", a.t("格式，覆盖扩展名；stdout 默认 %s", "format, instead of that of the extension; %s on stdout if not given", format))
	s.BoolVar(&f.overwrite, "overwrite", false, a.t("替换已有的 --out 文件", "replace the --out file where it exists"))
}

// toFile tells whether the layer goes to a file.
func (f *layerFlags) toFile() bool { return f.out != "" && f.out != "-" }

// mayWrite refuses, before any work is done, a file that exists, and the files
// that are read in any case.
func (f *layerFlags) mayWrite(inputs ...string) error {
	if !f.toFile() {
		return nil
	}
	for _, in := range append(inputs, "") {
		if err := mayWrite(f.out, layerOut{in: in, overwrite: f.overwrite}); err != nil {
			return err
		}
	}
	return nil
}

// putLayer writes a layer to where the flags say.
func (a *app) putLayer(ctx context.Context, t *datasets.Table, f *layerFlags, w open.WriteOptions) error {
	if f.format != "" {
		w.Format = f.format
	}
	if !f.toFile() {
		_, err := a.streamLayer(ctx, t, w)
		return err
	}
	w.Format, w.Layer = f.format, ""
	paths, found, err := writeLayer(ctx, t, layerOut{out: f.out, options: w, overwrite: f.overwrite})
	if err != nil {
		return err
	}
	if !a.quiet {
		a.sayWritten(paths, len(t.Records))
	}
	return a.sayFindings(found, nil)
}
