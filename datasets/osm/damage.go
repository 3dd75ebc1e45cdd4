package osm

import (
	"fugai/datasets"
)

// damage is what is wrong in a file, before it is known where.
type damage struct{ what, hint datasets.Text }

// Error gives the English text.
func (d *damage) Error() string { return d.what.EN }

// broken is damage that a copy or download may have done.
func broken(zh, en string, args ...any) error {
	return &damage{what: datasets.T(zh, en, args...), hint: datasets.T(
		"下载或拷贝可能没有完成；请重新获取，或用 osmium fileinfo -e 检查该文件",
		"a download or copy may not have finished; fetch it again, or check the file with osmium fileinfo -e")}
}

// hostile is damage that no program does by mistake.
func hostile(zh, en string, args ...any) error {
	return &damage{what: datasets.T(zh, en, args...), hint: datasets.T(
		"不要使用该文件；请从可靠的来源重新下载", "do not use the file; download it again from a source that you trust")}
}

// unsupported is a sound file of a kind that is not read.
func unsupported(what, hint datasets.Text) error { return &damage{what: what, hint: hint} }
