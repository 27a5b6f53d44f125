package exports

import (
	"context"
	"strconv"

	"statehouse/models"
)

func (x *Exports) signatures(ctx context.Context, out *sheet, campaignID int64, r Request) error {
	head := []string{"signature", "state", "left_at", "counted_at", "in_state", "version", "language", "display", "updates", "help", "quotable"}
	if r.Named {
		head = append(head, r.personal("name", "email", "zip", "comment")...)
	}
	if err := out.head(head...); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.SignaturesToExport(ctx, x.db.Read(), campaignID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, s := range page {
			cells := []string{strconv.FormatInt(s.ID, 10), string(s.State), day(&s.CreatedAt), day(s.CountedAt), yes(s.InState), strconv.Itoa(s.Version),
				s.Lang, string(s.Display), yes(s.Updates), yes(s.Help), yes(s.Quotable)}
			if r.Named {
				person, err := s.OpenPerson(x.keys)
				if err != nil {
					return err
				}
				if s.State == models.SignatureWithdrawn { // who took it back is nobody's to take out
					person = models.Person{}
				}
				cells = append(cells, r.personal(person.Name, person.Email, person.ZIP, person.Comment)...)
			}
			if err := out.row(cells...); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}

func (x *Exports) deliveries(ctx context.Context, out *sheet, campaignID int64) error {
	if err := out.head("delivery", "kind", "chamber", "district", "position", "legislator", "fate", "written_at", "accepted_at", "moved_at"); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.DeliveriesToExport(ctx, x.db.Read(), campaignID, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, d := range page {
			if err := out.row(strconv.FormatInt(d.ID, 10), string(d.Kind), d.Chamber, d.District, d.Position, d.Legislator, string(d.Fate),
				day(&d.CreatedAt), day(d.AcceptedAt), day(d.MovedAt)); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}

func (x *Exports) volunteers(ctx context.Context, out *sheet, state string, r Request) error {
	head := []string{"application", "role", "state", "applied_at", "confirmed_at", "language"}
	if r.Named {
		head = append(head, r.personal("name", "email", "zip")...)
	}
	if err := out.head(head...); err != nil {
		return err
	}
	for last := int64(0); ; {
		page, err := models.ApplicationsToExport(ctx, x.db.Read(), state, last, pageSize)
		if err != nil || len(page) == 0 {
			return err
		}
		for _, a := range page {
			cells := []string{a.Ref, a.Role, string(a.State), day(&a.CreatedAt), day(a.ConfirmedAt), a.Lang}
			if r.Named {
				who, err := a.OpenApplicant(x.keys)
				if err != nil {
					return err
				}
				if a.State == models.ApplicationLeft || a.State == models.ApplicationDeclined { // nobody is to write to them
					who = models.Applicant{}
				}
				cells = append(cells, r.personal(who.Name, who.Email, who.ZIP)...)
			}
			if err := out.row(cells...); err != nil {
				return err
			}
		}
		last = page[len(page)-1].ID
	}
}

// personal are the cells of a person that may leave: from a page the name and the
// address alone.
func (r Request) personal(cells ...string) []string {
	if r.By != "" {
		return cells[:2]
	}
	return cells
}
