package demo

import (
	"bytes"
	"encoding/csv"
	"time"
)

// sessionsPage is where the invented days could be checked if they were real.
const sessionsPage = "https://legislature.example.org/sessions"

// SessionsCSV is when the demo's legislatures meet, around a day: one is in session,
// one convenes soon, and of one nobody knows how long it will sit. All of it is
// invented, and its names say so.
func SessionsCSV(now time.Time) []byte {
	day := func(days int) string { return now.AddDate(0, 0, days).Format(time.DateOnly) }
	today := day(-1)
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	for _, row := range [][]string{
		{"state", "session", "kind", "convenes", "adjourns", "expected", "deadline_en", "deadline_es", "day", "source", "as_of"},
		{"az", "Sample Regular Session (invented)", "regular", day(-26), day(54), "yes", "", "", "", sessionsPage, today},
		{"az", "Sample Regular Session (invented)", "", "", "", "", "Last day to introduce bills in the Senate", "Último día para presentar proyectos en el Senado", day(9), sessionsPage, today},
		{"az", "Sample Regular Session (invented)", "", "", "", "", "Last day for committees to hear bills of their own house", "Último día para que las comisiones traten proyectos de su propia cámara", day(30), sessionsPage, today},
		{"fl", "Sample Regular Session (invented)", "regular", day(95), day(155), "no", "", "", "", sessionsPage, today},
		{"fl", "Sample Regular Session (invented)", "", "", "", "", "Last day to ask for drafts of bills", "Último día para pedir borradores de proyectos", day(40), sessionsPage, today},
		{"hi", "Sample Special Session (invented)", "special", day(-5), "", "no", "", "", "", sessionsPage, today},
	} {
		_ = w.Write(row) // a buffer takes everything
	}
	w.Flush()
	return b.Bytes()
}
