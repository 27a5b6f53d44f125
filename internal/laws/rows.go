package laws

import (
	"cmp"

	"statehouse/models"
)

// law is the card with its points and history as rows; what the file leaves
// out is filled in.
func (c Card) law() law {
	l := law{card: models.LawCard{
		State: c.State, Topic: c.Topic, Status: c.Status, Citation: c.Citation, Year: c.Year, SummaryEN: c.Summary.En, SummaryES: c.Summary.Es,
		Source: c.Source, AsOf: c.AsOf, Confidence: c.Confidence, ReviewedOn: c.ReviewedOn, ReviewDue: c.ReviewDue,
	}}
	for i, x := range c.Criteria {
		l.criteria = append(l.criteria, models.LawCriterion{
			State: c.State, Topic: c.Topic, Number: i + 1, Key: x.Key, Value: x.Value, Grade: cmp.Or(models.Grade(x.Grade), models.GradeUnknown),
			NoteEN: x.Note.En, NoteES: x.Note.Es, OpenEN: x.Open.En, OpenES: x.Open.Es, Source: x.Source,
		})
	}
	status := "unknown" // before the first event that we know of
	for i, e := range c.History {
		status = cmp.Or(e.Status, status)
		l.events = append(l.events, models.LawEvent{
			State: c.State, Topic: c.Topic, Number: i + 1, Date: e.Date, Dated: cmp.Or(models.Dated(e.Dated), models.DatedEnacted), Status: status,
			WhatEN: e.What.En, WhatES: e.What.Es, Citation: e.Citation, Source: e.Source, Confidence: cmp.Or(e.Confidence, c.Confidence),
		})
	}
	return l
}
