package study

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"fugai/datasets"
	"fugai/datasets/open"
	"fugai/datasets/samples"
)

// FileName is the study file that a folder is searched for.
const FileName = "study.yaml"

// maxStudyBytes bounds a study file; a layer given by mistake is larger.
const maxStudyBytes = 4 << 20

// Study is a study file, parsed but not yet run.
type Study struct {
	file string // as the user wrote it, for messages
	raw  []byte // as it stands in the file
	text []byte // in UTF-8
	dir  string // paths in the study are relative to it
	fsys fs.FS  // instead of dir, for embedded samples
	cfg  config
	tax  *datasets.Taxonomy

	loose   bool                     // made of the flags of a command: units are not needed, and demand need not be people
	named   []string                 // IDs of candidates that flags of a command name
	undated bool                     // loose, and no date was given
	flag    func(path string) string // what a loose study calls the key at a path; "" is the question as a whole
}

// Open reads a study file, or the study.yaml of a folder. Errors are
// *datasets.Problem with line, column and a caret.
func Open(path string) (*Study, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, FileName)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, openProblem(path, err)
	}
	if ext := strings.ToLower(filepath.Ext(path)); ext != ".json" && ext != ".txt" && slices.Contains(open.Extensions(), ext) {
		f.Close()
		return nil, &datasets.Problem{Where: datasets.Ref{File: path}, What: datasets.T("这是图层文件，不是研究文件", "this is a layer, not a study file"),
			Hint: datasets.T("检查单个图层用 fugai check %q；新建研究用 fugai init DIR", "fugai check %q looks at a single layer, and fugai init DIR starts a study", path)}
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxStudyBytes+1))
	if err != nil {
		return nil, openProblem(path, err)
	}
	return parse(&Study{file: path, raw: raw, dir: filepath.Dir(path)})
}

func openProblem(path string, err error) error {
	p := &datasets.Problem{Where: datasets.Ref{File: path}, What: datasets.T("无法读取研究文件：%v", "cannot read the study file: %v", err), Err: err}
	if errors.Is(err, fs.ErrNotExist) {
		p.What = datasets.T("没有这个研究文件", "there is no such study file")
		p.Hint = datasets.T("用 fugai init DIR 新建一个研究，或用 --sample longgang 运行示例", "fugai init DIR starts a study, and --sample longgang runs an example")
	}
	return p
}

// Sample opens an embedded sample study by name.
func Sample(name string) (*Study, error) {
	fsys, err := samples.FS(name)
	if err != nil {
		return nil, err
	}
	raw, err := fs.ReadFile(fsys, FileName)
	if err != nil {
		return nil, fmt.Errorf("read sample %s: %w", name, err)
	}
	return parse(&Study{file: name + "/" + FileName, raw: raw, fsys: fsys})
}

// parse decodes the study file strictly and checks it as far as that needs no
// layer.
func parse(s *Study) (*Study, error) {
	if len(s.raw) > maxStudyBytes {
		return nil, &datasets.Problem{Where: datasets.Ref{File: s.file}, What: datasets.T("文件大于 4 MB，不像研究文件", "the file is larger than 4 MB and does not look like a study file"),
			Hint: datasets.T("检查单个图层用 fugai check FILE", "fugai check FILE looks at a single layer")}
	}
	text, err := open.Text(s.raw, s.file, datasets.T("研究文件（YAML）", "a study file (YAML)"))
	if err != nil {
		return nil, err
	}
	s.text = text
	if line := tooDeep(text); line > 0 {
		return nil, deepProblem(s.file, line)
	}
	tree, err := parser.ParseBytes(text, 0)
	if err != nil {
		return nil, s.problem(err)
	}
	if len(tree.Docs) == 0 || tree.Docs[0].Body == nil {
		return nil, &datasets.Problem{Where: datasets.Ref{File: s.file}, What: datasets.T("研究文件是空的", "the study file is empty"),
			Hint: datasets.T("用 fugai init DIR 新建一个研究", "fugai init DIR starts a study")}
	}
	if len(tree.Docs) > 1 && tree.Docs[1].Body != nil {
		return nil, &datasets.Problem{Where: datasets.Ref{File: s.file}, What: datasets.T("文件里有 %d 个研究（以 --- 分隔）", "the file holds %d studies, parted by ---", len(tree.Docs)),
			Hint: datasets.T("每个研究写成一个文件", "give each study a file of its own")}
	}
	if err := s.decode(tree.Docs[0].Body); err != nil {
		return nil, s.problem(err)
	}
	s.placeEntries(tree.Docs[0].Body)
	if s.tax, err = s.taxonomy(); err != nil {
		return nil, s.problem(err)
	}
	if err := s.checkTop(); err != nil {
		return nil, s.problem(err)
	}
	return s, nil
}

// decode fills the configuration. Tags (!x) say nothing in a study and some of
// them lead the decoder astray, so they are refused; should it come to grief over
// something else the study is told wrong, not the program.
func (s *Study) decode(body ast.Node) (err error) {
	if tag := firstTag(body); tag != nil {
		return &placed{token: tag.GetToken(), what: datasets.T("研究文件里不用 YAML 标签 %s", "a study has no use for the YAML tag %s", tag.GetToken().Value),
			hint: datasets.T("以 ! 开头的文字请加引号", "put a text that begins with ! in quotes")}
	}
	defer func() {
		if p := recover(); p != nil {
			err = &placed{token: body.GetToken(), what: datasets.T("YAML 结构无法理解", "the structure of the YAML cannot be understood"),
				hint: datasets.T("核对缩进、引号和标点；fugai init DIR 写出一份可参照的研究文件", "see to indents, quotes and punctuation; fugai init DIR writes a study to compare with")}
		}
	}()
	return yaml.NodeToValue(body, &s.cfg, yaml.Strict())
}

// tagFinder stops at the first tag.
type tagFinder struct{ tag *ast.TagNode }

// Visit is called for every node.
func (f *tagFinder) Visit(n ast.Node) ast.Visitor {
	if t, ok := n.(*ast.TagNode); ok && f.tag == nil && (t.Value == nil || !strings.HasPrefix(t.GetToken().Value, "!!")) {
		f.tag = t
	}
	if f.tag != nil {
		return nil
	}
	return f
}

// firstTag gives the first tag of a document that is not one of YAML's own
// (!!str, !!int …), or has no value; nil for none.
func firstTag(body ast.Node) *ast.TagNode {
	f := &tagFinder{}
	ast.Walk(f, body)
	return f.tag
}

// placeEntries notes where each target and each question stands, for errors
// about the whole.
func (s *Study) placeEntries(body ast.Node) {
	for i, n := range entriesOf(body, "$.targets", len(s.cfg.Targets)) {
		s.cfg.Targets[i].node = n
	}
	for i, n := range entriesOf(body, "$.siting", len(s.cfg.Siting)) {
		s.cfg.Siting[i].node = n
	}
}

// entriesOf gives at most n entries of a list of the study file.
func entriesOf(body ast.Node, key string, n int) []ast.Node {
	path, err := yaml.PathString(key)
	if err != nil {
		return nil
	}
	found, err := path.FilterNode(body)
	if err != nil {
		return nil
	}
	seq, ok := found.(*ast.SequenceNode)
	if !ok {
		return nil
	}
	return seq.Values[:min(n, len(seq.Values))]
}

// taxonomy extends the built-in words with the study's own.
func (s *Study) taxonomy() (*datasets.Taxonomy, error) {
	tax := datasets.BuiltinTaxonomy()
	t := s.cfg.Taxonomy
	for _, l := range []struct {
		list    datasets.List
		entries []termEntry
	}{{datasets.Kinds, t.Kinds}, {datasets.Levels, t.Levels}, {datasets.Grades, t.Grades}, {datasets.Steps, t.States},
		{datasets.Domains, t.Domains}, {datasets.Groups, t.Groups}, {datasets.Funds, t.Funds}} {
		for _, e := range l.entries {
			if !e.ID.set() {
				return nil, &placed{what: datasets.T("taxonomy.%[1]s 中有一项没有 id", "an entry of taxonomy.%[1]s has no id", string(l.list))}
			}
			term := datasets.Term{ID: e.ID.text, Text: datasets.Text{ZH: e.ZH, EN: e.EN}, Synonyms: e.Synonyms, Rank: e.Rank}
			if err := tax.Extend(l.list, []datasets.Term{term}); err != nil {
				return nil, s.at(e.ID, err)
			}
		}
	}
	return tax, nil
}

// at gives an error of another package the place of a value.
func (s *Study) at(v scalar, err error) error {
	p := &placed{what: datasets.Same(err.Error())}
	var have *datasets.Problem
	if errors.As(err, &have) {
		p.what, p.hint = have.What, have.Hint
	}
	if v.node != nil {
		p.token = v.node.GetToken()
	}
	return p
}

// checkTop checks what every study must have.
func (s *Study) checkTop() error {
	c := &s.cfg
	switch {
	case !c.AsOf.set():
		return &placed{what: datasets.T("缺少 as_of：每个数字都要有截至日期", "as_of is missing: every count is as of a date"),
			hint: datasets.T("例如加一行 as_of: 2025-12-31", "add a line such as as_of: 2025-12-31")}
	case len(c.Areas) == 0 && !s.loose:
		return &placed{what: datasets.T("缺少 areas：至少要有一个单元图层", "areas is missing: a study needs a layer of units"),
			hint: datasets.T("例如加 areas: [{level: community, from: 社区.csv}]", "add for example areas: [{level: community, from: communities.csv}]")}
	}
	if _, err := s.date(c.AsOf); err != nil {
		return err
	}
	if err := s.checkTravel(); err != nil {
		return err
	}
	for i := range c.Areas {
		if err := s.checkArea(&c.Areas[i]); err != nil {
			return err
		}
	}
	for i := range c.Facilities {
		if k := c.Facilities[i].Kind; k.set() {
			if _, err := s.kind(k); err != nil {
				return err
			}
		}
		if err := needFrom(&c.Facilities[i].LayerSource); err != nil {
			return err
		}
	}
	for i := range c.Demand {
		if err := needFrom(&c.Demand[i].LayerSource); err != nil {
			return err
		}
	}
	for i := range c.Venues {
		if err := needFrom(&c.Venues[i].LayerSource); err != nil {
			return err
		}
	}
	if _, err := s.targets(); err != nil {
		return err
	}
	_, err := s.asks()
	return err
}

func (s *Study) checkArea(a *areaEntry) error {
	if err := needFrom(&a.LayerSource); err != nil {
		return err
	}
	if a.Expect < 0 {
		return wrong(a.From, datasets.T("expect 为 %d，须不小于 0", "expect is %d and must be 0 or more", a.Expect), datasets.Text{})
	}
	_, err := s.level(a.Level)
	return err
}

func needFrom(src *LayerSource) error {
	if !src.From.set() || src.From.text == "" {
		return &placed{what: datasets.T("有一个图层没有 from（文件路径）", "a layer has no from (the path of its file)"), hint: datasets.T("写作 from: 文件名", "write from: and the name of the file")}
	}
	if src.Header < 0 {
		return wrong(src.From, datasets.T("header 为 %d，须是表头的行号（从 1 起）", "header is %d and must be the row of the header, from 1", src.Header), datasets.Text{})
	}
	return nil
}
