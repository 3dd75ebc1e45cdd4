package highs

import (
	"embed"
	"encoding/json"
	"errors"

	"fugai/datasets"
)

// assets holds the licence, and highs.wasm and highs.json where make put them:
// the folder is never empty, so that a fresh clone builds.
//
//go:embed asset
var assets embed.FS

// packageVersion is the npm package whose calls this code makes.
const packageVersion = "1.15.3"

// ErrMissing is the cause of the error when the program was built without HiGHS.
var ErrMissing = errors.New("highs: the module is not embedded")

// asset is the module and the names of its functions, which the npm package
// shortens anew at every release.
type asset struct {
	wasm    []byte
	Version string            `json:"version"`
	Exports map[string]string `json:"exports"` // function → short name
	Imports map[string]string `json:"imports"` // short name → function
}

func readAsset() (asset, error) {
	var a asset
	wasm, err := assets.ReadFile("asset/highs.wasm")
	if err != nil {
		return a, missing()
	}
	text, err := assets.ReadFile("asset/highs.json")
	if err != nil {
		return a, missing()
	}
	if err := json.Unmarshal(text, &a); err != nil {
		return a, err
	}
	if a.Version != packageVersion {
		return a, missing()
	}
	a.wasm = wasm
	return a, nil
}

func missing() error {
	return &datasets.Problem{
		What: datasets.T(
			"本程序编译时没有带上精确求解器 HiGHS %[1]s",
			"this program was built without the exact solver HiGHS %[1]s", packageVersion),
		Hint: datasets.T(
			"在联网、装有 npm（Node.js）的机器上运行 make 重新编译；或者安装 highs 或 cbc（Debian：apt install coinor-cbc），让程序调用它",
			"run make on a machine that has npm (Node.js) and a network; or install highs or cbc (Debian: apt install coinor-cbc) and have the program call that"),
		Err: ErrMissing,
	}
}

// Notice is the licence of HiGHS, which binaries that embed it must carry.
func Notice() string {
	text, err := assets.ReadFile("asset/LICENSE")
	if err != nil {
		panic(err) // committed, so always embedded
	}
	return string(text)
}
