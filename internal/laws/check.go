package laws

import (
	"fmt"
	"regexp"
	"slices"
	"time"

	"statehouse/models"
)

var (
	stateCode = regexp.MustCompile(`^[a-z]{2}$`)
	asOf      = regexp.MustCompile(`^(n\.d\.|(c\. )?\d{4}(-(0[1-9]|1[0-2])|-\d{4})?\+?)$`)
	anyYear   = regexp.MustCompile(`\d{4}`)
	slug      = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// check says in one sentence what is wrong with a card by itself.
func (c Card) check() error {
	known, ok := statuses[c.Topic]
	reviewed, err1 := time.Parse(time.DateOnly, c.ReviewedOn)
	due, err2 := time.Parse(time.DateOnly, c.ReviewDue)
	switch {
	case !stateCode.MatchString(c.State):
		return fmt.Errorf("state %q is not a lower-case postal code", c.State)
	case !ok:
		return fmt.Errorf("topic %q is not known", c.Topic)
	case !slices.Contains(known, c.Status):
		return fmt.Errorf("status %q is not known for %s", c.Status, c.Topic)
	case !c.Summary.complete():
		return fmt.Errorf("summary is missing in English or Spanish")
	case c.Source == "":
		return fmt.Errorf("source is missing")
	case !asOf.MatchString(c.AsOf):
		return fmt.Errorf("as_of %q is missing or not a date such as 2026-02", c.AsOf)
	case !slices.Contains(models.Confidences, c.Confidence):
		return fmt.Errorf("confidence %q is not high, medium or low", c.Confidence)
	case c.Year != nil && (*c.Year < firstYear || *c.Year > 2100):
		return fmt.Errorf("year %d is out of range", *c.Year)
	case err1 != nil || err2 != nil || !due.After(reviewed):
		return fmt.Errorf("review_due %q must be a date after reviewed_on %q", c.ReviewDue, c.ReviewedOn)
	}
	if err := checkCriteria(c.Criteria); err != nil {
		return err
	}
	return checkHistory(c.History, known)
}

func checkCriteria(criteria []Criterion) error {
	seen := map[string]bool{}
	for i, x := range criteria {
		switch {
		case !slug.MatchString(x.Key) || !slug.MatchString(x.Value):
			return fmt.Errorf("criterion %d: key %q and value %q must be words such as minors_immune", i+1, x.Key, x.Value)
		case seen[x.Key]:
			return fmt.Errorf("criterion %d: key %q stands twice", i+1, x.Key)
		case !x.Note.complete():
			return fmt.Errorf("criterion %d: note is missing in English or Spanish", i+1)
		case x.Grade != "" && !slices.Contains(models.Grades, models.Grade(x.Grade)):
			return fmt.Errorf("criterion %d: grade %q is not met, partly, not or unknown", i+1, x.Grade)
		case x.Open != (Text{}) && !x.Open.complete():
			return fmt.Errorf("criterion %d: open is missing in English or Spanish", i+1)
		}
		seen[x.Key] = true
	}
	return nil
}

func checkHistory(history []Event, statuses []string) error {
	for i, e := range history {
		switch {
		case !isDate(e.Date):
			return fmt.Errorf("history %d: date %q is not YYYY, YYYY-MM or YYYY-MM-DD", i+1, e.Date)
		case e.Dated != "" && !slices.Contains(models.DatedKinds, models.Dated(e.Dated)):
			return fmt.Errorf("history %d: dated %q is not in_force, signed, enacted or failed", i+1, e.Dated)
		case e.Status != "" && !slices.Contains(statuses, e.Status):
			return fmt.Errorf("history %d: status %q is not known", i+1, e.Status)
		case e.Confidence != "" && !slices.Contains(models.Confidences, e.Confidence):
			return fmt.Errorf("history %d: confidence %q is not high, medium or low", i+1, e.Confidence)
		case i > 0 && e.Date < history[i-1].Date:
			return fmt.Errorf("history %d: %s comes after %s", i+1, history[i-1].Date, e.Date)
		case e.Citation == "" || e.Source == "":
			return fmt.Errorf("history %d: citation or source is missing", i+1)
		case !e.What.complete():
			return fmt.Errorf("history %d: what is missing in English or Spanish", i+1)
		}
	}
	return nil
}

func isDate(text string) bool {
	return slices.ContainsFunc([]string{"2006", "2006-01", time.DateOnly}, func(layout string) bool {
		_, err := time.Parse(layout, text)
		return err == nil
	})
}
