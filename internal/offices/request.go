package offices

import (
	"context"
	"slices"

	"statehouse/internal/fault"
	"statehouse/internal/token"
	"statehouse/models"
)

// Request is what an office wishes changed, as it was typed.
type Request struct {
	SeatID       int64
	Kind, Detail string
}

// Ask stores what an office wishes changed about its mail, for staff; the same
// again does nothing while it waits. Faults: NotFound, Gone, Invalid with fields,
// TooMany.
func (o *Offices) Ask(ctx context.Context, tok string, r Request) (err error) {
	defer fault.Wrap(&err, "offices.Ask")
	return o.db.Write(ctx, func(tx *models.Tx) error {
		link, holders, err := o.atDesk(ctx, tx, tok)
		if err != nil {
			return err
		}
		request, detail, err := r.read(holders)
		if err != nil {
			return err
		}
		waits, err := o.waits(ctx, tx, request, detail)
		if err != nil || waits {
			return err
		}
		request.Ref, request.OutboxID, request.CreatedAt = token.Ref(), link.OutboxID, o.moment()
		request.SealDetail(o.keys, detail)
		if err := models.AddOfficeRequest(ctx, tx, &request); err != nil {
			return err
		}
		n, err := models.OfficeRequestsSince(ctx, tx, link.OutboxID, request.CreatedAt.Add(-models.RelayEvery))
		if err == nil && n > models.MaxRelays {
			err = tooMany()
		}
		return err
	})
}

func (r Request) read(holders []models.Holder) (models.OfficeRequest, string, error) {
	fields := map[string]string{}
	request := models.OfficeRequest{SeatID: r.SeatID, Kind: models.RequestKind(r.Kind)}
	if i := slices.IndexFunc(holders, func(h models.Holder) bool { return h.SeatID == r.SeatID }); i >= 0 {
		request.LegislatorID = holders[i].LegislatorID
	} else {
		fields["seat"] = "error.office.seat"
	}
	if !slices.Contains(models.RequestKinds, request.Kind) {
		fields["kind"] = "error.office.kind"
	}
	detail, err := plain(r.Detail, models.MaxRequest, "error.office.detail")
	if err != nil && !(request.Kind == models.RequestDigests && fault.Of(err).Message == "error.office.detail") {
		fields["detail"] = fault.Of(err).Message
	}
	return request, detail, fault.Fields(fields)
}

// waits says whether an office has asked for the same, and nobody has seen to it.
func (o *Offices) waits(ctx context.Context, tx *models.Tx, r models.OfficeRequest, detail string) (bool, error) {
	open, err := models.OpenOfficeRequests(ctx, tx)
	for _, other := range open {
		if other.SeatID != r.SeatID || other.LegislatorID != r.LegislatorID || other.Kind != r.Kind {
			continue
		}
		if said, err := other.OpenDetail(o.keys); err != nil || said == detail {
			return err == nil, err
		}
	}
	return false, err
}

// Waiting is a request that nobody has seen to, with whose it is.
type Waiting struct {
	Request models.OfficeRequest
	Says    string
	Holder  models.Holder // of its seat now
}

// Waiting lists the requests that nobody has seen to, oldest first.
func (o *Offices) Waiting(ctx context.Context) (list []Waiting, err error) {
	defer fault.Wrap(&err, "offices.Waiting")
	tx := o.db.Read()
	open, err := models.OpenOfficeRequests(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, r := range open {
		w := Waiting{Request: r}
		if w.Holder, err = models.HolderOfSeat(ctx, tx, r.SeatID); err != nil {
			return nil, err
		}
		if w.Says, err = r.OpenDetail(o.keys); err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}

// Finish notes that a member of staff has seen to a request. Fault: Conflict if
// somebody has already, or there is none.
func (o *Offices) Finish(ctx context.Context, user models.User, id int64) (err error) {
	defer fault.Wrap(&err, "offices.Finish(%d)", id)
	return o.db.Write(ctx, func(tx *models.Tx) error {
		return models.FinishOfficeRequest(ctx, tx, id, user.ID, o.moment())
	})
}
