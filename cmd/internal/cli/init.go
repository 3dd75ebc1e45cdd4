package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"fugai/datasets/samples"
	"fugai/internal/study"
)

func (a *app) initCmd() *cobra.Command {
	var sample string
	cmd := &cobra.Command{
		Use:   "init DIR",
		Short: a.t("新建研究：一个能直接运行的小例子，或一个示例的全部文件", "start a study: a small example that runs as it is, or all files of a sample"),
		Long: a.t("在 DIR 写入 study.yaml 和它用到的图层，已有的文件不会被覆盖。改成自己的文件名与目标即可。",
			"Writes study.yaml and the layers it uses into DIR; files that are there are not overwritten. Put your own files and targets in their place."),
		Example: "  fugai init 我的研究\n  fugai init longgang --sample longgang",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if args[0] == "" {
				return usageError{errEmptyPath}
			}
			written, err := study.Init(args[0], sample)
			if err != nil {
				return err
			}
			if _, err := fmt.Fprintln(a.Out, strings.Join(written, "\n")); err != nil {
				return err
			}
			if !a.quiet {
				a.say(a.t("接下来：fugai report %q", "next: fugai report %q", args[0]))
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&sample, "sample", "", a.t("从内置示例开始", "start from an embedded sample"))
	_ = cmd.RegisterFlagCompletionFunc("sample", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return samples.Names(), cobra.ShellCompDirectiveNoFileComp
	})
	return cmd
}
