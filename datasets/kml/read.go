package kml

import (
	"bytes"
	"errors"

	"fugai/datasets"
	"fugai/datasets/internal/place"
	"fugai/datasets/internal/source"
)

// Options say what a file does not say itself. The zero value reads KML as it
// is defined: WGS 84, longitude before latitude.
type Options struct {
	// CRS is the system of the coordinates ("GCJ-02", "BD-09", "EPSG:4490"). KML
	// knows WGS 84 only, but tools in China save their shifted coordinates in it.
	CRS string
	// Swap exchanges the two numbers of every position before anything else.
	Swap bool
	// Encoding of the text ("GBK" …); it overrules the XML declaration. "" takes
	// the declaration where it is true, else finds the encoding.
	Encoding string
}

// Read reads the Placemarks of a KML document, or of the first one in a KMZ
// (doc.kml, else the first .kml of the archive) and those that it links to inside
// the archive, whatever folders they are in. The content decides which it is, not
// the name of the file.
//
// Columns are name, description, folder (the names of the folders around it,
// outermost first, with slashes), address, phoneNumber, when, begin and end
// (TimeStamp, TimeSpan), each where some Placemark has it, and then the names of
// ExtendedData in order of appearance. Types come from the Schema; values
// without one are text. A column name that only repeats a column of
// ExtendedData is left out. Descriptions stay as written, HTML and all; where
// every one of them is a table of two columns, as ArcGIS saves attributes, its
// rows become columns instead. An element that is there but empty is blank, one
// that is not there is null.
//
// A MultiGeometry of one kind is the Multi geometry of it, of several kinds a
// Collection; a LinearRing outside a polygon is a line, and so is a gx:Track.
// Heights are dropped. Placemarks whose coordinates cannot be read stay as
// records without geometry, with a finding.
//
// A file that is no KML, is cut off, nests deeper than 100 elements or declares
// entities is a [datasets.Problem], and so is a KMZ that inflates more than 100
// times past its first 100 KiB, holds an entry over 1 GiB or a name that leaves
// the folder. Time and memory are linear in the document.
func Read(f *source.Files, o Options) (*datasets.Table, error) {
	r := newReader(f.Name)
	data := f.Data
	if kind := source.Detect(data); kind == source.KMZ || kind == source.Zip {
		var err error
		if r.archive, err = openArchive(data, f.Name); err != nil {
			return nil, err
		}
		if data, err = r.archive.Read(r.archive.main); err != nil {
			return nil, err
		}
		r.table.Format = "KMZ"
	}
	if err := r.documents(data, o.Encoding); err != nil {
		return nil, r.problem(err)
	}
	if err := r.finish(); err != nil {
		return nil, err
	}
	t := r.table
	if len(t.Records) == 0 {
		r.notes.Add("no-records", datasets.Ref{}, nil)
	}
	repeats, some := source.Duplicates(t) // before geometries are left out, which would make records alike
	if err := place.Table(t, r.notes, place.Options{CRS: o.CRS, Swap: o.Swap}); err != nil {
		return nil, err
	}
	t.Findings = append(r.decoding, r.notes.Findings()...)
	if some {
		t.Findings = append(t.Findings, repeats)
	}
	return t, nil
}

// reader holds one file while it is read.
type reader struct {
	parser
	archive  *archive // of a KMZ, else nil
	links    []link   // to documents of the archive
	table    *datasets.Table
	notes    *source.Notes
	decoding []datasets.Finding
	columns  []*column
	index    map[string]int // name in ExtendedData → column
	schema   map[string]datasets.Type
	folders  []folder // 0 is the document itself
	within   []int    // folder of each record
	ids      map[string]int
	filled   int // cells that hold something
	cells    int // cells allocated
}

// folder is known by its name, which may stand behind its Placemarks.
type folder struct {
	name   string
	parent int
}

func newReader(file string) *reader {
	return &reader{
		table:   &datasets.Table{File: file, Format: "KML", Spatial: true},
		notes:   source.NewNotes(file, rules()),
		columns: builtinColumns(),
		index:   map[string]int{},
		schema:  map[string]datasets.Type{},
		folders: make([]folder, 1),
		ids:     map[string]int{},
	}
}

// documents reads a document and those of the archive that it links to, each
// in a folder of its own where there are several.
func (r *reader) documents(data []byte, encoding string) error {
	if err := r.document(data, encoding, 0); err != nil || r.archive == nil {
		return err
	}
	read := map[string]bool{r.archive.main: true}
	for i := 0; i < len(r.links); i++ { // a linked document may add more
		l := r.links[i]
		if read[l.entry] {
			continue
		}
		read[l.entry] = true
		data, err := r.archive.Read(l.entry)
		if err != nil {
			return err
		}
		at := l.folder
		if len(r.links) > 1 {
			r.folders = append(r.folders, folder{name: l.name, parent: at})
			at = len(r.folders) - 1
		}
		if err := r.document(data, encoding, at); err != nil {
			return err
		}
	}
	for _, name := range r.archive.documents {
		if !read[name] {
			r.notes.Add("other-documents", datasets.Ref{Value: name}, nil)
		}
	}
	return nil
}

// document reads one document into a folder.
func (r *reader) document(data []byte, encoding string, at int) error {
	doc, err := decode(data, r.table.File, encoding)
	if err != nil {
		return err
	}
	if r.table.Encoding == "" {
		r.table.Encoding = doc.text.Encoding
	}
	r.decoding = append(r.decoding, doc.text.Findings(r.table.File)...)
	if doc.falseDeclaration != "" {
		r.notes.Add("encoding-declared", datasets.Ref{Value: doc.falseDeclaration}, nil)
	}
	if doc.controls > 0 {
		r.notes.Add("control-characters", datasets.Ref{}, func() datasets.Text {
			return datasets.T("%d 个", "%d of them", doc.controls)
		})
	}
	r.parser = newParser(doc.text.Text)
	root, err := r.root()
	if err != nil {
		return err
	}
	switch root.Name.Local {
	case "kml":
		return r.container(root.Name.Local, at)
	case "Document", "Folder", "Placemark", "NetworkLink": // some programs leave the root out
		return r.feature(root, at)
	}
	return &datasets.Problem{
		Where: datasets.Ref{Value: root.Name.Local},
		What:  datasets.T("是 XML，但根元素是 <%[1]s>，不是 KML", "XML with the root element <%[1]s>, not KML", clip(root.Name.Local)),
		Hint:  datasets.T("检查是否拿错文件；KML 以 <kml 开头", "check that it is the right file; KML begins with <kml"),
	}
}

// container reads what stands in a kml, Document or Folder element.
func (r *reader) container(name string, at int) error {
	return r.children(name, func(e element) error {
		if e.Name.Local == "name" {
			text, err := r.text("name")
			if name == "Folder" || at > 0 && r.folders[at].name == "" { // a document of a KMZ names its own folder
				r.folders[at].name = source.TrimCell(text)
			}
			return err
		}
		return r.feature(e, at)
	})
}

// feature reads one element of a container.
func (r *reader) feature(e element, at int) error {
	name := e.Name.Local
	switch name {
	case "Document":
		return r.container(name, at)
	case "Folder":
		r.folders = append(r.folders, folder{parent: at})
		return r.container(name, len(r.folders)-1)
	case "Placemark":
		return r.placemark(e, at)
	case "Schema":
		return r.readSchema()
	case "NetworkLink":
		return r.networkLink(at)
	case "GroundOverlay", "ScreenOverlay", "PhotoOverlay", "Tour", "Region":
		r.notes.Add("element-ignored", datasets.Ref{Value: name}, nil)
	}
	return r.skip(name)
}

// link points to a document of the same archive.
type link struct {
	name   string
	entry  string
	folder int // that the link stands in
}

// networkLink notes where a link points. Only documents of the same archive
// are read; nothing is fetched.
func (r *reader) networkLink(at int) error {
	name, href := "", ""
	var walk func(e element) error
	walk = func(e element) error {
		var err error
		switch e.Name.Local {
		case "Link", "Url":
			return r.children(e.Name.Local, walk)
		case "href":
			href, err = r.text("href")
			return err
		case "name":
			name, err = r.text("name")
			return err
		}
		return r.skip(e.Name.Local)
	}
	if err := r.children("NetworkLink", walk); err != nil {
		return err
	}
	href = source.TrimCell(href)
	if entry := r.archive.linked(href); entry != "" {
		r.links = append(r.links, link{source.TrimCell(name), entry, at})
		return nil
	}
	r.notes.Add("network-link", datasets.Ref{Value: clip(href)}, nil)
	return nil
}

// folderPath writes the names of a folder and those around it.
func (r *reader) folderPath(at int) string {
	path := ""
	for depth := 0; at > 0 && depth < maxDepth; depth++ {
		if name := r.folders[at].name; name != "" && path != "" {
			path = name + "/" + path
		} else if name != "" {
			path = name
		}
		at = r.folders[at].parent
	}
	return path
}

// problem names file, line and last good Placemark for broken XML.
func (r *reader) problem(err error) error {
	var p *datasets.Problem
	if errors.As(err, &p) {
		p.Where.File = r.table.File
		return p
	}
	var broken *syntaxError
	if !errors.As(err, &broken) {
		return err
	}
	what := datasets.T("XML 在第 %[1]d 行出错：%[2]s", "broken XML at line %[1]d: %[2]s", broken.line, broken.what)
	hint := datasets.T("请修正该处，或在原软件中重新导出", "mend that place, or export the file again")
	if broken.cut {
		what = datasets.T("文件不完整：在第 %[1]d 行中断", "the file is cut off at line %[1]d", broken.line)
		hint = datasets.T("下载或拷贝可能没有完成，请重新获取该文件", "a download or copy may not have finished; fetch the file again")
	}
	good := datasets.T("；还没有读到完整的地标", "; no complete Placemark comes before it")
	if n := len(r.table.Records); n > 0 {
		good = datasets.T("；最后一个完整的地标是第 %d 个", "; the last complete Placemark is number %d", n)
	}
	what.ZH += good.ZH
	what.EN += good.EN
	return &datasets.Problem{Where: datasets.Ref{File: r.table.File}, What: what, Hint: hint}
}

// clip shortens a value from the file for a message.
func clip(s string) string {
	const most = 60
	n := 0
	for i := range s {
		if n == most {
			return s[:i] + "…"
		}
		n++
	}
	return s
}

// detect is [source.Detect] that knows KML with a namespace prefix and KML
// whose root element is missing.
func detect(text []byte) source.Format {
	f := source.Detect(text)
	if f != source.GML && f != source.Text {
		return f
	}
	head := bytes.TrimLeft(text[:min(len(text), 4096)], "\ufeff \t\r\n")
	if bytes.HasPrefix(head, []byte("<")) && (bytes.Contains(head, []byte("Placemark")) || bytes.Contains(head, []byte(":kml"))) {
		return source.KML
	}
	return f
}
