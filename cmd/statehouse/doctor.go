package main

import (
	"fmt"

	"statehouse/internal/doctor"
)

type doctorCommand struct{}

// Run prints one line for each examination, and what to do about it.
func (*doctorCommand) Run(p *program) error {
	cfg, err := p.settings()
	if err != nil {
		p.examined(doctor.Line{Name: "settings", Text: sentence(err), Advice: "Correct it; nothing else was examined."})
		return fmt.Errorf("the settings do not load")
	}
	lines := doctor.Examine(p.ctx, cfg, silence)
	failed := 0
	for _, l := range lines {
		p.examined(l)
		if !l.OK {
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d examinations failed", failed, len(lines))
	}
	return nil
}

func (p *program) examined(l doctor.Line) {
	verdict := "ok"
	switch {
	case !l.OK:
		verdict = "FAIL"
	case l.Warn:
		verdict = "look"
	}
	text := l.Text
	if l.Advice != "" {
		text += ". " + l.Advice
	}
	fmt.Fprintf(p.stdout, "%-4s  %s: %s\n", verdict, l.Name, text)
}
