package cli

import (
	"strings"
	"testing"
)

// TestRobustYAML gives study files that a parser could choke on: each ends in
// a message, soon.
func TestRobustYAML(t *testing.T) {
	study := func(text string) map[string][]byte { return map[string][]byte{"study.yaml": []byte(text)} }
	const n = 200_000
	nested := func(name, text string) hostile {
		return hostile{name: name, files: study(text), want: reject, text: "study.yaml|100", zh: "嵌套", en: "nested"}
	}
	runAll(t, []hostile{
		nested("lists in lists", "as_of: "+strings.Repeat("[", n)+strings.Repeat("]", n)+"\n"),
		nested("mappings in mappings", "as_of: "+strings.Repeat("{a: ", n)+"1"+strings.Repeat("}", n)+"\n"),
		nested("dashes after dashes", strings.Repeat("- ", n)+"1\n"),
		nested("keys after keys", strings.Repeat("a: ", 20_000)+"1\n"),
		nested("tags after tags", "as_of: "+strings.Repeat("!a ", 20_000)+"1\n"),
		nested("anchors after anchors", "as_of: "+strings.Repeat("&a ", 20_000)+"1\n"),
		nested("a line of a megabyte", "as_of: \""+strings.Repeat("x", 1<<20)+"\"\n"),
		{name: "references that grow", files: study("as_of: 2025\nnotes: &a [x, x]\ntitle: &b [*a, *a, *a]\n"), want: reject, text: "study.yaml:3"},
		{name: "a merge of itself", files: study("as_of: 2025\n<<: &x {<<: *x}\nareas: []\n"), want: reject, text: "study.yaml"},
		{name: "a tag where a list begins", files: study(strings.Replace(plainYAML, "  - {from: community", " !- {from: community", 1)), want: reject, text: "study.yaml:7:2|!-"},
		{name: "a list that is only a tag", files: study("as_of: 2025\nareas: !!seq\n"), want: reject, text: "study.yaml"},
		{name: "two studies in one file", files: study(plainYAML + "---\n" + plainYAML), want: reject, text: "study.yaml|2|---"},
		{name: "a date of fifty thousand letters", files: study("as_of: " + strings.Repeat("很", 20_000) + "\nareas: [{level: community, from: a.csv}]\n"), want: reject, text: "study.yaml:1:8|2025-12-31"},
		{name: "a device", where: sitesFrom("/dev/zero", ""), want: reject, text: "/dev/zero", zh: "设备", en: "device"},
		{name: "a folder", where: sitesFrom(".", ""), want: reject, zh: "文件夹", en: "folder"},
		{name: "a filter that never ends", where: sitesFrom("sites.csv", `, where: "len(filter(1..100000000, # > 0)) > 0"`), want: warn, rule: "filter-keeps-none"},
	})
}

func TestBrief(t *testing.T) {
	long := brief(strings.Repeat(strings.Repeat("字", 5000)+"\n", 100))
	if n := strings.Count(long, "\n"); n >= 40 {
		t.Errorf("%d lines", n)
	}
	for _, l := range strings.Split(long, "\n") {
		if len([]rune(l)) > maxMessageLine+3 {
			t.Errorf("a line of %d characters", len([]rune(l)))
		}
	}
	if got := brief("a\n  b"); got != "a\n  b" {
		t.Errorf("brief changed a short message: %q", got)
	}
}
