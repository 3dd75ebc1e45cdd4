package datasets

import "fmt"

// Lang is a language that results are written in.
type Lang string

// The languages of reports and messages.
const (
	ZH Lang = "zh"
	EN Lang = "en"
)

// Text is one sentence or label in Chinese and in English. Both are filled
// when it is made, so that a view can switch language without the data.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// T formats the Chinese and the English sentence with the same arguments.
// Where the order of the arguments differs use indexes (%[2]s).
func T(zh, en string, args ...any) Text {
	if len(args) == 0 {
		return Text{ZH: zh, EN: en}
	}
	return Text{ZH: fmt.Sprintf(zh, textArgs(args, ZH)...), EN: fmt.Sprintf(en, textArgs(args, EN)...)}
}

// Same is a text that reads alike in both languages, such as a place name.
func Same(s string) Text { return Text{ZH: s, EN: s} }

// In returns the sentence in lang, or the other one where it is empty.
func (t Text) In(lang Lang) string {
	if lang == EN && t.EN != "" || t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// IsZero tells whether neither language is filled.
func (t Text) IsZero() bool { return t.ZH == "" && t.EN == "" }

// textArgs puts the right language of Text arguments into a format call.
func textArgs(args []any, lang Lang) []any {
	out := make([]any, len(args))
	for i, a := range args {
		if t, ok := a.(Text); ok {
			a = t.In(lang)
		}
		out[i] = a
	}
	return out
}
