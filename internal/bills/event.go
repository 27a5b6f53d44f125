package bills

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"statehouse/internal/fault"
	"statehouse/models"
)

// EventForm is an event as it was typed.
type EventForm struct {
	Kind            string
	Corrects        int // the number of the event that this one stands instead of; 0 for none
	Stage           string
	Day, Time       string // in the state
	Where           string // "committee 3" or "chamber upper"; "" for a committee that is named in Body
	Body            string
	Place           string
	Yes, No, Absent string
	Passed          string // yes or no
	Note, Source    string
}

// Add notes an event of a campaign's bill, or corrects one by it. Faults: NotFound,
// Invalid with fields, Conflict if the bill is not named yet, or if what it corrects
// was corrected or struck by another.
func (b *Bills) Add(ctx context.Context, actor models.Actor, slug string, f EventForm) (err error) {
	defer fault.Wrap(&err, "bills.Add")
	return b.onBill(ctx, actor, slug, f.Corrects, func(tx *models.Tx, c models.Campaign) (models.BillEvent, error) {
		state, _ := models.StateByCode(c.State)
		committees, err := models.CommitteesOfState(ctx, tx, c.State)
		if err != nil {
			return models.BillEvent{}, err
		}
		return f.read(state, committees, b.now())
	})
}

// Strike says of an event that it was a mistake, or will not be. Faults as of Add.
func (b *Bills) Strike(ctx context.Context, actor models.Actor, slug string, number int, reason string) (err error) {
	defer fault.Wrap(&err, "bills.Strike(%d)", number)
	fields := map[string]string{}
	note := line(fields, "reason", reason, MaxNote)
	if note == "" && fields["reason"] == "" {
		fields["reason"] = "error.bill.reason"
	}
	if err := fault.Fields(fields); err != nil {
		return err
	}
	if number < 1 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return b.onBill(ctx, actor, slug, number, func(*models.Tx, models.Campaign) (models.BillEvent, error) {
		return models.BillEvent{Kind: models.BillStruck, Note: note}, nil
	})
}

// onBill adds an event to the bill of a campaign.
func (b *Bills) onBill(ctx context.Context, actor models.Actor, slug string, corrects int, read func(*models.Tx, models.Campaign) (models.BillEvent, error)) error {
	return b.db.Write(ctx, func(tx *models.Tx) error {
		c, err := models.OrganizedCampaign(ctx, tx, actor, slug)
		if err != nil {
			return err
		}
		if _, err := models.BillOf(ctx, tx, c.ID); fault.Is(err, fault.NotFound) || c.Bill == "" {
			return fault.New(fault.Conflict, "error.bill.none")
		} else if err != nil {
			return err
		}
		e, err := read(tx, c)
		if err != nil {
			return err
		}
		list, err := models.BillEvents(ctx, tx, c.ID)
		if err != nil {
			return err
		}
		stands := func(of models.BillEvent) bool { return of.Number == corrects }
		if corrects != 0 && !slices.ContainsFunc(models.StandingEvents(list), stands) {
			return fault.New(fault.Conflict, "error.bill.corrected")
		}
		e.CampaignID, e.Corrects, e.Bill, e.UserID, e.At = c.ID, corrects, c.Bill, actor.User.ID, models.Moment(b.now())
		err = models.AddBillEvent(ctx, tx, &e)
		if corrects != 0 && fault.Is(err, fault.Conflict) {
			return fault.Because(fault.Conflict, "error.bill.corrected", err)
		}
		return err
	})
}

func (f EventForm) read(state models.State, committees []models.Committee, now time.Time) (e models.BillEvent, err error) {
	fields := map[string]string{}
	e = models.BillEvent{Kind: models.BillEventKind(f.Kind), Day: strings.TrimSpace(f.Day), Note: line(fields, "note", f.Note, MaxNote), Source: line(fields, "source", f.Source, MaxSource)}
	day, err := time.ParseInLocation(time.DateOnly, e.Day, state.Zone())
	switch {
	case err != nil:
		fields["day"] = "error.bill.day"
	case e.Kind != models.BillHearing && day.After(now):
		fields["day"] = "error.bill.future"
	}
	switch {
	case fields["source"] != "":
	case e.Source == "", strings.HasPrefix(strings.ToLower(e.Source), "http") && !models.IsWebAddress(e.Source):
		fields["source"] = "error.bill.source"
	}
	switch e.Kind {
	case models.BillStep:
		if e.Stage = models.BillStage(f.Stage); !slices.Contains(models.BillStages, e.Stage) {
			fields["stage"] = "error.bill.stage"
		}
	case models.BillHearing:
		f.readHearing(fields, &e, state)
		f.readBody(fields, &e, state, committees)
	case models.BillVote:
		f.readVote(fields, &e)
		f.readBody(fields, &e, state, committees)
	default:
		return e, fault.New(fault.NotFound, "error.not_found")
	}
	return e, fault.Fields(fields)
}

func (f EventForm) readHearing(fields map[string]string, e *models.BillEvent, state models.State) {
	if e.Place = line(fields, "place", f.Place, MaxPlace); e.Place == "" && fields["place"] == "" {
		fields["place"] = "error.bill.place"
	}
	if fields["day"] != "" {
		return
	}
	at, wrong := models.LocalTime(e.Day+"T"+strings.TrimSpace(f.Time), state.Zone())
	if wrong != "" {
		fields["time"] = wrong
		return
	}
	at = models.Moment(at)
	e.StartsAt = &at
}

// readBody reads whose hearing or vote it is.
func (f EventForm) readBody(fields map[string]string, e *models.BillEvent, state models.State, committees []models.Committee) {
	kind, what, _ := strings.Cut(f.Where, " ")
	switch kind {
	case "committee":
		id, _ := strconv.ParseInt(what, 10, 64) // no number is no committee
		i := slices.IndexFunc(committees, func(k models.Committee) bool { return k.ID == id })
		if i < 0 {
			fields["where"] = "error.bill.where"
			return
		}
		e.CommitteeID, e.Chamber, e.Body = &committees[i].ID, committees[i].Chamber, committees[i].Name
	case "chamber":
		if state.ChamberNamed(what).Chamber == "" {
			fields["where"] = "error.bill.where"
		}
		e.Chamber = what
	case "":
		if e.Body = line(fields, "body", f.Body, MaxBody); e.Body == "" && fields["body"] == "" {
			fields["where"] = "error.bill.where"
		}
	default:
		fields["where"] = "error.bill.where"
	}
}

// mostVotes is more than any house has members.
const mostVotes = 1000

func (f EventForm) readVote(fields map[string]string, e *models.BillEvent) {
	for _, part := range []struct {
		name, typed string
		to          *int
	}{{"yes", f.Yes, &e.Yes}, {"no", f.No, &e.No}, {"absent", f.Absent, &e.Absent}} {
		n, err := strconv.Atoi(strings.TrimSpace(part.typed))
		if err != nil || n < 0 || n > mostVotes {
			fields[part.name] = "error.bill.votes"
		}
		*part.to = n
	}
	switch f.Passed {
	case "yes", "no":
		e.Passed = f.Passed == "yes"
	default:
		fields["passed"] = "error.bill.passed"
	}
}
