package browser

import (
	"maps"
	"net/url"
	"slices"
	"sync"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
)

// record is what a tab did behind the page.
type record struct {
	mu         sync.Mutex
	hosts      map[string]bool
	violations []string
	errors     []string
}

// RequestedHosts returns the hosts other than its own that any page of this tab asked for something, with their ports, sorted.
func (b *Browser) RequestedHosts() []string {
	b.log.mu.Lock()
	defer b.log.mu.Unlock()
	return slices.Sorted(maps.Keys(b.log.hosts))
}

// CSPViolations returns what the Content-Security-Policy kept from loading or running, as "directive: address".
func (b *Browser) CSPViolations() []string {
	b.t.Helper()
	b.settle()
	b.log.mu.Lock()
	defer b.log.mu.Unlock()
	return slices.Clone(b.log.violations)
}

// ConsoleErrors returns the errors that the console showed: scripts that failed, files that did not load.
func (b *Browser) ConsoleErrors() []string {
	b.t.Helper()
	b.settle()
	b.log.mu.Lock()
	defer b.log.mu.Unlock()
	return slices.Clone(b.log.errors)
}

// settle waits for a full turn of the page, so that what it has already reported has arrived.
func (b *Browser) settle() {
	b.t.Helper()
	Eval[int](b, `document.querySelectorAll("*").length`)
}

func (r *record) note(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		if foreign := foreignHost(e.Request.URL, e.DocumentURL); foreign != "" {
			r.hosts[foreign] = true
		}
	case *audits.EventIssueAdded:
		if csp := e.Issue.Details.ContentSecurityPolicyIssueDetails; csp != nil && !csp.IsReportOnly {
			r.violations = append(r.violations, csp.ViolatedDirective+": "+blocked(csp))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError {
			r.errors = append(r.errors, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError {
			r.errors = append(r.errors, said(e.Args))
		}
	case *runtime.EventExceptionThrown:
		r.errors = append(r.errors, thrown(e.ExceptionDetails))
	}
}

// foreignHost returns the host of a request if it is not the host of the page, else "".
func foreignHost(request, page string) string {
	asked, err := url.Parse(request)
	if err != nil {
		return request
	}
	own, err := url.Parse(page)
	if err != nil || asked.Host == own.Host {
		return ""
	}
	return asked.Host
}

// blocked says what a policy stopped: an address, or which kind of inline code.
func blocked(csp *audits.ContentSecurityPolicyIssueDetails) string {
	if csp.BlockedURL != "" {
		return csp.BlockedURL
	}
	return string(csp.ContentSecurityPolicyViolationType)
}

func thrown(details *runtime.ExceptionDetails) string {
	if details.Exception == nil {
		return details.Text
	}
	return details.Text + " " + details.Exception.Description
}

func said(args []*runtime.RemoteObject) string {
	var text string
	for i, arg := range args {
		if i > 0 {
			text += " "
		}
		if arg.Description != "" {
			text += arg.Description
		} else {
			text += arg.Value.String()
		}
	}
	return text
}
