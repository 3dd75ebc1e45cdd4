package cli

import (
	"github.com/spf13/cobra"

	"fugai/datasets"
	"fugai/datasets/samples"
	"fugai/internal/study"
)

// studyFlags choose the study that a command works on.
type studyFlags struct {
	sample string
	asOf   string
}

func (a *app) addStudyFlags(cmd *cobra.Command, f *studyFlags) {
	cmd.Flags().StringVar(&f.sample, "sample", "", a.t("内置示例，见 fugai samples", "an embedded sample, see fugai samples"))
	cmd.Flags().StringVar(&f.asOf, "as-of", "", a.t("截至日期，覆盖研究文件中的 as_of（2025、2025-12、2025-12-31）", "as-of date instead of the study's (2025, 2025-12, 2025-12-31)"))
	_ = cmd.RegisterFlagCompletionFunc("sample", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return samples.Names(), cobra.ShellCompDirectiveNoFileComp
	})
}

// open opens the sample or the study file; without either, the study.yaml of
// the current folder.
func (f *studyFlags) open(args []string) (*study.Study, datasets.Date, error) {
	var asOf datasets.Date
	if len(args) > 0 && args[0] == "" {
		return nil, asOf, usageError{errEmptyPath}
	}
	if f.asOf != "" {
		d, err := datasets.ParseDate(f.asOf)
		if err != nil {
			return nil, asOf, usageError{err}
		}
		asOf = d
	}
	if f.sample != "" {
		if len(args) > 0 {
			return nil, asOf, usageError{errBothStudyAndSample}
		}
		s, err := study.Sample(f.sample)
		return s, asOf, err
	}
	path := "."
	if len(args) > 0 {
		path = args[0]
	}
	s, err := study.Open(path)
	return s, asOf, err
}
