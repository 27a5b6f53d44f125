package ui

import "strconv"

// Track is a way with stops, drawn as a line and listed below it.
type Track struct {
	ID, Title, Desc string
	Stops           []Stop
}

// Stop is one of them: behind, where it stands now, or ahead; one that is broken is
// where the way ended early.
type Stop struct {
	Name                string
	About               string // beside the name; may be empty
	Behind, Now, Broken bool
}

func (s Stop) class() string {
	switch {
	case s.Broken:
		return "stop broken"
	case s.Now:
		return "stop now"
	case s.Behind:
		return "stop behind"
	}
	return "stop ahead"
}

const (
	stopApart = 120
	stopEdge  = 30
)

func (t Track) width() int { return 2*stopEdge + max(0, len(t.Stops)-1)*stopApart }

func (t Track) viewBox() string { return "0 0 " + strconv.Itoa(t.width()) + " 60" }

func stopAt(i int) int { return stopEdge + i*stopApart }

// done is how far the way has been gone.
func (t Track) done() int {
	at := stopEdge
	for i, s := range t.Stops {
		if s.Behind || s.Now || s.Broken {
			at = stopAt(i)
		}
	}
	return at
}

// Entry is one thing in a timeline, in words.
type Entry struct {
	ID, Title, When, Datetime      string
	Badge, BadgeKind               string
	Lines                          []string
	SourceLabel, Source, SourceURL string // the address is empty for a source that is no page
}
