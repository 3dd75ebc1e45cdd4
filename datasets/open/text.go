package open

import (
	"fugai/datasets"
	"fugai/datasets/internal/source"
)

// Text brings a file that is written by hand, such as a study, to UTF-8
// without a byte order mark, from the encodings that editors save in. want is
// what the file should be, for the error where it is a workbook, a web page or
// another format instead, or holds bytes of no encoding.
func Text(data []byte, file string, want datasets.Text) ([]byte, error) {
	if f := source.Detect(data); f != source.Text && f != source.JSON && f != source.Empty {
		p := source.Refuse(file, f, "")
		p.What.ZH, p.What.EN = p.What.ZH+want.ZH, p.What.EN+want.EN
		p.Hint = datasets.T("核对路径；检查单个图层用 fugai check FILE", "see to the path; fugai check FILE looks at a single layer")
		return nil, p
	}
	text, err := source.Decode(data, file, "")
	if err != nil {
		return nil, err
	}
	if len(text.Broken) > 0 {
		return nil, &datasets.Problem{
			Where: datasets.Ref{File: file, Row: text.Broken[0]},
			What:  datasets.T("有不属于 %s 的字节", "there are bytes that are not %s", text.Encoding),
			Hint:  datasets.T("用编辑器另存为 UTF-8", "save it as UTF-8 with an editor"),
		}
	}
	return text.Text, nil
}
