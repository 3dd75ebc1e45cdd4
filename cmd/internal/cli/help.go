package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"fugai/datasets"
)

// speakHelp puts what the command library says by itself into the run's
// language: the headings of help, and the commands and flags that it adds.
func (a *app) speakHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	if a.lang == datasets.EN {
		return
	}
	root.SetUsageTemplate(strings.NewReplacer(
		"Usage:", "用法：", "Examples:", "例子：", "Available Commands:", "命令：", "Global Flags:", "通用选项：", "Flags:", "选项：",
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`, `“{{.CommandPath}} 命令 --help”说明一个命令。`,
	).Replace(root.UsageTemplate()))
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "说明一个命令"
		case "completion":
			c.Short = "生成 shell 的自动补全脚本（bash、zsh、fish、powershell）"
		}
		c.Flags().BoolP("help", "h", false, "显示本说明")
	}
	root.Flags().BoolP("help", "h", false, "显示本说明")
}
