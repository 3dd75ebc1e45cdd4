package cli

import (
	"github.com/spf13/cobra"

	"fugai/internal/study"
	"fugai/output"
)

func (a *app) schemaCmd() *cobra.Command {
	return &cobra.Command{
		Use:       "schema [result|study|check]",
		Short:     a.t("结果、研究文件或质量报告的 JSON Schema", "the JSON Schema of a result, of the study file, or of a quality report"),
		Example:   "  fugai schema result > result.schema.json\n  fugai schema study > study.schema.json\n  fugai schema check > check.schema.json",
		Args:      cobra.MatchAll(cobra.MaximumNArgs(1), cobra.OnlyValidArgs),
		ValidArgs: []string{"result", "study", "check"},
		RunE: func(_ *cobra.Command, args []string) error {
			schema, err := schemaOf(append(args, "result")[0])
			if err != nil {
				return err
			}
			_, err = a.Out.Write(schema)
			return err
		},
	}
}

func schemaOf(what string) ([]byte, error) {
	switch what {
	case "study":
		return study.Schema(), nil
	case "check":
		return output.QualitySchema()
	}
	return output.ResultSchema(), nil
}
