package campaigns

import (
	"context"
	"regexp"

	"statehouse/internal/fault"
	"statehouse/models"
)

// ReasonForm is a reason for not publishing, as it was typed.
type ReasonForm struct {
	Code, TitleEN, TitleES, TextEN, TextES string
	Final, Retired                         bool
}

var reasonCode = regexp.MustCompile(`^[a-z][a-z_]*$`)

// SaveReason adds a reason, or changes the one with an id; its code stays.
// Faults: Forbidden for who is no admin, NotFound, Invalid with fields.
func (s *Campaigns) SaveReason(ctx context.Context, actor models.Actor, id int64, f ReasonForm) (err error) {
	defer fault.Wrap(&err, "campaigns.SaveReason(%d)", id)
	if !actor.MayOperate() {
		return fault.New(fault.Forbidden, "error.forbidden")
	}
	r, err := f.read(id == 0)
	if err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *models.Tx) error {
		if id == 0 {
			added := r
			err := models.AddRejectionReason(ctx, tx, &added)
			if fault.Is(err, fault.Conflict) {
				return fault.Fields(map[string]string{"code": "error.reason.taken"})
			}
			return err
		}
		was, err := models.RejectionReasonByID(ctx, tx, id)
		if err != nil {
			return err
		}
		r.ID, r.RetiredAt = id, was.RetiredAt
		switch now := models.Moment(s.now()); {
		case !f.Retired:
			r.RetiredAt = nil
		case r.RetiredAt == nil:
			r.RetiredAt = &now
		}
		return models.SaveRejectionReason(ctx, tx, r)
	})
}

func (f ReasonForm) read(isNew bool) (r models.RejectionReason, err error) {
	fields := map[string]string{}
	r = models.RejectionReason{Code: f.Code, Final: f.Final}
	if isNew && (len(f.Code) > models.MaxReasonCode || !reasonCode.MatchString(f.Code)) {
		fields["code"] = "error.reason.code"
	}
	for _, part := range []struct {
		name, typed string
		to          *string
		most        int
	}{{"title_en", f.TitleEN, &r.TitleEN, models.MaxReasonTitle}, {"title_es", f.TitleES, &r.TitleES, models.MaxReasonTitle},
		{"text_en", f.TextEN, &r.TextEN, models.MaxReasonText}, {"text_es", f.TextES, &r.TextES, models.MaxReasonText}} {
		if *part.to, err = models.ParseText(part.typed, part.most); err != nil {
			fields[part.name] = fault.Of(err).Message
		} else if *part.to == "" {
			fields[part.name] = "error.reason.empty"
		}
	}
	return r, fault.Fields(fields)
}
