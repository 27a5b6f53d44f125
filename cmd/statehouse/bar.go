package main

import (
	"fmt"
	"io"
	"strings"
)

// bar shows on a terminal how far something is, and nothing elsewhere.
type bar struct {
	w     io.Writer // nil where there is no terminal
	what  string
	shown int // percent, -1 before the first
}

const barWidth = 30

func (p *program) bar(what string) *bar {
	b := &bar{what: what, shown: -1}
	if isTerminal(p.stderr) {
		b.w = p.stderr
	}
	return b
}

func (b *bar) step(done, total int) {
	if b.w == nil || total <= 0 {
		return
	}
	percent := min(100, 100*done/total)
	if percent == b.shown {
		return
	}
	b.shown = percent
	full := percent * barWidth / 100
	fmt.Fprintf(b.w, "\r%s [%s%s] %3d %%", b.what, strings.Repeat("#", full), strings.Repeat(" ", barWidth-full), percent)
}

// end wipes the bar out.
func (b *bar) end() {
	if b.shown >= 0 {
		fmt.Fprintf(b.w, "\r%s\r", strings.Repeat(" ", len(b.what)+barWidth+9))
	}
}
