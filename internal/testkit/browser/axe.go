package browser

import (
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"statehouse/internal/testkit/browser/installed"
	"statehouse/internal/testkit/notrun"
)

// Violation is one rule of WCAG that a page breaks, and where.
type Violation struct {
	Rule   string `json:"id"`
	Impact string `json:"impact"`
	Help   string `json:"help"`
	Nodes  []struct {
		HTML    string `json:"html"`
		Summary string `json:"failureSummary"`
	} `json:"nodes"`
}

func (v Violation) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s (%s): %s", v.Rule, v.Impact, v.Help)
	for _, n := range v.Nodes {
		fmt.Fprintf(&text, "\n  %s\n    %s", n.HTML, strings.ReplaceAll(n.Summary, "\n", "\n    "))
	}
	return text.String()
}

// axeSource is read once; the error says why there is none.
var axeSource = sync.OnceValues(func() (string, error) {
	path := installed.Axe()
	if path == "" {
		return "", fmt.Errorf("axe-core is not fetched")
	}
	source, err := os.ReadFile(path)
	return string(source), err
})

// Axe returns what breaks WCAG 2.0 to 2.2, levels A and AA, on the page as it stands. Without axe-core the test is skipped.
func (b *Browser) Axe(t testing.TB) []Violation {
	t.Helper()
	source, err := axeSource()
	if err != nil {
		notrun.Required(t, "the accessibility checks: "+err.Error())
	}
	b.do("load axe-core", chromedp.Evaluate[chromedp.Void](source))
	return run(b, "run axe-core", chromedp.Evaluate[[]Violation](`axe.run(document, {
		runOnly: {type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
		resultTypes: ["violations"],
	}).then(found => found.violations.map(({id, impact, help, nodes}) => ({
		id, impact, help, nodes: nodes.map(({html, failureSummary}) => ({html, failureSummary})),
	})))`, chromedp.EvalAwaitPromise))
}
