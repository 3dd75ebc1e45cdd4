package open

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fugai/datasets"
)

// cannotOpen says why a file cannot be opened and what may have been meant.
func cannotOpen(name string, err error, opts Options) error {
	p := &datasets.Problem{Where: datasets.Ref{File: name}, Err: err}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		p.What = datasets.T("没有这个文件", "no such file")
		p.Hint = hintFor(name, opts)
	case errors.Is(err, fs.ErrPermission):
		p.What = datasets.T("没有读取权限，或文件正被占用", "it may not be read, or another program holds it")
		p.Hint = datasets.T("关闭正在打开它的程序，检查文件权限", "close the program that has it open, and check its permissions")
	case errors.Is(err, fs.ErrInvalid):
		p.What = datasets.T("不是有效的路径", "not a valid path")
		p.Hint = datasets.T("路径相对于研究文件所在的文件夹书写", "write the path relative to the folder of the study")
	default:
		p.What = datasets.T("打不开（%s）", "cannot be opened (%s)", err.Error())
		p.Hint = datasets.T("检查路径和文件", "check the path and the file")
	}
	return p
}

// hintFor looks into the file's folder for names that are close.
func hintFor(name string, opts Options) datasets.Text {
	folder := filepath.Dir(name)
	names, err := list(folder, opts)
	if err != nil {
		return datasets.T("文件夹 %s 也不存在；检查路径", "the folder %s does not exist either; check the path", folder)
	}
	near := closeNames(filepath.Base(name), names)
	if len(near) == 0 {
		return datasets.T("检查路径；文件夹 %s 里没有名字相近的文件", "check the path; the folder %s holds no name that is close", folder)
	}
	return datasets.T("是不是：%s", "did you mean %s", strings.Join(near, "、"))
}

func list(folder string, opts Options) ([]string, error) {
	var entries []fs.DirEntry
	var err error
	if opts.FS != nil {
		entries, err = fs.ReadDir(opts.FS, slashed(folder))
	} else {
		entries, err = os.ReadDir(folder)
	}
	var names []string
	for _, e := range entries {
		if !e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// closeNames gives up to three names within a third of the letters of the
// wanted one, nearest first; a name that differs only in its extension or case
// is nearest of all.
func closeNames(want string, names []string) []string {
	type scored struct {
		name string
		cost int
	}
	var found []scored
	stem := func(s string) string { return strings.ToLower(strings.TrimSuffix(s, filepath.Ext(s))) }
	for _, n := range names {
		cost := distance([]rune(stem(want)), []rune(stem(n)))
		if 3*cost <= max(len([]rune(stem(want))), 3) {
			found = append(found, scored{n, cost})
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(a.name, b.name)) })
	var out []string
	for _, f := range found[:min(len(found), 3)] {
		out = append(out, f.name)
	}
	return out
}

// distance is the number of letters to add, delete or change (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
