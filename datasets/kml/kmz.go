package kml

import (
	"net/url"
	"path"
	"strings"

	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// archive is a KMZ.
type archive struct {
	*source.Archive
	main      string   // doc.kml, else the first .kml
	documents []string // names of all .kml in order
}

// openArchive finds the documents of a KMZ.
func openArchive(data []byte, file string) (*archive, error) {
	z, err := source.OpenArchive(data, file)
	if err != nil {
		return nil, err
	}
	a := &archive{Archive: z}
	for _, name := range z.Names() {
		if strings.EqualFold(path.Ext(name), ".kml") {
			a.documents = append(a.documents, name)
		}
	}
	if a.main = z.Find("doc.kml"); a.main == "" && len(a.documents) > 0 {
		a.main = a.documents[0]
	}
	if a.main == "" {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: file},
			What:  datasets.T("压缩包里没有 .kml 文件", "the archive holds no .kml file"),
			Hint:  datasets.T("检查是否拿错文件", "check that it is the right file"),
		}
	}
	return a, nil
}

// linked gives the document that a link names, or ""; it serves a nil archive.
func (a *archive) linked(href string) string {
	if a == nil || href == "" || strings.Contains(href, ":") {
		return ""
	}
	if plain, err := url.PathUnescape(href); err == nil {
		href = plain
	}
	name := a.Find(path.Clean(strings.ReplaceAll(href, `\`, "/")))
	if !strings.EqualFold(path.Ext(name), ".kml") {
		return ""
	}
	return name
}
