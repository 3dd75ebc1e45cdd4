package osm

import "fugai/datasets"

// checkHeader refuses files that ask of their readers what this one cannot do.
func checkHeader(data []byte) error {
	w := wire{data: data}
	for field, kind, ok := w.next(); ok; field, kind, ok = w.next() {
		if field != 4 || kind != wireBytes { // required_features
			w.skip(kind)
			continue
		}
		if err := checkFeature(string(w.bytes())); err != nil {
			return err
		}
	}
	if w.bad {
		return broken("文件头的结构已损坏", "the structure of the file header is damaged")
	}
	return nil
}

func checkFeature(name string) error {
	switch name {
	case "OsmSchema-V0.6", "DenseNodes", "":
		return nil
	case "HistoricalInformation":
		return unsupported(datasets.T("文件含全部历史版本（HistoricalInformation）", "the file holds all past versions (HistoricalInformation)"),
			datasets.T("用 osmium time-filter in.osh.pbf -o out.osm.pbf 取出现状", "take the present state out with osmium time-filter in.osh.pbf -o out.osm.pbf"))
	}
	return unsupported(datasets.T("文件要求读取程序支持 %q，本版本不支持", "the file demands the feature %q of its readers, which this version does not have", clip(name)),
		datasets.T("用 osmium cat in.osm.pbf -o out.osm.pbf 转换，或下载普通的 .osm.pbf", "convert it with osmium cat in.osm.pbf -o out.osm.pbf, or download a plain .osm.pbf"))
}
