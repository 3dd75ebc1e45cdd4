package cli

import (
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"fugai/datasets"
)

// onlyCommands refuses words that are no command, with those that are close.
func (a *app) onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	msg := a.t("没有命令 %q", "there is no command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		msg += a.t("；是不是：%s", "; did you mean %s", strings.Join(near, ", "))
	}
	return errors.New(msg)
}

// usagePhrases are the sentences of the flag parser in Chinese.
func usagePhrases() []struct{ en, zh string } {
	return []struct{ en, zh string }{
		{`^unknown flag: (.*)$`, `没有选项 $1`},
		{`^unknown shorthand flag: '(.*)' in (.*)$`, `没有选项 -$1（在 $2 中）`},
		{`^flag needs an argument: (.*)$`, `选项 $1 后面要有值`},
		{`^accepts at most (\d+) arg\(s\), received (\d+)$`, `最多 $1 个参数，给了 $2 个；含空格的路径请加引号`},
		{`^accepts (\d+) arg\(s\), received (\d+)$`, `要 $1 个参数，给了 $2 个；含空格的路径请加引号`},
		{`^invalid argument "(.*)" for "fugai (.*)"$`, `“$1”不是 $2 的参数`},
		{`^invalid argument "(.*)" for "(.*)" flag: strconv.*$`, `“$1”不能作为 $2 的值：应为整数`},
		{`^invalid argument "(.*)" for "(.*)" flag: (.*)$`, `“$1”不能作为 $2 的值：$3`},
	}
}

// usage puts an error of the command line into the run's language.
func (a *app) usage(u usageError) string {
	var p *datasets.Problem
	if errors.As(u.error, &p) {
		return p.In(a.lang)
	}
	msg := u.Error()
	if a.lang == datasets.EN {
		before, _, _ := strings.Cut(msg, ": strconv.")
		return before
	}
	for _, p := range usagePhrases() {
		if re := regexp.MustCompile(p.en); re.MatchString(msg) {
			return re.ReplaceAllString(msg, p.zh)
		}
	}
	return msg
}

// A message has at most this many lines of this many characters: values from
// files stand in it.
const (
	maxMessageLines = 38
	maxMessageLine  = 1000
)

// brief cuts a message to what a terminal shows.
func brief(msg string) string {
	lines := strings.Split(msg, "\n")
	if len(lines) > maxMessageLines {
		lines = append(lines[:maxMessageLines:maxMessageLines], "…")
	}
	for i, l := range lines {
		if r := []rune(l); len(r) > maxMessageLine {
			lines[i] = string(r[:maxMessageLine*3/4]) + " … " + string(r[len(r)-maxMessageLine/4:])
		}
	}
	return strings.Join(lines, "\n")
}
